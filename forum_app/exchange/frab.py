"""What frab's XML and JSON have in common: the same fields, made into one programme, with what deviates told."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from forum_app.domain.sentences import said
from forum_app.exchange.programme import Event, Guest, Programme, RoomIn, Told, TrackIn, WebLink, refused
from forum_app.exchange.values import read_clock, read_date, read_minutes, read_moment, web_address

Fields = dict[str, Any]
LATEST_DAY_START = time(6)
MOST_EVENTS, MOST_GUESTS = 20_000, 50_000
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}$")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")
_LEFT_OUT = (
    ("logo", said("A session's picture is not taken over.")),
    ("feedback_url", said("The address for feedback is not taken over.")),
    ("recording_license", said("The licence of a recording is not taken over.")),
    ("do_not_record", said("That a session is not to be recorded is not taken over.")),
)


def programme_of(conference: Fields, days: list[Fields], progress: Callable[[int], None]) -> Programme:
    """``progress`` is told how many events are read."""
    programme = Programme("frab", conference["title"], conference["acronym"], conference["subtitle"])
    told = programme.told
    for sentence in conference["missing"]:
        told.note(sentence)
    for name, words in (
        ("version", said("The schedule has no version.")),
        ("acronym", said("The conference has no acronym.")),
    ):
        if not conference[name]:
            told.note(words)
    if not conference["time_zone_name"]:
        told.note(said("The conference names no time zone."))
    programme.venue, programme.city, programme.zone = (
        conference["venue"],
        conference["city"],
        conference["time_zone_name"],
    )
    base = web_address(conference["base_url"])
    programme.url = web_address(conference["url"], base)
    programme.first_day, programme.last_day = read_date(conference["start"]), read_date(conference["end"])
    programme.day_starts_at = _day_starts_at(conference, days)
    programme.colour = conference["colour"].lower() if _COLOUR.match(conference["colour"]) else ""
    if conference["logo"]:
        told.note(said("The conference's logo is not taken over."))
    programme.tracks = [TrackIn(track["name"], track["color"]) for track in conference["tracks"] if track["name"]]
    programme.rooms = [
        RoomIn(room["name"], room["guid"], _capacity(room["capacity"]), room["description"])
        for room in conference["rooms"]
        if room["name"]
    ]
    _read_days(programme, days, base, progress)
    _tell_doubles(programme)
    return programme


def _day_starts_at(conference: Fields, days: list[Fields]) -> time | None:
    """The hour before which a session belongs to the evening before: said once, or by the first day's start.

    Some files say when doors open instead: nothing later than six in the morning is taken for it.
    """
    starts = [moment.time() for day in days if (moment := read_moment(day["start"]))]
    clock = read_clock(conference["day_change"]) or (starts[0] if starts else None)
    return clock if clock is not None and clock <= LATEST_DAY_START else None


def _capacity(value: Any) -> int | None:
    return int(value) if isinstance(value, (int, float)) and 0 < value <= 1_000_000 else None


def _read_days(programme: Programme, days: list[Fields], base: str, progress: Callable[[int], None]) -> None:
    told = programme.told
    if not days:
        programme.problems.append(("", said("The file holds no day.")))
    _check_size([fields for day in days for room in day["rooms"] for fields in room["events"]])
    known = {room.name for room in programme.rooms}
    for day in days:
        on = read_date(day["date"]) or read_date(day["start"])
        if on is None:
            told.note(said("A day has no date."), day["place"])
        elif not day["start"]:
            told.note(said("A day has no start and no end."), day["place"])
        for room in day["rooms"]:
            if room["name"] and room["name"] not in known:
                known.add(room["name"])
                programme.rooms.append(RoomIn(room["name"], room["guid"]))
            for fields in room["events"]:
                if fields["room"] and room["name"] and fields["room"] != room["name"]:
                    told.note(
                        said("An event names another room than the one it stands in; its own is taken."),
                        fields["place"],
                    )
                name = fields["room"] or room["name"]
                if name and name not in known:
                    known.add(name)
                    programme.rooms.append(RoomIn(name))
                programme.events.append(_event(programme, fields, name, on, base))
                progress(len(programme.events))


def _check_size(events: list[Fields]) -> None:
    if len(events) > MOST_EVENTS:
        raise refused(events[MOST_EVENTS]["place"], said("The file holds more than %(most)s events.", most=MOST_EVENTS))
    guests = 0
    for fields in events:
        guests += len(fields["persons"])
        if guests > MOST_GUESTS:
            raise refused(fields["place"], said("The file names people more than %(most)s times.", most=MOST_GUESTS))


def _tell_deviations(told: Told, fields: Fields) -> None:
    place = fields["place"]
    if not fields["guid"]:
        told.note(said("An event has no guid."), place)
    elif not _UUID.match(fields["guid"]):
        told.note(said("A guid is no UUID; it is kept as it is."), place)
    for name, sentence in _LEFT_OUT:
        if fields.get(name):
            told.note(sentence, place)
    for name in fields["unknown"]:
        told.note(said("“%(name)s” is not known here and is not taken over.", name=name), place)


def _event(programme: Programme, fields: Fields, room: str, on: date | None, base: str) -> Event:
    told, place = programme.told, fields["place"]
    start, offset = _when(programme, fields, on)
    minutes = read_minutes(fields["duration"]) if fields["duration"] else None
    if minutes is None:
        wrong = said("The duration “%(value)s” is no length such as 01:30.", value=fields["duration"][:40])
        programme.problems.append((place, wrong))
    elif minutes < 1:
        told.note(said("An event lasts no minute; it is given five."), place)
        minutes = 5
    _tell_deviations(told, fields)
    video = [("recording", fields.get("recording_url", "")), ("video", fields["video_download_url"])]
    return Event(
        place=place,
        title=fields["title"],
        start=start,
        offset=offset,
        minutes=minutes,
        room=room,
        track=fields["track"],
        type=fields["type"],
        language=fields["language"],
        texts=[fields["subtitle"], fields["abstract"], fields["description"]],
        guests=_guests(programme, fields),
        links=_links(programme, fields["links"], base, place),
        attachments=_links(programme, fields["attachments"], base, place),
        recordings=_links(programme, [{"url": url, "title": ""} for _name, url in video if url], base, place),
        foreign_id=fields["id"],
        guid=fields["guid"],
        code=fields["code"],
        slug=fields["slug"],
        url=web_address(fields["url"], base) or web_address(fields["origin_url"], base),
    )


def _when(programme: Programme, fields: Fields, on: date | None) -> tuple[datetime | None, timedelta | None]:
    """The wall time of an event and the offset said beside it: its own ``start`` wins over the clock in ``date``."""
    place, told = fields["place"], programme.told
    moment = read_moment(fields["date"]) if fields["date"] else None
    if fields["date"] and moment is None:
        wrong = said("“%(value)s” is no date such as 2030-05-14T10:30:00+02:00.", value=fields["date"][:40])
        programme.problems.append((place, wrong))
        return None, None
    clock = read_clock(fields["start"]) if fields["start"] else None
    if fields["start"] and clock is None:
        wrong = said("“%(value)s” is no time of day such as 10:30.", value=fields["start"][:40])
        programme.problems.append((place, wrong))
        return None, None
    if moment is None:
        told.note(said("An event has no date of its own; its day's is taken."), place)
        if clock is None or on is None:
            programme.problems.append((place, said("The event has no date and time.")))
            return None, None
        late = programme.day_starts_at is not None and clock < programme.day_starts_at
        return datetime.combine(on + timedelta(days=late), clock), None
    if clock is None:
        told.note(said("An event has no start; the clock of its date is taken."), place)
        clock = moment.time()
    elif clock != moment.time().replace(second=0, microsecond=0):
        told.note(said("An event's start differs from the clock of its date; the start is taken."), place)
    return datetime.combine(moment.date(), clock.replace(second=0, microsecond=0)), moment.utcoffset()


def _guests(programme: Programme, fields: Fields) -> list[Guest]:
    guests = []
    for person in fields["persons"]:
        if not person["name"]:
            programme.told.note(said("A person has no name and is left out."), fields["place"])
            continue
        if person.get("answers"):
            programme.told.note(said("Answers of a person are not taken over."), fields["place"])
        guests.append(
            Guest(person["name"], person["id"], person["guid"], person.get("code", ""), person.get("biography", ""))
        )
    return guests


def _links(programme: Programme, items: list[Fields], base: str, place: str) -> list[WebLink]:
    links = []
    for item in items:
        url = web_address(item["url"], base)
        if url:
            links.append(WebLink(url, item["title"]))
        elif item["url"] or item["title"]:
            programme.told.note(said("A link has no web address and is left out."), f"{place}: {item['url'][:80]}")
    return links


def _tell_doubles(programme: Programme) -> None:
    """Ids, guids and rooms' guids that stand twice: they are kept, and told."""
    for name, twice in (
        ("foreign_id", said("An event's id stands twice.")),
        ("guid", said("An event's guid stands twice.")),
    ):
        seen: set[str] = set()
        for event in programme.events:
            value = getattr(event, name)
            if value and value in seen:
                programme.told.note(twice, event.place)
            seen.add(value)
    guids = [room.guid for room in programme.rooms if room.guid]
    if len(set(guids)) < len(guids):
        programme.told.note(said("Two rooms have the same guid; rooms are told apart by their names."))
