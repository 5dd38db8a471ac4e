"""A forum's draft read again and again: things whose rows are the same stay the same objects.

Making a thing of its rows costs several times as much as reading them. So rows are read raw, those of each thing are
compared with what they were, and only what is another is made anew. Whoever works something out of a thing can keep it by
the object (``domain.remembering``). Nobody may change a thing that is held here.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

import msgspec
from msgspec import structs
from sqlalchemy import JSON, ColumnElement, Connection, Select, Text, cast, select

from forum_app.domain.draft import FORMAT_VERSION, Draft
from forum_app.domain.draft_parts import Part
from forum_app.services.draft_rows import DRAFT_TABLES, Nest, Row, fitting, table

Raw = tuple[Any, ...]
_UNREAD = frozenset({"position", "forum_id"})  # where a row stands among others is their order
_WITH_SESSION = (
    *("session_theme", "session_alliance", "role", "key_question"),
    *("material", "concept_note", "section", "talk"),
)
_WITH_TALK = ("talk_theme", "talk_alliance", "role")
_WITH = {"session": _WITH_SESSION, "person": ("post", "person_private"), "organisation": ("alliance_member",)}
_TABLES = tuple(name for name in DRAFT_TABLES if name != "stored_file")  # the draft is read without its files
_LISTS = {
    "themes": "theme",
    "rooms": "room",
    "organisations": "organisation",
    "people": "person",
    "sessions": "session",
    "questions": "question",
}


class KeptDraft:
    """The last draft that was read of one forum, thing by thing; for one reader at a time."""

    def __init__(self) -> None:
        self._things: dict[tuple[str, str], tuple[Any, Part]] = {}
        self._last: Draft | None = None

    def read_again(self, connection: Connection, forum_id: str, sessions: Collection[str]) -> Draft:
        """The draft where nothing but these sessions can be another than when it was read last: as many queries for one
        as for a hundred, and no row of the others."""
        if self._last is None:
            return self.read(connection, forum_id)
        rows = _Rows(connection, forum_id, sessions)
        nest = Nest({}, rows)
        found: dict[tuple[str, str], tuple[Any, Part]] = {}
        for raw in rows.of("session"):
            self._thing("session", raw, rows, nest, found)
        for key in sessions:
            self._things.pop(("session", key), None)
        self._things |= found
        here = table("session")
        order = connection.execute(select(here.c.id).where(here.c.forum_id == forum_id).order_by(here.c.position))
        held: Any = [self._things["session", key][1] for key in order.scalars()]
        self._last = structs.replace(self._last, sessions=held)
        return self._last

    def read(self, connection: Connection, forum_id: str) -> Draft:
        """The draft as ``draft_of`` reads it, in as many queries."""
        forum = connection.execute(select(table("forum")).where(table("forum").c.id == forum_id)).one()._mapping
        rows = _Rows(connection, forum_id)
        nest, held = Nest(dict(forum), rows), dict[tuple[str, str], tuple[Any, Part]]()
        data: dict[str, Any] = {
            name: [self._thing(kind, raw, rows, nest, held) for raw in rows.of(kind)] for name, kind in _LISTS.items()
        }
        around = msgspec.convert(fitting(nest.around(), Draft), Draft).forum  # whole each time, for it is small
        said = msgspec.json.encode(around)
        known = self._things.get(("forum", forum_id))
        if known is None or known[0] != said:
            known = (said, around)
        held["forum", forum_id] = known
        self._things = held
        self._last = Draft(version=FORMAT_VERSION, forum=known[1], **data)  # type: ignore[arg-type]
        return self._last

    def _thing(
        self, kind: str, raw: Raw, rows: "_Rows", nest: Nest, held: dict[tuple[str, str], tuple[Any, Part]]
    ) -> Part:
        key = str(raw[_names(kind).index("id")])
        whole = [raw, *rows.with_thing(kind, key)]
        known = self._things.get((kind, key))
        if known is None or known[0] != whole:
            known = (whole, _made(kind, nest, rows.row(kind, raw)))
        held[kind, key] = known
        return known[1]


def _made(kind: str, nest: Nest, row: Row) -> Part:
    shape = getattr(nest, kind, None)
    data = shape(row) if shape else row
    made: Part = msgspec.convert(fitting(data, _KINDS[kind]), _KINDS[kind])
    return made


_KINDS: dict[str, Any] = {
    kind: next(field.type.__args__[0] for field in msgspec.structs.fields(Draft) if field.name == name)
    for name, kind in _LISTS.items()
}


class _Rows:
    """The rows of a draft by table and owner: columns in the database's order, JSON as it is written."""

    def __init__(self, connection: Connection, forum_id: str, sessions: Collection[str] | None = None) -> None:
        self._groups: dict[str, dict[str | None, list[Raw]]] = {}
        among = {} if sessions is None else _among(sessions)
        for name in _TABLES if sessions is None else among:
            groups: dict[str | None, list[Raw]] = defaultdict(list)
            columns = _names(name)
            owner = next((columns.index(key) for key in ("parent", "session_id") if key in columns), None)
            talk = columns.index("talk_id") if "talk_id" in columns else None
            where = [table(name).c.forum_id == forum_id, *([among[name]] if name in among else [])]
            for row in connection.execute(_query(name).where(*where)):
                groups[((row[talk] if talk is not None else None) or row[owner]) if owner is not None else None].append(
                    tuple(row)
                )
            self._groups[name] = groups

    def __getitem__(self, name: str) -> "_OfTable":
        return _OfTable(self, name)

    def of(self, name: str, parent: str | None = None) -> list[Raw]:
        return self._groups[name].get(parent, [])

    def row(self, name: str, raw: Raw) -> Row:
        written = _written(name)
        return {
            column: json.loads(value) if column in written and value is not None else value
            for column, value in zip(_names(name), raw, strict=True)
        }

    def with_thing(self, kind: str, key: str) -> Iterator[list[Raw]]:
        """The rows that belong to a thing, table by table."""
        for name in _WITH.get(kind, ()):
            found = self.of(name, key)
            yield found
            if name in ("talk", "key_question"):
                inner = _WITH_TALK if name == "talk" else ("key_question_person",)
                at = _names(name).index("id")
                for raw in found:
                    for within in inner:
                        yield self.of(within, raw[at])


