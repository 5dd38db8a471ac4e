"""Invented forums for documents: one solution session with a whole concept note, and whatever a test bends in it."""

from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
from PIL import Image, ImageDraw

from forum_app.domain.draft import Draft
from forum_app.domain.freezing import freeze
from forum_app.domain.release import Content, Release
from tests.factories import an_id as made_id

BASE = "https://forum.example.org"
PUBLISHED = datetime(2031, 3, 9, 9, 40, 12, tzinfo=UTC)
FRENCH = {"state": "final"}


def an_id(kind: str, number: int) -> str:
    """A public id of the right shape: kind, then a number in letters."""
    return kind + "2" * 6 + "".join("23456789"[int(digit)] for digit in f"{number:03o}"[-3:])


def photo(number: int = 0) -> tuple[str, bytes]:
    """The name and content of a drawn portrait, 640 × 800."""
    ground, coat = ("#d4e0e9", "#435e75") if number % 2 else ("#e9e0d4", "#755e43")
    picture = Image.new("RGB", (640, 800), ground)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((60, 560, 580, 1100), fill=coat)
    pen.ellipse((200, 180, 440, 520), fill="#a1b8c9")
    pen.pieslice((190, 150 + number % 7 * 4, 450, 480), 180, 360, fill="#2b3f51")
    out = BytesIO()
    picture.save(out, "JPEG", quality=80)
    return sha256(out.getvalue()).hexdigest() + ".jpg", out.getvalue()


def both(english: str, french: str = "") -> dict[str, str]:
    return {"en": english, "fr": french} if french else {"en": english}


LOREM = (
    "Farmers' cooperatives in nine countries agreed to compare how they insure a harvest against drought, and what a "
    "member pays for it. The comparison showed three ways that work where rainfall is measured by the village. "
)


def person(number: int, name: str, **more: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "id": an_id("p", number),
        "name": both(name),
        "honorific": both(("Ms", "Mr")[number % 2], ("Mme", "M.")[number % 2]),
        "family_name": name.split()[-1],
        "posts": [
            {"title": both("Head of rural insurance", "Chef de l’assurance rurale"), "organisation": an_id("g", 1)}
        ],
        "biography": both(f"<p>{LOREM}</p><p>She has written on <em>mutual funds</em> since 2011. {LOREM}</p>"),
        "photo": {"file": photo(number)[0]},
    }
    return given | more


def talk(number: int, *people: int, **more: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "id": an_id("t", number),
        "title": both(
            f"Insurance that follows the rain, part {number}", f"Une assurance qui suit la pluie, partie {number}"
        ),
        "flagship": both("Flagship: Villages that measure"),
        "abstract": both(
            f"<p>{LOREM}{LOREM}</p><p>Read on at <a href='https://example.org/rain'>the rain atlas</a>.</p>"
        ),
        "minutes": 10,
        "kind": "solution",
        "speakers": [{"person": an_id("p", who)} for who in people],
        "themes": [an_id("h", 1 + number % 3)],
    }
    return given | more


NAMES = [
    "Rim Vey-Kelder",
    "Hari Costas",
    "Anik Chaudry",
    "Yu Tonglin",
    "Santo Merrow",
    "Phud Tejava",
    "Anna Amory",
    "Fei Lin",
]
NOTE_TEXT = (
    "<p>The Rainfed Futures Expo asks how cooperation among dry countries can speed recovery after the long drought"
    '<sup class="fn" data-id="a">1</sup>. '
    + LOREM
    + "</p><p>"
    + LOREM
    + LOREM
    + '<sup class="fn" data-id="b">2</sup></p>'
    '<ol class="footnotes"><li data-id="a"><p>Drought years are those below the tenth percentile of the record, see '
    '<a href="https://example.org/record">the record</a>.</p></li>'
    '<li data-id="b"><p>The figure counts members, not households.</p></li></ol>'
)


def note(**states: str) -> dict[str, Any]:
    return {
        "states": states or {"en": "final", "fr": "final"},
        "sections": [
            {"kind": "text", "heading": both("Introduction", "Introduction"), "body": both(NOTE_TEXT)},
            {
                "kind": "text",
                "heading": both("The solution forum", "Le forum des solutions"),
                "body": both(
                    f"<p>{LOREM}</p><h2>Topics</h2><ul><li>Measured rain</li><li>Mutual funds: {LOREM}</li></ul>",
                    "<p>Une séance, cinq solutions.</p>",
                ),
            },
            {"kind": "objectives"},
            {"kind": "themes", "heading": both("Three themes", "Trois thèmes")},
            {"kind": "moderator", "heading": both("Solutions to be showcased", "Les solutions")},
            {"kind": "key-questions", "body": both("<p>The moderator puts the same questions to every speaker.</p>")},
            {"kind": "speakers"},
            {"kind": "focal-points"},
            {"kind": "partners"},
            {"kind": "terms"},
            {"kind": "references"},
        ],
    }


