"""Small drawings that documents carry: initials for a portrait, DRAFT across a page, a titled score."""

from html import unescape
from urllib.parse import quote, unquote

from markupsafe import Markup, escape

from forum_app.documents.fonts import folders
from forum_app.domain.texts import one_line

SCHEME = "drawn:"
_SANS = "'IBM Plex Sans', 'IBM Plex Sans Arabic', 'Noto Sans', 'Noto Sans Arabic', 'Noto Sans CJK SC', sans-serif"
_SVG = '<svg xmlns="http://www.w3.org/2000/svg"'


def titled(svg: Markup, words: str) -> Markup:
    """An inline SVG as print wants it: its alternative text as ``<title>``, and a font of its own."""
    opening, rest = str(svg).split(">", 1)
    head = Markup('{}><title>{}</title><g font-family="{}">').format(Markup(opening), words, _SANS)  # noqa: S704
    return head + Markup(rest.replace("</svg>", "</g></svg>"))  # noqa: S704 - our own drawing


def _painted(drawing: str) -> bytes:
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=drawing, width=1_800, skip_system_fonts=True, font_dirs=folders()))


def initials_address(letters: str) -> str:
    return f"{SCHEME}initials/{quote(letters, safe='')}"


def draft_address(word: str) -> str:
    return f"{SCHEME}draft/{quote(word, safe='')}"


def drawn(address: str) -> bytes | None:
    """The SVG of a ``drawn:`` address, or a PNG of what is written in joined letters, which WeasyPrint would set one by
    one; None for an address of no drawing."""
    kind, _slash, text = address.removeprefix(SCHEME).partition("/")
    text = one_line(unescape(unquote(text)))[:24]
    if kind == "initials":
        return (
            f'{_SVG} viewBox="0 0 80 100"><rect width="80" height="100" fill="#e8ecf1"/>'
            f'<text x="40" y="60" font-family="{_SANS}" font-size="28" font-weight="600" fill="#465462" '
            f'text-anchor="middle">{escape(text[:2])}</text></svg>'
        ).encode()
    if kind == "draft":
        size = min(170, round(1_250 / max(len(text), 1)))
        joins = max(text, default="") >= "\u0590"
        drawing = (
            f'{_SVG} viewBox="0 0 600 848"><g transform="translate(300 424) rotate(-54)">'
            f'<text y="{size // 3}" font-family="{_SANS}" font-size="{size}" font-weight="700" fill="#b3221b" '
            f'fill-opacity="0.09" letter-spacing="{0 if joins else 6}" text-anchor="middle">{escape(text)}</text></g></svg>'
        )
        return _painted(drawing) if joins else drawing.encode()
    return None
