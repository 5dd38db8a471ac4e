"""Several things changed, deleted or brought back in one turn: all of them or none."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from forum_app.database import Database
from forum_app.domain.draft_rules import Problem
from forum_app.domain.errors import CantBringBack, EditRefused, NotFound
from forum_app.domain.texts import in_short, pick
from forum_app.domain.trees import Tree, same, tree_of, value_at
from forum_app.forms.several import Change
from forum_app.models.accounts import Account
from forum_app.models.publishing import AuditEntry
from forum_app.services.draft_rows import table
from forum_app.services.removing import bring_back, drop_thing
from forum_app.services.thing_kinds import KINDS, Members
from forum_app.services.things import Edit, change_thing, name_of, read_thing

MOST = 500


@dataclass(frozen=True)
class Chosen:
    """Things of one kind as they are now: names by id, all values of each place, the last entry of the forum's log."""

    names: Mapping[str, str]
    values: Mapping[str, Sequence[Any]]
    seen: int


@dataclass(frozen=True)
class Meanwhile:
    """Somebody changed a place that is to be changed, after the page was drawn; ``value`` is what they made of it."""

    key: str
    name: str
    place: str
    value: Any
    who: str


@dataclass(frozen=True)
class Settled:
    """Of things that others changed, up to the log's entry ``last``: whether they are changed all the same."""

    answers: Mapping[str, bool] = field(default_factory=dict)
    last: int = 0


@dataclass(frozen=True)
class Outcome:
    """How many things were changed, needed no change, are gone; ``first`` and ``last`` are entries of the log."""

    changed: int
    same: int
    gone: int
    first: int = 0
    last: int = 0


class ChangedMeanwhile(Exception):
    """Nothing was saved: of each of these a choice has to be made."""

    def __init__(self, found: Sequence[Meanwhile]) -> None:
        self.found = found
        super().__init__(", ".join(each.key for each in found))


class SeveralRefused(Exception):
    """Nothing was saved: the rules refuse it for some of them. ``found`` holds names with problems."""

    def __init__(self, found: Sequence[tuple[str, Sequence[Problem]]]) -> None:
        self.found = found
        super().__init__(", ".join(name for name, _problems in found))


@dataclass
class _Tally:
    changed: int = 0
    same: int = 0
    gone: int = 0
    refused: list[tuple[str, Sequence[Problem]]] = field(default_factory=list)


def chosen_things(
    database: Database, forum_id: str, kind: str, keys: Sequence[str], places: Iterable[str], language: str
) -> Chosen:
    """Those of the keys that are things of this forum, in the order given; as many queries for one as for all."""
    here = table(KINDS[kind].table)
    owner = here.c.forum_id == forum_id
    with database.reading() as connection:
        found = connection.execute(select(here).where(owner, here.c.id.in_(keys)))
        rows: dict[str, Tree] = {row.id: tree_of(dict(row._mapping)) for row in found}
        for child in KINDS[kind].children:
            if isinstance(child, Members):
                _add_members(connection, child, rows)
        seen = connection.execute(select(func.max(AuditEntry.id)).where(AuditEntry.forum_id == forum_id)).scalar()
        names = _names(connection, kind, rows, language)
    here_now = [key for key in dict.fromkeys(keys) if key in rows]
    values = {place: [value_at(rows[key], place) for key in here_now] for place in places}
    return Chosen({key: names[key] for key in here_now}, values, seen or 0)


def _add_members(connection: Connection, child: Members, rows: dict[str, Tree]) -> None:
    here = table(child.table)
    for row in rows.values():
        row[child.field] = []
    query = select(here.c.parent, here.c.member).where(here.c.parent.in_(list(rows))).order_by(here.c.position)
    for parent, member in connection.execute(query):
        rows[parent][child.field].append(member)


def _names(connection: Connection, kind: str, rows: Mapping[str, Tree], language: str) -> dict[str, str]:
    """What each is called; a role by its person."""
    if kind == "role":
        people = table("person")
        query = select(people.c.id, people.c.name).where(people.c.id.in_([row["person"] for row in rows.values()]))
        called = {key: pick(name, language) for key, name in connection.execute(query)}
        return {key: called.get(row["person"], "") for key, row in rows.items()}
    texts = ("title", "name", "acronym", "text")
    return {
        key: in_short(next((text for name in texts if (text := pick(row.get(name) or {}, language))), ""))
        for key, row in rows.items()
    }


def change_several(
    database: Database,
    forum_id: str,
    kind: str,
    keys: Sequence[str],
    changes: Sequence[Change],
    *,
    actor: str,
    seen: int,
    settled: Settled | None = None,
) -> Outcome:
    """Changes all things or none. Raises ChangedMeanwhile, for what was changed since the log's entry ``seen`` and is
    not settled, and SeveralRefused."""
    settled = settled or Settled()

    def job(connection: Connection) -> Outcome:
        if found := _meanwhile(connection, forum_id, keys, [change.place for change in changes], seen, settled):
            raise ChangedMeanwhile(found)
        start, tally = _last_entry(connection, forum_id), _Tally()
        for key in (key for key in keys if settled.answers.get(key, True)):
            _change(connection, forum_id, kind, key, changes, actor, tally)
        if tally.refused:
            raise SeveralRefused(tally.refused)
        return _outcome(connection, forum_id, tally, start)

    return database.in_turn(forum_id, job)


