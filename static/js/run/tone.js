// What both kinds of screens show of the time; it is spoken at two minutes, at thirty seconds and at nought only.
import { itemOf, lengthOf } from "./fold.js";
import { RED, YELLOW, left, toneOf } from "./times.js";
import { clock, span } from "./words.js";

const MARKS = [[YELLOW, "two"], [RED, "half"], [0, "zero"]];

export function put(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

export class Face {
  constructor(root) {
    this.root = root;
    this.timer = root.querySelector("[data-timer]");
    this.small = root.querySelector("[data-timer-small]");
    this.clock = root.querySelector("[data-clock]");
    this.says = root.querySelector("[data-says]");
    this.bar = root.querySelector("[data-bar]");
  }

  show(run, plan, now) {
    const { root } = this;
    const item = itemOf(run);
    const tone = toneOf(run, now);
    const length = item ? lengthOf(run, item) : plan.items[0].length;
    const rest = item ? Math.min(length, left(run, now)) : run.plan ? 0 : length; // a clock set right after a press gains nothing
    if (root.dataset.tone !== tone) root.dataset.tone = tone;
    put(this.timer, span(rest));
    put(this.small, span(rest));
    this.timer.classList.toggle("wide", this.timer.textContent.length > 5);
    put(this.clock, clock(now, Number(root.dataset.offset), true));
    if (this.bar) {
      this.bar.max = length;
      this.bar.value = Math.min(length, Math.max(0, length - rest));
      this.bar.parentElement.style.setProperty("--two", `${100 * Math.max(0, 1 - YELLOW / length)}%`);
      this.bar.parentElement.style.setProperty("--half", `${100 * Math.max(0, 1 - RED / length)}%`);
      this.bar.parentElement.classList.toggle("short", length <= YELLOW);
    }
    this.speak(run, item, rest);
    return { item, tone, length, rest };
  }

  // Once when a mark is passed while the time runs; not where the page comes in later, nor when the item changes.
  speak(run, item, rest) {
    const key = item ? `${run.round} ${item.id}` : "";
    const passed = MARKS.findLast(([mark]) => this.before?.key === key && this.before.rest > mark && rest <= mark && run.paused_at === null);
    if (passed) this.says.textContent = this.root.dataset[passed[1]];
    else if (this.before?.key !== key) this.says.textContent = "";
    this.before = { key, rest };
  }
}