def _among(sessions: Collection[str]) -> dict[str, ColumnElement[bool]]:
    """Which rows of each table are of these sessions."""
    talks, questions, notes = table("talk"), table("key_question"), table("concept_note")
    of_talks = select(talks.c.id).where(talks.c.parent.in_(sessions))
    of_questions = select(questions.c.id).where(questions.c.session_id.in_(sessions))
    of_notes = select(notes.c.id).where(notes.c.session_id.in_(sessions))
    found: dict[str, ColumnElement[bool]] = {"session": table("session").c.id.in_(sessions)}
    for name in ("session_theme", "session_alliance", "talk"):
        found[name] = table(name).c.parent.in_(sessions)
    for name in ("talk_theme", "talk_alliance"):
        found[name] = table(name).c.parent.in_(of_talks)
    for name in ("key_question", "material", "concept_note"):
        found[name] = table(name).c.session_id.in_(sessions)
    found["role"] = table("role").c.session_id.in_(sessions) | table("role").c.talk_id.in_(of_talks)
    found["key_question_person"] = table("key_question_person").c.parent.in_(of_questions)
    found["section"] = table("section").c.parent.in_(of_notes)
    return found


class _OfTable:
    """The rows of one table, read only when they are asked for."""

    def __init__(self, rows: _Rows, name: str) -> None:
        self.rows, self.name = rows, name

    def get(self, parent: str | None, _default: object, /) -> list[Row]:
        return [self.rows.row(self.name, raw) for raw in self.rows.of(self.name, parent)]


@cache
def _names(name: str) -> tuple[str, ...]:
    return tuple(column.name for column in table(name).columns if column.name not in _UNREAD)


@cache
def _written(name: str) -> frozenset[str]:
    """The columns that hold JSON."""
    return frozenset(column.name for column in table(name).columns if isinstance(column.type, JSON))


@cache
def _query(name: str) -> Select[Any]:
    here, written = table(name), _written(name)
    columns = [cast(here.c[each], Text).label(each) if each in written else here.c[each] for each in _names(name)]
    return select(*columns).order_by(here.c.position)
