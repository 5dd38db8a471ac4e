// A list of parts in a form: its buttons ask the server for the list as it would be, and put that in its place.
import { bind } from "./bind.js";

export default function items(fieldset) {
  const form = fieldset.form;
  fieldset.addEventListener("click", async (event) => {
    const button = event.target.closest("button[name=_do]");
    if (!button || button.closest("[data-module=items]") !== fieldset) return;
    event.preventDefault();
    form.dispatchEvent(new CustomEvent("gather"));
    const data = new FormData(form, button);
    button.setAttribute("aria-busy", "true");
    let page;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(data), credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      button.removeAttribute("aria-busy");
      form.requestSubmit(button); // the plain way says what is wrong
      return;
    }
    const fresh = page.getElementById(fieldset.id);
    if (!fresh) return;
    fieldset.replaceWith(fresh);
    bind(fresh.parentElement);
    document.dispatchEvent(new CustomEvent("fresh", { detail: fresh }));
    form.dispatchEvent(new Event("input", { bubbles: true }));
    focusAfter(fresh, button.value);
  });
}

// Where the hand was: in the first field of a new part, on the button that moved one, on what follows one that went.
function focusAfter(list, job) {
  const [action, , at] = job.split(":");
  const parts = list.querySelectorAll(":scope > .item");
  if (action === "add") {
    parts[parts.length - 1]?.querySelector("input:not([type=hidden]), textarea, select")?.focus();
    return;
  }
  const index = Number(at) + (action === "down" ? 1 : action === "up" ? -1 : 0);
  const part = parts[Math.min(index, parts.length - 1)];
  const same = part && [...part.querySelectorAll("button[name=_do]")].find((each) => each.value.startsWith(action) && !each.disabled);
  (same || part?.querySelector("button:not(:disabled)") || list.querySelector(":scope > button"))?.focus();
}
