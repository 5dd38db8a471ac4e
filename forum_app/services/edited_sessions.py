"""Which sessions were edited since a draft was read, by what the log tells."""

from sqlalchemy import Connection, func, select

from forum_app.models.publishing import AuditEntry

_OF_ONE_SESSION = frozenset({"session.changed", "session.added", "session.deleted", "session.brought-back"})
_MOST = 200


def sessions_edited(connection: Connection, forum_id: str, entry: int, edits: int) -> tuple[set[str] | None, int]:
    """The sessions edited after an entry of the log, where it tells of nothing else and of every one of so many ``edits``;
    None where it doesn't, or where none are counted. And the newest entry."""
    if not edits:
        newest = select(func.max(AuditEntry.id)).where(AuditEntry.forum_id == forum_id)
        return None, connection.execute(newest).scalar() or 0
    query = select(AuditEntry.id, AuditEntry.action, AuditEntry.thing).where(
        AuditEntry.forum_id == forum_id, AuditEntry.id > entry
    )
    rows = connection.execute(query.order_by(AuditEntry.id)).all()
    newest_entry = rows[-1].id if rows else entry
    every = len(rows) == edits <= _MOST
    if not every or any(row.action not in _OF_ONE_SESSION for row in rows):
        return None, newest_entry
    return {row.thing for row in rows}, newest_entry
