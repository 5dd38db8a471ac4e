// A menu that is a <details>: Escape and a press elsewhere close it, and focus goes back to its button.
export default function menu(details) {
  const button = details.querySelector("summary");
  addEventListener("pointerdown", function outside(event) {
    if (!details.isConnected) return removeEventListener("pointerdown", outside); // its part was drawn anew
    if (details.open && !details.contains(event.target)) details.open = false;
  });
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    button.focus();
  });
  details.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !details.contains(event.relatedTarget)) details.open = false;
  });
}
