"""The log as it is read: who did what, when, from what to what; by person, kind of thing and day, in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from forum_app.database import Database
from forum_app.models.accounts import Account
from forum_app.models.publishing import AuditEntry

PAGE = 50


@dataclass(frozen=True)
class Entry:
    """One entry; ``who`` is a name, or what acted by itself. ``changes`` are place, before and after."""

    id: int
    at: datetime
    who: str
    action: str
    thing: str | None
    subject: str
    changes: tuple[tuple[str, Any, Any], ...]
    undoable: bool


@dataclass(frozen=True)
class LogPage:
    entries: Sequence[Entry]
    total: int
    page: int
    pages: int
    people: Sequence[tuple[str, str]]


def log_of(
    database: Database, forum_id: str, *, who: str = "", kind: str = "", page: int = 1, thing: str = ""
) -> LogPage:
    """One page of a forum's log, the latest first; ``kind`` is the first part of what was done (person, release …)."""
    where = [AuditEntry.forum_id == forum_id]
    where += [AuditEntry.actor == who] if who else []
    where += [AuditEntry.action.startswith(f"{kind}.", autoescape=True)] if kind else []
    where += [AuditEntry.thing == thing] if thing else []
    with database.reading() as connection:
        total = connection.execute(select(func.count()).select_from(AuditEntry).where(*where)).scalar_one()
        pages = max(1, -(-total // PAGE))
        page = min(max(1, page), pages)
        query = (
            select(AuditEntry, Account.name, Account.email)
            .outerjoin(Account, Account.id == AuditEntry.actor)
            .where(*where)
            .order_by(AuditEntry.id.desc())
            .limit(PAGE)
            .offset((page - 1) * PAGE)
        )
        rows = connection.execute(query).all()
        actors = connection.execute(
            select(AuditEntry.actor, Account.name, Account.email)
            .outerjoin(Account, Account.id == AuditEntry.actor)
            .where(AuditEntry.forum_id == forum_id)
            .distinct()
        ).all()
    people = sorted(
        ((row.actor, row.name or row.email or row.actor) for row in actors), key=lambda item: item[1].casefold()
    )
    return LogPage([_entry(row) for row in rows], total, page, pages, people)


def _entry(row: Any) -> Entry:
    before, after = row.before, row.after
    gone = isinstance(before, dict) and "rows" in before and str(row.action).endswith(".deleted")
    return Entry(
        row.id,
        row.at,
        row.name or row.email or row.actor,
        row.action,
        row.thing,
        row.subject,
        () if gone else _changes(before, after),
        gone,
    )


def _changes(before: Any, after: Any) -> tuple[tuple[str, Any, Any], ...]:
    if isinstance(before, dict) or isinstance(after, dict):
        old, new = (value if isinstance(value, dict) else {} for value in (before, after))
        return tuple((place, old.get(place), new.get(place)) for place in dict.fromkeys([*old, *new]))
    return (("", before, after),) if before is not None or after is not None else ()
