// Arrows go from a session to the one that is seen next to it: rooms across, times along. Tab goes through them as ever.
export const CARDS = ".list > li[id] :is(h3, h4) > a";
const TOWARD = { ArrowUp: ["top", -1], ArrowDown: ["top", 1], ArrowLeft: ["left", -1], ArrowRight: ["left", 1] };

export default function arrows(hint) {
  hint.hidden = false;
  document.addEventListener("keydown", (event) => {
    const here = document.activeElement;
    if (!TOWARD[event.key] || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !here.matches(CARDS)) return;
    const next = nearest(here, ...TOWARD[event.key]);
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.closest("li").scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}

function nearest(here, edge, sign) {
  const from = here.closest("li").getBoundingClientRect();
  const across = edge === "top" ? ["left", "right"] : ["top", "bottom"];
  let best = null;
  let least = Infinity;
  for (const link of document.querySelectorAll(CARDS)) {
    const to = link.closest("li").getBoundingClientRect();
    const along = (to[edge] - from[edge]) * sign;
    const aside = Math.max(0, to[across[0]] - from[across[1]] + 1, from[across[0]] - to[across[1]] + 1);
    const cost = along + 4 * aside;
    if (link !== here && along > 1 && cost < least) [best, least] = [link, cost];
  }
  return best;
}
