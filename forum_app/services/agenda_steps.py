"""Steps of building the agenda: each is done once, in one turn, and can be taken back exactly.

A step is known by an id that its page chose, so that one sent twice is done once. What it changed stands in the log;
taking it back is a step too, and taking that back is doing it again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from forum_app.database import Database
from forum_app.domain.agenda.slots import Slot
from forum_app.domain.errors import NotFound, TooLate
from forum_app.domain.identity import new_id
from forum_app.domain.merging import Clash
from forum_app.domain.trees import Tree, digest
from forum_app.domain.vocabularies import RoleState
from forum_app.models.accounts import Account
from forum_app.models.agenda import AgendaStep
from forum_app.models.forum import Forum
from forum_app.models.publishing import AuditEntry
from forum_app.services.agenda_log import MOST, left_by
from forum_app.services.draft_rows import table
from forum_app.services.removing import bring_back, drop_thing
from forum_app.services.things import Edit, EditClash, change_thing, make_thing, name_of, read_thing

_PARTS = (("talk", "parent"), ("role", "session_id"), ("key_question", "session_id"), ("material", "session_id"))


@dataclass(frozen=True)
class Placing:
    """What is to become of a session: values by place, and the digests of what its page showed of them."""

    session: str
    values: Mapping[str, Any]
    seen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """Sessions to change, to copy under new ids, to delete, to make new ones of values under ids. ``key`` is the id that
    its page chose for it.

    ``shown``: the last entry of the log that its page knew of, for a step that goes by what stands in the agenda now;
    what others did since to what it changes or is ``about`` is asked about. ``all_the_same``: what clashes with
    somebody else's change was shown, and is to be kept as it is here.
    """

    key: str
    placings: Sequence[Placing] = ()
    copies: Sequence[tuple[str, str]] = ()
    made: Sequence[tuple[str, Mapping[str, Any]]] = ()
    removed: Sequence[str] = ()
    all_the_same: bool = False
    about: Sequence[str] = ()
    shown: int | None = None


@dataclass(frozen=True)
class Taken:
    """A step as it was done: the draft's version after it, its entries of the log (0, 0 where nothing changed), the
    sessions that it touched, and of those the digests of what it changed in them."""

    key: str
    version: int
    first: int
    last: int
    sessions: tuple[str, ...]
    left: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Touched:
    """A session that was touched since: what of it clashes, who and when, and the id of the account."""

    session: str
    name: str
    clashes: tuple[Clash, ...]
    who: str
    at: datetime | None
    by: str


class TouchedSince(Exception):
    """Nothing was done: of each of these a choice has to be made."""

    def __init__(self, found: Sequence[Touched]) -> None:
        self.found = tuple(found)
        super().__init__(", ".join(each.session for each in found))


def take_step(database: Database, forum_id: str, step: Step, *, actor: str) -> Taken:
    """Does a step, all of it or nothing. One that was done already is told as it was.

    Raises TouchedSince, EditRefused, and NotFound where a session is gone.
    """

    def job(connection: Connection) -> Taken:
        return _once(connection, forum_id, step.key, actor, None, lambda: _do(connection, forum_id, step, actor))

    return database.in_turn(forum_id, job)


def take_back(
    database: Database, forum_id: str, undoes: str, key: str, *, actor: str, all_the_same: bool = False
) -> Taken:
    """Takes a step back, its own changes and nothing else; ``key`` is the id of the step that does it.

    What somebody else touched since is asked about by TouchedSince, and taken back ``all_the_same`` where that is said.
    Raises NotFound for steps of others, TooLate where it was taken back before, CantBringBack, EditRefused.
    """

    def job(connection: Connection) -> Taken:
        query = select(AgendaStep).where(AgendaStep.id == undoes, AgendaStep.forum_id == forum_id)
        done = connection.execute(query).first()
        if done is None or done.actor != actor:
            raise NotFound("This step was not yours, or not in this forum.")
        if done.undone_by not in (None, key):
            raise TooLate("This step was taken back already.")
        taken = _once(
            connection, forum_id, key, actor, undoes, lambda: _undo(connection, forum_id, done, actor, all_the_same)
        )
        connection.execute(update(AgendaStep).where(AgendaStep.id == undoes).values(undone_by=key))
        return taken

    return database.in_turn(forum_id, job)


def _once(
    connection: Connection, forum_id: str, key: str, actor: str, undoes: str | None, job: Callable[[], None]
) -> Taken:
    known = connection.execute(select(AgendaStep).where(AgendaStep.id == key)).first()
    if known is not None:
        if known.forum_id != forum_id or known.actor != actor or known.undoes != undoes:
            raise NotFound("This step was not yours, or not in this forum.")
        return _taken(connection, forum_id, key, known.first, known.last)
    before = _last_entry(connection, forum_id)
    job()
    last = _last_entry(connection, forum_id)
    query = select(func.min(AuditEntry.id)).where(AuditEntry.forum_id == forum_id, AuditEntry.id > before)
    first = connection.execute(query).scalar_one_or_none() or 0
    last = last if first else 0
    values = {"id": key, "forum_id": forum_id, "actor": actor, "at": datetime.now(UTC), "undoes": undoes}
    connection.execute(insert(AgendaStep).values(**values, first=first, last=last))
    return _taken(connection, forum_id, key, first, last)


def _taken(connection: Connection, forum_id: str, key: str, first: int, last: int) -> Taken:
    version = connection.execute(select(Forum.version).where(Forum.id == forum_id)).scalar_one()
    left = left_by(connection, forum_id, first, last) if first else {}
    return Taken(key, version, first, last, tuple(left), left)


def _last_entry(connection: Connection, forum_id: str) -> int:
    return int(connection.execute(select(func.max(AuditEntry.id)).where(AuditEntry.forum_id == forum_id)).scalar() or 0)


def _do(connection: Connection, forum_id: str, step: Step, actor: str) -> None:
    touched = [] if step.shown is None or step.all_the_same else _not_shown(connection, forum_id, step, actor)
    if touched:
        raise TouchedSince(touched)
    for placing in step.placings[:MOST]:
        edit = Edit(placing.values, placing.seen)
        try:
            _change(connection, forum_id, "session", placing.session, edit, actor, step.all_the_same)
        except EditClash as error:
            touched.append(_touched(error))
    if touched:
        raise TouchedSince(touched)
    for key, values in step.made:
        make_thing(connection, forum_id, "session", Edit(values), actor, key=key)
    for session, key in step.copies:
        _copy(connection, forum_id, session, key, actor)
    for session in step.removed:
        drop_thing(connection, forum_id, "session", session, actor)


def _not_shown(connection: Connection, forum_id: str, step: Step, actor: str) -> list[Touched]:
    """What others did to a step's sessions since its page: where they put them, and anything to those it deletes."""
    mine: dict[str, Mapping[str, Any]] = {key: {} for key in step.about}
    mine.update((each.session, each.values) for each in step.placings)
    query = (
        select(AuditEntry, Account.name, Account.email)
        .outerjoin(Account, Account.id == AuditEntry.actor)
        .where(AuditEntry.forum_id == forum_id, AuditEntry.id > step.shown, AuditEntry.actor != actor)
        .where(AuditEntry.action == "session.changed", AuditEntry.thing.in_(mine))
        .order_by(AuditEntry.id)
    )
    found: dict[str, Touched] = {}
    for row in connection.execute(query):
        places = [place for place in row.after if place in Slot.__struct_fields__]
        clashes = tuple(Clash(place, row.after[place], mine[row.thing].get(place)) for place in places)
        if clashes:
            who = row.name or row.email or row.actor
            found[row.thing] = Touched(row.thing, row.subject, clashes, who, row.at, row.actor)
    deleted = (_since(connection, forum_id, key, step.shown or 0, actor) for key in step.removed)
    return [*found.values(), *filter(None, deleted)]


