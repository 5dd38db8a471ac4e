// In lists of sessions, puts the reader's own time under the forum's where they differ, and says so above the list.
import { offsetAt, pageLanguage, placed, readerZone, writtenOffset } from "./zone.js";

export default function listTimes(element) {
  if (document.querySelector(".rail.list time small")) return; // the page says it already
  const zone = readerZone();
  const times = [...document.querySelectorAll(".rail.list > li > time")];
  try {
    const differ = times.filter((time) => offsetAt(zone, new Date(time.dateTime)) !== writtenOffset(time.dateTime));
    if (!differ.length) return;
    const clock = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const date = new Intl.DateTimeFormat("en-CA", { timeZone: zone });
    const day = new Intl.DateTimeFormat(pageLanguage(), { timeZone: zone, weekday: "short", day: "numeric" });
    for (const time of differ) {
      if (time.querySelector(".vh")) continue;
      const instant = new Date(time.dateTime);
      const other = date.format(instant) !== time.dateTime.slice(0, 10) ? `${day.format(instant)} ` : "";
      time.append(Object.assign(document.createElement("small"), { textContent: other + clock.format(instant) }));
    }
    const said = placed(zone, offsetAt(zone, new Date(differ[0].dateTime)));
    const place = document.documentElement.dir === "rtl" ? `\u2068${said}\u2069` : said;
    element.textContent = element.dataset.words.replace("{line}", element.textContent).replace("{place}", place);
  } catch {
    // a zone this browser does not know: the forum's times stand
  }
}
