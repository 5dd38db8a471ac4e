"""The delegation and the gender of whoever registers: asked where the forum asks for them, kept as chosen, refused where
nobody knows what was chosen; on both databases."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import insert

from forum_app.database import Database
from forum_app.domain.identity import new_id
from forum_app.domain.vocabularies import Gender
from forum_app.models.registrations import Delegation
from tests.houses import Start
from tests.services.opened import open_registration
from tests.web.test_registering import ADDRESS, hidden, key_of, page_of, registered, send, wrong

GONE = "This can't be chosen any more: choose again."


@pytest.fixture
def start() -> Start:
    return Start(published=("gssd2022",))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def delegation(database: Database, forum_id: str, position: int, **name: str) -> str:
    key = new_id()
    row = {"id": key, "forum_id": forum_id, "position": position, "name": name, "country": "JO"}
    database.write(lambda connection: connection.execute(insert(Delegation).values(row)))
    return key


@pytest.fixture
def teams(database: Database) -> list[str]:
    """The two delegations of a forum that asks for them, and for gender."""
    forum_id = open_registration(database, asks_delegation=True, asks_gender=True)
    names: list[dict[str, str]] = [{"en": "Lake Union", "fr": "Union du lac"}, {"en": "Port of Aqaba"}]
    return [delegation(database, forum_id, position, **name) for position, name in enumerate(names)]


def offered(page: Any) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen in both fields: what is sent, and how it is called."""
    teams = page.xpath("//main//select[@name='delegation']/option[@value != '']")
    genders = page.xpath("//main//input[@name='gender']")
    return {
        "delegation": [(each.get("value"), each.text_content().strip()) for each in teams],
        "gender": [(each.get("value"), each.getparent().text_content().strip()) for each in genders],
    }


def chosen(page: Any) -> dict[str, list[str]]:
    return {
        "delegation": page.xpath("//main//select[@name='delegation']/option[@selected][@value != '']/@value"),
        "gender": page.xpath("//main//input[@name='gender'][@checked]/@value"),
    }


def kept(database: Database) -> list[tuple[str | None, Gender | None]]:
    return [(row.delegation, row.gender) for row in registered(database)]


def test_both_are_asked_in_the_readers_language(client: FlaskClient, teams: list[str]) -> None:
    union, port = teams
    genders = [("female", "Woman"), ("male", "Man"), ("other", "Other"), ("unsaid", "Prefer not to say")]
    page = page_of(client)
    assert offered(page) == {"delegation": [(union, "Lake Union"), (port, "Port of Aqaba")], "gender": genders}
    assert chosen(page) == {"delegation": [], "gender": []}
    assert offered(page_of(client, f"{ADDRESS}?lang=fr"))["delegation"] == [
        (union, "Union du lac"),
        (port, "Port of Aqaba"),
    ]


@pytest.mark.parametrize(
    ("asks", "asked"),
    [({}, []), ({"asks_delegation": True}, ["delegation"]), ({"asks_gender": True}, ["gender"])],
)
def test_a_forum_that_does_not_ask_keeps_nothing_of_it(
    client: FlaskClient, database: Database, teams: list[str], asks: dict[str, bool], asked: list[str]
) -> None:
    """Also of whoever sends a field that the form doesn't have."""
    open_registration(database, **asks)
    assert [name for name, choices in offered(page_of(client)).items() if choices] == asked
    assert send(client, delegation=teams[1], gender="female").status_code == 303
    whole = {"delegation": teams[1], "gender": Gender.FEMALE}
    [(team, gender)] = kept(database)
    assert {"delegation": team, "gender": gender} == {name: whole[name] if name in asked else None for name in whole}


def test_a_forum_without_delegations_asks_for_none(client: FlaskClient, database: Database) -> None:
    open_registration(database, asks_delegation=True)
    assert page_of(client).xpath("//*[@name='delegation']") == []
    assert send(client, delegation="2222222222").status_code == 303
    assert kept(database) == [(None, None)]


@pytest.mark.parametrize(
    ("gender", "expected"), [(gender.value, gender) for gender in Gender] + [("unsaid", None), ("", None), (None, None)]
)
def test_what_was_chosen_is_kept_changed_and_taken_back(
    client: FlaskClient, database: Database, teams: list[str], gender: str | None, expected: Gender | None
) -> None:
    union, port = teams
    assert send(client, delegation=port, gender=gender).status_code == 303
    assert kept(database) == [(port, expected)]
    mine = f"/r/{key_of(database)}/change"
    page = page_of(client, mine)
    assert chosen(page) == {"delegation": [port], "gender": [expected] if expected else []}
    assert send(client, address=mine, carried=hidden(page), delegation=union, gender="male").status_code == 303
    assert kept(database) == [(union, Gender.MALE)]
    assert send(client, address=mine, delegation="", gender="unsaid").status_code == 303
    assert kept(database) == [(None, None)]


@pytest.mark.parametrize(
    ("field", "value"), [("delegation", "2222222222"), ("delegation", "Lake Union"), ("gender", "x")]
)
def test_one_that_nobody_knows_is_refused_at_its_field(
    client: FlaskClient, database: Database, teams: list[str], field: str, value: str
) -> None:
    """Nothing is kept and nothing else is lost, in the form as on one's own page."""
    given = {"delegation": teams[0], "gender": "female"}
    for address in (ADDRESS, ""):
        before = kept(database)
        answer = send(client, address=address or f"/r/{key_of(database)}/change", **{**given, field: value})
        assert (answer.status_code, wrong(answer)) == (422, {field: GONE})
        page = html.fromstring(answer.text)
        assert page.xpath(f"//*[@role='alert']//a[@href='#{field}']")
        expected = {name: [] if name == field else [choice] for name, choice in given.items()}
        assert chosen(page) == expected
        assert page.xpath("//main//input[@name='institution']/@value") == ["Ministry of Labour"]
        assert kept(database) == before
        if address:
            assert send(client, carried=hidden(page), **given).status_code == 303
    assert kept(database) == [(teams[0], Gender.FEMALE)]


def test_a_gender_that_is_kept_can_be_taken_back_where_the_forum_asks_for_it_no_more(
    client: FlaskClient, database: Database, teams: list[str]
) -> None:
    """The delegation is the organisers' then: it stays."""
    send(client, delegation=teams[0], gender="female")
    open_registration(database)
    mine = f"/r/{key_of(database)}/change"
    page = page_of(client, mine)
    assert chosen(page) == {"delegation": [], "gender": ["female"]}
    assert page.xpath("//*[@name='delegation']") == []
    assert send(client, address=mine, carried=hidden(page), delegation=teams[1], gender="unsaid").status_code == 303
    assert kept(database) == [(teams[0], None)]
    assert offered(page_of(client, mine)) == {"delegation": [], "gender": []}
