"""After any edits of sessions, what is found by looking only where they matter is what is found by looking at all."""

import random
from typing import Any

import pytest
from msgspec import structs

from forum_app.domain.agenda.conflicts import conflicts
from forum_app.domain.agenda.conflicts_again import conflicts_again
from forum_app.domain.draft import Draft, Session
from forum_app.domain.vocabularies import SessionKind, SessionStatus
from tests.domain.agenda.a_day import PEOPLE, ROOMS, a_break, a_programme, a_session, at


def any_session(chance: random.Random, number: int) -> Session:
    clock, day = f"{chance.randint(8, 17)}:{chance.choice((0, 15, 30))}", chance.randint(1, 2)
    if chance.random() < 0.15:
        return a_break(f"break {number}", clock, chance.choice((15, 30, 60)), day=day)
    people = chance.sample(list(PEOPLE), chance.randint(0, 3))
    minutes = chance.choice((30, 60, 90, 200))
    kind = chance.choice((SessionKind.OTHER, SessionKind.PANEL))
    found = a_session(f"session {number}", clock, minutes, chance.choice(list(ROOMS)), *people, day=day, kind=kind)
    found.capacity = chance.choice((None, 20, 100))
    return found


def edited(chance: random.Random, draft: Draft, number: int) -> Draft:
    sessions = list(draft.sessions)
    what = chance.choice(("move", "move", "move", "room", "drop", "add", "cancel", "people", "nothing", "several"))
    if what == "add":
        sessions.append(any_session(chance, number))
    elif what == "drop" and sessions:
        sessions.pop(chance.randrange(len(sessions)))
    for index in chance.sample(range(len(sessions)), min(len(sessions), 3 if what == "several" else 1)):
        if what in ("move", "several"):
            changes: dict[str, Any] = {
                "start": at(f"{chance.randint(8, 18)}:{chance.choice((0, 20, 45))}", chance.randint(1, 2))
            }
        elif what == "room":
            changes = {"room": chance.choice([*ROOMS.values(), None])}
        elif what == "cancel":
            changes = {"status": chance.choice(list(SessionStatus))}
        elif what == "people":
            changes = {"roles": any_session(chance, number).roles}
        else:
            continue
        sessions[index] = structs.replace(sessions[index], **changes)
    return structs.replace(draft, sessions=sessions)


@pytest.mark.parametrize("seed", range(12))
def test_it_finds_the_same(seed: int) -> None:
    chance = random.Random(seed)
    walk = {"minutes_between_rooms": chance.choice((0, 10)), "minutes_between_buildings": 20}
    draft = a_programme(*(any_session(chance, number) for number in range(14)), **walk)
    found = conflicts(draft)
    for number in range(20, 45):
        after = edited(chance, draft, number)
        found = conflicts_again(found, draft, after)
        assert found == conflicts(after), number
        draft = after


def test_another_room_person_or_forum_is_looked_at_whole() -> None:
    draft = a_programme(a_session("one", "09:00", 60, "hall", "amina", capacity=200))
    smaller = structs.replace(draft, rooms=[structs.replace(draft.rooms[0], capacity=10), *draft.rooms[1:]])
    assert [each.rule for each in conflicts_again(conflicts(draft), draft, smaller)] == ["capacity-over-room"]
