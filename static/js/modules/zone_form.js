// The form that chooses a zone: choosing the forum's own forgets the one kept.
import { forgetZone } from "./zone.js";

export default function zoneForm(form) {
  form.addEventListener("submit", () => {
    if (!form.elements.tz.value) forgetZone();
  });
}
