// Times and lengths in words; the words come from the page.
export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// 7:12, +0:40 where it is over: to the second that is running.
export function span(length) {
  const seconds = length >= 0 ? Math.ceil(length / 1000) : Math.floor(-length / 1000);
  return `${length < 0 && seconds ? "+" : ""}${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

// 10:30, or 10:30:05, on the clocks of the forum.
export function clock(instant, offset, seconds = false) {
  return new Date(instant + offset * 60_000).toISOString().slice(11, seconds ? 19 : 16);
}

// 1 min 30 s
export function told(length, words) {
  const seconds = Math.round(Math.abs(length) / 1000);
  const parts = [[Math.floor(seconds / 60), words.min], [seconds % 60, words.sec]];
  return parts.filter(([n], place) => n || (place && !seconds)).map(([n, text]) => filled(text, { n })).join(" ");
}

export function joined(items, words) {
  if (items.length < 2) return items.join("");
  return filled(words.and, { list: items.slice(0, -1).join(words.between), last: items.at(-1) });
}
