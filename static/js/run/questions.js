// Which question comes next, of whom, and what they prepared for it: as forum_app/domain/run_plan.py chooses.
import { put } from "./tone.js";
import { filled } from "./words.js";

export function asking(root) {
  const all = [...root.querySelectorAll("[data-question]")];
  const answers = [...root.querySelectorAll("[data-answer]")];
  const none = root.querySelector("[data-no-question]");
  const box = root.querySelector("[data-prepared]");
  const nothing = root.querySelector("[data-no-answer]");

  function isAsked(question, run, item, speakers) {
    const to = question.dataset.to.split(" ").filter(Boolean);
    const kept = run.assigned[question.dataset.question];
    if (kept) return kept === item;
    return speakers.length > 0 && (!to.length || speakers.some((person) => to.includes(person)));
  }

  return (run, item, speakers) => {
    const place = (question) => {
      const found = run.order.indexOf(question.dataset.question);
      return found < 0 ? run.order.length : found;
    };
    const here = all.toSorted((one, other) => place(one) - place(other)).filter((each) => isAsked(each, run, item, speakers));
    const number = here.findIndex((each) => !run.asked.includes(`${each.dataset.question} ${item}`));
    const shown = here[number];
    for (const question of all) {
      question.hidden = question !== shown;
      const select = question.querySelector("select");
      if (document.activeElement !== select) select.value = run.assigned[question.dataset.question] ?? "";
    }
    if (shown) put(shown.querySelector("[data-nth]"), filled(root.dataset.nth, { n: number + 1, m: here.length }));
    none.hidden = Boolean(shown);
    let prepared = 0;
    for (const answer of answers) {
      answer.hidden = answer.dataset.answer !== shown?.dataset.question || !speakers.includes(answer.dataset.person);
      prepared += !answer.hidden;
    }
    if (!box) return; // not for everybody
    box.hidden = !shown;
    nothing.hidden = prepared > 0;
  };
}
