// The short name that a title would get, as a placeholder: kept when the field stays empty.
const WAIT = 250;

export default function shortName(form) {
  const title = form.elements.title;
  const name = form.elements.slug;
  const day = form.elements.first_day;
  let timer = 0;
  if (!title || !name) return;

  async function suggest() {
    const query = new URLSearchParams({ title: title.value, day: day ? day.value.slice(0, 4) : "" });
    const answer = await fetch(`${form.dataset.names}?${query}`);
    if (answer.ok) name.placeholder = await answer.text();
  }

  for (const field of [title, day]) {
    field?.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(suggest, WAIT);
    });
  }
  if (title.value) suggest();
}
