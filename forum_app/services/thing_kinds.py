"""What each kind of thing is made of: its table, its parts in other tables, what it belongs to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as filled
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, select

from forum_app.domain.draft import Forum, Organisation, Person, Room, Session, Talk, Theme
from forum_app.domain.draft_parts import ConceptNote, KeyQuestion, Material, Part, Reference, Role, Section, Term
from forum_app.domain.draft_rules import Problem, forum_problems
from forum_app.domain.identity import new_id
from forum_app.domain.question_rules import question_problems
from forum_app.domain.registrations import Delegation, Question
from forum_app.domain.sentences import said
from forum_app.domain.texts import folded
from forum_app.domain.vocabularies import RoleKind
from forum_app.services.draft_rows import Row, fitting, row_of, table

Rules = Callable[[Connection, str, Any], list[Problem]]


def no_rules(_connection: Connection, _forum_id: str, _thing: Any) -> list[Problem]:
    return []


@dataclass(frozen=True)
class Members:
    """An ordered list of keys in a table of its own."""

    field: str
    table: str


@dataclass(frozen=True)
class Parts:
    """Parts of a thing in a table of their own, under ``owner``; ``single`` where there is at most one."""

    field: str
    table: str
    owner: str = "parent"
    single: bool = False
    known: Mapping[str, Any] = filled(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """``owner`` is the column that says what a thing belongs to, in ``owner_table``; ``known`` fills columns that are
    no field of it."""

    struct: type[Part]
    table: str
    children: tuple[Members | Parts, ...] = ()
    owner: str = ""
    owner_table: str = ""
    known: Mapping[str, Any] = filled(default_factory=dict)
    rules: Rules = no_rules


def _forum_rules(connection: Connection, forum_id: str, forum: Forum) -> list[Problem]:
    """What the fields of a forum say of each other; its short name is nobody else's."""
    here = table("forum")
    found = [(place.removeprefix("forum."), sentence) for place, sentence in forum_problems(forum)]
    if connection.execute(select(here.c.id).where(here.c.slug == forum.slug, here.c.id != forum_id)).first():
        found.append(("slug", said("Another forum has this short name: choose another.")))
    return found


def _session_rules(_connection: Connection, _forum_id: str, session: Session) -> list[Problem]:
    if session.start is not None and session.minutes is None:
        return [("minutes", said("A session with a start needs its length in minutes."))]
    return []


def _alliance_rules(_connection: Connection, _forum_id: str, organisation: Organisation) -> list[Problem]:
    if organisation.id in organisation.members:
        return [("members", said("An alliance can't be a member of itself."))]
    return []


def _question_rules(connection: Connection, forum_id: str, question: Question) -> list[Problem]:
    """What a question says of itself and of the others that it hangs on, or that hang on it."""
    forum, here = table("forum"), table("question")
    languages = connection.execute(select(forum.c.languages).where(forum.c.id == forum_id)).scalar_one()
    rows = connection.execute(select(here).where(here.c.forum_id == forum_id, here.c.id != question.id))
    others = [msgspec.convert(fitting(dict(row._mapping), Question), Question) for row in rows]
    return list(question_problems(question, {other.id: other for other in others}, languages))


def _delegation_rules(connection: Connection, forum_id: str, delegation: Delegation) -> list[Problem]:
    """Nobody can choose between two that are called the same."""
    here = table("delegation")
    rows = connection.execute(select(here.c.name).where(here.c.forum_id == forum_id, here.c.id != delegation.id))
    taken = {(code, folded(name)) for row in rows for code, name in row.name.items() if "@" not in code}
    same = [code for code, name in delegation.name.items() if (code, folded(name)) in taken]
    return [(f"name.{code}", said("Another delegation is called so: choose another name.")) for code in same]


