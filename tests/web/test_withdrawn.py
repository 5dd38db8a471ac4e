"""A session that was published and taken out again says so, and where to go on; a lost reader can search."""

from pathlib import Path

import pytest
from lxml import html as lxml_html

from forum_app.database import Database
from tests.quality.house import House, a_file, opened

FORUM = "/forums/taken"


@pytest.fixture
def house(database: Database, tmp_path: Path) -> House:
    return opened(database.url.render_as_string(hide_password=False), tmp_path)


def without_a_session(house: House) -> tuple[str, str]:
    """A forum of which one dated session and one without a time were taken out; their ids."""
    data = a_file("taken")
    dated = data["sessions"][0]["id"]
    undated = dated[:-1] + "3"
    data["sessions"].append({"id": undated, "title": {"en": "Some time"}})
    house.open(data)
    house.open({**data, "sessions": []}, replace=True)
    return dated, undated


def test_a_session_that_was_taken_out_says_so_and_leads_on(house: House) -> None:
    dated, undated = without_a_session(house)
    for key, said in (
        (dated, "The session “Water for all” was taken out of the programme."),
        (undated, "This session was taken out of the programme."),
    ):
        for address in (f"{FORUM}/sessions/{key}", f"{FORUM}/sessions/{key}/concept-note"):
            answer = house.client.get(address, headers={"Accept-Language": "en"})
            assert (address, answer.status_code, answer.headers["Cache-Control"]) == (address, 410, "no-store")
            page = lxml_html.fromstring(answer.text)
            assert said in page.text_content()
            assert {f"{FORUM}/agenda", f"{FORUM}/changes", f"{FORUM}/"} <= set(page.xpath("//main//a/@href"))
    answer = house.client.get(f"{FORUM}/sessions/{dated}", headers={"Accept-Language": "fr"})
    assert "a été retirée du programme" in answer.text
    house.take(a_file("taken"), replace=True)
    house.publish("taken")
    assert house.client.get(f"{FORUM}/sessions/{dated}").status_code == 200
    house.database.close()


def test_an_id_that_was_never_a_session_is_not_found(house: House) -> None:
    without_a_session(house)
    for key in ("zzzzzzzzzz", a_file("taken")["people"][0]["id"], "x", "%00"):
        assert house.client.get(f"{FORUM}/sessions/{key}").status_code == 404
    house.database.close()


def test_a_page_that_is_not_there_offers_to_search_the_programme(house: House) -> None:
    house.open(a_file("taken"))
    page = lxml_html.fromstring(house.client.get(f"{FORUM}/nowhere", headers={"Accept-Language": "en"}).text)
    (form,) = page.xpath("//main//form")
    assert (form.get("action"), form.get("role"), [field.get("name") for field in form.xpath(".//input")]) == (
        f"{FORUM}/agenda",
        "search",
        ["q"],
    )
    assert form.xpath(".//label[@for='q']") != []
    assert lxml_html.fromstring(house.client.get("/nowhere").text).xpath("//form") == []
    house.database.close()
