"""A concept note at the desk: begun, its sections in order, how much of it is written in each language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from forum_app.database import Database
from forum_app.domain.errors import NotFound
from forum_app.domain.identity import new_id
from forum_app.domain.texts import Text, is_blank, is_out_of_date, readable
from forum_app.domain.vocabularies import SectionKind
from forum_app.models.forum import Forum
from forum_app.models.programme import ConceptNote, Section, Session
from forum_app.services.audit import record

# What a new note is made of, in the order of a printed one: kinds that are drawn from the programme, and two to write.
FIRST_SECTIONS = (
    SectionKind.TEXT,
    SectionKind.OBJECTIVES,
    SectionKind.THEMES,
    SectionKind.MODERATOR,
    SectionKind.KEY_QUESTIONS,
    SectionKind.SPEAKERS,
    SectionKind.PROGRAMME,
    SectionKind.FOCAL_POINTS,
)


@dataclass(frozen=True)
class SectionLine:
    """One section of a note: its heading and how long its body is, by language; ``old``: what of it ("heading", "body") is
    out of date in which language."""

    id: str
    kind: SectionKind
    heading: dict[str, str]
    words: dict[str, int]
    old: frozenset[tuple[str, str]] = frozenset()


def sections_of(database: Database, forum_id: str, note: str) -> list[SectionLine] | None:
    """The sections of the note of a forum or session (by its id), in order; None where it has no note."""
    with database.reading() as connection:
        here = (ConceptNote.id == note, ConceptNote.forum_id == forum_id)
        if not connection.execute(select(ConceptNote.id).where(*here)).first():
            return None
        query = select(Section).where(Section.parent == note).order_by(Section.position)
        return [
            SectionLine(
                row.id,
                row.kind,
                row.heading,
                {code: _count(text) for code, text in row.body.items() if "@" not in code},
                frozenset([*_old("heading", row.heading), *_old("body", row.body)]),
            )
            for row in connection.execute(query)
        ]


def _old(kind: str, text: Text) -> Iterator[tuple[str, str]]:
    for key in text:
        code, _, original = key.partition("@")
        if original and is_out_of_date(text, code, original):
            yield kind, code


def _count(html: str) -> int:
    text = readable(html)
    return 0 if is_blank(text) else len(text.split())


def written(sections: Sequence[SectionLine], languages: Sequence[str]) -> dict[str, int]:
    """How much of a note is written in each language and in step, in per cent of what its first language has."""
    found = {}
    for code in languages:
        wanted = [
            kind
            for section in sections
            for kind, text in (("heading", section.heading), ("body", section.words))
            if text.get(languages[0])
        ]
        there = [
            kind
            for section in sections
            for kind, text in (("heading", section.heading), ("body", section.words))
            if text.get(languages[0]) and text.get(code) and (kind, code) not in section.old
        ]
        found[code] = round(100 * len(there) / len(wanted)) if wanted else 0
    return found


def start_note(
    database: Database, forum_id: str, note: str, heading: dict[str, str], *, actor: str, alone: bool = False
) -> str:
    """Begins the note of a forum or of one of its sessions, with the usual sections; the id of the first one.

    ``heading`` is that of the introduction, by language; ``alone``: no other section. Safe to repeat. Raises NotFound.
    """

    def job(connection: Connection) -> str:
        if note != forum_id:
            where = (Session.id == note, Session.forum_id == forum_id)
            if not connection.execute(select(Session.id).where(*where)).first():
                raise NotFound("There is no such session in this forum.")
        if not connection.execute(select(ConceptNote.id).where(ConceptNote.id == note)).first():
            values: dict[str, Any] = {"session_id": None if note == forum_id else note, "position": 0, "states": {}}
            connection.execute(insert(ConceptNote).values(id=note, forum_id=forum_id, **values))
            rows = [
                {
                    "id": new_id(),
                    "forum_id": forum_id,
                    "parent": note,
                    "position": position,
                    "kind": kind,
                    "heading": heading if kind == SectionKind.TEXT else {},
                    "body": {},
                }
                for position, kind in enumerate(FIRST_SECTIONS[: 1 if alone else None])
            ]
            connection.execute(insert(Section), rows)
            connection.execute(update(Forum).where(Forum.id == forum_id).values(version=Forum.version + 1))
            record(connection, actor, "note.added", forum_id, thing=note)
        first = select(Section.id).where(Section.parent == note).order_by(Section.position).limit(1)
        return str(connection.execute(first).scalar() or "")

    return database.in_turn(forum_id, job)
