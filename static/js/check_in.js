// The door: presses, scans and words are sent without leaving the page; what other desks did appears by itself. Every press
// is the very form that is sent without this script.
import { Camera } from "./door/camera.js";
import { Unsent } from "./door/unsent.js";

const EVERY = 2500; // milliseconds after which other desks' check-ins are asked for
const WAIT = 180; // after a letter was typed
const LONGEST = 15000; // for an answer
const page = document.getElementById("check-in");
const find = document.getElementById("ci-find");
const field = document.getElementById("ci-q");
const form = document.getElementById("ci-press");
const last = document.getElementById("ci-last");
const people = document.getElementById("ci-people");
const parts = { counts: document.getElementById("ci-counts"), chips: document.getElementById("ci-chips"), people, last };
const says = document.getElementById("ci-camera-says");
const aloud = document.getElementById("ci-aloud");
const words = page.dataset;
const unsent = new Unsent(document.getElementById("ci-unsent"), words, send);
let version = words.version;
let show = new FormData(form).get("show") || "all";
let asked = 0; // the number of the last question: answers to earlier ones are out of date
let held = null; // parts that wait until a finger is off the list

function query(more = {}) {
  const data = new FormData(form);
  const given = { day: data.get("day"), session: data.get("session") || "", show, q: field.value.trim(), ...more };
  return new URLSearchParams(Object.entries(given).filter(([, value]) => value));
}

// Puts parts of an answer into the page. What has the focus keeps it: its button or its neighbour is there again.
function draw(answer) {
  if (held) {
    Object.assign(held, answer);
    return;
  }
  const before = document.activeElement;
  const inside = people.contains(before) ? [before.value, [...people.querySelectorAll("li")].indexOf(before.closest("li"))] : null;
  const scrolled = people.scrollTop;
  for (const [name, html] of Object.entries(answer)) if (parts[name]) parts[name].innerHTML = html;
  if (answer.last) aloud.textContent = [...last.querySelectorAll(".ci-res p")].map((each) => each.textContent).join(". ");
  people.scrollTop = scrolled;
  if (!inside) return;
  const rows = people.querySelectorAll("li");
  const again = [...people.querySelectorAll("button")].find((each) => each.value === inside[0]);
  (again || rows[Math.min(inside[1], rows.length - 1)]?.querySelector("button, a") || field).focus();
}

function sayLost(lost) {
  page.toggleAttribute("data-lost-now", lost);
  if (!lost && ["lost", "gone"].includes(says.dataset.why)) say("");
  if (lost && says.hidden) say(words.lost, "lost");
}

function say(text, why = "") {
  says.textContent = text;
  says.hidden = !text;
  says.dataset.why = why;
  if (text) aloud.textContent = text;
}

// On a phone what is said stands above the list.
function bringIntoView(part) {
  const { top, bottom } = part.getBoundingClientRect();
  if (top < 60 || bottom > innerHeight) part.scrollIntoView({ block: "center" });
}

async function ask(address, options = {}) {
  const headers = { Accept: "application/json", ...options.headers };
  const answer = await fetch(address, { ...options, headers, credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(LONGEST) });
  sayLost(false);
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
    say(words.ended, "ended");
    throw new Error("ended");
  }
  return answer;
}

// The list as it is now, where it is another than what is shown; whether it could be asked.
async function refresh({ fresh = false, person = "" } = {}) {
  const mine = ++asked;
  const headers = fresh || person ? {} : { "If-None-Match": `"${version}"` };
  try {
    const answer = await ask(`${words.address}/now?${query(person ? { person } : {})}`, { headers });
    if (!answer.ok || mine !== asked) return;
    const parts = await answer.json();
    if (mine !== asked) return;
    version = answer.headers.get("ETag").replaceAll(/^W\/|"/g, "");
    draw(parts);
  } catch (error) {
    if (error.message !== "ended") sayLost(true);
  }
}

// Sends a press, a scan or what was typed. `press`: the address, and what it holds beside the fields of every press.
async function send(key, name, press) {
  const mine = ++asked;
  const body = new FormData(form);
  body.set("show", show);
  body.set("q", press.typed ? "" : field.value.trim());
  for (const [label, value] of Object.entries(press.fields)) body.set(label, value);
  unsent.drop(key);
  last.setAttribute("aria-busy", "true");
  try {
    const answer = await ask(press.address, { method: "POST", body });
    if (answer.status === 404) {
      say(words.gone, "gone");
      refresh({ fresh: true });
      return;
    }
    if (!answer.ok) throw new Error("busy");
    const parts = await answer.json();
    if (mine < asked) delete parts.people; // words were typed since: their list is on its way
    else version = answer.headers.get("ETag").replaceAll(/^W\/|"/g, "");
    if (press.typed && ["in", "already"].includes(parts.result)) {
      if (field.value.trim() === press.fields.text) field.value = "";
      if (mine < asked) refresh({ fresh: true });
    } else if (press.typed && parts.people) delete parts.people; // the list of the words stays
    draw(parts);
    if (parts.result !== "in") bringIntoView(last); // who is in is seen in the list
  } catch (error) {
    unsent.keep(key, name, press);
    if (error.message !== "ended") sayLost(true);
    bringIntoView(unsent.list);
  } finally {
    last.removeAttribute("aria-busy");
  }
}

function pressed(button) {
  const name = button.dataset.name || "";
  send(`${button.value} ${button.formAction}`, name, { address: button.getAttribute("formaction") || words.address, fields: { person: button.value } });
}

// A button of the page: focus goes back to where one searches, the words chosen whole, so that the next ones replace them.
form.addEventListener("submit", (event) => {
  if (!event.submitter) return;
  event.preventDefault();
  pressed(event.submitter);
  field.focus({ preventScroll: true });
  field.select();
});

// Enter over the list, or a scanner on a cable, which types and presses it: an exact code or address, or the only one found.
find.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (text) send(`typed ${text}`, text, { address: words.address, typed: true, fields: { text, typed: "1" } });
  field.select();
});

let typing = 0;
field.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => refresh({ fresh: true }), WAIT);
});

parts.chips.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-show]");
  if (!chip || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  show = chip.dataset.show;
  refresh({ fresh: true }).then(() => parts.chips.querySelector("[aria-current]")?.focus());
});

people.addEventListener("click", (event) => {
  const came = event.target.closest("[data-person]");
  if (!came || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  refresh({ person: came.dataset.person });
});

// While a finger is on the list nothing under it is exchanged.
people.addEventListener("pointerdown", () => (held ??= {}));
for (const name of ["pointerup", "pointercancel"]) {
  addEventListener(name, () => {
    if (!held) return;
    setTimeout(() => {
      const waiting = held;
      held = null;
      if (waiting) draw(waiting);
    });
  });
}

addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select")) return;
  event.preventDefault();
  event.stopImmediatePropagation(); // on this page it is the people who are searched
  field.focus();
  field.select();
}, true);

for (const choosing of document.querySelectorAll("[data-choose]")) {
  choosing.querySelector("button").hidden = true;
  choosing.addEventListener("change", () => choosing.requestSubmit());
}
find.querySelector("button").hidden = true;

const camera = new Camera(document.getElementById("ci-cam"), {
  reader: words.reader,
  onCode: (text) => send(`scan ${text}`, words.scanned.replace("{code}", text.split("code=").pop().slice(0, 12)), { address: words.address, fields: { text } }),
  onTrouble: (why) => say(why ? words[why] : "", why),
});
camera.offer();
setInterval(() => {
  if (!document.hidden && !held) refresh();
}, EVERY);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) refresh();
});
