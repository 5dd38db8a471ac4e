// One session beside the grid, fetched when it is chosen; its forms are steps like any other.
import { bind } from "../modules/bind.js";
import { carryOver, focusKept } from "./kept.js";

export function panel(builder) {
  const { root } = builder;
  const box = root.querySelector("[data-panel]");
  let shown = box.querySelector("[data-edit] [name=session]")?.value || "";
  let drawn = entered(box.querySelector("[data-edit]"));
  let sent = "";
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
      leave({ closes: true }).then((may) => may && closed());
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
    if (fields.shown) fields.shown = builder.entry; // the cards may be newer than the panel
    if (form.dataset.edit === undefined) return builder.steps.take(fields, { context: {} });
    sent = entered(form);
    builder.steps.take(fields, { context: { form: shown, sent, ...after } });
    after = {};
  });
  addEventListener("beforeunload", (event) => {
    if (unsaved()) event.preventDefault();
  });

  // Whether the panel may go: what somebody wrote is saved first, thrown away, or gone on with.
  let after = {};
  function unsaved() {
    const now = entered(box.querySelector("[data-edit]"));
    return now !== drawn && now !== sent;
  }
  function leave(then) {
    const dialog = document.getElementById("builder-unsaved");
    if (dialog.open || !unsaved()) return Promise.resolve(!dialog.open);
    dialog.querySelector("[data-about]").textContent = box.querySelector("h2").textContent;
    dialog.returnValue = "stay";
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.onclose = () => {
        if (dialog.returnValue === "save") {
          after = then; // once it is saved; where it is refused it stays
          box.querySelector("[data-edit]").requestSubmit();
        }
        resolve(dialog.returnValue === "drop");
      };
    });
  }

  async function open(key, { focus = false } = {}) {
    if (shown && key !== shown && !(await leave({ opens: key }))) return;
    if (!builder.board.card(key) && !(await builder.find(key))) return;
    choose(key);
    box.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`${builder.address}/sessions/${key}`, { headers: { Accept: "text/html" } });
      if (shown !== key) return;
      if (!answer.ok || answer.redirected) return builder.say(builder.words.noAnswer);
      const other = box.querySelector("[data-edit]")?.elements.session.value !== key;
      draw(await answer.text());
      builder.drawers.taken(); // it is over what waits
      if (other) box.scrollTop = 0;
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
  function closed() {
    const card = builder.board.card(shown);
    close();
    if (card?.checkVisibility?.() === false) root.querySelector("[data-tray-open]").focus();
    else card?.querySelector(".ev-t").focus();
  }
  // What was sent was not saved: it is asked about again.
  function kept() {
    sent = "";
  }
  function close() {
    choose("");
    root.classList.remove("paneled");
    box.replaceChildren();
    drawn = entered(null);
    builder.drawers.shown();
  }
  // The panel as it is now. What somebody has typed or chosen in its form and not saved stays, and so does the focus.
  function draw(html) {
    const fresh = Object.assign(document.createElement("template"), { innerHTML: html }).content;
    const form = box.querySelector("[data-edit]");
    const same = form?.elements.session.value === shown;
    const typed = same && entered(form) !== drawn;
    const giveBack = focusKept(box);
    if (same) carryOver(box, fresh);
    const parts = [...fresh.children];
    if (typed) {
      const at = parts.findIndex((part) => part.matches("[data-edit]"));
      for (const part of [...box.children]) if (part !== form) part.remove();
      form.before(...parts.slice(0, at));
      form.after(...parts.splice(at).slice(1));
    } else {
      box.replaceChildren(...parts);
      drawn = entered(box.querySelector("[data-edit]"));
    }
    for (const part of typed ? [...box.children].filter((part) => part !== form) : parts) bind(part);
    giveBack();
  }
  // After a step. Where it saved a form, as it was `sent`, what it `left` of the session is what the fields hold by now.
  function refresh(keys, { form = "", sent = "" } = {}, left = {}) {
    if (!shown || !keys.includes(shown)) return;
    if (!builder.exists(shown)) {
      const focused = box.contains(document.activeElement);
      close();
      if (focused) builder.board.box.focus();
      return;
    }
    if (form === shown) {
      drawn = sent;
      const base = box.querySelector("[data-edit]")?.elements._base;
      if (base) base.value = JSON.stringify({ ...JSON.parse(base.value), ...left[shown] });
    }
    open(shown);
  }
  return { open, closed, kept, refresh, get shown() { return shown; } };
}

// What stands in a form, apart from what the page put there for itself.
function entered(form) {
  return form ? JSON.stringify([...new FormData(form)].filter(([name]) => !name.startsWith("_"))) : "";
}
