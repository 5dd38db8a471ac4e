// A large file on its way in parts: what has arrived is not sent again, after a pause, a lost connection, another day.
const MEGABYTE = 1024 * 1024;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const WAITS = [1, 2, 4, 8, 15, 30];

class Refused extends Error {}

export default function slides(form) {
  if (!globalThis.crypto?.subtle) return; // the plain form works
  const { parts, part, most, tooLarge, sent, waiting, paused, checked, failed, again, pause, on } = form.dataset;
  const [field, wrong, going] = [".in", ".wrong", ".sl-going"].map((each) => form.querySelector(each));
  const [bar, status, hold] = ["progress", "[role=status]", "button"].map((each) => going.querySelector(each));
  const button = form.querySelector("button[type=submit]");
  const key = `slides:${form.elements.for.value}`;
  const share = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });
  let state = "still"; // sending, paused
  let request = null;
  let told = -1;
  let run = 0; // which press of the button goes on

  function say(text) {
    wrong.hidden = !text;
    wrong.querySelector("span").textContent = text;
    if (text) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }

  function show(done) {
    const percent = Math.floor(done * 100);
    bar.value = percent;
    if (percent < told || percent >= told + 10) {
      told = percent;
      status.textContent = sent.replace("{share}", share.format(percent / 100));
    }
  }

  function remembered() {
    try {
      return JSON.parse(localStorage.getItem(key) || "null");
    } catch {
      return null;
    }
  }

  function remember(value) {
    try {
      value ? localStorage.setItem(key, JSON.stringify(value)) : localStorage.removeItem(key);
    } catch {
      // not allowed: an upload goes on while its page stands
    }
  }

  // The same file, chosen again, is the same upload.
  function uploadOf(file) {
    const known = remembered();
    if (known?.name === file.name && known.size === file.size && known.modified === file.lastModified) return known.id;
    const id = [...crypto.getRandomValues(new Uint8Array(24))].map((byte) => LETTERS[byte % LETTERS.length]).join("");
    remember({ id, name: file.name, size: file.size, modified: file.lastModified });
    return id;
  }

  async function arrived(id) {
    const answer = await fetch(`${parts}/${id}`, { credentials: "same-origin" });
    if (!answer.ok) throw new Refused(failed);
    return new Set((await answer.json()).here);
  }

  function post(address, body, headers, progress) {
    return new Promise((resolve, reject) => {
      request = new XMLHttpRequest();
      request.upload.addEventListener("progress", ({ loaded }) => progress?.(loaded));
      request.addEventListener("load", () => {
        let answer = {};
        try {
          answer = JSON.parse(request.responseText);
        } catch {
          // a page, of a proxy
        }
        if (request.status < 400) resolve(answer);
        else if (request.status >= 500 || request.status === 429) reject(new Error(answer.error || ""));
        else reject(new Refused(answer.error || failed));
      });
      for (const name of ["error", "abort", "timeout"]) request.addEventListener(name, () => reject(new Error(name)));
      request.open("POST", address);
      for (const [name, value] of Object.entries({ Accept: "application/json", ...headers })) request.setRequestHeader(name, value);
      request.send(body);
    });
  }

  async function sendParts(file, id) {
    const here = await arrived(id);
    const size = Number(part);
    for (let number = 0; number * size < file.size; number += 1) {
      if (state !== "sending") return false;
      if (!here.has(number)) {
        const bytes = await file.slice(number * size, (number + 1) * size).arrayBuffer();
        const hash = [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
        const headers = { "Content-Type": "application/octet-stream", "X-CSRF-Token": form.elements._csrf.value, "X-Part-SHA256": hash };
        await post(`${parts}/${id}/${number}`, bytes, headers, (loaded) => show((number * size + loaded) / file.size));
      }
      show(Math.min((number + 1) * size, file.size) / file.size);
    }
    return true;
  }

  async function finish(file, id) {
    status.textContent = checked;
    bar.removeAttribute("value");
    hold.hidden = true;
    const fields = new URLSearchParams({ _csrf: form.elements._csrf.value, for: form.elements.for.value, upload: id, size: file.size });
    const answer = await post(form.action, fields, {});
    remember(null);
    location.assign(answer.go);
  }

  // Back after a while, or as soon as the browser says that there is a connection.
  function waited(tries) {
    return new Promise((resolve) => {
      const timer = setTimeout(done, WAITS[Math.min(tries, WAITS.length - 1)] * 1000);
      function done() {
        clearTimeout(timer);
        removeEventListener("online", done);
        resolve();
      }
      addEventListener("online", done);
    });
  }

  async function send() {
    const file = field.files[0];
    const id = uploadOf(file);
    Object.assign(going, { hidden: false });
    Object.assign(hold, { hidden: false, textContent: pause });
    button.hidden = true;
    state = "sending";
    told = -1;
    run += 1;
    const own = run;
    for (let tries = 0; state === "sending" && own === run; tries += 1) {
      try {
        if (await sendParts(file, id)) return await finish(file, id);
      } catch (error) {
        if (error instanceof Refused) return ended(error.message);
        if (state !== "sending" || own !== run) return undefined;
        status.textContent = waiting;
        await waited(tries);
      }
    }
    return undefined;
  }

  function ended(text) {
    state = "still";
    remember(null);
    going.hidden = true;
    button.hidden = false;
    say(text);
    field.focus();
  }

  const known = remembered();
  if (known) say(again.replace("{name}", known.name));
  hold.addEventListener("click", () => {
    if (state === "sending") {
      state = "paused";
      request?.abort();
      status.textContent = paused;
      hold.textContent = on;
    } else send();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const file = field.files[0];
    if (state === "sending" || !file) return;
    const large = file.size > Number(most);
    say(large ? tooLarge.replace("{size}", Math.ceil(file.size / MEGABYTE)) : "");
    if (!large) send();
  });
}
