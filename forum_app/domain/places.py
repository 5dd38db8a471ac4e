"""Where a session is, in words, for calendars and lines under a title."""

from forum_app.domain.release import Content, SessionEntry
from forum_app.domain.texts import pick
from forum_app.domain.vocabularies import Mode


def place_of(content: Content, session: SessionEntry, language: str) -> str:
    """Room, venue and city in one line; the online platform for what is only online; ``""`` when nothing is known."""
    forum = content.forum
    order = forum.languages
    room = content.room.get(session.room or "")
    parts = [pick(room.name, language, order)] if room else []
    if session.mode != Mode.ONLINE and forum.venue:
        parts += [pick(forum.venue.name, language, order), pick(forum.venue.city, language, order)]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def online_url(content: Content, session: SessionEntry) -> str:
    """The online link, where the organiser made it public and the session can be joined online."""
    if session.mode == Mode.IN_PERSON:
        return ""
    room = content.room.get(session.room or "")
    for online in (session.online, room.online if room else None, content.forum.online):
        if online and online.public and online.url:
            return online.url
    return ""
