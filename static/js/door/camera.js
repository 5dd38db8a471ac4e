// The camera: what it sees is read a few times a second, by the browser where it can, else by ours. Pictures stay here.
const EVERY = 160; // milliseconds between two looks
const SAME = 3000; // a code that stays in view is told once in this time
const WIDEST = 720; // pixels of what is looked at

async function readerOf(address) {
  if ("BarcodeDetector" in window) {
    try {
      const kinds = await window.BarcodeDetector.getSupportedFormats();
      if (kinds.includes("qr_code")) {
        const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
        return async (canvas) => (await detector.detect(canvas))[0]?.rawValue || "";
      }
    } catch {
      // then ours
    }
  }
  const { default: read } = await import(address);
  return (canvas, context) => read(context.getImageData(0, 0, canvas.width, canvas.height));
}

export class Camera {
  constructor(box, { reader, onCode, onTrouble }) {
    Object.assign(this, { box, reader, onCode, onTrouble });
    this.video = box.querySelector("video");
    this.start = box.querySelector("[data-start]");
    this.stop = box.querySelector("[data-stop]");
    this.canvas = document.createElement("canvas");
    this.context = this.canvas.getContext("2d", { willReadFrequently: true });
    this.seen = new Map();
    this.start.addEventListener("click", () => this.begin());
    this.stop.addEventListener("click", () => this.end());
    document.addEventListener("visibilitychange", () => this.pause());
  }

  // Shows what can be done; begins by itself where this was allowed before.
  async offer() {
    this.box.hidden = false;
    if (!navigator.mediaDevices?.getUserMedia) {
      this.trouble("none");
      return;
    }
    const allowed = await navigator.permissions?.query({ name: "camera" }).catch(() => null);
    if (allowed?.state === "granted") this.begin();
  }

  async begin() {
    this.start.disabled = true;
    try {
      const wanted = { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } };
      this.stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
      this.read ??= await readerOf(this.reader);
    } catch (error) {
      this.end();
      this.trouble(["NotFoundError", "OverconstrainedError"].includes(error?.name) ? "none" : "refused");
      return;
    }
    this.onTrouble("");
    this.video.srcObject = this.stream;
    await this.video.play().catch(() => {});
    this.box.dataset.on = "";
    this.start.hidden = true;
    this.stop.hidden = false;
    this.look();
  }

  end() {
    clearTimeout(this.timer);
    for (const track of this.stream?.getTracks() || []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
    delete this.box.dataset.on;
    this.start.hidden = false;
    this.start.disabled = false;
    this.stop.hidden = true;
  }

  trouble(why) {
    this.box.hidden = why === "none";
    this.onTrouble(why);
  }

  // A page that nobody looks at reads nothing.
  pause() {
    clearTimeout(this.timer);
    if (this.stream && !document.hidden) this.look();
  }

  async look() {
    if (!this.stream || this.looking) return;
    this.looking = true;
    const text = await this.text().catch(() => "");
    this.looking = false;
    if (text && !this.isSame(text)) this.onCode(text);
    if (this.stream && !document.hidden) this.timer = setTimeout(() => this.look(), EVERY);
  }

  // The middle of the picture, as a square that is small enough to be read at once.
  async text() {
    const { videoWidth: width, videoHeight: height } = this.video;
    if (!width) return "";
    const side = Math.min(width, height);
    this.canvas.width = this.canvas.height = Math.min(side, WIDEST);
    this.context.drawImage(this.video, (width - side) / 2, (height - side) / 2, side, side, 0, 0, this.canvas.width, this.canvas.height);
    return (await this.read(this.canvas, this.context)) || "";
  }

  isSame(text) {
    const now = performance.now();
    const before = this.seen.get(text);
    this.seen.set(text, now);
    return before !== undefined && now - before < SAME;
  }
}
