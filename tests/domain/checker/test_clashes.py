"""People needed in two sessions at once, or too far away. The workshop's moderator talks in the panel from 10:30 to 11:00."""

import pytest

from tests.domain.checker.agenda_examples import (
    BLUE,
    FIRST_TALK,
    MODERATES_PANEL,
    MODERATES_WORKSHOP,
    PANEL,
    SECOND_TALK,
    WORKSHOP,
    a_session,
    on_tuesday,
    with_role,
)
from tests.domain.checker.examples import GONE, Example, right, wrong

BOTH, WALK = "person-in-two-places", "no-time-to-walk"
TALK = f"{PANEL}.talks[1]"
ROOMS = {"forum.minutes_between_rooms": 10}
BUILDINGS = {**ROOMS, "forum.minutes_between_buildings": 25, "rooms[0].building": "Quay", "rooms[1].building": "Tower"}
OF_WORKSHOP = f"{WORKSHOP}.roles[0]"

EXAMPLES = [
    wrong(BOTH, "en", on_tuesday("10:30"), OF_WORKSHOP, says="Duarte Leal can’t be here and in “Seeds that travel” (10:30–11:00) at once"),
    wrong(BOTH, "fr", on_tuesday("09:00", minutes=120), f"{TALK}.speakers[1]", says="(09:00–11:00)"),
    wrong(BOTH, "en", {**on_tuesday("11:00"), f"{TALK}.minutes": GONE}, OF_WORKSHOP, says="(10:00–11:30)"),  # the talk may be at any time
    wrong(BOTH, "en", {**on_tuesday("11:00"), f"{PANEL}.talks[0].minutes": GONE}, OF_WORKSHOP),
    wrong(BOTH, "en", {**on_tuesday("11:15"), **with_role(PANEL, MODERATES_WORKSHOP, "panellist")}, OF_WORKSHOP),
    wrong(BOTH, "en", {**on_tuesday("11:15"), **with_role(WORKSHOP, MODERATES_PANEL, "rapporteur", "invited"), f"{WORKSHOP}.status": "tentative"}, f"{WORKSHOP}.roles[1]"),
    wrong(BOTH, "en", {**on_tuesday("10:15"), **with_role(WORKSHOP, SECOND_TALK), f"{WORKSHOP}.roles[2]": {"person": FIRST_TALK, "role": "speaker", "id": "m822222222"}}, WORKSHOP, says="Tomé Vilar, Graça Moutinho and Duarte Leal can’t be here and in “Seeds that travel” (10:00–11:30)"),
    wrong(BOTH, "en", {"sessions[2]": a_session(4, "11 14:00", 60, roles=[{"id": "m822222222", "person": MODERATES_WORKSHOP, "role": "interpreter"}]), "sessions[3]": a_session(5, "11 15:00", 120, roles=[{"id": "m922222222", "person": MODERATES_WORKSHOP, "role": "speaker"}])}, ("sessions[2].roles[0]", "sessions[3].roles[0]")),
    right(BOTH, "en", on_tuesday("11:00")),
    right(BOTH, "fr", on_tuesday("08:30", minutes=120)),
    right(BOTH, "en", {**on_tuesday("10:30", status="cancelled"), f"{PANEL}.themes": ["t222222222", "t322222222"]}),
    right(BOTH, "en", {**on_tuesday("10:30"), f"{TALK}.speakers[1].state": "declined", "forum.severities": {"declined-still-listed": "ignore"}}),
    right(BOTH, "en", {**on_tuesday("11:15"), **with_role(PANEL, MODERATES_WORKSHOP, "focal-point")}),
    right(BOTH, "fr", {**on_tuesday("10:00", minutes=30), f"{WORKSHOP}.talks": [{"id": "k922222222", "title": {"fr": "Accueil"}, "kind": "opening", "minutes": 10}]}),
    wrong(WALK, "en", {**ROOMS, **on_tuesday("11:05")}, OF_WORKSHOP, says="Duarte Leal can’t walk here from “Seeds that travel” in “Green Room”: the way takes 10 minutes, and the time between is 5 minutes."),
    wrong(WALK, "fr", {**BUILDINGS, **on_tuesday("11:20")}, OF_WORKSHOP, says="25 minutes, and the time between is 20 minutes"),
    wrong(WALK, "en", {**BUILDINGS, "forum.minutes_between_rooms": 0, **on_tuesday("09:00", minutes=70)}, f"{TALK}.speakers[1]", says="the time between is 20 minutes"),
    right(WALK, "en", {**ROOMS, **on_tuesday("11:10")}),
    right(WALK, "fr", {**BUILDINGS, **on_tuesday("11:25")}),
    right(WALK, "en", {**ROOMS, **on_tuesday("11:05", mode="online", online={"url": "https://meet.example/a"})}),
    right(WALK, "en", {**ROOMS, f"{PANEL}.room": BLUE, **on_tuesday("11:30")}),
    right(WALK, "en", {**ROOMS, "sessions[2]": a_session(4, "10 11:30", 30)}),  # nobody has to go there
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_examples(example: Example) -> None:
    example.hold()
