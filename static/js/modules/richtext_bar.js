// The bar above a rich text: one stop for the Tab key, arrows within; links, tables and footnotes beside what is marked.
import { addFootnote } from "./richtext_notes.js";
import imageForm from "./text_image.js";

const MOST_COLUMNS = 8;
const MOST_ROWS = 100;

// An address as somebody types it: example.org and ana@example.org are whole enough; null where it is none.
export function address(typed) {
  const text = typed.trim();
  if (/^mailto:[^\s@]+@[^\s@]+$/i.test(text)) return text;
  if (/^[^\s@:/]+@[^\s@/]+\.[^\s@/]+$/.test(text)) return `mailto:${text}`;
  const whole = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (/\s|\\/.test(text) || !URL.canParse(whole)) return null;
  const { hostname, username, password } = new URL(whole);
  return hostname.includes(".") && !username && !password ? whole : null;
}

function linkForm(bar, words, editor) {
  const open = bar.querySelector(".rt-link");
  if (open) return open.remove();
  const form = Object.assign(document.createElement("div"), { className: "rt-link" });
  const field = Object.assign(document.createElement("input"), { type: "url", className: "in", placeholder: "https://", value: editor.getAttributes("link").href ?? "", dir: "ltr" });
  field.setAttribute("aria-label", words.address);
  const status = Object.assign(document.createElement("p"), { className: "wrong" });
  status.setAttribute("role", "status");
  const apply = () => {
    const href = field.value.trim() && address(field.value);
    if (href === null) {
      status.textContent = words.noAddress;
      return field.focus();
    }
    const chain = editor.chain().focus().extendMarkRange("link");
    if (!href) chain.unsetLink().run();
    else if (editor.state.selection.empty && !editor.isActive("link")) chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
    else chain.setLink({ href }).run();
    form.remove();
  };
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: words.apply });
  button.addEventListener("click", apply);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      form.remove();
      editor.commands.focus();
    }
    if (event.key !== "Enter" || event.target !== field) return;
    event.preventDefault();
    apply();
  });
  form.append(field, button, status);
  bar.append(form);
  field.focus();
}

// What can be done to the table that the caret is in.
function tableTools(words, editor) {
  const tools = Object.assign(document.createElement("div"), { className: "rt-table", hidden: true });
  tools.setAttribute("role", "group");
  tools.setAttribute("aria-label", words.table);
  const checks = [];
  const here = () => {
    const { $from } = editor.state.selection;
    for (let depth = $from.depth; depth > 0; depth--) if ($from.node(depth).type.name === "table") return [$from.node(depth), $from.before(depth)];
    return [null, 0];
  };
  const add = (label, command, fits = () => true) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn quiet sm", textContent: label });
    button.addEventListener("click", () => fits(here()[0]) && editor.chain().focus()[command]().run());
    checks.push((table) => button.setAttribute("aria-disabled", String(!fits(table))));
    tools.append(button);
  };
  add(words.rowBelow, "addRowAfter", (table) => table?.childCount < MOST_ROWS);
  add(words.columnAfter, "addColumnAfter", (table) => table?.firstChild.childCount < MOST_COLUMNS);
  add(words.headRow, "toggleHeaderRow");
  add(words.rowOut, "deleteRow");
  add(words.columnOut, "deleteColumn");
  add(words.tableOut, "deleteTable");
  const label = document.createElement("label");
  const caption = Object.assign(document.createElement("input"), { type: "text", className: "in", maxLength: 300, dir: "auto", lang: editor.view.dom.lang });
  caption.addEventListener("input", (event) => {
    event.stopPropagation(); // the text's own change follows
    const [table, at] = here();
    if (table) editor.view.dispatch(editor.state.tr.setNodeMarkup(at, null, { ...table.attrs, caption: caption.value }));
  });
  caption.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || event.key === "Enter") {
      event.preventDefault();
      editor.commands.focus();
    }
  });
  label.append(Object.assign(document.createElement("span"), { textContent: words.caption }), caption);
  tools.append(label);
  const shown = () => {
    const [table] = here();
    tools.hidden = !table;
    if (!table) return;
    for (const check of checks) check(table);
    if (document.activeElement !== caption) caption.value = table.attrs.caption;
  };
  return [tools, shown];
}

