// Which question comes next and what was prepared for it. Where each is put, and to whom, stands in the page: as
// forum_app/domain/run_plan.py chooses.
import { put } from "./tone.js";
import { filled } from "./words.js";

const words = (text) => text.split(" ").filter(Boolean);

export function asking(root) {
  const all = [...root.querySelectorAll("[data-question]")];
  const answers = [...root.querySelectorAll("[data-answer]")];
  const none = root.querySelector("[data-no-question]");
  const box = root.querySelector("[data-prepared]");
  const nothing = root.querySelector("[data-no-answer]");
  const asked = root.querySelector("[data-asked]");
  const known = new Set([...root.querySelectorAll("[data-item]")].map((item) => item.dataset.item));

  function isPut({ dataset }, run, item) {
    const kept = run.assigned[dataset.question];
    return known.has(kept) ? kept === item : words(dataset.items).includes(item);
  }

  // What somebody chooses just now stays, whatever others do meanwhile.
  function choice(select, kept) {
    if (select.value === (select.dataset.kept ?? select.value)) select.value = kept;
    select.dataset.kept = kept;
  }

  return (run, item) => {
    const place = (question) => {
      const found = run.order.indexOf(question.dataset.question);
      return found < 0 ? run.order.length : found;
    };
    const isAsked = ({ dataset }) => run.asked.includes(`${dataset.question} ${item}`);
    const here = all.toSorted((one, other) => place(one) - place(other)).filter((each) => isPut(each, run, item));
    const number = here.findIndex((each) => !isAsked(each));
    const shown = here[number];
    for (const question of all) {
      question.hidden = question !== shown;
      choice(question.querySelector("select"), run.assigned[question.dataset.question] ?? "");
    }
    if (shown) put(shown.querySelector("[data-nth]"), filled(root.dataset.nth, { n: number + 1, m: here.length }));
    none.hidden = Boolean(shown);
    put(none.querySelector("span"), here.length ? root.dataset.noneLeft : root.dataset.noneHere);
    const done = new Set(here.filter(isAsked).map(({ dataset }) => dataset.question));
    asked.hidden = !done.size;
    for (const each of asked.querySelectorAll("[data-was-asked]")) each.hidden = !done.has(each.dataset.wasAsked);
    let prepared = 0;
    for (const answer of answers) {
      answer.hidden = answer.dataset.answer !== shown?.dataset.question || !words(answer.dataset.items).includes(item);
      prepared += !answer.hidden;
    }
    if (!box) return; // not for everybody
    box.hidden = !shown;
    nothing.hidden = prepared > 0;
  };
}
