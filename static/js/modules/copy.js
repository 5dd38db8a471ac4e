// Copies the field beside a button, and says so on the button.
export default function copy(button) {
  const field = button.parentElement.querySelector("input");
  const [words, said] = [button.querySelector("span"), button.parentElement.querySelector("[role=status]")];
  button.hidden = false;
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      return; // no clipboard for this page: the address stands selected
    }
    if (said.textContent) return;
    const before = words.textContent;
    words.textContent = said.textContent = button.dataset.done;
    setTimeout(() => {
      words.textContent = before;
      said.textContent = "";
    }, 3000);
  });
}
