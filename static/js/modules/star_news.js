// What became of starred sessions since they were starred or the reader was last told: moved, cancelled, taken out.
import { apart, filled } from "./apart.js";
import { note, noted, stars, toggle } from "./kept_stars.js";
import { moment } from "./zone.js";

const GONE = { gone: true };
const MOST_ASKED = 20;
const A_FEW = 2;

// ``page`` says which sessions stand on the page ({ holds, from, until }), ``base`` leads to the sessions' own pages.
export default function starNews(box, { forum, words, page, base, again }) {
  const away = new Map(); // of this page's day and not on it any more
  const asked = new Set();
  const inAddress = new Set(new URLSearchParams(location.search).getAll("session"));
  let last = "";

  const surely = (id) => page.holds === "all" || (page.holds === "asked" && inAddress.has(id));
  const likely = (start) => page.from && start && Date.parse(page.from) <= Date.parse(start) && Date.parse(start) < Date.parse(page.until);

  // ``here``: by id, what the page says of the starred sessions on it.
  function tell(here) {
    const known = noted(forum);
    const fresh = new Map();
    const news = [];
    for (const id of stars(forum)) {
      const before = known.get(id);
      const now = here.get(id) ?? away.get(id) ?? (surely(id) ? GONE : null);
      if (!now) {
        if (likely(before?.start)) ask(id, before.title);
        continue;
      }
      const kind = became(before, now);
      if (kind) news.push({ id, kind, before, now });
      else if (!before || before.title !== now.title || before.off !== now.off || before.start !== now.start) fresh.set(id, now);
    }
    if (fresh.size) note(forum, fresh);
    if (last !== (last = JSON.stringify(news))) show(news);
  }

  // Its own page knows where it went.
  async function ask(id, title) {
    if (asked.has(id) || asked.size === MOST_ASKED) return;
    asked.add(id);
    try {
      const answer = await fetch(`${base}/${id}/drawer`);
      if (answer.status === 404 || answer.status === 410) away.set(id, GONE);
      else if (answer.ok) away.set(id, { title, ...factsIn(await answer.text()) });
    } catch {
      // no connection: told another time
    }
    if (away.has(id)) again();
  }

  function show(news) {
    const held = box.contains(document.activeElement);
    const rows = news.map((one) => {
      const buttons = [];
      if (one.now.gone || one.now.off) buttons.push(button(words.remove, () => toggle(forum, one.id)));
      if (!one.now.gone) buttons.push(button(words.understood, () => known([one])));
      return line(sentence(one), buttons);
    });
    if (news.length > A_FEW) rows.push(line("", [button(words.all, () => known(news))]));
    box.replaceChildren(...rows);
    if (held) box.querySelector("button")?.focus();
  }

  function known(news) {
    note(forum, new Map(news.filter(({ now }) => !now.gone).map(({ id, now }) => [id, now])));
    for (const { id, now } of news) if (now.gone) toggle(forum, id);
    again();
  }

  function sentence({ kind, before, now }) {
    const title = (now.title ?? before?.title ?? "").trim();
    const text = kind === "gone" && !title ? words.nameless : words[kind];
    const from = before?.start ? moment(before.start, words.comma) : "";
    const sameDay = before?.start?.slice(0, 10) === now.start?.slice(0, 10);
    const to = now.start ? (sameDay ? now.start.slice(11, 16) : moment(now.start, words.comma)) : "";
    return filled(text, { title: apart(title), from: apart(from), to: apart(to) });
  }

  return tell;
}

function became(before, now) {
  if (now.gone) return "gone";
  if (!before) return "";
  if (now.off) return before.off ? "" : "off";
  if (!before.start || !now.start) return before.start === now.start ? "" : now.start ? "timed" : "untimed";
  return Date.parse(before.start) === Date.parse(now.start) ? "" : "moved";
}

function factsIn(html) {
  const { start = "", off } = new DOMParser().parseFromString(html, "text/html").querySelector(".dw").dataset;
  return { start, off: off !== undefined };
}

function button(words, press) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "btn sm", textContent: words });
  made.addEventListener("click", press);
  return made;
}

function line(words, buttons) {
  const made = Object.assign(document.createElement("div"), { className: "mine-new" });
  if (words) made.append(Object.assign(document.createElement("p"), { textContent: words }));
  made.append(...buttons);
  return made;
}
