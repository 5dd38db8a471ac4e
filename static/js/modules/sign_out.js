// Signing out leaves nothing of the agenda's steps on the device: of those that were not sent yet it asks first.
import { forget, places, read } from "../agenda/shelf.js";

export default function signOut(form) {
  form.addEventListener("submit", (event) => {
    const kept = places(`steps ${form.dataset.account} `);
    const count = kept.reduce((sum, place) => sum + read(place).length, 0);
    if (!count) return;
    if (confirm(form.dataset.question.replace("{n}", count))) {
      kept.forEach(forget);
      dispatchEvent(new Event("steps-dropped"));
    } else event.preventDefault();
  });
}
