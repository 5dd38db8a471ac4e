// The editor of rich texts, for pages that hold some; also for parts that are fetched into them later.
import richtext from "./modules/richtext.js";

const bindIn = (root) => root.querySelectorAll("textarea[data-module=richtext]").forEach(richtext);
bindIn(document);
document.addEventListener("fresh", (event) => bindIn(event.detail));
