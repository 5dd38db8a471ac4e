// Binds each element's data-module to its behaviour. Everything works without it.
import appearance from "./modules/appearance.js";
import arrows from "./modules/arrows.js";
import { bind, know } from "./modules/bind.js";
import copy from "./modules/copy.js";
import drawer from "./modules/drawer.js";
import layout from "./modules/layout.js";
import listTimes from "./modules/list_times.js";
import menu from "./modules/menu.js";
import mineLink from "./modules/mine_link.js";
import myAgenda from "./modules/my_agenda.js";
import now from "./modules/now.js";
import readerTime from "./modules/reader_time.js";
import starButton from "./modules/star_button.js";
import zoneForm from "./modules/zone_form.js";
import zonePanel from "./modules/zone_panel.js";

know({ appearance, arrows, copy, drawer, layout, menu, now });
know({ "mine-link": mineLink, "my-agenda": myAgenda, "star-button": starButton });
know({ "list-times": listTimes, "reader-time": readerTime, "zone-form": zoneForm, "zone-panel": zonePanel });
bind(document);
