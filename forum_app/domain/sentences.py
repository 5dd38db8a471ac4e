"""Sentences for people that can be said in another language later: English text, with what it was made of."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol


class Speaker(Protocol):
    """What says things in one language: ``i18n.Words``."""

    @property
    def interface(self) -> str: ...
    def gettext(self, message: str, **values: object) -> str: ...
    def ngettext(self, one: str, many: str, number: int, **values: object) -> str: ...
    def day(self, value: date, *, weekday: bool = True, year: bool = True) -> str: ...
    def days(self, first: date, last: date) -> str: ...
    def span(self, start: str, end: str) -> str: ...
    def weekday(self, value: date) -> str: ...
    def language_name(self, code: str) -> str: ...
    def joined(self, items: list[str]) -> str: ...
    def listed(self, parts: list[str]) -> str: ...


class Spoken(Protocol):
    """What is said in English by ``str`` and in another language by whoever speaks it."""

    def in_words(self, speaker: Speaker) -> str: ...


class Said(str):
    """A sentence in English, filled in; ``message``, ``many`` and ``values`` are what a catalogue translates it from.

    ``many``: the form of the message for several, which ``values["num"]`` counts; ``""`` where it has one form. A value
    that is spoken itself (another sentence, a day, a list) is said in the language of the sentence.
    """

    message: str
    many: str
    values: dict[str, Any]

    def __new__(cls, message: str, values: dict[str, Any], many: str = "") -> "Said":
        text = many if many and values.get("num", 1) != 1 else message
        made = super().__new__(cls, text % values if values else text)
        made.message, made.many, made.values = message, many, values
        return made

    def of(self, values: Mapping[str, Any]) -> "Said":
        """The same sentence, filled in; where it has two forms, ``num`` is among the values."""
        return Said(self.message, {**self.values, **values}, self.many) if values else self

    def in_words(self, speaker: Speaker) -> str:
        values = {name: in_words(value, speaker) for name, value in self.values.items()}
        if not self.many:
            return speaker.gettext(self.message, **values)
        return speaker.ngettext(self.message, self.many, values.pop("num", 1), **values)


def said(message: str, **values: Any) -> Said:
    """The sentence of a message with its values, such as ``said("At most %(most)s.", most=8)``; without them it is
    filled in later, by ``of``."""
    return Said(message, values)


def said_many(one: str, many: str, number: int | None = None, **values: Any) -> Said:
    """A sentence with a form for one and one for many: ``said_many("One place", "%(num)d places", 3)``; without the
    number it is filled in later, by ``of``."""
    return Said(one, values if number is None else {"num": number, **values}, many)


def in_words(value: Any, speaker: Speaker) -> Any:
    """A value as it is said in a language; what is the same in all stays as it is."""
    return value.in_words(speaker) if hasattr(value, "in_words") else value
