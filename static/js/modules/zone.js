// The reader's zone: the one chosen on this site, else the browser's.
const KEY = "zone";

export function readerZone() {
  const asked = new URLSearchParams(location.search).get("tz");
  try {
    if (asked) localStorage.setItem(KEY, asked);
    const kept = localStorage.getItem(KEY);
    if (kept) return kept;
  } catch {
    // no storage: the browser's own
  }
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function forgetZone() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // nothing was kept
  }
}

// The page's language as dates are written in it: the digits 0 to 9, and of English the British order.
export function pageLanguage() {
  const { lang } = document.documentElement;
  return `${lang === "en" ? "en-GB" : lang}-u-nu-latn`;
}

// Making a formatter costs more than using it, and a programme asks hundreds of times.
const clocks = new Map();

function clockOf(zone) {
  if (!clocks.has(zone)) {
    clocks.set(zone, new Intl.DateTimeFormat("en-GB", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric",
    }));
  }
  return clocks.get(zone);
}

// Minutes that a zone is ahead of UTC at an instant.
export function offsetAt(zone, instant) {
  const parts = clockOf(zone).formatToParts(instant);
  const read = (type) => Number(parts.find((part) => part.type === type).value);
  const wall = Date.UTC(read("year"), read("month") - 1, read("day"), read("hour"), read("minute"));
  return Math.round((wall - Math.floor(instant.getTime() / 60000) * 60000) / 60000);
}

// Minutes ahead of UTC of a time written with its offset: 2022-09-13T10:30:00+07:00.
export function writtenOffset(text) {
  const match = /([+-])(\d\d):(\d\d)$/.exec(text);
  return match ? (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) : 0;
}

// UTC+7, UTC+5:45, UTC.
function offsetWords(minutes) {
  if (!minutes) return "UTC";
  const size = Math.abs(minutes);
  const rest = size % 60;
  return `UTC${minutes < 0 ? "−" : "+"}${Math.floor(size / 60)}${rest ? ":" + String(rest).padStart(2, "0") : ""}`;
}

// Zurich (UTC+2); UTC alone needs no second word.
export function placed(zone, minutes) {
  const place = zone.split("/").pop().replaceAll("_", " ");
  return place === "UTC" ? place : `${place} (${offsetWords(minutes)})`;
}

// Tuesday 14 May, 12:00: a moment written with its offset, as the clocks of that offset show it.
export function moment(text, comma) {
  const day = new Intl.DateTimeFormat(pageLanguage(), { timeZone: "UTC", weekday: "long", day: "numeric", month: "long" });
  return day.format(new Date(`${text.slice(0, 16)}Z`)) + comma + text.slice(11, 16);
}
