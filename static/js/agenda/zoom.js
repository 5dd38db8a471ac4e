// How high an hour is: chosen by buttons, kept on this device.
const PLACE = "agenda zoom";
const [LEAST, USUAL, MOST] = [6, 7.5, 14]; // pixels for five minutes

function kept() {
  try {
    return Number(localStorage.getItem(PLACE)) || USUAL;
  } catch {
    return USUAL;
  }
}

export function zoom({ root, board }) {
  let px = kept();
  const show = () => board.grid.style.setProperty("--px", `${px}px`);
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-zoom]");
    if (!button) return;
    px = Math.min(Math.max(px + Number(button.dataset.zoom), LEAST), MOST);
    try {
      localStorage.setItem(PLACE, String(px));
    } catch {
      // it is as chosen until the page is left
    }
    show();
  });
  show();
  return show;
}
