"""Find anything: whatever of a forum has these words in its name, by kind, a few of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from forum_app.database import Database
from forum_app.domain.texts import folded, pick
from forum_app.models.forum import Reference, Room, Term, Theme
from forum_app.models.people import Organisation, Person, PersonPrivate
from forum_app.models.programme import KeyQuestion, Material, Section, Session, Talk
from forum_app.services.desk import DeskForum

MOST = 10


@dataclass(frozen=True)
class Hit:
    """One thing: its word in addresses, its id, its name in the reader's language."""

    path: str
    key: str
    name: str


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
    ("concept-note", Section, ("heading",)),
)


def find_anything(
    database: Database, forum: DeskForum, words: str, language: str, *, private: bool
) -> list[tuple[str, Sequence[Hit]]]:
    """Hits by kind, at most ten of each: every word must stand in one of a thing's names, in any language.

    With ``private`` people are found by their e-mail address too. One query a kind, whatever is searched.
    """
    terms = folded(words[:200]).split()
    if not terms:
        return []
    found: list[tuple[str, Sequence[Hit]]] = []
    with database.reading() as connection:
        for path, model, names in _SEARCHED:
            more = _addresses(connection, forum.id) if path == "people" and private else {}
            hits = []
            columns = (model.id, *(getattr(model, name) for name in names))
            for row in connection.execute(select(*columns).where(model.forum_id == forum.id).order_by(model.position)):
                said = folded(" ".join([*_texts(row[1:]), more.get(row[0], "")]))
                if all(term in said for term in terms):
                    hits.append(Hit(path, row[0], pick(row[1], language, forum.languages)))
                    if len(hits) == MOST:
                        break
            if hits:
                found.append((path, hits))
    return found


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
