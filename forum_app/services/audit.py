"""The log: who did what, when, from what to what. Written in the transaction of what it tells."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert

from forum_app.models.publishing import AuditEntry


def record(
    connection: Connection,
    actor: str,
    action: str,
    forum_id: str | None,
    subject: str = "",
    before: Any = None,
    after: Any = None,
) -> None:
    """One entry; ``actor`` is an account or ``command line``."""
    connection.execute(
        insert(AuditEntry).values(
            at=datetime.now(UTC),
            actor=actor,
            action=action,
            forum_id=forum_id,
            subject=subject[:300],
            before=before,
            after=after,
        )
    )
