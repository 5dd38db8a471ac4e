"""What a rule says and how it is told: a finding with its place, its thing, the facts and what to do."""

from collections.abc import Callable, Iterable

from msgspec import Struct

from forum_app.domain.checker.reading import Owner, Passage, Reading
from forum_app.domain.vocabularies import Severity

Value = str | int


class Spot(Struct, frozen=True):
    """Where a finding stands too."""

    place: str
    thing: str


class Finding(Struct, frozen=True, kw_only=True):
    """One doubtful place of a draft.

    ``place`` is a path as in ``forum.json`` (``sessions[0].talks[2].abstract.en``). ``reason`` is English; to say it in
    another language, translate ``message`` and fill in ``values``. ``remedy`` holds no values and is its own message.
    What is said of many things is one finding: ``also`` lists all but the first of them.
    """

    rule: str
    severity: Severity
    place: str
    thing: str
    reason: str
    remedy: str
    language: str = ""
    message: str = ""
    values: dict[str, Value] = {}
    also: list[Spot] = []


class Hit(Struct, frozen=True):
    """What a rule yields: a finding before the rule's name, remedy and severity are added."""

    place: str
    thing: str
    message: str  # in the form of gettext: "The text says %(said)s."
    values: dict[str, Value] = {}
    language: str = ""

    @property
    def reason(self) -> str:
        return self.message % self.values if self.values else self.message


class Rule(Struct, frozen=True, kw_only=True):
    """A rule of the checker. ``languages`` are those it reads; empty: it reads no language and always applies.

    ``knows`` are the languages whose placeholders, titles and posts it knows; in others it applies without them.
    """

    name: str
    description: str
    remedy: str
    find: Callable[[Reading], Iterable[Hit]]
    languages: tuple[str, ...] = ()
    knows: tuple[str, ...] = ()


def in_text(passage: Passage, message: str, values: dict[str, Value] | None = None) -> Hit:
    """A hit in a text."""
    return Hit(passage.place, passage.owner.words, message, values or {}, passage.language)


def at(owner: Owner, field: str, message: str, values: dict[str, Value] | None = None, language: str = "") -> Hit:
    """A hit at a field of a thing; ``field`` may be ``""`` for the thing itself."""
    place = f"{owner.place}.{field}" if field and owner.place else field or owner.place
    return Hit(place, owner.words, message, values or {}, language)
