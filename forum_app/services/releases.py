"""The list of a forum's releases as the desk shows it: who published each, when, with which words, what it changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from forum_app.database import Database
from forum_app.domain.compare import Change
from forum_app.domain.errors import NotFound
from forum_app.models.accounts import Account
from forum_app.models.publishing import Release


@dataclass(frozen=True)
class ReleaseLine:
    """One release. ``by`` is a name, an address or ``command line``, ``actor`` the id of the account or the same; ``published_at`` is the programme's time,
    ``made_at`` the real one. ``takes_back``: it took the release before it back."""

    number: int
    published_at: datetime
    made_at: datetime
    by: str
    actor: str
    note: str
    brought_back: int | None
    taken_back_at: datetime | None
    takes_back: bool
    changes: tuple[Change, ...]


def _lines(forum_id: str) -> Any:
    row = Release
    columns = (row.number, row.published_at, row.made_at, row.note, row.brought_back, row.taken_back_at, row.changes)
    return (
        select(*columns, row.published_by, Account.name, Account.email)
        .outerjoin(Account, Account.id == row.published_by)
        .where(row.forum_id == forum_id)
        .order_by(row.number.desc())
    )


def _line(row: Row[Any], taken: bool) -> ReleaseLine:
    return ReleaseLine(
        number=row.number,
        published_at=row.published_at,
        made_at=row.made_at,
        by=row.name or row.email or row.published_by,
        actor=row.published_by,
        note=row.note,
        brought_back=row.brought_back,
        taken_back_at=row.taken_back_at,
        takes_back=taken and row.brought_back is not None,
        changes=tuple(msgspec.json.decode(row.changes, type=list[Change])),
    )


def releases_of(database: Database, forum_id: str) -> list[ReleaseLine]:
    """Every release of a forum, newest first, in one query."""
    with database.reading() as connection:
        rows = connection.execute(_lines(forum_id)).all()
    taken = {row.number for row in rows if row.taken_back_at is not None}
    return [_line(row, row.number - 1 in taken) for row in rows]


def line_of(connection: Connection, forum_id: str, number: int) -> ReleaseLine:
    """One release of a forum; raises NotFound."""
    near = _lines(forum_id).where(Release.number.in_((number, number - 1)))
    rows = {row.number: row for row in connection.execute(near)}
    if number not in rows:
        raise NotFound("There is no such release.")
    before = rows.get(number - 1)
    return _line(rows[number], before is not None and before.taken_back_at is not None)


def release_line(database: Database, forum_id: str, number: int) -> ReleaseLine:
    """``line_of`` in a transaction of its own."""
    with database.reading() as connection:
        return line_of(connection, forum_id, number)
