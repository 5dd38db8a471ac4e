"""Find anything, by name: whatever of a forum has these words in its name, by kind, a few of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from forum_app import labels
from forum_app.domain.messages import printable
from forum_app.domain.texts import folded, one_line, pick
from forum_app.i18n import Words
from forum_app.models.forum import Reference, Room, Term, Theme
from forum_app.models.people import Organisation, Person, PersonPrivate
from forum_app.models.programme import KeyQuestion, Material, Section, Session, Talk
from forum_app.models.publishing import Release
from forum_app.services.desk import DeskForum

MOST = 10
LONGEST_QUERY = 200


@dataclass(frozen=True)
class Hit:
    """One thing: its address below the forum's desk, its name in the reader's language, what tells it from others."""

    address: str
    name: str
    under: str = ""


@dataclass(frozen=True)
class Hits:
    """What was found of one kind: the best ten, and how many there are."""

    path: str
    shown: Sequence[Hit]
    total: int


# Words in addresses, the table, the columns that are searched; the first of them is the name.
_SEARCHED: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("sessions", Session, ("title", "label")),
    ("talks", Talk, ("title", "flagship")),
    ("people", Person, ("name", "given_name", "family_name")),
    ("organisations", Organisation, ("name", "acronym")),
    ("themes", Theme, ("title",)),
    ("rooms", Room, ("name", "building")),
    ("key-questions", KeyQuestion, ("text",)),
    ("materials", Material, ("title",)),
    ("references", Reference, ("title", "number")),
    ("terms", Term, ("acronym", "expansion")),
)


def terms_of(words: str) -> list[str]:
    """What somebody typed, as the words that have to be there; no sign has a meaning of its own."""
    return folded(plainly(words)).split()


def plainly(typed: str) -> str:
    """What somebody typed, as one line without signs that nobody sees and one database refuses."""
    return one_line(printable(typed))[:LONGEST_QUERY]


def matching(terms: Sequence[str], candidates: Iterable[tuple[Hit, str]], path: str) -> Hits:
    """Those of the candidates (each with all that it may be found by) that hold every word; first those whose name
    begins with the first of them."""
    found = []
    for hit, said in candidates:
        text = folded(said)
        if all(term in text for term in terms):
            found.append((not f" {folded(hit.name)}".startswith(f" {terms[0]}"), f" {terms[0]}" not in f" {text}", hit))
    best = sorted(found, key=lambda item: item[:2])[:MOST]
    return Hits(path, [hit for *_rank, hit in best], len(found))


def find_names(
    connection: Connection, forum: DeskForum, terms: Sequence[str], words: Words, *, private: bool
) -> list[Hits]:
    """Hits by kind: every word must stand in one of a thing's names, in any language.

    With ``private`` people are found by their e-mail address too. One query a kind, whatever is searched.
    """
    found = [
        matching(terms, _candidates(connection, forum, kind, words.interface, private), kind[0]) for kind in _SEARCHED
    ]
    found.append(matching(terms, _sections(connection, forum, words), "concept-note"))
    found.append(matching(terms, _releases(connection, forum, words), "releases"))
    return [hits for hits in found if hits.total]


def _candidates(
    connection: Connection, forum: DeskForum, kind: tuple[str, Any, tuple[str, ...]], language: str, private: bool
) -> Iterable[tuple[Hit, str]]:
    path, model, names = kind
    more = _addresses(connection, forum.id) if path == "people" and private else {}
    columns = (model.id, *(getattr(model, name) for name in names))
    for row in connection.execute(select(*columns).where(model.forum_id == forum.id).order_by(model.position)):
        said = " ".join([*_texts(row[1:]), more.get(row[0], "")])
        yield Hit(f"{path}/{row[0]}", pick(row[1], language, forum.languages)), said


def _sections(connection: Connection, forum: DeskForum, words: Words) -> Iterable[tuple[Hit, str]]:
    """Sections of the forum's note and of those of its sessions; one without a heading by what it holds."""
    query = select(Section.id, Section.parent, Section.heading, Section.kind).where(Section.forum_id == forum.id)
    for row in connection.execute(query.order_by(Section.position)):
        note = "concept-note" if row.parent == forum.id else f"sessions/{row.parent}/concept-note"
        name = pick(row.heading, words.interface, forum.languages) or labels.section(words, row.kind)
        yield Hit(f"{note}?section={row.id}", name), " ".join([name, *_texts([row.heading])])


def _releases(connection: Connection, forum: DeskForum, words: Words) -> Iterable[tuple[Hit, str]]:
    query = select(Release.number, Release.note).where(Release.forum_id == forum.id)
    for number, note in connection.execute(query.order_by(Release.number.desc())):
        name = words.gettext("Release %(number)s", number=number)
        yield Hit(f"releases/{number}", name), f"{name} {note}"


def _addresses(connection: Connection, forum_id: str) -> dict[str, str]:
    query = select(PersonPrivate.parent, PersonPrivate.email).where(PersonPrivate.forum_id == forum_id)
    return {row[0]: row[1] for row in connection.execute(query)}


def _texts(values: Sequence[Any]) -> list[str]:
    found: list[str] = []
    for value in values:
        found += (
            [text for key, text in value.items() if "@" not in key] if isinstance(value, dict) else [str(value or "")]
        )
    return found
