// A new session: asked for by its title, and where it is to be, which a double press on an empty place fills in.
import { newId } from "./steps.js";

const USUAL = 60;

export function fresh(builder) {
  const { root, board } = builder;
  const dialog = document.getElementById("builder-new");
  const form = dialog.querySelector("form");
  const { title, day, start, minutes, room } = form.elements;
  const wrong = dialog.querySelector(".wrong");
  const needed = wrong.textContent;

  root.addEventListener("click", (event) => {
    if (!event.target.closest("[data-new]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    ask();
  });
  root.addEventListener("dblclick", (event) => {
    if (!event.target.closest("[data-grid]") || event.target.closest(".ev")) return;
    const grid = board.grid.getBoundingClientRect();
    const at = [...board.grid.querySelectorAll(".col")].findIndex((each) => {
      const box = each.getBoundingClientRect();
      return event.clientX >= box.left && event.clientX < box.right;
    });
    if (at < 0) return;
    const half = Math.floor((event.clientY - grid.top) / (board.rowHeight * 6)) * 30;
    ask({ minute: board.first * 60 + Math.max(half, 0), column: board.columns[at] });
  });
  dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
  form.addEventListener("submit", (event) => {
    if (title.value.trim()) return add();
    event.preventDefault();
    say(true);
    title.focus();
  });

  function ask({ minute, column } = {}) {
    form.reset();
    say(false);
    room.replaceChildren(...board.columns.map((key) => new Option(board.names[key], key)));
    if (board.columns.includes("")) room.value = "";
    day.value = board.day; // a time alone is one of the day that is shown
    if (minute !== undefined) {
      start.value = board.clock(minute);
      minutes.value = USUAL;
      room.value = column;
    }
    dialog.showModal();
    title.focus();
  }
  function say(is, reason = needed) {
    wrong.hidden = !is;
    wrong.textContent = reason;
    if (is) title.setAttribute("aria-invalid", "true");
    else title.removeAttribute("aria-invalid");
  }
  // What was refused is there again, with the reason.
  function again(reasons) {
    if (dialog.open) return;
    dialog.showModal();
    say(true, reasons.join(" "));
  }
  function add() {
    const key = newId();
    const values = { minutes: Number(minutes.value) || USUAL };
    if (day.value && start.value) {
      const [hours, rest] = start.value.split(":").map(Number);
      Object.assign(values, { start: board.iso(board.ofDay(hours * 60 + rest), day.value), room: room.value });
    }
    builder.steps.take({ do: "new", new: key, title: title.value, wishes: JSON.stringify([{ session: key, values }]) }, { context: { keys: [key], opens: key } });
  }
  return { again };
}
