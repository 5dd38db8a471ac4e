"""What somebody needs, kept with the agreement to keep it: both stay as they are where another field is changed, and go
together; on both databases."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import update

from forum_app.database import Database
from forum_app.models.registrations import Registration as Row
from tests.cast import ORGANISER, Browser, Browsers, join
from tests.houses import Start
from tests.services.opened import open_registration
from tests.web.test_registering import hidden, key_of, page_of, registered, send, wrong
from tests.web.test_things import Form

NEEDS = {"access_needs": "A step-free way", "dietary_needs": "No nuts", "needs_consent": "1"}
DESK = "/manage/gssd2022/registrations"


@pytest.fixture
def start() -> Start:
    return Start(published=("gssd2022",))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def organiser(app: Flask, database: Database) -> Browser:
    return Browsers(app, database, join(database, "gssd2022"))[ORGANISER]


def shown(page: Any) -> dict[str, str]:
    """What stands in the fields of needs, as a browser would send it."""
    areas = {name: page.xpath(f"//textarea[@name='{name}']") for name in ("access_needs", "dietary_needs")}
    typed = {name: (found[0].text or "").strip() for name, found in areas.items() if found}
    ticked = page.xpath("//input[@name='needs_consent'][@checked]/@value")
    return typed | ({"needs_consent": ticked[0]} if ticked else {})


def kept(database: Database) -> dict[str, Any]:
    [row] = registered(database)
    agreed = [(one["text"], one["given_at"]) for one in row.consents if one["purpose"] == "needs"]
    return {"access": row.access_needs, "dietary": row.dietary_needs, "agreed": agreed, "institution": row.institution}


def changes(client: FlaskClient, address: str, **fields: Any) -> Any:
    """Sends the page of one's own answers as it stands, with these changes."""
    page = page_of(client, address)
    return send(client, address=address, carried=hidden(page), **{**shown(page), **fields})


@pytest.mark.parametrize("asks_needs", [True, False])
def test_needs_stay_as_they_are_where_somebody_changes_another_field(
    client: FlaskClient, database: Database, asks_needs: bool
) -> None:
    """Also where a forum asks for none any more, and on a page in another language: nobody agreed anew."""
    open_registration(database)
    send(client, **NEEDS)
    mine, before = f"/r/{key_of(database)}/change", kept(database)
    assert [text[:33] for text, _at in before["agreed"]] == ["The organisers may keep what I wr"]
    open_registration(database, asks_needs=asks_needs)
    assert shown(page_of(client, mine)) == NEEDS
    for language, institution in (("en", "Union"), ("fr", "Academy")):
        answer = changes(client, f"{mine}?lang={language}", institution=institution)
        assert answer.status_code == 303
        assert kept(database) == {**before, "institution": institution}


def test_other_needs_are_agreed_to_anew_in_the_words_that_were_shown(client: FlaskClient, database: Database) -> None:
    open_registration(database)
    send(client, **NEEDS)
    mine, before = f"/r/{key_of(database)}/change", kept(database)
    answer = changes(client, f"{mine}?lang=fr", dietary_needs="Vegan")
    assert answer.status_code == 303
    after = kept(database)
    [(text, _at)] = after["agreed"]
    assert (after["access"], after["dietary"], text) != ("A step-free way", "Vegan", before["agreed"][0][0])
    assert (after["access"], after["dietary"]) == ("A step-free way", "Vegan")


def test_needs_and_the_agreement_to_them_go_together_or_stay_together(client: FlaskClient, database: Database) -> None:
    open_registration(database)
    send(client, **NEEDS)
    mine, before = f"/r/{key_of(database)}/change", kept(database)
    refused = changes(client, mine, needs_consent=None, institution="Union")
    assert wrong(refused) == {
        "needs_consent": "Tick this so that we may keep what you wrote, or leave both fields empty."
    }
    assert shown(html.fromstring(refused.text)) == {name: NEEDS[name] for name in ("access_needs", "dietary_needs")}
    assert kept(database) == before
    assert changes(client, mine, access_needs="", dietary_needs="", institution="Union").status_code == 303
    assert kept(database) == {"access": "", "dietary": "", "agreed": [], "institution": "Union"}


def at_desk(organiser: Browser, key: str, **fields: Any) -> Any:
    """Sends the desk's form of a registration as it stands, with these changes."""
    address = f"{DESK}/{key}/change"
    filled = dict(Form(organiser.get(address).text, address).fields)
    typed = {**filled, **fields}
    return organiser.post(address, {name: value for name, value in typed.items() if value is not None})


@pytest.mark.parametrize("asks_needs", [True, False])
def test_needs_stay_as_they_are_where_an_organiser_changes_another_field(
    client: FlaskClient, organiser: Browser, database: Database, asks_needs: bool
) -> None:
    open_registration(database)
    send(client, **NEEDS)
    key, before = registered(database)[0].id, kept(database)
    open_registration(database, asks_needs=asks_needs)
    assert at_desk(organiser, key, institution="Union").status_code == 303
    assert kept(database) == {**before, "institution": "Union"}
    refused = at_desk(organiser, key, needs_consent=None)
    assert wrong(refused) == {"needs_consent": "Tick this so that it may be kept, or leave both fields empty."}
    assert at_desk(organiser, key, access_needs="", dietary_needs="").status_code == 303
    assert kept(database) == {"access": "", "dietary": "", "agreed": [], "institution": "Union"}


def test_needs_that_came_in_a_list_without_an_agreement_stand_in_the_way_of_no_other_field(
    client: FlaskClient, organiser: Browser, database: Database
) -> None:
    """At the desk nobody is made to say that somebody agreed; more needs are only written down with an agreement."""
    open_registration(database)
    send(client)
    key = registered(database)[0].id
    database.write(lambda connection: connection.execute(update(Row).values(access_needs="A step-free way")))
    assert at_desk(organiser, key, institution="Union").status_code == 303
    assert kept(database) == {"access": "A step-free way", "dietary": "", "agreed": [], "institution": "Union"}
    assert list(wrong(at_desk(organiser, key, dietary_needs="No nuts"))) == ["needs_consent"]
    assert at_desk(organiser, key, dietary_needs="No nuts", needs_consent="1").status_code == 303
    [(text, _at)] = kept(database)["agreed"]
    assert text == "They agreed that the organisers keep this, to meet these needs."
