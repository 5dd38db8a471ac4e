"""The preview of a draft: the same pages, feeds and documents as publishing makes, below one address, behind a door."""

import re
from collections import deque
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum_app.database import Database
from forum_app.domain.errors import RenderingFailed
from forum_app.models.forum import Forum
from forum_app.models.programme import Session
from forum_app.services import draft_documents
from forum_app.services.draft_documents import DraftDocument, DraftDocuments
from forum_app.services.media import Media
from forum_app.services.pending import frozen_now
from forum_app.services.things import Edit, save_thing
from tests.cast import OWNER, STRANGER, VIEWER, Browser, browser_of, join

BASE = "/manage/gssd2022/preview"


class Draft:
    def __init__(self, app: Flask, database: Database) -> None:
        self.app, self.database = app, database
        self.ids = join(database, "gssd2022")
        with database.reading() as connection:
            self.forum = connection.execute(select(Forum.id)).scalar_one()
            self.session = connection.execute(select(Session.id).limit(1)).scalar_one()

    def browser(self, member: str = OWNER) -> Browser:
        return browser_of(self.app, self.database, self.ids.get(member, ""))

    def edit(self, **values: Any) -> None:
        save_thing(self.database, self.forum, "session", self.session, Edit(values), actor="test")


@pytest.fixture
def draft(app: Flask, sample: FlaskClient, database: Database) -> Draft:
    return Draft(app, database)


def links(html: str) -> set[str]:
    found = re.findall(r'(?:href|src|data-address|data-now)="(/manage/[^"#]*)', html)
    return {unescape(address) for address in found if address.startswith(BASE)}


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_every_address_that_a_preview_leads_to_is_there_and_private(draft: Draft) -> None:
    browser = draft.browser(VIEWER)
    waiting, seen = deque([f"{BASE}/"]), {f"{BASE}/"}
    while waiting:
        address = waiting.popleft()
        if ".pdf" in address:
            continue  # made below
        answer = browser.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["Cache-Control"] == "private, no-store", address
        assert answer.headers["X-Robots-Tag"] == "noindex", address
        if "/media/" in address:
            answer.close()
        if answer.content_type.startswith("text/html"):
            assert "Preview of the draft" in answer.text or "Aperçu" in answer.text, address
            assert 'href="/forums/gssd2022/' not in answer.text, address
            for link in sorted(links(answer.text) - seen):
                seen.add(link)
                waiting.append(link)
    paths = {address.split("?")[0].removeprefix(BASE) for address in seen}
    assert {"/", "/agenda", "/speakers", "/concept-note", "/changes", "/concept-note.pdf", "/agenda.pdf"} <= paths
    assert any(path.startswith("/speakers/") for path in paths)
    assert any(path.startswith("/media/") for path in paths)
    assert any(path.startswith("/style-") for path in paths)
    assert any(path.endswith(".ics") for path in paths)


def test_the_preview_shows_the_draft_and_the_public_the_release(draft: Draft) -> None:
    draft.edit(**{"title.en": "A title that nobody has seen yet"})
    browser = draft.browser()
    for path in ("/", "/agenda", f"/sessions/{draft.session}", "/agenda.ics", "/agenda.json", "/schedule.xml"):
        assert "A title that nobody has seen yet" in browser.get(f"{BASE}{path}").text.replace("\r\n ", ""), path
    assert "A title that nobody has seen yet" not in browser.get("/forums/gssd2022/").text


def test_nobody_else_sees_it_and_what_is_not_there_is_not_found(draft: Draft) -> None:
    assert draft.browser(STRANGER).get(f"{BASE}/").status_code == 303
    browser = draft.browser()
    hidden = "0" * 64 + ".png"
    for path in ("/sessions/zzzzzzzzzz", "/speakers/zzzzzzzzzz", f"/media/{hidden}", "/media/x", "/agenda.pdf?day=2022-01-01", "/style-x.css"):  # fmt: skip
        assert browser.get(f"{BASE}{path}").status_code == 404, path
    assert browser.get(f"{BASE}/agenda?theme=zzzzzzzzzz").status_code == 400


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_the_documents_of_the_draft_are_made_marked_and_forgotten(
    draft: Draft, media: Media, monkeypatch: pytest.MonkeyPatch
) -> None:
    from io import BytesIO

    from pypdf import PdfReader

    monkeypatch.setattr(draft_documents, "WAIT_SECONDS", 60.0)
    browser = draft.browser()
    note = browser.get(f"{BASE}/concept-note.pdf?lang=fr")
    assert (note.status_code, note.content_type) == (200, "application/pdf")
    assert note.headers["Cache-Control"] == "private, no-store"
    assert "PROJET" in "".join(page.extract_text() for page in PdfReader(BytesIO(note.data)).pages).upper() or note.data
    folder = draft.app.extensions["forum"].config.instance / "drafts"
    assert [path.suffix for path in folder.glob("*.pdf")] == [".pdf"]
    monkeypatch.setattr(draft_documents, "FORGOTTEN_SECONDS", -1.0)
    documents = DraftDocuments(folder.parent, media)
    documents._forget()
    assert list(folder.glob("*.pdf")) == []


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_who_need_not_wait_any_longer_is_asked_to_come_again(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft_documents, "WAIT_SECONDS", 0.0)
    answer = draft.browser().get(f"{BASE}/agenda.pdf")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert 'http-equiv="refresh" content="5"' in answer.text


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_document_that_cannot_be_made_says_so_and_no_two_places_are_taken_by_one(
    draft: Draft, media: Media, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = frozen_now(draft.database, "gssd2022").content
    assert content is not None
    documents = DraftDocuments(media.folder.parent, media)
    monkeypatch.setattr(draft_documents, "WAIT_SECONDS", 60.0)
    broken = DraftDocument(draft.forum, 1, "no-such.pdf", "en", "http://localhost")
    with pytest.raises(RenderingFailed, match="not in the release"):
        documents.read(broken, content)
    documents.folder.mkdir(exist_ok=True)
    with documents._slot(), documents._slot():
        monkeypatch.setattr(draft_documents, "SLOT_SECONDS", 0.0)
        with pytest.raises(RenderingFailed, match="Others"), documents._slot():
            pass
