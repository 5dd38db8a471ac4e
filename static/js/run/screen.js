// The speaker's screen: the time, a word, and what the moderator shows.
import { stayAwake } from "./awake.js";
import { Link } from "./link.js";
import { Face, put } from "./tone.js";

const WARNED = 12_000;

export default function screen(root) {
  const face = new Face(root);
  const flash = root.querySelector("[data-flash]");
  const words = root.querySelector("[data-net-words]");
  const link = new Link(root, root.dataset.address, { faces: true, changed: () => draw() });

  function draw() {
    if (link.stale) link.renew();
    const now = link.now();
    face.show(link.run, link.plan, now);
    flash.hidden = link.run.warned_at === null || now - link.run.warned_at > WARNED;
    put(words, link.shut ? root.dataset.shut : link.connected ? "" : root.dataset.alone);
  }

  draw();
  setInterval(draw, 200);
  stayAwake();
}
