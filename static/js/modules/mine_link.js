// A link to what is starred on this device: with their number, and of a programme too long for one page to these alone.
import { asking, stars, watch } from "./kept_stars.js";

export default function mineLink(link) {
  const { forum } = link.dataset;
  const plain = link.href;
  const number = link.querySelector(".n");
  const show = () => {
    const kept = stars(forum);
    link.href = "asks" in link.dataset && kept.size ? asking(plain, kept) : plain;
    if (number) number.textContent = kept.size ? ` (${kept.size})` : "";
  };
  watch(forum, show);
  show();
}
