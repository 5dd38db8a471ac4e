// Moves one of a list and puts the fresh list in its place: focus stays on the button, and it is told.
import { bind } from "./bind.js";

export default function order(form) {
  const told = document.createElement("p");
  told.className = "vh";
  told.setAttribute("role", "status");
  form.append(told);
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    const list = button?.closest("[data-order]") || document.querySelector("[data-order=outline]");
    if (!button || !list) return;
    event.preventDefault();
    const data = new URLSearchParams(new FormData(form));
    data.append(button.name, button.value);
    let page;
    try {
      const answer = await fetch(button.formAction, { method: "POST", body: data, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      form.action = button.formAction;
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
      form.submit(); // the plain way says what is wrong
      return;
    }
    const fresh = page.querySelector(`[data-order="${list.dataset.order}"]`);
    if (!fresh) return location.reload();
    list.replaceWith(fresh);
    bind(fresh);
    document.dispatchEvent(new CustomEvent("fresh", { detail: fresh }));
    document.dispatchEvent(new Event("draft-saved"));
    if (!button.isConnected) {
      const same = [...fresh.querySelectorAll(`button[form="${form.id}"]`)].filter((each) => each.formAction === button.formAction);
      (same.find((each) => each.value === button.value && !each.disabled) || same.find((each) => !each.disabled))?.focus();
    }
    told.textContent = page.querySelector(".say[role=status] p")?.textContent || "";
  });
}
