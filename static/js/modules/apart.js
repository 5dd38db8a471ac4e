// A text among words that may run the other way, between marks that isolate it where it needs them.
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

export function apart(text) {
  return document.documentElement.dir === "rtl" || RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;
}

// The words with each {name} in its place.
export function filled(words, values) {
  return words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
}
