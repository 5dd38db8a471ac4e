"""A programme in short: sessions of two days in three rooms, each told in a line."""

from datetime import datetime, timedelta
from typing import Any

from forum_app.domain.draft import Draft, Room, Session
from forum_app.domain.draft_parts import Role
from forum_app.domain.vocabularies import RoleKind, SessionKind
from tests.factories import FIRST_DAY, a_forum, a_person, an_id

HALL, STUDIO, TENT = (an_id(number, "r") for number in (1, 2, 3))
ROOMS = {"hall": HALL, "studio": STUDIO, "tent": TENT}
PEOPLE = {name: an_id(number, "p") for number, name in enumerate(("amina", "boris", "carla", "dinh"), 1)}


def session_id(name: str) -> str:
    return an_id(sum(ord(letter) * 31**place for place, letter in enumerate(name)) % 10**9, "s")


def at(clock: str, day: int = 1) -> datetime:
    hour, minute = clock.split(":")
    return datetime.combine(FIRST_DAY + timedelta(days=day - 1), datetime.min.time()) + timedelta(
        hours=int(hour), minutes=int(minute)
    )


def a_session(name: str, clock: str = "", minutes: int | None = 60, room: str = "", *people: str, day: int = 1, **more: Any) -> Session:  # fmt: skip
    """``clock`` 10:30; ``people`` speak in it."""
    roles = [
        Role(id=an_id(number, "k"), person=PEOPLE[person], role=RoleKind.SPEAKER)
        for number, person in enumerate(people, 1)
    ]
    return Session(
        id=session_id(name),
        title={"en": name},
        start=at(clock, day) if clock else None,
        minutes=minutes,
        room=ROOMS[room] if room else None,
        roles=roles,
        languages=["en"],
        **more,
    )


def a_break(name: str, clock: str, minutes: int = 30, *, day: int = 1) -> Session:
    return a_session(name, clock, minutes, day=day, kind=SessionKind.BREAK)


def a_programme(*sessions: Session, **forum: Any) -> Draft:
    rooms = [
        Room(id=HALL, name={"en": "Hall"}, capacity=300, building="North"),
        Room(id=STUDIO, name={"en": "Studio"}, capacity=60, building="North"),
        Room(id=TENT, name={"en": "Tent"}, building="South"),
    ]
    people = [a_person(key, name.title()) for name, key in PEOPLE.items()]
    return Draft(version=1, forum=a_forum(roles=[], **forum), rooms=rooms, people=people, sessions=list(sessions))
