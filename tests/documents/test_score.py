"""The score: one block a session, on the right day, yellow where asked; the same bytes each time."""

import re
from datetime import date, datetime, time

import pytest
from lxml import etree

from forum_app.domain.release import Content
from forum_app.i18n import words
from forum_app.score import SIGNAL, legend, score
from tests.documents import forums


def many(sessions: int, rooms: int) -> Content:
    data = forums.plan()
    data["forum"] |= {"first_day": date(2031, 3, 10), "last_day": date(2031, 3, 12), "part_of": None}
    data["rooms"] = [
        {"id": forums.an_id("x", number), "name": {"en": f"Room {number}"}} for number in range(1, rooms + 1)
    ]
    data["sessions"] = [
        {
            "id": forums.an_id("s", number),
            "title": {"en": f"Session {number}"},
            "start": datetime.combine(date(2031, 3, 10 + number % 3), time(9 + number // 3 % 9)),
            "minutes": 45,
            "room": forums.an_id("x", 1 + number % rooms) if rooms else None,
        }
        for number in range(sessions)
    ]
    return forums.content(data)


def blocks(svg: str) -> list[etree._Element]:
    return [item for item in etree.fromstring(svg).iter("{*}rect") if item.get("rx")]


@pytest.mark.parametrize(("sessions", "rooms"), [(0, 0), (0, 4), (1, 0), (200, 0), (200, 12), (200, 60)])
def test_every_session_is_one_block_within_the_drawing(sessions: int, rooms: int) -> None:
    svg = str(score(many(sessions, rooms), words("en")))
    height = float(etree.fromstring(svg).get("viewBox").split()[3])
    found = blocks(svg)
    assert len(found) == sessions
    assert all(
        float(item.get("x")) >= 0 and float(item.get("x")) + float(item.get("width")) <= 1200.1 for item in found
    )
    assert all(float(item.get("y")) + float(item.get("height")) <= height for item in found)
    assert height <= 145


def test_the_session_in_view_is_the_only_yellow_one() -> None:
    content = many(20, 4)
    key = content.sessions[7].id
    svg = str(score(content, words("en"), highlight=frozenset({key})))
    assert [item.get("fill") for item in blocks(svg)].count(SIGNAL) == 1
    assert legend(content, words("en"), highlight=frozenset({key})) == content.sessions[7].title["en"]


def test_a_forum_within_a_host_event_is_yellow_among_the_days_of_its_host() -> None:
    svg = str(score(forums.content(), words("en")))
    assert re.findall(r">([A-Z][a-z]{2} \d+)<", svg) == ["Mon 10", "Tue 11", "Wed 12"]
    (block,) = blocks(svg)
    assert block.get("fill") == SIGNAL and 400 < float(block.get("x")) < 800
    assert legend(forums.content(), words("en")) == "Solution Forum on Rain"


def test_no_style_attributes_and_the_same_bytes_each_time() -> None:
    one, other = (str(score(many(30, 5), words("fr"))) for _ in range(2))
    assert one == other
    assert "style=" not in one


def test_the_drawing_is_said_in_words() -> None:
    label = etree.fromstring(str(score(forums.content(), words("en")))).get("aria-label")
    assert label == "The programme drawn on a time scale: 1 session and 3 days. In yellow: Solution Forum on Rain."


def test_days_run_from_the_right_in_arabic() -> None:
    data = forums.plan()
    data["forum"]["languages"] = ["ar", "en"]
    (block,) = blocks(str(score(forums.content(data), words("ar"))))
    (latin,) = blocks(str(score(forums.content(data), words("en"))))
    assert float(block.get("x")) + float(block.get("width")) == pytest.approx(1200 - float(latin.get("x")), abs=0.3)


def test_hostile_titles_stay_text() -> None:
    data = forums.plan()
    data["forum"]["short_title"] = {"en": '"><script>alert(1)</script>'}
    svg = str(score(forums.content(data), words("en")))
    assert "<script" not in svg
    assert etree.fromstring(svg) is not None
