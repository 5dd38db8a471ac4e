"""Texts of other systems, HTML, Markdown or plain, as the stored form; what can't stay is told."""

import re
from collections.abc import Callable

from lxml import html as lxml_html
from markupsafe import escape

from forum_app.domain.sentences import Said, said
from forum_app.domain.texts import readable
from forum_app.exchange.values import web_address
from forum_app.richtext import clean, from_markdown

_TAG = re.compile(r"<(?:p|br|ul|ol|li|a|h[1-6]|strong|em|b|i|div|span|blockquote|table|img|pre|code)\b[^>]*>", re.I)
_HEADING = re.compile(r"<h1\b|<h[56]\b", re.I)
_IMAGE = re.compile(r"!\[([^\]\n]{0,300})\]\(\s*<?(https?://[^\s)>]{1,2000})>?[^)\n]{0,300}\)")


def stored(text: str, tell: Callable[[Said], None]) -> str:
    """One text as sanitised HTML. ``tell`` gets a sentence for everything that could not stay as it was."""
    text = text.strip()
    if not text:
        return ""
    if not _TAG.search(text):
        if _IMAGE.search(text):
            tell(said("A picture from elsewhere became a link."))
            text = _IMAGE.sub(lambda match: f"[{match[1] or match[2]}]({match[2]})", text)
        return from_markdown(text)
    if _HEADING.search(text):
        tell(said("A heading was moved to a level that fits."))
    html = _without_pictures(_block_texts(text), tell)
    kept = clean(html)
    if len(readable(kept).split()) < len(readable(html).split()):
        tell(said("Parts of a text that run, load or style are left out."))
    return kept


def _block_texts(text: str) -> str:
    """Preformatted and plain divisions as paragraphs, so that their words stay apart."""
    return re.sub(r"<(/?)(?:div|pre)\b[^>]*>", r"<\1p>", text, flags=re.I)


def _without_pictures(text: str, tell: Callable[[Said], None]) -> str:
    """Pictures from elsewhere as links: no page of ours asks another host for anything."""
    if "<img" not in text.lower():
        return text
    root = lxml_html.fragment_fromstring(text, create_parent="div")
    for image in list(root.iter("img")):
        url = web_address(image.get("src", ""))
        image.tag = "a"
        image.text = image.get("alt", "").strip() or url or "…"
        image.attrib.clear()
        if url:
            image.set("href", url)
        tell(said("A picture from elsewhere became a link."))
    inner = "".join(lxml_html.tostring(child, encoding="unicode") for child in root)
    return str(escape(root.text or "")) + inner
