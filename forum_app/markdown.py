"""Stored rich text as Markdown for a form without an editor, and what such a form posted as stored text.

Footnotes are ``[^a1]`` in the text and ``[^a1]: …`` after it. What Markdown has no sign for (small raised and lowered
letters, the language of a passage) stays only where the text came back untouched: then it is kept byte for byte.
"""

import hashlib
import re
from collections.abc import Sequence
from typing import Any, Protocol

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdownify import MarkdownConverter
from markupsafe import escape
from mdit_py_plugins.footnote import footnote_plugin

from forum_app.richtext import clean

# Signs that mean something at the beginning of a line alone, and an ampersand that begins no entity.
_NEEDLESS = re.compile(r"\\\\|\\([.+=~-])|\\(?=&)(?!&[#\w]+;)()")
# What stands before the words of a line: quotes, the signs of lists, headings and notes.
_LEAD = re.compile(r"^(?:\s*(?:>|[-*+]|\d{1,9}[.)]|#{1,6}|\[\^[\w-]+\]:)(?=[\s>]|$))*\s*")
_NO_MARK = re.compile(r"[^A-Za-z0-9_-]")


def _unescaped(match: re.Match[str]) -> str:
    """A sign without its backslash, except where it would make a list, or a heading, of its line."""
    if match[0] == r"\\":
        return match[0]
    before = _LEAD.sub("", match.string[: match.start()], count=1)
    return match[0] if match[1] and (not before or (match[1] == "." and before.isdigit())) else match[1] or ""


class Fields(Protocol):
    """The fields of a request's body."""

    def get(self, key: str, /) -> str | None: ...


class _Converter(MarkdownConverter):
    """Markdown with our footnotes."""

    def convert_sup(self, element: Any, text: str, parent_tags: Any) -> str:
        if "fn" in (element.get("class") or []):
            return f"[^{element.get('data-id', '')}]"
        return text

    def convert_ol(self, element: Any, text: str, parent_tags: Any) -> str:
        if "footnotes" in (element.get("class") or []):
            return f"\n\n{text.strip()}\n"
        return str(super().convert_list(element, text, parent_tags))  # type: ignore[misc]

    def convert_li(self, element: Any, text: str, parent_tags: Any) -> str:
        if "footnotes" in (getattr(element.parent, "get", lambda _name: None)("class") or []):
            inner = "\n    ".join(line for line in text.strip().splitlines())
            return f"[^{element.get('data-id', '')}]: {inner}\n\n"
        return str(super().convert_li(element, text, parent_tags))  # type: ignore[misc]


def as_markdown(html: str) -> str:
    """The text as Markdown."""
    if not html:
        return ""
    text = str(_Converter(heading_style="ATX", bullets="-", strong_em_symbol="*", escape_misc=True).convert(html))
    text = "\n".join(_NEEDLESS.sub(_unescaped, line.rstrip()) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _label(token: Token) -> str:
    return _NO_MARK.sub("", str(token.meta.get("label") or ""))[:40] or f"n{token.meta['id'] + 1}"


def _ref(_self: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    token = tokens[index]
    return f'<sup class="fn" data-id="{escape(_label(token))}">{token.meta["id"] + 1}</sup>'


def _open(_self: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    return f'<li data-id="{escape(_label(tokens[index]))}">'


def _said(text: str) -> Any:
    return lambda _self, _tokens, _index, _options, _env: text


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable("table").use(footnote_plugin)
    reader.add_render_rule("footnote_ref", _ref)
    reader.add_render_rule("footnote_open", _open)
    reader.add_render_rule("footnote_close", _said("</li>"))
    reader.add_render_rule("footnote_block_open", _said('<ol class="footnotes">'))
    reader.add_render_rule("footnote_block_close", _said("</ol>"))
    reader.add_render_rule("footnote_anchor", _said(""))
    return reader


_READER = _reader()


def from_form(source: str) -> str:
    """Markdown as it is written in a form, as the stored form; raw HTML in it is text."""
    return clean(_READER.render(source))


def mark_of(markdown: str) -> str:
    """What a form remembers of the Markdown that it showed, to know whether it comes back untouched."""
    return hashlib.blake2s(markdown.strip().encode(), digest_size=8).hexdigest()


def untouched(fields: Fields, name: str) -> bool:
    """Whether the Markdown of ``name`` came back as the form showed it (``NAME@was``): then nothing is asked of it,
    whatever somebody else made of the text meanwhile."""
    if fields.get(f"{name}@form") == "html":
        return False
    return fields.get(f"{name}@was") == mark_of(_plain(fields, name))


def _plain(fields: Fields, name: str) -> str:
    return (fields.get(name) or "").replace("\r\n", "\n").replace("\r", "\n")


def submitted_rich(fields: Fields, name: str, before: str) -> str:
    """What was posted as ``name``, as stored HTML; ``before`` byte for byte where its Markdown came back untouched.

    ``NAME@form`` says ``html`` where an editor sent it.
    """
    raw = _plain(fields, name)
    if fields.get(f"{name}@form") == "html":
        return clean(raw)
    return before if raw.strip() == as_markdown(before) else from_form(raw)
