"""frab's ``schedule.xml`` and ``schedule.json`` of a release, valid against the public schemas."""

import re
from typing import Any

import msgspec
from lxml import etree

from forum_app.addresses import Addresses
from forum_app.domain.release import Release, SessionEntry
from forum_app.exchange.frab_schedule import Schedule

GENERATOR = "forum"
# The zones that the JSON's schema knows how to name.
_ZONE = re.compile(r"([A-Z][a-z]+/[A-Z][a-z]+)|UTC$")


def schedule_xml(release: Release, language: str, addresses: Addresses) -> bytes:
    """The file as UTF-8; the same for the same release, language and addresses."""
    schedule = Schedule(release, language, addresses)
    root = etree.Element("schedule")
    etree.SubElement(root, "generator", name=GENERATOR)
    _add(root, "url", addresses.schedule(".xml"))
    _add(root, "version", schedule.version)
    _conference_xml(root, schedule)
    for number, (day, first, last, rooms) in enumerate(schedule.days(), 1):
        bounds = {"date": day.isoformat(), "start": first.isoformat(), "end": last.isoformat(), "index": str(number)}
        element = etree.SubElement(root, "day", bounds)
        for name, sessions in rooms.items():
            room = etree.SubElement(element, "room", name=name)
            key = sessions[0].room
            if key in schedule.guids:
                room.set("guid", schedule.guids[key])
            for session in sessions:
                _event_xml(room, schedule, session)
    etree.indent(root)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True)) + b"\n"


def _add(parent: Any, tag: str, text: str, **attributes: str) -> None:
    etree.SubElement(parent, tag, attributes).text = text or None


def _conference_xml(root: Any, schedule: Schedule) -> None:
    forum = schedule.forum
    conference = etree.SubElement(root, "conference")
    for name, text in (
        ("title", schedule.text(forum.title)),
        ("acronym", schedule.acronym),
        ("start", forum.first_day.isoformat()),
        ("end", forum.last_day.isoformat()),
        ("days", str((forum.last_day - forum.first_day).days + 1)),
        ("timeslot_duration", "00:05"),
        ("base_url", schedule.addresses.forum()),
        ("url", schedule.addresses.forum()),
        ("time_zone_name", forum.zone),
    ):
        _add(conference, name, text)
    for theme in schedule.content.themes:
        name = schedule.text(theme.title)
        _add(conference, "track", name, name=name)


def _event_xml(room: Any, schedule: Schedule, session: SessionEntry) -> None:
    assert session.starts_at is not None
    named = {"id": str(schedule.ids[session.id]), "guid": schedule.guids[session.id]}
    if code := schedule.code(session):
        named["code"] = code
    event = etree.SubElement(room, "event", named)
    for name, text in _plain(schedule, session):
        _add(event, name, text)
    if link := schedule.recording(session):
        recording = etree.SubElement(event, "recording")
        for name, text in (("license", ""), ("optout", "false"), ("url", link)):
            _add(recording, name, text)
    persons = etree.SubElement(event, "persons")
    for person in schedule.people(session):
        _add(
            persons,
            "person",
            schedule.text(person.name),
            id=str(schedule.ids[person.id]),
            guid=schedule.guids[person.id],
        )
    for outer, inner, items in (
        ("links", "link", schedule.links(session)),
        ("attachments", "attachment", schedule.attachments(session)),
    ):
        parent = etree.SubElement(event, outer)
        for url, label in items:
            _add(parent, inner, label, href=url)


def _plain(schedule: Schedule, session: SessionEntry) -> list[tuple[str, str]]:
    assert session.starts_at is not None
    return [
        ("room", schedule.room(session)),
        ("title", schedule.text(session.title)),
        ("subtitle", ""),
        ("type", schedule.kind(session)),
        ("date", session.starts_at.isoformat()),
        ("start", f"{session.starts_at:%H:%M}"),
        ("duration", _duration(session)),
        ("abstract", schedule.text(session.summary)),
        ("slug", schedule.slugs[session.id]),
        ("track", schedule.track(session)),
        ("language", schedule.spoken(session)),
        ("description", ""),
        ("url", schedule.addresses.session(session.id)),
    ]


def schedule_json(release: Release, language: str, addresses: Addresses) -> bytes:
    """The file as UTF-8; the same for the same release, language and addresses."""
    schedule = Schedule(release, language, addresses)
    forum, content = schedule.forum, schedule.content
    conference: dict[str, Any] = {
        "acronym": schedule.acronym,
        "title": schedule.text(forum.title),
        "start": forum.first_day.isoformat(),
        "end": forum.last_day.isoformat(),
        "daysCount": (forum.last_day - forum.first_day).days + 1,
        "timeslot_duration": "00:05",
        "url": addresses.forum(),
        "tracks": [{"name": schedule.text(theme.title)} for theme in content.themes],
        "rooms": [
            {"name": schedule.text(room.name), "guid": schedule.guids[room.id], "capacity": room.capacity}
            for room in content.rooms
        ],
        "days": [
            {
                "index": number,
                "date": day.isoformat(),
                "day_start": first.isoformat(),
                "day_end": last.isoformat(),
                "rooms": {name: [_event_json(schedule, one) for one in held] for name, held in rooms.items()},
            }
            for number, (day, first, last, rooms) in enumerate(schedule.days(), 1)
        ],
    }
    if _ZONE.match(forum.zone):
        conference["time_zone_name"] = forum.zone
    whole = {"version": schedule.version, "base_url": addresses.forum(), "conference": conference}
    return (
        msgspec.json.format(msgspec.json.encode({"generator": {"name": GENERATOR}, "schedule": whole}), indent=1)
        + b"\n"
    )


def _event_json(schedule: Schedule, session: SessionEntry) -> dict[str, Any]:
    assert session.ends_at is not None
    event: dict[str, Any] = {
        "guid": schedule.guids[session.id],
        "id": schedule.ids[session.id],
        **dict(_plain(schedule, session)),
    }
    event["end"] = session.ends_at.isoformat()
    if code := schedule.code(session):
        event["code"] = code
    event["persons"] = [
        {
            "id": schedule.ids[person.id],
            "guid": schedule.guids[person.id],
            "public_name": schedule.text(person.name),
            "biography": schedule.text(person.biography),
        }
        for person in schedule.people(session)
    ]
    for name, items in (("links", schedule.links(session)), ("attachments", schedule.attachments(session))):
        event[name] = [{"url": url, "title": label or url} for url, label in items]
    return event


def _duration(session: SessionEntry) -> str:
    """01:30, in hours of the clock whatever it does; a hundred hours are the most that the format can say."""
    assert session.minutes is not None
    hours, minutes = divmod(min(session.minutes, 99 * 60 + 59), 60)
    return f"{hours:02d}:{minutes:02d}"
