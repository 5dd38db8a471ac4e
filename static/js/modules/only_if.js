// A question that hangs on the answer to another one is shown when that is given; hidden, it isn't sent.
export default function onlyIf(element) {
  const form = element.closest("form");
  const { of, answer } = element.dataset;
  const look = () => {
    const asked = form.querySelector(`[name="${CSS.escape(of)}"]`);
    const given = [...new FormData(form).getAll(of)].filter(Boolean);
    const shown = Boolean(asked) && (answer ? given.includes(answer) : given.length > 0);
    element.hidden = !shown;
    for (const field of element.querySelectorAll("input, textarea, select")) field.disabled = !shown;
  };
  form.addEventListener("change", look);
  form.addEventListener("input", look);
  look();
}
