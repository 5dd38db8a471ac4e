// An image for a text in the editor: chosen, sent, described, put in; or the words of the one that is selected changed.
const MOST = 20 * 1024 * 1024;

function labelled(form, text, field) {
  const label = document.createElement("label");
  label.append(Object.assign(document.createElement("span"), { textContent: text }), field);
  form.append(label);
  return field;
}

async function sent(address, file, failed) {
  const body = new FormData();
  body.append("file", file);
  const headers = { Accept: "application/json", "X-CSRF-Token": document.querySelector("meta[name=csrf]").content };
  try {
    const answer = await fetch(address, { method: "POST", body, headers });
    return await answer.json();
  } catch {
    return { error: failed }; // the line broke, or a sign-in that ended answered with a page
  }
}

export default function imageForm(bar, words, editor, media) {
  const open = bar.querySelector(".rt-image");
  if (open) return open.remove();
  const changing = editor.isActive("image");
  const form = Object.assign(document.createElement("div"), { className: "rt-link rt-image" });
  const file = changing ? null : labelled(form, words.imageFile, Object.assign(document.createElement("input"), { type: "file", className: "in", accept: "image/*,.heic,.heif" }));
  const alt = labelled(form, words.imageAlt, Object.assign(document.createElement("input"), { type: "text", className: "in", maxLength: 300, dir: "auto" }));
  alt.value = changing ? editor.getAttributes("image").alt : "";
  alt.lang = editor.view.dom.lang;
  const plain = Object.assign(document.createElement("input"), { type: "checkbox", checked: changing && editor.getAttributes("image").role === "presentation" });
  const choice = Object.assign(document.createElement("label"), { className: "rt-plain" });
  choice.append(plain, Object.assign(document.createElement("span"), { textContent: words.imagePlain }));
  const shown = () => {
    alt.disabled = plain.checked;
  };
  plain.addEventListener("change", shown);
  shown();
  form.append(choice);
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: words.imageSet });
  const status = Object.assign(document.createElement("p"), { className: "hint" });
  status.setAttribute("role", "status");
  const say = (text, wrong) => {
    status.textContent = text;
    status.className = wrong ? "wrong" : "hint";
  };
  const leave = () => {
    form.remove();
    editor.commands.focus();
  };
  async function apply() {
    if (button.getAttribute("aria-busy")) return;
    const said = plain.checked ? { alt: "", role: "presentation" } : { alt: alt.value.trim(), role: null };
    if (file && !file.files[0]) return say(words.imageNone, true);
    if (!said.alt && !said.role) {
      say(words.imageUnsaid, true);
      return alt.focus();
    }
    if (changing) {
      editor.chain().focus().updateAttributes("image", said).run();
      return form.remove();
    }
    const picture = file.files[0];
    if (picture.size > MOST) return say(words.imageLarge, true);
    button.setAttribute("aria-busy", "true");
    say(words.imageSent);
    const answer = await sent(media.replace(/media\/$/, "pictures"), picture, words.imageFailed);
    button.removeAttribute("aria-busy");
    if (!answer.src) return say(answer.error || words.imageFailed, true);
    editor.chain().focus().insertContent({ type: "image", attrs: { src: answer.src, ...said } }).run();
    if (!answer.said?.length) return form.remove();
    say(answer.said.join(" "));
  }
  button.addEventListener("click", apply);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
    if (event.key !== "Enter" || event.target !== alt) return;
    event.preventDefault();
    apply();
  });
  form.append(button, status);
  bar.append(form);
  (file || alt).focus();
}
