// Binds each element's data-module to its behaviour. Everything works without it.
import appearance from "./modules/appearance.js";
import layout from "./modules/layout.js";
import listTimes from "./modules/list_times.js";
import menu from "./modules/menu.js";
import now from "./modules/now.js";
import readerTime from "./modules/reader_time.js";
import zoneForm from "./modules/zone_form.js";

const modules = { appearance, layout, menu, now, "list-times": listTimes, "reader-time": readerTime, "zone-form": zoneForm };

for (const element of document.querySelectorAll("[data-module]")) {
  const bind = modules[element.dataset.module];
  if (bind) bind(element);
}