_SPEAKERS = Parts(
    "speakers",
    "role",
    "talk_id",
    known={"session_id": None, "role": RoleKind.SPEAKER, "responsible_for": {}, "contact": None},
)
KINDS: dict[str, Kind] = {
    "forum": Kind(Forum, "forum", (Parts("partners", "partner", "forum_id"),), rules=_forum_rules),
    "theme": Kind(Theme, "theme"),
    "room": Kind(Room, "room"),
    "organisation": Kind(Organisation, "organisation", (Members("members", "alliance_member"),), rules=_alliance_rules),
    "person": Kind(Person, "person", (Parts("posts", "post"), Parts("private", "person_private", single=True))),
    "session": Kind(
        Session,
        "session",
        (Members("themes", "session_theme"), Members("alliances", "session_alliance")),
        rules=_session_rules,
    ),
    "talk": Kind(
        Talk,
        "talk",
        (Members("themes", "talk_theme"), Members("alliances", "talk_alliance"), _SPEAKERS),
        "parent",
        "session",
    ),
    "role": Kind(Role, "role", owner="session_id", owner_table="session", known={"talk_id": None, "abstract": {}}),
    "key_question": Kind(KeyQuestion, "key_question", (Members("to", "key_question_person"),), "session_id", "session"),
    "material": Kind(Material, "material", owner="session_id", owner_table="session"),
    "reference": Kind(Reference, "reference"),
    "term": Kind(Term, "term"),
    "note": Kind(ConceptNote, "concept_note"),
    "section": Kind(Section, "section", owner="parent", owner_table="concept_note"),
    "question": Kind(Question, "question", rules=_question_rules),
    "delegation": Kind(Delegation, "delegation", rules=_delegation_rules),
}


def read_parts(connection: Connection, kind: Kind, key: str) -> dict[str, Any]:
    """The values of a thing's fields that lie in other tables."""
    found: dict[str, Any] = {}
    for child in kind.children:
        here = table(child.table)
        owner = "parent" if isinstance(child, Members) else child.owner
        rows = [dict(row._mapping) for row in connection.execute(
            select(here).where(here.c[owner] == key).order_by(here.c.position)
        )]  # fmt: skip
        if isinstance(child, Members):
            found[child.field] = [row["member"] for row in rows]
        elif child.single:
            found[child.field] = rows[0] if rows else None
        else:
            found[child.field] = rows
    return found


def kept_parts(connection: Connection, forum_id: str, kind: Kind, thing: Any) -> None:
    """Makes the tables of a thing's parts hold what is in it now, touching only rows that differ."""
    for child in kind.children:
        here, value = table(child.table), getattr(thing, child.field)
        if isinstance(child, Members):
            owner = "parent"
            rows: list[Row] = [
                {"forum_id": forum_id, "parent": thing.id, "member": member, "position": position}
                for position, member in enumerate(value)
            ]
        else:
            owner = child.owner
            parts = ([value] if value is not None else []) if child.single else value
            _with_own_ids(connection, child, parts, thing.id)
            rows = [_part_row(child, part, forum_id, thing.id, position) for position, part in enumerate(parts)]
        _replace(connection, here.name, owner, thing.id, rows)


def _with_own_ids(connection: Connection, child: Parts, parts: list[Any], key: str) -> None:
    """Parts whose id something else has, or one before them in the list, are new ones: they get ids of their own."""
    named = [part for part in parts if getattr(part, "id", "")]
    if not named:
        return
    here = table(child.table)
    query = select(here.c.id, here.c[child.owner]).where(here.c.id.in_([part.id for part in named]))
    taken = {row[0] for row in connection.execute(query) if row[1] != key}
    for part in named:
        if part.id in taken:
            part.id = new_id()
        taken.add(part.id)


def _part_row(child: Parts, part: Any, forum_id: str, key: str, position: int) -> Row:
    if getattr(part, "id", None) == "":
        part.id = new_id()
    return row_of(child.table, part, **{"forum_id": forum_id, "position": position, **child.known, child.owner: key})


def _replace(connection: Connection, name: str, owner: str, key: str, rows: list[Row]) -> None:
    here = table(name)
    keys = [column.name for column in here.primary_key.columns]
    found = (dict(row._mapping) for row in connection.execute(select(here).where(here.c[owner] == key)))
    old = {tuple(row[name] for name in keys): row for row in found}
    new = {tuple(row[name] for name in keys): row for row in rows}
    for where, row in old.items():
        if where not in new:
            connection.execute(delete(here).where(*(here.c[name] == row[name] for name in keys)))
    for where, row in new.items():
        if where not in old:
            connection.execute(insert(here).values(row))
        elif row != old[where]:
            connection.execute(here.update().where(*(here.c[name] == row[name] for name in keys)).values(row))
