"""The door at the desk: who may stand there, what a form and what a script is answered, and what is no door of a forum."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.identity import new_id
from forum_app.domain.vocabularies import RegistrationStatus
from forum_app.models.programme import Session
from forum_app.models.registrations import CheckIn, Registration
from forum_app.services.media import Media
from tests.cast import CAST, ORGANISER, OWNER, RECEPTION, Browser, Browsers, join
from tests.houses import Start

DOOR = "/manage/eiip2025/check-in"
MAY = (OWNER, ORGANISER, RECEPTION)
NOW = datetime(2025, 2, 18, 3, 4, tzinfo=UTC)  # 09:04 in Dhaka
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def start() -> Start:
    return Start(drafts=("eiip2025", "gssd2022"))


@pytest.fixture
def config(config: Config) -> Config:
    return replace(config, now_at=NOW)


@pytest.fixture
def cast(app: Flask, database: Database, media: Media) -> dict[str, Browser]:
    return Browsers(app, database, join(database, "eiip2025", "gssd2022"))


@pytest.fixture
def person(database: Database) -> Callable[..., Any]:
    """Somebody of the forum: by default confirmed, in person, in no part of the programme."""

    def find(status: str = "confirmed", mode: str = "in-person", **more: Any) -> Any:
        query = select(Registration).where(Registration.status == status, Registration.mode == mode)
        query = query.where(*(getattr(Registration, name) == value for name, value in more.items()))
        with database.reading() as connection:
            return connection.execute(query.order_by(Registration.position)).first()

    return find


def came(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(CheckIn)).scalar_one())


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_door_is_kept_by_owners_organisers_and_reception(
    cast: dict[str, Browser], database: Database, person
) -> None:
    key = person().id
    for member in CAST:
        for address in ("", "/now", "/walk-in"):
            status = cast[member].get(DOOR + address).status_code
            expected = 200 if member in MAY else {"stranger": 303, "editor": 403, "viewer": 403}.get(member, 404)
            assert (member, address, status) == (member, address, expected)
        for address in ("", "/undo", "/walk-in"):
            before = came(database)
            answer = cast[member].post(DOOR + address, {"person": key, "given_name": member, "key": new_id()})
            assert (answer.status_code == 303) == (member in MAY), (member, address)
            assert came(database) == before or member in MAY
    assert came(database) == 3  # each made a walk-in; the check-ins were taken back


def test_a_press_without_the_token_of_the_sign_in_does_nothing(
    cast: dict[str, Browser], database: Database, person
) -> None:
    answer = cast[RECEPTION].client.post(DOOR, data={"person": person().id})
    assert (answer.status_code, came(database)) == (403, 0)


def test_the_camera_is_allowed_on_this_page_alone(cast: dict[str, Browser]) -> None:
    policies = [
        cast[OWNER].get(address).headers["Permissions-Policy"] for address in (DOOR, f"{DOOR}/walk-in", "/manage/")
    ]
    assert ["camera=(self)" in each for each in policies] == [True, False, False]
    assert "'unsafe" not in cast[OWNER].get(DOOR).headers["Content-Security-Policy"]


def test_today_is_chosen_and_each_day_and_session_can_be(cast: dict[str, Browser], database: Database) -> None:
    page = cast[RECEPTION].get(DOOR).text
    assert re.findall(r'<option value="(2025[^"]+)"( selected)?>', page) == [
        ("2025-02-18", " selected"), ("2025-02-19", ""), ("2025-02-20", ""),
    ]  # fmt: skip
    with database.reading() as connection:
        workshop = connection.execute(select(Session).where(Session.sign_up, Session.capacity == 50)).first()
    page = cast[RECEPTION].get(f"{DOOR}?session={workshop.id}").text
    assert f'<option value="{workshop.id}" selected>' in page
    assert "50 seats" in page


def test_without_a_script_each_press_is_a_form_and_the_page_says_what_became_of_it(
    cast: dict[str, Browser], database: Database, person
) -> None:
    desk, somebody = cast[RECEPTION], person()
    answer = desk.post(DOOR, {"person": somebody.id, "day": "2025-02-18", "q": "x y"})
    assert answer.status_code == 303
    page = desk.get(answer.location).text
    assert "Checked in 09:04" in page
    assert 'name="q" value="x y"' in page
    assert "1 of 73 are here" in text_of(page)
    page = desk.get(desk.post(DOOR, {"person": somebody.id}).location).text
    assert "Checked in already, at 09:04" in page
    page = desk.get(desk.post(f"{DOOR}/undo", {"person": somebody.id}).location).text
    assert "The check-in is taken back." in page
    assert came(database) == 0
    assert "There was no check-in here" in desk.get(desk.post(f"{DOOR}/undo", {"person": somebody.id}).location).text


def test_a_code_in_the_address_shows_who_it_is_and_changes_nothing(
    cast: dict[str, Browser], database: Database, person
) -> None:
    somebody = person()
    page = cast[RECEPTION].get(f"{DOOR}?code={somebody.code.upper()}").text
    assert re.search(r'class="ci-name"[^>]*>([^<]+)<', page)[1] == somebody.name
    assert re.search(rf'<button class="btn pri"[^>]+value="{somebody.id}"[^>]+autofocus>', page)
    assert came(database) == 0
    assert "Nobody here has this code" in cast[RECEPTION].get(f"{DOOR}?code=222222").text


def test_reception_is_told_whom_to_send_people_to(cast: dict[str, Browser], database: Database, person) -> None:
    waiting = person("waiting")
    answer = cast[RECEPTION].post(f"{DOOR}?agreed=waiting", {"person": waiting.id})
    page = cast[RECEPTION].get(answer.location).text
    assert "On the waiting list" in page
    assert "Send them to Organiser and Owner." in page
    assert "Let in all the same" not in page
    page = cast[ORGANISER].get(cast[ORGANISER].post(DOOR, {"person": waiting.id}).location).text
    again = re.search(rf'formaction="({DOOR}\?agreed=waiting)"', page)[1]
    assert came(database) == 0
    page = cast[ORGANISER].get(cast[ORGANISER].post(again, {"person": waiting.id}).location).text
    assert ("Checked in 09:04" in page, came(database)) == (True, 1)


def test_a_script_is_answered_parts_of_the_page(cast: dict[str, Browser], person) -> None:
    somebody = person()
    answer = cast[RECEPTION].post(DOOR, {"text": somebody.code, "typed": "1"}, headers=SCRIPT)
    parts = json.loads(answer.text)
    assert (sorted(parts), parts["result"]) == (["chips", "counts", "last", "people", "result"], "in")
    assert somebody.name in parts["last"]
    nobody = cast[RECEPTION].post(DOOR, {"text": "222222"}, headers=SCRIPT)
    assert json.loads(nobody.text)["result"] == "nobody"


def test_a_door_hears_of_the_waiting_list_though_nobody_pressed_anything(
    cast: dict[str, Browser], database: Database, person
) -> None:
    version = cast[OWNER].get(f"{DOOR}/now").headers["ETag"]
    offered = update(Registration).where(Registration.id == person().id).values(status=RegistrationStatus.OFFERED)
    database.write(lambda connection: connection.execute(offered))
    assert cast[OWNER].get(f"{DOOR}/now", headers={"If-None-Match": version}).status_code == 200


def test_other_desks_are_answered_nothing_until_something_was_done(cast: dict[str, Browser], person) -> None:
    desk = cast[OWNER]
    version = desk.get(f"{DOOR}/now").headers["ETag"]
    assert re.search(r'data-version="([^"]+)"', desk.get(DOOR).text)[1] == version.strip('"')
    same = desk.get(f"{DOOR}/now", headers={"If-None-Match": version})
    assert (same.status_code, same.text) == (304, "")
    assert same.headers["Cache-Control"] == "private, no-store"
    cast[RECEPTION].post(DOOR, {"person": person().id})
    assert "1 of 73" in text_of(json.loads(desk.get(f"{DOOR}/now", headers={"If-None-Match": version}).text)["counts"])


@pytest.mark.parametrize(
    "query",
    [
        "day=2025-02-17",
        "day=2025-02-21",
        "day=soon",
        "day=%00",
        "day=" + "9" * 10_000,
        "session=zzzzzzzzzz",
        "session=%25",
        "session=" + "x" * 500,
    ],
)
def test_what_is_no_door_of_this_forum_leads_nowhere(
    cast: dict[str, Browser], database: Database, person, query: str
) -> None:
    expected = 422 if "%00" in query else 404
    assert cast[OWNER].get(f"{DOOR}?{query}").status_code in (expected, 400)
    name, _, value = query.partition("=")
    answer = cast[OWNER].post(DOOR, {"person": person().id, name: value.replace("%25", "%").replace("%00", "\0")})
    assert (answer.status_code in (404, 422), came(database)) == (True, 0)


def test_a_session_of_another_forum_is_no_door_here(cast: dict[str, Browser], database: Database, person) -> None:
    with database.reading() as connection:
        query = select(Session.id).where(Session.forum_id != person().forum_id)
        other = connection.execute(query).scalars().first()
    assert cast[OWNER].get(f"{DOOR}?session={other}").status_code == 404
    assert cast[OWNER].post(DOOR, {"person": person().id, "session": other}).status_code == 404
    assert came(database) == 0


@pytest.mark.parametrize(
    "text", ["%", "\0", "x" * 10_000, "’; drop", "\u202e", "@", "https://x/manage/%00/check-in?code=%00"]
)
def test_odd_texts_are_nobodys(cast: dict[str, Browser], database: Database, text: str) -> None:
    for fields in ({"text": text}, {"text": text, "typed": "1", "q": text, "show": text}):
        answer = cast[OWNER].post(DOOR, fields, headers=SCRIPT)
        assert answer.status_code in (200, 422)
        assert answer.status_code == 422 or json.loads(answer.text)["result"] in ("nobody", "several", "of-another")
    assert came(database) == 0


def test_the_page_asks_as_many_queries_whoever_is_here(cast: dict[str, Browser], database: Database, person) -> None:
    def queries() -> int:
        asked: list[str] = []

        def count(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            asked.append(statement)

        event.listen(database.engine, "before_cursor_execute", count)
        assert cast[OWNER].get(DOOR).status_code == 200
        event.remove(database.engine, "before_cursor_execute", count)
        return len(asked)

    queries()  # signs in
    few = queries()
    with database.reading() as connection:
        keys = connection.execute(select(Registration.id).where(Registration.status == "confirmed")).scalars().all()
    for key in keys[:30]:
        cast[OWNER].post(DOOR, {"person": key})
    assert queries() == few < 20


def test_a_walk_in_without_a_script(cast: dict[str, Browser], database: Database, person) -> None:
    desk = cast[RECEPTION]
    page = desk.get(f"{DOOR}/walk-in?day=2025-02-19").text
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    fields = {"key": key, "day": "2025-02-19", "given_name": "Wanda", "family_name": "Kowalska", "email": "nobody"}
    wrong = desk.post(f"{DOOR}/walk-in", fields)
    assert (wrong.status_code, "This is no e-mail address" in wrong.text, 'value="Wanda"' in wrong.text) == (
        422,
        True,
        True,
    )
    taken = desk.post(f"{DOOR}/walk-in", {**fields, "email": person().email.upper()})
    assert (taken.status_code, person().name in taken.text) == (422, True)
    assert f"person={person().id}" in taken.text
    answers = [desk.post(f"{DOOR}/walk-in", {**fields, "email": ""}) for _ in range(2)]
    pages = [desk.get(each.location).text for each in answers]
    assert ["Checked in 09:04" in pages[0], "Checked in already" in pages[1], came(database)] == [True, True, 1]
    assert "1 of 74 are here" in text_of(pages[0])


def test_the_log_says_what_was_done_at_the_door(cast: dict[str, Browser], person) -> None:
    somebody = person()
    cast[RECEPTION].post(DOOR, {"person": somebody.id})
    cast[RECEPTION].post(f"{DOOR}/undo", {"person": somebody.id})
    log = text_of(cast[OWNER].get("/manage/eiip2025/log?kind=check_in").text)
    assert "Checked in at the door" in log
    assert "Check-in taken back" in log
    assert somebody.name in log
