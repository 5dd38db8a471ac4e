"""Where a session is, in words, for calendars and lines under a title."""

from forum_app.domain.draft_parts import Online
from forum_app.domain.release import Content, SessionEntry
from forum_app.domain.texts import comma, pick
from forum_app.domain.vocabularies import Mode


def place_of(content: Content, session: SessionEntry, language: str) -> str:
    """Room, building, venue and city in one line; ``""`` when nothing is known."""
    return comma(language).join(places_of(content, session, language))


def places_of(content: Content, session: SessionEntry, language: str) -> list[str]:
    """The same one by one; the online platform for what is only online and has no room."""
    forum = content.forum
    parts = within_venue(content, session, language)
    if session.mode != Mode.ONLINE and forum.venue:
        parts += [pick(forum.venue.name, language, forum.languages), pick(forum.venue.city, language, forum.languages)]
    return list(dict.fromkeys(part for part in parts if part))


def within_venue(content: Content, session: SessionEntry, language: str) -> list[str]:
    """The room and its building, for those who know the venue; the online platform for what is only online."""
    room = content.room.get(session.room or "")
    if room:
        return [part for part in (pick(room.name, language, content.forum.languages), room.building) if part]
    online = online_place(content, session) if session.mode == Mode.ONLINE else None
    return [online.platform] if online and online.platform else []


def online_place(content: Content, session: SessionEntry) -> Online | None:
    """The online place of a session: its own, else its room's, else the forum's. None for one held in person only."""
    if session.mode == Mode.IN_PERSON:
        return None
    room = content.room.get(session.room or "")
    places = (session.online, room.online if room else None, content.forum.online)
    return next((place for place in places if place is not None), None)


def online_url(content: Content, session: SessionEntry) -> str:
    """The online link, where the organiser made it public and the session can be joined online.

    A session whose own link is private has none: the public link of its room or forum leads elsewhere.
    """
    online = online_place(content, session)
    return online.url if online and online.public else ""
