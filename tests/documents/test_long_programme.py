"""A long programme: in parts that are cut where days or hours change, and one document to its reader."""

from collections.abc import Callable
from datetime import date

import pytest

from forum_app.documents.programme import programme_parts
from tests.documents import forums
from tests.documents.conftest import Paper

Make = Callable[..., Paper]
DAYS = ("Monday 10 March 2031", "Tuesday 11 March 2031", "Wednesday 12 March 2031")


@pytest.fixture(scope="module")
def release() -> object:
    return forums.release(forums.large(330))


@pytest.fixture(scope="module")
def made(release: object, renderer: object, photos: object) -> Paper:
    from forum_app.documents.kinds import render

    told: list[tuple[int, int]] = []
    pdf = render(
        "agenda.pdf", release, "en", forums.BASE, photos.joinpath, renderer, progress=lambda *step: told.append(step)
    )
    assert told == [(done, 6) for done in range(7)]
    return Paper(pdf)


def test_every_session_stands_in_it_once_and_every_page_has_its_number(made: Paper) -> None:
    assert made.faults == set()
    text = f"{made.text} "
    assert all(text.count(f"Session number {number} ") == 1 for number in range(330))
    for number, page in enumerate(made.pages, 1):
        assert page.endswith(f" {number} of {len(made.pages)}") and "scan the code." in page
    assert made.text.count("On the web") == 1
    assert made.text.count("Solution Forum on Rain / Programme") == 1


def test_a_day_that_is_too_long_goes_on_where_a_new_time_begins(made: Paper) -> None:
    title, *days = made.outline
    assert title == "Building alliances of dry countries to insure what grows"
    assert [day.partition(",")[0] for day in days] == [day for day in DAYS for _ in range(2)]
    assert [day.partition(", from ")[2] for day in days] == ["", "14:00"] * 3
    before, after = made.text.split("Tuesday 11 March 2031, from 14:00")
    assert "14:00–14:30" not in before.rpartition("Tuesday 11 March 2031")[2]
    assert after.split("Time")[1].split()[3:4] == ["14:00–14:30"]


def test_days_are_not_cut_where_they_fit() -> None:
    parts = programme_parts(forums.release(forums.large(60)), "en", forums.BASE)
    assert len(parts) == 1
    parts = programme_parts(forums.release(forums.large(90)), "en", forums.BASE)
    assert [[day for day in DAYS if f"<h2>{day}</h2>" in part] for part in parts] == [list(DAYS[:2]), [DAYS[2]]]


def test_one_long_day_has_its_name_where_it_goes_on(release: object) -> None:
    first, second = programme_parts(release, "fr", forums.BASE, date(2031, 3, 11))
    assert "<h2>" not in first
    assert "<h2>Mardi 11 mars 2031, à partir de 14:00</h2>" in second


def test_long_texts_make_shorter_parts() -> None:
    data = forums.large(60, days=1)
    for session in data["sessions"]:
        session["summary"] = forums.both(f"<p>{forums.LOREM * 30}</p>")
    parts = programme_parts(forums.release(data), "en", forums.BASE)
    assert len(parts) > 3
    assert all(len(part) < 250_000 for part in parts)


def test_sessions_without_a_time_go_on_under_their_words() -> None:
    data = forums.large(110, days=1)
    for session in data["sessions"]:
        session.pop("start")
    first, second = programme_parts(forums.release(data), "en", forums.BASE)
    assert "<h2>Time to be announced</h2>" in first
    assert "<h2>Time to be announced, continued</h2>" in second
