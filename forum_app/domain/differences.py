"""What one text has that another hasn't, word by word; of long texts that are all different, line by line."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(r"\s+|[\u3040-\u30ff\u3400-\u9fff]|[^\s\u3040-\u30ff\u3400-\u9fff]+")
_LINES = re.compile(r"[^\n]*\n?")
MOST_COMPARED = 4_000_000  # words of the one times words of the other


class Change(StrEnum):
    SAME = "same"
    ADDED = "ins"
    TAKEN_OUT = "del"


@dataclass(frozen=True)
class Piece:
    """A stretch of a text: in both, added, or taken out."""

    change: Change
    text: str


def difference(before: str, after: str) -> list[Piece]:
    """The one text that makes the other, in pieces; what was taken out stands before what came in its place. What is not
    taken out is the text ``after``, blanks around what went apart."""
    split: Callable[[str], list[str]] = _WORDS.findall
    old, new = split(before), split(after)
    if len(old) * len(new) > MOST_COMPARED:
        old, new = ([line for line in _LINES.findall(text) if line] for text in (before, after))
    found: list[Piece] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, start, end, begin, stop in matcher.get_opcodes():
        if kind == "equal":
            _put(found, Change.SAME, "".join(old[start:end]))
            continue
        _put(found, Change.TAKEN_OUT, "".join(old[start:end]))
        _put(found, Change.ADDED, "".join(new[begin:stop]))
    return _smoothed(found)


def _put(found: list[Piece], change: Change, text: str) -> None:
    if not text:
        return
    if found and found[-1].change == change:
        found[-1] = Piece(change, found[-1].text + text)
    else:
        found.append(Piece(change, text))


def _smoothed(pieces: list[Piece]) -> list[Piece]:
    """Changes with less between them than was changed on both sides as one: phrases are read, not every second word."""
    found: list[Piece] = []
    gone = come = ""
    for number, piece in enumerate(pieces):
        if piece.change == Change.TAKEN_OUT:
            gone += piece.text
        elif piece.change == Change.ADDED:
            come += piece.text
        elif (gone or come) and _is_little(piece.text, max(len(gone), len(come)), pieces[number + 1 : number + 3]):
            gone, come = gone + piece.text, come + piece.text
        else:
            _flush(found, gone, come)
            gone = come = ""
            _put(found, Change.SAME, piece.text)
    _flush(found, gone, come)
    return found


def _is_little(text: str, before: int, following: list[Piece]) -> bool:
    """Whether what stayed between two changes is no longer than either of them."""
    after = max((len(piece.text) for piece in following if piece.change != Change.SAME), default=0)
    return bool(after) and len(text.strip()) <= min(before, after)


def _flush(found: list[Piece], gone: str, come: str) -> None:
    """Puts what was taken out, then what came in its place, with the blanks around that outside of it."""
    _put(found, Change.TAKEN_OUT, gone.strip())
    core = come.strip()
    lead = come[: len(come) - len(come.lstrip())] if core else come
    _put(found, Change.SAME, lead)
    _put(found, Change.ADDED, core)
    _put(found, Change.SAME, come[len(lead) + len(core) :])
