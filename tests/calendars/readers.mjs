// What two calendar readers for JavaScript, ical.js and node-ical, see in every .ics file of a folder, as JSON.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import ICAL from "ical.js";
import nodeIcal from "node-ical";

const instant = (date) => date.toISOString().replace(".000Z", "Z");

function byIcalJs(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      start: instant(event.startDate.toJSDate()),
      end: instant(event.endDate.toJSDate()),
      summary: event.summary,
      location: event.location ?? "",
      description: event.description ?? "",
      status: component.getFirstPropertyValue("status"),
      sequence: event.sequence,
      categories: component.getAllProperties("categories").flatMap((property) => property.getValues()),
    };
  });
}

function byNodeIcal(text) {
  const events = Object.values(nodeIcal.sync.parseICS(text)).filter((component) => component.type === "VEVENT");
  return events.map((event) => ({
    uid: event.uid,
    start: instant(event.start),
    end: instant(event.end),
    summary: event.summary,
    location: event.location ?? "",
    description: event.description ?? "",
    status: event.status,
    sequence: Number(event.sequence),
    categories: event.categories ?? [],
  }));
}

const folder = process.argv[2];
const seen = {};
for (const name of readdirSync(folder).filter((file) => file.endsWith(".ics"))) {
  const text = readFileSync(join(folder, name), "utf8");
  seen[name.slice(0, -4)] = { "ical.js": byIcalJs(text), "node-ical": byNodeIcal(text) };
}
process.stdout.write(JSON.stringify(seen));
