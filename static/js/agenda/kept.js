// What a person has in hand while a part of the page is drawn anew: where the focus is, what is chosen in small forms.

// Gives the focus back to what stands where it was, or to the heading.
export function focusKept(box) {
  const active = document.activeElement;
  if (!box.contains(active)) return () => {};
  const { name, type } = active;
  const closing = active.matches("[data-close]");
  const told = (each) => (each.type === "submit" ? each.textContent.trim() : each.type === "checkbox" ? each.value : "");
  const [doing, words] = [active.form?.elements.do?.value, told(active)];
  return () => {
    if (box.contains(document.activeElement)) return;
    const fields = [...box.querySelectorAll("form[data-step]")].filter((form) => doing && form.elements.do.value === doing).flatMap((form) => [...form.elements]);
    const again = fields.find((each) => each.name === name && each.type === type && told(each) === words && !each.ariaHidden);
    (again ?? box.querySelector(closing ? "[data-close]" : "h2"))?.focus();
  };
}

// The same for what is drawn anew of the days and of what waits.
export function placeKept(builder) {
  const { root } = builder;
  const active = document.activeElement;
  if (!active.closest?.(".days-p, [data-tray]")) return () => {};
  const key = active.closest(".ev")?.dataset.key;
  const inCard = active.matches(".grip") ? ".grip" : ".ev-t";
  const day = active.dataset.dayTab;
  return () => {
    if (root.contains(document.activeElement)) return;
    if (key) return builder.focusOn(key, inCard, { preventScroll: true });
    const again = day && root.querySelector(`[data-day-tab="${day}"]`);
    (again || builder.board.box).focus({ preventScroll: true });
  };
}

// What is chosen in the forms of steps that are asked by themselves: how many minutes, with whom to swap.
export function carryOver(from, to) {
  for (const form of from.querySelectorAll("form[data-step]:not([data-edit])")) {
    const doing = form.elements.do.value;
    if (doing === "place") continue;
    const again = [...to.querySelectorAll("form[data-step]")].find((each) => each.elements.do.value === doing);
    for (const field of again ? form.elements : []) {
      const next = field.name && field.type !== "hidden" && again.elements[field.name];
      if (!next) continue;
      if (field.type === "checkbox") next.checked = field.checked;
      else if (!next.options || [...next.options].some((option) => option.value === field.value)) next.value = field.value;
    }
  }
}
