// What connects a screen to the others: the server's clock, its state asked for again and again, presses that wait in order.
import { newId } from "../agenda/steps.js";
import { taken, whole } from "./fold.js";

const EVERY = 800; // others see a press within a second
const SELDOM = 3000; // once the session is over
const PATIENCE = 5000;
const MOST = 50;

export class Link {
  constructor(root, address, { steps = "", token = "", changed = () => {} } = {}) {
    Object.assign(this, { state: `${address}/state`, steps, token, changed: () => {} });
    const told = JSON.parse(root.dataset.state);
    this.screen = newId();
    this.session = address.split("/").find((part, at, parts) => parts[at - 1] === "sessions");
    this.offset = told.now - Date.now();
    this.samples = [];
    this.connected = true;
    this.shut = false;
    this.last = 0;
    this.pending = [];
    this.take(told);
    if (steps) this.adopt();
    this.changed = changed;
    setTimeout(() => this.loop());
    document.addEventListener("visibilitychange", () => document.hidden || this.soon());
    addEventListener("online", () => this.soon());
  }

  now() {
    return Math.round(Date.now() + this.offset);
  }

  // The run with what was pressed here and isn't answered yet.
  get run() {
    return this.pending.reduce(taken, this.known);
  }

  take(told) {
    if (told.version < (this.version ?? 0)) return; // an answer that was overtaken
    this.version = told.version;
    this.known = whole(told.run);
    this.plan = told.plan ?? this.plan;
    this.screens = told.screens;
    this.changed(this);
  }

  // The round trip that took the shortest tells best how the server's clock differs.
  heard(answer, sent) {
    const server = Number(answer.headers.get("Server-Time"));
    if (!server) return;
    const arrived = Date.now();
    this.samples = [...this.samples.slice(-9), { took: arrived - sent, offset: server - (sent + arrived) / 2 }];
    this.offset = this.samples.reduce((best, each) => (each.took < best.took ? each : best)).offset;
  }

  press(fields) {
    this.last = Math.max(this.now(), this.last + 1);
    this.pending.push({ id: newId(), at: this.last, round: this.run.round, ...fields });
    this.keep();
    this.changed(this);
    this.soon();
  }

  async loop() {
    clearTimeout(this.timer);
    if (this.busy) return;
    this.busy = true;
    const began = performance.now();
    try {
      if (this.pending.length && !this.shut) await this.send();
      else if (!document.hidden) await this.ask();
    } finally {
      this.busy = false;
    }
    const pause = this.pending.length && this.connected ? 0 : Math.max(50, (this.known.ended_at === null ? EVERY : SELDOM) - (performance.now() - began));
    this.timer = setTimeout(() => this.loop(), pause);
  }
  soon() {
    if (!this.busy) this.loop();
  }

  async ask() {
    const sent = Date.now();
    const headers = this.tag ? { "If-None-Match": this.tag } : {};
    await this.answered(fetch(`${this.state}?screen=${this.screen}`, { headers, cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) }), sent);
  }

  async send() {
    const some = this.pending.slice(0, MOST);
    const body = JSON.stringify({ steps: some.map(({ plan, ...step }) => step) });
    const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": this.token };
    const request = fetch(this.steps, { method: "POST", body, headers, redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(4 * PATIENCE) });
    await this.answered(request, Date.now(), () => {
      this.pending = this.pending.filter((step) => !some.includes(step));
      this.keep();
    });
  }

  // Presses that the server understood or refused are done with; without an answer they wait.
  async answered(request, sent, done = () => {}) {
    try {
      const answer = await request;
      if (answer.status >= 500) throw new Error("away");
      this.heard(answer, sent);
      this.connected = true;
      this.shut = answer.type === "opaqueredirect" || [401, 403, 404, 410].includes(answer.status); // a sign-in that ended leads away
      if (!this.shut) done();
      if (answer.status === 200) {
        this.tag = answer.headers.get("ETag");
        this.take(await answer.json());
      }
    } catch {
      this.connected = false;
    }
    this.changed(this);
  }

  // What waits outlives its page; that of a page which is gone is sent by the next one.
  get shelf() {
    return `run ${this.session} `;
  }
  keep() {
    try {
      const name = this.shelf + this.screen;
      if (this.pending.length) localStorage.setItem(name, JSON.stringify(this.pending));
      else localStorage.removeItem(name);
    } catch {
      // no storage: what waits is kept while the page is open
    }
  }
  adopt() {
    try {
      for (const name of Object.keys(localStorage).filter((each) => each.startsWith(this.shelf))) {
        this.pending.push(...JSON.parse(localStorage.getItem(name)));
        localStorage.removeItem(name);
      }
      this.pending.sort((one, other) => one.at - other.at);
      this.keep();
    } catch {
      // nothing was kept
    }
  }
}
