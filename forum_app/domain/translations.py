"""Every multilingual text of a draft beside its original: what is missing in a language, and what is out of date.

One list for the page of languages, and one count for everything that shows one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from forum_app.domain.draft import Draft, Person, Session
from forum_app.domain.draft_parts import Part, Venue
from forum_app.domain.remembering import Remembered
from forum_app.domain.texts import Text, fingerprint, in_short, is_blank, is_out_of_date, pick, readable
from forum_app.domain.vocabularies import SessionStatus
from forum_app.domain.walking import texts

_NOT_LATIN = frozenset(
    "am ar bg bn dz el fa he hi hy ja ka kk km ko ky lo mk mn mr my ne ps ru si sr ta te tg th ti uk ur zh".split()
)
# Lists of a forum or session whose members are things of their own.
_OWN = frozenset({"roles", "key_questions", "talks", "materials", "references", "terms", "note"})


class State(StrEnum):
    """How a text stands in a language. ``SAME``: a name that is written the same, or nothing to translate."""

    MISSING = "missing"
    OLD = "old"
    DONE = "done"
    SAME = "same"


@dataclass(frozen=True)
class Row:
    """One text: where it is (``kind`` and ``key`` of its thing, ``place`` in it), what it says in the language that it is
    translated ``from``, and in the one that it is translated into. ``made_from`` is the original's fingerprint."""

    kind: str
    key: str
    name: str
    place: str
    form: str
    source: str
    original: str
    value: str
    state: State
    made_from: str

    @property
    def at(self) -> str:
        """A name for the row that holds as long as its thing does."""
        return f"{self.kind}/{self.key}/{self.place}"


@dataclass(frozen=True)
class Count:
    """How many texts there are to translate into a language, and how many of them are missing or out of date."""

    all: int
    missing: int
    old: int

    @property
    def done(self) -> int:
        return self.all - self.missing - self.old

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: 100 only where everything is done."""
        return 100 * self.done // self.all if self.all else 100


def things_of(draft: Draft) -> Iterator[tuple[str, Part]]:
    """Every thing with its kind, in the order in which somebody translates: the forum, its note, the programme, people."""
    forum = draft.forum
    yield "forum", forum
    yield from (("section", section) for section in (forum.note.sections if forum.note else []))
    yield from (("theme", theme) for theme in draft.themes)
    yield from (("key_question", question) for question in forum.key_questions)
    for session in draft.sessions:
        yield "session", session
        yield from (("key_question", question) for question in session.key_questions)
        yield from (("talk", talk) for talk in session.talks)
        yield from (("role", role) for role in session.roles)
        yield from (("material", material) for material in session.materials)
        yield from (("section", section) for section in (session.note.sections if session.note else []))
    yield from (("person", person) for person in draft.people)
    yield from (("role", role) for role in forum.roles)
    yield from (("organisation", organisation) for organisation in draft.organisations)
    yield from (("room", room) for room in draft.rooms)
    yield from (("material", material) for material in forum.materials)
    yield from (("reference", reference) for reference in forum.references)
    yield from (("term", term) for term in forum.terms)
    yield from (("question", question) for question in draft.questions)


def rows_into(draft: Draft, language: str, source: str = "") -> list[Row]:
    """Every text that says something in another language than ``language``, as it stands there.

    The original is the ``source`` where the text is written in it, else the first of the forum's languages that it is
    written in. Cancelled sessions are left out: nobody translates what was cancelled.
    """
    order = [code for code in dict.fromkeys([source, *draft.forum.languages]) if code and code != language]
    people = {person.id: pick(person.name, language, draft.forum.languages) for person in draft.people}
    found = []
    for kind, thing in _current(draft):
        name = _name(thing, language, draft.forum.languages) or people.get(getattr(thing, "person", ""), "")
        for place, form, text in _texts_of(thing):
            row = _row(kind, thing, place, form, text, language, order, name)
            if row is not None:
                found.append(row)
    return found


def _current(draft: Draft) -> Iterator[tuple[str, Part]]:
    cancelled: set[int] = set()
    for session in draft.sessions:
        if session.status == SessionStatus.CANCELLED:
            cancelled |= {id(session), *map(id, _inside(session))}
    return (found for found in things_of(draft) if id(found[1]) not in cancelled)


def _inside(session: Session) -> Iterator[Part]:
    yield from [*session.key_questions, *session.talks, *session.roles, *session.materials]
    yield from session.note.sections if session.note else []


def _texts_of(thing: Part) -> Iterator[tuple[str, str, Text]]:
    """A thing's own texts, without those of things within it that have a form of their own."""
    own = _OWN if hasattr(thing, "key_questions") else frozenset()
    return (found for found in texts(thing) if found[0].partition("[")[0].partition(".")[0] not in own)


