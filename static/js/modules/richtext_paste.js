// What is pasted into a rich text: Word's lists, footnotes and headings as ours, tables without spans.
import { Fragment, Slice } from "@tiptap/pm/model";
import { addNotes, key } from "./richtext_notes.js";

const LIST = /mso-list:|MsoListParagraph/i;
const RENAMED = { H1: "h2", H5: "h4", H6: "h4" };

function renamed(element, tag) {
  const other = element.ownerDocument.createElement(tag);
  other.append(...element.childNodes);
  element.replaceWith(other);
}

// Word's lists are paragraphs that begin with a sign; their depth stands in their style.
function lists(page) {
  let open = [];
  for (const paragraph of [...page.querySelectorAll("p")]) {
    const style = `${paragraph.dataset.style} ${paragraph.className}`;
    if (!LIST.test(style)) {
      open = [];
      continue;
    }
    const sign = paragraph.querySelector('[data-style*="mso-list:Ignore"], [data-style*="mso-list: Ignore"]');
    const tag = /^\s*\(?[0-9a-z]{1,4}[.)]/i.test(sign?.textContent ?? paragraph.textContent) ? "ol" : "ul";
    const depth = Math.min(Number(/level(\d)/.exec(style)?.[1] ?? 1), open.length + 1);
    sign?.remove();
    open.length = depth - 1 < open.length && open[depth - 1].localName !== tag ? depth - 1 : Math.min(open.length, depth);
    if (open.length < depth) {
      const list = page.createElement(tag);
      if (open.length) open.at(-1).lastElementChild.append(list);
      else paragraph.before(list);
      open.push(list);
    }
    const item = page.createElement("li");
    item.append(...paragraph.childNodes);
    paragraph.remove();
    open.at(-1).append(item);
  }
}

// Word's footnotes are links to each other.
function notes(page) {
  const list = page.createElement("ol");
  list.className = "footnotes";
  for (const note of page.querySelectorAll('div[id^="ftn"], div[id^="edn"]')) {
    const mark = [...page.querySelectorAll("a")].find((link) => (link.getAttribute("href") ?? "").endsWith(`#_${note.id}`));
    note.querySelectorAll('a[href*="ref"]').forEach((link) => link.remove());
    if (mark) {
      const sup = page.createElement("sup");
      sup.className = "fn";
      sup.dataset.id = key();
      mark.replaceWith(sup);
      const item = page.createElement("li");
      item.dataset.id = sup.dataset.id;
      item.append(...note.childNodes);
      list.append(item);
    }
    note.remove();
  }
  if (list.children.length) page.body.append(list);
}

// A cell over several places becomes as many cells, the others empty.
function cells(page) {
  for (const table of page.querySelectorAll("table")) {
    [...table.rows].forEach((row, at) => {
      for (const cell of [...row.cells]) {
        const [across, down] = [Math.min(cell.colSpan, 8), Math.min(cell.rowSpan, 100)];
        const place = cell.cellIndex;
        const empty = () => page.createElement(cell.localName);
        cell.removeAttribute("colspan");
        cell.removeAttribute("rowspan");
        for (let more = 1; more < across; more++) cell.after(empty());
        for (let below = at + 1; below < Math.min(at + down, table.rows.length); below++) {
          for (let more = 0; more < across; more++) table.rows[below].insertBefore(empty(), table.rows[below].cells[place] ?? null);
        }
      }
    });
  }
}

// Styles are read as data: as styles, the page's policy would refuse each of them aloud.
const unstyled = (tag) => tag.replace(/\sstyle\s*=/gi, " data-style=");

export function cleaned(html) {
  const plain = html.replace(/<style[\s\S]*?<\/style>|<\/?o:p[^>]*>/gi, "").replace(/<[a-z][^>]*>/gi, unstyled);
  const page = new DOMParser().parseFromString(plain, "text/html");
  page.querySelectorAll("script, meta, link, title").forEach((each) => each.remove());
  if (/mso-|class="?Mso|#_ftn|#_edn/i.test(html)) {
    notes(page);
    lists(page);
  }
  for (const heading of page.querySelectorAll("h1, h5, h6")) renamed(heading, RENAMED[heading.tagName]);
  cells(page);
  return page.body.innerHTML;
}

// A slice with its footnotes taken out and all ids new, and the notes to be put at the end of the document.
function apart(slice, schema) {
  const ids = new Map();
  const fresh = (old) => ids.get(old) ?? ids.set(old, key()).get(old);
  const found = [];
  slice.content.descendants((node) => {
    if (node.type.name === "footnote") found.push(node);
  });
  const known = new Set(found.map((note) => note.attrs.id));
  const walk = (fragment) => {
    const kept = [];
    fragment.forEach((node) => {
      if (node.type.name === "footnotes" || node.type.name === "footnote") return;
      if (node.type.name === "footnoteMark" && known.has(node.attrs.id)) kept.push(node.type.create({ id: fresh(node.attrs.id) }));
      else kept.push(node.isText ? node : node.copy(walk(node.content)));
    });
    return Fragment.fromArray(kept);
  };
  const content = walk(slice.content);
  return [Slice.maxOpen(content, false), found.map((note) => schema.nodes.footnote.create({ id: fresh(note.attrs.id) }, note.content))];
}

// Text that comes with its footnotes: the text goes where the caret is, the notes to the others.
export function pasted(view, _event, slice) {
  let has = false;
  slice.content.descendants((node) => {
    has ||= node.type.name === "footnotes";
  });
  const { state } = view;
  if (!has || state.selection.$from.node(-1)?.type.name === "footnote") return false;
  const [text, found] = apart(slice, state.schema);
  const change = state.tr.replaceSelection(text);
  addNotes(change, found);
  view.dispatch(change.scrollIntoView().setMeta("paste", true));
  return true;
}
