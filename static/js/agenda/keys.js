// A card moved by keys: its grip is lifted, arrows carry it, Enter puts it down, Escape brings it back.
import { STEP } from "./board.js";

const LONG = 30;
const CARRY = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "+", "-", "PageUp", "PageDown", "Delete", "Backspace", "Enter", " ", "Escape", "Tab"];

export function keys(builder) {
  const { root } = builder;
  let lifted = null;
  let done = Promise.resolve(); // what was pressed before, such as another day that has yet to come

  root.addEventListener("click", (event) => {
    const grip = event.target.closest(".grip");
    if (!grip || performance.now() - builder.dropped < 50) return;
    event.preventDefault();
    if (lifted) after(() => put());
    else lift(grip.closest(".ev"));
  });

  document.addEventListener("keydown", (event) => {
    const meta = event.ctrlKey || event.metaKey;
    if (meta && !event.altKey && event.key.toLowerCase() === "z" && !event.target.closest("input, textarea, select, [contenteditable]")) {
      event.preventDefault();
      return event.shiftKey ? builder.steps.redo() : builder.steps.undo();
    }
    if (meta && event.key.toLowerCase() === "y" && !event.target.closest("input, textarea, select, [contenteditable]")) {
      event.preventDefault();
      return builder.steps.redo();
    }
    if (lifted) {
      if (!CARRY.includes(event.key)) return;
      event.preventDefault();
      return event.key === "Escape" ? carried(event) : after(() => carried(event));
    }
    if (event.key === " " && event.target.matches(".ev-t")) {
      event.preventDefault();
      lift(event.target.closest(".ev"));
    }
  });

  function after(job) {
    done = done.then(() => lifted && job()).catch(reportError);
  }

  function lift(card) {
    if (!card) return;
    const { board } = builder;
    const slot = board.slot(card);
    const shown = slot.start && board.shownToday(slot);
    lifted = {
      card,
      key: card.dataset.key,
      minutes: slot.minutes || 60,
      minute: shown ? board.minute(slot.start) : Math.max(board.first * 60, 9 * 60),
      column: shown && !card.classList.contains("across") ? Math.max(board.columns.indexOf(slot.room), 0) : 0,
      across: card.classList.contains("is-break") && !slot.room,
      day: board.day,
    };
    card.classList.add("held");
    root.classList.add("dragging");
    builder.say(builder.words.lifted.replace("{name}", board.title(card)), true);
    show(false);
  }

  async function carried(event) {
    const { board } = builder;
    const by = event.shiftKey ? LONG : STEP;
    const right = getComputedStyle(root).direction === "rtl" ? -1 : 1; // as it is seen, whatever the order of the data
    const moves = { ArrowUp: [0, -by], ArrowDown: [0, by], ArrowLeft: [-right, 0], ArrowRight: [right, 0] };
    if (event.key in moves) {
      const [column, minutes] = moves[event.key];
      lifted.column = Math.min(Math.max(lifted.column + column, 0), board.columns.length - 1);
      lifted.minute = Math.min(Math.max(lifted.minute + minutes, board.first * 60), board.first * 60 + board.rows * STEP - STEP);
      return show();
    }
    if (event.key === "+" || event.key === "-") {
      lifted.minutes = Math.max(lifted.minutes + (event.key === "+" ? STEP : -STEP), STEP);
      return show();
    }
    if (event.key === "PageUp" || event.key === "PageDown") {
      const next = builder.dayBeside(event.key === "PageDown" ? 1 : -1);
      if (!next) return builder.say(builder.words.noDay);
      const mine = lifted;
      if (!(await builder.showDay(next)) || lifted !== mine) return;
      lifted.card = board.card(lifted.key) ?? lifted.card; // the tray was drawn anew with the day
      return show();
    }
    if (event.key === "Delete" || event.key === "Backspace") {
      return put({ tray: true });
    }
    if (event.key === "Enter" || event.key === " ") {
      return put();
    }
    if (event.key === "Escape") {
      const { card, day } = lifted;
      release();
      if ((builder.wanted ?? board.day) !== day && !(await builder.showDay(day))) return;
      requestAnimationFrame(() => builder.focusOn(card.dataset.key, ".grip"));
      return builder.say(builder.words.back);
    } // Tab does nothing: what is lifted is put down first
  }

  function here() {
    return { minute: lifted.minute, room: lifted.across ? "" : builder.board.columns[lifted.column], minutes: lifted.minutes, column: lifted.across ? 0 : lifted.column + 1 };
  }
  function show(tell = true) {
    builder.marker.show(lifted.card, here());
    if (tell) builder.marker.tell(lifted.card, here());
    root.querySelector(".drop")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  function put(target = here()) {
    const { card } = lifted;
    release();
    builder.drop(card, target, target.minutes !== builder.board.slot(card).minutes && "minutes" in target);
    requestAnimationFrame(() => builder.focusOn(card.dataset.key, ".grip"));
  }
  function release() {
    lifted.card.classList.remove("held");
    root.classList.remove("dragging");
    builder.marker.show(null, null);
    lifted = null;
  }
}
