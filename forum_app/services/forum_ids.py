"""Which forum a short name means."""

from sqlalchemy import Connection, select

from forum_app.domain.errors import NotFound
from forum_app.models.forum import Forum


def forum_id_of(connection: Connection, slug: str) -> str:
    """The id of the forum with this slug; raises NotFound."""
    found: str | None = connection.execute(select(Forum.id).where(Forum.slug == slug)).scalar()
    if found is None:
        raise NotFound(f"No forum here has the short name “{slug}”.")
    return found
