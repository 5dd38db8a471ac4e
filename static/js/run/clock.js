// The server's clock, counted on by one that nobody can set. That one stands still while a device sleeps: the device's own says
// for how long.
const NOTICED = 1000;
const drift = () => Date.now() - performance.now();

export class Clock {
  constructor(now) {
    this.offset = now - performance.now();
    this.drift = drift();
    this.samples = [];
    document.addEventListener("visibilitychange", () => document.hidden || this.woke());
  }

  now() {
    return Math.round(performance.now() + this.offset);
  }

  woke() {
    const slept = drift() - this.drift;
    this.drift += slept;
    if (Math.abs(slept) < NOTICED) return;
    this.offset += slept;
    this.samples = [];
  }

  // The round trip that took the shortest tells best how the server's clock differs; none tells anything any more where that
  // can't be.
  heard(server, sent) {
    const arrived = performance.now();
    const fresh = { took: arrived - sent, offset: server - (sent + arrived) / 2 };
    if (Math.abs(fresh.offset - this.offset) > fresh.took + NOTICED) this.samples = [];
    this.samples = [...this.samples.slice(-9), fresh];
    this.offset = this.samples.reduce((best, each) => (each.took < best.took ? each : best)).offset;
    this.drift = drift();
  }
}
