// The bar of the release: its words are fetched when the page is there, and again each minute and after a save.
import { bind } from "./bind.js";

const MINUTE = 60_000;

export default function releaseBar(bar) {
  let shown = "";
  const fetched = async () => {
    try {
      const answer = await fetch(bar.dataset.address, { credentials: "same-origin", headers: { Accept: "text/html" } });
      if (!answer.ok || answer.redirected) return;
      const words = await answer.text();
      if (words === shown || bar.contains(document.activeElement)) return;
      shown = words;
      bar.innerHTML = words;
      bind(bar);
    } catch {
      // no connection: the bar keeps what it says
    }
  };
  fetched();
  setInterval(() => { if (!document.hidden) fetched(); }, MINUTE);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) fetched(); });
  document.addEventListener("draft-saved", fetched);
}
