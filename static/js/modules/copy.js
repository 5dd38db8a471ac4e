// Copies the field beside a button, and says so on the button.
export default function copy(button) {
  const field = button.parentElement.querySelector("input");
  const said = button.querySelector("[role=status]");
  button.hidden = false;
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      return; // no clipboard for this page: the address stands selected
    }
    const before = said.textContent;
    said.textContent = button.dataset.done;
    setTimeout(() => (said.textContent = before), 3000);
  });
}
