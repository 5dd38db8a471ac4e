"""The agenda's builder where the programme is odd: many rooms or one, long titles, nights, clocks that jump, old pages."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from lxml import html as lxml_html
from sqlalchemy import select
from werkzeug.test import TestResponse

from forum_app.database import Database
from forum_app.domain.agenda.slots import slot_of
from forum_app.domain.draft import Draft, Room, Session
from forum_app.domain.identity import new_id
from forum_app.domain.vocabularies import SessionKind
from forum_app.models.forum import Forum
from forum_app.services.agenda_board import board_now
from forum_app.services.forum_files import keep_draft
from tests.cast import EDITOR, ORGANISER, Browsers, join
from tests.factories import FIRST_DAY, a_draft, a_plain_session, an_id, wall

AGENDA = "/manage/harvest/agenda"
JSON = {"Accept": "application/json"}
DAY = timedelta(days=1)
ONE, TWO, THREE = (an_id(number, "s") for number in (1, 2, 3))


class House:
    """A forum that was made up, and the cast at its desk."""

    def __init__(self, app: Flask, database: Database, *sessions: Session, rooms: int = 2, **forum: Any) -> None:
        made = [Room(id=an_id(number, "r"), name={"en": f"Room {number}"}) for number in range(1, rooms + 1)]
        draft = a_draft(*sessions, rooms=made, forum=forum, sessions=list(sessions))
        database.write(lambda connection: keep_draft(connection, draft, False, "test"))
        self.database, self.cast = database, Browsers(app, database, join(database, "harvest"))

    def draft(self) -> Draft:
        with self.database.reading() as connection:
            forum = connection.execute(select(Forum.id)).scalar_one()
        return board_now(self.database, forum).draft

    def session(self, key: str) -> Session:
        return next(each for each in self.draft().sessions if each.id == key)

    def page(self, query: str = "", who: str = EDITOR) -> Any:
        answer = self.cast[who].get(AGENDA + query)
        assert answer.status_code == 200
        return lxml_html.fromstring(answer.get_data(as_text=True))

    def step(self, doing: str, who: str = EDITOR, **fields: str) -> TestResponse:
        return self.cast[who].post(f"{AGENDA}/steps", {"do": doing, "_step": new_id(), **fields}, headers=JSON)

    def place(self, key: str, **values: Any) -> TestResponse:
        return self.step("place", wishes=json.dumps([{"session": key, "values": values}]))


def plain(key: str, **changes: Any) -> Session:
    return a_plain_session(key, **{"room": an_id(1, "r"), **changes})


def cells(page: Any) -> dict[str, str]:
    """Where the cards of the day stand on the grid, as their classes say it: row, height, column."""
    found = {}
    for card in page.xpath("//*[@data-grid]//article"):
        found[card.get("data-key")] = " ".join(
            name for name in card.get("class").split() if name[:2] in ("r-", "h-", "c-")
        )
    return found


@pytest.mark.parametrize("rooms", [1, 40])
def test_one_room_or_forty_are_columns_to_be_moved_to(app: Flask, database: Database, rooms: int) -> None:
    house = House(app, database, plain(ONE), plain(TWO), rooms=rooms)
    page = house.page(f"?session={ONE}")
    assert page.xpath("//b[@data-column]/@data-column") == [an_id(number, "r") for number in range(1, rooms + 1)]
    assert page.xpath("//*[@data-grid]/@class") == [f"grid5 rooms-{rooms} rows-132"]
    ways = [json.loads(each) for each in page.xpath("//div[@class='pn-ways']//input[@name='wishes']/@value")]
    assert len(ways) == (2 if rooms == 1 else 3)  # before and after the other, or beside it
    for (wish,) in ways:
        assert (wish["values"]["room"] != an_id(1, "r")) or abs(datetime.fromisoformat(wish["values"]["start"]) - wall(14)) >= timedelta(hours=1)  # fmt: skip
    assert house.place(TWO, room=an_id(rooms, "r"), start=f"{FIRST_DAY}T18:00:00").status_code == 200
    assert cells(house.page())[TWO] == f"r-121 h-12 c-{rooms}"
    if rooms == 1:
        assert house.step("swap", session=ONE, other=TWO).get_json()["changed"] is True
        assert (house.session(ONE).start, house.session(TWO).start) == (wall(18), wall(14))


def test_a_session_over_midnight_and_one_longer_than_a_day_stand_on_the_day_they_begin(
    app: Flask, database: Database
) -> None:
    house = House(app, database, plain(ONE, start=wall(23, 30), minutes=120), plain(TWO, start=wall(9), minutes=30 * 60), plain(THREE, start=wall(3, day=FIRST_DAY + DAY), room=an_id(2, "r")))  # fmt: skip
    page = house.page()
    assert cells(page) == {TWO: "r-13 h-288 c-1", ONE: "r-187 h-24 c-1", THREE: "r-229 h-12 c-2"}
    assert page.xpath("//*[@data-grid]/@class") == ["grid5 rooms-2 rows-300"]
    assert page.xpath(f"//article[@data-key='{ONE}']//time")[0].text_content() == "23:30–01:30"
    assert cells(house.page(f"?day={FIRST_DAY + DAY}")) == {}
    assert [line["rule"] for line in house.place(TWO, start=f"{FIRST_DAY}T09:05:00").get_json()["problems"]].count("room-taken-twice") == 1  # fmt: skip
    assert house.step("shift", session=ONE, by="45").get_json()["changed"] is True
    assert (house.session(ONE).start, house.session(THREE).start) == (wall(0, 15, FIRST_DAY + DAY), wall(3, 45, FIRST_DAY + DAY))  # fmt: skip
    assert sorted(cells(house.page())) == sorted([ONE, TWO, THREE])  # the day ends at four


SPRING, AUTUMN = date(2030, 3, 31), date(2030, 10, 27)


def test_an_hour_that_the_clocks_skip_takes_nothing_and_one_that_comes_twice_keeps_which(
    app: Flask, database: Database
) -> None:
    early, night = plain(ONE, start=wall(1, day=SPRING)), plain(TWO, start=wall(1, 30, day=SPRING), room=an_id(2, "r"))
    house = House(app, database, early, night, zone="Europe/Paris", first_day=SPRING - DAY, last_day=SPRING)
    before = house.draft().sessions
    for answer in (house.place(ONE, start=f"{SPRING}T02:30:00"), house.step("shift", session=ONE, by="60")):
        assert answer.status_code == 422
        (said,) = answer.get_json()["problems_of_step"]
        assert "02:" in said and "Europe/Paris" in said
        assert house.draft().sessions == before
    assert house.step("shift", session=ONE, by="120").status_code == 200  # three and half past: all of it on real hours
    assert [each.start for each in house.draft().sessions] == [wall(3, day=SPRING), wall(3, 30, day=SPRING)]
    for fold in (1, 0):
        assert house.place(ONE, start=f"{AUTUMN}T02:30:00", fold=fold).status_code == 200
        assert slot_of(house.session(ONE)).fold == fold
    assert house.page(f"?day={AUTUMN - DAY}").xpath("//*[@data-grid]//article/@data-key") == [ONE]


def test_a_title_of_two_hundred_characters_is_whole_on_its_card_and_wherever_it_is_named(
    app: Flask, database: Database
) -> None:
    title = ("Wassermengenbewirtschaftungsgesetz " * 6)[:199] + "!"
    house = House(app, database, plain(ONE, title={"en": title}), plain(TWO))
    page = house.page(f"?session={TWO}")
    assert len(title) == 200 and page.xpath(f"//article[@data-key='{ONE}']//h3")[0].text_content() == title
    assert any(title in line.text_content() for line in page.xpath("//ul[@class='pn-told']/li"))
    assert [each.text for each in page.xpath("//select[@name='other']/option")] == [title]
    told = house.place(ONE, start=f"{FIRST_DAY}T14:05:00").get_json()
    assert title in told["cards"][ONE] and title in told["problems"][0]["title"]


def test_a_clash_that_is_told_from_the_other_session_names_that_one_first(app: Flask, database: Database) -> None:
    house = House(app, database, plain(ONE, title={"en": "Roads"}), plain(TWO, title={"en": "Bridges"}))
    (problem,) = (
        each for each in house.place(ONE, minutes=45).get_json()["problems"] if each["rule"] == "room-taken-twice"
    )
    told_at, seen_at = problem["sessions"]
    title = {ONE: "Roads", TWO: "Bridges"}[told_at]
    (line,) = house.page(f"?session={seen_at}").xpath("//ul[@class='pn-told']/li[contains(., 'taken')]")
    assert f"{title} – {problem['reason']}" in line.text_content()
    (line,) = house.page(f"?session={told_at}").xpath("//ul[@class='pn-told']/li[contains(., 'taken')]")
    assert f"{title} –" not in line.text_content()


def test_a_break_for_all_has_all_rooms_and_one_without_rooms_too(app: Flask, database: Database) -> None:
    pause = plain(ONE, kind=SessionKind.BREAK, room=None)
    house = House(app, database, pause, rooms=0)
    assert cells(house.page()) == {ONE: "r-73 h-12 c-0"}
    assert house.place(ONE, start=f"{FIRST_DAY}T08:00:00").status_code == 200
    assert cells(house.page()) == {ONE: "r-1 h-12 c-0"}


@pytest.mark.parametrize("doing", ["shift", "close"])
def test_an_old_page_s_rule_for_what_waits_meanwhile_is_refused_in_words(
    app: Flask, database: Database, doing: str
) -> None:
    house = House(app, database, plain(ONE), plain(TWO, start=wall(16)))
    form = house.page(f"?session={ONE}").xpath(f"//form[.//input[@name='do' and @value='{doing}']]")[0]
    assert house.step("unschedule", ORGANISER, session=ONE).status_code == 200
    before, sentence = house.draft(), "Nothing was changed: the session has no time or no room any more."
    fields = {name: value for name, value in form.form_values() if name != "_csrf"}
    answer = house.cast[EDITOR].post(f"{AGENDA}/steps", fields, headers=JSON)
    assert (answer.status_code, answer.get_json()) == (422, {"problems_of_step": [sentence]})
    answer = house.cast[EDITOR].post(f"{AGENDA}/steps", fields)
    assert answer.status_code == 303 and sentence in house.cast[EDITOR].get(answer.location).get_data(as_text=True)
    assert house.draft() == before


def test_an_old_page_s_steps_for_what_was_deleted_meanwhile_are_not_found_and_the_page_hears_of_it(
    app: Flask, database: Database
) -> None:
    house = House(app, database, plain(ONE), plain(TWO, start=wall(16)))
    entry = house.page().xpath("//*[@data-entry]/@data-entry")[0]
    step = new_id()
    fields = {"do": "delete", "_step": step, "session": ONE}
    assert house.cast[ORGANISER].post(f"{AGENDA}/steps", fields, headers=JSON).status_code == 200
    assert house.cast[ORGANISER].post(f"{AGENDA}/steps", fields, headers=JSON).get_json()["step"] == step
    before = house.draft()
    both = [{"session": key, "values": {"start": f"{FIRST_DAY}T11:00:00"}} for key in (TWO, ONE)]
    for answer in (
        house.step("place", wishes=json.dumps(both)),
        house.step("swap", session=TWO, other=ONE),
        house.step("copy", session=ONE),
        house.step("delete", session=ONE),
        house.step("edit", session=ONE),
    ):
        assert answer.status_code == 404
        assert answer.get_json() == {"problems_of_step": ["This was deleted meanwhile."]}
    assert house.draft() == before
    told = house.cast[EDITOR].get(f"{AGENDA}/changes?after={entry}").get_json()
    assert (told["gone"], told["cards"]) == ([ONE], {})


def test_a_replayed_step_changes_nothing_a_second_time_even_after_it_was_taken_back(
    app: Flask, database: Database
) -> None:
    house = House(app, database, plain(ONE), plain(TWO, start=wall(16)))
    editor, before = house.cast[EDITOR], house.draft().sessions
    step, fresh, back = new_id(), new_id(), new_id()
    wishes = json.dumps([{"session": ONE, "values": {"start": f"{FIRST_DAY}T11:00:00"}}])
    for fields in (
        {"do": "place", "wishes": wishes},
        {"do": "shift", "session": ONE, "by": "30"},
        {"do": "swap", "session": ONE, "other": TWO},
        {"do": "copy", "session": ONE, "new": fresh},
        {"do": "new", "title": "Fresh", "new": new_id(), "wishes": wishes.replace("}}]", ', "minutes": 30}}]')},
    ):
        step, back = new_id(), new_id()
        first = editor.post(f"{AGENDA}/steps", {**fields, "_step": step}, headers=JSON).get_json()
        after = house.draft().sessions
        again = editor.post(f"{AGENDA}/steps", {**fields, "_step": step}, headers=JSON).get_json()
        assert first["changed"] and after != before
        assert (again["entry"], house.draft().sessions) == (first["entry"], after)
        for _ in range(2):
            assert editor.post(f"{AGENDA}/steps/{step}/undo", {"_step": back}, headers=JSON).status_code == 200
            assert house.draft().sessions == before
        editor.post(f"{AGENDA}/steps", {**fields, "_step": step}, headers=JSON)
        assert house.draft().sessions == before
