// What is typed into a form stays on this device until it is sent, so that nothing is lost with a bad connection. A form
// that came back with what was typed is fuller than what was kept.
const keyOf = (element) => `forum-registration:${element.dataset.kept}`;
const KEPT_DAYS = 14;

export default function keptForm(form) {
  const key = keyOf(form);
  const came = form.querySelector("[aria-invalid], [role=alert]");
  if (!came) restore(form, read(key));
  let later = 0;
  const keep = () => {
    clearTimeout(later);
    later = setTimeout(() => write(key, valuesOf(form)), 300);
  };
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.addEventListener("submit", (event) => {
    if (form.dataset.sending) event.preventDefault();
    form.dataset.sending = "1";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => {
    delete form.dataset.sending;
    form.querySelectorAll("[aria-busy]").forEach((each) => each.removeAttribute("aria-busy"));
  });
}

// Once it is sent, nothing stays behind on the device.
export function sentForm(element) {
  try {
    localStorage.removeItem(keyOf(element));
  } catch {
    // a browser without storage kept nothing
  }
}

function valuesOf(form) {
  const entries = [...new FormData(form)].filter(([name]) => !name.startsWith("_") && !name.endsWith("consent"));
  return { at: Date.now(), entries };
}

function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key) || "null");
    return kept && Date.now() - kept.at < KEPT_DAYS * 86_400_000 ? kept.entries : [];
  } catch {
    return [];
  }
}

function write(key, values) {
  try {
    localStorage.setItem(key, JSON.stringify(values));
  } catch {
    // full, or not allowed: the form works without
  }
}

function restore(form, entries) {
  for (const [name, value] of entries) {
    const fields = form.elements.namedItem(name);
    for (const field of fields instanceof RadioNodeList ? fields : [fields].filter(Boolean)) {
      if (field.type === "checkbox" || field.type === "radio") {
        if (field.value === value && !field.disabled) field.checked = true;
      } else field.value = value;
    }
  }
  if (entries.length) form.dispatchEvent(new Event("change", { bubbles: true }));
}
