// The agenda's builder: cards are carried by pointer, finger or keys; what that makes of the programme, and what clashes
// in it, the server says. Without this script every step is a form.
import { Board } from "./agenda/board.js";
import { showBoth } from "./agenda/both.js";
import { clashesDrawn, showClashes } from "./agenda/clashes.js";
import { drags } from "./agenda/drag.js";
import { drawers } from "./agenda/drawers.js";
import { fresh } from "./agenda/fresh.js";
import { placeKept } from "./agenda/kept.js";
import { keys } from "./agenda/keys.js";
import { marker } from "./agenda/marker.js";
import { picked, picks, placings } from "./agenda/picks.js";
import { panel } from "./agenda/panel.js";
import { Steps } from "./agenda/steps.js";
import { zoom } from "./agenda/zoom.js";
import { bind } from "./modules/bind.js";

const EVERY = 4000; // how often others' changes are asked for

class Builder {
  constructor(root) {
    this.root = root;
    this.address = root.dataset.address;
    this.words = JSON.parse(document.getElementById("builder-words").content.textContent);
    this.board = new Board(root, this.words);
    this.entry = Number(root.dataset.entry);
    this.problems = JSON.parse(document.getElementById("builder-problems").content.textContent);
    this.dropped = -Infinity;
    this.gone = new Set();
    this.bar = document.querySelector("[data-say]");
    this.status = document.querySelector("[data-say-status]");
    this.marker = marker(this);
    this.gripped(root);
    clashesDrawn(this);
    this.steps = new Steps(this.address, root.dataset.account, {
      done: (told, step) => this.done(told, step),
      refused: (reasons, step) => this.refused(reasons, step),
      touched: (found, step) => this.touched(found, step),
      entry: () => this.entry,
      signedOut: (count) => this.say(this.words.signedOut.replace("{n}", count)),
      waiting: (count) => this.say(this.words.waiting.replace("{n}", count)),
    });
    drags(this);
    keys(this);
    picks(this);
    this.panel = panel(this);
    this.drawers = drawers(this);
    this.fresh = fresh(this);
    this.buttons();
    this.zoomed = zoom(this);
    setInterval(() => this.ask(), EVERY);
    document.addEventListener("visibilitychange", () => this.ask());
  }

  // Each card's own handle: a button for keys, and what a finger takes it by; its lower edge makes it longer.
  gripped(inside) {
    for (const card of inside.querySelectorAll(".ev")) if (!card.querySelector(".grip")) this.grip(card);
  }
  grip(card) {
    const grip = Object.assign(document.createElement("button"), { type: "button", className: "grip" });
    grip.setAttribute("aria-label", this.words.move.replace("{name}", this.board.title(card)));
    grip.append(document.getElementById("builder-grip").content.cloneNode(true));
    card.querySelector(".ev-h").prepend(grip);
    card.append(Object.assign(document.createElement("i"), { className: "sizer" }));
  }

  // The words are in what is always there to be listened to, and for a while in a bar that is seen.
  say(text, help = false) {
    this.status.textContent = text;
    this.bar.querySelector("[data-say-seen]").textContent = text;
    this.bar.classList.toggle("helps", help);
    this.bar.hidden = !text;
    clearTimeout(this.hiding);
    if (!help) this.hiding = setTimeout(() => { this.bar.hidden = true; }, 6000);
  }

  // A card was put down, and with it those chosen beside it: shown there at once, and sent as one step.
  drop(held, target, sizing = false) {
    const { board } = this;
    const card = board.card(held.dataset.key) ?? held; // all may have been drawn anew while it was held
    if (target.day && !card.dataset.start) return this.say(this.words.firstTime);
    const together = sizing ? [card] : picked(this, card);
    const moved = placings(board, card, target, together);
    if (!moved.length) return;
    for (const each of together) each.classList.remove("pick"); // put down is let go
    const wishes = moved.map(([each, slot]) => ({
      session: each.dataset.key,
      values: { start: slot.start || null, room: slot.room || null, minutes: slot.minutes || null, fold: slot.fold },
      seen: JSON.parse(each.dataset.seen),
    }));
    for (const [each, slot] of moved) board.put(each, slot);
    board.layOut();
    this.drawers.taken();
    this.steps.take({ do: "place", wishes: JSON.stringify(wishes) }, { context: { keys: moved.map(([each]) => each.dataset.key) } });
  }

