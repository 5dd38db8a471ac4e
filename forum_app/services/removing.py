"""Taking a thing out of a draft with all that hangs on it, and putting it back as it was.

What goes with a thing is known from the tables' foreign keys: rows that are deleted with it, and columns that are
emptied. Both are kept in the log's entry, from which it is brought back.
"""

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, Date, DateTime, Enum, LargeBinary, Table, insert, select, update

from forum_app.database import Database
from forum_app.domain.errors import AlreadyBack, CantBringBack, NotFound
from forum_app.models import Base
from forum_app.models.accounts import Account
from forum_app.models.base import Instant
from forum_app.models.erasures import Erasure
from forum_app.models.forum import Forum
from forum_app.models.publishing import AuditEntry
from forum_app.models.registrations import Registration
from forum_app.services.audit import record
from forum_app.services.calendars_left import end_of_people
from forum_app.services.draft_rows import DRAFT_TABLES, Row, table
from forum_app.services.my_agenda import seats_become_stars
from forum_app.services.thing_kinds import KINDS
from forum_app.services.things import Stored, name_of, read_thing

# What people of the programme were asked, wrote and were told, and how a session ran: it comes back where it still can.
BESIDE = (
    "invitation", "prepared_answer", "speaker_note", "speaker_reminder", "speaker_event", "proposal", "personal_key",
    "run_of_show", "run_step",
)  # fmt: skip
# Whatever hangs on things of a draft, parents before children: the draft itself, and who comes to what.
FOLLOWED = (*DRAFT_TABLES, "delegation", "registration", "registration_session", "check_in", *BESIDE)
Gone = dict[str, list[Row]]
Emptied = list[list[Any]]  # table, key, column, value


def remove_thing(
    database: Database, forum_id: str, kind: str, key: str, *, actor: str, now: datetime | None = None
) -> int:
    """Deletes a thing with what hangs on it; the number of the log's entry, by which it can be brought back. Somebody who
    is deleted is told so by their calendar; ``now`` (aware) is the programme's clock, else the day's. Raises NotFound."""

    return database.in_turn(forum_id, lambda connection: drop_thing(connection, forum_id, kind, key, actor, now))


def drop_thing(
    connection: Connection, forum_id: str, kind: str, key: str, actor: str, now: datetime | None = None
) -> int:
    """``remove_thing`` within the caller's transaction, which must be a forum's turn."""
    stored = read_thing(connection, forum_id, kind, key)
    if kind == "person":
        end_of_people(connection, forum_id, [key], now or datetime.now(UTC))
    gone: Gone = {}
    emptied: Emptied = []
    here = table(KINDS[kind].table)
    _follow(connection, here, [_row(connection, here, key)], gone, emptied)
    seats_become_stars(connection, forum_id, [row["id"] for row in gone.get("session", [])])
    connection.execute(here.delete().where(here.c.id == key))
    connection.execute(update(Forum).where(Forum.id == forum_id).values(version=Forum.version + 1))
    before = {"rows": plain_rows(gone), "emptied": emptied}
    record(connection, actor, f"{kind}.deleted", forum_id, name_of(stored.thing), before, thing=key)
    newest = select(AuditEntry.id).where(AuditEntry.thing == key).order_by(AuditEntry.id.desc()).limit(1)
    return int(connection.execute(newest).scalar_one())


def _row(connection: Connection, here: Table, key: str) -> Row:
    return dict(connection.execute(select(here).where(here.c.id == key)).one()._mapping)


def _follow(connection: Connection, here: Table, rows: list[Row], gone: Gone, emptied: Emptied) -> None:
    """Collects ``rows`` and, over foreign keys, everything that goes or is emptied with them."""
    known = gone.setdefault(here.name, [])
    fresh = [row for row in rows if row not in known]
    known += fresh
    keys = [row["id"] for row in fresh if "id" in row]
    if not keys:
        return
    for child, column, ondelete in _children(here):
        found = [dict(row._mapping) for row in connection.execute(select(child).where(column.in_(keys)))]
        if not found:
            continue
        if ondelete == "CASCADE":
            _follow(connection, child, found, gone, emptied)
        else:
            names = [name.name for name in child.primary_key.columns]
            emptied += [
                [child.name, {name: row[name] for name in names}, column.name, row[column.name]] for row in found
            ]


def _children(here: Table) -> Iterator[tuple[Table, Column[Any], str]]:
    for child in Base.metadata.sorted_tables:
        for constraint in child.foreign_keys:
            if constraint.column.table is here and constraint.column.name == "id" and child.name in FOLLOWED:
                yield child, constraint.parent, constraint.ondelete or ""


def plain_rows(gone: Gone) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(gone, enc_hook=str)
    return plain


@dataclass(frozen=True)
class Deletion:
    """Who deleted a thing, or what it hung on, and when; ``entry`` of the log brings it back."""

    entry: int
    who: str
    at: datetime
    kind: str
    name: str


MOST_SEARCHED = 200


