// What a run says of the time at an instant: the same numbers as forum_app/domain/run_times.py has.
import { LEAST, MINUTE, itemOf, lengthOf } from "./fold.js";

export const YELLOW = 2 * MINUTE;
export const RED = MINUTE / 2;
const NEGLIGIBLE = MINUTE / 2;
const sum = (items, of) => items.reduce((all, item) => all + of(item), 0);

function due(run, now) {
  const still = run.paused_at === null ? 0 : Math.max(0, now - run.paused_at);
  return run.began + run.paused + still + lengthOf(run, itemOf(run));
}

export function left(run, now) {
  return due(run, now) - now;
}

export function plannedEnd(run) {
  const { items, starts_at = null, ends_at = null } = run.plan;
  const whole = starts_at !== null && ends_at !== null ? ends_at - starts_at : sum(items, (item) => item.length);
  return run.starts_at + whole;
}

export function late(run, now) {
  const item = itemOf(run);
  if (!item) return run.ended_at === null ? 0 : run.ended_at - plannedEnd(run);
  const overBy = run.starts_at + sum(run.plan.items.slice(0, run.current + 1), (each) => each.length);
  return Math.max(due(run, now), now) - overBy;
}

export function expectedEnd(run, now) {
  if (run.ended_at !== null) return run.ended_at;
  return Math.max(now, due(run, now)) + sum(run.plan.items.slice(run.current + 1), (item) => lengthOf(run, item));
}

export function lines(run, planned, now) {
  const plan = run.plan ?? planned;
  let plannedAt = run.plan ? run.starts_at : (plan.starts_at ?? now);
  let comes = plannedAt;
  return plan.items.map((item, place) => {
    const length = lengthOf(run, item);
    const line = { item, length, plannedAt, expectedAt: comes, over: false, now: false, late: 0 };
    if (place < run.spoken.length) {
      const { began, ended } = run.spoken[place];
      Object.assign(line, { expectedAt: began, over: true, late: ended - began - item.length });
      comes = ended;
    } else if (run.plan && place === run.current && run.ended_at === null) {
      Object.assign(line, { expectedAt: run.began, now: true, late: run.began - plannedAt });
      comes = Math.max(now, due(run, now));
    } else comes += length;
    plannedAt += item.length;
    return line;
  });
}

// The discussion gives first, then all others a minute in turn, the longest first.
export function wayOut(run, now) {
  if (!itemOf(run)) return null;
  const missing = expectedEnd(run, now) - plannedEnd(run);
  if (missing < NEGLIGIBLE) return null;
  let needed = Math.ceil(missing / MINUTE);
  const later = run.plan.items.slice(run.current + 1);
  const spare = (item) => Math.floor(Math.max(0, lengthOf(run, item) - LEAST) / MINUTE) - (minutes.get(item.id) ?? 0);
  const minutes = new Map();
  const give = (item, share) => {
    minutes.set(item.id, (minutes.get(item.id) ?? 0) + share);
    needed -= share;
  };
  for (const item of later) if (item.gives && Math.min(spare(item), needed) > 0) give(item, Math.min(spare(item), needed));
  while (needed) {
    const able = later.filter((item) => spare(item) > 0);
    if (!able.length) break;
    give(able.reduce((best, item) => (spare(item) > spare(best) ? item : best)), 1);
  }
  if (!minutes.size) return null;
  const cut = later.filter(({ id }) => minutes.has(id));
  return {
    minutes: cut.map((item) => [item.id, minutes.get(item.id)]),
    lengths: Object.fromEntries(cut.map((item) => [item.id, lengthOf(run, item) - minutes.get(item.id) * MINUTE])),
    short: needed,
  };
}

export function toneOf(run, now) {
  if (!run.plan) return "waiting";
  if (run.ended_at !== null) return "ended";
  if (run.paused_at !== null) return "paused";
  const rest = left(run, now);
  return rest <= 0 ? "over" : rest <= RED ? "end" : rest <= YELLOW ? "last" : "plain";
}
