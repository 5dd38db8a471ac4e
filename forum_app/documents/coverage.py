"""Characters that the installed fonts can draw; what they can't is put in words or in a plain sign."""

import re
from functools import cache
from pathlib import Path

from forum_app.documents.fonts import SCRIPTS, folders

_PICTOGRAPH = "[\u2190-\u2bff\U0001f000-\U0001faff]"
# Joiners, variation selectors, skin tones and tags only change the pictograph before them.
_MODIFIERS = re.compile(f"(?<={_PICTOGRAPH})[\u200d\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]+")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")
# Scripts that the named families are known to draw whole; anything else is looked up.
_RARE = re.compile(
    "[\u0700-\u08ff\u0a00-\u0dff\u1200-\u1cff\u2100-\u2fdf\ua000-\uabff\ue000-\uf8ff\ufb00-\ufb06\ufff9-\ufffd"
    "\U00010000-\U0010ffff]"
)
# Where a family is missing, everything beyond the Latin of our own fonts is looked up.
_FOREIGN = re.compile("[^\x00-\u024f\u2010-\u2026]")
_FACE = re.compile(" (SC|TC|JP|KR)$")  # one file holds the faces of all four
_FONTS = (".ttf", ".otf", ".ttc")
SIGN = "◆"


def printable(html: str) -> str:
    """The text with a plain sign for each character that no installed font draws; flags become their two letters."""
    rare = _RARE if families_are_there() else _FOREIGN
    if not rare.search(html):
        return html
    html = _MODIFIERS.sub("", html)
    html = _FLAG.sub(lambda match: chr(ord(match[0]) - 0x1F1E6 + ord("A")), html)
    return rare.sub(lambda match: match[0] if ord(match[0]) in drawable() else SIGN, html)


@cache
def families_are_there() -> bool:
    """Whether a font of every script's sans family is installed, by the names of the files."""
    return not families_missing()


def families_missing() -> list[str]:
    """Which of them are not."""
    files = [path.name for folder in folders() for path in Path(folder).rglob("*") if path.suffix in _FONTS]
    wanted = dict.fromkeys(_FACE.sub("", sans) for sans, _serif, _languages in SCRIPTS)
    return [family for family in wanted if not any(name.startswith(family.replace(" ", "")) for name in files)]


@cache
def drawable() -> frozenset[int]:
    """Code points in any installed font; read once in a process, when a rare character first asks for it."""
    from fontTools.ttLib import TTCollection, TTFont

    found: set[int] = set()
    every = (path for folder in folders() for path in Path(folder).rglob("*"))
    for path in sorted(path for path in every if path.suffix in _FONTS):
        try:
            fonts = [TTCollection(path, lazy=True).fonts[0]] if path.suffix == ".ttc" else [TTFont(path, lazy=True)]
            for font in fonts:
                found.update(font.getBestCmap() or ())
        except Exception:  # noqa: S112 - a font that can't be read draws nothing
            continue
    return frozenset(found)
