"""What a form is made of: controls at places, in groups; one description serves reading, drawing and comparing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol


class Widget(StrEnum):
    """How a value is asked. The first three are multilingual."""

    LINE = "line"
    PLAIN = "plain"
    RICH = "rich"
    WORD = "word"
    AREA = "area"
    WORDS = "words"  # a list of words, one a line
    NUMBER = "number"
    DECIMAL = "decimal"
    TICK = "tick"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    TIME = "time"
    WALL = "wall"  # a date and a time on the forum's clocks
    COLOUR = "colour"
    REFERENCE = "reference"  # one of many things, found while typing
    ITEMS = "items"  # a list of parts, each with controls of its own


TONGUED = frozenset({Widget.LINE, Widget.PLAIN, Widget.RICH})


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen."""

    value: str
    label: str


class Options(Protocol):
    """What can be chosen, by source: people, organisations, themes, rooms, sessions, countries, languages, zones."""

    def of(self, source: str) -> Sequence[Option]:
        """All of a source, in the order in which they are offered."""
        ...

    def label(self, source: str, value: str) -> str:
        """What a chosen one is called; its value where it is not there any more."""
        ...

    def named(self, source: str, text: str) -> list[Option]:
        """Those whose label is this text, without regard to case and accents."""
        ...


@dataclass(frozen=True)
class Control:
    """One question. ``place`` is without a language; ``most`` the longest text or largest number, 0 where there is none.

    ``source`` names what can be chosen where it isn't in ``choices``; ``blank`` is the choice of nothing.
    ``item`` is the word for one of a list of parts.
    """

    place: str
    widget: Widget
    label: str
    hint: str = ""
    required: bool = False
    least: int = 0
    most: int = 0
    choices: tuple[Option, ...] = ()
    source: str = ""
    blank: str | None = None
    items: tuple["Control", ...] = ()
    item: str = ""
    kind: str = "text"  # of an input: email, url, tel
    half: bool = False  # beside another of its kind

    @property
    def tongued(self) -> bool:
        return self.widget in TONGUED


@dataclass(frozen=True)
class Group:
    """Controls under one heading; ``folded`` ones open when asked, ``private`` ones are for those who may see them."""

    heading: str
    controls: tuple[Control, ...]
    hint: str = ""
    folded: bool = False
    private: bool = False
    name: str = ""


@dataclass(frozen=True)
class Spec:
    """The form of one kind of thing."""

    kind: str
    groups: tuple[Group, ...]

    def controls(self) -> Iterator[Control]:
        for group in self.groups:
            yield from group.controls

    def places(self, languages: Sequence[str]) -> list[str]:
        """Where the form's values lie, with the languages that it shows."""
        found: list[str] = []
        for control in self.controls():
            found += [f"{control.place}.{code}" for code in languages] if control.tongued else [control.place]
        return found

    def public(self) -> "Spec":
        """The form without what is private."""
        return Spec(self.kind, tuple(group for group in self.groups if not group.private))

    def without(self, place: str) -> "Spec":
        """The form without a place of the thing and what lies in it."""
        return Spec(self.kind, tuple(
            replace(group, controls=tuple(each for each in group.controls if not f"{each.place}.".startswith(f"{place}.")))
            for group in self.groups
        ))  # fmt: skip
