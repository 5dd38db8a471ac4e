// Says a session's time on the reader's own clocks, where they differ from the forum's.
import { offsetAt, pageLanguage, placed, readerZone, writtenOffset } from "./zone.js";

export default function readerTime(element) {
  const { start, end, words, otherDay, span } = element.dataset;
  const zone = readerZone();
  if ("said" in element.dataset) return; // the page says it already
  try {
    const [first, last] = [new Date(start), new Date(end)];
    const offset = offsetAt(zone, first);
    if (offset === writtenOffset(start)) return;
    const language = pageLanguage();
    const clock = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const date = (instant, timeZone) => new Intl.DateTimeFormat("en-CA", { timeZone }).format(instant);
    const values = {
      times: span.replace("{start}", clock.format(first)).replace("{end}", clock.format(last)),
      place: placed(zone, offset),
      day: new Intl.DateTimeFormat(language, { timeZone: zone, weekday: "long", day: "numeric", month: "long" }).format(first),
    };
    const sentence = date(first, zone) === start.slice(0, 10) ? words : otherDay;
    const text = document.createElement("span");
    for (const part of sentence.split(/\{(\w+)\}/).entries()) {
      const [number, piece] = part;
      if (number % 2 === 0) text.append(piece);
      else if (piece === "times") text.append(Object.assign(document.createElement("b"), { textContent: values.times }));
      else text.append(Object.assign(document.createElement("bdi"), { textContent: values[piece] ?? "" }));
    }
    const link = element.querySelector("a");
    if (link) link.textContent = element.dataset.change;
    element.prepend(text, ". ");
  } catch {
    // a zone this browser does not know: the forum's time stands
  }
}
