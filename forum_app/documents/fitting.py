"""The size of type at which a text fits where it has to stand whole: nobody's name is cut off.

Widths are estimates on the wide side, by the kind of each letter, so that no font has to be read: what is printed
needs as many lines as are counted here, or fewer.
"""

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from forum_app.domain.texts import one_line

POINT = 25.4 / 72  # millimetres
# Widths in parts of the size of type, for the bold face of each script.
_NARROW, _PLAIN, _WIDE, _WIDEST = 0.36, 0.64, 0.76, 1.0
_THIN = frozenset("iIjl.,;:!|'’‘()[]/ıîïíì· \u00a0")
_BROAD = frozenset("mwMW@%&ŒœÆæ—…")
_CAPITALS = frozenset("ABCDEFGHIJKLNOPQRSTUVXYZ")
_LARGE, _EMOJI, _PHRASE, _LONGEST = 0.98, 1.4, 2.4, 9.0


class Fit(NamedTuple):
    """A size of type in points, and how many lines a text may need in it."""

    size: float
    lines: int

    def height(self, leading: float) -> float:
        """In millimetres, at so many parts of the size a line."""
        return self.lines * self.size * leading * POINT


def fitting(text: str, sizes: Sequence[float], width: float, height: float, leading: float) -> Fit:
    """The first of ``sizes`` (points, falling) in which ``text`` stands in ``width`` × ``height`` millimetres.

    Rather than break a word it is set smaller, down to half of the first size; words that are longer still are broken.
    Where it fits in none, the last size.
    """
    longest = max(sum(map(_width, word)) for word in one_line(text).split(" "))
    fits = (Fit(size, lines_of(text, width / (size * POINT))) for size in sizes)
    fitting = [fit for fit in fits if fit.height(leading) <= height]
    whole = [fit for fit in fitting if longest * fit.size * POINT <= width and fit.size >= sizes[0] / 2]
    last = Fit(sizes[-1], lines_of(text, width / (sizes[-1] * POINT)))
    return (whole or fitting or [last])[0]


def leading(text: str) -> float:
    """The height of a line in parts of the size: scripts with marks above and below their letters need more."""
    return 1.5 if any("\u0590" <= letter < "\u1e00" or letter >= "\u2e80" for letter in text) else 1.18


def lines_of(text: str, room: float) -> int:
    """How many lines a text may need where each has room for so many times the size of type."""
    lines, used = 1, 0.0
    for word in one_line(text).split(" "):
        wide = sum(map(_width, word))
        if used and used + _NARROW + wide > room:
            lines, used = lines + 1, 0.0
        if wide > room:
            broken, rest = _broken(word, room)
            lines, used = lines + broken, rest
        else:
            used += wide + (_NARROW if used else 0)
    return lines


def _broken(word: str, room: float) -> tuple[int, float]:
    """How many lines more a word takes that is longer than one, and what it takes of its last."""
    more, used = 0, 0.0
    for letter in word:
        wide = _width(letter)
        if used and used + wide > room:
            more, used = more + 1, 0.0
        used += wide
    return more, used


def _width(letter: str) -> float:
    if letter in _THIN:
        return _NARROW
    if letter in _BROAD:
        return _LARGE
    if letter in _CAPITALS:
        return _WIDE
    if letter.isascii():
        return _PLAIN
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    if "\ufdf0" <= letter <= "\ufdfd":
        return _LONGEST if letter == "\ufdfd" else _PHRASE
    if letter >= "\U0001f000":
        return _EMOJI
    if unicodedata.east_asian_width(letter) in "WF":
        return _WIDEST
    base = unicodedata.normalize("NFD", letter)[0]
    if base.isascii():
        return _width(base)
    return _WIDE if letter < "\u0590" else 0.66 if letter < "\u0780" or "\u0e00" <= letter < "\u0e80" else 0.86
