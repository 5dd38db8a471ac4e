// A card's session in a drawer beside the programme. The address is the session's own, so that it can be copied and
// sent; Back closes the drawer, and closing it goes back. Whoever opens a card in a new tab gets its page.
import { CARDS } from "./arrows.js";
import { bind } from "./bind.js";
import { forumClock } from "./clock.js";

const BARS_AFTER = 300;
const WORDS_AFTER = 8000;

export default function drawer(dialog) {
  const part = (selector) => dialog.querySelector(selector);
  const [title, content, bars, failure] = ["h2", ".dw-c", ".dw-wait", ".dw-fail"].map(part);
  const pageTitle = document.title;
  const kept = new Map();
  let shown = null; // the card's link
  let loading = null;

  function show(link) {
    shown?.closest("li").classList.remove("sel");
    shown = link;
    link.closest("li").classList.add("sel");
    title.replaceChildren(...[...link.childNodes].map((node) => node.cloneNode(true)));
    document.title = link.textContent;
    part(".dw-f > a").href = link.href;
    const card = link.closest("li");
    const detail = card.classList.contains("pause") ? "" : card.id.slice(2); // a break is nobody's choice
    dialog.dispatchEvent(new CustomEvent("session", { detail }));
    const all = [...document.querySelectorAll(CARDS)];
    for (const button of dialog.querySelectorAll("[data-go]")) {
      button.setAttribute("aria-disabled", String(!all[all.indexOf(link) + Number(button.dataset.go)]));
    }
    if (!dialog.open) {
      dialog.showModal();
      part(".dw-b").focus();
    }
    part(".dw-b").scrollTop = 0;
    load(link);
  }

  async function load(link) {
    loading?.abort();
    const mine = (loading = new AbortController());
    const address = new URL(link.href);
    address.pathname += "/drawer";
    content.replaceChildren();
    part(".dw-cal").replaceChildren();
    part(".now-s").hidden = true;
    bars.hidden = failure.hidden = true;
    content.setAttribute("aria-busy", "true");
    const timers = [setTimeout(() => (bars.hidden = false), BARS_AFTER), setTimeout(() => failed(true), WORDS_AFTER)];
    try {
      if (!kept.has(address.href)) {
        const answer = await fetch(address, { signal: mine.signal });
        if (!answer.ok) throw new Error(answer.status);
        kept.set(address.href, await answer.text());
      }
      if (!mine.signal.aborted) fill(kept.get(address.href));
    } catch {
      if (!mine.signal.aborted) failed(false);
    }
    timers.forEach(clearTimeout);
    if (!mine.signal.aborted) content.removeAttribute("aria-busy");
  }

  function fill(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    bars.hidden = failure.hidden = true;
    content.replaceChildren(template.content);
    const add = part(".dw-add");
    if (add) part(".dw-cal").replaceChildren(...add.childNodes);
    add?.remove();
    bind(content);
    bind(part(".dw-f"));
    live();
  }

  function failed(slow) {
    bars.hidden = !slow;
    failure.hidden = false;
    for (const words of failure.querySelectorAll("p")) words.hidden = words.classList.contains("slow") !== slow;
  }

  async function live() {
    const clock = await forumClock(document.querySelector("[data-now]").dataset.now);
    const article = part(".dw");
    if (!clock || !article) return;
    const now = clock.instant();
    const on = ({ start, end }) => start && Date.parse(start) <= now && now < Date.parse(end);
    const running = on(article.dataset) && !("off" in article.dataset);
    part(".now-s").hidden = !running;
    for (const talk of article.querySelectorAll("li[data-start]")) {
      talk.querySelector(".live-w")?.remove();
      if (!running || !on(talk.dataset)) continue;
      const textContent = dialog.dataset.until.replace("{time}", talk.dataset.until);
      talk.lastElementChild.append(Object.assign(document.createElement("p"), { className: "live-w", textContent }));
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest(CARDS);
    if (!link || event.button || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState({ drawer: link.closest("li").id }, "", link.href);
    show(link);
  });
  dialog.addEventListener("click", ({ target }) => {
    const go = target.closest("[data-go]");
    if (target === dialog || target.closest("[data-close]")) dialog.close();
    else if (target.closest("[data-again]")) load(shown);
    else if (go) {
      const all = [...document.querySelectorAll(CARDS)];
      const link = all[all.indexOf(shown) + Number(go.dataset.go)];
      if (!link) return;
      history.replaceState({ drawer: link.closest("li").id }, "", link.href);
      show(link);
    }
  });
  dialog.addEventListener("close", () => {
    loading?.abort();
    document.title = pageTitle;
    shown.closest("li").classList.remove("sel");
    if (history.state?.drawer) history.back();
    shown.focus();
  });
  const follow = () => {
    const link = history.state?.drawer && document.getElementById(history.state.drawer)?.querySelector("h3 a, h4 a");
    if (link) show(link);
    else if (dialog.open) dialog.close();
  };
  addEventListener("popstate", follow);
  addEventListener("pageshow", ({ persisted }) => persisted && follow());
  setInterval(() => dialog.open && live(), 60_000);
}