  done(told, step) {
    for (const [key, left] of Object.entries(told.left || {})) this.steps.nowSeen(key, left, step);
    this.told(told);
    this.panel.saved(step.context ?? {}, told.left);
    this.panel.refresh(Object.keys(told.cards || {}).concat(told.gone || []));
    const keys = step.context?.keys || [];
    const mine = this.problems.filter((line) => line.sessions.some((key) => keys.includes(key)));
    const reasons = mine.slice(0, 2).map(({ title, reason, sessions }) => (keys.includes(sessions[0]) ? reason : `${title} – ${reason}`));
    const text = step.undo ? (step.stack === "redos" ? this.words.undone : this.words.redone) : told.changed ? this.words.saved : this.words.same;
    this.say([text, ...reasons].join(" "));
    document.dispatchEvent(new Event("draft-saved"));
    this.state();
    this.panel.goOn(step.context ?? {});
  }

  // What the server says of the agenda now.
  told(told) {
    if (!told.cards) return;
    this.entry = Math.max(this.entry, told.entry);
    for (const [key, html] of Object.entries(told.cards)) this.redraw(key, html);
    for (const key of told.gone) {
      this.gone.add(key);
      const card = this.board.card(key);
      const focused = card?.contains(document.activeElement);
      card?.remove();
      if (focused) this.focusOn(key);
    }
    if (told.problems) Object.assign(this, { problems: told.problems, count: told.count });
    this.counted(told.days);
    this.board.layOut();
    showClashes(this);
    this.behind ||= told.reload;
    if (this.behind) this.again();
  }
  // How many sessions each day has; one that has no tab yet comes with the page.
  counted(days) {
    for (const [day, count] of Object.entries(days)) {
      const told = this.root.querySelector(`[data-day-tab="${day}"] small`);
      if (told) told.textContent = count;
      else this.behind = true;
    }
  }
  // The whole day anew where the page may not show what is; without an answer it is asked for again with others' changes.
  async again() {
    this.behind = true;
    this.behind = !(await this.showDay(this.wanted ?? this.board.day));
  }
  redraw(key, html) {
    const parsed = new DOMParser().parseFromString(html, "text/html").querySelector(".ev");
    const old = this.board.card(key);
    const focused = old?.contains(document.activeElement) && (document.activeElement.matches(".grip") ? ".grip" : ".ev-t");
    const chosen = ["sel", "pick"].filter((name) => old?.classList.contains(name));
    this.gone.delete(key);
    const card = document.adoptNode(parsed);
    const slot = this.board.slot(card);
    if (slot.start && !this.board.shownToday(slot)) {
      old?.remove();
      if (focused) this.focusOn(key);
      this.behind ||= this.board.dayOf(this.board.minute(slot.start)) === this.board.day; // beyond the hours that are drawn
      return;
    }
    this.grip(card);
    old?.replaceWith(card);
    this.board.hold(card, slot);
    card.classList.add(...chosen);
    if (focused) this.focusOn(key, focused);
  }

  async refused(reasons, step) {
    await this.again();
    this.say(reasons.join(" ") || this.words.refused);
    this.panel.refused(step.context ?? {}, reasons);
    if (step.fields.do === "new") this.fresh.again(reasons, step.fields);
    this.state();
  }

  // Somebody else changed the same: both are shown, nothing is done until a choice is made.
  async touched(found, step) {
    this.panel.touched(step.context ?? {});
    await this.again();
    showBoth(this, found, step);
  }

  // What others did.
  async ask() {
    if (document.hidden || this.steps.queue.length || this.asking || this.root.classList.contains("dragging")) return;
    this.asking = true;
    try {
      const address = `${this.address}/changes?after=${this.entry}&day=${this.board.day}`;
      const answer = await fetch(address, { headers: { Accept: "application/json" }, redirect: "error", signal: AbortSignal.timeout(20_000) });
      const told = answer.ok ? await answer.json() : {};
      if (told.entry > this.entry && !this.steps.queue.length && !this.root.classList.contains("dragging")) {
        this.told(told);
        this.panel.refresh(Object.keys(told.cards || {}).concat(told.gone || []));
        document.dispatchEvent(new Event("draft-saved"));
      } else if (answer.ok && this.behind) await this.again();
    } catch {
      // no connection: it is asked again
    } finally {
      this.asking = false;
    }
  }

