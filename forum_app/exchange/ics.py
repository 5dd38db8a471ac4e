"""A calendar file (RFC 5545) read as a programme: events without people, with their place as room."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar
from icalendar import Event as CalendarEvent
from icalendar.error import BrokenCalendarProperty

from forum_app.domain.errors import ImportRefused, UnknownZone
from forum_app.domain.sentences import said
from forum_app.domain.times import FIRST_YEAR, LAST_YEAR, in_zone, with_offset, zone_named
from forum_app.exchange.ics_lines import content_lines
from forum_app.exchange.programme import Event, Programme, RoomIn, TrackIn, refused
from forum_app.exchange.values import web_address

WHOLE_DAY = timedelta(days=1)


def read_ics(data: bytes, zone: str = "", progress: Callable[[int], None] = lambda done: None) -> Programme:
    """The programme of a calendar. ``zone`` (IANA) is where its times are told; else the calendar's own.

    Raises ImportRefused for bytes that are no calendar, that nest too deep or hold too much.
    """
    try:
        lines = content_lines(data)
        calendar = Calendar.from_ical("\r\n".join([*lines, ""]))
    except ImportRefused:
        raise
    except UnicodeDecodeError as error:
        raise refused("", said("The file is not in UTF-8 (byte %(byte)s).", byte=error.start)) from None
    except Exception as error:  # the library raises what it meets: ValueError, IndexError, KeyError …
        reason = str(error)[:200] or type(error).__name__
        raise refused(
            "", said("The file is no readable calendar (the parser says: %(reason)s).", reason=reason)
        ) from None
    if not isinstance(calendar, Calendar):
        raise refused("", said("The file holds several calendars: take them in one by one."))
    events = [item for item in calendar.walk("VEVENT") if isinstance(item, CalendarEvent)]
    programme = Programme(
        "ics", _text(calendar, "NAME") or _text(calendar, "X-WR-CALNAME") or _text(calendar, "SUMMARY")
    )
    programme.zone = zone or _zone_of(calendar, events)
    if not programme.title:
        programme.title = "Calendar"
        programme.told.note(said("The calendar has no name; it is called “Calendar”."))
    if not programme.zone:
        return programme
    for number, item in enumerate(events, 1):
        event = _event(programme, item, number)
        if event.room and event.room not in {room.name for room in programme.rooms}:
            programme.rooms.append(RoomIn(event.room))
        if event.track and event.track not in {track.name for track in programme.tracks}:
            programme.tracks.append(TrackIn(event.track))
        programme.events.append(event)
        progress(number)
    if not events:
        programme.problems.append(("", said("The calendar holds no event.")))
    return programme


def _text(item: Any, name: str) -> str:
    value = item.get(name)
    if isinstance(value, list):
        value = value[0]
    return str(value).strip() if value is not None else ""


def _when_said(item: Any, name: str) -> Any:
    """A day, time or length; None where there is none or nobody can read it."""
    try:
        return getattr(item.get(name), "dt", None)
    except BrokenCalendarProperty:
        return None


def _zone_of(calendar: Calendar, events: list[CalendarEvent]) -> str:
    """The zone that the calendar names, else the one that most of its events are in."""
    named = _text(calendar, "X-WR-TIMEZONE") or _text(calendar, "TIMEZONE-ID")
    found = Counter(key for event in events for key in _keys(event))
    for name in [named, *(key for key, _count in found.most_common())]:
        try:
            zone_named(name)
        except UnknownZone:
            continue
        return name
    return ""


def _keys(event: CalendarEvent) -> Iterator[str]:
    start = _when_said(event, "DTSTART")
    if isinstance(start, datetime) and isinstance(start.tzinfo, ZoneInfo) and start.tzinfo.key != "UTC":
        yield start.tzinfo.key


def _event(programme: Programme, item: CalendarEvent, number: int) -> Event:
    uid = _text(item, "UID")
    place = said("event %(number)s", number=number)
    place = said("%(place)s, UID %(uid)s", place=place, uid=uid[:60]) if uid else place
    told = programme.told
    start, minutes = _when(programme, item, place)
    offset = start.utcoffset() if start else None
    if item.get("X-REPEATED"):
        told.note(said("An event is repeated; its first time alone is taken."), place)
    if item.get("X-ATTENDED"):
        told.note(said("Attendees are not taken over."), place)
    categories = item.get("CATEGORIES")
    names = [str(name) for name in getattr(categories, "cats", [])] if categories is not None else []
    status = _text(item, "STATUS").upper()
    return Event(
        place=place,
        title=_text(item, "SUMMARY") or uid or str(place),
        start=start.replace(tzinfo=None, fold=0) if start else None,
        offset=offset,
        minutes=minutes,
        room=_text(item, "LOCATION"),
        track=names[0] if names else "",
        texts=["", _text(item, "DESCRIPTION")],
        guid=uid,
        url=web_address(_text(item, "URL")),
        cancelled=status == "CANCELLED",
        tentative=status == "TENTATIVE",
    )


def _when(programme: Programme, item: CalendarEvent, place: str) -> tuple[datetime | None, int | None]:
    """Wall time in the programme's zone, with its offset where the file tells the instant, and the length in minutes."""
    start = _when_said(item, "DTSTART")
    end = _when_said(item, "DTEND")
    length = _when_said(item, "DURATION")
    if not isinstance(start, date):
        programme.problems.append((place, said("The event has no readable DTSTART.")))
        return None, None
    if not isinstance(start, datetime):
        programme.told.note(said("An event takes whole days; it stands from midnight."), place)
        days = end - start if isinstance(end, date) and not isinstance(end, datetime) else WHOLE_DAY
        return datetime.combine(start, time()), _minutes(programme, max(days, WHOLE_DAY), place)
    if not isinstance(length, timedelta):
        length = _between(start, end) if isinstance(end, datetime) else None
    if length is None or length <= timedelta():
        programme.told.note(said("An event has no length; it is given an hour."), place)
        length = timedelta(hours=1)
    if start.tzinfo is None:
        programme.told.note(said("A time names no zone; it is taken as local."), place)
        return start.replace(second=0, microsecond=0), _minutes(programme, length, place)
    if not FIRST_YEAR <= start.year <= LAST_YEAR:
        programme.problems.append(
            (place, said("The year must be from %(least)s to %(most)s.", least=FIRST_YEAR, most=LAST_YEAR))
        )
        return None, None
    local = in_zone(start, programme.zone)
    return with_offset(local.replace(second=0, microsecond=0)), _minutes(programme, length, place)


def _between(start: datetime, end: datetime) -> timedelta | None:
    if (start.tzinfo is None) != (end.tzinfo is None):
        return None
    return end.astimezone(UTC) - start.astimezone(UTC) if start.tzinfo else end - start


def _minutes(programme: Programme, length: timedelta, place: str) -> int | None:
    minutes = round(length.total_seconds() / 60)
    if minutes > 7 * 24 * 60:
        programme.problems.append((place, said("The event lasts more than seven days.")))
        return None
    return max(minutes, 1)
