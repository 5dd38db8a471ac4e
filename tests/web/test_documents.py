"""Documents at the public door: made by the worker, kept, the same bytes; busy and failed ones say so."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from forum_app.commands.making import make
from forum_app.database import Database
from forum_app.documents.rendering import Renderer
from forum_app.services import live_documents
from forum_app.services.live_documents import LiveDocuments
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
    documents = LiveDocuments(database, tmp_path)
    first = documents.claim()
    assert first is not None
    assert (first.kind, first.language, first.release) == ("concept-note.pdf", "en", 2)
    assert documents.claim() is None


@pytest.mark.usefixtures("impatient")
def test_a_made_document_is_kept_and_answers_with_its_etag(
    sample: FlaskClient, database: Database, media: Media, tmp_path: Path
) -> None:
    sample.get(f"{FORUM}/agenda.pdf?lang=fr")
    documents = LiveDocuments(database, tmp_path)
    document = documents.claim()
    assert document is not None
    with Renderer() as renderer:
        make(documents, document, renderer, database, media)
    answer = sample.get(f"{FORUM}/agenda.pdf?lang=fr")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")
    assert (
        sample.get(f"{FORUM}/agenda.pdf?lang=fr", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    )


@pytest.mark.usefixtures("impatient")
def test_a_lease_that_ran_out_is_taken_over_and_one_that_keeps_failing_is_given_up(
    sample: FlaskClient, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    sample.get(f"{FORUM}/agenda.pdf")
    monkeypatch.setattr(live_documents, "LEASE", timedelta(seconds=-1))
    documents = LiveDocuments(database, tmp_path)
    claimed = [documents.claim() for _ in range(5)]
    assert [document is not None for document in claimed] == [True, True, True, False, False]
    answer = sample.get(f"{FORUM}/agenda.pdf")
    assert answer.status_code == 503
    assert claimed[0] is not None
    documents.fail(claimed[0], "too large")
    assert "too large" not in sample.get(f"{FORUM}/agenda.pdf").text


@pytest.mark.usefixtures("impatient")
def test_strangers_can_not_ask_for_arbitrary_documents(sample: FlaskClient, database: Database, tmp_path: Path) -> None:
    for address in ("agenda.pdf?day=2022-09-14", "agenda.pdf?day=x", "sessions/zzzzzzzzzz/concept-note.pdf"):
        assert sample.get(f"{FORUM}/{address}").status_code == 404
    for number in range(100):
        assert sample.get(f"{FORUM}/agenda.pdf?room={number}&lang=x{number}").status_code == 503
    documents = LiveDocuments(database, tmp_path)
    assert documents.claim() is not None
    assert documents.claim() is None
