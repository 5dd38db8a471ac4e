"""Who was erased in a forum, by id: for what asks nothing of them any more."""

from sqlalchemy import Connection, select

from forum_app.models.erasures import Erasure


def erased_in(connection: Connection, forum_id: str) -> frozenset[str]:
    """Ids of people and registrations whose data was erased."""
    return frozenset(connection.execute(select(Erasure.thing).where(Erasure.forum_id == forum_id)).scalars())
