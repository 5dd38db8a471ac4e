"""Programmes of real size that nobody wrote: what each session is, and the whole as frab's XML and JSON.

The same seed makes the same programme. Titles are in many scripts, people share names, parts are missing, sessions run
over midnight and around the hour at which the clocks change.
"""

import json
import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree
from lxml.builder import E

from forum_app.domain.draft import Draft
from forum_app.domain.texts import readable

PHRASES = (
    ("en", "Water for all"), ("en", "Who pays for care? <&> “answers”"), ("en", "Ⅻ theses on seed & soil"),
    ("fr", "L’eau pour tous : où, quand, par qui ?"), ("de", "Straßenfußgängerübergänge für Größere"),
    ("ar", "المياه للجميع: من يقرر؟"), ("ar", "الاقتصاد الرقمي 2030"), ("zh", "水资源治理与社区参与"),
    ("th", "น้ำเพื่อทุกคนในลุ่มแม่น้ำโขง"), ("en", "🧑🏽‍🌾 Seeds, 👩‍👩‍👧 families and 🇧🇩 flags"),
    ("en", "Long " + "and longer " * 25 + "title"), ("tr", "İstanbul’da sıcak ışık"), ("en", "C"),
)  # fmt: skip
NAMES = (
    "Amina Diallo", "Nguyễn Thị Minh", "王小明", "فاطمة الزهراء", "สมชาย ใจดี", "José María Ñúñez", "O’Brien", "Null",
    "Zoë van der Berg", "Ольга Иванова", "山田 太郎", "Maria",
)  # fmt: skip
TRACKS = ("Water & soil", "Économie", "اقتصاد", "数字", "Health <care>", "Ideas", "", "Data 📊")
TYPES = ("Lecture", "Workshop", "Panel", "", "Lightning talk", "Keynote")
NIGHT = (time(23, 30), time(1, 30), time(1, 55), time(2, 30), time(3), time(0, 5))


@dataclass(frozen=True)
class Size:
    """How large, when and where."""

    sessions: int
    people: int
    rooms: int
    first: date
    days: int
    zone: str


NINE_HUNDRED = Size(900, 2000, 30, date(2027, 9, 13), 3, "Asia/Kolkata")
SPRING = Size(2000, 3000, 40, date(2026, 3, 27), 5, "Europe/Paris")
AUTUMN = Size(400, 700, 8, date(2026, 10, 23), 5, "Europe/Paris")


@dataclass(frozen=True)
class Made:
    """One session as it must be found again; ``start`` is the wall time with its zone and fold."""

    number: int
    title: str
    start: datetime
    minutes: int
    room: str
    track: str
    type: str
    language: str
    abstract: str
    people: tuple[int, ...]
    links: tuple[tuple[str, str], ...]
    attachments: tuple[tuple[str, str], ...]
    guid: str


def person(number: int) -> str:
    """The name of a person: each stands for many."""
    return NAMES[number % len(NAMES)] + (f" {number // 40}" if number % 3 else "")


def programme(size: Size, seed: int = 1) -> list[Made]:
    """All sessions; everybody speaks somewhere."""
    dice = random.Random(seed)
    speakers = list(range(1, size.people + 1))
    dice.shuffle(speakers)
    made = [_session(size, number, dice, speakers) for number in range(size.sessions)]
    # One submission is held twice: under one id and guid, in another room.
    for number in range(50, size.sessions, 311):
        other = made[number - 1]
        made[number] = replace(made[number], number=other.number, guid=other.guid)
        if made[number].room == other.room:
            made[number] = replace(made[number], room=_room((number + 1) % size.rooms))
    return made


def _room(number: int) -> str:
    return ("Room {}", "Salle n° {}", "قاعة {}", "会议室 {}", "Hall “{}”")[number % 5].format(number + 1)


