// One session beside the grid, fetched when it is chosen; its forms are steps like any other.
import { bind } from "../modules/bind.js";

export function panel(builder) {
  const { root } = builder;
  const box = root.querySelector("[data-panel]");
  let shown = box.querySelector("[data-edit] [name=session]")?.value || "";
  if (shown) builder.board.card(shown)?.classList.add("sel");

  root.addEventListener("click", (event) => {
    const link = event.target.closest(".ev-t, [data-go]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open(link.dataset.go || link.closest(".ev").dataset.key, { focus: true });
      link.closest("details")?.removeAttribute("open");
    }
    if (event.target.closest("[data-close]")) {
      event.preventDefault();
      const card = builder.board.card(shown);
      close();
      card?.querySelector(".ev-t").focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown && box.contains(document.activeElement)) box.querySelector("[data-close]")?.click();
  });

  box.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-step]");
    if (!form) return;
    event.preventDefault();
    const fields = {};
    const body = new FormData(form, event.submitter);
    for (const name of new Set(body.keys())) if (name !== "_csrf" && name !== "_step") fields[name] = body.getAll(name);
    builder.steps.take(fields, { context: { form: form.dataset.edit === undefined ? "" : shown } });
  });

  async function open(key, { focus = false } = {}) {
    if (!builder.board.card(key) && !(await builder.find(key))) return;
    choose(key);
    box.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`${builder.address}/sessions/${key}`, { headers: { Accept: "text/html" } });
      if (shown !== key) return;
      if (!answer.ok || answer.redirected) return builder.say(builder.words.noAnswer);
      box.innerHTML = await answer.text();
      bind(box);
      root.classList.add("paneled");
      if (focus) box.querySelector("h2").focus();
    } catch {
      builder.say(builder.words.noAnswer);
    } finally {
      box.removeAttribute("aria-busy");
    }
  }

  function choose(key) {
    shown = key;
    root.querySelectorAll(".ev.sel").forEach((card) => card.classList.toggle("sel", card.dataset.key === key));
    builder.board.card(key)?.classList.add("sel");
    const address = new URL(location.href);
    if (key) address.searchParams.set("session", key);
    else address.searchParams.delete("session");
    history.replaceState(history.state, "", address);
  }
  function close() {
    choose("");
    root.classList.remove("paneled");
    box.replaceChildren();
  }
  // What is typed and not saved stays; otherwise the panel shows the session as it is now.
  function refresh(keys, { saved = false } = {}) {
    if (!shown || !keys.includes(shown)) return;
    const form = box.querySelector("[data-edit]");
    if (!saved && form && [...form.elements].some((field) => field.defaultValue !== undefined && field.type !== "hidden" && field.value !== field.defaultValue)) return;
    if (!builder.exists(shown)) return close();
    open(shown);
  }
  return { open, close, refresh, get shown() { return shown; } };
}
