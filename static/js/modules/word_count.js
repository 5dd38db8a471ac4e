// How many words a text has, beside how many it may have, as it is typed. Counted as domain/answering.py counts:
// what stands between blanks and is more than punctuation, each Chinese character and kana, and every three letters of
// scripts that run on without blanks.
const SIGNS = /[\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\u{1aff0}-\u{1b16f}\u{20000}-\u{3ffff}]/gu;
const RUNNING = /[\u0e00-\u109f\u1780-\u17ff]/gu;
const BLANKS = /(?:(?!\ufeff)[\s\x1c-\x1f\x85])+/u;
const LETTERS_A_WORD = 3;

export function wordsIn(text) {
  const counted = (pattern) => (text.match(pattern) || []).filter((sign) => /[\p{L}\p{N}]/u.test(sign)).length;
  const rest = text.replace(SIGNS, " ").replace(RUNNING, " ").split(BLANKS);
  const words = rest.filter((word) => /[\p{L}\p{N}\p{S}]/u.test(word)).length;
  return words + counted(SIGNS) + Math.ceil(counted(RUNNING) / LETTERS_A_WORD);
}

export default function wordCount(area) {
  const told = document.getElementById(`${area.id}-count`);
  if (!told) return;
  const pattern = told.textContent.replace(/[0-9]+/, "#");
  const most = Number(area.dataset.most);
  area.addEventListener("input", () => {
    const words = wordsIn(area.value);
    told.textContent = pattern.replace("#", words);
    told.classList.toggle("wrong", words > most);
  });
}
