// The builder's cards as the page holds them: where each of them is, what stands beside it, what is wrong with it.
export const STEP = 5;
const DAY = 24 * 60;
const MOST_LANES = 6;

export class Board {
  constructor(root, words) {
    this.root = root;
    this.words = words;
    this.read();
  }

  // What belongs to the day that is shown; again after another day has taken its place.
  read() {
    this.grid = this.root.querySelector("[data-grid]");
    this.box = this.grid.parentElement;
    this.tray = this.root.querySelector("[data-tray]");
    const days = this.root.querySelector(".days-p").dataset;
    this.day = days.day;
    this.first = Number(days.first);
    this.rows = Number(days.rows);
    this.starts = Number(days.starts);
    this.columns = [...this.grid.querySelectorAll(".col")].map((column) => column.dataset.room);
    this.names = Object.fromEntries([...this.root.querySelectorAll("[data-column]")].map((head) => [head.dataset.column, head.firstChild.textContent.trim()]));
  }

  // The height of five minutes in pixels. The grid itself may be higher than its hours: what ends later makes it so.
  get rowHeight() {
    const [one, next] = [...this.grid.querySelectorAll(".ln")].slice(0, 2).map((line) => line.getBoundingClientRect().top);
    return ((next - one) * STEP) / 60;
  }

  get cards() {
    return [...this.grid.querySelectorAll(".ev")];
  }

  card(key) {
    return this.root.querySelector(`#s-${CSS.escape(key)}`);
  }

  slot(card) {
    const { start, minutes, room, fold } = card.dataset;
    return { start, minutes: Number(minutes) || 0, room, fold: Number(fold) };
  }

  // Minutes since the midnight of the day shown, and back; both on the forum's clocks, which no zone moves.
  minute(start) {
    return (Date.parse(`${start}Z`) - Date.parse(`${this.day}T00:00:00Z`)) / 60_000;
  }
  iso(minute, day = this.day) {
    return new Date(Date.parse(`${day}T00:00:00Z`) + minute * 60_000).toISOString().slice(0, 19);
  }
  // A time of the clock as a minute of the day: before the hour at which the forum's days start it is after midnight.
  ofDay(minute) {
    return minute < this.starts ? minute + DAY : minute;
  }
  // The forum's day that a minute of the one shown belongs to.
  dayOf(minute) {
    return this.iso(minute - this.starts).slice(0, 10);
  }
  clock(minute) {
    const inside = ((minute % DAY) + DAY) % DAY;
    return `${String(Math.floor(inside / 60)).padStart(2, "0")}:${String(inside % 60).padStart(2, "0")}`;
  }
  hours(minute, minutes) {
    return `${this.clock(minute)}–${this.clock(minute + minutes)}`;
  }
  span(minute, minutes) {
    return this.words.span.replace("{start}", this.clock(minute)).replace("{end}", this.clock(minute + minutes));
  }

  shownToday(slot) {
    const minute = slot.start ? this.minute(slot.start) : -1;
    return Boolean(slot.start) && minute >= this.first * 60 && minute < this.first * 60 + this.rows * STEP;
  }

  // Puts a card where its slot says: on the grid, in the tray, or away where that is another day. All are laid out after.
  put(card, slot) {
    Object.assign(card.dataset, { start: slot.start || "", minutes: slot.minutes || "", room: slot.room || "", fold: slot.fold || 0 });
    const across = card.classList.contains("is-break") && !slot.room;
    card.classList.toggle("across", across);
    card.querySelector("time").textContent = slot.start ? this.hours(this.minute(slot.start), slot.minutes || STEP) : this.words.minutes.replace("{n}", slot.minutes);
    this.hold(card, slot);
  }

  // In the grid, where those that follow in time come after it as they do for keys and ears, or in the tray.
  hold(card, slot) {
    const box = !slot.start ? this.tray : this.shownToday(slot) ? this.grid : null;
    if (!box) return card.remove();
    if (box === this.tray) return card.parentElement === box || box.append(card);
    const place = (each) => `${each.dataset.start} ${String(this.column(each)).padStart(3, "0")}`;
    const next = this.cards.find((each) => each !== card && place(each) > place(card)) ?? null;
    if (card.parentElement !== box || card.nextElementSibling !== next) box.insertBefore(card, next);
  }

  column(card) {
    return card.classList.contains("across") ? 0 : Math.max(this.columns.indexOf(card.dataset.room), 0) + 1;
  }

  // Who is there at once shares a column: the same rule as on the server.
  layOut() {
    for (const card of this.tray.querySelectorAll(".ev")) place(card, "");
    const columns = new Map();
    for (const card of this.cards) {
      const start = this.minute(card.dataset.start);
      const length = Math.min(Math.max(Number(card.dataset.minutes) || STEP, STEP), DAY);
      const column = this.column(card);
      if (!columns.has(column)) columns.set(column, []);
      columns.get(column).push({ card, start, end: start + length });
    }
    for (const [column, spans] of columns) {
      for (const { card, start, end, lane, lanes } of withLanes(spans)) {
        const row = Math.floor((start - this.first * 60) / STEP) + 1;
        const rows = Math.max(Math.ceil((end - this.first * 60) / STEP) + 1 - row, 1);
        place(card, `r-${row} h-${rows} c-${column} l-${lane} n-${Math.min(lanes, MOST_LANES)}`);
      }
    }
    const count = this.tray.querySelectorAll(".ev").length;
    for (const told of this.root.querySelectorAll("[data-count]")) told.textContent = count;
    const nothing = this.tray.querySelector(".tray-0");
    if (nothing) nothing.hidden = count > 0;
  }

  // Whose card covers this place in the day shown, as far as the page knows.
  taken(key, room, minute, minutes) {
    return this.cards.find((card) => {
      if (card.dataset.key === key || card.dataset.room !== room || card.matches(".is-cancelled, .is-draft, .across")) return false;
      const start = this.minute(card.dataset.start);
      return start < minute + minutes && minute < start + (Number(card.dataset.minutes) || STEP);
    });
  }

  title(card) {
    return card.querySelector(".ev-t").textContent;
  }
}

const PLACES = /(^|\s)[rhcln]-\d+/g;

// Most cards stay where they are at each step: they are left alone, and so needn't be drawn anew.
function place(card, classes) {
  const now = (card.className.match(PLACES) || []).map((each) => each.trim()).join(" ");
  if (now !== classes) card.className = `${card.className.replace(PLACES, "").trim()} ${classes}`.trim();
}

function* withLanes(spans) {
  spans.sort((one, other) => one.start - other.start || other.end - one.end || (one.card.dataset.key < other.card.dataset.key ? -1 : 1));
  let group = [];
  let ends = [];
  for (const span of spans) {
    if (ends.length && span.start >= Math.max(...ends)) {
      for (const each of group) yield { ...each, lanes: ends.length };
      group = [];
      ends = [];
    }
    let lane = ends.findIndex((end) => end <= span.start);
    if (lane < 0) lane = ends.length;
    ends[lane] = span.end;
    group.push({ ...span, lane });
  }
  for (const each of group) yield { ...each, lanes: ends.length };
}
