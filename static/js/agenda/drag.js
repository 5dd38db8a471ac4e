// A card in the hand of a pointer: a mouse takes it anywhere, a finger by its grip, so that a finger can still scroll.
import { STEP } from "./board.js";

const FAR = 4; // pixels before a press is a drag
const EDGE = 36; // pixels from the pane's edge at which it scrolls

export function drags(builder) {
  const { root } = builder;
  const hand = document.querySelector("[data-hand]"); // apart from all else: what comes and goes here makes nothing drawn anew
  let held = null;

  root.addEventListener("pointerdown", (event) => {
    const card = event.target.closest(".ev");
    const handle = event.target.closest(".grip, .sizer");
    if (!card || event.button || (event.pointerType !== "mouse" && !handle)) return;
    held = { card, x: event.clientX, y: event.clientY, sizing: Boolean(event.target.closest(".sizer")), pointer: event.pointerId, begun: false };
    if (handle) event.preventDefault();
  });

  addEventListener("pointermove", (event) => {
    if (!held || event.pointerId !== held.pointer) return;
    held.at = event;
    if (!held.begun) {
      if (Math.hypot(event.clientX - held.x, event.clientY - held.y) < FAR) return;
      begin(event);
    }
    event.preventDefault();
    held.frame ??= requestAnimationFrame(follow);
  }, { passive: false });

  addEventListener("pointerup", (event) => {
    if (!held || event.pointerId !== held.pointer) return;
    const { begun, target, card, sizing } = held;
    if (begun) follow();
    const found = held.target ?? target;
    end();
    if (begun && found) builder.drop(card, found, sizing);
  });
  addEventListener("pointercancel", end);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && held?.begun) {
      end();
      builder.say(builder.words.back);
    }
  });
  root.addEventListener("dragstart", (event) => event.preventDefault());
  // The press that ends a drag opens nothing.
  root.addEventListener("click", (event) => {
    if (performance.now() - builder.dropped < 50) event.preventDefault();
  }, true);

  function begin(event) {
    const box = held.card.getBoundingClientRect();
    const from = builder.board.box.scrollTop;
    Object.assign(held, { begun: true, dx: held.x - box.x, dy: held.y - box.y, scrolled: () => builder.board.box.scrollTop - from });
    if (!held.sizing) {
      held.ghost = held.card.cloneNode(true);
      held.ghost.removeAttribute("id");
      held.ghost.className = `${held.card.className.replace(/(^|\s)[rhcln]-\d+/g, "")} ghost`;
      Object.assign(held.ghost.style, { inlineSize: `${Math.min(box.width, 240)}px`, blockSize: `${Math.min(Math.max(box.height, 44), 120)}px` });
      held.dx = Math.min(held.dx, 200);
      held.dy = Math.min(held.dy, 40);
      hand.append(held.ghost);
    }
    held.card.classList.add("held");
    root.classList.add("dragging");
    hand.append(glass(held.sizing));
    held.at = event;
  }

  // Lies over all while something is held: otherwise the browser asks at each move which of a thousand things is below.
  function glass(sizing) {
    held.glass = Object.assign(document.createElement("div"), { className: sizing ? "glass sizes" : "glass" });
    held.glass.addEventListener("wheel", (event) => {
      builder.board.box.scrollBy(event.deltaX, event.deltaY);
      held.frame ??= requestAnimationFrame(follow);
    }, { passive: true });
    return held.glass;
  }

  function follow() {
    if (!held) return;
    held.frame = undefined;
    const { clientX: x, clientY: y } = held.at;
    if (held.ghost) held.ghost.style.transform = `translate(${x - held.dx}px, ${y - held.dy}px)`;
    scroll(x, y);
    held.target = held.sizing ? sized(y) : target(x, y - held.dy);
    builder.marker.show(held.card, held.target);
  }

  function scroll(x, y) {
    const box = builder.board.box;
    const pane = box.getBoundingClientRect();
    if (x < pane.left || x > pane.right) return;
    const by = y < pane.top + EDGE ? -12 : y > pane.bottom - EDGE ? 12 : 0;
    const across = x < pane.left + EDGE ? -12 : x > pane.right - EDGE ? 12 : 0;
    if (by || across) {
      box.scrollBy(across, by);
      held.frame ??= requestAnimationFrame(follow);
    }
  }

  // What is under the hand: a place on the grid, the tray, a day; by where they are.
  function target(x, top) {
    const { board } = builder;
    const day = [...root.querySelectorAll("[data-day-tab]")].find(under);
    if (day) return { day: day.dataset.dayTab };
    if (under(document.querySelector(".bl-foot"))) return null;
    if ([...root.querySelectorAll(".tray, [data-tray-open]")].some(under)) return { tray: true };
    if (!under(board.box)) return null;
    const grid = board.grid.getBoundingClientRect();
    const columns = [...board.grid.querySelectorAll(".col")].map((each) => each.getBoundingClientRect());
    const number = columns.findIndex((each) => x >= each.left && x < each.right);
    if (number < 0) return null;
    const row = Math.min(Math.max(Math.round((top - grid.top) / board.rowHeight), 0), board.rows - 1);
    return { minute: board.first * 60 + row * STEP, room: board.columns[number] };
  }

  function under(element) {
    const { clientX: x, clientY: y } = held.at;
    const box = element.getBoundingClientRect();
    return x >= box.left && x < box.right && y >= box.top && y < box.bottom;
  }

  function sized(y) {
    const { board } = builder;
    const slot = board.slot(held.card);
    const more = Math.round((y - held.y + held.scrolled()) / board.rowHeight) * STEP;
    return { minute: board.minute(slot.start), room: slot.room, minutes: Math.max(slot.minutes + more, STEP) };
  }

  function end() {
    if (!held) return;
    if (held.frame) cancelAnimationFrame(held.frame);
    if (held.begun) builder.dropped = performance.now();
    held.ghost?.remove();
    held.glass?.remove();
    held.card.classList.remove("held");
    root.classList.remove("dragging");
    builder.marker.show(null, null);
    held = null;
  }
}
