// Binds each element's data-module on the desk's pages. Everything works without it.
import appearance from "./modules/appearance.js";
import { bind, know } from "./modules/bind.js";
import menu from "./modules/menu.js";

know({ appearance, menu });
bind(document);
