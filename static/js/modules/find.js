// Find anything: "/" goes to the field; what is found stands under it while one types.
const WAIT = 160;

export default function find(form) {
  const field = form.querySelector("input[type=search]");
  const list = document.createElement("div");
  list.className = "find-list";
  list.hidden = true;
  form.append(list);
  let timer = 0;
  let asked = "";
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable=true]")) return;
    event.preventDefault();
    field.focus();
  });
  const look = async () => {
    const words = field.value.trim();
    if (words === asked) return;
    asked = words;
    if (words.length < 2) {
      list.hidden = true;
      return;
    }
    const answer = await fetch(`${form.action}?q=${encodeURIComponent(words)}`, { headers: { "X-Fragment": "1" }, credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok || words !== asked) return;
    list.innerHTML = await answer.text();
    list.hidden = false;
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      list.hidden = true;
      field.focus();
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const links = [...list.querySelectorAll("a")];
    if (list.hidden || !links.length) return;
    event.preventDefault();
    const at = links.indexOf(document.activeElement);
    const to = event.key === "ArrowDown" ? at + 1 : at - 1;
    (to < 0 ? field : links[Math.min(to, links.length - 1)]).focus();
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) setTimeout(() => (list.hidden = true), 120);
  });
}
