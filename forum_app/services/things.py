"""One thing of a draft read and saved: merged by field with what others saved meanwhile, checked, logged.

Everything is constant in the size of the forum: a thing's own row, the rows of its parts, the ids it refers to.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select, update

from forum_app.database import Database
from forum_app.domain.draft import Forum as ForumPart
from forum_app.domain.draft_parts import Part, RegistrationPlan, SpeakingPlan
from forum_app.domain.draft_rules import Problem, problems_of_thing, references_of, time_problem
from forum_app.domain.errors import EditRefused, NotFound
from forum_app.domain.identity import new_id
from forum_app.domain.merging import Clash, keep_in_step, merge
from forum_app.domain.sentences import said
from forum_app.domain.texts import in_short, pick
from forum_app.domain.trees import Tree, overlaps, tree_of
from forum_app.domain.vocabularies import Constituency
from forum_app.forms.parts import not_arrived
from forum_app.models.forum import Forum
from forum_app.models.publishing import AuditEntry
from forum_app.services.audit import last_change, record
from forum_app.services.draft_rows import Row, fitting, row_of, table, without_blank_parts
from forum_app.services.erased_people import must_not_return
from forum_app.services.refusals import unfit_words
from forum_app.services.thing_kinds import KINDS, Kind, kept_parts, read_parts
from forum_app.services.tidying import tidied


@dataclass(frozen=True)
class Stored:
    """A thing as it is kept. ``owner`` is the session or note it belongs to, where it is a part of one."""

    kind: str
    id: str
    thing: Part
    owner: str | None
    position: int

    @property
    def tree(self) -> Tree:
        tree: Tree = tree_of(self.thing)
        return tree


@dataclass(frozen=True)
class Edit:
    """What somebody wants of one thing: values by place, and the digests of what their form was filled from.

    ``made`` are other things that it names and that are added first: kind and name in the original language by id.
    """

    values: Mapping[str, Any]
    seen: Mapping[str, str] = field(default_factory=dict)
    made: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Saved:
    """``changed`` holds the places that were changed; nothing was written where there are none."""

    id: str
    changed: tuple[str, ...]


class EditClash(Exception):
    """The same places were changed meanwhile: nothing was saved. ``stored`` is the thing as it is now, ``who`` and ``at``
    its last change, by the account ``by``."""

    def __init__(self, stored: Stored, clashes: tuple[Clash, ...], who: str, at: datetime | None, by: str) -> None:
        self.stored, self.clashes, self.who, self.at, self.by = stored, clashes, who, at, by
        super().__init__(", ".join(clash.place for clash in clashes))


def read_thing(connection: Connection, forum_id: str, kind: str, key: str) -> Stored:
    """A thing of this forum; raises NotFound, also for one of another forum."""
    shape = KINDS[kind]
    here = table(shape.table)
    owner = here.c.id == forum_id if kind == "forum" else here.c.forum_id == forum_id
    row = connection.execute(select(here).where(here.c.id == key, owner)).first()
    if row is None:
        raise NotFound("There is no such thing in this forum: it was deleted, or belongs to another.")
    return _stored(connection, kind, dict(row._mapping))


def _stored(connection: Connection, kind: str, row: Row) -> Stored:
    shape = KINDS[kind]
    data = {**row, **read_parts(connection, shape, row["id"])}
    thing = msgspec.convert(fitting(data, shape.struct), shape.struct)
    if isinstance(thing, ForumPart):  # so that what nobody chose can be seen, and chosen otherwise
        thing.registration = thing.registration or RegistrationPlan()
        thing.speaking = thing.speaking or SpeakingPlan()
    return Stored(kind, row["id"], thing, row.get(shape.owner) if shape.owner else None, row.get("position", 0))


def thing_named(database: Database, forum_id: str, kind: str, key: str) -> Stored:
    """``read_thing`` in a transaction of its own."""
    with database.reading() as connection:
        return read_thing(connection, forum_id, kind, key)


def save_thing(database: Database, forum_id: str, kind: str, key: str, edit: Edit, *, actor: str) -> Saved:
    """Saves what an edit changes. Raises NotFound, EditRefused (problems by place) or EditClash; then nothing is kept."""
    return database.in_turn(forum_id, lambda connection: change_thing(connection, forum_id, kind, key, edit, actor))


def change_thing(connection: Connection, forum_id: str, kind: str, key: str, edit: Edit, actor: str) -> Saved:
    """``save_thing`` within the caller's transaction, which must be a forum's turn."""
    stored = read_thing(connection, forum_id, kind, key)
    if kind == "person":
        must_not_return(connection, forum_id, key, stored.tree, edit.seen)
    merged = merge(stored.tree, edit.values, edit.seen)
    if merged.clashes:
        raise EditClash(stored, merged.clashes, *last_change(connection, AuditEntry.thing == key))
    if not merged.after:
        return Saved(key, ())
    _make_named(connection, forum_id, edit, actor)
    name = name_of(keep_thing(connection, forum_id, stored, merged.tree))
    record(connection, actor, f"{kind}.changed", forum_id, name, merged.before, merged.after, thing=key)
    return Saved(key, tuple(merged.after))


def keep_thing(connection: Connection, forum_id: str, stored: Stored, tree: Tree) -> Part:
    """Writes a thing as it is to be, by the rules of the draft, without a word in the log; raises EditRefused."""
    thing = sound_thing(connection, forum_id, KINDS[stored.kind], tree, stored.thing)
    _write(connection, forum_id, stored, thing)
    touch(connection, forum_id)
    return thing


def add_thing(
    database: Database, forum_id: str, kind: str, edit: Edit, *, actor: str, owner: str | None = None, key: str = ""
) -> Saved:
    """Makes a new thing at the end of its list. ``key`` is an id chosen by the form, so that the same form sent twice
    makes one thing: the second answers with the first. Raises NotFound (the owner) or EditRefused."""

    def job(connection: Connection) -> Saved:
        return make_thing(connection, forum_id, kind, edit, actor, owner, key)

    return database.in_turn(forum_id, job)


def make_thing(
    connection: Connection, forum_id: str, kind: str, edit: Edit, actor: str, owner: str | None = None, key: str = ""
) -> Saved:
    """``add_thing`` within the caller's transaction, which must be a forum's turn."""
    shape, key = KINDS[kind], key or new_id()
    here = table(shape.table)
    known = connection.execute(select(here.c.forum_id).where(here.c.id == key)).scalar()
    if known == forum_id:
        return Saved(key, ())
    if known is not None:
        raise NotFound("This belongs to another forum.")
    _make_named(connection, forum_id, edit, actor)
    merged = merge({"id": key}, edit.values, {})
    thing = sound_thing(connection, forum_id, shape, merged.tree, None)
    if owner is None and shape.owner and not here.c[shape.owner].nullable:
        raise EditRefused([("", said("This is a part of a session: begin it from there."))])
    if owner is not None and shape.owner:
        _owner_must_be_here(connection, forum_id, shape, owner)
    siblings = [here.c.forum_id == forum_id, *([here.c[shape.owner] == owner] if shape.owner else [])]
    last = connection.execute(select(func.max(here.c.position)).where(*siblings)).scalar()
    position = 0 if last is None else last + 1
    known = {"forum_id": forum_id, "position": position, **shape.known, **({shape.owner: owner} if shape.owner else {})}
    connection.execute(here.insert().values(row_of(shape.table, thing, **known)))
    kept_parts(connection, forum_id, shape, thing)
    touch(connection, forum_id)
    record(connection, actor, f"{kind}.added", forum_id, name_of(thing), None, merged.after, thing=key)
    return Saved(key, tuple(merged.after))


# What something that is named alone gets where it needs more: the first that its own form offers.
_FIRST: dict[str, Tree] = {"person": {}, "organisation": {"kind": Constituency.GOVERNMENT.value}}


def _make_named(connection: Connection, forum_id: str, edit: Edit, actor: str) -> None:
    """Adds what an edit names as new: a person or an organisation of which no more than the name is known."""
    if not edit.made:
        return
    original = connection.execute(select(Forum.languages).where(Forum.id == forum_id)).scalar_one()[0]
    for key, (kind, name) in edit.made.items():
        try:
            make_thing(connection, forum_id, kind, Edit({f"name.{original}": name, **_FIRST[kind]}), actor, key=key)
        except EditRefused as error:
            raise EditRefused([("", sentence) for _place, sentence in error.problems]) from None


def _owner_must_be_here(connection: Connection, forum_id: str, shape: Kind, owner: str) -> None:
    above = table(shape.owner_table)
    if not connection.execute(select(above.c.id).where(above.c.id == owner, above.c.forum_id == forum_id)).first():
        raise NotFound("What this should belong to is no longer in this forum.")


def sound_thing(connection: Connection, forum_id: str, shape: Kind, tree: Tree, before: Part | None) -> Part:
    """The tree as a thing that may be kept; raises EditRefused with problems by place."""
    given = without_blank_parts(fitting(tree, shape.struct), shape.struct)
    try:
        thing = msgspec.convert(given, shape.struct)
    except msgspec.ValidationError:
        raise EditRefused([_as_problem(*unfit_words(given, shape.struct))]) from None
    forum = connection.execute(select(Forum.zone, Forum.languages).where(Forum.id == forum_id)).one()
    problems = tidied(thing)
    unfit = [place for place, _sentence in problems]
    keep_in_step(before, thing, forum.languages[0])
    others = problems_of_thing(thing, _known(connection, forum_id, thing)) + _time_problems(thing, forum.zone)
    others += shape.rules(connection, forum_id, thing)
    problems += [problem for problem in others if not overlaps(problem[0], unfit)]
    if problems:
        raise EditRefused(problems)
    return thing


def _as_problem(place: str, sentence: str) -> Problem:
    """What the types refuse, with its place: forms check their fields before, so this is what they don't know of."""
    listed = re.match(r"([^\[]+)\[\d", place)
    return (listed[1], not_arrived()) if listed else (place, sentence)


