"""Invented forums for tests: plain functions that build drafts, and releases of them with their ledgers."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from forum_app.addresses import Addresses
from forum_app.domain.draft import Draft, Forum, Organisation, Person, Room, Session, Talk, Theme
from forum_app.domain.draft_parts import Post, Role, TalkSpeaker, Venue
from forum_app.domain.freezing import freeze
from forum_app.domain.identity import ALPHABET, LENGTH
from forum_app.domain.ledger import Ledger, next_ledger
from forum_app.domain.release import Content, LedgerEntry, Release
from forum_app.domain.vocabularies import Constituency, RoleKind, SessionKind, TalkKind

HOST = "forum.example"
ADDRESSES = Addresses("harvest", f"https://{HOST}")
NOW = datetime(2030, 4, 1, 9, 0, tzinfo=UTC)
FIRST_DAY = date(2030, 5, 14)


def an_id(number: int, letter: str = "x") -> str:
    """The same public id for the same number, of the form that real ones have."""
    digits = ""
    while number:
        number, rest = divmod(number, len(ALPHABET))
        digits = ALPHABET[rest] + digits
    return letter + digits.rjust(LENGTH - 1, ALPHABET[0])


def wall(hour: int, minute: int = 0, day: date = FIRST_DAY) -> datetime:
    """A wall time of the forum, on its first day unless another is given."""
    return datetime.combine(day, time(hour, minute))


PLENARY, WORKSHOP, UNSCHEDULED = an_id(1, "s"), an_id(2, "s"), an_id(3, "s")
HALL, STUDIO = an_id(1, "r"), an_id(2, "r")
WATER, SEEDS = an_id(1, "t"), an_id(2, "t")
UNION, MINISTRY = an_id(1, "g"), an_id(2, "g")
AMINA, BORIS, CARLA, DINH = (an_id(number, "p") for number in range(1, 5))


def a_venue(**changes: Any) -> Venue:
    given: dict[str, Any] = {
        "name": {"en": "River House", "fr": "Maison du fleuve"},
        "city": {"en": "Bangkok"},
        "country": "TH",
        "latitude": 13.7563,
        "longitude": 100.5018,
    }
    return Venue(**{**given, **changes})


def a_forum(**changes: Any) -> Forum:
    given: dict[str, Any] = {
        "id": an_id(1, "f"),
        "slug": "harvest",
        "title": {"en": "Harvest Forum", "fr": "Forum des récoltes"},
        "first_day": FIRST_DAY,
        "last_day": FIRST_DAY + timedelta(days=1),
        "zone": "Asia/Bangkok",
        "venue": a_venue(),
        "languages": ["en", "fr"],
    }
    return Forum(**{**given, **changes})


def a_person(key: str = AMINA, name: str = "Amina Diallo", **changes: Any) -> Person:
    given_name, _, family_name = name.rpartition(" ")
    return Person(**{"id": key, "name": {"en": name}, "given_name": given_name, "family_name": family_name, **changes})


def people() -> list[Person]:
    return [
        a_person(honorific={"en": "Ms", "fr": "Mme"}, posts=[Post(title={"en": "Director"}, organisation=UNION)]),
        a_person(BORIS, "Boris Petrov"),
        a_person(
            CARLA, "Carla Núñez", honorific={"en": "Dr"}, posts=[Post(title={"en": "Adviser"}, organisation=MINISTRY)]
        ),
        a_person(DINH, "Dinh", letters="PhD"),
    ]


def a_talk(number: int = 1, **changes: Any) -> Talk:
    given: dict[str, Any] = {
        "id": an_id(number, "k"),
        "title": {"en": f"Talk {number}"},
        "minutes": 20,
        "kind": TalkKind.SOLUTION,
    }
    return Talk(**{**given, **changes})


def a_session(key: str = PLENARY, **changes: Any) -> Session:
    """A plenary of 90 minutes at 10:00 on the first day, moderated by Amina, with two talks."""
    given: dict[str, Any] = {
        "id": key,
        "title": {"en": "Water for all", "fr": "L’eau pour tous"},
        "kind": SessionKind.PLENARY,
        "summary": {"en": "<p>Who gets water, and when.</p>"},
        "start": wall(10),
        "minutes": 90,
        "room": HALL,
        "themes": [WATER],
        "languages": ["en", "fr"],
        "roles": [Role(id=an_id(1, "m"), person=AMINA, role=RoleKind.MODERATOR)],
        "talks": [
            a_talk(1, title={"en": "Wells that last"}, speakers=[TalkSpeaker(id=an_id(1, "w"), person=BORIS)]),
            a_talk(
                2,
                title={"en": "Rain, kept"},
                speakers=[TalkSpeaker(id=an_id(2, "w"), person=CARLA), TalkSpeaker(id=an_id(3, "w"), person=DINH)],
            ),
        ],
    }
    return Session(**{**given, **changes})


def a_plain_session(key: str = WORKSHOP, **changes: Any) -> Session:
    """A workshop of an hour at 14:00 on the first day with nothing but its title, in no room."""
    given: dict[str, Any] = {
        "id": key,
        "title": {"en": "Seed swap"},
        "kind": SessionKind.WORKSHOP,
        "start": wall(14),
        "minutes": 60,
    }
    return Session(**{**given, **changes})


def a_draft(*sessions: Session, forum: Mapping[str, Any] | None = None, **changes: Any) -> Draft:
    """A forum with two rooms, two themes and four people; with a plenary and a workshop where no session is given."""
    given: dict[str, Any] = {
        "version": 1,
        "forum": a_forum(**(forum or {})),
        "themes": [
            Theme(id=WATER, title={"en": "Water", "fr": "Eau"}),
            Theme(id=SEEDS, title={"en": "Seeds", "fr": "Semences"}),
        ],
        "rooms": [
            Room(id=HALL, name={"en": "Great Hall", "fr": "Grande salle"}),
            Room(id=STUDIO, name={"en": "Studio"}),
        ],
        "organisations": [
            Organisation(id=UNION, name={"en": "Farmers’ Union"}, kind=Constituency.WORKERS),
            Organisation(id=MINISTRY, name={"en": "Ministry of Water"}, kind=Constituency.GOVERNMENT),
        ],
        "people": people(),
        "sessions": list(sessions) if sessions or "sessions" in changes else [a_session(), a_plain_session()],
    }
    return Draft(**{**given, **changes})


def a_release(
    draft: Draft | None = None,
    *,
    after: Release | None = None,
    now: datetime | None = None,
    content: Content | None = None,
    **changes: Any,
) -> Release:
    """A draft published as release 1, or as the next one ``after`` another, a day later unless ``now`` is given."""
    content = content or freeze(draft or a_draft())
    before: Ledger = after.ledger if after else {}
    now = now or (after.published_at + timedelta(days=1) if after and after.published_at else NOW)
    ledger: dict[str, LedgerEntry] = next_ledger(before, content, now, HOST)
    number = (after.number or 0) + 1 if after else 1
    return Release(**{"content": content, "number": number, "published_at": now, "ledger": ledger, **changes})


def a_preview(draft: Draft | None = None) -> Release:
    """The draft as publishing would make it: without number and ledger."""
    return Release(content=freeze(draft or a_draft()))
