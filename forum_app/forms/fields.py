"""Fields of a form that people fill in without an account, in the order in which they are asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from forum_app.domain.texts import direction

WORD = 200


class Input(StrEnum):
    """How a field is asked."""

    WORD = "word"
    EMAIL = "email"
    AREA = "area"
    SELECT = "select"
    CHIPS = "chips"  # one of a few words
    CARDS = "cards"  # one of a few, each with a line about it
    BOXES = "boxes"  # several, each with a line about it
    TICK = "tick"


@dataclass(frozen=True)
class Choice:
    """Something that can be chosen; ``note`` is a line about it, ``off`` that it can't be chosen now."""

    value: str
    label: str
    note: str = ""
    off: bool = False
    language: str = ""


@dataclass(frozen=True)
class Field:
    """One field. ``value`` is what is in it, a list where several can be chosen; ``language`` that of its words where it
    isn't the page's; ``only_if`` names a field and the value with which this one is asked (empty: with any)."""

    name: str
    input: Input
    label: str
    value: str | Sequence[str] = ""
    hint: str = ""
    required: bool = False
    choices: Sequence[Choice] = ()
    most: int = WORD
    autocomplete: str = ""
    error: str = ""
    half: bool = False
    language: str = ""
    only_if: tuple[str, str] | None = None
    condition: str = ""

    @property
    def described(self) -> str:
        """The ids of its hint and of what is wrong, for whoever hears the page."""
        said = [f"{self.name}-hint"] if self.hint else []
        return " ".join([*said, *([f"{self.name}-error"] if self.error else [])])

    @property
    def way(self) -> str:
        return direction(self.language)


@dataclass(frozen=True)
class FormPart:
    """Fields under one heading."""

    heading: str
    fields: list[Field]
