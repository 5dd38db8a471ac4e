"""Calendars of a release: the whole agenda, a choice of it, one session. Nothing private but a link that is handed in, no
clock."""

import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Component, Event, Timezone, TimezoneStandard, vDuration, vUri

from forum_app.addresses import Addresses
from forum_app.calendars import values
from forum_app.calendars.structure import checked
from forum_app.calendars.wording import Wording
from forum_app.domain.errors import NotFound
from forum_app.domain.identity import LENGTH
from forum_app.domain.ledger import tombstones
from forum_app.domain.places import online_url, place_of
from forum_app.domain.release import LedgerEntry, Release, SessionEntry
from forum_app.domain.texts import pick
from forum_app.domain.vocabularies import Mode, SessionStatus, ThemeColour

PRODUCT = "-//Forum//Public agenda//EN"
REFRESHED_EVERY = timedelta(hours=1)
# Names of CSS3 alone are allowed (RFC 7986, 5.9); amber and rose are none.
COLOUR_NAMES = {ThemeColour.AMBER: "goldenrod", ThemeColour.ROSE: "deeppink"}
_END = b"END:VCALENDAR\r\n"
NO_LINKS: Mapping[str, str] = {}


def agenda_ics(
    release: Release,
    language: str,
    addresses: Addresses,
    sessions: Collection[str] | None = None,
    name: str = "",
    blocks: Mapping[str, bytes] | None = None,
    online: Mapping[str, str] = NO_LINKS,
) -> bytes:
    """The agenda as a calendar to subscribe to, or those of its sessions whose ids are in ``sessions``.

    ``name`` is the calendar's, by default the forum's. ``addresses`` are absolute. ``blocks`` are the events of the
    same release, language and addresses where they are kept (see ``event_blocks`` and ``blocks_of``). ``online`` are links,
    by session, by which whoever this is for joins what has no public one.
    """
    blocks = event_blocks(release, language, addresses, sessions, online) if blocks is None else blocks
    chosen = [block for key, block in blocks.items() if sessions is None or key in sessions]
    wording = Wording(release.content, language, addresses)
    calendar = _calendar()
    for key in ("name", "x-wr-calname"):
        calendar.add(key, values.line(name or wording.forum_name()))
    return _joined(calendar, chosen)


def session_ics(release: Release, session_id: str, language: str, addresses: Addresses) -> bytes:
    """One session as a file to add to a calendar; unnamed, so that programs add it to the reader's own calendar.

    One that is gone is cancelled in it for as long as in the whole agenda. Raises NotFound for a session that is not
    in the release or has no time.
    """
    blocks = event_blocks(release, language, addresses, {session_id})
    if not blocks:
        raise NotFound("This session is not in the programme, or has no time yet.")
    return _joined(_calendar(), list(blocks.values()))


def event_blocks(
    release: Release,
    language: str,
    addresses: Addresses,
    sessions: Collection[str] | None = None,
    online: Mapping[str, str] = NO_LINKS,
) -> dict[str, bytes]:
    """The events of a release, or those in ``sessions``, by the id of their session, in time order, gone ones last."""
    wording = Wording(release.content, language, addresses)
    blocks = {
        session.id: _event(release, session, wording, online.get(session.id, ""))
        for session in release.content.sessions
        if session.starts_at is not None and (sessions is None or session.id in sessions)
    }
    gone = (pair for pair in tombstones(release) if sessions is None or pair[0] in sessions)
    blocks.update({key: _tombstone(entry, wording) for key, entry in gone})
    return blocks


def blocks_of(agenda: bytes) -> dict[str, bytes]:
    """The events in the bytes of a whole agenda, by the id of their session: cutting is cheaper than making."""
    events = re.finditer(rb"BEGIN:VEVENT\r\nUID:(.{%d}).*?\r\nEND:VEVENT\r\n" % LENGTH, agenda, re.DOTALL)
    return {match[1].decode(): match[0] for match in events}


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    refreshed = vDuration(REFRESHED_EVERY)
    calendar.add("refresh-interval", vDuration(REFRESHED_EVERY, params={"VALUE": "DURATION"}))
    calendar.add("x-published-ttl", refreshed)
    return calendar


