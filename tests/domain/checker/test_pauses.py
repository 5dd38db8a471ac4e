"""Pauses: on the Tuesday with its panel at 10:00 to 11:30 something more is on. What starts at 11:30 follows at once."""

import pytest

from tests.domain.checker.agenda_examples import BLUE, PANEL, a_break, a_session
from tests.domain.checker.examples import Example, right, wrong

BREAK, MEAL, OVER = "break-missing", "meal-missing", "session-over-break"
LATE = a_session(5, "10 11:30", 100)  # until 13:10
SHORT_PAUSES = {  # 09:00 to 17:00
    "sessions[2]": a_session(4, "10 09:00", 50),
    "sessions[3]": a_session(5, "10 11:45", 165),
    "sessions[4]": a_session(6, "10 14:45", 135),
}

EXAMPLES = [
    wrong(BREAK, "en", {"sessions[2]": LATE}, f"{PANEL}.start", says="From 10:00 to 13:10 there is no pause for everybody: 3 h 10 min"),
    wrong(BREAK, "fr", {"sessions[2]": a_session(4, "10 08:00", 115), "sessions[3]": a_session(5, "10 10:30", 75, room=BLUE)}, "sessions[2].start", says="From 08:00 to 11:45"),  # five minutes are no pause
    wrong(BREAK, "en", {f"{PANEL}.minutes": 200}, f"{PANEL}.start"),
    wrong(BREAK, "en", {"sessions[2]": LATE, "sessions[3]": a_break(6, "10 11:25", 5)}, f"{PANEL}.start"),
    wrong(BREAK, "en", {"sessions[2]": LATE, "sessions[3]": a_break(6, "10 10:45", 20, status="cancelled")}, f"{PANEL}.start"),
    right(BREAK, "en", {"sessions[2]": a_session(5, "10 11:30", 90)}),  # three hours
    right(BREAK, "fr", {"sessions[2]": a_session(5, "10 11:40", 100)}),
    right(BREAK, "en", {"sessions[2]": LATE, "sessions[3]": a_break(6, "10 10:45", 20)}),  # though the panel goes on
    right(BREAK, "en", {"sessions[2]": a_session(5, "10 11:30", 100, kind="networking")}),
    right(BREAK, "en", {"sessions[2]": a_session(5, "10 11:30", 100, status="draft")}),
    right(BREAK, "fr", {"sessions[2]": a_session(5, "10 11:30", 100, kind="field-visit")}),
    right(BREAK, "en", {"sessions[2]": a_session(4, "10 08:00", 600, room=BLUE)}),  # a desk that is open all day
    wrong(MEAL, "en", SHORT_PAUSES, "sessions[2].start", says="From 09:00 to 17:00 there is no pause of 30 minutes for everybody, the longest has 15"),
    wrong(MEAL, "fr", {**SHORT_PAUSES, "sessions[5]": a_break(7, "10 14:30", 20), "sessions[4].start": "2031-06-10T14:50:00"}, "sessions[2].start", says="the longest has 20"),
    right(MEAL, "en", {**SHORT_PAUSES, "sessions[5]": a_break(7, "10 14:00", 30)}),
    right(MEAL, "fr", {**SHORT_PAUSES, "sessions[4]": a_session(6, "10 15:00", 135)}),
    right(MEAL, "en", {**SHORT_PAUSES, "sessions[4].minutes": 15}),  # six hours
    wrong(OVER, "en", {"sessions[2]": a_break(4, "10 11:15", 30)}, f"{PANEL}.start", says="The session ends at 11:30, when “Meeting 4” has begun at 11:15"),
    wrong(OVER, "fr", {"sessions[2]": a_break(4, "10 09:45", 30)}, f"{PANEL}.start", says="begins at 10:00, before “Rencontre 4” ends at 10:15"),
    right(OVER, "en", {"sessions[2]": a_break(4, "10 11:30", 30)}),
    right(OVER, "fr", {"sessions[2]": a_break(4, "10 10:45", 15)}),  # the panel's own
    right(OVER, "en", {"sessions[2]": a_break(4, "10 09:30", 180)}),  # a talk over lunch
    right(OVER, "en", {"sessions[2]": a_break(4, "10 11:15", 30, room=BLUE)}),
    right(OVER, "en", {"sessions[2]": a_break(4, "10 11:15", 30), f"{PANEL}.kind": "field-visit"}),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_examples(example: Example) -> None:
    example.hold()