def _session(size: Size, number: int, dice: random.Random, speakers: list[int]) -> Made:
    language, phrase = PHRASES[number % len(PHRASES)]
    each = -(-size.people // size.sessions)
    own = tuple(speakers[(number * each + step) % size.people] for step in range(each + number % 2))
    paths = [f"https://example.org/{number}/{word}" for word in ("site", "a%20b?x=1&y=2#z", "slides.pdf")]
    return Made(
        number=number,
        title=f"{phrase} {number}",
        start=_start(size, number, dice),
        minutes=dice.choice((5, 20, 45, 60, 90, 25)) if number % 50 else 1500,
        room=_room(number % size.rooms),
        track=TRACKS[number % len(TRACKS)],
        type=TYPES[number % len(TYPES)],
        language=language if number % 7 else "",
        abstract=f"{phrase}: abstract {number}." if number % 3 else "",
        people=own if number % 11 or size.people > size.sessions else (),
        links=tuple((path, f"Link {place}" if place else "") for place, path in enumerate(paths[: number % 3])),
        attachments=((paths[2], f"Slides {number}"),) if number % 4 == 0 else (),
        guid=f"{number:08x}-0000-4000-8000-{size.sessions:012x}",
    )


def _start(size: Size, number: int, dice: random.Random) -> datetime:
    """By day, or one in nine in the night; an hour that comes twice, the first or the second time; none that is skipped."""
    zone, day = ZoneInfo(size.zone), size.first + timedelta(days=number // size.rooms % size.days)
    clock = dice.choice(NIGHT) if number % 9 == 0 else time(8 + dice.randrange(12), 5 * dice.randrange(12))
    if number % 9 == 0 and clock < time(4):
        day = min(day + timedelta(days=1), size.first + timedelta(days=size.days - 1))
    start = datetime.combine(day, clock, zone).replace(fold=number % 2)
    if start.replace(fold=0).utcoffset() == start.replace(fold=1).utcoffset():
        start = start.replace(fold=0)
    elif start.replace(fold=0).utcoffset() < start.replace(fold=1).utcoffset():
        start += timedelta(hours=1)  # skipped: the first time after it
        start = start.replace(fold=0)
    return start


def _days(made: Iterable[Made]) -> list[tuple[date, dict[str, list[Made]]]]:
    days: dict[date, dict[str, list[Made]]] = defaultdict(lambda: defaultdict(list))
    for one in made:
        days[one.start.date()][one.room].append(one)
    return sorted(days.items())


def as_xml(size: Size, made: Iterable[Made]) -> bytes:
    days = [
        E.day(
            {"index": str(index), "date": day.isoformat()},
            *(E.room({"name": room}, *map(_event_xml, held)) for room, held in rooms.items()),
        )
        for index, (day, rooms) in enumerate(_days(made), 1)
    ]
    conference = E.conference(E.title("Of real size"), E.acronym("realsize"), E.time_zone_name(size.zone))
    return bytes(etree.tostring(E.schedule(E.version("1"), conference, *days), encoding="UTF-8", xml_declaration=True))


def _plain(one: Made) -> dict[str, str]:
    return {
        "room": one.room,
        "title": one.title,
        "subtitle": "",
        "type": one.type,
        "date": one.start.isoformat(),
        "start": f"{one.start:%H:%M}",
        "duration": f"{one.minutes // 60:02d}:{one.minutes % 60:02d}",
        "abstract": str(etree.tostring(E.p(one.abstract), encoding="unicode")) if one.abstract else "",
        "slug": f"realsize-{one.number}-title",
        "track": one.track,
        "language": one.language,
        "description": "",
    }


def _event_xml(one: Made) -> Any:
    return E.event(
        {"id": str(one.number + 1), "guid": one.guid},
        *(E(name, value) for name, value in _plain(one).items()),
        E.persons(*(E.person({"id": str(key)}, person(key)) for key in one.people)),
        E.links(*(E.link({"href": url}, label) for url, label in one.links)),
        E.attachments(*(E.attachment({"href": url}, label) for url, label in one.attachments)),
    )


def as_json(size: Size, made: Iterable[Made]) -> bytes:
    days = [
        {"index": index, "date": day.isoformat(), "rooms": {room: [*map(_event_json, held)] for room, held in rooms.items()}}
        for index, (day, rooms) in enumerate(_days(made), 1)
    ]  # fmt: skip
    conference = {"title": "Of real size", "acronym": "realsize", "time_zone_name": size.zone, "days": days}
    return json.dumps({"schedule": {"version": "1", "conference": conference}}).encode()


def _event_json(one: Made) -> dict[str, Any]:
    return {
        **_plain(one),
        "id": one.number + 1,
        "guid": one.guid,
        "persons": [{"id": key, "public_name": person(key)} for key in one.people],
        "links": [{"url": url, "title": label} for url, label in one.links],
        "attachments": [{"url": url, "title": label} for url, label in one.attachments],
    }


Fact = tuple[Any, ...]


def facts(made: Iterable[Made]) -> list[Fact]:
    """What must be found again of every session."""
    return sorted(
        (
            one.title, one.start.replace(tzinfo=None).isoformat(), one.start.fold, one.minutes, one.room, one.track, one.type,
            one.language, one.abstract, tuple(person(key) for key in one.people), one.links, one.attachments,
        )
        for one in made
    )  # fmt: skip


def found(draft: Draft) -> list[Fact]:
    """The same, as it is in a draft."""
    rooms = {room.id: _one(room.name) for room in draft.rooms}
    themes = {theme.id: _one(theme.title) for theme in draft.themes}
    people = {one.id: _one(one.name) for one in draft.people}
    return sorted(
        (
            _one(one.title), one.start.isoformat() if one.start else "", one.fold, one.minutes, rooms.get(one.room or "", ""),
            "".join(themes[key] for key in one.themes), _one(one.label), "".join(one.languages), readable(_one(one.summary)).strip(),
            tuple(people[role.person] for role in one.roles), tuple((link.url, _one(link.label)) for link in one.links),
            tuple((item.url or "", _one(item.title)) for item in one.materials),
        )
        for one in draft.sessions
    )  # fmt: skip


def _one(text: dict[str, str]) -> str:
    """The only language of a text."""
    return next(iter(text.values())) if len(text) == 1 else "" if not text else str(text)
