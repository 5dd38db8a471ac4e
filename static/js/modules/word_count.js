// How many words a text has, beside how many it may have, as it is typed.
const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff]/g;

export default function wordCount(area) {
  const told = document.getElementById(`${area.id}-count`);
  if (!told) return;
  const pattern = told.textContent.replace(/[0-9]+/, "#");
  const most = Number(area.dataset.most);
  area.addEventListener("input", () => {
    const unspaced = (area.value.match(UNSPACED) || []).length;
    const words = area.value.replace(UNSPACED, " ").split(/\s+/).filter(Boolean).length + unspaced;
    told.textContent = pattern.replace("#", words);
    told.classList.toggle("wrong", words > most);
  });
}
