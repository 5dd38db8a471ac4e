// A name that is found while it is typed, where there are too many to be listed on the page.
const WAIT = 180;

export default function lookup(field) {
  if (field.list || !field.dataset.lookup) return;
  const list = document.createElement("datalist");
  list.id = `${field.id}-found`;
  field.after(list);
  field.setAttribute("list", list.id);
  let timer = 0;
  let asked = "";
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const words = field.value.trim();
      if (words.length < 2 || words === asked) return;
      asked = words;
      const answer = await fetch(`${field.dataset.lookup}?q=${encodeURIComponent(words)}`, { credentials: "same-origin" }).catch(() => null);
      if (!answer?.ok) return;
      const found = await answer.json();
      if (words !== asked) return;
      list.replaceChildren(...found.map((label) => Object.assign(document.createElement("option"), { value: label })));
    }, WAIT);
  });
}
