// Steps on their way to the server, one after the other. Without a connection they stay on this device, in order, and are
// sent when there is one; each has an id of its own, so that one that arrived twice is done once.
import { Shelf } from "./shelf.js";

const ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
const AGAIN = 4000;

export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}

export class Steps {
  constructor(address, account, handlers) {
    this.address = address;
    this.handlers = handlers; // done, refused, touched, waiting
    this.queue = [];
    this.running = false;
    this.undos = [];
    this.redos = [];
    this.shelf = new Shelf(`steps ${account} ${address}`, newId(), (steps) => this.found(steps));
    addEventListener("online", () => this.run());
    addEventListener("steps-dropped", () => this.queue.splice(0));
    addEventListener("beforeunload", (event) => {
      if (this.queue.length) event.preventDefault();
    });
  }

  // Steps of a tab that is gone: they are older than those of this one that were not begun.
  found(steps) {
    this.queue.splice(this.running ? 1 : 0, 0, ...steps);
    this.keep();
    this.run();
  }
  keep() {
    this.shelf.keep(this.queue);
  }

  // `fields` of a step; `undo` is the step that it takes back, `stack` where it goes once it is done.
  take(fields, { undo = "", stack = "undos", context = null } = {}) {
    const step = { id: newId(), page: this.shelf.place, fields, undo, stack, context };
    this.queue.push(step);
    this.keep();
    this.run();
    return step;
  }

  // What waits was made of what the same page showed, and that was what a step from there has left by now; what somebody
  // else did to it was not shown, and is asked about when it is sent. A form shows what was saved from it, and no carrying.
  nowSeen(key, left, step) {
    const saved = Boolean(step.context?.form);
    for (const { fields, page } of this.queue) {
      if (page !== step.page) continue;
      if (fields.wishes) {
        const wishes = JSON.parse(fields.wishes);
        fields.wishes = JSON.stringify(wishes.map((wish) => (wish.session === key ? { ...wish, seen: { ...wish.seen, ...left } } : wish)));
      } else if (saved && fields._base && String(fields.session) === key) fields._base = JSON.stringify({ ...JSON.parse(fields._base), ...left });
    }
  }

  // Which step is taken back is known when those before have been answered.
  undo() {
    if (this.undos.length || this.queue.length) this.take({}, { undo: "last", stack: "redos" });
  }
  redo() {
    if (this.redos.length || this.queue.length) this.take({}, { undo: "last", stack: "undos-again" });
  }

  async run() {
    if (this.running) return;
    this.running = true;
    while (this.queue.length) {
      const step = this.queue[0];
      if (step.undo === "last") {
        step.undo = (step.stack === "redos" ? this.undos : this.redos).pop();
        this.keep();
        if (!step.undo) {
          this.queue.shift();
          continue;
        }
      }
      const answer = await this.send(step);
      if (answer?.signedOut) {
        this.handlers.signedOut(this.queue.length);
        break; // sent when the page is opened again by somebody who may
      }
      if (!answer) {
        this.handlers.waiting(this.queue.length);
        setTimeout(() => this.run(), AGAIN);
        break;
      }
      this.queue.shift();
      this.keep();
      this.answered(step, answer);
    }
    this.running = false;
  }

  async send(step) {
    const known = { _csrf: document.querySelector("meta[name=csrf]").content, _step: step.id, day: document.querySelector(".days-p").dataset.day, after: this.handlers.entry() };
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...known, ...step.fields })) for (const each of [value].flat()) body.append(name, each);
    const address = step.undo ? `${this.address}/steps/${step.undo}/undo` : `${this.address}/steps`;
    try {
      const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error", signal: AbortSignal.timeout(20_000) });
      if ([401, 403].includes(answer.status)) return { signedOut: true };
      if ([502, 503, 504, 507].includes(answer.status)) return null;
      return { status: answer.status, told: (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {} };
    } catch {
      return null;
    }
  }

  answered(step, { status, told }) {
    if (status === 200) {
      if (told.changed) {
        if (step.stack === "redos") this.redos.push(step.id);
        else this.undos.push(step.id);
        if (step.stack === "undos") this.redos = [];
      }
      this.handlers.done(told, step);
    } else if (status === 409) {
      this.putBack(step);
      this.handlers.touched(told.touched || [], step);
    } else {
      this.handlers.refused(told.problems_of_step || [], step);
    }
  }

  // A step back that met somebody else's change may be pressed again.
  putBack(step) {
    if (step.undo && step.stack === "redos") this.undos.push(step.undo);
    if (step.undo && step.stack === "undos-again") this.redos.push(step.undo);
  }
}
