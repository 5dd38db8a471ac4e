// Which starred sessions are at the same time, and one line about it on each of them.

// For each time at which several cards' sessions run, those that run then; the last of them begins at that time. A time
// whose sessions all run on at the next one is left out, and so is what is cancelled.
export function together(cards) {
  const timed = cards
    .filter((card) => card.dataset.start && !card.classList.contains("off"))
    .map((card) => ({ card, start: Date.parse(card.dataset.start), end: Date.parse(card.dataset.end) }))
    .sort((one, other) => one.start - other.start || one.end - other.end);
  const found = [];
  let running = [];
  for (const one of timed) {
    const still = running.filter(({ end }) => end > one.start);
    if (still.length < running.length && running.length > 1) found.push(running);
    running = [...still, one];
  }
  if (running.length > 1) found.push(running);
  return found.map((each) => each.map(({ card }) => card));
}

export function told(groups, words, titleOf) {
  const beside = new Map();
  for (const group of groups) {
    for (const card of group) beside.set(card, new Set([...(beside.get(card) ?? []), ...group]));
  }
  for (const line of document.querySelectorAll(".list > li .same")) line.remove();
  for (const [card, all] of beside) {
    const [other, ...more] = [...all].filter((each) => each !== card);
    const textContent = more.length ? words.several.replace("{count}", more.length + 1) : words.same.replace("{other}", () => titleOf(other));
    card.querySelector("h3, h4").parentElement.append(Object.assign(document.createElement("p"), { className: "same", textContent }));
  }
}
