"""One registration at the desk: its page, changed and written anew by organisers, its steps; for whom, and in words."""

import re

import pytest
from flask import Flask

from forum_app.config import Config
from forum_app.database import Database
from forum_app.services.media import Media
from tests.cast import CAST, EDITOR, ORGANISER, OWNER, RECEPTION, STRANGER, VIEWER, Browser, Browsers, join
from tests.houses import Start
from tests.services.opened import comes, mails, open_registration, people, states
from tests.web.test_log import text_of

DESK = "/manage/gssd2022/registrations"


@pytest.fixture
def start() -> Start:
    return Start(published=("gssd2022",))


@pytest.fixture
def cast(app: Flask, database: Database, media: Media) -> dict[str, Browser]:
    return Browsers(app, database, join(database, "gssd2022"))


def key_of(database: Database, number: int = 1) -> str:
    return str(people(database)[f"person{number}@example.org"].id)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


def test_the_page_tells_what_is_kept_and_needs_only_to_those_who_may(
    cast: dict[str, Browser], database: Database, config: Config
) -> None:
    forum_id = open_registration(database)
    comes(database, config, forum_id, 1, access_needs="A step-free way", institution="Ministry")
    address = f"{DESK}/{key_of(database)}"
    for member in CAST:
        answer = cast[member].get(address)
        if member in (OWNER, ORGANISER, RECEPTION):
            said = text_of(answer.get_data(as_text=True))
            assert answer.status_code == 200 and "Person1 Diallo" in said and "Ministry" in said
            assert ("A step-free way" in said) == (member != RECEPTION)
            assert ("Cancel the registration" in said) == (member != RECEPTION)
        else:
            assert answer.status_code in (302, 303, 403, 404), member


def test_steps_are_for_organisers_and_leave_their_words(
    cast: dict[str, Browser], database: Database, config: Config
) -> None:
    forum_id = open_registration(database, approval=True)
    comes(database, config, forum_id, 1)
    address = f"{DESK}/{key_of(database)}"
    for member in (RECEPTION, EDITOR, VIEWER, STRANGER):
        cast[member].post(f"{address}/confirm", {"_seen": "1"})
        assert states(database) == {"pending": 1}
    page = cast[ORGANISER].get(address).get_data(as_text=True)
    assert "A place is free: they get it." in text_of(page)
    answer = cast[ORGANISER].post(f"{address}/confirm", {"_seen": hidden(page, "_seen")})
    assert (answer.status_code, answer.location) == (303, address)
    said = text_of(cast[ORGANISER].get(address).get_data(as_text=True))
    assert "The registration is now: Confirmed." in said and "by Organiser" in said
    cast[ORGANISER].post(f"{address}/confirm", {"_seen": "1"})
    assert states(database) == {"confirmed": 1} and len(mails(database)) == 2
    cast[OWNER].post(f"{address}/decline", {"_seen": "1", "reason": "late"})
    assert "Nothing was changed" in text_of(cast[OWNER].get(address).get_data(as_text=True))
    assert states(database) == {"confirmed": 1}
