"""Documents of a release that could not be made: named with the reason in the reader's language, and made again."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.failures import Failure, Reason
from forum_app.models.accounts import Account
from forum_app.models.publishing import Artefact
from forum_app.services.document_jobs import DocumentJobs
from forum_app.services.live_documents import Document, asked_row
from tests.cast import OWNER, VIEWER
from tests.web.test_publishing_pages import BASE, Desk, fields, text_of

FAILURES = {
    ("agenda.pdf", "en"): Failure(Reason.LATE, {"limit": 20}),
    ("concept-note.pdf", "fr"): Failure(Reason.MEMORY),
}


@pytest.fixture
def desk(app: Flask, sample: FlaskClient, database: Database) -> Desk:
    return Desk(app, database)


@pytest.fixture
def jobs(desk: Desk, config: Config) -> DocumentJobs:
    """After release 3 was published and two of its documents failed; two more were asked for by readers."""
    browser = desk.browser()
    desk.edit(minutes=85)
    assert browser.post(f"{BASE}/publish", fields(browser.get(f"{BASE}/publish").text)).status_code == 303
    jobs = DocumentJobs(desk.database, config.instance)
    while document := jobs.claim():
        if failure := FAILURES.get((document.kind, document.language)):
            jobs.fail(document, failure)
    return jobs


def read(desk: Desk, jobs: DocumentJobs, kind: str, argument: str, kept: str) -> None:
    """A reader asked for one more, and it failed; ``kept``: what stands in the table."""
    document = Document(desk.forum, 3, kind, "en", argument, "http://localhost")
    row = asked_row(document, datetime.now(UTC), reader_waits=True) | {"state": "failed", "error": kept}
    desk.database.write(lambda connection: connection.execute(insert(Artefact).values(row)))


def test_publish_page_release_and_overview_name_them_with_the_reasons(desk: Desk, jobs: DocumentJobs) -> None:
    browser = desk.browser()
    said = (
        "2 documents of release 3 could not be made",
        "Programme (PDF, English): It took longer than 20 seconds to make and was given up.",
        "Concept note (PDF, French): It needs more memory than documents may use. Smaller pictures",
    )
    for page in (f"{BASE}/publish", f"{BASE}/releases/3"):
        shown = text_of(browser.get(page).text)
        assert all(sentence in shown for sentence in said)
        assert "Make them again" in shown
    assert "could not be made" not in browser.get(f"{BASE}/releases/2").text
    overview = browser.get(f"{BASE}/").text
    assert f'href="{BASE}/releases/3#documents"' in overview
    shown = text_of(overview)
    assert "2 documents could not be made" in shown and "It took longer than 20 seconds" in shown
    desk.edit(minutes=90)
    shown = text_of(browser.get(f"{BASE}/publish").text)
    assert said[0] in shown and "Publishing makes the documents of the new release instead." in shown


def test_a_day_and_a_session_are_named_and_old_words_are_not_shown(desk: Desk, jobs: DocumentJobs) -> None:
    read(desk, jobs, "agenda.pdf", "2022-09-13", "The document could not be made (ValueError).")
    read(desk, jobs, "session-note.pdf", desk.session, Failure(Reason.FAULT, {"name": "KeyError"}).kept())
    read(desk, jobs, "session-note.pdf", "s222222222", Failure(Reason.GONE).kept())
    shown = text_of(desk.browser().get(f"{BASE}/releases/3").text)
    assert "5 documents of release 3 could not be made" in shown
    assert "Programme of Tuesday 13 September 2022 (PDF, English): Why was not kept." in shown
    title = "Building Multi-Stakeholder Alliances in the Global South to Build Back Better"
    assert f"Concept note of “{title}” (PDF, English): The software failed at it (KeyError)." in shown
    assert "Concept note of “Untitled session” (PDF, English): What it is about is not in the release." in shown
    assert "ValueError" not in shown
    shown = text_of(desk.browser().get(f"{BASE}/").text)
    assert "Programme (PDF, English): It took longer than 20 seconds" in shown and "And 2 more" in shown


def test_they_are_made_again_from_either_page_by_who_may_publish(desk: Desk, jobs: DocumentJobs) -> None:
    viewer, browser = desk.browser(VIEWER), desk.browser(OWNER)
    assert viewer.post(f"{BASE}/releases/3/documents").status_code == 403
    shown = viewer.get(f"{BASE}/releases/3").text
    assert "Programme (PDF, English)" in shown and "Make them again" not in shown
    answer = browser.post(f"{BASE}/releases/3/documents", {"back": "publish"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{BASE}/publish")
    assert "2 documents are made again." in text_of(browser.get(f"{BASE}/publish").text)
    for page in ("publish", "releases/3", ""):
        assert "could not be made" not in browser.get(f"{BASE}/{page}").text
    again = {(document.kind, document.language) for _ in range(2) if (document := jobs.claim())}
    assert again == set(FAILURES)
    answer = browser.post(f"{BASE}/releases/3/documents", {"back": "//elsewhere.example"})
    assert answer.headers["Location"] == f"{BASE}/releases/3"


@pytest.mark.parametrize(("language", "late"), [("fr", "plus de 20\xa0secondes"), ("ar", "أكثر من 20 ثانية")])
def test_reasons_are_said_in_the_language_of_the_account(
    desk: Desk, jobs: DocumentJobs, language: str, late: str
) -> None:
    chosen = update(Account).where(Account.id == desk.ids[OWNER]).values(language=language)
    desk.database.write(lambda connection: connection.execute(chosen))
    for page in ("publish", "releases/3", ""):
        shown = desk.browser().get(f"{BASE}/{page}").text
        assert late in shown and "longer than" not in shown
