// Where a card would be if it were put down now: on the grid, in what waits, on another day; seen, and in words.
import { STEP } from "./board.js";

export function marker(builder) {
  const { root, board, words } = builder;
  const mark = Object.assign(document.createElement("div"), { className: "drop" });

  function show(card, target) {
    for (const tab of root.querySelectorAll("[data-day-tab]")) tab.classList.toggle("over", tab.dataset.dayTab === target?.day);
    for (const place of root.querySelectorAll(".tray, [data-tray-open]")) place.classList.toggle("over", Boolean(target?.tray));
    if (!card || !target || !("minute" in target)) return mark.remove();
    const minutes = target.minutes ?? (board.slot(card).minutes || 60);
    const column = card.classList.contains("across") ? 0 : board.columns.indexOf(target.room) + 1;
    const row = Math.floor((target.minute - board.first * 60) / STEP) + 1;
    mark.className = `drop r-${row} h-${Math.max(Math.ceil(minutes / STEP), 1)} c-${column}`;
    const place = placed(card, { ...target, minutes });
    if (mark.textContent !== place) mark.textContent = place;
    if (mark.parentElement !== board.grid) board.grid.append(mark);
  }
  function placed(card, { minute, minutes, room }) {
    const across = card.classList.contains("across");
    const other = across ? null : board.taken(card.dataset.key, room, minute, minutes);
    const place = across ? board.span(minute, minutes) : `${board.names[room]}, ${board.span(minute, minutes)}`;
    return other ? words.taken.replace("{place}", place).replace("{name}", board.title(other)) : words.free.replace("{place}", place);
  }
  return { show, tell: (card, target) => builder.say(placed(card, target), true) };
}
