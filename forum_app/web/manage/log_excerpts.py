"""Two states of one text for the log: short ones whole, long ones around the first letter that is another."""

from typing import NamedTuple

LONGEST = 600
AROUND = 120  # letters shown before the first that is another


class Told(NamedTuple):
    """What changed at one place. ``whole_before`` and ``whole_after`` are empty where nothing was cut away."""

    place: str
    before: str
    after: str
    whole_before: str = ""
    whole_after: str = ""


def told(place: str, before: str, after: str) -> Told:
    """A change as the log shows it."""
    start = _start(before, after) if max(len(before), len(after)) > LONGEST else 0
    shown = [_excerpt(text, start) for text in (before, after)]
    whole = [text if excerpt != text else "" for text, excerpt in zip((before, after), shown, strict=True)]
    return Told(place, *shown, *whole)


def _start(before: str, after: str) -> int:
    """Where an excerpt begins: at a word, some letters before the first that is another; 0 for the beginning."""
    letters = enumerate(zip(before, after, strict=False))
    same = next((at for at, (one, other) in letters if one != other), min(len(before), len(after)))
    if same <= AROUND:
        return 0
    start = same - AROUND
    blank = next((at for at in range(start, same) if before[at].isspace()), start - 1)
    return blank + 1


def _excerpt(text: str, start: int) -> str:
    if len(text) <= LONGEST:
        return text
    part = text[start : start + LONGEST]
    return f"{'…' if start else ''}{part}{'…' if start + LONGEST < len(text) else ''}"
