"""Where a forum and its sessions are joined online: a link is private until somebody is registered or speaks, and in no
release."""

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, or_, select

from forum_app.domain.draft_parts import Online
from forum_app.domain.vocabularies import Mode, SessionStatus
from forum_app.models.forum import Forum, Room
from forum_app.models.programme import Session
from forum_app.services.draft_rows import fitting


def online_place(connection: Connection, forum_id: str) -> Online | None:
    """The forum's online place as its settings say now; None where it has none."""
    return _read(connection.execute(select(Forum.online).where(Forum.id == forum_id)).scalar())


def online_links(
    connection: Connection, forum_id: str, theirs: Collection[str], chosen: Collection[str] = ()
) -> dict[str, str]:
    """By id, the links by which sessions are joined, as the draft says now: a session's own, else its room's, else the
    forum's. ``theirs`` are sessions that somebody has a seat or a part in; of those that were only ``chosen``, none that one
    signs up for. None for one that is held in person only, is cancelled, has no link or is gone."""
    if not theirs and not chosen:
        return {}
    query = (
        select(Session.id, Session.online, Room.online.label("rooms"), Forum.online.label("forums"))
        .join(Forum, Forum.id == Session.forum_id)
        .outerjoin(Room, Room.id == Session.room)
        .where(Session.forum_id == forum_id, or_(Session.id.in_(theirs), Session.id.in_(chosen) & ~Session.sign_up))
        .where(Session.mode != Mode.IN_PERSON, Session.status != SessionStatus.CANCELLED)
    )
    found = {row.id: _read(row.online or row.rooms or row.forums) for row in connection.execute(query)}
    return {key: place.url for key, place in found.items() if place and place.url}


def _read(value: object) -> Online | None:
    return msgspec.convert(fitting(value, Online), Online) if value else None
