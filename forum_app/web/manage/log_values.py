"""Single values in the log: times as readers say them, columns by their headings, rich texts without their marks."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from forum_app.domain.texts import readable
from forum_app.domain.times import in_zone
from forum_app.forms.controls import Control, Widget
from forum_app.i18n import Words
from forum_app.lists.columns import headings
from forum_app.services.registration_lists import ANSWER

_WHEN = re.compile(r"^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$")
_CLOCK = re.compile(r"^\d\d:\d\d(:\d\d)?$")
_TIMED = (Widget.DATE, Widget.TIME, Widget.WALL)
# How every rich text begins: it is made of blocks.
_RICH = re.compile(r"^<(p|h[2-6]|ul|ol|table|blockquote|figure|img|hr|div)\b")


def key_in(text: str) -> str:
    """The id in a value, where it may be one: that of a question in the name of its column."""
    return text.removeprefix(ANSWER)


def in_words(words: Words, text: str, control: Control | None, zone: str) -> str:
    """A text as it is read. Times with an offset are those of ``zone``, others are on the forum's clocks already."""
    if control is None or control.widget in _TIMED:
        if _WHEN.match(text):
            return _moment(words, text, zone)
        if _CLOCK.match(text):
            return text[:5]
    if control.widget == Widget.RICH if control else _RICH.match(text):
        return readable(text)
    return text


def _moment(words: Words, text: str, zone: str) -> str:
    try:
        if "T" not in text:
            return words.day(date.fromisoformat(text), weekday=False)
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    at = in_zone(at, zone) if at.tzinfo else at
    return words.gettext("%(day)s, %(time)s", day=words.day(at.date(), weekday=False), time=words.time(at))


def column_names(words: Words, zone: str, names: Mapping[str, str], columns: list[str]) -> list[str]:
    """What the columns of a list are headed by; a question's by the question."""
    heads = headings(words, words.city(zone))
    return [heads.get(column) or names.get(key_in(column)) or column for column in columns]
