"""In French a blank that does not break stands before a label's colon, on the desk's pages too."""

import re

import pytest
from flask import Flask

from forum_app.database import Database
from forum_app.domain.draft import Draft
from forum_app.services.forum_files import draft_named
from forum_app.services.media import Media
from forum_app.services.things import Edit, save_thing
from tests.cast import Browser
from tests.houses import Start
from tests.web.test_refused_in_words import SLUG, signed_in
from tests.web.test_things import the_form

DESK = f"/manage/{SLUG}"


@pytest.fixture
def start() -> Start:
    return Start(drafts=(SLUG,))


@pytest.fixture
def french(app: Flask, database: Database) -> Browser:
    return signed_in(app, database, "fr")


@pytest.fixture
def draft(database: Database, media: Media, french: Browser) -> Draft:
    return draft_named(database, media, SLUG)


def listed(page: str, opening: str) -> str:
    """What is read from one element on to the end of its list."""
    found = re.search(f"{opening}.*?</ul>", page, re.DOTALL)
    assert found is not None, opening
    return re.sub(r"<[^>]+>", "", found[0])


def test_what_was_done_last(french: Browser, draft: Draft, database: Database) -> None:
    values = Edit({"title.en": "Another wording"})
    save_thing(database, draft.forum.id, "theme", draft.themes[0].id, values, actor="test")
    said = listed(french.get(f"{DESK}/").text, '<ul class="latest">')
    assert "Thème\u00a0: modification\u00a0: " in said and not re.search(r"\w:", re.sub(r"\d\d:\d\d", "", said))


def test_what_is_wrong_in_a_form(french: Browser, draft: Draft) -> None:
    address = f"{DESK}/roles/new?of={draft.sessions[0].id}"
    form = the_form(french, address)
    answer = french.client.post(address, data=form.sent(person=""))
    assert answer.status_code == 422
    said = listed(answer.text, 'data-module="summary"')
    assert "Personne\u00a0: Ceci" in said and not re.search(r"\w:", said)
