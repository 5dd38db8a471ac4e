// The ticks of a list: all at once, a stretch with Shift, how many are chosen; the bar, where the list has one, comes with
// the first of them.
export default function choosing(form) {
  const found = () => [...form.querySelectorAll(`input[name=${form.dataset.ticks || "key"}]`)]; // a list that was put in order is another one
  const bar = form.querySelector(".choosing");
  const count = bar?.querySelector("[data-count]");
  const every = bar?.querySelector("input[name=every]");
  const whole = () => form.querySelector("[data-all]");
  let last = null;
  const show = () => {
    const [ticks, all] = [found(), whole()];
    if (ticks.length) all.closest("[hidden]")?.removeAttribute("hidden");
    const number = ticks.filter((tick) => tick.checked).length;
    if (bar) {
      bar.hidden = number === 0;
      count.textContent = count.dataset.count.replace("#", number);
    }
    if (every) {
      every.closest("label").hidden = number < ticks.length;
      if (number < ticks.length) every.checked = false;
    }
    all.checked = number === ticks.length;
    all.indeterminate = number > 0 && number < ticks.length;
  };
  form.addEventListener("change", (event) => {
    if (event.target !== whole()) return;
    for (const tick of found()) tick.checked = event.target.checked;
    show();
  });
  document.addEventListener("fresh", show);
  form.addEventListener("click", (event) => {
    const ticks = found();
    const at = ticks.indexOf(event.target);
    if (at < 0) return;
    if (event.shiftKey && last !== null) {
      const [from, to] = [Math.min(at, last), Math.max(at, last)];
      for (const tick of ticks.slice(from, to + 1)) tick.checked = event.target.checked;
    }
    last = at;
    show();
  });
  bar?.querySelector("[data-none]").addEventListener("click", () => {
    for (const tick of found()) tick.checked = false;
    show();
    whole().focus();
  });
  addEventListener("pageshow", show); // a browser ticks again what was ticked when one comes back
  show();
}