def _row(
    kind: str, thing: Part, place: str, form: str, text: Text, language: str, order: Sequence[str], name: str
) -> Row | None:
    source = next((code for code in order if says_something(text.get(code, ""), form)), None)
    if source is None:
        return None
    original, value = text[source], text.get(language, "")
    if says_something(value, form):
        state = State.OLD if is_out_of_date(text, language, source) else State.DONE
    else:
        state = State.MISSING
    if state == State.MISSING and is_same(thing, place, original, language, source):
        state = State.SAME
    key: str = getattr(thing, "id", "")
    return Row(kind, key, name, place, form, source, original, value, state, fingerprint(original))


def says_something(value: str, form: str) -> bool:
    return bool(value) and not is_blank(readable(value) if form == "rich" and "<img" not in value else value)


def is_same(thing: Part, place: str, original: str, language: str, source: str) -> bool:
    """Whether a text needs no translation: a name between languages of one script, a number, an acronym."""
    if not any(character.islower() or (character.isalpha() and not character.isupper()) for character in original):
        return True
    names = isinstance(thing, Person) and place in ("name", "pronunciation")
    names = (
        names or place in ("venue.address", "venue.city") or (isinstance(thing, Venue) and place in ("address", "city"))
    )
    return names and one_script(language, source)


def one_script(language: str, other: str) -> bool:
    """Whether two languages are written in the same letters, as far as names go."""
    first, second = (code.split("-")[0] for code in (language, other))
    return first == second or (first not in _NOT_LATIN and second not in _NOT_LATIN)


def count(rows: Iterable[Row]) -> Count:
    """What needs translating among rows; those that are the same in every language don't."""
    states = [row.state for row in rows if row.state != State.SAME]
    return Count(len(states), states.count(State.MISSING), states.count(State.OLD))


def counts(draft: Draft, remembered: Remembered | None = None) -> dict[str, Count]:
    """How far each language is but the original. One figure for every page that shows it. ``remembered``: how far the
    things of the last draft were, so that only those that are others now are counted anew."""
    kept = remembered or Remembered()
    kept.begin()
    found = {language: _count_into(draft, language, kept) for language in draft.forum.languages[1:]}
    kept.end()
    return found


def _count_into(draft: Draft, language: str, kept: Remembered) -> Count:
    order = tuple(code for code in dict.fromkeys(draft.forum.languages) if code and code != language)
    found = [
        kept.of_thing(thing, order, language, partial(_count_of, kind, thing, language, order))
        for kind, thing in _current(draft)
    ]
    return Count(sum(one.all for one in found), sum(one.missing for one in found), sum(one.old for one in found))


def _count_of(kind: str, thing: Part, language: str, order: Sequence[str]) -> Count:
    rows = (_row(kind, thing, place, form, text, language, order, "") for place, form, text in _texts_of(thing))
    return count(row for row in rows if row is not None)


def counts_by_kind(rows: Iterable[Row]) -> dict[str, Count]:
    """How far each kind of thing is."""
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.kind, []).append(row)
    return {kind: count(found) for kind, found in grouped.items()}


def text_at(tree: Any, place: str) -> dict[str, str] | None:
    """The text at a place such as ``speakers[b3c4d5e6f7].abstract`` or ``posts[0].title``; None where it is gone."""
    here = tree
    for step in place.split("."):
        name, _, index = step.rstrip("]").partition("[")
        here = here.get(name) if isinstance(here, dict) else None
        if index:
            here = _one_of(here, index)
    return here if isinstance(here, dict) else None


def _one_of(items: Any, index: str) -> Any:
    if not isinstance(items, list):
        return None
    known = next((item for item in items if isinstance(item, dict) and item.get("id") == index), None)
    if known is not None:
        return known
    return items[int(index)] if index.isdigit() and int(index) < len(items) else None


def _name(thing: Part, language: str, order: Iterable[str]) -> str:
    """What a thing is called in a line."""
    for field in ("title", "name", "heading", "acronym", "text"):
        value = getattr(thing, field, None)
        if isinstance(value, dict) and (said := pick(value, language, order)):
            return in_short(said)
    return ""
