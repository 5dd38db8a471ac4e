"""The log as it is read: who did what, when, from what to what; by person, kind of thing and day, in pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from forum_app.database import Database
from forum_app.domain.texts import pick
from forum_app.domain.times import zone_named
from forum_app.models.accounts import Account
from forum_app.models.forum import Room, Theme
from forum_app.models.people import Organisation, Person
from forum_app.models.programme import Session, Talk
from forum_app.models.publishing import AuditEntry
from forum_app.models.registrations import Delegation, Question, Registration
from forum_app.services.desk import DeskForum

PAGE = 50
_FOR_UNDOING = frozenset({"rows", "seen", "moved"})
_NAMED: tuple[tuple[Any, Any], ...] = (
    (Person, Person.name),
    (Organisation, Organisation.name),
    (Theme, Theme.title),
    (Room, Room.name),
    (Session, Session.title),
    (Talk, Talk.title),
    (Question, Question.text),
    (Delegation, Delegation.name),
)


@dataclass(frozen=True)
class Entry:
    """One entry; ``who`` is a name, or what acted by itself. ``changes`` are place, before and after; ``undoable`` where
    it holds what is needed to take it back."""

    id: int
    at: datetime
    who: str
    action: str
    thing: str | None
    subject: str
    changes: tuple[tuple[str, Any, Any], ...]
    undoable: bool
    gone: bool = False  # what it tells of was deleted


@dataclass(frozen=True)
class Asked:
    """Which entries: of whom, of what kind (the first part of what was done: person, release …), of which thing, on
    which day of the forum's zone; a page from 1."""

    who: str = ""
    kind: str = ""
    thing: str = ""
    day: date | None = None
    page: int = 1


@dataclass(frozen=True)
class LogPage:
    entries: Sequence[Entry]
    total: int
    page: int
    pages: int
    people: Sequence[tuple[str, str]]


def log_of(database: Database, forum: DeskForum, asked: Asked) -> LogPage:
    """One page of a forum's log, the latest first; three queries."""
    where = [AuditEntry.forum_id == forum.id]
    where += [AuditEntry.actor == asked.who] if asked.who else []
    where += [AuditEntry.action.startswith(f"{asked.kind}.", autoescape=True)] if asked.kind else []
    where += [AuditEntry.thing == asked.thing] if asked.thing else []
    where += _on(asked.day, forum.zone) if asked.day else []
    with database.reading() as connection:
        total = connection.execute(select(func.count()).select_from(AuditEntry).where(*where)).scalar_one()
        pages = max(1, -(-total // PAGE))
        page = min(max(1, asked.page), pages)
        rows = _rows(connection, where, PAGE, (page - 1) * PAGE)
        actors = connection.execute(
            select(AuditEntry.actor, Account.name, Account.email)
            .outerjoin(Account, Account.id == AuditEntry.actor)
            .where(AuditEntry.forum_id == forum.id)
            .distinct()
        ).all()
    people = sorted(
        ((row.actor, row.name or row.email or row.actor) for row in actors), key=lambda item: item[1].casefold()
    )
    return LogPage(rows, total, page, pages, people)


def latest_of(database: Database, forum: DeskForum, most: int) -> Sequence[Entry]:
    """The last few entries of a forum."""
    with database.reading() as connection:
        return _rows(connection, [AuditEntry.forum_id == forum.id], most, 0)


def names_of(database: Database, forum: DeskForum, language: str, keys: Iterable[str]) -> Mapping[str, str]:
    """What the things of a forum with these ids are called now, and the accounts; one query a kind, none for nothing."""
    wanted = set(keys)
    if not wanted:
        return {}
    found: dict[str, str] = {}
    with database.reading() as connection:
        for model, name in _NAMED:
            query = select(model.id, name).where(model.forum_id == forum.id, model.id.in_(wanted))
            found.update({key: pick(text, language, forum.languages) for key, text in connection.execute(query)})
        people = select(Registration.id, Registration.name).where(Registration.forum_id == forum.id)
        found.update({row.id: row.name for row in connection.execute(people.where(Registration.id.in_(wanted)))})
        accounts = select(Account.id, Account.name, Account.email).where(Account.id.in_(wanted))
        found.update({row.id: row.name or row.email for row in connection.execute(accounts)})
    return found


def _on(day: date, zone: str) -> list[Any]:
    """All of a day on the forum's clocks."""
    begins, ends = (
        datetime.combine(each, time(), zone_named(zone)).astimezone(UTC) for each in (day, day + timedelta(days=1))
    )
    return [AuditEntry.at >= begins, AuditEntry.at < ends]


def _rows(connection: Connection, where: Sequence[Any], most: int, after: int) -> list[Entry]:
    query = (
        select(AuditEntry, Account.name, Account.email)
        .outerjoin(Account, Account.id == AuditEntry.actor)
        .where(*where)
        .order_by(AuditEntry.id.desc())
        .limit(most)
        .offset(after)
    )
    return [_entry(row) for row in connection.execute(query)]


def _entry(row: Any) -> Entry:
    before, after = row.before, row.after
    undoable = isinstance(before, dict) and "rows" in before
    gone = undoable and str(row.action).endswith(".deleted")
    return Entry(
        row.id,
        row.at,
        row.name or row.email or row.actor,
        row.action,
        row.thing,
        row.subject,
        () if gone else _changes(before, after),
        undoable,
        gone,
    )


def _changes(before: Any, after: Any) -> tuple[tuple[str, Any, Any], ...]:
    if isinstance(before, dict) or isinstance(after, dict):
        old, new = (value if isinstance(value, dict) else {} for value in (before, after))
        places = [place for place in dict.fromkeys([*old, *new]) if place not in _FOR_UNDOING]
        return tuple((place, old.get(place), new.get(place)) for place in places)
    return (("", before, after),) if before is not None or after is not None else ()
