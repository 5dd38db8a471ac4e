"""What the checker's sentences are filled with: names, days, lists and lengths, in English and in any other language."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from forum_app.domain.checker.language.dates import day_said, days_said, weekday_said
from forum_app.domain.sentences import Said, Speaker, Spoken, in_words, said, said_many
from forum_app.domain.texts import one_line, pick

Value = str | int | Spoken
MINUTES = said_many("%(num)d minute", "%(num)d minutes")
PEOPLE = said_many("%(num)d person", "%(num)d people")
SOMEBODY = said("Somebody")
SAME_TEXT = said("the same text")
_MORE = said_many("%(list)s and one more", "%(list)s and %(num)d more")


class Day(Struct, frozen=True):
    """13 September 2022; with ``weekday``: Tuesday 13 September 2022."""

    day: date
    weekday: bool = False

    def __str__(self) -> str:
        return day_said(self.day, self.weekday)

    def in_words(self, speaker: Speaker) -> str:
        return speaker.day(self.day, weekday=self.weekday)


class Days(Struct, frozen=True):
    """12–14 September 2022."""

    first: date
    last: date

    def __str__(self) -> str:
        return days_said(self.first, self.last)

    def in_words(self, speaker: Speaker) -> str:
        return speaker.days(self.first, self.last)


class Weekday(Struct, frozen=True):
    """Tuesday."""

    day: date

    def __str__(self) -> str:
        return weekday_said(self.day.weekday())

    def in_words(self, speaker: Speaker) -> str:
        return speaker.weekday(self.day)


class Hours(Struct, frozen=True):
    """10:30–11:50; the start alone where the end is not known."""

    start: str
    end: str = ""

    def __str__(self) -> str:
        return f"{self.start}–{self.end}" if self.end else self.start

    def in_words(self, speaker: Speaker) -> str:
        return speaker.span(self.start, self.end) if self.end else self.start


class Name(Struct, frozen=True):
    """A name or title in the content's languages: the reader's where it has that, else the forum's first that it has.

    ``most`` characters of it are told; 0: all.
    """

    text: Mapping[str, str]
    languages: Sequence[str]
    most: int = 0

    def __str__(self) -> str:
        return self._shortened("")

    def in_words(self, speaker: Speaker) -> str:
        return self._shortened(speaker.interface)

    def _shortened(self, language: str) -> str:
        name = one_line(pick(self.text, language, list(self.languages)))
        return f"{name[: self.most - 1].rstrip()}…" if self.most and len(name) > self.most else name


class Language(Struct, frozen=True):
    """French."""

    code: str

    def __str__(self) -> str:
        return _LANGUAGES.get(self.code.split("-")[0], self.code)

    def in_words(self, speaker: Speaker) -> str:
        return speaker.language_name(self.code)


class Listed(Struct, frozen=True):
    """A, B, C; with ``joined``: A, B and C."""

    items: tuple[Value, ...]
    joined: bool = False

    def __str__(self) -> str:
        items = [str(item) for item in self.items]
        if not self.joined or len(items) < 2:
            return ", ".join(items)
        return f"{', '.join(items[:-1])} and {items[-1]}"

    def in_words(self, speaker: Speaker) -> str:
        items = [str(in_words(item, speaker)) for item in self.items]
        return speaker.joined(items) if self.joined else speaker.listed(items)


def some(items: Iterable[Value], most: int) -> Value:
    """A, B and C; of more than ``most`` the first, and how many more."""
    every = tuple(items)
    if len(every) <= most:
        return Listed(every, joined=True)
    return _MORE.of({"list": Listed(every[:most]), "num": len(every) - most})


def in_minutes(number: int) -> Said:
    """80 minutes."""
    return MINUTES.of({"num": number})


def in_people(number: int) -> Said:
    """30 people."""
    return PEOPLE.of({"num": number})


_LANGUAGES = {
    "en": "English",
    "fr": "French",
    "es": "Spanish",
    "ar": "Arabic",
    "zh": "Chinese",
    "ru": "Russian",
    "pt": "Portuguese",
    "de": "German",
}