def deletion_of(database: Database, forum_id: str, key: str) -> Deletion | None:
    """The last deletion that took a thing away, looked for among the forum's latest; None where nobody deleted it."""
    query = (
        select(AuditEntry, Account.name, Account.email)
        .outerjoin(Account, Account.id == AuditEntry.actor)
        .where(AuditEntry.forum_id == forum_id, AuditEntry.action.like("%.deleted"))
        .order_by(AuditEntry.id.desc())
        .limit(MOST_SEARCHED)
    )
    with database.reading() as connection:
        for row in connection.execute(query):
            gone = (row.before or {}).get("rows")
            if not gone:  # somebody's whose data was erased since
                continue
            if row.thing == key or any(item.get("id") == key for rows in gone.values() for item in rows):
                who = row.name or row.email or row.actor
                return Deletion(row.id, who, row.at, row.action.removesuffix(".deleted"), row.subject)
    return None


class _Seen(Exception):
    """Ends a transaction that was only to look."""

    def __init__(self, stored: Stored) -> None:
        self.stored = stored


def as_it_was(database: Database, forum_id: str, entry: int, kind: str, key: str) -> Stored | None:
    """A thing that an entry of the log took away, as bringing back would make it; nothing is brought back."""

    def job(connection: Connection) -> None:
        found = connection.execute(select(AuditEntry).where(AuditEntry.id == entry, AuditEntry.forum_id == forum_id))
        bring_back(connection, forum_id, found.first(), "")
        raise _Seen(read_thing(connection, forum_id, kind, key))

    try:
        database.in_turn(forum_id, job)
    except _Seen as seen:
        return seen.stored
    except (NotFound, CantBringBack):
        pass
    return None


def bring_back_thing(database: Database, forum_id: str, entry: int, *, actor: str) -> tuple[str, str]:
    """Puts back what the log's entry says was deleted; the kind and the id of the thing.

    Raises NotFound where there is no such entry, CantBringBack where what it hung on is gone or it is here again.
    """

    def job(connection: Connection) -> tuple[str, str]:
        query = select(AuditEntry).where(AuditEntry.id == entry, AuditEntry.forum_id == forum_id)
        found = connection.execute(query).first()
        return bring_back(connection, forum_id, found, actor)

    return database.in_turn(forum_id, job)


def bring_back(connection: Connection, forum_id: str, entry: Any, actor: str) -> tuple[str, str]:
    """``bring_back_thing`` of an entry of the log, within the caller's transaction, which must be a forum's turn."""
    if entry is None or not str(entry.action).endswith(".deleted") or not (entry.before or {}).get("rows"):
        raise NotFound("There is nothing to bring back here.")
    _put_back(connection, entry.before["rows"], entry.before["emptied"])
    connection.execute(update(Forum).where(Forum.id == forum_id).values(version=Forum.version + 1))
    kind = str(entry.action).removesuffix(".deleted")
    record(connection, actor, f"{kind}.brought-back", forum_id, entry.subject, thing=entry.thing)
    return kind, str(entry.thing)


def _put_back(connection: Connection, rows: dict[str, list[Row]], emptied: Emptied) -> None:
    for name in FOLLOWED:
        here = table(name)
        for row in rows.get(name, []):
            if name == "registration_session" and not _still_comes(connection, row["parent"]):
                continue
            keys = [column == typed(column, row[column.name]) for column in here.primary_key.columns]
            is_here = connection.execute(select(here).where(*keys)).first() is not None
            if name in BESIDE and (is_here or not parents_are_here(connection, here, row)):
                continue
            if is_here:
                raise AlreadyBack("This is here again: it was brought back before.")
            if not parents_are_here(connection, here, row):
                raise CantBringBack("What this belonged to was deleted too: bring that back first.")
            connection.execute(insert(here).values({key: typed(here.c[key], value) for key, value in row.items()}))
    for name, key, column, value in emptied:
        here = table(name)
        if name == "registration" and not _still_comes(connection, key["id"]):
            continue
        where = [here.c[part] == item for part, item in key.items()]
        connection.execute(update(here).where(*where, here.c[column].is_(None)).values({column: value}))


def _still_comes(connection: Connection, registration: str) -> bool:
    """Whether a registration is still somebody's: neither gone nor made anonymous since."""
    erased = select(Erasure.thing).where(Erasure.thing == registration)
    here = select(Registration.id).where(Registration.id == registration, Registration.id.not_in(erased))
    return connection.execute(here).first() is not None


def parents_are_here(connection: Connection, here: Table, row: Row) -> bool:
    for constraint in here.foreign_keys:
        value = row.get(constraint.parent.name)
        above = constraint.column
        if value is not None and not connection.execute(select(above).where(above == value)).first():
            return False
    return True


def typed(column: Column[Any], value: Any) -> Any:
    """A value of the log as its column takes it."""
    if value is None:
        return None
    if isinstance(column.type, Enum) and column.type.enum_class is not None:
        return column.type.enum_class(value)
    if isinstance(column.type, (DateTime, Instant)):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    if isinstance(column.type, LargeBinary):
        return b64decode(value)
    return value
