// What is on now: the line across a day's rooms, "Live" on cards, a mark in the list, and a way there.
import { forumClock } from "./clock.js";

const MINUTE = 60_000;
const STEP = 5 * MINUTE;

export default async function now(root) {
  const items = [...document.querySelectorAll(".list > li[data-start]")].map((element) => ({
    element, start: Date.parse(element.dataset.start), end: Date.parse(element.dataset.end),
  }));
  if (!items.length) return;
  const clock = await forumClock(root.dataset.now);
  if (!clock) return; // without the forum's clock nothing is said of now
  const { instant, offset } = clock;
  if (led(instant(), offset)) return;
  const show = () => shown(root, items, instant(), offset);
  show();
  setTimeout(() => { show(); setInterval(show, MINUTE); }, MINUTE - (instant() % MINUTE));
}

// Who asks for nothing else sees the day that it is; a night belongs to the evening before.
function led(instant, offset) {
  if (history.state?.drawer) return false;
  const query = new URLSearchParams(location.search);
  query.delete("lang");
  query.delete("tz");
  const today = new Date(instant + (offset - 240) * MINUTE).toISOString().slice(0, 10);
  const tab = document.querySelector(`.days a[data-day="${today}"]`);
  const whole = document.querySelector(".days a:not([data-day])");
  if (!tab || whole || [...query].length || location.hash || tab.getAttribute("aria-current")) return false;
  location.replace(tab.href);
  return true;
}

function shown(root, items, instant, offset) {
  const wall = new Date(instant + offset * MINUTE).toISOString();
  const clock = wall.slice(11, 16);
  for (const { element, start, end } of items) {
    element.classList.toggle("past", end <= instant);
    const live = start <= instant && instant < end && !element.classList.contains("off");
    element.classList.toggle("live", live);
    const word = element.querySelector(".live-w");
    if (live && !word) {
      const span = Object.assign(document.createElement("span"), { className: "live-w", textContent: root.dataset.live });
      element.querySelector("h3, h4").before(span);
      element.querySelector(".span")?.setAttribute("data-live", root.dataset.live);
    } else if (!live && word) word.remove();
  }
  document.querySelectorAll(".now-l, .now-i").forEach((old) => old.remove());
  for (const list of document.querySelectorAll(".list")) marked(list, instant, clock, root.dataset.words);
  for (const grid of document.querySelectorAll(".grid[data-first]")) lined(grid, instant, clock);
  const link = root.querySelector("a");
  const next = items.find(({ end, element }) => end > instant && !element.classList.contains("off"));
  const on = next && items[0].start - 12 * 60 * MINUTE < instant && instant < Math.max(...items.map(({ end }) => end));
  root.hidden = !on;
  if (on) {
    link.href = `#${next.element.id}`;
    link.textContent = root.dataset.words.replace("{time}", clock);
  }
}

// In the list: between what began and what comes, on the day that it is.
function marked(list, instant, clock, words) {
  const items = [...list.querySelectorAll(":scope > li[data-start]")];
  if (!items.length) return;
  const before = items.filter((item) => Date.parse(item.dataset.start) <= instant);
  const last = Math.max(...items.map((item) => Date.parse(item.dataset.end)));
  if (!before.length || instant >= last) return;
  const mark = Object.assign(document.createElement("li"), { className: "now-i", textContent: words.replace("{time}", clock) });
  before.at(-1).after(mark);
}

// In the grid: a line at the minute, with the time in the gutter; an hour's label close to it steps back.
function lined(grid, instant, clock) {
  const first = Date.parse(grid.dataset.first);
  const rows = Number(getComputedStyle(grid).getPropertyValue("--rows"));
  const row = (instant - first) / STEP;
  for (const label of grid.querySelectorAll(".hr")) {
    const at = Number(/gr-(\d+)/.exec(label.className)[1]) - 2;
    label.classList.toggle("near", row >= 0 && row <= rows && Math.abs(at - row) < 2.2);
  }
  if (row < 0 || row > rows) return;
  const line = Object.assign(document.createElement("div"), { className: "now-l" });
  line.setAttribute("aria-hidden", "true");
  line.append(Object.assign(document.createElement("b"), { textContent: clock }));
  line.style.gridRowStart = String(Math.floor(row) + 2);
  line.style.insetBlockStart = `calc(var(--row) * ${(row % 1).toFixed(2)})`;
  grid.append(line);
}
