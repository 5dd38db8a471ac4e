// The editor of a rich text: what the stored form holds and nothing else. Without it the field holds Markdown, and while
// nothing is changed it stays so, so that the server keeps the text as it was.
import { Editor, Extension, Node, mergeAttributes } from "@tiptap/core";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import { DOMSerializer } from "@tiptap/pm/model";
import StarterKit from "@tiptap/starter-kit";
import imageForm from "./text_image.js";

const Document = Node.create({ name: "doc", topNode: true, content: "block+ footnotes?" });

const FootnoteMark = Node.create({
  name: "footnoteMark",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({ id: { default: "", parseHTML: (element) => element.dataset.id, renderHTML: ({ id }) => ({ "data-id": id }) } }),
  parseHTML: () => [{ tag: "sup.fn", priority: 60 }],
  renderHTML: ({ HTMLAttributes }) => ["sup", mergeAttributes(HTMLAttributes, { class: "fn" })],
});

const Footnote = Node.create({
  name: "footnote",
  content: "paragraph+",
  defining: true,
  isolating: true,
  addAttributes: () => ({ id: { default: "", parseHTML: (element) => element.dataset.id, renderHTML: ({ id }) => ({ "data-id": id }) } }),
  parseHTML: () => [{ tag: "ol.footnotes > li", priority: 60 }],
  renderHTML: ({ HTMLAttributes }) => ["li", HTMLAttributes, 0],
});

const Footnotes = Node.create({
  name: "footnotes",
  content: "footnote+",
  isolating: true,
  parseHTML: () => [{ tag: "ol.footnotes", priority: 60 }],
  renderHTML: () => ["ol", { class: "footnotes" }, 0],
});

const Image = Node.create({
  name: "image",
  group: "block",
  draggable: true,
  addAttributes: () => ({
    src: { default: "", parseHTML: (element) => element.dataset.media || element.getAttribute("src"), renderHTML: ({ src }) => ({ src }) },
    alt: { default: "" },
  }),
  parseHTML: () => [{ tag: 'img[src^="media:"]' }, { tag: "img[data-media]" }],
  renderHTML: ({ HTMLAttributes }) => ["img", HTMLAttributes],
  addNodeView() {
    return ({ node }) => {
      const dom = document.createElement("img");
      dom.src = `${this.options.media}${node.attrs.src.replace("media:", "")}`;
      dom.alt = node.attrs.alt;
      return { dom };
    };
  },
  addOptions: () => ({ media: "/media/" }),
});

const Small = (name, tag) =>
  Node.create({ name, inline: true, group: "inline", content: "text*", marks: "", parseHTML: () => [{ tag: `${tag}:not(.fn)` }], renderHTML: () => [tag, 0] });

function extensions(media, onSave) {
  return [
    StarterKit.configure({
      document: false, heading: { levels: [2, 3, 4] }, code: false, codeBlock: false, strike: false, underline: false, horizontalRule: false,
      link: { openOnClick: false, autolink: false, protocols: ["http", "https", "mailto"], HTMLAttributes: { rel: null, target: null } }, trailingNode: false,
    }),
    Document, FootnoteMark, Footnote, Footnotes, Image.configure({ media }), Small("raised", "sup"), Small("lowered", "sub"),
    Table.configure({ resizable: false }), TableRow, TableHeader, TableCell,
    Extension.create({ name: "save", addKeyboardShortcuts: () => ({ "Mod-s": onSave }) }),
  ]; // prettier-ignore
}

