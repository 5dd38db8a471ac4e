// Binds each element's data-module on the desk's pages. Everything works without it.
import appearance from "./modules/appearance.js";
import asking from "./modules/asking.js";
import autosave from "./modules/autosave.js";
import { bind, know } from "./modules/bind.js";
import change from "./modules/change.js";
import choosing from "./modules/choosing.js";
import countdown from "./modules/countdown.js";
import find from "./modules/find.js";
import fold from "./modules/fold.js";
import form from "./modules/form.js";
import items from "./modules/items.js";
import lookup from "./modules/lookup.js";
import menu from "./modules/menu.js";
import narrow from "./modules/narrow.js";
import narrowSelect from "./modules/narrow_select.js";
import once from "./modules/once.js";
import onlyIf from "./modules/only_if.js";
import order from "./modules/order.js";
import releaseBar from "./modules/release_bar.js";
import shortName from "./modules/short_name.js";
import signOut from "./modules/sign_out.js";
import summary from "./modules/summary.js";
import swatches from "./modules/swatches.js";
import translations from "./modules/translations.js";

document.documentElement.classList.add("scripted");
know({ appearance, asking, autosave, change, choosing, countdown, "release-bar": releaseBar, find, fold, form, items, lookup, menu, narrow, narrow_select: narrowSelect, once, only_if: onlyIf, order, short_name: shortName, "sign-out": signOut, summary, swatches, translations });
bind(document);
