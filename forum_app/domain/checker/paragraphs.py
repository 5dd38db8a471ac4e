"""A stored text as its paragraphs: what a reader sees of each, with its links and footnotes.

Reads the sanitised form only (``domain.draft_parts.Rich``) and never fails on anything else. One pass, linear time.
"""

import re
from functools import cached_property
from html import unescape

from forum_app.domain.checker.language.sentences import sentences_of

# A tag holds no < or > in the stored form; looking no further than the next < keeps hostile texts linear.
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_BLOCKS = frozenset(
    {
        "p",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "td",
        "th",
        "caption",
        "tr",
        "table",
        "ul",
        "ol",
        "div",
    }
)
_NAMED = frozenset({"li", "h2", "h3", "h4", "td", "th", "caption"})
_UNITS = re.compile(r"(?:\d|\b(?:k|c|m|d)?m|\bCO|\bkg|\bx|\bE|\bR)$")
_HAND_MARK = re.compile(r"\d{1,2}$")
_DEEPEST = 60
_WORD = re.compile(r"[^\W_]+")


class Anchor:
    """A link as it stands in a paragraph; ``href`` is None where the link leads nowhere."""

    def __init__(self, href: str | None) -> None:
        self.href = href
        self.text = ""


class Paragraph:
    """One paragraph, list item, heading, cell or line. ``note`` is the id of the footnote it belongs to, or ``""``.

    ``text`` is without footnote marks; a forced line break is a newline in it. ``listing`` numbers the list it
    stands in, ``item`` the item.
    """

    def __init__(self, kind: str, note: str = "", listing: int = 0, item: int = 0) -> None:
        self.kind, self.note, self.listing, self.item = kind, note, listing, item
        self.text = ""
        self.anchors: list[Anchor] = []
        self.marks: list[str] = []
        self.hand_marks: list[str] = []

    @cached_property
    def flat(self) -> str:
        """The text on one line."""
        return self.text.replace("\n", " ")

    @cached_property
    def words(self) -> list[str]:
        """Its words and numbers in lower case."""
        return _WORD.findall(self.text.casefold())

    @cached_property
    def sentences(self) -> list[str]:
        """Its sentences; a forced line break ends one."""
        return [sentence for line in self.text.split("\n") for sentence in sentences_of(line)]


def lines_of(value: str) -> list[Paragraph]:
    """A plain text as one paragraph a line."""
    found = []
    for line in value.split("\n"):
        text = " ".join(line.split())
        if text:
            paragraph = Paragraph("line")
            paragraph.text = text
            found.append(paragraph)
    return found


def paragraphs_of(html: str) -> list[Paragraph]:
    """A rich text as its paragraphs, footnotes last."""
    if "<" not in html:
        return lines_of(unescape(html))
    reader = _Reader()
    end = 0
    for tag in _TAG.finditer(html):
        reader.data(html[end : tag.start()])
        end = tag.end()
        if tag[1]:
            reader.close(tag[2].lower())
        else:
            reader.open(tag[2].lower(), dict(_ATTRIBUTE.findall(tag[3])))
    reader.data(html[end:])
    reader.flush()
    return reader.found


class _Reader:
    def __init__(self) -> None:
        self.found: list[Paragraph] = []
        self.kinds: list[str] = []
        self.listings: list[int] = []
        self.lists = self.items = 0
        self.open_items: list[int] = []
        self.note = ""
        self.footnotes = 0
        self.sup: list[str] | None = None
        self.sup_class = ("", "")
        self.fresh()

    def fresh(self) -> None:
        kind = next((kind for kind in reversed(self.kinds) if kind in _NAMED), "p")
        listing = self.listings[-1] if self.listings and kind == "li" else 0
        self.now = Paragraph(kind, self.note, listing, self.open_items[-1] if self.open_items else 0)
        self.parts: list[str] = []
        self.anchor: Anchor | None = None

    def flush(self) -> None:
        lines = (" ".join(line.split()) for line in "".join(self.parts).split("\n"))
        self.now.text = "\n".join(line for line in lines if line)
        if self.now.text or self.now.marks or self.now.hand_marks or self.now.anchors:
            self.found.append(self.now)
        self.fresh()

    def data(self, raw: str) -> None:
        if not raw:
            return
        text = unescape(raw) if "&" in raw else raw
        text = text.replace("\n", " ").replace("\r", " ")
        if self.sup is not None:
            self.sup.append(text)
            return
        self.parts.append(text)
        if self.anchor is not None:
            self.anchor.text += text

    def open(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _BLOCKS:
            if len(self.kinds) < _DEEPEST:
                self.kinds.append(tag)
            if tag in ("ul", "ol"):
                self.lists += 1
                self.listings.append(self.lists)
                self.footnotes += bool(self.footnotes) or attributes.get("class") == "footnotes"
            if tag == "li":
                self.items += 1
                self.open_items.append(self.items)
                if self.footnotes == 1:
                    self.note = attributes.get("data-id", "")
            self.flush()
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "a":
            self.anchor = Anchor(unescape(attributes["href"]) if attributes.get("href") else None)
            self.now.anchors.append(self.anchor)
        elif tag == "sup":
            self.sup, self.sup_class = [], (attributes.get("class", ""), attributes.get("data-id", ""))

    def close(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.flush()
            if tag in self.kinds:
                while self.kinds.pop() != tag:
                    pass
            if tag == "li" and self.open_items:
                self.open_items.pop()
            if tag in ("ul", "ol") and self.listings:
                self.listings.pop()
                self.footnotes = max(0, self.footnotes - 1)
                self.note = self.note if self.footnotes else ""
            self.fresh()
        elif tag == "a":
            self.anchor = None
        elif tag == "sup" and self.sup is not None:
            self._close_sup("".join(self.sup))

    def _close_sup(self, text: str) -> None:
        self.sup = None
        if self.sup_class[0] == "fn":
            self.now.marks.append(self.sup_class[1])
        elif _HAND_MARK.match(text.strip()) and not _UNITS.search("".join(self.parts[-1:])[-3:]):
            self.now.hand_marks.append(text.strip())
        else:
            self.data(text)