def _known(connection: Connection, forum_id: str, thing: Part) -> dict[str, set[str]]:
    """Which of the keys that a thing refers to are in this forum."""
    found: dict[str, set[str]] = {}
    for word, keys in references_of(thing).items():
        here, column = (table("stored_file"), "name") if word == "file" else (table(word), "id")
        query = select(here.c[column]).where(here.c.forum_id == forum_id, here.c[column].in_(sorted(keys)))
        found[word] = set(connection.execute(query).scalars())
    return found


def _time_problems(thing: Part, zone: str) -> list[Problem]:
    start = getattr(thing, "start", None)
    if not isinstance(start, datetime):
        return []
    problem = time_problem(start, zone, getattr(thing, "fold", 0))
    return [("start", problem[1])] if problem else []


def _write(connection: Connection, forum_id: str, stored: Stored, thing: Part) -> None:
    shape = KINDS[stored.kind]
    here = table(shape.table)
    fixed = {"id", "forum_id", "position", shape.owner}
    if isinstance(thing, ForumPart):  # nobody chose anything: nothing is kept of it
        thing.registration = None if thing.registration == RegistrationPlan() else thing.registration
        thing.speaking = None if thing.speaking == SpeakingPlan() else thing.speaking
    values = {name: value for name, value in row_of(shape.table, thing).items() if name not in fixed}
    connection.execute(update(here).where(here.c.id == stored.id).values(values))
    kept_parts(connection, forum_id, shape, thing)


def touch(connection: Connection, forum_id: str) -> None:
    """Says that the draft is another one now."""
    connection.execute(update(Forum).where(Forum.id == forum_id).values(version=Forum.version + 1))


def name_of(thing: Part, language: str = "") -> str:
    """What a thing is called in a line, in the log and in lists."""
    for name in ("title", "name", "short_title", "heading", "acronym", "text"):
        value = getattr(thing, name, None)
        if isinstance(value, dict) and (text := pick(value, language)):
            return in_short(text)
    return ""
