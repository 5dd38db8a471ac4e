"""Documents at the public door: made by the worker, kept, the same bytes; busy and failed ones say so."""

from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from forum_app.commands.making import step
from forum_app.database import Database
from forum_app.documents.rendering import Renderer
from forum_app.domain.failures import Failure, Reason
from forum_app.services import live_documents
from forum_app.services.document_jobs import DocumentJobs
from forum_app.services.media import Media

FORUM = "/forums/gssd2022"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody makes documents in these tests unless told to, so there is nothing to wait for."""
    monkeypatch.setattr(live_documents, "WAIT_SECONDS", 0.0)


@pytest.mark.usefixtures("impatient")
def test_a_document_is_asked_for_once_and_readers_are_told_when_to_come_back(
    sample: FlaskClient, database: Database, tmp_path: Path
) -> None:
    for _ in range(3):
        answer = sample.get(f"{FORUM}/concept-note.pdf")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert "Traceback" not in answer.text
    jobs = DocumentJobs(database, tmp_path)
    first = jobs.claim()
    assert first is not None
    assert (first.kind, first.language, first.release) == ("concept-note.pdf", "en", 2)
    assert jobs.claim() is None


@pytest.mark.usefixtures("impatient")
def test_a_made_document_is_kept_and_answers_with_its_etag(
    sample: FlaskClient, database: Database, media: Media, tmp_path: Path
) -> None:
    sample.get(f"{FORUM}/agenda.pdf?lang=fr")
    jobs = DocumentJobs(database, tmp_path)
    with Renderer() as renderer:
        assert step(jobs, renderer, database, media)
        assert not step(jobs, renderer, database, media)
    answer = sample.get(f"{FORUM}/agenda.pdf?lang=fr")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")
    assert (
        sample.get(f"{FORUM}/agenda.pdf?lang=fr", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    )


@pytest.mark.usefixtures("impatient")
def test_a_document_that_can_not_be_made_says_so_without_the_reason(
    sample: FlaskClient, database: Database, tmp_path: Path
) -> None:
    sample.get(f"{FORUM}/agenda.pdf")
    jobs = DocumentJobs(database, tmp_path)
    document = jobs.claim()
    assert document is not None
    jobs.fail(document, Failure(Reason.MEMORY))
    answer = sample.get(f"{FORUM}/agenda.pdf")
    assert (answer.status_code, "http-equiv" in answer.text) == (503, False)
    assert "could not be made" in answer.text and "memory" not in answer.text
    # What it promises is when it is asked for again, not sooner.
    assert 240 < int(answer.headers["Retry-After"]) <= 300
    assert "in 5 minutes" in answer.text and "few seconds" not in answer.text


@pytest.mark.usefixtures("impatient")
def test_who_waits_for_a_long_document_reads_how_far_it_is_and_the_page_asks_again_by_itself(
    sample: FlaskClient, database: Database, tmp_path: Path
) -> None:
    def page(language: str) -> str:
        answer = sample.get(f"{FORUM}/agenda.pdf", headers={"Accept-Language": language})
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert '<meta http-equiv="refresh" content="5">' in answer.text
        return unescape(answer.text)

    assert "The document is being made." in page("en")
    jobs = DocumentJobs(database, tmp_path)
    document = jobs.claim()
    assert document is not None
    jobs.progress(document, 0, 40)
    assert "it is made in 40 parts" in page("en")
    jobs.progress(document, 12, 40)
    assert "Part 12 of 40 is ready." in page("en")
    assert "La partie 12 sur 40 est prête." in page("fr")
    jobs.progress(document, 40, 40)
    assert "All 40 parts are ready" in page("en")


@pytest.mark.usefixtures("impatient")
def test_strangers_can_not_ask_for_arbitrary_documents(sample: FlaskClient, database: Database, tmp_path: Path) -> None:
    for address in ("agenda.pdf?day=2022-09-14", "agenda.pdf?day=x", "sessions/zzzzzzzzzz/concept-note.pdf"):
        assert sample.get(f"{FORUM}/{address}").status_code == 404
    for number in range(100):
        assert sample.get(f"{FORUM}/agenda.pdf?room={number}&lang=x{number}").status_code == 503
    jobs = DocumentJobs(database, tmp_path)
    assert jobs.claim() is not None
    assert jobs.claim() is None
