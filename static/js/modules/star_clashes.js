// Which starred sessions are at the same time, and the words about it on each of them.
const MOST = 3;

// Pairs of cards of which one begins before the other has ended; nothing that is cancelled overlaps.
export function clashes(cards) {
  const timed = cards
    .filter((card) => card.dataset.start && !card.classList.contains("off"))
    .map((card) => ({ card, start: Date.parse(card.dataset.start), end: Date.parse(card.dataset.end) }))
    .sort((one, other) => one.start - other.start || one.end - other.end);
  const pairs = [];
  timed.forEach((one, place) => {
    for (const other of timed.slice(place + 1)) {
      if (other.start >= one.end) break;
      pairs.push([one.card, other.card]);
    }
  });
  return pairs;
}

export function told(pairs, words, titleOf) {
  const beside = new Map();
  for (const [one, other] of pairs) {
    beside.set(one, [...(beside.get(one) ?? []), other]);
    beside.set(other, [...(beside.get(other) ?? []), one]);
  }
  for (const card of document.querySelectorAll(".list > li .same")) card.remove();
  for (const [card, others] of beside) {
    for (const other of others.slice(0, MOST)) {
      const textContent = words.replace("{other}", () => titleOf(other));
      card.querySelector("h3, h4").parentElement.append(Object.assign(document.createElement("p"), { className: "same", textContent }));
    }
  }
}
