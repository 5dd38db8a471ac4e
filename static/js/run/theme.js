// Dark or light, kept in the browser for these pages alone: halls are dark whatever the reader likes elsewhere.
export default function theme(button) {
  const root = document.documentElement;
  button.addEventListener("click", () => {
    root.dataset.theme = root.dataset.theme === "light" ? "dark" : "light";
    try {
      localStorage.setItem("run-theme", root.dataset.theme);
    } catch {
      // no storage: the choice holds for this page
    }
  });
  button.hidden = false;
}
