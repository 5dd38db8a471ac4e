// Rooms by time or a list: remembers which of the two a reader chose.
const KEY = "layout";

export default function layout(fieldset) {
  const choices = [...fieldset.querySelectorAll("input")];
  try {
    const kept = choices.find((choice) => choice.id === localStorage.getItem(KEY));
    if (kept) kept.checked = true;
  } catch {
    // no storage: as the page says
  }
  fieldset.addEventListener("change", (event) => {
    try {
      localStorage.setItem(KEY, event.target.id);
    } catch {
      // not kept
    }
  });
}
