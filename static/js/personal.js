// Behaviour of the pages without an account. Everything works without it.
import { bind, know } from "./modules/bind.js";
import deviceStars from "./modules/device_stars.js";
import form from "./modules/form.js";
import keptForm, { sentForm } from "./modules/kept_form.js";
import items from "./modules/items.js";
import onlyIf from "./modules/only_if.js";
import slides from "./modules/slides.js";
import summary from "./modules/summary.js";
import toGo from "./modules/to_go.js";
import wordCount from "./modules/word_count.js";

document.documentElement.classList.add("scripted");
know({
  device_stars: deviceStars,
  form,
  items,
  kept_form: keptForm,
  sent_form: sentForm,
  only_if: onlyIf,
  slides,
  summary,
  to_go: toGo,
  word_count: wordCount,
});
bind(document);
