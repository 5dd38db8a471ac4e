"""Where a forum is joined online: the link is private until somebody is registered, and in no release."""

import msgspec
from sqlalchemy import Connection, select

from forum_app.domain.draft_parts import Online
from forum_app.models.forum import Forum
from forum_app.services.draft_rows import fitting


def online_place(connection: Connection, forum_id: str) -> Online | None:
    """The forum's online place as its settings say now; None where it has none."""
    row = connection.execute(select(Forum.online).where(Forum.id == forum_id)).scalar()
    return msgspec.convert(fitting(row, Online), Online) if row else None
