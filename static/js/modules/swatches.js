// How a colour reads, fetched while it is chosen; the newest answer counts.
const WAIT = 150;

export default function swatches(form) {
  const field = form.querySelector("#accent");
  const eye = form.querySelector("[data-eye]");
  const preview = form.querySelector("[value=preview]");
  let timer = 0;
  let asked = 0;
  preview.hidden = true;
  eye.hidden = false;

  async function show() {
    const accent = field.value.trim().replace(/^#?/, "#");
    if (!/^#[0-9a-f]{6}$/i.test(accent)) return;
    eye.value = accent.toLowerCase();
    const mine = ++asked;
    const answer = await fetch(`${form.dataset.figures}?accent=${encodeURIComponent(accent)}`);
    if (!answer.ok || mine !== asked) return;
    form.querySelector("#swatches").outerHTML = await answer.text();
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(show, WAIT);
  }

  field.addEventListener("input", later);
  eye.addEventListener("input", () => {
    field.value = eye.value;
    later();
  });
}
