// What connects a screen to the others: the server's clock, its state asked for again and again, presses that wait in order.
import { newId } from "../agenda/steps.js";
import { Clock } from "./clock.js";
import { latest, taken, whole } from "./fold.js";

const EVERY = 800; // others see a press within a second
const SELDOM = 3000; // long after the end
const STILL = 600_000; // after it somebody may still go back
const PATIENCE = 5000; // for an answer; more where the last ones did not come
const SOON = 1500; // then the page says that it waits
const LONGEST = 5000; // between two tries
const STEADY = 3000; // a page is not made anew more often
const MOST = 50;

export class Link {
  constructor(root, address, { steps = "", token = "", faces = false, changed = () => {} } = {}) {
    Object.assign(this, { state: `${address}/state`, steps, token, changed: () => {} });
    const told = JSON.parse(root.dataset.state);
    this.screen = newId();
    this.query = `?screen=${this.screen}${faces ? "&faces" : ""}`;
    this.session = address.split("/").find((part, at, parts) => parts[at - 1] === "sessions");
    this.signsIn = address.includes("/manage/");
    this.clock = new Clock(told.now);
    Object.assign(this, { shut: "", slow: false, renewed: false, failed: 0, later: 0, refused: 0, single: 0, last: 0, pending: [] });
    this.mark = told.mark;
    this.take(told);
    if (steps) this.adopt();
    this.changed = changed;
    setTimeout(() => this.loop());
    document.addEventListener("visibilitychange", () => document.hidden || this.soon());
    addEventListener("online", () => this.soon());
  }

  now() {
    return this.clock.now();
  }

  get connected() {
    return !this.failed;
  }

  // The run with what was pressed here and isn't answered yet.
  get run() {
    return this.pending.reduce(taken, this.known);
  }

  // The programme was changed since this page was made, before anybody began with it.
  get stale() {
    return !this.known.plan && this.told !== undefined && this.told !== this.mark;
  }

  // Once, as each further call would begin it anew; not while a press waits, nor right after the page was loaded.
  renew() {
    if (this.renewed || this.pending.length || !this.connected || performance.now() < STEADY) return;
    this.renewed = true;
    location.reload();
  }

  take(told) {
    if (told.version < (this.version ?? 0)) return; // an answer that was overtaken
    this.version = told.version;
    this.known = whole(told.run);
    this.plan = told.plan ?? this.plan;
    this.screens = told.screens;
    this.facing = told.facing;
    if (told.mark) this.told = told.mark;
    this.changed(this);
  }

  // Whatever the clocks of others said, what is pressed now comes after what is seen here.
  press(fields) {
    this.last = Math.max(this.now(), this.last + 1, latest(this.run) + 1);
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
      // Where presses alone are refused (signed out and in again), what others press is seen all the same.
      this.turn = !this.turn;
      if (this.pending.length && (!this.shut || (this.shut === "POST" && this.turn))) await this.send();
      else if (!document.hidden) await this.ask();
    } finally {
      this.busy = false;
    }
    this.timer = setTimeout(() => this.loop(), this.pause(performance.now() - began));
  }
  soon() {
    if (!this.busy) this.loop();
  }

  // What waits goes at once; what fails is tried ever more seldom, and not by all screens at the same moment.
  pause(took) {
    if (this.failed) return Math.max(this.later, Math.min(LONGEST, EVERY * 2 ** (this.failed - 1)) * (0.75 + Math.random() / 2));
    if (this.pending.length && !this.shut) return 0;
    const over = this.known.ended_at !== null && this.now() - this.known.ended_at > STILL;
    return Math.max(50, (over ? SELDOM : EVERY) - took);
  }

  async ask() {
    const headers = this.tag ? { "If-None-Match": this.tag } : {};
    const told = await this.answer(this.state + this.query, { headers });
    if (told?.run) this.take(told);
    this.changed(this);
  }

  // One by one where one of several is refused, so that the others are taken.
  async send() {
    const some = this.pending.slice(0, this.single ? 1 : MOST);
    const body = JSON.stringify({ steps: some.map(({ plan, ...step }) => step) });
    const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": this.token };
    const told = await this.answer(this.steps, { method: "POST", body, headers });
    if (told?.refused !== undefined && some.length > 1) this.single = some.length;
    else if (told) {
      if (told.refused !== undefined) this.refused += 1;
      this.single = Math.max(0, this.single - 1);
      this.pending = this.pending.filter((step) => !some.includes(step));
      this.keep();
      if (told.run) this.take(told);
    }
    this.changed(this);
  }

  // What the application says, or null: whatever else comes back (a hotel's page to sign in, a server that is away or has too
  // much to do), all that waits goes on waiting.
  async answer(address, options) {
    const waits = setTimeout(() => this.changed(Object.assign(this, { slow: true })), SOON);
    const sent = performance.now();
    this.later = 0;
    try {
      const signal = AbortSignal.timeout(PATIENCE * 2 ** Math.min(2, this.failed));
      const got = await fetch(address, { cache: "no-store", redirect: "manual", signal, ...options });
      const server = Number(got.headers.get("Server-Time"));
      if (server && [200, 304, 400].includes(got.status)) {
        this.clock.heard(server, sent);
        const told = got.status === 304 ? {} : await got.json();
        if (got.status === 200) this.tag = got.headers.get("ETag");
        this.failed = 0;
        if (this.shut !== "POST" || options.method === "POST") this.shut = "";
        return told;
      }
      const isShut = (got.type === "opaqueredirect" && this.signsIn) || [401, 403, 404, 410].includes(got.status);
      this.shut = isShut ? (options.method ?? "GET") : "";
      this.later = 1000 * Math.min(30, Number(got.headers.get("Retry-After")) || 0);
    } catch {
      this.shut = ""; // no answer at all
    } finally {
      clearTimeout(waits);
      this.slow = false;
    }
    this.failed += 1;
    return null;
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
