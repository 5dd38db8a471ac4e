// Reads cases of presses from stdin and says what a page makes of each: the run, and its numbers at some instants.
import { readFileSync } from "node:fs";
import { taken, whole } from "../../static/js/run/fold.js";
import { expectedEnd, late, left, lines, plannedEnd, toneOf, wayOut } from "../../static/js/run/times.js";
import { span } from "../../static/js/run/words.js";

const { plan, instants, cases } = JSON.parse(readFileSync(0, "utf8"));
const told = cases.map((steps) => {
  const run = steps.reduce(taken, whole({}));
  return {
    run,
    at: instants.map((now) => {
      const runs = run.plan && run.ended_at === null;
      const out = wayOut(run, now);
      return {
        tone: toneOf(run, now),
        left: runs ? left(run, now) : 0,
        span: runs ? span(left(run, now)) : "",
        late: late(run, now),
        ends: run.plan ? [expectedEnd(run, now), plannedEnd(run)] : [],
        lines: lines(run, plan, now).map((line) => [line.item.id, line.length, line.plannedAt, line.expectedAt, line.over, line.now, line.late]),
        out: out && { minutes: Object.fromEntries(out.minutes), lengths: out.lengths, short: out.short },
      };
    }),
  };
});
console.log(JSON.stringify(told));
