"""The log: who did what, when, from what to what. Written in the transaction of what it tells."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select

from forum_app.models.accounts import Account
from forum_app.models.publishing import AuditEntry


def record(
    connection: Connection,
    actor: str,
    action: str,
    forum_id: str | None,
    subject: str = "",
    before: Any = None,
    after: Any = None,
    thing: str | None = None,
) -> None:
    """One entry; ``actor`` is the id of an account or ``command line``, ``thing`` the id of what was changed."""
    connection.execute(
        insert(AuditEntry).values(
            at=datetime.now(UTC),
            actor=actor,
            action=action,
            forum_id=forum_id,
            thing=thing,
            subject=subject[:300],
            before=before,
            after=after,
        )
    )


def last_change(connection: Connection, *of: ColumnElement[bool]) -> tuple[str, datetime | None, str]:
    """Who made the last of these entries, by name; when; and the id of the account."""
    query = (
        select(AuditEntry.actor, AuditEntry.at, Account.name, Account.email)
        .outerjoin(Account, Account.id == AuditEntry.actor)
        .where(*of)
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    found = connection.execute(query).first()
    return ((found.name or found.email or found.actor), found.at, found.actor) if found else ("", None, "")
