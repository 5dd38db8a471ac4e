// On narrow windows what waits is beside or over the grid only while it is wanted.
const BESIDE = matchMedia("(min-width: 720px)"); // wide enough for both
const BEHIND = "body > :is(header, nav, .skip), .tray, .days-p, .pnl, .bl-foot";

export function drawers(builder) {
  const { root } = builder;
  const narrow = matchMedia("(max-width: 1199px)");

  root.addEventListener("click", (event) => {
    if (event.target.closest("[data-tray-open]")) turn(!root.classList.contains("tray-open"));
    if (event.target.closest("[data-tray-close]")) turn(false);
  });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && event.target.closest(".tray") && narrow.matches && !root.classList.contains("dragging")) turn(false);
  });
  BESIDE.addEventListener("change", shown);
  if (BESIDE.matches && root.querySelector(".tray .ev")) root.classList.add("tray-open");
  shown();

  function turn(open) {
    root.classList.toggle("tray-open", open);
    shown();
    (open ? root.querySelector("#tray-h") : root.querySelector("[data-tray-open]")).focus();
  }
  // The button is drawn anew with the day. On a phone a drawer covers all: what is behind it can't be reached by keys.
  function shown() {
    const [open, panel] = [root.classList.contains("tray-open"), root.querySelector(".pnl")];
    root.querySelector("[data-tray-open]")?.setAttribute("aria-expanded", String(open));
    const drawer = open ? root.querySelector(".tray") : panel.querySelector(".pn-h") && panel;
    const over = drawer && getComputedStyle(drawer).position === "fixed";
    for (const each of document.querySelectorAll(BEHIND)) each.inert = Boolean(over) && each !== drawer;
  }
  // Where it lies over the grid it goes once something was taken out of it.
  function taken() {
    if (!BESIDE.matches) root.classList.remove("tray-open");
    shown();
  }
  return { shown, taken };
}