// The stored form: footnotes numbered and in the order of their marks, nothing that has no words at the end.
function stored(editor) {
  const page = document.implementation.createHTMLDocument(""); // nothing in it is fetched
  const holder = page.createElement("div");
  holder.append(DOMSerializer.fromSchema(editor.schema).serializeFragment(editor.state.doc.content, { document: page }));
  const list = holder.querySelector("ol.footnotes");
  const notes = new Map([...(list?.children ?? [])].map((note) => [note.dataset.id, note]));
  let number = 0;
  for (const mark of holder.querySelectorAll("sup.fn")) {
    const note = notes.get(mark.dataset.id);
    if (!note) {
      mark.remove();
      continue;
    }
    mark.textContent = String(++number);
    list.append(note);
    notes.delete(mark.dataset.id);
  }
  for (const note of notes.values()) note.remove();
  if (list && !list.children.length) list.remove();
  for (const cell of holder.querySelectorAll("[colspan], [rowspan], colgroup, [style]")) {
    cell.removeAttribute("colspan");
    cell.removeAttribute("rowspan");
    cell.removeAttribute("style");
    if (cell.tagName === "COLGROUP") cell.remove();
  }
  const html = holder.innerHTML;
  return holder.textContent.trim() || holder.querySelector("img") ? html : "";
}

// What Word puts on the clipboard: its lists are paragraphs with a mark, its tags are its own.
function fromWord(html) {
  if (!/mso-|class="?Mso/i.test(html)) return html;
  const page = new DOMParser().parseFromString(html.replace(/<o:p>[\s\S]*?<\/o:p>/gi, ""), "text/html");
  let list = null;
  for (const paragraph of [...page.querySelectorAll("p")]) {
    if (!/mso-list|MsoListParagraph/i.test(`${paragraph.getAttribute("style")} ${paragraph.className}`)) {
      list = null;
      continue;
    }
    const mark = paragraph.querySelector('[style*="mso-list:Ignore"], [style*="mso-list: Ignore"]');
    const ordered = /^\s*\(?[0-9a-z]+[.)]/i.test(mark?.textContent ?? paragraph.textContent);
    mark?.remove();
    const tag = ordered ? "OL" : "UL";
    if (!list || list.tagName !== tag) {
      list = page.createElement(tag);
      paragraph.before(list);
    }
    const item = page.createElement("li");
    item.innerHTML = paragraph.innerHTML;
    paragraph.remove();
    list.append(item);
  }
  return page.body.innerHTML;
}

function addFootnote(editor) {
  if (editor.isActive("footnote")) return; // a note has no notes
  const id = `n${Math.random().toString(36).slice(2, 9)}`;
  const { state } = editor;
  const last = state.doc.lastChild;
  const note = state.schema.nodes.footnote.create({ id }, state.schema.nodes.paragraph.create());
  const mark = state.schema.nodes.footnoteMark.create({ id });
  const change = state.tr.insert(state.selection.to, mark);
  const end = change.doc.content.size;
  if (last?.type.name === "footnotes") change.insert(end - 1, note);
  else change.insert(end, state.schema.nodes.footnotes.create(null, note));
  editor.view.dispatch(change);
  editor.commands.setTextSelection(editor.state.doc.content.size - 3);
  editor.view.focus();
}

function toolbar(words, editor, area) {
  const bar = document.createElement("div");
  bar.className = "rt-bar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", words.toolbar);
  const style = document.createElement("select");
  style.className = "in";
  style.setAttribute("aria-label", words.style);
  for (const [value, label] of [["0", words.text], ["2", words.heading], ["3", words.subheading]]) style.add(new Option(label, value));
  style.addEventListener("change", () => {
    const level = Number(style.value);
    if (level) editor.chain().focus().setHeading({ level }).run();
    else editor.chain().focus().setParagraph().run();
  });
  bar.append(style);
  const buttons = [];
  const add = (icon, label, run, isOn) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn quiet icon";
    button.setAttribute("aria-label", label);
    button.title = label;
    button.append(area.icons.content.querySelector(`[data-icon="${icon}"]`)?.firstElementChild?.cloneNode(true) ?? label);
    button.addEventListener("click", run);
    if (isOn) buttons.push([button, isOn]);
    bar.append(button);
  };
  const chain = () => editor.chain().focus();
  add("bold", words.bold, () => chain().toggleBold().run(), () => editor.isActive("bold"));
  add("italic", words.italic, () => chain().toggleItalic().run(), () => editor.isActive("italic"));
  add("link", words.link, () => linkForm(bar, words, editor), () => editor.isActive("link"));
  add("list", words.bullets, () => chain().toggleBulletList().run(), () => editor.isActive("bulletList"));
  add("list-ordered", words.numbers, () => chain().toggleOrderedList().run(), () => editor.isActive("orderedList"));
  add("quote", words.quote, () => chain().toggleBlockquote().run(), () => editor.isActive("blockquote"));
  add("table", words.table, () => chain().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(), () => editor.isActive("table"));
  add("image", words.image, () => imageForm(bar, words, editor, area.media), () => editor.isActive("image"));
  add("superscript", words.footnote, () => addFootnote(editor));
  add("undo-2", words.undo, () => chain().undo().run());
  add("redo-2", words.redo, () => chain().redo().run());
  const shown = () => {
    for (const [button, isOn] of buttons) button.setAttribute("aria-pressed", String(isOn()));
    style.value = editor.isActive("heading", { level: 2 }) ? "2" : editor.isActive("heading") ? "3" : "0";
  };
  editor.on("transaction", shown);
  shown();
  return bar;
}

