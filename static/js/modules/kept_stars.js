// The sessions that a reader starred, kept on this device: ids alone, per forum, at most 500.
const MOST = 500;
const ID = /^[0-9a-z]{10}$/;

const place = (forum) => `stars:${forum}`;

export function stars(forum) {
  try {
    const kept = JSON.parse(localStorage.getItem(place(forum)));
    return new Set(Array.isArray(kept) ? kept.filter((id) => ID.test(id)).slice(0, MOST) : []);
  } catch {
    return new Set(); // no storage, or not ours
  }
}

// Adds a session or takes it away; what is starred then. Read anew each time: another window may have changed it.
export function toggle(forum, id) {
  const kept = stars(forum);
  if (!kept.delete(id) && kept.size < MOST) kept.add(id);
  try {
    localStorage.setItem(place(forum), JSON.stringify([...kept]));
  } catch {
    // kept for as long as the page is open
  }
  return kept;
}

// Tells of what another window changed.
export function watch(forum, tell) {
  addEventListener("storage", (event) => event.key === place(forum) && tell(stars(forum)));
}
