// A file on its way: refused at once where it is too large, its progress shown, what is wrong said beside the field.
// Beside the form of a thing it stays there: the card is put anew, and what is being written in the form is left alone.
import { bind } from "./bind.js";

const MEGABYTE = 1024 * 1024;

export default function upload(form) {
  const field = form.querySelector("input[type=file]");
  const wrong = form.querySelector(".wrong");
  const going = form.querySelector(".pic-going");
  const [bar, status] = [going.querySelector("progress"), going.querySelector("[role=status]")];
  const button = form.querySelector("button[type=submit]");
  const drop = form.querySelector(".pic-drop");
  const { most, tooLarge, sent, read, failed } = form.dataset;
  const share = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });
  let running = false;

  function say(text) {
    wrong.hidden = !text;
    wrong.querySelector("span").textContent = text;
    drop.classList.toggle("bad", Boolean(text));
    if (text) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }

  function refused() {
    const file = field.files[0];
    const large = file && file.size > Number(most);
    say(large ? tooLarge.replace("{size}", Math.ceil(file.size / MEGABYTE)) : "");
    return large;
  }

  function ended(text) {
    running = false;
    going.hidden = true;
    button.hidden = false;
    button.removeAttribute("aria-busy");
    say(text);
    field.focus();
  }

  async function stay(address) {
    const card = form.closest(".pic-card");
    let page;
    try {
      const answer = await fetch(address, { credentials: "same-origin" });
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      return location.reload();
    }
    const fresh = page.getElementById(card.id);
    if (!fresh) return location.assign(address);
    card.replaceWith(fresh);
    bind(fresh);
    document.dispatchEvent(new Event("draft-saved"));
    fresh.querySelector("a.btn")?.focus();
    const told = Object.assign(document.createElement("p"), { className: "hint" });
    told.setAttribute("role", "status");
    fresh.append(told);
    told.textContent = page.querySelector(".say[role=status] p")?.textContent || "";
  }

  // What is chosen or dropped is sent; the button is for those whose file did not arrive.
  // A form that asks for a tick before it is sent waits for it.
  const tick = form.querySelector("input[type=checkbox][required]");
  button.hidden = !tick;
  field.addEventListener("change", () => field.files.length && !refused() && (!tick || tick.checked) && form.requestSubmit());
  drop.addEventListener("dragover", (event) => event.preventDefault());
  drop.addEventListener("drop", (event) => {
    if (event.target === field || running || !event.dataTransfer.files.length) return;
    event.preventDefault();
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event("change"));
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (running) return;
    if (refused()) {
      field.focus();
      return;
    }
    running = true;
    button.setAttribute("aria-busy", "true");
    going.hidden = false;
    bar.value = 0;
    status.textContent = "";
    const request = new XMLHttpRequest();
    let told = 0;
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      const percent = Math.floor((100 * loaded) / total);
      bar.value = percent;
      if (percent >= told + 20 && percent < 100) {
        told = percent;
        status.textContent = sent.replace("{share}", share.format(percent / 100));
      }
    });
    request.upload.addEventListener("load", () => {
      bar.removeAttribute("value");
      status.textContent = read;
    });
    request.addEventListener("error", () => ended(failed));
    request.addEventListener("load", () => {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // a page: of a proxy, or of a sign-in that ended
      }
      if (answer.go) form.dataset.stay ? stay(answer.go) : location.assign(answer.go);
      else ended(answer.error || failed);
    });
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.send(new FormData(form));
  });
}
