// The sessions that a reader starred, kept on this device: ids, per forum, at most 500; and beside them what the reader
// knows of each: its title, its start and whether it is cancelled.
const MOST = 500;
const MOST_LETTERS = 200;
const MOST_IN_ADDRESS = 300;
const ID = /^[0-9a-z]{10}$/;
const unkept = new Map(); // where there is no storage: for as long as the page is open

const place = (forum) => `stars:${forum}`;
const placeOfNotes = (forum) => `stars-noted:${forum}`;

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

// What the reader knows of starred sessions, by id: { title, start, off }.
export function noted(forum) {
  try {
    const found = JSON.parse(localStorage.getItem(placeOfNotes(forum)));
    return new Map(Array.isArray(found) ? found.map(([id, title, start, off]) => [id, { title, start, off: Boolean(off) }]) : []);
  } catch {
    return new Map(); // no storage, or nothing of ours
  }
}

// Keeps what the reader knows now, and forgets what has no star any more.
export function note(forum, facts) {
  const kept = stars(forum);
  const all = [...new Map([...noted(forum), ...facts])].filter(([id]) => kept.has(id));
  const rows = all.map(([id, { title, start, off }]) => [id, title.slice(0, MOST_LETTERS), start, Number(off)]);
  try {
    localStorage.setItem(placeOfNotes(forum), JSON.stringify(rows));
  } catch {
    // not kept: nothing will be told of them
  }
}

// Calls back whenever this page or another window changed them.
export function watch(forum, tell) {
  document.addEventListener("stars", tell);
  addEventListener("storage", ({ key }) => [place(forum), placeOfNotes(forum)].includes(key) && tell());
}

// An address that asks for these sessions alone.
export function asking(base, kept) {
  const url = new URL(base, location.href);
  for (const key of [...kept].slice(0, MOST_IN_ADDRESS)) url.searchParams.append("session", key);
  return url.href;
}