// The Tab key comes to a bar once; arrows go from button to button, the other way where one reads from the right.
function arrows(bar, stops) {
  const turn = (to) => {
    for (const stop of stops) stop.tabIndex = stop === to ? 0 : -1;
  };
  turn(stops[0]);
  bar.addEventListener("focusin", (event) => stops.includes(event.target) && turn(event.target));
  bar.addEventListener("keydown", (event) => {
    const at = stops.indexOf(event.target);
    const forward = getComputedStyle(bar).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (at < 0 || (!step && event.key !== "Home" && event.key !== "End")) return;
    event.preventDefault();
    const to = step ? (at + (event.key === forward ? 1 : -1) + stops.length) % stops.length : event.key === "Home" ? 0 : stops.length - 1;
    stops[to].focus();
  });
}

export default function toolbar(words, editor, area) {
  const bar = Object.assign(document.createElement("div"), { className: "rt-bar" });
  const main = Object.assign(document.createElement("div"), { className: "rt-tools" });
  main.setAttribute("role", "toolbar");
  main.setAttribute("aria-label", words.toolbar);
  const style = Object.assign(document.createElement("select"), { className: "in" });
  style.setAttribute("aria-label", words.style);
  for (const [value, label] of [["0", words.text], ["2", words.heading], ["3", words.subheading], ["4", words.smallest]]) style.add(new Option(label, value));
  style.addEventListener("change", () => {
    const level = Number(style.value);
    if (level) editor.chain().focus().setHeading({ level }).run();
    else editor.chain().focus().setParagraph().run();
  });
  main.append(style);
  const [pressed, possible] = [[], []];
  const add = (icon, label, run, { isOn, can, keys, told } = {}) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: told ? "btn quiet sm" : "btn quiet icon", title: keys ? `${label} (${keys})` : label });
    button.setAttribute("aria-label", label);
    button.append(area.icons.content.querySelector(`[data-icon="${icon}"]`)?.firstElementChild?.cloneNode(true) ?? label);
    if (told) button.append(label);
    button.addEventListener("click", () => (!can || can()) && run());
    if (isOn) pressed.push([button, isOn]);
    if (can) possible.push([button, can]);
    main.append(button);
  };
  // The focus is there before the next letter: Tiptap's own comes a frame later.
  const chain = () => {
    editor.view.focus();
    return editor.chain().focus();
  };
  const is = (name) => () => editor.isActive(name);
  add("bold", words.bold, () => chain().toggleBold().run(), { isOn: is("bold"), keys: "Ctrl+B" });
  add("italic", words.italic, () => chain().toggleItalic().run(), { isOn: is("italic"), keys: "Ctrl+I" });
  add("superscript", words.raised, () => chain().toggleMark("raised").run(), { isOn: is("raised"), keys: "Ctrl+." });
  add("subscript", words.lowered, () => chain().toggleMark("lowered").run(), { isOn: is("lowered"), keys: "Ctrl+," });
  add("link", words.link, () => linkForm(bar, words, editor), { isOn: is("link"), keys: "Ctrl+K" });
  add("list", words.bullets, () => chain().toggleBulletList().run(), { isOn: is("bulletList") });
  add("list-ordered", words.numbers, () => chain().toggleOrderedList().run(), { isOn: is("orderedList") });
  add("quote", words.quote, () => chain().toggleBlockquote().run(), { isOn: is("blockquote") });
  const outside = () => !editor.isActive("table") && !editor.isActive("footnote");
  add("table", words.table, () => chain().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(), { can: outside });
  add("image", words.image, () => imageForm(bar, words, editor, area.media), { isOn: is("image"), can: () => !editor.isActive("footnote") });
  add("asterisk", words.footnote, () => addFootnote(editor), { can: () => !editor.isActive("footnote"), told: true });
  add("undo-2", words.undo, () => chain().undo().run(), { can: () => editor.can().undo(), keys: "Ctrl+Z" });
  add("redo-2", words.redo, () => chain().redo().run(), { can: () => editor.can().redo() });
  const [tools, shownTools] = tableTools(words, editor);
  bar.append(main, tools);
  arrows(main, [...main.children]);
  const shown = () => {
    for (const [button, isOn] of pressed) button.setAttribute("aria-pressed", String(isOn()));
    for (const [button, can] of possible) button.setAttribute("aria-disabled", String(!can()));
    style.value = String(editor.getAttributes("heading").level ?? 0);
    shownTools();
  };
  editor.on("transaction", shown);
  shown();
  editor.view.dom.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    linkForm(bar, words, editor);
  });
  return bar;
}