def _joined(calendar: Calendar, blocks: list[bytes]) -> bytes:
    """A calendar needs a component (RFC 5545, 3.6): without any event it holds the zone of its times."""
    if not blocks:
        calendar.add_component(_utc())
    frame = checked(_bytes(calendar))
    return b"".join([frame.removesuffix(_END), *blocks, _END])


def _bytes(component: Component) -> bytes:
    return bytes(component.to_ical(sorted=False))


def _utc() -> Timezone:
    zone = Timezone()
    zone.add("tzid", "UTC")
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - local to the zone, as RFC 5545 wants it
    standard.add("tzoffsetfrom", timedelta())
    standard.add("tzoffsetto", timedelta())
    zone.add_component(standard)
    return zone


def _event(release: Release, session: SessionEntry, wording: Wording, online: str) -> bytes:
    assert session.starts_at is not None
    assert session.ends_at is not None
    content = release.content
    entry = release.ledger.get(session.id)
    event = Event()
    _identify(event, entry or _unpublished(release, session, wording.addresses))
    _say_when(event, session.starts_at, session.ends_at)
    event.add("summary", values.line(wording.text(session.title)))
    event.add("status", session.status.upper())
    if place := place_of(content, session, wording.language):
        event.add("location", values.line(place))
    venue = content.forum.venue
    if session.mode != Mode.ONLINE and venue and venue.latitude is not None and venue.longitude is not None:
        event.add("geo", values.Coordinates((venue.latitude, venue.longitude)))
    event.add("description", values.lines(wording.description(session)))
    event.add("url", vUri(values.uri(wording.addresses.session(session.id))))
    if names := wording.category_names(session):
        event.add("categories", values.categories(names))
    if theme := next((content.theme[key] for key in session.themes if key in content.theme), None):
        event.add("color", COLOUR_NAMES.get(theme.colour, theme.colour.value))
    own = "" if session.mode == Mode.IN_PERSON or session.is_cancelled else online
    if link := values.uri(online_url(content, session) or own):
        event.add("conference", vUri(link, params={"VALUE": "URI", "FEATURE": "VIDEO"}))
    return checked(_bytes(event))


def _tombstone(entry: LedgerEntry, wording: Wording) -> bytes:
    event = Event()
    _identify(event, entry)
    _say_when(event, entry.starts_at, entry.ends_at)
    event.add("summary", values.line(wording.text(entry.title)))
    event.add("status", SessionStatus.CANCELLED.upper())
    if place := pick(entry.place, wording.language, wording.content.forum.languages):
        event.add("location", values.line(place))
    event.add("description", values.lines(wording.withdrawn()))
    event.add("url", vUri(values.uri(wording.addresses.agenda())))
    return checked(_bytes(event))


def _identify(event: Event, entry: LedgerEntry) -> None:
    """DTSTAMP is the last revision, since no METHOD is given (RFC 5545, 3.8.7.2): the same bytes each time."""
    event.add("uid", values.line(entry.uid))
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.sequence)


def _say_when(event: Event, starts_at: datetime, ends_at: datetime) -> None:
    """In UTC: every reader agrees on it and no zone's rules have to travel along."""
    event.add("dtstart", starts_at.astimezone(UTC))
    event.add("dtend", ends_at.astimezone(UTC))


def _unpublished(release: Release, session: SessionEntry, addresses: Addresses) -> LedgerEntry:
    """What stands for the ledger in a preview: never told, on the forum's first day."""
    assert session.starts_at is not None
    assert session.ends_at is not None
    return LedgerEntry(
        uid=f"{session.id}@{urlsplit(addresses.base).hostname or 'localhost'}",
        changed_at=datetime.combine(release.content.forum.first_day, time(), UTC),
        face="",
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        title=session.title,
        place={},
        status=session.status,
    )
