"""Sentences for people that can be said in another language later: English text, with what it was made of."""

from typing import Any


class Said(str):
    """A sentence in English, filled in; ``message`` and ``values`` are what a catalogue translates it from."""

    message: str
    values: dict[str, Any]

    def __new__(cls, message: str, values: dict[str, Any]) -> "Said":
        made = super().__new__(cls, message % values if values else message)
        made.message, made.values = message, values
        return made


def said(message: str, **values: Any) -> Said:
    """The sentence of a message with its values, such as ``said("At most %(most)s.", most=8)``."""
    return Said(message, values)
