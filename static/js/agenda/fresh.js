// A new session: asked for by its title, and where it is to be, which a double press on an empty place fills in.
import { newId } from "./steps.js";

const USUAL = "60";

export function fresh(builder) {
  const { root, board, words } = builder;
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
    const minute = board.first * 60 + Math.max(half, 0);
    ask({ day: board.dayOf(minute), start: board.clock(minute), room: board.columns[at] });
  });
  // A time alone is one of the day that is shown.
  start.addEventListener("input", () => {
    if (start.value && !chosen) day.value = board.day;
  });
  let chosen = false;
  day.addEventListener("change", () => { chosen = true; });

  dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
  form.addEventListener("submit", (event) => {
    const found = problem();
    if (!found) return add();
    event.preventDefault();
    say(...found);
    found[0].focus();
  });

  function ask(slot = {}) {
    form.reset();
    say();
    room.replaceChildren(...board.columns.map((key) => new Option(board.names[key], key)));
    if (board.columns.includes("")) room.value = "";
    chosen = Boolean(slot.day);
    for (const [name, value] of Object.entries({ minutes: USUAL, ...slot })) form.elements[name].value = value;
    dialog.showModal();
    title.focus();
  }
  // The first field that can't be as it is, and why.
  function problem() {
    if (!title.value.trim()) return [title, needed];
    if (day.value && !start.value) return [start, words.noStart];
    if (minutes.value.trim() && !/^\p{Nd}+$/u.test(minutes.value.trim())) return [minutes, words.noNumber];
    return null;
  }
  function say(field, reason = "") {
    for (const each of [title, day, start, minutes, room]) {
      each.removeAttribute("aria-invalid");
      each.removeAttribute("aria-describedby");
    }
    field?.setAttribute("aria-invalid", "true");
    field?.setAttribute("aria-describedby", wrong.id);
    field?.closest(".f").after(wrong);
    wrong.textContent = reason;
    wrong.hidden = !reason;
  }
  // What was refused is there again, with the reason, once the dialog is free.
  function again(reasons, asked) {
    if (dialog.open) return dialog.addEventListener("close", () => setTimeout(() => again(reasons, asked)), { once: true });
    const { start: at = "", minutes: long = USUAL, room: place } = JSON.parse(asked.wishes)[0].values;
    const slot = at ? { day: board.dayOf(board.minute(at)), start: at.slice(11, 16), room: place } : {};
    ask({ title: asked.title, minutes: long, ...slot });
    say(title, reasons.join(" "));
  }
  function add() {
    const key = newId();
    const values = { minutes: minutes.value.trim() || USUAL };
    if (day.value) {
      const [hours, rest] = start.value.split(":").map(Number);
      Object.assign(values, { start: board.iso(board.ofDay(hours * 60 + rest), day.value), room: room.value });
    }
    builder.steps.take({ do: "new", new: key, title: title.value, wishes: JSON.stringify([{ session: key, values }]) }, { context: { keys: [key], opens: key } });
  }
  return { again };
}
