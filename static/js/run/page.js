// The moderator's page: what is drawn as the time goes on and as others press, and what the buttons and keys do.
import { stayAwake } from "./awake.js";
import { itemOf } from "./fold.js";
import { Link } from "./link.js";
import { asking } from "./questions.js";
import { expectedEnd, late, lines, plannedEnd, wayOut } from "./times.js";
import { Face, put } from "./tone.js";
import { clock, filled, joined, span, told } from "./words.js";

const WARNED = 12_000;
const UNNOTICED = 15_000;
const TWICE = 600; // a second press within this was meant for the same item, or question
const ONCE = { start: "next", next: "next", ask: "ask" };
const KEYS = { Enter: ["next", "start"], " ": ["pause", "resume"], w: ["warn"] };

// The letter that a key has, also where the script that is typed has others.
function keyOf({ key, code }) {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  return code === "KeyW" && key.length === 1 ? "w" : key;
}

export default function page(root) {
  const words = root.dataset;
  const offset = Number(words.offset);
  const all = (selector) => [...root.querySelectorAll(selector)];
  const one = (selector) => root.querySelector(selector);
  const face = new Face(root);
  const items = all("[data-item]");
  const questions = asking(root);
  const link = new Link(root, words.address, { steps: `${words.address}/steps`, token: words.token, changed: () => draw() });
  let drawn = "";
  const pressed = {};

  function draw() {
    const { run, plan } = link;
    const now = link.now();
    if (run.plan && run.plan.items.map(({ id }) => id).join() !== items.map(({ dataset }) => dataset.item).join()) return link.renew();
    if (link.stale) link.renew();
    const shown = face.show(run, plan, now);
    root.dataset.phase = run.plan ? (run.ended_at === null ? "going" : "ended") : "waiting";
    const place = Math.min(run.current, items.length - 1);
    root.toggleAttribute("data-last", place === items.length - 1);
    list(lines(run, plan, now), run);
    put(one("[data-used]"), filled(words.used, { used: span(Math.max(0, shown.length - shown.rest)), length: span(shown.length) }));
    lateness(run, plan, now);
    way(run, now);
    net();
    warned(run, now);
    const key = JSON.stringify([place, run.asked, run.assigned, run.order, run.plan && 1]);
    if (key !== drawn) parts(run, place);
    drawn = key;
  }

  function list(all, run) {
    for (const [place, line] of all.entries()) {
      const element = items[place];
      element.classList.toggle("done", line.over);
      element.classList.toggle("on", line.now);
      if (line.now) element.setAttribute("aria-current", "step");
      else element.removeAttribute("aria-current");
      const [planned, expected] = [line.plannedAt, line.expectedAt].map((at) => clock(at, offset));
      put(element.querySelector("time"), planned);
      const delta = (line.over || line.now) && Math.abs(line.late) >= 1000;
      put(element.querySelector("[data-delta]"), delta ? `${line.late > 0 ? "+" : "−"}${span(Math.floor(Math.abs(line.late) / 1000) * 1000)}` : "");
      const length = element.querySelector("[data-length]");
      put(length, filled(words.min, { n: Math.round(line.length / 60_000) }));
      length.classList.toggle("changed", line.length !== line.item.length);
      const other = element.querySelector("[data-expected]");
      other.hidden = line.over || line.now || expected === planned;
      put(other.querySelector("span"), expected);
    }
    const next = all[Math.min(run.current + 1, all.length - 1)];
    for (const element of root.querySelectorAll("[data-next-at]")) put(element, filled(words.nextAt, { time: clock(next.expectedAt, offset, Boolean(run.plan)) }));
  }

  function lateness(run, plan, now) {
    const pill = one("[data-late]");
    const going = Boolean(itemOf(run)) || run.ended_at !== null;
    const behind = going ? late(run, now) : now - (plan.starts_at ?? now);
    const shown = going ? Math.abs(behind) >= UNNOTICED : plan.starts_at != null && Math.abs(behind) < 3_600_000;
    pill.hidden = !shown;
    pill.classList.toggle("warn", behind > 0);
    const text = going ? (behind > 0 ? words.behind : words.ahead) : behind > 0 ? words.opened : words.opens;
    put(pill.querySelector("span"), filled(text, { time: told(behind, words) }));
    const rest = run.plan ? plannedEnd(run) - now : plan.items.reduce((sum, item) => sum + item.length, 0);
    put(one("[data-remaining]"), run.ended_at === null ? filled(words.left, { n: Math.max(0, Math.ceil(rest / 60_000)) }) : "");
  }

  function way(run, now) {
    const out = wayOut(run, now);
    const box = one("[data-way]");
    const missing = itemOf(run) && expectedEnd(run, now) - plannedEnd(run) >= 30_000;
    box.hidden = !missing;
    one("[data-way-small]").hidden = !missing;
    if (!missing) return;
    const title = (id) => items.find(({ dataset }) => dataset.item === id)?.querySelector("b").textContent;
    const pace = filled(words.pace, { time: clock(expectedEnd(run, now), offset, true) });
    put(box.querySelector("[data-pace]"), pace);
    put(one("[data-way-small] span"), pace);
    const shares = (out?.minutes ?? []).map(([id, n]) => filled(words.from, { n, what: title(id) }));
    const take = out ? filled(words.take, { minutes: joined(shares, words) }) : "";
    put(box.querySelector("[data-take]"), take + (out?.short ? ` ${filled(words.short, { n: out.short })}` : ""));
    box.querySelector("form").hidden = !out;
    box.lengths = out?.lengths;
  }

  function net() {
    const pill = one("[data-net]");
    const fine = link.connected && !link.slow;
    pill.classList.toggle("ok", fine);
    pill.classList.toggle("bad", !link.connected);
    const alone = link.pending.length ? filled(words.queued, { n: link.pending.length }) : words.alone;
    const connected = link.slow ? words.waits : filled(words.joined, { n: link.screens });
    put(pill.querySelector("span"), link.shut ? words.shut : link.connected ? connected : alone);
    const refused = one("[data-refusals]");
    refused.hidden = !link.refused;
    put(refused.querySelector("span"), link.refused ? filled(words.refused, { n: link.refused }) : "");
  }

  // Whether the speaker is shown the word, as far as this page can know.
  function warned(run, now) {
    const pill = one("[data-warned]");
    const waits = link.pending.some((step) => step.do === "warn");
    pill.hidden = run.warned_at === null || now - run.warned_at > WARNED;
    pill.classList.toggle("ok", !waits && link.facing > 0);
    pill.classList.toggle("warn", waits || !link.facing);
    put(pill.querySelector("span"), waits ? words.waits : link.facing ? words.sent : words.unseen);
  }

  // What belongs to the item that runs, and to the one after it.
  function parts(run, place) {
    const here = items[place].dataset;
    const next = items[place + 1]?.dataset.item;
    const speakers = here.speakers.split(" ").filter(Boolean);
    for (const element of all("[data-now]")) element.hidden = element.dataset.now !== here.item;
    for (const element of all("[data-asks]")) element.hidden = element.dataset.asks !== here.item;
    for (const element of all("[data-next]")) element.hidden = element.dataset.next !== next;
    for (const element of all("[data-note]")) element.hidden = !speakers.includes(element.dataset.note);
    questions(run, here.item);
    inSight(items[place]);
  }

  // Within the list alone: on a phone the whole page would move away from the time.
  function inSight(item) {
    const box = item.closest("section");
    if (box.scrollHeight <= box.clientHeight) return;
    const [outer, inner] = [box.getBoundingClientRect(), item.getBoundingClientRect()];
    box.scrollTop += Math.min(0, inner.top - outer.top) + Math.max(0, inner.bottom - outer.bottom);
  }

  // Where the time is scrolled out of sight, a small one stands beside the buttons.
  function apart(timer) {
    new IntersectionObserver((entries) => root.toggleAttribute("data-apart", !entries.at(-1).isIntersecting)).observe(timer);
  }

  // A press; what it is about is what runs now.
  function press(name, form) {
    const { run, plan } = link;
    const item = itemOf(run)?.id ?? (run.plan ? run.spoken.at(-1)?.item : "");
    if (name === "start" ? run.plan : name !== "ask" && name !== "assign" && !run.plan) return;
    const once = ONCE[name];
    const isTakenBack = name === "ask" && form.elements.done?.value === "no"; // after it the same may be asked at once
    if (once && !isTakenBack && performance.now() - (pressed[once] ?? -TWICE) < TWICE) return;
    if (once) pressed[once] = isTakenBack ? -TWICE : performance.now();
    const fields = { do: name, item };
    if (name === "start") fields.plan = plan; // for this screen alone: the server has its own
    if (name === "add") fields.length = Number(form.dataset.length);
    if (name === "take") {
      fields.lengths = one("[data-way]").lengths;
      if (!fields.lengths) return;
    }
    if (name === "ask") {
      const here = items[Math.min(run.current, items.length - 1)].dataset.item;
      Object.assign(fields, { question: form.elements.question.value, item: here, done: form.elements.done?.value !== "no" });
    }
    if (name === "assign") Object.assign(fields, { question: form.elements.question.value, to: form.elements.to.value });
    link.press(fields);
  }

  // After a click with the pointer, keys are the page's again.
  root.addEventListener("click", ({ target }) => {
    const button = target.closest("button, summary");
    if (button && !button.matches(":focus-visible")) button.blur();
  });
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.step) return;
    event.preventDefault();
    press(form.dataset.step, form);
    form.closest("details")?.removeAttribute("open");
  });

  // Keys press the button that is shown; what has the focus keeps its own keys.
  addEventListener("keydown", (event) => {
    const key = keyOf(event);
    const own = event.target.closest?.("input, select, textarea, summary, a, [contenteditable]") || (event.target.closest?.("button") && key !== "w");
    if (own || event.repeat || event.ctrlKey || event.metaKey || event.altKey || !KEYS[key]) return;
    const form = KEYS[key].flatMap((name) => all(`[data-step="${name}"]`)).find((each) => each.checkVisibility());
    if (!form) return;
    event.preventDefault();
    form.requestSubmit();
  });

  draw();
  setInterval(draw, 200);
  apart(one("[data-timer]"));
  stayAwake();
}
