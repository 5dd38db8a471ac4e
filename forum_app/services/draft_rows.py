"""A draft as rows and back: one place that knows which thing lies in which table."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import Enum
from functools import cache
from typing import Any, Protocol

import msgspec
from sqlalchemy import JSON, Connection, Table, select

from forum_app.domain.draft import FORMAT_VERSION, Draft, Forum, Session
from forum_app.domain.draft_parts import Part
from forum_app.domain.vocabularies import RoleKind
from forum_app.models import Base

Row = dict[str, Any]
Rows = dict[str, list[Row]]
_TABLES = Base.metadata.tables
# Parents before children: written in this order, deleted in the other.
DRAFT_TABLES = (
    "theme", "room", "organisation", "alliance_member", "partner", "reference", "term", "stored_file", "person",
    "person_private", "post", "session", "session_theme", "session_alliance", "talk", "talk_theme", "talk_alliance",
    "role", "key_question", "key_question_person", "concept_note", "section", "material", "question",
)  # fmt: skip


def table(name: str) -> Table:
    return _TABLES[name]


def row_of(name: str, thing: Part | None, **known: Any) -> Row:
    """One row: what is ``known`` first, every other column from the thing's field of the same name."""
    row: Row = {}
    for column in table(name).columns:
        if column.name in known:
            row[column.name] = known[column.name]
        elif thing is not None and hasattr(thing, column.name):
            value = getattr(thing, column.name)
            row[column.name] = msgspec.to_builtins(value) if isinstance(column.type, JSON) else value
    return row


def rows_of(draft: Draft) -> Rows:
    """All rows of a draft's things (not the forum's own), by table; every thing has its id."""
    forum_id = draft.forum.id
    rows: Rows = {name: [] for name in DRAFT_TABLES}

    def add(name: str, things: Iterable[Part | None], **known: Any) -> None:
        rows[name] += [
            row_of(name, thing, forum_id=forum_id, position=position, **known) for position, thing in enumerate(things)
        ]

    def link(name: str, parent: str, members: Sequence[str]) -> None:
        rows[name] += [
            {"forum_id": forum_id, "parent": parent, "member": member, "position": position}
            for position, member in enumerate(members)
        ]

    for name, things in (
        ("theme", draft.themes), ("room", draft.rooms), ("organisation", draft.organisations), ("person", draft.people),
        ("session", draft.sessions), ("partner", draft.forum.partners), ("reference", draft.forum.references),
        ("term", draft.forum.terms), ("stored_file", draft.files), ("question", draft.questions),
    ):  # fmt: skip
        add(name, things)
    for organisation in draft.organisations:
        link("alliance_member", organisation.id, organisation.members)
    for person in draft.people:
        add("post", person.posts, parent=person.id)
        if person.private is not None:
            add("person_private", [person.private], parent=person.id)
    _add_shared(rows, draft.forum, forum_id, None)
    for session in draft.sessions:
        link("session_theme", session.id, session.themes)
        link("session_alliance", session.id, session.alliances)
        add("talk", session.talks, parent=session.id)
        _add_shared(rows, session, forum_id, session.id)
        for talk in session.talks:
            link("talk_theme", talk.id, talk.themes)
            link("talk_alliance", talk.id, talk.alliances)
            speaker: Row = {"session_id": None, "talk_id": talk.id, "role": RoleKind.SPEAKER, "responsible_for": {}}
            add("role", talk.speakers, contact=None, **speaker)
    return rows


def _add_shared(rows: Rows, owner: Forum | Session, forum_id: str, session_id: str | None) -> None:
    """What a forum and a session have alike: roles, key questions, materials, a concept note."""
    known = {"forum_id": forum_id, "session_id": session_id}
    for position, role in enumerate(owner.roles):
        rows["role"].append(row_of("role", role, position=position, talk_id=None, abstract={}, **known))
    for position, question in enumerate(owner.key_questions):
        rows["key_question"].append(row_of("key_question", question, position=position, **known))
        rows["key_question_person"] += [
            {"forum_id": forum_id, "parent": question.id, "member": person, "position": index}
            for index, person in enumerate(question.to)
        ]
    for position, material in enumerate(owner.materials):
        rows["material"].append(row_of("material", material, position=position, **known))
    if owner.note is not None:
        rows["concept_note"].append(row_of("concept_note", owner.note, id=owner.id, position=0, **known))
        rows["section"] += [
            row_of("section", section, forum_id=forum_id, parent=owner.id, position=position)
            for position, section in enumerate(owner.note.sections)
        ]


def sync(connection: Connection, forum_id: str, rows: Rows) -> int:
    """Makes the tables hold exactly ``rows`` for this forum; returns how many rows were written or deleted."""
    changed = 0
    gone: list[tuple[Table, list[Row]]] = []
    for name in DRAFT_TABLES:
        here = table(name)
        keys = [column.name for column in here.primary_key.columns]
        old = {tuple(row[key] for key in keys): row for row in _rows(connection, here, forum_id)}
        new = {tuple(row[key] for key in keys): row for row in rows[name]}
        fresh = [row for key, row in new.items() if key not in old]
        if fresh:
            connection.execute(here.insert(), fresh)
        altered = [row for key, row in new.items() if key in old and old[key] != row]
        for row in altered:
            connection.execute(here.update().where(*(here.c[key] == row[key] for key in keys)).values(row))
        dropped = [row for key, row in old.items() if key not in new]
        gone.append((here, dropped))
        changed += len(fresh) + len(altered) + len(dropped)
    for here, dropped in reversed(gone):
        for row in dropped:
            connection.execute(
                here.delete().where(*(column == row[column.name] for column in here.primary_key.columns))
            )
    return changed


