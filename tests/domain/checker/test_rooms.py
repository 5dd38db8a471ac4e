"""Rooms: taken twice, too small, or filling without a limit. The panel is in the Green Room, on Tuesday at 10:00 to 11:30."""

import pytest

from tests.domain.checker.agenda_examples import BLUE, GREEN, PANEL, WORKSHOP, a_break, a_session, on_tuesday
from tests.domain.checker.examples import Example, right, wrong

TWICE, LARGE, MANY, OPEN = "room-taken-twice", "capacity-over-room", "sign-ups-over-capacity", "sign-up-without-limit"
AUTUMN = {"forum.first_day": "2031-10-25", "forum.last_day": "2031-10-27", f"{PANEL}.start": "2031-10-25T10:00:00"}
AT_NIGHT = a_session(4, "10 00:30", 60, start="2031-10-26T00:30:00")
SMALL = {"rooms[0].capacity": 40}

EXAMPLES = [
    wrong(TWICE, "en", on_tuesday("11:00", room=GREEN), says="“Green Room” is taken by “Seeds that travel” from 10:00 to 11:30; it is free from 11:30, and “Blue Room” is free"),
    wrong(TWICE, "fr", on_tuesday("08:30", minutes=120, room=GREEN), f"{PANEL}.room", says="from 08:30 to 10:30; it is free from 10:30"),
    wrong(TWICE, "en", {"sessions[2]": a_session(4, "10 10:30", 15)}, "sessions[2].room", says="to 11:30"),
    wrong(TWICE, "en", {"sessions[2]": a_session(4, "10 11:00", 60, status="tentative"), "sessions[3]": a_session(5, "10 12:00", 60)}, "sessions[2].room", says="it is free from 13:00"),
    wrong(TWICE, "en", {**on_tuesday("11:00"), "sessions[2]": a_session(4, "10 11:15", 30)}, "sessions[2].room", says="it is free from 11:30."),  # the Blue Room is taken too
    wrong(TWICE, "en", {"rooms[1].capacity": 20, "sessions[2]": a_session(4, "10 11:15", 30, capacity=30)}, "sessions[2].room", says="11:30."),  # or too small
    wrong(TWICE, "en", {"sessions[2]": a_session(4, "10 11:00", 90), "sessions[3]": a_session(5, "10 12:00", 30)}, ("sessions[2].room", "sessions[3].room")),
    wrong(TWICE, "fr", {"sessions[2]": a_break(4, "10 11:15", 30, room=GREEN)}, "sessions[2].room"),
    wrong(TWICE, "en", {**AUTUMN, f"{WORKSHOP}.start": "2031-10-27T14:00:00", "sessions[2]": AT_NIGHT, "sessions[3]": a_session(5, "10 10:00", 30, start="2031-10-26T01:15:00")}, "sessions[3].room", besides=["hour-comes-twice"]),
    right(TWICE, "en", {**AUTUMN, f"{WORKSHOP}.start": "2031-10-27T14:00:00", "sessions[2]": AT_NIGHT, "sessions[3]": a_session(5, "10 10:00", 30, start="2031-10-26T01:15:00", fold=1)}),
    right(TWICE, "en", on_tuesday("11:30", room=GREEN)),
    right(TWICE, "en", on_tuesday("11:00")),
    right(TWICE, "fr", {"sessions[2]": a_session(4, "10 10:30", 30, status="cancelled")}),
    right(TWICE, "fr", {"sessions[2]": a_session(4, "10 10:30", 30, status="draft")}),
    right(TWICE, "en", {"sessions[2]": a_break(4, "10 10:30", 15), "sessions[3]": a_break(5, "10 10:45", 15, room=GREEN)}),
    right(TWICE, "en", {"sessions[2]": a_break(4, "10 12:00", 60, room=GREEN), "sessions[3]": a_break(5, "10 12:30", 60, room=GREEN)}),
    right(TWICE, "en", {"sessions[2]": a_session(4, "10 10:30", 60, kind="field-visit")}),
    right(TWICE, "fr", {"sessions[2]": a_session(4, "11 08:00", 500), "sessions[3]": a_session(5, "11 09:00", 60, kind="networking")}),  # coffee beside a desk
    wrong(TWICE, "fr", {"sessions[2]": a_session(4, "11 09:00", 90), "sessions[3]": a_session(5, "11 09:30", 60, kind="networking")}, "sessions[3].room"),
    wrong(LARGE, "en", {**SMALL, f"{PANEL}.capacity": 60}, says="takes 60 people, “Green Room” holds 40"),
    wrong(LARGE, "fr", {"rooms[1].capacity": 12, f"{WORKSHOP}.capacity": 13}),
    right(LARGE, "en", {**SMALL, f"{PANEL}.capacity": 40}),
    right(LARGE, "fr", {**SMALL, f"{PANEL}.capacity": 400, f"{PANEL}.mode": "online", f"{PANEL}.online": {"url": "https://meet.example/a"}}),
    right(LARGE, "en", {f"{PANEL}.capacity": 60, "rooms[1].capacity": 12}),
    wrong(MANY, "en", {f"{PANEL}.capacity": 30}, sign_ups={"s222222222": 31}, says="31 people are signed up, and the session takes 30"),
    wrong(MANY, "fr", {**SMALL, f"{PANEL}.themes": ["t222222222"]}, f"{PANEL}.room", sign_ups={"s222222222": 41}, says="holds 40"),
    right(MANY, "en", {f"{PANEL}.capacity": 30}, sign_ups={"s222222222": 30, "s322222222": 900}),
    right(MANY, "en", {**SMALL, f"{PANEL}.mode": "hybrid", f"{PANEL}.online": {"url": "https://meet.example/a"}}, sign_ups={"s222222222": 90}),
    right(MANY, "fr", {f"{WORKSHOP}.capacity": 5, f"{WORKSHOP}.status": "cancelled", f"{PANEL}.themes": ["t222222222", "t322222222"]}, sign_ups={"s322222222": 9}),
    wrong(OPEN, "en", {**SMALL, f"{PANEL}.sign_up": True}, f"{PANEL}.capacity", says="no limit, and “Green Room” holds 40"),
    wrong(OPEN, "fr", {"rooms[1].capacity": 8, f"{WORKSHOP}.sign_up": True}, f"{WORKSHOP}.capacity"),
    right(OPEN, "en", {**SMALL, f"{PANEL}.sign_up": True, f"{PANEL}.capacity": 40}),
    right(OPEN, "fr", {f"{PANEL}.sign_up": True}),  # nobody knows what the room holds
    right(OPEN, "en", {**SMALL, f"{WORKSHOP}.sign_up": True}),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_examples(example: Example) -> None:
    example.hold()


def test_an_empty_room_of_the_same_building_is_named_first() -> None:
    changes = {
        "rooms[0].building": "North",
        "rooms[2]": {"id": "r422222222", "name": {"en": "Attic"}, "building": "North"},
        **on_tuesday("11:00", room=GREEN),
    }
    wrong(TWICE, "en", changes, says="“Attic” is free at this time").hold()
    wrong(TWICE, "en", {**changes, "rooms[2].building": "South"}, f"{WORKSHOP}.room", says="“Blue Room” is free").hold()


def test_a_clash_in_the_other_room_is_told_of_the_other_room() -> None:
    wrong(
        TWICE, "en", {"sessions[2]": a_session(4, "11 15:00", 30, room=BLUE)}, "sessions[2].room", says="Blue Room"
    ).hold()
