"""Whoever comes unregistered where every place is taken: reception is told whom to send them to, an organiser is told what
there is and lets them in all the same, and what was pressed is taken back whole; on both databases."""

import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.draft_parts import RegistrationPlan
from forum_app.domain.trees import tree_of
from forum_app.domain.vocabularies import MessageState, RegistrationState
from forum_app.models.forum import Forum
from forum_app.models.messages import Message
from forum_app.models.publishing import AuditEntry
from forum_app.models.registrations import CheckIn, Registration
from forum_app.services.media import Media
from forum_app.services.personal_keys import holder_of
from tests.cast import ORGANISER, RECEPTION, Browser, Browsers, join
from tests.houses import Start
from tests.web.test_log import text_of

DOOR = "/manage/eiip2025/check-in"
NOW = datetime(2025, 2, 18, 3, 4, tzinfo=UTC)  # 09:04 in Dhaka
WANDA = {"given_name": "Wanda", "family_name": "Kowalska", "email": "wanda@example.org", "institution": "Union"}


@pytest.fixture
def start() -> Start:
    return Start(drafts=("eiip2025",))


@pytest.fixture
def config(config: Config) -> Config:
    return replace(config, now_at=NOW)


@pytest.fixture
def cast(app: Flask, database: Database, media: Media) -> dict[str, Browser]:
    return Browsers(app, database, join(database, "eiip2025"))


@pytest.fixture
def places(database: Database) -> Callable[[int], int]:
    """Sets how many places are left of those in person, without a waiting list, and tells how many there are."""

    def put(left: int) -> int:
        with database.reading() as connection:
            coming = Registration.status.in_(("confirmed", "offered"))
            here = select(func.count()).select_from(Registration).where(coming, Registration.mode == "in-person")
            limit = int(connection.execute(here).scalar_one()) + left
        plan = tree_of(RegistrationPlan(state=RegistrationState.HERE, seats_in_person=limit))
        database.write(lambda connection: connection.execute(update(Forum).values(registration=plan)))
        gone = update(Registration).where(Registration.status == "waiting").values(status="declined", queue=None)
        database.write(lambda connection: connection.execute(gone))
        return limit

    return put


def carried(page: str) -> dict[str, str]:
    """What the form of a walk-in carries beside what is typed."""
    form = page.partition("walk-in")[2]
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in fields if name != "_csrf"}


def sends(desk: Browser, page: str, **changes: str) -> Any:
    return desk.post(f"{DOOR}/walk-in", {**carried(page), **WANDA, **changes})


def wanda(database: Database) -> Any:
    with database.reading() as connection:
        return connection.execute(select(Registration).where(Registration.address == "wanda@example.org")).first()


def came(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(CheckIn)).scalar_one())


def test_reception_lets_nobody_in_over_the_places_and_is_told_who_may(
    cast: dict[str, Browser], database: Database, places: Callable[[int], int]
) -> None:
    limit = places(0)
    page = cast[RECEPTION].get(f"{DOOR}/walk-in").text
    said = f"{limit} of {limit} places in person are taken. Only an organiser can let in anybody else. Send them to Organiser and Owner."  # fmt: skip
    assert said in text_of(page)
    assert 'name="given_name"' not in page, "nobody fills in what can't be sent"
    for changes in ({}, {"all_the_same": "1"}):
        answer = sends(cast[RECEPTION], page, **changes)
        assert (answer.status_code, said in text_of(answer.text)) == (409, True)
        assert 'value="Wanda"' in answer.text and 'value="wanda@example.org"' in answer.text
    assert "all the same" not in answer.text
    assert (wanda(database), came(database)) == (None, 0)
    places(1)
    assert sends(cast[RECEPTION], answer.text).status_code == 303, "once a place is free, the same form is enough"


def test_an_organiser_is_told_before_anybody_comes_in_over_the_places(
    cast: dict[str, Browser], database: Database, places: Callable[[int], int]
) -> None:
    """The page was opened while a place was free: the first press says that there is none, the second lets them in."""
    places(1)
    desk = cast[ORGANISER]
    page = desk.get(f"{DOOR}/walk-in").text
    limit = places(0)
    told = sends(desk, page)
    assert told.status_code == 409
    assert f"{limit} of {limit} places in person are taken." in text_of(told.text)
    assert "Send them to" not in text_of(told.text)
    assert "Register and check in all the same" in told.text and 'value="Wanda"' in told.text
    assert (wanda(database), came(database)) == (None, 0)
    answer = sends(desk, told.text)
    assert answer.status_code == 303
    assert "Checked in 09:04" in desk.get(answer.location).text
    assert (wanda(database).status, wanda(database).source, came(database)) == ("confirmed", "walk-in", 1)


