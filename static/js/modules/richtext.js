// The editor of a rich text: what the stored form holds and nothing else. Without it the field holds Markdown, and while
// nothing is changed it stays so, so that the server keeps the text as it was.
import { Editor } from "@tiptap/core";
import toolbar from "./richtext_bar.js";
import { cleaned, pasted } from "./richtext_paste.js";
import { extensions, stored } from "./richtext_schema.js";

// From here on the end is near enough to be told.
const NEAR = 0.9;
// What stays in sight lies over what scrolls: the head and the bar above, what saves and the release bar below.
const NEAREST = { top: 120, bottom: 130, left: 0, right: 0 };

function counter(editor, field, words) {
  const told = Object.assign(document.createElement("p"), { className: "rt-count hint" });
  const most = Number(field.dataset.most) || Infinity;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const count = (html) => {
    const text = editor.state.doc.textBetween(0, editor.state.doc.content.size, " ");
    told.textContent = words.count.replace("{n}", number.format(text.split(/\s+/).filter(Boolean).length));
    const length = html.length;
    if (length > most * NEAR) told.textContent += ` · ${words.most.replace("{n}", number.format(length)).replace("{most}", number.format(most))}`;
    told.classList.toggle("wrong", length > most);
  };
  count(field.dataset.html);
  return [told, count];
}

function attributes(field) {
  const found = { class: "rich rt-text", role: "textbox", "aria-multiline": "true", "aria-label": field.dataset.label, lang: field.lang, dir: field.dir || "auto", spellcheck: "true" };
  for (const name of ["aria-describedby", "aria-invalid"]) if (field.hasAttribute(name)) found[name] = field.getAttribute(name);
  return found;
}

// On a slow connection somebody may have begun to write before the editor is there.
const begun = (field, kind) => kind.value !== "html" && field.value !== field.defaultValue;

export default function richtext(field) {
  const area = { icons: document.getElementById("editor-icons"), media: field.dataset.media };
  const words = JSON.parse(document.getElementById("editor-words").content.textContent);
  const kind = field.form.elements[`${field.name}@form`];
  if (begun(field, kind)) return;
  const here = document.activeElement === field;
  const frame = Object.assign(document.createElement("div"), { className: "rt" });
  const holder = document.createElement("div");
  let count = () => {};
  const editor = new Editor({
    element: holder,
    extensions: extensions(
      field.dataset.media,
      words,
      () => field.form.requestSubmit(),
      () => frame.querySelector('.rt-tools [tabindex="0"]').focus() || true,
    ),
    content: kind.value === "html" ? field.value : field.dataset.html,
    injectCSS: false,
    editable: !field.disabled && !field.closest("fieldset:disabled"),
    editorProps: { attributes: attributes(field), transformPastedHTML: cleaned, handlePaste: pasted, scrollMargin: NEAREST, scrollThreshold: NEAREST },
    onUpdate: ({ editor: changed }) => {
      field.value = stored(changed);
      kind.value = "html";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      count(field.value);
    },
  });
  field.addEventListener("put", (event) => editor.commands.setContent(event.detail, { emitUpdate: true }));
  const [told, counting] = counter(editor, field, words);
  count = counting;
  if (editor.isEditable) frame.append(toolbar(words, editor, area));
  frame.append(holder, told);
  field.after(frame);
  field.hidden = true;
  field.id = `${field.id}@markdown`;
  holder.firstElementChild.id = field.name;
  document.querySelector(`label[for="${CSS.escape(field.name)}"]`)?.addEventListener("click", () => editor.commands.focus());
  if (here) editor.commands.focus();
}
