// What a rich text may hold: the stored form, node by node, and how the editor's document becomes it again.
import { Extension, Mark, Node, mergeAttributes } from "@tiptap/core";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import { DOMSerializer } from "@tiptap/pm/model";
import StarterKit from "@tiptap/starter-kit";
import { Notes, noteView } from "./richtext_notes.js";

const FIELDS = ["paragraph", "heading", "blockquote", "bulletList", "orderedList", "listItem", "table", "tableRow", "tableCell", "tableHeader"];
const WITHIN = ["bold", "italic", "link", "raised", "lowered"];
const id = { default: "", parseHTML: (element) => element.dataset.id, renderHTML: ({ id: key }) => ({ "data-id": key }) };

const Document = Node.create({ name: "doc", topNode: true, content: "block+ footnotes?" });

const FootnoteMark = Node.create({
  name: "footnoteMark",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({ id }),
  parseHTML: () => [{ tag: "sup.fn", priority: 60 }],
  renderHTML: ({ HTMLAttributes }) => ["sup", mergeAttributes({ class: "fn" }, HTMLAttributes)],
});

const Footnote = Node.create({
  name: "footnote",
  content: "paragraph+",
  defining: true,
  isolating: true,
  addAttributes: () => ({ id }),
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
    role: { default: null }, // presentation: says nothing, by its writer's choice
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

const Small = (name, tag, other, key) =>
  Mark.create({
    name,
    excludes: other,
    parseHTML: () => [{ tag: `${tag}:not(.fn)` }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
    addKeyboardShortcuts() {
      return { [key]: () => this.editor.commands.toggleMark(name) };
    },
  });

// A table without spans and styles; its caption is kept as an attribute, which the style sheet shows.
const PlainTable = Table.extend({
  addAttributes: () => ({
    caption: {
      default: "",
      parseHTML: (element) => element.querySelector("caption")?.textContent.trim() ?? element.dataset.caption ?? "",
      renderHTML: ({ caption }) => (caption ? { "data-caption": caption } : {}),
    },
  }),
  parseHTML: () => [{ tag: "table" }, { tag: "caption", ignore: true, priority: 60 }],
  renderHTML: ({ HTMLAttributes }) => ["table", HTMLAttributes, ["tbody", 0]],
}).configure({ resizable: false, View: null });

const spans = () => {
  const one = { default: 1, parseHTML: () => 1, renderHTML: () => ({}) };
  return { colspan: one, rowspan: one, colwidth: { default: null, parseHTML: () => null, renderHTML: () => ({}) } };
};

// The language of a passage, and its direction, come through the editor as they are.
const Tongue = Extension.create({
  name: "tongue",
  addGlobalAttributes: () => [
    { types: [...FIELDS, ...WITHIN], attributes: { lang: { default: null }, dir: { default: null } } },
  ],
});

export function extensions(media, words, onSave, toBar) {
  return [
    StarterKit.configure({
      document: false, heading: { levels: [2, 3, 4] }, code: false, codeBlock: false, strike: false, underline: false, horizontalRule: false,
      link: { openOnClick: false, autolink: false, protocols: ["http", "https", "mailto"], HTMLAttributes: { rel: null, target: null } }, trailingNode: false,
    }),
    Document, FootnoteMark, Footnote.extend({ addNodeView: () => noteView(words.back) }), Footnotes, Notes, Image.configure({ media }), Tongue,
    Small("raised", "sup", "lowered", "Mod-."), Small("lowered", "sub", "raised", "Mod-,"),
    PlainTable, TableRow, TableHeader.extend({ addAttributes: spans }), TableCell.extend({ addAttributes: spans }),
    Extension.create({ name: "keys", addKeyboardShortcuts: () => ({ "Mod-s": onSave, "Alt-F10": toBar }) }),
  ]; // prettier-ignore
}

// A list item or cell of one paragraph is written without it.
function unwrap(holder) {
  for (const cell of holder.querySelectorAll("li, td, th")) {
    const first = cell.firstElementChild;
    if (first?.tagName !== "P" || first.attributes.length || cell.parentElement.className === "footnotes") continue;
    const others = [...cell.children].slice(1);
    if (others.some((child) => cell.tagName !== "LI" || !/^[OU]L$/.test(child.tagName))) continue;
    first.replaceWith(...first.childNodes);
  }
}

function tables(holder, page) {
  for (const table of holder.querySelectorAll("table")) {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const end = rows.findIndex((row) => [...row.cells].some((cell) => cell.tagName === "TD"));
    const heads = end < 0 ? [] : rows.slice(0, end); // heads of nothing are no heads
    if (heads.length) {
      const head = page.createElement("thead");
      head.append(...heads);
      table.prepend(head);
    }
    if (table.dataset.caption) {
      const caption = page.createElement("caption");
      caption.textContent = table.dataset.caption;
      table.prepend(caption);
      table.removeAttribute("data-caption");
    }
  }
}

// Notes numbered and in the order of their marks; a mark without a note goes, and a note without a mark.
function footnotes(holder) {
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
}

// The document as it is kept; empty where it says nothing.
export function stored(editor) {
  const page = document.implementation.createHTMLDocument(""); // nothing in it is fetched
  const holder = page.createElement("div");
  holder.append(DOMSerializer.fromSchema(editor.schema).serializeFragment(editor.state.doc.content, { document: page }));
  footnotes(holder);
  unwrap(holder);
  tables(holder, page);
  return holder.textContent.trim() || holder.querySelector("img") ? holder.innerHTML : "";
}
