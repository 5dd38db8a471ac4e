"""A material of one talk: chosen in its form, shown with the talk, left with the session when the talk goes."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from forum_app.database import Database
from forum_app.domain.draft import Draft
from forum_app.services.forum_files import draft_named
from forum_app.services.media import Media
from forum_app.services.publishing import publish_release
from tests.cast import EDITOR, Browser, browser_of, join
from tests.houses import Start
from tests.web.test_things import the_form

SLUG = "eiip2025"
DESK = f"/manage/{SLUG}"


@pytest.fixture
def start() -> Start:
    return Start(drafts=(SLUG,))


@pytest.fixture
def editor(app: Flask, database: Database) -> Browser:
    return browser_of(app, database, join(database, SLUG)[EDITOR])


def draft(database: Database, media: Media) -> Draft:
    return draft_named(database, media, SLUG)


def add(editor: Browser, session: str, **typed: str) -> int:
    """Sends the form of a new material of a session; the status of the answer."""
    form = the_form(editor, f"{DESK}/materials/new?of={session}")
    return editor.client.post(f"{DESK}/materials/new", data=form.sent(**typed)).status_code


def test_it_stands_with_its_talk_and_stays_with_the_session_when_the_talk_goes(
    editor: Browser, database: Database, media: Media
) -> None:
    session = next(each for each in draft(database, media).sessions if len(each.talks) > 1)
    talk, address = session.talks[1], f"{DESK}/sessions/{session.id}"
    assert add(editor, session.id, title__en="Slides", url="https://files.example/slides", talk=talk.id) == 303
    assert add(editor, session.id, title__en="Input paper", url="https://files.example/paper") == 303
    beside = BeautifulSoup(editor.get(address).data, "lxml").find(id="materials").get_text()
    assert talk.title["en"] in beside

    publish_release(database, SLUG, now=datetime(2025, 9, 1, tzinfo=UTC), host="localhost", actor="test")
    page = BeautifulSoup(editor.client.get(f"/forums/{SLUG}/sessions/{session.id}").data, "lxml")
    assert [link.get_text() for link in page.select(f"#talk-{talk.id} .files a")] == ["Slides"]
    loose = [link.get_text() for link in page.select(".sp-c > .files a")]
    assert "Input paper" in loose and "Slides" not in loose

    gone = editor.post(f"{DESK}/talks/{talk.id}/delete")
    assert gone.status_code == 303
    assert [each.talk for each in _materials(database, media, session.id)] == [None, None]
    undo = BeautifulSoup(editor.get(gone.location).data, "lxml").find("form", action=lambda to: to and "/undo/" in to)
    assert editor.post(undo["action"]).status_code == 303
    assert [each.talk for each in _materials(database, media, session.id)] == [talk.id, None]


def _materials(database: Database, media: Media, session: str) -> list:
    return next(each for each in draft(database, media).sessions if each.id == session).materials


def test_a_talk_of_another_session_is_refused_and_a_forum_has_none_to_choose(
    editor: Browser, database: Database, media: Media
) -> None:
    one, other = [each for each in draft(database, media).sessions if each.talks][:2]
    assert add(editor, one.id, title__en="Slides", talk=other.talks[0].id) == 422
    page = BeautifulSoup(editor.get(f"{DESK}/materials/new").data, "lxml")
    assert page.find(attrs={"name": "url"}) and not page.find(attrs={"name": "talk"})
    assert _materials(database, media, one.id) == []
