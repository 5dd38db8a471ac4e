// What is typed into a form stays on this device until it is sent, so that nothing is lost with a bad connection. A form
// that came back with what was typed is fuller than what was kept. Leaving it is asked only where nothing can be kept.
const keyOf = (element) => `forum-registration:${element.dataset.kept}`;
const KEPT_DAYS = 14;

export default function keptForm(form) {
  const key = keyOf(form);
  const came = form.querySelector("[aria-invalid], [role=alert]");
  let later = 0;
  let unkept = false;
  const now = () => {
    clearTimeout(later);
    later = 0;
    unkept = !write(key, valuesOf(form));
  };
  const keep = () => {
    clearTimeout(later);
    later = setTimeout(now, 300);
  };
  if (came) now();
  else restore(form, read(key));
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.addEventListener("submit", (event) => {
    if (form.dataset.sending) event.preventDefault();
    form.dataset.sending = "1";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  addEventListener("beforeunload", (event) => {
    if (later) now();
    if (unkept && !form.dataset.sending) event.preventDefault();
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
    return true;
  } catch {
    return false; // full, or not allowed: the form works without
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
