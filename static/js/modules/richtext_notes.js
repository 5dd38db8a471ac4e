// Footnotes in the editor: each mark has its text and each text its mark, in one order, whatever is done to either.
import { Extension } from "@tiptap/core";
import { DOMSerializer } from "@tiptap/pm/model";
import { Plugin, TextSelection } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

export const key = () => `n${Math.random().toString(36).slice(2, 9)}`;

export function addNotes(change, found) {
  const end = change.doc.content.size;
  if (change.doc.lastChild?.type.name === "footnotes") change.insert(end - 1, found);
  else change.insert(end, change.doc.type.schema.nodes.footnotes.create(null, found));
  return change;
}

// Where the node of that kind and name begins.
function placeOf(doc, kind, id) {
  let found = null;
  doc.descendants((node, at) => {
    if (node.type.name === kind && node.attrs.id === id) found ??= at;
  });
  return found;
}

const startOf = (doc, id) => placeOf(doc, "footnote", id) + 2;

export function addFootnote(editor) {
  if (editor.isActive("footnote")) return; // a note has no notes
  const id = key();
  const { schema, selection, tr } = editor.state;
  const before = selection.empty && selection.$from.nodeBefore?.isText ? selection.$from.nodeBefore.text : "";
  const at = selection.to - (/\S\s$/.test(before) ? 1 : 0); // beside the word, so that a line doesn't end between them
  const note = schema.nodes.footnote.create({ id }, schema.nodes.paragraph.create());
  editor.view.dispatch(addNotes(tr.insert(at, schema.nodes.footnoteMark.create({ id })), [note]));
  toNote(editor.view, id);
}

function toNote(view, id) {
  const { state } = view;
  if (placeOf(state.doc, "footnote", id) === null) return false;
  view.dispatch(state.tr.setSelection(TextSelection.near(state.doc.resolve(startOf(state.doc, id)))).scrollIntoView());
  view.focus();
  return true;
}

// From a note back to where its mark stands.
function toMark(view, id) {
  const { state } = view;
  const at = placeOf(state.doc, "footnoteMark", id);
  if (at === null) return false;
  view.dispatch(state.tr.setSelection(TextSelection.near(state.doc.resolve(at + 1))).scrollIntoView());
  view.focus();
  return true;
}

// The marks in their order and the notes as they lie; marks that name a note a second time are told apart.
function read(doc) {
  const [marks, again, notes, order] = [new Set(), [], new Map(), []];
  doc.descendants((node, at, parent) => {
    if (node.type.name === "footnoteMark") {
      if (marks.has(node.attrs.id)) again.push([at, node]);
      else marks.add(node.attrs.id);
    }
    if (node.type.name === "footnote" && parent.type.name === "footnotes") {
      order.push(node.attrs.id);
      notes.set(node.attrs.id, node);
    }
  });
  return { marks, again, notes, order };
}

// What has to change so that marks and notes agree; nothing where they do.
function agreed(state, gone) {
  const { doc, schema, selection } = state;
  const change = state.tr;
  const first = read(doc);
  for (const [at, mark] of first.again.reverse()) {
    const [note, inside] = [first.notes.get(mark.attrs.id), doc.resolve(at).node(1)?.type.name === "footnotes"];
    if (!note || inside) {
      change.delete(at, at + 1);
      continue;
    }
    const id = key(); // a copy of a passage has a copy of its note
    change.setNodeMarkup(at, null, { ...mark.attrs, id });
    addNotes(change, [note.type.create({ ...note.attrs, id }, note.content)]);
  }
  const [there, lost] = [read(change.doc).notes, []];
  change.doc.descendants((node, at) => {
    if (node.type.name === "footnoteMark" && !there.has(node.attrs.id)) lost.push([at, node.attrs.id]);
  });
  for (const [at, id] of lost.reverse()) {
    if (gone.has(id)) addNotes(change, [gone.get(id)]);
    else change.delete(at, at + 1);
  }
  const { marks, notes, order } = read(change.doc);
  const wanted = [...marks].filter((id) => notes.has(id));
  for (const [id, note] of notes) if (!marks.has(id)) gone.set(id, note); // a mark that comes back finds it again
  if (wanted.join() === order.join()) return change.docChanged ? change : null;
  const inNote = selection.$head.depth > 1 && selection.$head.node(1).type.name === "footnotes" ? selection.$head.node(2) : null;
  const within = inNote && selection.head - selection.$head.start(2);
  const list = change.doc.lastChild;
  const from = change.doc.content.size - list.nodeSize;
  if (wanted.length) change.replaceWith(from, from + list.nodeSize, schema.nodes.footnotes.create(list.attrs, wanted.map((id) => notes.get(id))));
  else change.delete(from, from + list.nodeSize);
  if (inNote && wanted.includes(inNote.attrs.id)) change.setSelection(TextSelection.near(change.doc.resolve(startOf(change.doc, inNote.attrs.id) - 1 + within)));
  return change;
}