def _change(
    connection: Connection, forum_id: str, kind: str, key: str, changes: Sequence[Change], actor: str, tally: _Tally
) -> None:
    try:
        stored = read_thing(connection, forum_id, kind, key)
    except NotFound:
        tally.gone += 1
        return
    tree = stored.tree
    try:
        edit = Edit({change.place: change.of(tree) for change in changes})
        saved = change_thing(connection, forum_id, kind, key, edit, actor)
    except EditRefused as error:
        tally.refused.append((name_of(stored.thing), error.problems))
        return
    if saved.changed:
        tally.changed += 1
    else:
        tally.same += 1


def remove_several(
    database: Database, forum_id: str, kind: str, keys: Sequence[str], *, actor: str, now: datetime | None = None
) -> Outcome:
    """Deletes things with what hangs on them; those that are gone already are counted. ``now`` as ``remove_thing`` has it."""

    def job(connection: Connection) -> Outcome:
        start, tally = _last_entry(connection, forum_id), _Tally()
        for key in keys:
            try:
                drop_thing(connection, forum_id, kind, key, actor, now)
                tally.changed += 1
            except NotFound:
                tally.gone += 1
        return _outcome(connection, forum_id, tally, start)

    return database.in_turn(forum_id, job)


def undo_several(database: Database, forum_id: str, first: int, last: int, *, actor: str) -> Outcome:
    """Takes back what one person did from one entry of the log to another, the last first.

    Fields that were changed again since stay as they are: such things are counted as the same.
    """

    def job(connection: Connection) -> Outcome:
        query = (
            select(AuditEntry)
            .where(AuditEntry.forum_id == forum_id, AuditEntry.actor == actor, AuditEntry.id.between(first, last))
            .order_by(AuditEntry.id.desc())
            .limit(MOST)
        )
        tally = _Tally()
        for entry in connection.execute(query).all():
            _undo(connection, forum_id, entry, actor, tally)
        if not tally.changed + tally.same + tally.gone:
            raise NotFound("There is nothing to take back here.")
        return Outcome(tally.changed, tally.same, tally.gone)

    return database.in_turn(forum_id, job)


def _undo(connection: Connection, forum_id: str, entry: Any, actor: str, tally: _Tally) -> None:
    kind, _, done = str(entry.action).rpartition(".")
    if kind not in KINDS or done not in ("changed", "deleted"):
        return
    try:
        if done == "deleted":
            with connection.begin_nested():  # what can't be put back whole is not put back in part
                bring_back(connection, forum_id, entry, actor)
            tally.changed += 1
            return
        tree, before, after = read_thing(connection, forum_id, kind, entry.thing).tree, entry.before, entry.after
        back = {place: old for place, old in before.items() if same(value_at(tree, place), after.get(place))}
        saved = change_thing(connection, forum_id, kind, entry.thing, Edit(back), actor)
        tally.changed += bool(saved.changed)
        tally.same += not saved.changed
    except (NotFound, CantBringBack):
        tally.gone += 1
    except EditRefused:
        tally.same += 1


def _meanwhile(
    connection: Connection,
    forum_id: str,
    keys: Sequence[str],
    places: Collection[str],
    seen: int,
    settled: Settled,
) -> list[Meanwhile]:
    query = (
        select(AuditEntry, Account.name, Account.email)
        .outerjoin(Account, Account.id == AuditEntry.actor)
        .where(AuditEntry.forum_id == forum_id, AuditEntry.id > seen, AuditEntry.thing.in_(keys))
        .order_by(AuditEntry.id)
    )
    found: dict[tuple[str, str], Meanwhile] = {}
    for row in connection.execute(query):
        if (row.thing in settled.answers and row.id <= settled.last) or not isinstance(row.after, dict):
            continue
        who = row.name or row.email or row.actor
        for place in places:
            if place in row.after:
                found[row.thing, place] = Meanwhile(row.thing, row.subject, place, row.after[place], who)
    return list(found.values())


def _last_entry(connection: Connection, forum_id: str) -> int:
    found = connection.execute(select(func.max(AuditEntry.id)).where(AuditEntry.forum_id == forum_id)).scalar()
    return int(found or 0)


def _outcome(connection: Connection, forum_id: str, tally: _Tally, start: int) -> Outcome:
    query = select(func.min(AuditEntry.id)).where(AuditEntry.forum_id == forum_id, AuditEntry.id > start)
    first = connection.execute(query).scalar()
    last = _last_entry(connection, forum_id)
    return Outcome(tally.changed, tally.same, tally.gone, int(first or 0), last if first else 0)