function linkForm(bar, words, editor) {
  const open = bar.querySelector(".rt-link");
  if (open) return open.remove();
  const form = document.createElement("div");
  form.className = "rt-link";
  const field = Object.assign(document.createElement("input"), { type: "url", className: "in", placeholder: "https://", value: editor.getAttributes("link").href ?? "" });
  field.setAttribute("aria-label", words.address);
  field.dir = "ltr";
  const apply = () => {
    const href = field.value.trim();
    const chain = editor.chain().focus().extendMarkRange("link");
    if (!href) chain.unsetLink().run();
    else if (editor.state.selection.empty && !editor.isActive("link")) chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
    else chain.setLink({ href }).run();
    form.remove();
  };
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: words.apply });
  button.addEventListener("click", apply);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      apply();
    }
    if (event.key === "Escape") {
      form.remove();
      editor.commands.focus();
    }
  });
  form.append(field, button);
  bar.append(form);
  field.focus();
}

export default function richtext(field) {
  const area = { icons: document.getElementById("editor-icons"), words: JSON.parse(document.getElementById("editor-words").content.textContent), media: field.dataset.media };
  const kind = field.form.elements[`${field.name}@form`];
  const frame = document.createElement("div");
  frame.className = "rt";
  const holder = document.createElement("div");
  const counted = document.createElement("p");
  counted.className = "rt-count hint";
  const editor = new Editor({
    element: holder,
    extensions: extensions(field.dataset.media, () => field.form.requestSubmit()),
    content: kind.value === "html" ? field.value : field.dataset.html,
    injectCSS: false,
    editable: !field.disabled && !field.closest("fieldset:disabled"),
    editorProps: {
      attributes: {
        class: "rich rt-text", role: "textbox", "aria-multiline": "true", "aria-label": field.dataset.label, lang: field.lang, dir: field.dir || "auto", spellcheck: "true",
        ...(field.getAttribute("aria-describedby") && { "aria-describedby": field.getAttribute("aria-describedby") }),
        ...(field.getAttribute("aria-invalid") && { "aria-invalid": "true" }),
      },
      transformPastedHTML: fromWord,
    },
    onUpdate: ({ editor: changed }) => {
      field.value = stored(changed);
      kind.value = "html";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      count();
    },
  }); // prettier-ignore
  function count() {
    const words = editor.state.doc.textBetween(0, editor.state.doc.content.size, " ").split(/\s+/).filter(Boolean).length;
    counted.textContent = area.words.count.replace("{n}", new Intl.NumberFormat(document.documentElement.lang).format(words));
  }
  count();
  frame.append(toolbar(area.words, editor, area), holder, counted);
  field.after(frame);
  field.hidden = true;
  field.id = `${field.id}@markdown`;
  holder.firstElementChild.id = field.name;
  document.querySelector(`label[for="${CSS.escape(field.name)}"]`)?.addEventListener("click", () => editor.commands.focus());
}
