"""The days of sessions: none, one too many, and an hour that comes twice. Lisbon's clocks go back on 26 October 2031."""

import pytest

from tests.domain.checker.agenda_examples import PANEL, WORKSHOP, a_session
from tests.domain.checker.examples import GONE, Example, right, wrong

NO_TIME, NO_LENGTH, OVER, TWICE = "session-unscheduled", "length-missing", "session-over-days", "hour-comes-twice"
AUTUMN = {
    "forum.first_day": "2031-10-25",
    "forum.last_day": "2031-10-26",
    f"{PANEL}.start": "2031-10-25T10:00:00",
    f"{WORKSHOP}.start": "2031-10-26T14:00:00",
}

EXAMPLES = [
    wrong(NO_TIME, "en", {f"{PANEL}.start": GONE}, says="confirmed and has no time"),
    wrong(NO_TIME, "en", {f"{PANEL}.start": GONE, f"{PANEL}.minutes": GONE}, f"{PANEL}.start"),  # told once
    wrong(NO_TIME, "fr", {f"{PANEL}.start": GONE, f"{WORKSHOP}.start": GONE}, "sessions", says="No session"),
    right(NO_TIME, "en", {f"{PANEL}.start": GONE, f"{PANEL}.status": "tentative"}),
    right(NO_TIME, "fr", {"sessions[2]": {"id": "s422222222", "title": {"fr": "Une idée"}, "status": "draft"}}),
    right(NO_TIME, "en", {"sessions[2]": {"id": "s422222222", "title": {"en": "Late idea"}, "status": "cancelled"}}),
    wrong(NO_LENGTH, "en", {f"{WORKSHOP}.minutes": GONE}),
    wrong(NO_LENGTH, "fr", {f"{PANEL}.start": GONE, f"{PANEL}.status": "tentative", f"{PANEL}.minutes": GONE}),
    right(NO_LENGTH, "en", {f"{PANEL}.start": GONE, f"{PANEL}.status": "tentative"}),
    right(NO_LENGTH, "fr", {"sessions[2]": {"id": "s422222222", "title": {"fr": "Une idée"}, "status": "draft"}}),
    wrong(OVER, "en", {"sessions[2]": a_session(4, "10 18:00", 32 * 60, kind="networking", room="r222222222")}, "sessions[2].minutes", says="begins on 10 June 2031 at 18:00 and ends on 12 June 2031 at 02:00"),
    wrong(OVER, "fr", {"sessions[2]": a_session(4, "10 16:00", 13 * 60)}, "sessions[2].minutes", says="11 June 2031 at 05:00"),
    right(OVER, "en", {"sessions[2]": a_session(4, "10 21:00", 8 * 60)}),  # a dance until five
    right(OVER, "en", {"sessions[2]": a_session(4, "10 16:00", 13 * 60), "forum.day_starts_at": "06:00:00"}),
    right(OVER, "fr", {"sessions[2]": a_session(4, "11 08:00", 12 * 60, room="r222222222")}),
    wrong(TWICE, "en", {**AUTUMN, "sessions[2]": a_session(4, "10 21:00", 30, start="2031-10-26T01:15:00")}, "sessions[2].start", says="show 01:15 twice on 26 October 2031"),
    wrong(TWICE, "fr", {**AUTUMN, "forum.zone": "America/New_York", "forum.last_day": "2031-11-02", "sessions[2]": a_session(4, "10 21:00", 30, start="2031-11-02T01:30:00")}, "sessions[2].start"),
    right(TWICE, "en", {**AUTUMN, "sessions[2]": a_session(4, "10 21:00", 30, start="2031-10-26T01:15:00", fold=1)}),
    right(TWICE, "fr", {**AUTUMN, "sessions[2]": a_session(4, "10 21:00", 30, start="2031-10-26T02:15:00")}),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_examples(example: Example) -> None:
    example.hold()
