"""Two who choose at once from a few, or write the same mail's words: the second is told, and overwrites nothing unasked."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from forum_app.database import Database
from forum_app.domain.vocabularies import NoteState
from forum_app.models.forum import Forum
from forum_app.services.note_states import note_states
from tests.cast import EDITOR, ORGANISER, OWNER, Browser, Browsers, join
from tests.houses import Start
from tests.web.test_things import Form

SLUG = "gssd2022"
DESK = f"/manage/{SLUG}"


@pytest.fixture
def start() -> Start:
    return Start(published=(SLUG,))


@pytest.fixture
def cast(app: Flask, database: Database) -> Browsers:
    return Browsers(app, database, join(database, SLUG))


def form_at(browser: Browser, page: str, action: str, **where: str) -> dict[str, list[str]]:
    """The fields of the form with this action on a page, as a browser sends them untouched."""
    soup = BeautifulSoup(browser.get(page).data, "lxml")
    for form in soup.find_all("form", action=action):
        fields = Form(str(form), action).sent()
        if all(fields.get(name) == [value] for name, value in where.items()):
            return fields
    raise AssertionError(f"no such form on {page}")


def told(browser: Browser, answer) -> str:
    assert answer.status_code == 303
    return browser.get(answer.location).text


def test_of_two_who_choose_who_finds_the_forum_the_second_is_told(cast: Browsers) -> None:
    page = f"{DESK}/settings/visibility"
    stale = form_at(cast[OWNER], page, page)
    first = form_at(cast[ORGANISER], page, page) | {"visibility": ["unlisted"]}
    assert "Saved." in told(cast[ORGANISER], cast[ORGANISER].client.post(page, data=first))
    second = cast[OWNER].client.post(page, data=stale | {"visibility": ["archived"]})
    assert "This was set to “Unlisted” while your page was open." in told(cast[OWNER], second)
    again = form_at(cast[OWNER], page, page)
    assert again["_was"] == ["unlisted"] == again["visibility"]
    assert "Saved." in told(cast[OWNER], cast[OWNER].client.post(page, data=again | {"visibility": ["archived"]}))


def test_of_two_who_give_a_role_the_second_is_told(cast: Browsers) -> None:
    page, of_editor = f"{DESK}/members", f"{DESK}/members/{cast[EDITOR].account}"
    stale = form_at(cast[OWNER], page, of_editor)
    first = form_at(cast[ORGANISER], page, of_editor) | {"role": ["none"]}
    told(cast[ORGANISER], cast[ORGANISER].client.post(of_editor, data=first))
    second = cast[OWNER].client.post(of_editor, data=stale | {"role": ["organiser"]})
    assert "This was set to “No longer a member”" in told(cast[OWNER], second)
    assert cast[EDITOR].get(f"{DESK}/").status_code == 404


def test_of_two_who_say_how_far_a_note_is_the_second_is_told(cast: Browsers, database: Database) -> None:
    page, state = f"{DESK}/concept-note", f"{DESK}/concept-note/state"
    stale = form_at(cast[OWNER], page, state, language="en")
    first = form_at(cast[ORGANISER], page, state, language="en") | {"state": ["cleared"]}
    assert "Saved." in told(cast[ORGANISER], cast[ORGANISER].client.post(state, data=first))
    second = cast[OWNER].client.post(state, data=stale | {"state": ["in-review"]})
    assert "This was set to “Cleared”" in told(cast[OWNER], second)
    with database.reading() as connection:
        forum = connection.execute(select(Forum.id).where(Forum.slug == SLUG)).scalar_one()
        assert note_states(connection, forum, forum)[0].state == NoteState.CLEARED
    # The same again, or what is there already, is no clash.
    assert "Saved." in told(cast[OWNER], cast[OWNER].client.post(state, data=stale | {"state": ["cleared"]}))


def test_of_two_who_write_a_mails_words_the_second_sees_both_and_chooses(cast: Browsers) -> None:
    page = f"{DESK}/messages/templates/slot/en"
    stale = form_at(cast[OWNER], page, page)
    first = form_at(cast[ORGANISER], page, page) | {"opening": ["Dear all, times moved."]}
    assert "Saved." in told(cast[ORGANISER], cast[ORGANISER].client.post(page, data=first))
    mine = stale | {"subject": ["Mine"], "opening": ["My own words."]}
    answer = cast[OWNER].client.post(page, data=mine)
    shown = answer.text
    assert answer.status_code == 409 and "Organiser changed this at" in shown
    assert "Dear all, times moved." in shown and ">My own words.</textarea>" in shown
    asked = Form(shown, page).sent()
    assert cast[OWNER].client.post(page, data=asked).status_code == 409  # nothing was chosen
    assert "Nothing was changed." in told(
        cast[OWNER], cast[OWNER].client.post(page, data=asked | {"_choose": ["theirs"]})
    )
    assert form_at(cast[OWNER], page, page)["opening"] == ["Dear all, times moved."]
    assert "Saved." in told(cast[OWNER], cast[OWNER].client.post(page, data=asked | {"_choose": ["mine"]}))
    now = form_at(cast[OWNER], page, page)
    assert (now["subject"], now["opening"]) == (["Mine"], ["My own words."])
    # Saved again from the page it came to: no clash with oneself.
    assert "Saved." in told(cast[OWNER], cast[OWNER].client.post(page, data=now | {"subject": ["Mine too"]}))