// What is said of a mark when the pointer rests on it: the text that it leads to.
function told(doc) {
  const { notes } = read(doc);
  if (!notes.size) return DecorationSet.empty;
  const found = [];
  doc.descendants((node, at) => {
    if (node.type.name !== "footnoteMark") return;
    const note = notes.get(node.attrs.id);
    found.push(Decoration.node(at, at + 1, { title: note?.textContent ?? "" }));
  });
  return DecorationSet.create(doc, found);
}

// What is copied takes its footnotes with it, so that they are there wherever it is put.
class WithNotes extends DOMSerializer {
  constructor(schema, notes) {
    super(DOMSerializer.nodesFromSchema(schema), DOMSerializer.marksFromSchema(schema));
    this.current = notes;
  }
  serializeFragment(fragment, options, target) {
    const made = super.serializeFragment(fragment, options, target);
    if (target) return made; // a part of what is written by the call around it
    const [ids, has] = [new Set(), { notes: false }];
    fragment.descendants((node) => {
      if (node.type.name === "footnoteMark") ids.add(node.attrs.id);
      has.notes ||= node.type.name === "footnotes" || node.type.name === "footnote";
    });
    const notes = has.notes ? [] : [...ids].map((id) => this.current().get(id)).filter(Boolean);
    if (!notes.length) return made;
    const list = super.serializeNode(notes[0].type.schema.nodes.footnotes.create(null, notes), options);
    made.append(list);
    made.querySelectorAll("sup.fn").forEach((mark, index) => (mark.textContent = String(index + 1)));
    return made;
  }
}

const markIn = (selection) => (selection.node?.type.name === "footnoteMark" ? selection.node.attrs.id : null);

export const Notes = Extension.create({
  name: "notes",
  priority: 200, // before the Enter of paragraphs
  addKeyboardShortcuts() {
    const { editor } = this;
    return {
      Enter: () => Boolean(markIn(editor.state.selection)) && toNote(editor.view, markIn(editor.state.selection)),
      Escape: () => editor.isActive("footnote") && toMark(editor.view, editor.getAttributes("footnote").id),
    };
  },
  addProseMirrorPlugins() {
    const { editor } = this;
    const gone = new Map();
    return [
      new Plugin({
        state: { init: (_, { doc }) => told(doc), apply: (change, shown) => (change.docChanged ? told(change.doc) : shown) },
        appendTransaction: (changes, _, state) => (changes.some((each) => each.docChanged) ? agreed(state, gone) : null),
        props: {
          decorations(state) {
            return this.getState(state);
          },
          clipboardSerializer: new WithNotes(editor.schema, () => read(editor.state.doc).notes),
          handleClickOn: (view, _, node, __, event, direct) => direct && !event.shiftKey && node.type.name === "footnoteMark" && toNote(view, node.attrs.id),
        },
      }),
    ];
  },
});

// A note with a way back to its mark behind it.
export function noteView(back) {
  return ({ node, editor }) => {
    const dom = document.createElement("li");
    dom.dataset.id = node.attrs.id;
    const contentDOM = document.createElement("div");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "rt-back", contentEditable: "false", title: back, tabIndex: -1, textContent: "↑" });
    button.setAttribute("aria-label", back);
    button.addEventListener("click", () => toMark(editor.view, dom.dataset.id));
    dom.append(contentDOM, button);
    const update = (other) => {
      if (other.type !== node.type) return false;
      dom.dataset.id = other.attrs.id;
      return true;
    };
    return { dom, contentDOM, update, stopEvent: (event) => button.contains(event.target), ignoreMutation: (change) => change.type !== "selection" && !contentDOM.contains(change.target) };
  };
}
