// One session beside the grid, fetched when it is chosen; its forms are steps like any other.
import { bind } from "../modules/bind.js";
import { carryOver, focusKept } from "./kept.js";

export function panel(builder) {
  const { root } = builder;
  const box = root.querySelector("[data-panel]");
  let shown = box.querySelector("[data-edit] [name=session]")?.value || "";
  let drawn = entered(box.querySelector("[data-edit]"));
  const sent = new Map(); // by session: forms whose words were sent and are not known to be saved
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
    const [key, text] = [form.elements.session.value, entered(form)];
    sent.set(key, { form, drawn, text, refused: false });
    builder.steps.take(fields, { context: { form: key, sent: text, ...after } });
  });
  addEventListener("beforeunload", (event) => {
    if (unsaved() || [...sent.values()].some((one) => one.refused)) event.preventDefault();
  });

  // Whether the panel may go: what somebody wrote is saved first, thrown away, or gone on with.
  let after = {};
  function unsaved() {
    const now = entered(box.querySelector("[data-edit]"));
    const one = sent.get(shown);
    return now !== drawn && (!one || one.refused || one.text !== now);
  }
  // What was refused and is given up now.
  function givenUp() {
    if (sent.get(shown)?.refused) sent.delete(shown);
    return true;
  }
  function leave(then) {
    const dialog = document.getElementById("builder-unsaved");
    if (dialog.open || !unsaved()) return Promise.resolve(!dialog.open && givenUp());
    dialog.querySelector("[data-about]").textContent = box.querySelector("h2").textContent;
    dialog.returnValue = "stay";
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.onclose = () => {
        if (dialog.returnValue === "save") {
          after = then; // once it is saved; where it is refused it stays
          box.querySelector("[data-edit]")?.requestSubmit();
          after = {};
        }
        resolve(dialog.returnValue === "drop" && givenUp());
      };
    });
  }

  // Of several that are asked for the last one is shown. The form that stands there takes no words while it goes, and
  // stays where the other doesn't come.
  let asked = 0;
  let loading = "";
  async function open(key, { focus = false } = {}) {
    if (shown && key !== shown && !(await leave({ opens: key }))) return;
    const mine = ++asked;
    loading = key;
    const form = box.querySelector("[data-edit]");
    const was = form?.elements.session.value ?? "";
    box.setAttribute("aria-busy", "true");
    if (form) form.inert = was !== key;
    let html = "";
    if (builder.board.card(key) || (await builder.find(key))) {
      if (mine === asked) choose(key);
      html = await sessionOf(key);
    }
    if (mine !== asked) return;
    loading = "";
    box.removeAttribute("aria-busy");
    if (form) form.inert = false;
    if (!html) return choose(was);
    if (was !== key) putBack(key);
    draw(html);
    builder.drawers.taken(); // it is over what waits
    if (was !== key) box.scrollTop = 0;
    root.classList.add("paneled");
    if (focus) box.querySelector("h2").focus();
  }
  // The form that was left before its words were known to be saved, as it was left.
  function putBack(key) {
    const one = sent.get(key);
    if (!one) return;
    one.form.inert = false;
    box.replaceChildren(one.form);
    drawn = one.drawn;
  }
  async function sessionOf(key) {
    try {
      const answer = await fetch(`${builder.address}/sessions/${key}`, { headers: { Accept: "text/html" } });
      if (answer.ok && !answer.redirected) return await answer.text();
    } catch {
      // no connection
    }
    builder.say(builder.words.noAnswer);
    return "";
  }
  // What was to come once the form was saved, where it is still the one that is shown.
  async function goOn({ form, opens, closes }) {
    if (form && form !== shown) return;
    if (opens) await open(opens, { focus: true });
    else if (closes && (await leave({ closes }))) closed();
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
    const key = shown;
    close();
    builder.focusOn(key);
  }
  function close() {
    asked += 1; // what was asked for comes too late
    loading = "";
    box.removeAttribute("aria-busy");
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
  // A step saved a form as its words were: what it `left` of the session is what the fields hold by now.
  function saved({ form: key, sent: text }, left = {}) {
    if (sent.get(key)?.text === text) sent.delete(key);
    const form = box.querySelector("[data-edit]");
    if (!key || form?.elements.session.value !== key) return;
    drawn = text;
    const base = form.elements._base;
    if (base) base.value = JSON.stringify({ ...JSON.parse(base.value), ...left[key] });
  }
  // It wasn't saved: the form is there again, with the reasons, or as soon as what else is being written lets it.
  function refused({ form: key, sent: text }, reasons) {
    const one = sent.get(key);
    if (!key || one?.text !== text) return;
    one.refused = true;
    tell(one.form, reasons);
    if (key === shown) return;
    if (unsaved()) builder.say(`${reasons.join(" ")} ${builder.words.stillThere}`);
    else open(key, { focus: true });
  }
  // Both versions are shown, and one is chosen there.
  function touched({ form: key, sent: text }) {
    const one = sent.get(key);
    if (one?.text !== text) return;
    if (key === shown) one.refused = true;
    else sent.delete(key);
  }
  function tell(form, reasons) {
    form.querySelector(".say.bad")?.remove();
    const told = Object.assign(document.createElement("div"), { className: "say bad" });
    told.setAttribute("role", "alert");
    told.append(Object.assign(document.createElement("p"), { textContent: reasons.join(" ") }));
    form.prepend(told);
    told.scrollIntoView({ block: "center" }); // what was pressed may be far below it
  }
  // After a step, or what others did. A session that is gone leaves what somebody is writing in it.
  function refresh(keys) {
    if (!shown || !keys.includes(shown)) return;
    if (builder.exists(shown)) return loading && loading !== shown ? undefined : open(shown);
    builder.say(builder.words.gone);
    const form = box.querySelector("[data-edit]");
    if (form?.elements.session.value === shown && entered(form) !== drawn) return tell(form, [builder.words.gone]);
    const focused = box.contains(document.activeElement);
    close();
    if (focused) builder.board.box.focus();
  }
  return { open, goOn, saved, refused, touched, refresh, get shown() { return shown; } };
}

// What stands in a form, apart from what the page put there for itself.
function entered(form) {
  return form ? JSON.stringify([...new FormData(form)].filter(([name]) => !name.startsWith("_"))) : "";
}
