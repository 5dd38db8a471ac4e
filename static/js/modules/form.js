// A form that is written for a while: Ctrl+S saves it, leaving it unsaved is asked, saving is seen and happens once.
// ``data-typed``: what stands in it was typed before and isn't saved yet.
// What somebody made a moment ago and has not named yet begins with its name, chosen whole, so that typing replaces it.
export default function form(element) {
  let changed = "typed" in element.dataset || Boolean(element.querySelector("[aria-invalid=true], .clash"));
  let sent = false;
  let held = false; // what is being sent was typed, and isn't saved before the answer is there
  const state = element.querySelector(".saves .state");
  const save = element.querySelector(".saves .btn.pri");
  element.addEventListener("input", () => {
    changed = true;
    if (state) state.textContent = save?.dataset.unsaved || "";
  });
  element.addEventListener("kept", () => {
    changed = false;
  });
  element.addEventListener("submit", (event) => {
    if (sent) {
      event.preventDefault();
      return;
    }
    sent = true;
    held = changed;
    changed = false;
    (event.submitter || save)?.setAttribute("aria-busy", "true");
  });
  const begin = element.dataset.begin && element.elements[element.dataset.begin];
  if (begin) {
    begin.focus();
    begin.select();
  }
  const open = () => {
    sent = false;
    element.querySelectorAll("[aria-busy]").forEach((each) => each.removeAttribute("aria-busy"));
  };
  addEventListener("pageshow", open);
  addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
    if (!sent) return;
    // Another form of the page was asked about: whoever stays can send this one again.
    setTimeout(() => {
      if (!event.defaultPrevented) return;
      changed ||= held;
      open();
    });
  });
  addEventListener("keydown", (event) => {
    if (!save || event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    element.requestSubmit(save);
  });
}