def _rows(connection: Connection, here: Table, forum_id: str) -> list[Row]:
    return [dict(row._mapping) for row in connection.execute(select(here).where(here.c.forum_id == forum_id))]


def draft_of(connection: Connection, forum_id: str, files: list[Any] | None = None) -> Draft:
    """The draft of a forum without those who come, in two dozen plain queries; ``files`` are put in where the caller has read them."""
    forum = connection.execute(select(table("forum")).where(table("forum").c.id == forum_id)).one()._mapping
    grouped: dict[str, dict[str | None, list[Row]]] = {}
    for name in DRAFT_TABLES:
        here = table(name)
        groups: dict[str | None, list[Row]] = defaultdict(list)
        query = select(here).where(here.c.forum_id == forum_id).order_by(here.c.position)
        owner = next((key for key in ("parent", "session_id") if key in here.c), None)
        names = here.c.keys()
        for found in connection.execute(query):
            row = dict(zip(names, found, strict=True))
            groups[(row.get("talk_id") or row[owner]) if owner else None].append(row)
        grouped[name] = groups
    return Nest(dict(forum), grouped).draft(files or [])


class Grouped(Protocol):
    """The rows of one table by their owner."""

    def get(self, parent: str | None, default: list[Row], /) -> list[Row]: ...


class Tables(Protocol):
    """The same of every table, by its name."""

    def __getitem__(self, name: str, /) -> Grouped: ...


class Nest:
    """Rows by table and owner, put together into the shape of a draft."""

    def __init__(self, forum: Row, grouped: "Tables") -> None:
        self.forum = forum
        self.grouped = grouped

    def of(self, name: str, parent: str | None = None) -> list[Row]:
        return self.grouped[name].get(parent, [])

    def members(self, name: str, parent: str) -> list[str]:
        return [row["member"] for row in self.of(name, parent)]

    def shared(self, owner: str | None, key: str) -> Row:
        note = self.of("concept_note", owner)
        questions = self.of("key_question", owner)
        return {
            "roles": self.of("role", owner),
            "key_questions": [{**row, "to": self.members("key_question_person", row["id"])} for row in questions],
            "materials": self.of("material", owner),
            "note": {"states": note[0]["states"], "sections": self.of("section", key)} if note else None,
        }

    def linked(self, kind: str, row: Row) -> Row:
        key = row["id"]
        return {**row, "themes": self.members(f"{kind}_theme", key), "alliances": self.members(f"{kind}_alliance", key)}

    def session(self, row: Row) -> Row:
        talks = [
            {**self.linked("talk", talk), "speakers": self.of("role", talk["id"])}
            for talk in self.of("talk", row["id"])
        ]
        return {**self.linked("session", row), **self.shared(row["id"], row["id"]), "talks": talks}

    def person(self, row: Row) -> Row:
        private = self.of("person_private", row["id"])
        return {**row, "posts": self.of("post", row["id"]), "private": private[0] if private else None}

    def organisation(self, row: Row) -> Row:
        return {**row, "members": self.members("alliance_member", row["id"])}

    def around(self) -> Row:
        """The draft without its things: the forum itself."""
        lists = {"partners": self.of("partner"), "references": self.of("reference"), "terms": self.of("term")}
        return {"version": FORMAT_VERSION, "forum": {**self.forum, **self.shared(None, self.forum["id"]), **lists}}

    def draft(self, files: list[Any]) -> Draft:
        data = {
            **self.around(),
            "themes": self.of("theme"),
            "rooms": self.of("room"),
            "organisations": [self.organisation(row) for row in self.of("organisation")],
            "people": [self.person(row) for row in self.of("person")],
            "sessions": [self.session(row) for row in self.of("session")],
            "questions": self.of("question"),
            "files": files,
        }
        return msgspec.convert(fitting(data, Draft), Draft)


def fitting(data: Any, kind: Any) -> Any:
    """Rows as what becomes structs: columns that are no field of the thing (positions, keys of parents) are left out."""
    if isinstance(data, dict) and isinstance(kind, type) and issubclass(kind, Part):
        hints = _hints(kind)
        return {
            name: fitting(value.value if isinstance(value, Enum) else value, hints[name])
            for name, value in data.items()
            if name in hints and value is not None
        }
    if isinstance(data, list):
        return [fitting(item, kind) for item in data]
    return data


def without_blank_parts(data: Row, kind: type[Part]) -> Row:
    """What becomes a struct, without parts that may be left out and say nothing: an online place without a link."""
    hints = _hints(kind)
    return {
        name: value
        for name, value in data.items()
        if not (isinstance(value, dict) and hints.get(name) and _blank(value))
    }


def _blank(value: Any) -> bool:
    if isinstance(value, dict):
        return all(_blank(item) for item in value.values())
    return value in (None, "", False) or value == []


@cache
def _hints(kind: type[Part]) -> dict[str, Any]:
    """Field names of a struct with the struct that stands in them, in a list or alone; None where there is none."""
    return {field.name: _struct_in(field.type) for field in msgspec.structs.fields(kind)}


def _struct_in(hint: Any) -> Any:
    if isinstance(hint, type) and issubclass(hint, Part):
        return hint
    for argument in getattr(hint, "__args__", ()):
        inner = _struct_in(argument)
        if inner is not None:
            return inner
    return None
