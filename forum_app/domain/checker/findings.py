"""What a rule says and how it is told: a finding with its place, its thing, the facts and what to do."""

from collections.abc import Callable, Iterable

from msgspec import Struct

from forum_app.domain.checker.reading import Owner, Passage, Reading
from forum_app.domain.checker.wording import Day, Value
from forum_app.domain.sentences import Said
from forum_app.domain.vocabularies import Severity

# What a finding is about: a thing by its kind and name, or a day.
Thing = Said | Day


class Spot(Struct, frozen=True):
    """Where a finding stands too."""

    place: str
    thing: Thing


class Finding(Struct, frozen=True, kw_only=True):
    """One doubtful place of a draft.

    ``place`` is a path as in ``forum.json`` (``sessions[0].talks[2].abstract.en``). ``thing``, ``reason`` and
    ``remedy`` are English; ``i18n.Words.said`` says them in another language.
    What is said of many things is one finding: ``also`` lists all but the first of them.
    """

    rule: str
    severity: Severity
    place: str
    thing: Thing
    reason: Said
    remedy: Said
    language: str = ""
    also: list[Spot] = []


class Hit(Struct, frozen=True):
    """What a rule yields: a finding before the rule's name, remedy and severity are added.

    ``sessions`` and ``people`` are the ids of those that it is about besides the place's own session.
    """

    place: str
    thing: Thing
    message: Said  # filled in with the values, where there are any: "The text says %(said)s."
    values: dict[str, Value] = {}
    language: str = ""
    sessions: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    @property
    def reason(self) -> Said:
        return self.message.of(self.values)


class Rule(Struct, frozen=True, kw_only=True):
    """A rule of the checker. ``languages`` are those it reads; empty: it reads no language and always applies.

    ``knows`` are the languages whose placeholders, titles and posts it knows; in others it applies without them.
    What a ``private`` rule finds follows from private fields, and is for those alone who may see these.
    """

    name: str
    description: Said
    remedy: Said
    find: Callable[[Reading], Iterable[Hit]]
    languages: tuple[str, ...] = ()
    knows: tuple[str, ...] = ()
    private: bool = False


def in_text(passage: Passage, message: Said, values: dict[str, Value] | None = None) -> Hit:
    """A hit in a text."""
    return Hit(passage.place, passage.owner.words, message, values or {}, passage.language)


def at(
    owner: Owner,
    field: str,
    message: Said,
    values: dict[str, Value] | None = None,
    language: str = "",
    sessions: tuple[str, ...] = (),
) -> Hit:
    """A hit at a field of a thing; ``field`` may be ``""`` for the thing itself."""
    place = f"{owner.place}.{field}" if field and owner.place else field or owner.place
    return Hit(place, owner.words, message, values or {}, language, sessions)
