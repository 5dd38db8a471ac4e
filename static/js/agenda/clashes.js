// What is wrong with the agenda: badges on the cards, and the list of all of it.
const ON_A_CARD = 2;
const LISTED = 60;
const told = new WeakMap(); // what stands on a card: most of them are as they were after a step

function* ofCards({ root, problems }) {
  const by = new Map();
  for (const line of problems) for (const key of line.sessions) by.set(key, [...(by.get(key) || []), line]);
  for (const card of root.querySelectorAll(".ev")) {
    const lines = by.get(card.dataset.key) || [];
    const said = JSON.stringify(lines.map(({ tone, sign, short, reason }) => [tone, sign, short, reason]));
    if (told.get(card) !== said) yield [card, lines];
    told.set(card, said);
  }
}

// The server drew the cards with what clashes.
export function clashesDrawn(builder) {
  for (const _each of ofCards(builder));
}

export function showClashes(builder) {
  const { root, problems, count, words, address } = builder;
  for (const [card, lines] of ofCards(builder)) {
    card.classList.remove("clash-bad", "clash-warn");
    if (lines.length) card.classList.add(`clash-${lines[0].tone}`);
    const more = lines.length > ON_A_CARD ? [Object.assign(document.createElement("span"), { className: "bdg more", textContent: `+${lines.length - ON_A_CARD}` })] : [];
    card.querySelector(".ev-b").replaceChildren(...lines.slice(0, ON_A_CARD).map(badge), ...more);
  }
  const box = root.querySelector(".problems");
  box.hidden = !problems.length;
  box.querySelector("[data-problems]").textContent = words.problems.replace("{n}", count);
  box.querySelector("[data-problem-list]").replaceChildren(...problems.slice(0, LISTED).map((line) => item(line, address)));
}

function badge(line) {
  const made = Object.assign(document.createElement("span"), { className: `bdg ${line.tone}`, title: line.reason });
  const sign = document.getElementById("builder-signs").content.querySelector(`[data-sign="${line.sign}"]`);
  if (sign) made.append(...sign.cloneNode(true).childNodes);
  made.append(Object.assign(document.createElement("span"), { dir: "auto", textContent: line.short }));
  return made;
}

function item(line, address) {
  const link = Object.assign(document.createElement("a"), { href: `${address}?session=${line.sessions[0]}` });
  link.dataset.go = line.sessions[0];
  link.append(...[["b", line.title], ["span", line.reason]].map(([tag, textContent]) => Object.assign(document.createElement(tag), { dir: "auto", textContent })));
  link.append(Object.assign(document.createElement("small"), { className: `st ${line.tone}`, textContent: line.weight }));
  const made = document.createElement("li");
  made.append(link);
  return made;
}
