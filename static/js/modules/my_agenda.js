// My agenda on the programme: a star on each session, only those with one in place of all, and what of them is at the
// same time. Nothing of it is in the page that everybody gets.
import { CARDS } from "./arrows.js";
import { stars, toggle, watch } from "./kept_stars.js";
import { clashes, told } from "./star_clashes.js";

const MARK = "#mine";
const MOST_IN_ADDRESS = 300;
const AT_ONCE = 50;
const keyOf = (card) => card.id.slice(2);
const titleOf = (card) => card.querySelector("h3 a, h4 a").textContent;

export default function myAgenda(chip) {
  const { forum, words: given } = chip.dataset;
  const words = JSON.parse(given);
  const cards = [...document.querySelectorAll(".list > li[id]:not(.pause)")];
  const panel = document.getElementById("my-agenda");
  const part = (name) => panel.querySelector(`.mine-${name}`);
  const live = Object.assign(document.createElement("output"), { className: "vh", lang: panel.lang, dir: panel.dir });
  const number = chip.querySelector(".n");
  const tabs = [...document.querySelectorAll(".days a")];

  function show() {
    const kept = stars(forum);
    const here = cards.filter((card) => kept.has(keyOf(card)));
    const chosen = new Set(here);
    for (const card of cards) mark(card, chosen.has(card));
    number.textContent = kept.size ? ` (${kept.size})` : "";
    for (const day of document.querySelectorAll(".day-s")) day.classList.toggle("no-mine", !day.querySelector(".starred"));
    const pairs = clashes(here);
    told(pairs, words.same, titleOf);
    part("clash").replaceChildren(...pairs.map(([one, other]) => line(words.clash, titleOf(one), titleOf(other))));
    part("say").textContent = said(kept.size, here.length);
    part("none").hidden = here.length > 0;
    part("acts").hidden = !kept.size;
    part("all").hidden = kept.size === here.length;
    for (const link of part("acts").querySelectorAll("a")) link.href = address(link.dataset.of, kept);
  }

  const said = (all, here) => words[all ? (here === all ? "every" : "some") : "nothing"].replace("{here}", here).replace("{all}", all);
  const line = (text, one, other) => {
    const said = text.replace("{one}", () => one).replace("{other}", () => other);
    return Object.assign(document.createElement("li"), { textContent: said });
  };

  function only(on) {
    chip.setAttribute("aria-pressed", String(on));
    document.body.classList.toggle("only-mine", on);
    panel.hidden = !on;
    for (const tab of tabs) tab.hash = on ? MARK : "";
  }

  function press(card) {
    document.body.classList.add("starring");
    toggle(forum, keyOf(card));
    const on = card.classList.contains("starred");
    live.textContent = words[on ? "in" : "out"].replace("{title}", () => titleOf(card));
  }

  panel.parentElement.append(live);
  dressed(cards, chip.querySelector("svg"), words.add);
  document.addEventListener("click", ({ target }) => {
    const star = target.closest(".list .star");
    if (star) press(star.closest("li"));
  });
  document.addEventListener("keydown", (event) => {
    const here = document.activeElement;
    if (event.key.toLowerCase() !== "s" || event.altKey || event.ctrlKey || event.metaKey || !here.matches(CARDS)) return;
    const card = here.closest("li");
    if (cards.includes(card)) press(card);
  });
  chip.addEventListener("click", () => {
    const on = chip.getAttribute("aria-pressed") !== "true";
    only(on);
    history.replaceState(history.state, "", on ? MARK : location.pathname + location.search);
  });
  watch(forum, show);
  show();
  if (location.hash === MARK) only(true);
}

function mark(card, on) {
  card.classList.toggle("starred", on);
  card.querySelector(".star")?.setAttribute("aria-pressed", String(on));
}

// A star for each session, some at a time: hundreds at once would hold the page up.
function dressed(cards, icon, words) {
  const left = [...cards];
  const later = (then) => (window.requestIdleCallback ? requestIdleCallback(then, { timeout: 300 }) : setTimeout(then, 1));
  const some = () => {
    for (const card of left.splice(0, AT_ONCE)) {
      const star = Object.assign(document.createElement("button"), { type: "button", className: "star" });
      star.setAttribute("aria-label", words.replace("{title}", () => titleOf(card)));
      star.setAttribute("aria-pressed", String(card.classList.contains("starred")));
      star.append(icon.cloneNode(true));
      card.append(star);
    }
    if (left.length) later(some);
  };
  later(some);
}

function address(base, kept) {
  const url = new URL(base, location.href);
  for (const key of [...kept].slice(0, MOST_IN_ADDRESS)) url.searchParams.append("session", key);
  return url.href;
}
