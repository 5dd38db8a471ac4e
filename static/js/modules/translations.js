// Translating by keyboard: Ctrl+Enter saves the field that one is in, Alt+arrow goes to the next or last one to do.
export default function translations(form) {
  const rows = [...form.querySelectorAll(".tr")];
  const hint = document.querySelector(".tr-count .keys");
  if (hint) hint.hidden = false;

  function todo(from, step) {
    for (let index = from + step; index >= 0 && index < rows.length; index += step) {
      if (["missing", "old"].includes(rows[index].dataset.state)) return rows[index];
    }
    return null;
  }

  function enter(row) {
    const field = row?.querySelector(".tr-to [contenteditable=true], .tr-to textarea:not([hidden]), .tr-to input.in");
    field?.focus();
    row?.scrollIntoView({ block: "center" });
  }

  form.addEventListener("keydown", (event) => {
    const row = event.target.closest(".tr");
    if (!row) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(row.querySelector("[name=_only]"));
    } else if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      enter(todo(rows.indexOf(row), event.key === "ArrowDown" ? 1 : -1));
    }
  });
  if (location.hash.startsWith("#row-")) enter(document.querySelector(location.hash));
}
