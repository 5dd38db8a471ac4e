"""Facts of this installation that must never change once calendars know them."""

from sqlalchemy import Connection, insert, select

from forum_app.models.publishing import Installation


def uid_host(connection: Connection, host: str) -> str:
    """The host in calendar UIDs: ``host`` the first time, the same ever after. Needs a writing transaction."""
    kept: str | None = connection.execute(select(Installation.value).where(Installation.name == "uid_host")).scalar()
    if kept is None:
        connection.execute(insert(Installation).values(name="uid_host", value=host))
        return host
    return kept
