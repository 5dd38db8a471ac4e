// One field of several things: what it becomes is asked only where it is to become something.
export default function change(row) {
  const how = row.querySelector(".how");
  const to = row.querySelector(".to");
  if (!to) return;
  const show = () => {
    const wanted = !["leave", "empty"].includes(how.value);
    to.hidden = !wanted;
    for (const field of to.querySelectorAll("input, select, textarea")) field.disabled = !wanted;
  };
  how.addEventListener("change", () => {
    show();
    if (!to.hidden) to.querySelector("input, select, textarea")?.focus();
  });
  show();
}
