"""What a forum's log tells the agenda's builder: what its steps left, what others did meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from forum_app.database import Database
from forum_app.domain.trees import digest
from forum_app.models.publishing import AuditEntry

MOST = 2_000  # things in one step, entries in one answer


@dataclass(frozen=True)
class Since:
    """What the log tells after an entry: its last, the sessions it is about, whether it is about other things too."""

    last: int
    sessions: tuple[str, ...] = ()
    others: bool = False


def sessions_since(database: Database, forum_id: str, entry: int) -> Since:
    """What was done in a forum after an entry of its log."""
    query = (
        select(AuditEntry.id, AuditEntry.thing, AuditEntry.action)
        .where(AuditEntry.forum_id == forum_id, AuditEntry.id > entry)
        .order_by(AuditEntry.id)
        .limit(MOST)
    )
    with database.reading() as connection:
        rows = connection.execute(query).all()
    own = [row for row in rows if row.action.startswith("session.")]
    touched = tuple(dict.fromkeys(row.thing for row in own if row.thing))
    return Since(rows[-1].id if rows else entry, touched, len(own) < len(rows) or len(rows) == MOST)


def left_by(connection: Connection, forum_id: str, first: int, last: int) -> Mapping[str, Mapping[str, str]]:
    """The sessions that entries of the log are about, in their order, and the digests of what was changed in each.

    A step that waits behind them was made of a page that shows these values, and of what others did shows none.
    """
    query = (
        select(AuditEntry.thing, AuditEntry.action, AuditEntry.after)
        .where(AuditEntry.forum_id == forum_id, AuditEntry.id.between(first, last), AuditEntry.action.like("session.%"))
        .order_by(AuditEntry.id)
    )
    found: dict[str, dict[str, str]] = {}
    for row in connection.execute(query):
        left = found.setdefault(row.thing, {}) if row.thing else {}
        if row.action == "session.changed":
            left.update({place: digest(value) for place, value in row.after.items()})
    return found
