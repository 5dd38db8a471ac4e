// A long set of ticks: a field above it that leaves those whose words match, and those that are ticked.
export function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

export default function narrow(box) {
  const field = document.createElement("input");
  field.type = "search";
  field.className = "in narrowing";
  field.placeholder = box.dataset.label;
  field.setAttribute("aria-label", box.dataset.label);
  box.before(field);
  const ticks = [...box.querySelectorAll("label")].map((label) => [label, folded(label.textContent)]);
  field.addEventListener("input", (event) => {
    event.stopPropagation();
    const words = folded(field.value).split(/\s+/).filter(Boolean);
    for (const [label, text] of ticks) label.hidden = !label.querySelector("input").checked && !words.every((word) => text.includes(word));
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
