// A run after one more press: the same rules as forum_app/domain/running.py has, so that a screen goes on without a network.
// Instants and lengths are whole milliseconds.
export const MINUTE = 60_000;
const SHORTEST = MINUTE;
export const LEAST = 3 * MINUTE;
const LONGEST = 12 * 60 * MINUTE;
const REHEARSED = 60 * MINUTE;

const EMPTY = {
  round: 0, plan: null, starts_at: 0, current: 0, began: 0, paused: 0, paused_at: null,
  spoken: [], lengths: {}, warned_at: null, ended_at: null, order: [], assigned: {}, asked: [],
};

// What was told by the server leaves out what is as usual.
export function whole(run) {
  return { ...EMPTY, ...run };
}

export function itemOf(run) {
  return run.plan && run.ended_at === null ? run.plan.items[run.current] : null;
}

export function lengthOf(run, item) {
  return run.lengths[item.id] ?? item.length;
}

// The last instant that a run knows of: what is pressed now comes after it, whatever the clock of this screen says.
export function latest(run) {
  const instants = [run.began, run.paused_at, run.warned_at, run.ended_at, run.spoken.at(-1)?.ended];
  return Math.max(0, ...instants.map((each) => each ?? 0));
}

export function taken(run, step) {
  const { round = 0, item = "" } = step;
  if (step.do === "order") return ordered(run, step);
  if (step.do === "assign") return assigned(run, step);
  if (step.do === "ask") return round === run.round ? asked(run, step) : run;
  if (round !== run.round) return run;
  if (step.do === "restart") return run.plan ? whole({ round: run.round + 1, order: run.order, assigned: run.assigned }) : run;
  if (step.do === "start") return started(run, step);
  if (!run.plan) return run;
  if (run.ended_at !== null) return step.do === "back" ? backIn(run, item) : run;
  if (step.do === "add") return added(run, step);
  if (step.do === "take") return shortened(run, step);
  const change = NOW[step.do];
  return change && itemOf(run).id === item ? change(run, step) : run;
}

function ordered(run, { questions = [], question = "", to = "" }) {
  const shown = [...new Set(questions)];
  if (question === to || !shown.includes(question) || !shown.includes(to)) return { ...run, order: shown };
  const order = [...run.order, ...shown.filter((key) => !run.order.includes(key))];
  const isBefore = shown.indexOf(question) > shown.indexOf(to);
  if (order.indexOf(question) < order.indexOf(to) !== isBefore) {
    order.splice(order.indexOf(question), 1);
    order.splice(order.indexOf(to) + (isBefore ? 0 : 1), 0, question);
  }
  return { ...run, order };
}

function assigned(run, { question = "", to = "" }) {
  const others = Object.fromEntries(Object.entries(run.assigned).filter(([key]) => key !== question));
  return { ...run, assigned: to ? { ...others, [question]: to } : others };
}

function asked(run, { question = "", item = "", done = true }) {
  const mark = `${question} ${item}`;
  const others = run.asked.filter((each) => each !== mark);
  return { ...run, asked: done ? [...others, mark] : others };
}

function started(run, { at, plan }) {
  if (run.plan || !plan?.items.length) return run;
  const planned = plan.starts_at ?? null;
  const counted = planned !== null && Math.abs(at - planned) <= REHEARSED ? planned : at;
  return { ...run, plan, starts_at: counted, began: at };
}

function closed(run, wanted) {
  const at = Math.max(wanted, run.began);
  const still = run.paused_at === null ? 0 : Math.max(0, at - run.paused_at);
  return [...run.spoken, { item: run.plan.items[run.current].id, began: run.began, ended: at, paused: run.paused + still }];
}

function finished(run, { at }) {
  return { ...run, spoken: closed(run, at), ended_at: Math.max(at, run.began), paused_at: null, warned_at: null };
}

function nextOf(run, step) {
  if (run.current + 1 >= run.plan.items.length) return finished(run, step);
  const began = Math.max(step.at, run.began);
  return { ...run, spoken: closed(run, step.at), current: run.current + 1, began, paused: 0, paused_at: null, warned_at: null };
}

function back(run) {
  if (!run.spoken.length || !run.current) return run;
  const last = run.spoken.at(-1);
  const paused = (last.paused ?? 0) + run.paused;
  return { ...run, spoken: run.spoken.slice(0, -1), current: run.current - 1, began: last.began, paused, warned_at: null };
}

function backIn(run, item) {
  const last = run.spoken.at(-1);
  if (item && item !== last.item) return run;
  return { ...run, spoken: run.spoken.slice(0, -1), began: last.began, paused: last.paused ?? 0, ended_at: null };
}

function added(run, step) {
  const found = run.plan.items.slice(run.current).find(({ id }) => id === step.item);
  if (!found) return run;
  const length = lengthOf(run, found);
  const wanted = Math.max(Math.min(SHORTEST, length), Math.min(length + (step.length ?? 0), LONGEST));
  return { ...run, lengths: { ...run.lengths, [found.id]: wanted } };
}

function shortened(run, step) {
  const lengths = { ...run.lengths };
  for (const item of run.plan.items.slice(run.current + 1)) {
    const length = lengthOf(run, item);
    const wanted = step.lengths?.[item.id];
    if (wanted !== undefined) lengths[item.id] = Math.min(length, Math.max(wanted, Math.min(length, LEAST)));
  }
  return { ...run, lengths };
}

const NOW = {
  next: nextOf,
  back,
  finish: finished,
  pause: (run, { at }) => (run.paused_at === null ? { ...run, paused_at: Math.max(at, run.began) } : run),
  resume: (run, { at }) =>
    run.paused_at === null ? run : { ...run, paused: run.paused + Math.max(0, at - run.paused_at), paused_at: null },
  warn: (run, { at }) => ({ ...run, warned_at: at }),
};
