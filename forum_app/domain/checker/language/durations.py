"""Lengths of time told in a sentence: "1 hour 30", "ninety-minute", "an hour and a half", "1 h 30", "une heure et demie"."""

import re
from collections.abc import Iterable

from msgspec import Struct

from forum_app.domain.checker.language.numbers import value_of


class Duration(Struct, frozen=True):
    """A length and where it stands in a sentence whose number words are digits."""

    start: int
    end: int
    minutes: int
    said: str


_NUMBER = r"\d{1,3}(?:[.,]\d{1,2})?"
_NOT_INSIDE = r"(?<![\w.,:/€$£%+-])"
_EN = re.compile(
    _NOT_INSIDE
    + rf"""(?:
    (?P<three>3)[ -]quarters[ ]of[ ]an[ ]hour
  | (?:an?[ ])?(?P<quarter>quarter)[ -](?:of[ ]an[ -])?hour
  | (?P<half>half)[ -](?:an?[ -])?hour
  | (?P<halves>\d{{1,2}}|one|an?)(?:[ -]and[ -]a[ -]half[ -]|[ ]?½[ -]?)(?:hours?|hrs?)\b
  | (?P<hours>{_NUMBER}|one|an?)(?:[ -]?(?:hours?|hrs?|h)\b|h(?=\d\d\b))
    (?:,?[ -]?(?:and[ -])?(?:(?P<a_half>a[ ]half|½)|(?P<a_quarter>a[ ]quarter)|(?P<rest>\d{{1,2}})(?:[ -]?(?P<unit>minutes?|mins?|m)\b|(?!\d|[.,:]\d|%|[ -][a-z]))))?
  | (?P<minutes>\d{{1,3}})[ -]?(?:minutes?|mins?)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_FR = re.compile(
    _NOT_INSIDE
    + rf"""(?:
    (?P<three>3)[ ]quarts[ ]d['’]heure
  | (?:un[ ])?(?P<quarter>quart)[ ]d['’]heure
  | (?:une[ ])?(?P<half>demi(?:e)?)[ -]heure
  | (?P<halves>\d{{1,2}})[ ]?½[ ]?(?:heures?|h)\b
  | (?P<hours>{_NUMBER}|une)(?:[ ]?(?:heures?|h)\b|[ ]?h(?=\d\d\b))
    (?:[ ]?(?:et[ ])?(?:(?P<a_half>demie?)\b|(?P<a_quarter>quart)\b|(?P<rest>\d{{1,2}})(?:[ ]?(?P<unit>minutes?|min|mn)\b|(?!\d|[.,:]\d|%|[ ][a-z]))))?
  | (?P<minutes>\d{{1,3}})[ ]?(?:minutes?|min|mn)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# "de 10 h 30 à 12 h" are clock times
_IS_CLOCK_AFTER = re.compile(
    r"\s?(?:-|–|—|à|to|until)\s?(?:\d{1,2}\s?(?:h\b|h\d|:\d|[ap]\.?m)|midi\b|minuit\b|noon\b)", re.IGNORECASE
)
_IS_CLOCK_BEFORE = re.compile(r"\d\s?(?:h\s?(?:\d\d)?|:\d\d|[ap]\.?m\.?)\s?(?:-|–|—|à|to|until)\s?$", re.IGNORECASE)
_MOST = 20  # lengths of a sentence; more are no prose
_UNITS = frozenset("min mins minute minutes mn hour hours hr hrs h heure heures".split())


def tells_a_length(vocabulary: Iterable[str]) -> bool:
    """A quick look, by the words of a text in lower case: whether it is worth asking for lengths at all."""
    return any(word in _UNITS or (word[0].isdigit() and not word.isdigit()) for word in vocabulary)


def durations_in(sentence: str, language: str) -> list[Duration]:
    """The lengths in a sentence whose number words are digits already (``numbers.with_digits``)."""
    text = sentence.replace("\u00a0", " ").replace("\u202f", " ").replace("‑", "-")
    found = []
    for match in (_EN if language == "en" else _FR).finditer(text):
        if _IS_CLOCK_BEFORE.search(text[max(0, match.start() - 16) : match.start()]) or _IS_CLOCK_AFTER.match(
            text, match.end()
        ):
            continue
        minutes = _minutes(match)
        if 0 < minutes <= 24 * 60 and minutes == int(minutes):
            found.append(Duration(match.start(), match.end(), int(minutes), match[0].replace("-", " ").strip()))
        if len(found) == _MOST:
            break
    return found


def _minutes(match: re.Match[str]) -> float:
    if match["three"]:
        return 45
    if match["quarter"]:
        return 15
    if match["half"]:
        return 30
    if match["halves"]:
        return 60 * _number(match["halves"]) + 30
    if match["minutes"]:
        return _number(match["minutes"])
    rest = 30 if match["a_half"] else 15 if match["a_quarter"] else _number(match["rest"] or "0")
    return 60 * _number(match["hours"]) + (rest if rest < 60 else -1000)


def _number(digits: str) -> float:
    return 1.0 if digits.lower() in ("a", "an", "one", "une") else value_of(digits) or 0.0
