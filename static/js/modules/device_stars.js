// On a registration's page: offers to keep what was starred on this device with the registration, once.
import { stars } from "./kept_stars.js";

export default function deviceStars(form) {
  const { forum, has, words } = form.dataset;
  const place = `stars-brought:${forum}`;
  let brought = [];
  try {
    brought = (localStorage.getItem(place) ?? "").split(" ");
  } catch {
    return; // no storage, no stars
  }
  const here = new Set([...has.split(" "), ...brought]);
  const missing = [...stars(forum)].filter((id) => !here.has(id));
  if (!missing.length) return;
  for (const value of missing) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "add", value }));
  form.querySelector("p").textContent = words.replace("{count}", missing.length);
  form.hidden = false;
  form.addEventListener("submit", () => localStorage.setItem(place, [...brought, ...missing].slice(-500).join(" ").trim()));
}
