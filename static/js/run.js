// Behaviour of a run's screens. Without it each button is a form, and the page loads itself again.
import { bind, know } from "./modules/bind.js";
import page from "./run/page.js";
import screen from "./run/screen.js";
import theme from "./run/theme.js";

document.documentElement.classList.add("scripted");
know({ run: page, run_screen: screen, run_theme: theme });
bind(document);
