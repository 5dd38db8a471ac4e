// My agenda on the programme: a star on each session, only those with one in place of all, and what of them is at the
// same time. Nothing of it is in the page that everybody gets.
import { apart, filled } from "./apart.js";
import { CARDS } from "./arrows.js";
import { asking, stars, toggle, watch } from "./kept_stars.js";
import { together, told } from "./star_clashes.js";
import starNews from "./star_news.js";
import { moment } from "./zone.js";

const MARK = "#mine";
const AT_ONCE = 50;
const keyOf = (card) => card.id.slice(2);
const titleOf = (card) => card.querySelector("h3 a, h4 a").textContent;
const factsOf = (card) => ({ title: titleOf(card), start: card.dataset.start ?? "", off: card.classList.contains("off") });

export default function myAgenda(chip) {
  const { forum, words: given, base, holds, from, until } = chip.dataset;
  const words = JSON.parse(given);
  const cards = [...document.querySelectorAll(".list > li[id]:not(.pause)")];
  const panel = document.getElementById("my-agenda");
  const part = (name) => panel.querySelector(`.mine-${name}`);
  const live = Object.assign(document.createElement("output"), { className: "vh", lang: panel.lang, dir: panel.dir });
  const number = chip.querySelector(".n");
  const tabs = [...document.querySelectorAll(".days a")];
  const days = [...document.querySelectorAll(".day-s")];
  const news = starNews(document.querySelector(".mine-news"), { forum, words, page: { holds, from, until }, base, again: show });
  let marked = new Set();

  function show() {
    const kept = stars(forum);
    const here = cards.filter((card) => kept.has(keyOf(card)));
    marks(here);
    number.textContent = kept.size ? ` (${kept.size})` : "";
    const groups = together(here);
    told(groups, words, titleOf);
    part("clash").replaceChildren(...groups.map(line));
    part("say").textContent = said(kept.size, here.length);
    part("none").hidden = kept.size > 0;
    part("elsewhere").hidden = !kept.size || here.length > 0;
    part("acts").hidden = !kept.size;
    part("all").hidden = holds === "all" || !here.length || kept.size === here.length;
    part("ics").href = asking(part("ics").dataset.of, kept);
    news(new Map(here.map((card) => [keyOf(card), factsOf(card)])));
  }

  function marks(here) {
    const chosen = new Set(here);
    for (const card of marked) if (!chosen.has(card)) mark(card, false);
    for (const card of chosen) if (!marked.has(card)) mark(card, true);
    marked = chosen;
    for (const day of days) day.classList.toggle("no-mine", !day.querySelector(".starred"));
  }

  const said = (all, here) => words[all ? (here === all ? "every" : "some") : "nothing"].replace("{here}", here).replace("{all}", all);
  function line(group) {
    const when = moment(group.at(-1).dataset.start, words.comma);
    const titles = group.map((card) => apart(titleOf(card))).join(words.between);
    const textContent = filled(words.clash, { when, count: group.length, titles });
    return Object.assign(document.createElement("li"), { textContent });
  }

  function only(on) {
    chip.setAttribute("aria-pressed", String(on));
    document.body.classList.toggle("only-mine", on);
    panel.hidden = !on;
    for (const tab of tabs) tab.hash = on ? MARK : "";
  }

  function press(card) {
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
  const follow = () => location.hash === MARK && only(true);
  addEventListener("hashchange", follow);
  follow();
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
