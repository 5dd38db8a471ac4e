// The large star of one session, on its page and in the drawer: "Add to my agenda", "In my agenda".
import { note, stars, toggle, watch } from "./kept_stars.js";

export default function starButton(button) {
  if ("bound" in button.dataset) return;
  const { forum, add, here } = button.dataset;
  const word = button.querySelector("span");
  const show = () => {
    const key = button.dataset.session;
    const starred = stars(forum).has(key);
    button.classList.toggle("none", !key);
    button.setAttribute("aria-pressed", String(starred));
    word.textContent = starred ? here : add;
  };
  button.dataset.bound = "";
  button.addEventListener("click", () => {
    const { session, title, start = "", off } = button.dataset;
    toggle(forum, session);
    if (title) note(forum, new Map([[session, { title, start, off: off !== undefined }]])); // the programme notes its own
  });
  button.closest("dialog")?.addEventListener("session", ({ detail }) => {
    button.dataset.session = detail;
    show();
  });
  watch(forum, show);
  show();
}
