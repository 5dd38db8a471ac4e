"""Refusals at the desk: inside its frame, in the account's language, with ways on; strangers learn nothing of it."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from forum_app.database import Database
from forum_app.models.accounts import Account
from tests.cast import EDITOR, NEIGHBOUR, OWNER, STRANGER, VIEWER, Browsers, join
from tests.houses import Start

SLUG = "gssd2022"
DESK = f"/manage/{SLUG}"


@pytest.fixture
def start() -> Start:
    return Start(drafts=(SLUG,))


@pytest.fixture
def cast(app: Flask, database: Database) -> Browsers:
    return Browsers(app, database, join(database, SLUG))


def read(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.data, "lxml")


def test_what_is_not_there_is_said_inside_the_forum_with_a_search(cast: Browsers) -> None:
    answer = cast[OWNER].get(f"{DESK}/nowhere/at/all")
    page = read(answer)
    assert (answer.status_code, page.h1.get_text()) == (404, "There is no such page")
    assert page.select_one(".dk-nav a[href$='/sessions'], .dk-nav a[href$='/agenda']")
    assert page.select_one(f"main form[action='{DESK}/find']") and page.select_one(f"main a[href='{DESK}/log']")
    assert "deleted" in page.main.get_text() and "published" not in page.main.get_text()


def test_what_a_role_may_not_do_is_said_with_what_it_may(cast: Browsers) -> None:
    for answer in (cast[VIEWER].get(f"{DESK}/settings"), cast[VIEWER].post(f"{DESK}/publish")):
        page = read(answer)
        assert answer.status_code == 403 and "An owner of the forum can change that." in page.main.get_text()
        assert page.select_one(".dk-nav") and not page.select_one(".dk-nav a[href*='/settings']")


def test_it_is_said_in_the_accounts_language(cast: Browsers, database: Database) -> None:
    editor = cast[EDITOR]
    here = update(Account).where(Account.id == editor.account).values(language="ar")
    database.write(lambda connection: connection.execute(here))
    for method, address, status in (
        ("GET", f"{DESK}/nowhere", 404),
        ("GET", "/manage/nobody/nowhere", 404),
        ("GET", f"{DESK}/settings", 403),
        ("PUT", f"{DESK}/sessions", 405),
    ):
        answer = editor.client.open(address, method=method, headers={"Accept-Language": "en"})
        page = read(answer)
        assert (answer.status_code, page.html["lang"], page.html["dir"]) == (status, "ar", "rtl"), address
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "Your account" not in page.get_text() and page.select_one(".dk-home")


def test_a_forum_of_others_is_not_named(cast: Browsers) -> None:
    for member in (NEIGHBOUR, STRANGER):
        answer = cast[member].client.get(f"{DESK}/nowhere")
        assert answer.status_code == 404
        assert "Solution" not in answer.text and "dk-nav" not in answer.text
    assert "dk-home" in cast[NEIGHBOUR].get(f"{DESK}/nowhere").text
    assert "dk-home" not in cast[STRANGER].client.get(f"{DESK}/nowhere").text
