// A long list to choose one from: a field above it that leaves what matches, and chooses it where it is the only one.
import { folded } from "./narrow.js";

export default function narrowSelect(select) {
  const field = Object.assign(document.createElement("input"), { type: "search", className: "in narrowing", autocomplete: "off" });
  field.setAttribute("aria-label", select.dataset.label);
  field.placeholder = select.dataset.label.split(":")[0];
  select.before(field);
  const all = [...select.options].map((option) => [option, folded(option.text)]);
  field.addEventListener("input", (event) => {
    event.stopPropagation();
    const words = folded(field.value).split(/[\s/]+/).filter(Boolean);
    const chosen = select.value;
    const found = all.filter(([option, text]) => option.value === chosen || option.value === "" || words.every((word) => text.includes(word)));
    select.replaceChildren(...found.map(([option]) => option));
    const matching = found.filter(([option, text]) => option.value !== "" && words.every((word) => text.includes(word)));
    const next = words.length && matching.length === 1 ? matching[0][0].value : chosen;
    if (next !== select.value || next !== chosen) {
      select.value = next;
      select.dispatchEvent(new Event("input", { bubbles: true }));
      select.dispatchEvent(new Event("change", { bubbles: true }));
    } else select.value = chosen;
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
    if (event.key === "ArrowDown") select.focus();
  });
}
