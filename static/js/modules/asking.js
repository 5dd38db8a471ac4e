// The button that sends says how much: what goes to those who are ticked.
export default function asking(box) {
  const form = box.closest("form");
  const words = JSON.parse(box.dataset.forms);
  const label = box.querySelector("button span");
  const plain = label.textContent;
  const rules = new Intl.PluralRules(document.documentElement.lang);
  const counted = (forms, number) => (forms[rules.select(number)] || forms.other).replace("#", number);
  const show = () => {
    const sum = (what) => [...form.querySelectorAll("input[name=person]:checked")].reduce((total, tick) => total + Number(tick.dataset[what]), 0);
    const said = ["invitations", "reminders"].map((what) => [sum(what), what]).filter(([number]) => number > 0);
    const [first, second] = said.map(([number, what]) => counted(words[what], number));
    const both = second ? words.both.replace("#1", first).replace("#2", second) : first;
    label.textContent = both ? words.send.replace("#", both) : plain;
  };
  for (const name of ["change", "click"]) form.addEventListener(name, show); // a stretch of ticks comes with a click
  addEventListener("pageshow", show);
  show();
}
