"""Rich text: the one sanitiser, at every way in and out, and the shapes a stored text takes on a page and in print.

Stored form: h2–h4, p, lists, links, emphasis, quotes, tables without spans, own images (``media:NAME``) and
footnotes: ``<sup class="fn" data-id="a1">1</sup>`` in the text, ``<ol class="footnotes"><li data-id="a1">…`` after it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

import nh3
from lxml import html as lxml_html
from lxml.html import HtmlElement
from markdown_it import MarkdownIt
from markupsafe import Markup

from forum_app.domain.web_addresses import WEB_ADDRESS

TAGS = {
    "p", "br", "h2", "h3", "h4", "ul", "ol", "li", "a", "strong", "em", "blockquote", "img", "sup", "sub",
    "table", "thead", "tbody", "tr", "th", "td", "caption",
}  # fmt: skip
_RENAMED = {"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em"}
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "role"},
    "sup": {"class", "data-id"},
    "ol": {"class"},
    "li": {"data-id"},
    "*": {"lang", "dir"},
}
_LINK = re.compile(rf"(?:{WEB_ADDRESS.pattern}|mailto:[^\s\\@]+@[^\s\\@]+$)", re.IGNORECASE)
_OWN_IMAGE = re.compile(r"media:[0-9a-f]{64}\.(png|webp|jpg)$")
REL = "nofollow ugc noopener"
_MARK = re.compile(r"[A-Za-z0-9_-]{1,40}$")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
DEEPEST, WIDEST_TABLE, LONGEST_TABLE = 40, 8, 100


def _attribute(tag: str, name: str, value: str) -> str | None:
    allowed = {
        ("a", "href"): _LINK,
        ("a", "rel"): re.compile(f"{REL}$"),
        ("img", "src"): _OWN_IMAGE,
        ("sup", "class"): re.compile("fn$"),
        ("ol", "class"): re.compile("footnotes$"),
        ("sup", "data-id"): _MARK,
        ("li", "data-id"): _MARK,
        ("img", "alt"): re.compile(""),
        ("img", "role"): re.compile("presentation$"),  # a picture that says nothing, by its writer's choice
    }.get((tag, name))
    if name == "lang":
        allowed = _LANGUAGE
    if name == "dir":
        allowed = re.compile("(ltr|rtl|auto)$")
    value = value.strip() if name != "alt" else value
    return value if allowed is not None and allowed.match(value) else None


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "math",
        "iframe",
        "object",
        "textarea",
        "title",
    },
    attributes=_ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto", "media"},
    link_rel=REL,
    strip_comments=True,
)


class _Shape(HTMLParser):
    """Measures nesting without recursion, before anything that might recurse sees the text."""

    VOID = frozenset({"br", "img", "hr", "input", "meta", "link", "wbr", "col"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.depth = self.deepest = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag: str) -> None:
        self.depth = max(0, self.depth - 1)


def shape_problem(html: str) -> str | None:
    """What makes a text unfit to be kept: nested too deep, a table too large. None when it is fit."""
    shape = _Shape()
    shape.feed(html)
    shape.close()
    if shape.deepest > DEEPEST:
        return f"The text is nested more than {DEEPEST} levels deep."
    if "<table" in html.lower():
        for table in _fragment(clean(html)).iter("table"):
            rows = list(table.iter("tr"))
            if len(rows) > LONGEST_TABLE or any(len(row) > WIDEST_TABLE for row in rows):
                return f"A table has more than {WIDEST_TABLE} columns or {LONGEST_TABLE} rows."
    return None


def clean(html: str) -> str:
    """The text with nothing in it but the stored form's tags, own images and http, https and mailto links.
    A link with a name before its host is none (``https://bank.example@elsewhere.example``).

    Idempotent. Headings and old tags are mapped; whatever runs, loads or styles is gone.
    """
    renamed = re.sub(
        r"<(/?)(h1|h5|h6|b|i)(?=[\s>/])",
        lambda match: f"<{match[1]}{_RENAMED[match[2].lower()]}",
        html,
        flags=re.IGNORECASE,
    )
    cleaned = _CLEANER.clean(renamed).replace(f'<a rel="{REL}">', "<a>")
    return re.sub(r"<img(?![^>]*\ssrc=)[^>]*>", "", cleaned).strip()


def from_markdown(source: str) -> str:
    """Markdown as the stored form; raw HTML in it is text."""
    return clean(MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable("table").render(source))


@dataclass
class Footnotes:
    """Numbers the footnotes of one document or page, in order of appearance over all its texts."""

    prefix: str = "fn"
    notes: list[Markup] = field(default_factory=list)


def for_page(html: str, *, heading: int, media: Callable[[str], str], footnotes: Footnotes | None = None) -> Markup:
    """A stored text for a page: headings from ``heading`` down, marks linked to notes that ``footnotes`` collects."""
    root = _prepared(html, heading, media)
    for table in root.iter("table"):
        table.set("tabindex", "0")  # it may be wider than the screen: then the keyboard moves it (WCAG 2.1.1)
    footnotes = footnotes if footnotes is not None else Footnotes()
    for mark, note in _footnotes(root):
        footnotes.notes.append(Markup(_inner(note)))  # noqa: S704 - cleaned above
        number = len(footnotes.notes)
        link = lxml_html.Element("a", href=f"#{footnotes.prefix}-{number}", id=f"{footnotes.prefix}ref-{number}")
        link.text = str(number)
        mark.text = None
        mark.append(link)
    return Markup(_inner(root))  # noqa: S704 - cleaned above


def for_print(html: str, *, heading: int, media: Callable[[str], str]) -> Markup:
    """A stored text for a PDF: each footnote stands where its mark is, as ``<span class="fn">``."""
    root = _prepared(html, heading, media)
    for mark, note in _footnotes(root):
        mark.tag = "span"
        mark.attrib.pop("data-id", None)
        mark.text = note.text if (note.text or "").strip() else None
        paragraphs = list(note)
        for index, paragraph in enumerate(paragraphs):
            paragraph.tag = "span" if paragraph.tag == "p" else paragraph.tag
            if index:
                paragraph.text = " " + (paragraph.text or "")
            mark.append(paragraph)
    return Markup(_inner(root))  # noqa: S704 - cleaned above


def _fragment(html: str) -> HtmlElement:
    root: HtmlElement = lxml_html.fragment_fromstring(html or "<p></p>", create_parent="div")
    return root


def _inner(element: HtmlElement) -> str:
    parts = [lxml_html.tostring(child, encoding="unicode", with_tail=True) for child in element]
    text = str(Markup.escape(element.text)) if element.text else ""
    return text + "".join(parts)


def _prepared(html: str, heading: int, media: Callable[[str], str]) -> HtmlElement:
    root = _fragment(clean(html))
    last = heading - 1
    for element in root.iter("h2", "h3", "h4"):
        level = min(heading + int(str(element.tag)[1]) - 2, last + 1, 6)
        element.tag = f"h{level}"
        last = level
    for image in root.iter("img"):
        image.set("src", media(image.get("src", "").removeprefix("media:")))
        image.set("alt", image.get("alt", ""))
    for head in root.iter("th"):
        head.set("scope", "col" if next(head.iterancestors("thead"), None) is not None else "row")
    return root


def _footnotes(root: HtmlElement) -> list[tuple[HtmlElement, HtmlElement]]:
    """Pairs of mark and note; the list of notes is taken out. A mark without a note is left out with it."""
    notes: dict[str, HtmlElement] = {}
    for listing in list(root.iter("ol")):
        if listing.get("class") == "footnotes":
            notes.update({item.get("data-id", ""): item for item in listing.iter("li")})
            listing.drop_tree()
    pairs = []
    for mark in list(root.iter("sup")):
        if mark.get("class") == "fn":
            note = notes.pop(mark.get("data-id", ""), None)
            if note is None:
                mark.drop_tree()
            else:
                pairs.append((mark, note))
    return pairs
