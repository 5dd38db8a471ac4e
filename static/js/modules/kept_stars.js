// The sessions that a reader starred, kept on this device: ids alone, per forum, at most 500.
const MOST = 500;
const ID = /^[0-9a-z]{10}$/;
const unkept = new Map(); // where there is no storage: for as long as the page is open

const place = (forum) => `stars:${forum}`;

export function stars(forum) {
  if (unkept.has(forum)) return new Set(unkept.get(forum));
  try {
    const kept = JSON.parse(localStorage.getItem(place(forum)));
    return new Set(Array.isArray(kept) ? kept.filter((id) => ID.test(id)).slice(0, MOST) : []);
  } catch {
    return new Set(); // no storage, or nothing of ours
  }
}

// Adds a session or takes it away, and tells the page. Read anew each time: another window may have changed it.
export function toggle(forum, id) {
  const kept = stars(forum);
  if (!kept.delete(id) && kept.size < MOST) kept.add(id);
  try {
    localStorage.setItem(place(forum), JSON.stringify([...kept]));
  } catch {
    unkept.set(forum, kept);
  }
  document.dispatchEvent(new CustomEvent("stars"));
}

// Calls back whenever this page or another window changed them.
export function watch(forum, tell) {
  document.addEventListener("stars", tell);
  addEventListener("storage", (event) => event.key === place(forum) && tell());
}