  get days() {
    return [...this.root.querySelectorAll("[data-day-tab]")].map((tab) => tab.dataset.dayTab);
  }
  dayBeside(by) {
    return this.days[this.days.indexOf(this.board.day) + by];
  }
  // Whether the day is there; of two that were asked for the later one.
  async showDay(day) {
    this.wanted = day;
    const page = await this.fetched(`${this.address}?day=${day}`);
    if (this.wanted !== day) return false;
    this.wanted = page ? day : this.board.day;
    if (!page) return false;
    const held = this.root.querySelector(".ev.held")?.dataset.key;
    const { scrollLeft, scrollTop } = this.board.box;
    const giveBack = placeKept(this);
    for (const part of [".days-p", "[data-tray]"]) this.root.querySelector(part).replaceWith(document.adoptNode(page.querySelector(part)));
    this.problems = JSON.parse(page.getElementById("builder-problems").content.textContent);
    this.entry = Number(page.querySelector(".bl").dataset.entry);
    this.board.read();
    this.board.box.scrollTo(scrollLeft, scrollTop);
    this.gripped(this.root);
    clashesDrawn(this);
    if (held) this.board.card(held)?.classList.add("held");
    this.board.card(this.panel?.shown)?.classList.add("sel");
    this.board.layOut();
    this.drawers?.shown();
    this.zoomed();
    this.narrow();
    bind(this.root.querySelector(".days-p"));
    giveBack();
    const address = new URL(location.href);
    address.searchParams.set("day", day);
    history.replaceState(history.state, "", address);
    return true;
  }
  async fetched(address) {
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(20_000) });
      if (answer.ok && !answer.redirected) return new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      // no connection
    }
    this.say(this.words.noAnswer);
    return null;
  }
  exists(key) {
    return !this.gone.has(key);
  }
  async find(key) {
    const line = this.root.querySelector(`[data-go="${CSS.escape(key)}"]`);
    const page = await this.fetched(line?.href || `${this.address}?session=${key}`);
    if (!page) return null;
    await this.showDay(page.querySelector(".days-p").dataset.day);
    return this.board.card(key);
  }
  // The focus goes to a card, or to where it can be got at: what opens what waits, the grid of another day.
  focusOn(key, part = ".ev-t", options = {}) {
    const card = this.board.card(key);
    const seen = (each) => each && (each.checkVisibility?.({ visibilityProperty: true }) ?? true);
    const places = card ? [card.querySelector(part), this.root.querySelector("[data-tray-open]")] : [];
    (places.find(seen) ?? this.board.box).focus(options);
  }

  buttons() {
    document.querySelector("[data-undo]")?.addEventListener("click", () => this.steps.undo());
    document.querySelector("[data-redo]")?.addEventListener("click", () => this.steps.redo());
    this.root.addEventListener("click", (event) => {
      const tab = event.target.closest("[data-day-tab]");
      if (!tab || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      this.showDay(tab.dataset.dayTab).then((there) => there && this.root.querySelector(`[data-day-tab="${tab.dataset.dayTab}"]`)?.focus());
    });
    this.root.querySelector("[data-narrow]").addEventListener("input", () => this.narrow());
    this.state();
  }
  narrow() {
    const wanted = this.root.querySelector("[data-narrow]").value.toLocaleLowerCase();
    for (const card of this.board.tray.querySelectorAll(".ev")) card.hidden = !card.dataset.find.toLocaleLowerCase().includes(wanted);
  }
  // What can be taken back and done again now.
  state() {
    const [undo, redo] = [document.querySelector("[data-undo]"), document.querySelector("[data-redo]")];
    if (undo) undo.disabled = !this.steps.undos.length;
    if (redo) redo.disabled = !this.steps.redos.length;
  }
}

const root = document.querySelector("[data-builder]");
if (root) new Builder(root);
