"""What an address chooses from the programme: what was never in it is refused in words, what once was is told."""

import json
from typing import Any

import icalendar
import pytest
from flask.testing import FlaskClient

from forum_app.domain.errors import UnknownChoice
from forum_app.domain.filters import refusal
from tests.quality.house import House, a_file, opened, put
from tests.web.test_public import FORUM, SAMPLE

DOORS = ("agenda", "agenda.ics", "agenda.json")
WRONG = {
    "day": ["tomorrow", "2022-02-30", "2022-09-14", "20220913"],
    "theme": ["water", "zzzzzzzzzz", "<b>x</b>"],
    "room": ["1", "zzzzzzzzzz"],
    "speaker": ["Diallo", "zzzzzzzzzz"],
    "kind": ["party", "Panel"],
    "mode": ["by post"],
    "language": ["xx", "english"],
    "session": ["zzzzzzzzzz", "1"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_what_was_never_in_the_programme_is_refused_by_its_name(name: str, value: str, sample: FlaskClient) -> None:
    for door in DOORS:
        answer = sample.get(f"{FORUM}/{door}", query_string={name: value}, headers={"Accept-Language": "en"})
        assert (answer.status_code, answer.headers["Cache-Control"]) == (400, "no-store")
        said = str(refusal(name, value)).replace("<", "&lt;").replace(">", "&gt;")
        assert said in answer.text
        assert f"{FORUM}/agenda" in answer.text


def test_what_is_in_the_programme_is_chosen(sample: FlaskClient) -> None:
    session = SAMPLE["sessions"][0]
    for name, value in (
        ("day", session["start"][:10]),
        ("kind", "workshop"),
        ("mode", "hybrid"),
        ("language", "fr"),
        ("speaker", SAMPLE["people"][0]["id"]),
    ):
        for door in DOORS:
            assert sample.get(f"{FORUM}/{door}", query_string={name: value}).status_code == 200


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({}, "ILO Solution Forum"),
        ({"kind": "panel", "mode": ["hybrid", "online"]}, "ILO Solution Forum: Panel, In person and online, Online"),
        ({"speaker": SAMPLE["people"][0]["id"]}, f"ILO Solution Forum: {SAMPLE['people'][0]['name']['en']}"),
        ({"day": "2022-09-13", "q": "jobs"}, "ILO Solution Forum: Tue 13, “jobs”"),
        ({"session": SAMPLE["sessions"][0]["id"]}, "ILO Solution Forum: 1 session"),
        ({"language": "fr", "lang": "fr"}, "Forum de solutions de l’OIT : français"),
    ],
)
def test_a_subscription_is_called_by_what_it_chooses(query: dict[str, Any], name: str, sample: FlaskClient) -> None:
    """Three subscriptions side by side can be told apart."""
    feed = sample.get(f"{FORUM}/agenda.ics", query_string={"lang": "en", **query}).data
    calendar = icalendar.Calendar.from_ical(feed)
    assert str(calendar["NAME"]).replace("\\,", ",") == name


def test_a_search_of_more_than_200_characters_is_refused(sample: FlaskClient) -> None:
    for door in DOORS:
        assert sample.get(f"{FORUM}/{door}", query_string={"q": "x" * 200}).status_code == 200
        answer = sample.get(f"{FORUM}/{door}", query_string={"q": "x" * 201}, headers={"Accept-Language": "en"})
        assert answer.status_code == 400
        assert "The search holds more than 200 characters: shorten it." in answer.text


def test_a_sign_that_can_not_be_seen_is_not_repeated() -> None:
    assert str(refusal("kind", "a\x00\u202eb")) == "There is no kind of session “a\ufffd\ufffdb”."
    assert isinstance(refusal("day", "x"), UnknownChoice)


@pytest.fixture
def house(database: Any, tmp_path: Any) -> House:
    return opened(database.url.render_as_string(hide_password=False), tmp_path)


def test_what_an_earlier_release_had_is_still_told(house: House) -> None:
    """Whoever subscribed to a theme, room, person, language or day learns that it is empty or cancelled."""
    data = a_file("choices")
    session, room, theme = data["sessions"][0], data["rooms"][0]["id"], data["themes"][0]["id"]
    session["languages"] = ["th"]
    house.open(data)
    later = put(json.loads(json.dumps(data)), "sessions.0.start", "2030-05-15T10:00:00")
    later["sessions"][0] |= {"languages": ["en"], "themes": [], "room": None, "roles": []}
    later["rooms"], later["themes"], later["people"] = [], [], later["people"][1:]
    house.open(later, replace=True)
    for name, value in (
        ("room", room),
        ("theme", theme),
        ("speaker", data["people"][0]["id"]),
        ("language", "th"),
        ("day", "2030-05-14"),
    ):
        for door in DOORS:
            answer = house.client.get(f"/forums/choices/{door}", query_string={name: value})
            assert (name, door, answer.status_code) == (name, door, 200)
        feed = house.client.get("/forums/choices/agenda.ics", query_string={name: value}).data
        assert icalendar.Calendar.from_ical(feed).walk("VEVENT") == []
    assert house.client.get("/forums/choices/agenda.ics?theme=zzzzzzzzzz").status_code == 400
    house.database.close()
