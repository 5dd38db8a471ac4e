// Binds each element's data-module to its behaviour, in the page and in what is fetched into it later.
const behaviours = {};

export function know(modules) {
  Object.assign(behaviours, modules);
}

export function bind(root) {
  for (const element of root.querySelectorAll("[data-module]")) behaviours[element.dataset.module]?.(element);
}
