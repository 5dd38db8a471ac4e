// What is wrong with a form is where the reader is taken first; its links lead into the fields.
export default function summary(box) {
  box.focus();
  box.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) return;
    event.preventDefault();
    target.closest("details")?.setAttribute("open", "");
    const field = target.matches("input, textarea, select") ? target : target.querySelector("input:not([type=hidden]), textarea, select, button");
    (field || target).focus();
    (field || target).scrollIntoView({ block: "center" });
  });
}
