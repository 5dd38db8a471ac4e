"""Programme files made for tests: any number of events in frab's XML, and the facts of a draft to compare."""

from datetime import date, datetime, timedelta
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from forum_app.domain.draft import Draft

FIRST = date(2027, 3, 26)
ROOMS = 12
Facts = list[tuple[Any, ...]]


def event_xml(number: int, **changes: str) -> str:
    """One event: unlike the others in title, person, length and language."""
    start = datetime(2027, 3, 26, 9) + timedelta(minutes=5 * (number % 100))
    fields = {
        "date": f"{start.isoformat()}+01:00",
        "start": f"{start:%H:%M}",
        "duration": f"00:{10 + number % 50:02d}",
        "room": f"Room {number % ROOMS}",
        "slug": f"made-{number}-a-title",
        "url": f"https://example.org/e/{number}",
        "title": f"Title {number} <&> “quoted”",
        "subtitle": "",
        "track": f"Track {number % 7} & more",
        "type": "Workshop" if number % 3 else "Lecture",
        "language": ("en", "de", "fr")[number % 3],
        "abstract": f"<p>Abstract {number} with <a href='https://example.org/{number}'>a link</a>.</p>",
        "description": "",
        **changes,
    }
    body = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items() if name != "extra")
    persons = "".join(
        f'<person id="{1 + (number + step) % 2000}">Person {1 + (number + step) % 2000}</person>' for step in (0, 1)
    )
    links = f'<links><link href="https://example.org/l/{number}">Link {number}</link></links>'
    return (
        f"<event id={quoteattr(changes.get('id', str(number + 1)))} guid='00000000-0000-4000-8000-{number:012d}'>"
        f"{body}<persons>{persons}</persons>{links}{changes.get('extra', '')}</event>"
    )


def schedule(*events: str, zone: str = "Europe/Paris", head: str = "", version: str = "<version>1</version>") -> bytes:
    """A whole file with its events in one day's room elements."""
    rooms = "".join(f"<room name='Hall'>{event}</room>" for event in events)
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>{head}<schedule>{version}<conference><title>Made up 2027</title>"
        f"<acronym>made2027</acronym><start>{FIRST}</start><end>2027-03-28</end>"
        f"<time_zone_name>{zone}</time_zone_name></conference>"
        f"<day index='1' date='{FIRST}' start='{FIRST}T04:00:00+01:00' end='2027-03-27T03:59:00+01:00'>{rooms}</day></schedule>"
    ).encode()


def facts_of(draft: Draft) -> Facts:
    """What a reader would notice of every session, without ids."""
    rooms = {room.id: room.name for room in draft.rooms}
    themes = {theme.id: theme.title for theme in draft.themes}
    people = {person.id: person.name for person in draft.people}
    return sorted(
        [
            (
                session.title, session.start, session.fold, session.minutes, session.label, session.languages, session.summary,
                rooms.get(session.room or ""), [themes[key] for key in session.themes], [people[role.person] for role in session.roles],
                [(link.url, link.label) for link in session.links], [(item.url, item.title) for item in session.materials],
                session.origin.foreign_id if session.origin else "",
            )
            for session in draft.sessions
        ],
        key=lambda facts: (facts[-1], str(facts[0])),
    )  # fmt: skip