def plan(**more: Any) -> dict[str, Any]:
    """The plain data of a whole draft: one session of five solutions, the last given by two people."""
    forum: dict[str, Any] = {
        "id": an_id("f", 1),
        "slug": "rain2031",
        "title": both(
            "Building alliances of dry countries to insure what grows", "Bâtir des alliances pour assurer les récoltes"
        ),
        "short_title": both("Solution Forum on Rain", "Forum des solutions sur la pluie"),
        "theme": both(
            "Towards harvests that survive a year without rain", "Vers des récoltes qui survivent à la sécheresse"
        ),
        "part_of": {
            "name": both("Rainfed Expo 2031"),
            "first_day": date(2031, 3, 10),
            "last_day": date(2031, 3, 12),
        },
        "first_day": date(2031, 3, 11),
        "last_day": date(2031, 3, 11),
        "zone": "Asia/Bangkok",
        "venue": {"name": both("River Conference Centre", "Centre de conférences du fleuve"), "city": both("Bangkok")},
        "languages": ["en", "fr"],
        "accent": "#2440b0",
        "registration": {
            "state": "elsewhere",
            "url": "https://events.example.org/rain",
            "label": both("Rainfed Expo: register"),
        },
        "roles": [
            {
                "id": an_id("r", number),
                "person": an_id("p", number),
                "role": "focal-point",
                "responsible_for": both("Speakers and travel"),
                "contact": {"email": "focal@forum.example.org"},
            }
            for number in (7, 8)
        ],
        "partners": [{"organisation": an_id("g", 1), "kind": "organiser"}, {"organisation": an_id("g", 2)}],
        "note": note(),
        "references": [
            {"id": an_id("q", 1), "title": both("Atlas of rain"), "year": 2030, "url": "https://example.org/atlas"}
        ],
        "terms": [{"id": an_id("m", 1), "acronym": {"en": "RFX"}, "expansion": both("Rainfed Expo", "Expo pluviale")}],
    }
    session: dict[str, Any] = {
        "id": an_id("s", 1),
        "title": both("Solution Forum on Rain", "Forum des solutions sur la pluie"),
        "kind": "panel",
        "objectives": both(f"<p>{LOREM}</p>"),
        "expected_outcomes": both(
            "<ul><li>Results that others can use.</li><li>New members for each alliance.</li></ul>"
        ),
        "themes": [an_id("h", 1)],
        "start": datetime.combine(date(2031, 3, 11), time(10, 30)),
        "minutes": 80,
        "mode": "hybrid",
        "languages": ["en"],
        "captions": ["en"],
        "roles": [{"id": an_id("r", 10), "person": an_id("p", 1), "role": "moderator"}],
        "key_questions": [
            {
                "id": an_id("k", number),
                "text": both(f"What is your practice, and what does it add to the alliance? ({number})"),
                "sub_questions": [both("What makes it unlike others?"), both("Which steps led to results?")],
            }
            for number in (1, 2)
        ],
        "talks": [
            talk(1, 2),
            talk(2, 3),
            talk(3, 4),
            talk(
                4,
                speakers=[
                    {"person": an_id("p", 5), "abstract": both(f"<p>The first half. {LOREM}</p>")},
                    {"person": an_id("p", 6), "abstract": both(f"<p>The second half. {LOREM}</p>")},
                ],
            ),
        ],
    }
    given: dict[str, Any] = {
        "version": 1,
        "forum": forum,
        "themes": [
            {"id": an_id("h", number), "title": both(f"Theme number {number}"), "text": both(f"<p>{LOREM}</p>")}
            for number in (1, 2, 3)
        ],
        "organisations": [
            {
                "id": an_id("g", 1),
                "name": both("Institute of Rain", "Institut de la pluie"),
                "acronym": {"en": "IR"},
                "kind": "academia",
            },
            {
                "id": an_id("g", 2),
                "name": both("League of Mills"),
                "kind": "employers",
                "url": "https://mills.example.org",
            },
        ],
        "people": [person(number, name) for number, name in enumerate(NAMES, 1)],
        "sessions": [session],
    }
    return given | more


def content(data: dict[str, Any] | None = None) -> Content:
    return freeze(msgspec.convert(data or plan(), Draft))


def release(data: dict[str, Any] | None = None, number: int | None = 2) -> Release:
    return Release(content=content(data), number=number, published_at=PUBLISHED if number else None)


def photos_in(folder: Path, count: int = 80) -> Path:
    """Writes the portraits into a folder as uploads lie there."""
    for number in range(count):
        name, data = photo(number)
        (folder / name).write_bytes(data)
    return folder


def large(sessions: int, days: int = 3) -> dict[str, Any]:
    """A programme as large as wanted: from nine to seven in half hours, in as many rooms as that takes."""
    data = plan()
    data["forum"] |= {"first_day": date(2031, 3, 10), "last_day": date(2031, 3, 9 + days), "part_of": None}
    rooms = -(-sessions // (20 * days))
    data["rooms"] = [{"id": made_id(number, "x"), "name": both(f"Room {number + 1}")} for number in range(rooms)]
    data["sessions"] = [
        {
            "id": made_id(number, "s"),
            "title": both(f"Session number {number}"),
            "kind": "workshop",
            "summary": both(f"<p>{LOREM}</p>"),
            "start": datetime.combine(date(2031, 3, 10 + number % days), time(9))
            + timedelta(minutes=30 * (number // days // rooms)),
            "minutes": 30,
            "room": made_id(number // days % rooms, "x"),
            "roles": [{"id": made_id(number, "r"), "person": an_id("p", 1 + number % 8), "role": "moderator"}],
        }
        for number in range(sessions)
    ]
    return data
