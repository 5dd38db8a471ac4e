// Steps that wait, kept on this device: by account and forum, and each tab's own by itself. A tab holds a lock while it
// lives; what one that is gone has left is taken over by another of the same account.
export class Shelf {
  constructor(prefix, name, found) {
    this.prefix = `${prefix} `;
    this.place = `${this.prefix}${name}`;
    this.found = found;
    this.awaited = new Set([this.place]);
    navigator.locks?.request(this.place, () => new Promise(() => {}));
    for (const place of places(this.prefix)) this.wait(place);
    addEventListener("storage", ({ key, newValue }) => newValue && key?.startsWith(this.prefix) && this.wait(key));
  }

  wait(place) {
    if (this.awaited.has(place)) return;
    this.awaited.add(place);
    const take = () => {
      const steps = read(place);
      if (!steps.length) return;
      this.found(steps); // kept here before they are removed there: a step that is sent twice is done once
      forget(place);
    };
    if (navigator.locks) navigator.locks.request(place, take);
    else take();
  }

  keep(steps) {
    try {
      if (steps.length) localStorage.setItem(this.place, JSON.stringify(steps));
      else localStorage.removeItem(this.place);
    } catch {
      // nothing can be kept on this device: then it is held in memory
    }
  }
}

// Where steps are kept under names that begin so.
export function places(prefix) {
  try {
    return Object.keys(localStorage).filter((place) => place.startsWith(prefix));
  } catch {
    return [];
  }
}
export function read(place) {
  try {
    return JSON.parse(localStorage.getItem(place)) || [];
  } catch {
    return [];
  }
}
export function forget(place) {
  try {
    localStorage.removeItem(place);
  } catch {
    // there is nothing to forget where nothing can be kept
  }
}