def test_a_free_place_that_somebody_waits_for_is_no_walk_ins(
    cast: dict[str, Browser], database: Database, places: Callable[[int], int]
) -> None:
    places(1)
    waits = select(Registration.id).where(Registration.status == "declined").limit(1).scalar_subquery()
    values = {"status": "waiting", "queue": 1, "mode": "in-person"}
    database.write(lambda connection: connection.execute(update(Registration).where(Registration.id == waits).values(values)))  # fmt: skip
    page = cast[RECEPTION].get(f"{DOOR}/walk-in").text
    assert "1 person waits for one." in text_of(page)
    assert (sends(cast[RECEPTION], page).status_code, wanda(database)) == (409, None)


def test_a_walk_in_that_is_taken_back_is_taken_back_whole(
    cast: dict[str, Browser], database: Database, places: Callable[[int], int]
) -> None:
    """The registration goes with the check-in, its place is free again, and the log tells both."""
    places(1)
    desk = cast[RECEPTION]
    made = sends(desk, desk.get(f"{DOOR}/walk-in").text)
    key = wanda(database).id
    full = desk.get(f"{DOOR}/walk-in").text
    assert "Only an organiser can let in anybody else." in text_of(full)
    undone = desk.post(f"{DOOR}/undo", {"person": key})
    assert "The walk-in is taken back: check-in and registration." in desk.get(undone.location).text
    assert (made.status_code, wanda(database).status, came(database)) == (303, "cancelled", 0)
    page = desk.get(f"{DOOR}/walk-in").text
    assert "Register and check in" in page and "Only an organiser" not in text_of(page)
    with database.reading() as connection:
        here = select(AuditEntry.action).where(AuditEntry.thing == key).order_by(AuditEntry.id)
        done = list(connection.execute(here).scalars())
    assert done == ["check_in.walk-in", "check_in.made", "check_in.undone", "registration.cancelled"]
    again = sends(desk, page)
    assert (again.status_code, wanda(database).id, wanda(database).status, came(database)) == (303, key, "confirmed", 1)


def test_what_was_pressed_for_another_day_leaves_a_walk_in_registered(
    cast: dict[str, Browser], database: Database, places: Callable[[int], int]
) -> None:
    """Whoever was let in elsewhere since is no slip of the finger: one check-in goes, the registration stays."""
    places(1)
    desk = cast[RECEPTION]
    sends(desk, desk.get(f"{DOOR}/walk-in").text)
    key = wanda(database).id
    desk.post(DOOR, {"person": key, "day": "2025-02-19"})
    undone = desk.post(f"{DOOR}/undo", {"person": key, "day": "2025-02-18"})
    assert "The check-in is taken back." in desk.get(undone.location).text
    assert (wanda(database).status, came(database)) == ("confirmed", 1)


@pytest.mark.parametrize("email", ["wanda@straße.example", "wanda..k@example.org", "w" * 65 + "@example.org"])
def test_an_address_that_is_none_stands_beside_its_field_at_the_door_too(
    cast: dict[str, Browser], database: Database, places: Callable[[int], int], email: str
) -> None:
    places(1)
    answer = sends(cast[RECEPTION], cast[RECEPTION].get(f"{DOOR}/walk-in").text, email=email)
    assert answer.status_code == 422
    assert re.findall(r'id="(\w+)-error"', answer.text) == ["email"]
    assert f'value="{email}"' in answer.text and 'value="Kowalska"' in answer.text
    assert came(database) == 0


def mails(database: Database) -> list[Any]:
    with database.reading() as connection:
        return list(
            connection.execute(select(Message).where(Message.to == "wanda@example.org").order_by(Message.created_at))
        )


def test_whoever_comes_unregistered_gets_the_link_to_their_own_page_unless_it_is_taken_back(
    cast: dict[str, Browser], database: Database, places: Callable[[int], int]
) -> None:
    places(5)
    desk = cast[RECEPTION]
    page = desk.get(f"{DOOR}/walk-in").text
    assert "The link to their own page goes there in a few minutes." in page
    assert sends(desk, page).status_code == 303
    [mail] = mails(database)
    assert mail.state == MessageState.WAITING and mail.not_before > mail.created_at
    with database.reading() as connection:
        holder = holder_of(connection, mail.text.partition("/r/")[2].split()[0], NOW)
    assert holder is not None and holder.registration == wanda(database).id
    undone = desk.post(f"{DOOR}/undo", {"person": wanda(database).id})
    assert undone.status_code in (200, 303) and wanda(database).status == "cancelled"
    assert [each.state for each in mails(database)] == [MessageState.CANCELLED]
    assert sends(desk, page, key="", email="").status_code == 303
    assert len(mails(database)) == 1, "nobody is written to without an address"