def _change(
    connection: Connection, forum_id: str, kind: str, key: str, edit: Edit, actor: str, all_the_same: bool
) -> None:
    """Changes a thing; ``all_the_same`` also where somebody else changed the same, and only there."""
    try:
        change_thing(connection, forum_id, kind, key, edit, actor)
    except EditClash as error:
        if not all_the_same:
            raise
        shown = {clash.place for clash in error.clashes}
        seen = {place: mark for place, mark in edit.seen.items() if place not in shown}
        change_thing(connection, forum_id, kind, key, Edit(edit.values, seen), actor)


def _touched(error: EditClash) -> Touched:
    return Touched(error.stored.id, name_of(error.stored.thing), error.clashes, error.who, error.at, error.by)


def _copy(connection: Connection, forum_id: str, session: str, key: str, actor: str) -> None:
    """A session of its own with the same content, without time and room; who is in it has yet to be asked."""
    stored = read_thing(connection, forum_id, "session", session)
    left = {"id", "start", "fold", "room", "origin", "talks", "roles", "key_questions", "materials", "note"}
    values = {name: value for name, value in stored.tree.items() if name not in left}
    make_thing(connection, forum_id, "session", Edit(values), actor, key=key)
    for kind, owner in (("role", "session_id"), ("talk", "parent")):
        here = table(kind)
        parts = select(here.c.id).where(here.c[owner] == session).order_by(here.c.position)
        for part in connection.execute(parts).scalars().all():
            tree = read_thing(connection, forum_id, kind, part).tree
            make_thing(connection, forum_id, kind, Edit(_to_invite(tree)), actor, key, new_id())


