"""The programme as PDF: one page for a session or a short day, a table that flows by day for more."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest

from forum_app.domain.errors import NotFound
from tests.documents import forums
from tests.documents.conftest import Paper

Make = Callable[..., Paper]


def expo(sessions: int, days: int = 3, **more: object) -> dict:
    data = forums.plan()
    data["forum"] |= {"first_day": date(2031, 3, 10), "last_day": date(2031, 3, 9 + days), "part_of": None}
    data["rooms"] = [{"id": forums.an_id("x", number), "name": {"en": f"Room {number}"}} for number in (1, 2)]
    data["sessions"] = [
        {
            "id": forums.an_id("s", number),
            "title": {"en": f"Session number {number}"},
            "kind": "workshop",
            "summary": {"en": f"<p>{forums.LOREM}</p>"},
            "start": datetime.combine(date(2031, 3, 10 + number % days), time(9))
            + timedelta(minutes=30 * (number // days)),
            "minutes": 25,
            "room": forums.an_id("x", 1 + number % 2),
            "roles": [
                {"id": forums.an_id("r", number), "person": forums.an_id("p", 1 + number % 8), "role": "moderator"}
            ],
        }
        | more
        for number in range(sessions)
    ]
    return data


@pytest.mark.parametrize("language", ["en", "fr"])
def test_one_session_is_one_valid_page(paper: Make, language: str) -> None:
    made = paper(forums.release(), "agenda.pdf", language)
    assert len(made.pages) == 1
    assert made.faults == set()
    assert {"en": "Moderator: Mr Rim", "fr": "Modération : M. Rim"}[language] in made.text


def test_it_says_what_when_where_and_who(paper: Make) -> None:
    text = paper(forums.release(), "agenda.pdf").text
    for piece in (
        "Solution Forum on Rain",
        "Tuesday 11 March 2031, 10:30–11:50, Bangkok time (UTC+7)",
        "River Conference Centre, Bangkok",
        "Moderator: Mr Rim Vey-Kelder",
        "10:40",
        "Insurance that follows the rain, part 2",
        "Mr Santo Merrow",
        "Ms Phud Tejava",
        "Release 2, 9 March 2031, 16:40, Bangkok time (UTC+7). Changes after that: scan the code.",
    ):
        assert piece in text


@pytest.mark.parametrize(("sessions", "portraits"), [(3, 3), (12, 8)])
def test_a_short_day_fits_one_page_and_loses_abstracts_before_portraits(
    paper: Make, sessions: int, portraits: int
) -> None:
    made = paper(forums.release(expo(sessions, days=1)), "agenda.pdf", day=date(2031, 3, 10))
    assert len(made.pages) == 1
    assert all(f"Session number {number}" in made.text for number in range(sessions))
    assert ("agreed to compare" in made.text) == (sessions == 3)
    assert sum(tag.alt.startswith("Portrait") for tag in made.tags) == portraits


def test_a_short_day_of_many_people_loses_their_portraits(paper: Make) -> None:
    data = expo(12, days=1)
    data["people"] = [forums.person(number, f"Person Number{number}") for number in range(1, 37)]
    for number, session in enumerate(data["sessions"]):
        session["roles"] = [
            {"id": forums.an_id("r", at), "person": forums.an_id("p", at), "role": "panellist"}
            for at in range(3 * number + 1, 3 * number + 4)
        ]
    made = paper(forums.release(data), "agenda.pdf")
    assert len(made.pages) == 1
    assert not any(tag.alt.startswith("Portrait") for tag in made.tags)
    assert all(f"Number{number}" in made.text for number in range(1, 37))


def test_more_flows_by_day_and_the_header_row_comes_again(paper: Make) -> None:
    made = paper(forums.release(expo(60)), "agenda.pdf")
    assert len(made.pages) > 2
    assert made.outline == ["Building alliances of dry countries to insure what grows"] + [
        f"{name} March 2031" for name in ("Monday 10", "Tuesday 11", "Wednesday 12")
    ]
    assert all("Programme item" in text for text in made.pages[:-1])
    text = made.text
    assert all(f"Session number {number} " in text for number in range(60))
    assert made.faults == set()


def test_a_day_shows_that_day_only(paper: Make) -> None:
    text = paper(forums.release(expo(9)), "agenda.pdf", day=date(2031, 3, 11)).text
    assert "Session number 1 " in text and "Session number 0 " not in text
    with pytest.raises(NotFound):
        paper(forums.release(expo(9)), "agenda.pdf", day=date(2031, 4, 1))


def test_cancelled_sessions_stay_with_the_word_and_unscheduled_ones_come_last(paper: Make) -> None:
    data = expo(3, days=1)
    data["sessions"][1]["status"] = "cancelled"
    data["sessions"].append({"id": forums.an_id("s", 9), "title": {"en": "Some day"}})
    text = paper(forums.release(data), "agenda.pdf").text
    assert text.index("Session number 1") < text.index("Cancelled") < text.index("Session number 2")
    assert text.index("Time to be announced") < text.index("Some day")


def test_without_sessions_it_is_a_page_that_says_so(paper: Make) -> None:
    made = paper(forums.release(forums.plan(sessions=[])), "agenda.pdf")
    assert len(made.pages) == 1 and "No sessions yet." in made.text
    assert made.faults == set()


def test_a_session_after_midnight_says_its_own_date_under_the_evening_before(paper: Make) -> None:
    data = expo(4)
    data["sessions"][-1] |= {"start": "2031-03-12T00:30:00", "minutes": 60}
    text = paper(forums.release(data), "agenda.pdf").text
    assert "Wed 12, 00:30–01:30" in text
