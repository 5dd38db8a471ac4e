"""Rules on how people get in: time zone, room, online link, languages."""

from collections.abc import Iterator

from forum_app.domain.checker.findings import Hit, Rule, at
from forum_app.domain.checker.programme import contents
from forum_app.domain.checker.reading import Reading
from forum_app.domain.draft import Room, Session
from forum_app.domain.sentences import said
from forum_app.domain.times import zone_names
from forum_app.domain.vocabularies import Mode, SessionKind

_OUT_OF_DOORS = frozenset({SessionKind.FIELD_VISIT, SessionKind.NETWORKING})
_NO_ZONE = said("No time zone is set: nobody elsewhere can tell when it starts.")
_NO_PLACE_ZONE = said("The time zone is %(zone)s, which is no place's own, but the forum meets in person.")
_NO_ROOM = said("The session is in person and has no room.")
_NO_VENUE = said("Sessions are in person, but the forum has neither a venue nor rooms.")
_ONLY_VENUE = said("Sessions are in person, but no room is told: people find the venue and not the door.")
_NO_LINK = said("The session can be joined online, but there is neither a platform nor a link.")
_ONLY_PLATFORM = said("The session can be joined online on %(platform)s, but there is no link to it.")
_NO_LANGUAGE = said("The session's languages are not told.")
_WHICH_LANGUAGE = said("The forum works in several languages, and the session does not tell which are spoken.")
_NO_LANGUAGES = said("Neither the forum nor a session tells which languages are spoken.")


def time_zone_missing(reading: Reading) -> Iterator[Hit]:
    zone = reading.draft.forum.zone
    forum = reading.owner_of[id(reading.draft.forum)]
    if zone not in zone_names():
        yield at(forum, "zone", _NO_ZONE)
    elif (zone == "UTC" or zone.startswith("Etc/")) and _in_person(reading):
        yield at(forum, "zone", _NO_PLACE_ZONE, {"zone": zone})


def _in_person(reading: Reading) -> list[Session]:
    return [session for session in contents(reading) if session.mode != Mode.ONLINE]


def room_missing(reading: Reading) -> Iterator[Hit]:
    sessions = [session for session in _in_person(reading) if session.kind not in _OUT_OF_DOORS and session.start]
    if sessions and not reading.draft.rooms:
        forum = reading.owner_of[id(reading.draft.forum)]
        message = _ONLY_VENUE if reading.draft.forum.venue else _NO_VENUE
        yield Hit("rooms", forum.words, message)
        return
    for session in sessions:
        if session.room is None:
            yield at(reading.of_session(session), "room", _NO_ROOM)


def online_link_missing(reading: Reading) -> Iterator[Hit]:
    rooms: dict[str | None, Room] = {room.id: room for room in reading.draft.rooms}
    for session in contents(reading):
        if session.mode == Mode.IN_PERSON:
            continue
        room = rooms.get(session.room)
        places = (session.online, room.online if room else None, reading.draft.forum.online)
        if not any(place and place.url.strip() for place in places):
            owner = reading.of_session(session)
            platform = next((place.platform.strip() for place in places if place and place.platform.strip()), "")
            if platform:
                field = "online.url" if session.online else "online"
                yield at(owner, field, _ONLY_PLATFORM, {"platform": platform})
            else:
                yield at(owner, "online", _NO_LINK)


def language_missing(reading: Reading) -> Iterator[Hit]:
    sessions = contents(reading)
    silent = [session for session in sessions if not session.languages]
    working = reading.draft.forum.working_languages
    if len(working) == 1 or not silent:
        return  # one working language is spoken in every session
    if not working and len(silent) == len(sessions):
        yield at(reading.owner_of[id(reading.draft.forum)], "working_languages", _NO_LANGUAGES)
        return
    for session in silent:
        if not working or session.kind not in _OUT_OF_DOORS:
            yield at(reading.of_session(session), "languages", _WHICH_LANGUAGE if working else _NO_LANGUAGE)


RULES = (
    Rule(
        name="time-zone-missing",
        description=said("The forum has no time zone, or one that is no place's."),
        remedy=said("Choose the zone of the place where the forum meets."),
        find=time_zone_missing,
    ),
    Rule(
        name="room-missing",
        description=said("A session in person without a room."),
        remedy=said("Give the session a room, or enter the venue."),
        find=room_missing,
    ),
    Rule(
        name="online-link-missing",
        description=said("An online or hybrid session without a link."),
        remedy=said("Enter the link of the session, its room or the forum; it need not be public."),
        find=online_link_missing,
    ),
    Rule(
        name="language-missing",
        description=said("No languages are told for a session."),
        remedy=said("Enter the session's languages, or one working language of the forum."),
        find=language_missing,
    ),
)
