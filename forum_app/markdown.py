"""Stored rich text as Markdown for a form without an editor, and what such a form posted as stored text."""

from typing import Protocol

from markdownify import markdownify

from forum_app.richtext import clean, from_markdown


class Fields(Protocol):
    def get(self, key: str, /) -> str | None: ...


def as_markdown(html: str) -> str:
    """The text as Markdown."""
    return str(markdownify(html, heading_style="ATX", bullets="-")).strip() if html else ""


def submitted_rich(fields: Fields, name: str, before: str) -> str:
    """What was posted as ``name``, as stored HTML; ``before`` byte for byte where its Markdown came back untouched."""
    raw = (fields.get(name) or "").replace("\r\n", "\n").strip()
    if fields.get(f"{name}@form") == "html":
        return clean(raw)
    return before if raw == as_markdown(before).strip() else from_markdown(raw)
