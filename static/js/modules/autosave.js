// A form that saves itself two seconds after the last change. Without a connection what was written stays on the device,
// and is offered when somebody comes back; where somebody else changed the same, the ordinary way shows both versions.
const WAIT = 2000;
const LONGEST = 20_000;
// A browser finishes what is no larger than this when its page is left.
const LEAVING = 60_000;

export default function autosave(state) {
  const form = state.closest("form");
  const place = `unsaved ${form.getAttribute("action")} ${form.elements.in?.value ?? ""}`;
  const say = (text, values = {}) => {
    state.textContent = Object.entries(values).reduce((said, [name, value]) => said.replace(`{${name}}`, value), text);
  };
  let timer = 0;
  let running = null;
  let changes = 0;
  let kept = 0;
  let submitting = false;
  let stopped = Boolean(form.querySelector(".clash, [aria-invalid=true]"));

  const fields = () => [...new FormData(form)].filter(([name]) => !/^_|@was$/.test(name));
  const keep = (sent) => {
    try {
      localStorage.setItem(place, JSON.stringify({ fields: fields(), base: form.elements._base.value, sent }));
    } catch {
      // full, or forbidden: then only the server keeps it
    }
  };
  const forget = () => {
    try {
      localStorage.removeItem(place);
    } catch {
      // there is nothing to forget where nothing can be kept
    }
  };

  async function save() {
    clearTimeout(timer);
    if (stopped) return;
    if (running) return void (timer = setTimeout(save, WAIT));
    const at = changes;
    say(state.dataset.saving);
    running = fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "error", signal: AbortSignal.timeout(LONGEST) });
    try {
      const answer = await running;
      const told = await answer.json();
      if (answer.ok) saved(at, told);
      else if (answer.status === 422) say(state.dataset.refused, { reason: told.problems[0] ?? "" });
      else stop(answer.status === 409 ? state.dataset.clash : state.dataset.offline);
    } catch {
      say(state.dataset.offline); // also where the sign-in has ended: the ordinary way asks for it
      timer = setTimeout(save, 5 * WAIT);
    } finally {
      running = null;
    }
  }
  function stop(text) {
    stopped = true;
    say(text);
  }
  function saved(at, told) {
    form.elements._base.value = told.base;
    auto.value = "1";
    kept = at;
    document.dispatchEvent(new Event("draft-saved"));
    if (at !== changes) return;
    forget();
    form.dispatchEvent(new Event("kept"));
    say(state.dataset.saved, { time: new Date().toLocaleTimeString(document.documentElement.lang, { hourCycle: "h23" }) });
  }

  const auto = Object.assign(document.createElement("input"), { type: "hidden", name: "_auto", value: "" });
  form.append(auto);
  form.addEventListener("input", () => {
    changes++;
    keep(false);
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  });
  // Who leaves keeps what stands there now, so that what was undone after a save doesn't stay on the server.
  addEventListener("pagehide", () => {
    const body = new URLSearchParams(new FormData(form));
    if (stopped || running || changes === kept || submitting || body.toString().length > LEAVING) return;
    fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error", keepalive: true }).catch(() => {});
  });
  addEventListener("online", () => changes && save());
  // Before all others: a save that is under way is waited for, so that it and this one don't meet.
  addEventListener("submit", (event) => {
    if (event.target !== form) return;
    clearTimeout(timer);
    if (!navigator.onLine) {
      event.preventDefault();
      event.stopImmediatePropagation();
      keep(false);
      return say(state.dataset.offline);
    }
    if (running) {
      event.preventDefault();
      event.stopImmediatePropagation();
      const again = () => form.requestSubmit(event.submitter ?? undefined);
      return void running.then(() => setTimeout(again, 50), () => setTimeout(again, 50));
    }
    submitting = true;
    if (changes) keep(true);
  }, true);
  offer();

  // What this device kept from before: offered, with what it was written upon, so that nobody's later edit is lost.
  function offer() {
    let found = null;
    try {
      found = JSON.parse(localStorage.getItem(place));
    } catch {
      return;
    }
    if (!found) return;
    const now = new Map(fields());
    if ((found.sent && document.querySelector("main .say")) || found.fields.every(([name, value]) => now.get(name) === value)) return forget();
    const box = Object.assign(document.createElement("div"), { className: "say warn" });
    const button = (text, run) => {
      const made = Object.assign(document.createElement("button"), { type: "button", className: "btn sm", textContent: text });
      made.addEventListener("click", () => {
        run();
        box.remove();
      });
      return made;
    };
    box.append(
      Object.assign(document.createElement("p"), { textContent: state.dataset.found }),
      button(state.dataset.back, () => {
        form.elements._base.value = found.base;
        for (const [name, value] of found.fields) putBack(name, value);
      }),
      button(state.dataset.forget, forget),
    );
    form.prepend(box);
  }
  function putBack(name, value) {
    const field = form.elements[name];
    if (!field || field.value === value || field.type === "hidden") return;
    if (field.dataset?.module === "richtext") field.dispatchEvent(new CustomEvent("put", { detail: value }));
    else {
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}
