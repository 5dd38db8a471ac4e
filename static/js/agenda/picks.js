// Several sessions chosen at once: with Ctrl or Shift and a press, or with X; they are carried together.
export function picks(builder) {
  const { root, words } = builder;
  root.addEventListener("click", (event) => {
    const card = event.target.closest(".ev");
    if (!card || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
    event.preventDefault();
    event.stopPropagation();
    toggle(card);
  }, true);
  document.addEventListener("keydown", (event) => {
    if (root.classList.contains("dragging") || event.ctrlKey || event.metaKey || event.altKey) return;
    const card = event.target.closest?.(".ev");
    if (card && event.key.toLowerCase() === "x") {
      event.preventDefault();
      toggle(card);
    }
    if (event.key === "Escape" && !event.defaultPrevented) letGo();
  });

  function toggle(card) {
    card.classList.toggle("pick");
    tell();
  }
  function letGo() {
    const all = root.querySelectorAll(".ev.pick");
    all.forEach((card) => card.classList.remove("pick"));
    if (all.length) builder.say("");
  }
  function tell() {
    const count = root.querySelectorAll(".ev.pick").length;
    builder.say(count ? words.picked.replace("{n}", count) : "");
  }
}

// Those that go with a card: itself, and the others where it is one of several chosen.
export function picked({ root }, card) {
  const all = [...root.querySelectorAll(".ev.pick")];
  return all.includes(card) ? all : [card];
}

// Where each of them comes to when the first is put at a target; those that stay where they are are left out.
export function placings(board, card, target, cards) {
  const from = board.slot(card);
  const fromColumn = board.columns.indexOf(from.room);
  const found = cards.map((each) => {
    const slot = board.slot(each);
    const next = { ...slot };
    if (target.tray) Object.assign(next, { start: "", room: "" });
    else if (target.day) next.start = slot.start && board.iso(board.minute(slot.start), target.day);
    else if (each === card) Object.assign(next, { start: board.iso(target.minute), minutes: target.minutes || slot.minutes || 60, room: each.classList.contains("across") ? "" : target.room });
    else if (!slot.start || !from.start) return [each, slot];
    else {
      next.start = board.iso(board.minute(slot.start) + target.minute - board.minute(from.start));
      const column = board.columns.indexOf(slot.room) + (fromColumn < 0 ? 0 : board.columns.indexOf(target.room) - fromColumn);
      if (!each.classList.contains("across") && !card.classList.contains("across")) next.room = board.columns[Math.min(Math.max(column, 0), board.columns.length - 1)];
    }
    if (next.start !== slot.start) next.fold = 0;
    return [each, next];
  });
  return found.filter(([each, next]) => {
    const slot = board.slot(each);
    return next.start !== slot.start || next.room !== slot.room || next.minutes !== slot.minutes;
  });
}
