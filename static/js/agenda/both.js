// A step that met what somebody else did to the same: both versions beside each other, and the choice between them.
const waiting = [];

export function showBoth(builder, found, step) {
  const dialog = document.getElementById("builder-touched");
  if (dialog.open) return void waiting.push([found, step]);
  dialog.onclose = () => waiting.length && showBoth(builder, ...waiting.shift());
  show(dialog, builder, found, step);
}

function show(dialog, builder, found, step) {
  const { words, steps } = builder;
  dialog.querySelector("[data-both]").replaceChildren(...found.flatMap((each) => [head(each), ...each.fields.map(row)]));
  dialog.querySelector("[data-mine]").onclick = () => {
    if (step.undo) (step.stack === "redos" ? steps.undos : steps.redos).pop();
    steps.take({ ...step.fields, all: "yes" }, { undo: step.undo, stack: step.stack, context: step.context });
    dialog.close();
  };
  dialog.showModal();
}

function head(each) {
  const made = Object.assign(document.createElement("p"), { dir: "auto" });
  made.append(Object.assign(document.createElement("b"), { textContent: each.name }), ` ${each.told}`);
  return made;
}

function row(field) {
  const made = Object.assign(document.createElement("p"), { className: "both" });
  made.append(...[field.label, field.theirs, field.mine].map((textContent, index) => Object.assign(document.createElement(index ? "span" : "small"), { dir: "auto", textContent })));
  return made;
}