def _to_invite(tree: Tree) -> Tree:
    """A role or a talk anew: who is named in it was asked for the other one."""
    fresh: Tree = {name: value for name, value in tree.items() if name != "id"}
    if "state" in fresh:
        fresh["state"] = RoleState.TO_INVITE.value
    if "speakers" in fresh:
        fresh["speakers"] = [{**one, "id": "", "state": RoleState.TO_INVITE.value} for one in fresh["speakers"]]
    return fresh


def _undo(connection: Connection, forum_id: str, done: Any, actor: str, all_the_same: bool) -> None:
    """What the log tells of a step, the last first."""
    query = (
        select(AuditEntry)
        .where(AuditEntry.forum_id == forum_id, AuditEntry.id.between(done.first, done.last))
        .order_by(AuditEntry.id.desc())
    )
    touched: list[Touched] = []
    for entry in connection.execute(query).all() if done.first else []:
        try:
            _undo_entry(connection, forum_id, entry, done.last, actor, all_the_same)
        except EditClash as error:
            touched.append(_touched(error))
        except TouchedSince as error:
            touched += error.found
    if touched:
        raise TouchedSince(touched)


def _undo_entry(connection: Connection, forum_id: str, entry: Any, last: int, actor: str, all_the_same: bool) -> None:
    kind, _, what = str(entry.action).rpartition(".")
    if what == "changed":
        seen = {place: digest(value) for place, value in entry.after.items()}
        _change(connection, forum_id, kind, entry.thing, Edit(entry.before, seen), actor, all_the_same)
    elif what == "deleted":
        bring_back(connection, forum_id, entry, actor)
    elif what in ("added", "brought-back"):
        if kind == "session" and not all_the_same and (since := _since(connection, forum_id, entry.thing, last, actor)):
            raise TouchedSince([since])
        drop_thing(connection, forum_id, kind, entry.thing, actor)


def _since(connection: Connection, forum_id: str, session: str, last: int, actor: str) -> Touched | None:
    """What somebody else did to a session, or to a part of it, after an entry of the log."""
    parts = [session]
    for name, owner in _PARTS:
        here = table(name)
        parts += connection.execute(select(here.c.id).where(here.c[owner] == session)).scalars()
    query = (
        select(AuditEntry, Account.name, Account.email)
        .outerjoin(Account, Account.id == AuditEntry.actor)
        .where(AuditEntry.forum_id == forum_id, AuditEntry.thing.in_(parts))
        .where(AuditEntry.id > last, AuditEntry.actor != actor)
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    found = connection.execute(query).first()
    if found is None:
        return None
    changed = found.after if isinstance(found.after, dict) and found.thing == session else {}
    clashes = tuple(Clash(place, value, None) for place, value in changed.items())
    who = found.name or found.email or found.actor
    return Touched(session, found.subject, clashes, who, found.at, found.actor)
