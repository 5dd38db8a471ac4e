"""Clock times and spans of them in a text: "10:30-11:50", "from 2 to 3.30 p.m.", "de 10 h 30 à 12 h"."""

import re

from msgspec import Struct

_MOST = 40  # clock times of a sentence; more are no prose
NOON, DAY = 12 * 60, 24 * 60


class Clock(Struct, frozen=True):
    """A clock time in minutes after midnight. ``certain`` is False where it may as well be twelve hours later."""

    start: int
    end: int
    minute: int
    certain: bool


class Span(Struct, frozen=True):
    """From one clock time to another, and how it is said."""

    start: int
    end: int
    starts: tuple[int, ...]  # what the first time can mean, in minutes after midnight
    ends: tuple[int, ...]
    said: str


_MERIDIEM = r"(?:\s?(?P<half>[ap])\.?\s?m\b\.?)"
_TIME = re.compile(
    rf"""(?<![\d:.,/])(?:
    (?P<hour>[01]?\d|2[0-4])(?:(?::|h|[ ]h[ ]?)(?P<minute>[0-5]\d)(?![\d:])|[ ]?(?P<bare>h(?:eures?)?)(?![\w])){_MERIDIEM}?(?:\s?h(?:rs|ours)?\b)?
  | (?P<hour12>1[0-2]|[1-9])(?:[:.](?P<minute12>[0-5]\d))?(?P<half12>\s?[ap]\.?\s?m\b\.?)
  | (?P<dotted>[01]?\d|2[0-3])\.(?P<minute_dotted>[0-5]\d)(?=\s?(?:-|–|—|to\b|à\b|hrs\b|hours\b|h\b)|\s*[);,]|\s*$)
  | (?<=\bat[ ])(?P<at>[01]?\d|2[0-3])\.(?P<minute_at>[0-5]\d)(?![\d.]|\s?(?:%|per|million|points?))
  | \b(?P<noon>noon|midday|midi)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_BETWEEN = re.compile(r"\s*(?:-|–|—|−|to|till|until|à|au|a)\s*$", re.IGNORECASE)
_AND = re.compile(r"\s*(?:and|et)\s*$", re.IGNORECASE)
_BOTH = re.compile(r"\b(?:between|entre)\s*$", re.IGNORECASE)
_BARE_HOUR = re.compile(r"(?<![\d:.,/-])(1[0-2]|[1-9])\s*(?:-|–|—|to|à)\s*$", re.IGNORECASE)
_MENTIONED = re.compile(r"\d\s?[:h.]|\d\s?[ap]\.?\s?m|\b(?:noon|midday|midi)\b", re.IGNORECASE)


def clocks_in(text: str) -> list[Clock]:
    """Every clock time. Dotted ones ("10.30") only where something says that they are times."""
    if not _MENTIONED.search(text):
        return []
    found = []
    for match in _TIME.finditer(text):
        if match["noon"]:
            found.append(Clock(match.start(), match.end(), NOON, True))
            continue
        hour = int(match["hour"] or match["hour12"] or match["dotted"] or match["at"])
        minute = int(match["minute"] or match["minute12"] or match["minute_dotted"] or match["minute_at"] or 0)
        half = (match["half"] or (match["half12"] or "").strip())[:1].lower()
        if half and hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        certain = bool(half) or hour >= 12 or (match["hour"] or "").startswith("0") or "h" in match[0].lower()
        found.append(Clock(match.start(), match.end(), hour * 60 + minute, certain))
        if len(found) >= _MOST:
            break
    return found


def spans_in(text: str) -> list[Span]:
    """Every span of clock times."""
    clocks = clocks_in(text)
    found, used = [], -1
    for index, last in enumerate(clocks):
        first = clocks[index - 1] if index and index - 1 != used else None
        if first and _joined(text, first, last):
            starts, ends = _meanings(first), _meanings(last)
            found.append(Span(first.start, last.end, starts, ends, text[first.start : last.end]))
            used = index
        elif bare := _BARE_HOUR.search(text[max(0, last.start - 8) : last.start]):
            hour = int(bare[1]) % 12 * 60
            starts = tuple(minute for minute in (hour, hour + NOON) if minute < last.minute)[-1:]
            start = max(0, last.start - 8) + bare.start()
            found.append(Span(start, last.end, starts, (last.minute,), text[start : last.end]))
            used = index
    return found


def _joined(text: str, first: Clock, last: Clock) -> bool:
    between = text[first.end : last.start]
    if len(between) > 12:
        return False
    return bool(
        _BETWEEN.match(between) or (_AND.match(between) and _BOTH.search(text[max(0, first.start - 12) : first.start]))
    )


def _meanings(clock: Clock) -> tuple[int, ...]:
    return (clock.minute,) if clock.certain else (clock.minute, clock.minute + NOON)


def said(minutes: int) -> str:
    """630 -> "10:30"."""
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
