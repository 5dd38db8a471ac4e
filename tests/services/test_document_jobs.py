"""The queue of documents: asked for by publishing and by readers, held by one worker at a time, never half marked."""

import json
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from forum_app.database import Database
from forum_app.domain.failures import Failure, Reason, failure_from
from forum_app.models.publishing import Artefact
from forum_app.paths import SAMPLES
from forum_app.services import document_jobs, live_documents
from forum_app.services.document_clearing import LEFT_SECONDS, clear_away
from forum_app.services.document_jobs import DocumentJobs, LeaseLost
from forum_app.services.forum_files import import_forum
from forum_app.services.live_documents import Document, LiveDocuments
from forum_app.services.media import Media
from forum_app.services.publishing import bring_back, publish_release

BASE_URL = "https://forum.example.org"
SAMPLE = json.loads((SAMPLES / "gssd2022.json").read_bytes())
SLUG = "gssd2022"


class Queue:
    """One instance: its publishing, its readers and its workers."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.folder, self.media = database, folder, Media(folder)
        self.reader = LiveDocuments(database, folder)
        self.now = datetime(2022, 8, 1, tzinfo=UTC)

    def publish(self, **forum: object) -> int:
        data = json.loads(json.dumps(SAMPLE))
        data["forum"].update(forum)
        data["sessions"][0]["note"] = {"sections": [{"body": {"en": "<p>So.</p>"}}]}
        import_forum(self.database, self.media, json.dumps(data).encode(), replace=True, actor="test")
        self.now += timedelta(days=1)
        given = {"now": self.now, "host": "forum.test", "actor": "test", "base_url": BASE_URL}
        return publish_release(self.database, SLUG, **given).number or 0

    def worker(self) -> DocumentJobs:
        return DocumentJobs(self.database, self.folder)

    def rows(self) -> list[dict]:
        with self.database.reading() as connection:
            rows = connection.execute(select(Artefact).order_by(Artefact.asked_at)).mappings().all()
        return [dict(row) for row in rows]

    def expire(self) -> None:
        """As if every worker had been dead for longer than a lease."""
        past = datetime.now(UTC) - timedelta(seconds=1)
        with self.database.writing() as connection:
            connection.execute(update(Artefact).where(Artefact.state == "making").values(lease_until=past))


@pytest.fixture
def queue(database: Database, tmp_path: Path) -> Queue:
    return Queue(database, tmp_path)


def test_a_release_asks_for_its_documents_in_every_language(queue: Queue) -> None:
    number = queue.publish()
    key = SAMPLE["sessions"][0]["id"]
    assert [(row["kind"], row["argument"], row["language"]) for row in queue.rows()] == [
        ("concept-note.pdf", "", "en"),
        ("concept-note.pdf", "", "fr"),
        ("agenda.pdf", "", "en"),
        ("agenda.pdf", "", "fr"),
        ("session-note.pdf", key, "en"),
        ("session-note.pdf", key, "fr"),
    ]
    assert {(row["release"], row["base_url"], row["reader_waits"]) for row in queue.rows()} == {
        (number, BASE_URL, False)
    }


def test_what_a_reader_waits_for_is_made_first(queue: Queue) -> None:
    number = queue.publish()
    forum = SAMPLE["forum"]["id"]
    new = Document(forum, number, "agenda.pdf", "en", SAMPLE["forum"]["first_day"], BASE_URL)
    known = Document(forum, number, "agenda.pdf", "fr", "", BASE_URL)
    for document in (known, new, known):
        queue.reader.ask(document)
    worker = queue.worker()
    assert [worker.claim() for _ in range(3)][:2] == [known, new]
    assert sum(row["reader_waits"] for row in queue.rows()) == 2
    assert len(queue.rows()) == 7


def test_documents_of_publishing_keep_no_reader_out(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    number = queue.publish()
    monkeypatch.setattr(live_documents, "MOST_ASKED", 1)
    queue.reader.ask(Document(SAMPLE["forum"]["id"], number, "agenda.pdf", "en", "2022-09-14", BASE_URL))
    with pytest.raises(live_documents.RenderingBusy, match="Many documents") as busy:
        queue.reader.ask(Document(SAMPLE["forum"]["id"], number, "agenda.pdf", "en", "2022-09-15", BASE_URL))
    assert busy.value.seconds == 60
    queue.reader.ask(Document(SAMPLE["forum"]["id"], number, "agenda.pdf", "en", "", BASE_URL))


def test_the_next_release_drops_what_the_last_one_still_waits_for_and_keeps_what_is_made(queue: Queue) -> None:
    first = queue.publish()
    made, begun = queue.worker(), queue.worker()
    document = made.claim()
    assert document is not None
    made.finish(document, b"%PDF-made")
    other = begun.claim()
    assert other is not None
    given = {"now": queue.now, "host": "forum.test", "actor": "test", "base_url": BASE_URL}
    second = bring_back(queue.database, SLUG, first, **given).number
    assert [(row["release"], row["state"]) for row in queue.rows()] == [(first, "ready")] + 6 * [(second, "asked")]
    with pytest.raises(LeaseLost):
        begun.progress(other, 1, 2)
    with pytest.raises(LeaseLost):
        begun.finish(other, b"%PDF-late")
    assert not begun.path(other).exists()
    assert queue.reader.read(document) == b"%PDF-made"


def test_a_worker_that_lost_its_lease_marks_nothing(queue: Queue) -> None:
    queue.publish()
    late, next_one = queue.worker(), queue.worker()
    document = late.claim()
    assert document is not None
    assert next_one.claim() != document
    queue.expire()
    assert next_one.claim() == document
    before = queue.rows()
    for step in (
        lambda: late.progress(document, 1, 2),
        lambda: late.finish(document, b"%PDF-late"),
        lambda: late.fail(document, Failure(Reason.MEMORY)),
    ):
        with pytest.raises(LeaseLost):
            step()
    late.give_back(document)
    assert queue.rows() == before
    assert list(late.folder.glob("*")) == []
    next_one.finish(document, b"%PDF-in-time")
    assert queue.reader.read(document) == b"%PDF-in-time"


def test_what_kills_its_worker_again_and_again_is_given_up_unless_it_gets_on(queue: Queue) -> None:
    queue.publish()
    worker = queue.worker()
    document = worker.claim()
    assert document is not None
    for done in range(1, 9):  # dies after every part, and each time one more is there
        worker.progress(document, done, 40)
        queue.expire()
        assert worker.claim() == document
    for _ in range(document_jobs.MOST_ATTEMPTS - 2):
        worker.progress(document, 8, 40)
        queue.expire()
        assert worker.claim() == document
    queue.expire()
    assert worker.claim() not in (None, document)
    given_up = [row["error"] for row in queue.rows() if row["state"] == "failed"]
    assert [failure_from(error) for error in given_up] == [Failure(Reason.DIED)]


def test_a_living_worker_keeps_its_lease(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_jobs, "BEAT_SECONDS", 0.02)
    queue.publish()
    worker = queue.worker()
    document = worker.claim()
    assert document is not None
    with worker.held(document):
        queue.expire()
        until = datetime.now(UTC)
        while next(row["lease_until"] for row in queue.rows() if row["state"] == "making") < until:
            time.sleep(0.01)
    queue.expire()
    assert queue.worker().claim() == document


def test_a_document_given_back_is_there_for_the_next_worker_at_once(queue: Queue) -> None:
    queue.publish()
    worker = queue.worker()
    document = worker.claim()
    assert document is not None
    worker.progress(document, 3, 9)
    worker.give_back(document)
    assert queue.worker().claim() == document
    assert [(row["attempts"], row["parts_done"]) for row in queue.rows() if row["state"] == "making"] == [(1, 3)]


def test_many_workers_never_hold_the_same_document(queue: Queue) -> None:
    number = queue.publish()
    for day in range(1, 29):
        queue.reader.ask(Document(SAMPLE["forum"]["id"], number, "agenda.pdf", "en", f"2022-10-{day:02}", BASE_URL))
    held: list[Document] = []
    troubles: list[Exception] = []

    def work() -> None:
        worker = queue.worker()
        try:
            while (document := worker.claim()) is not None:
                held.append(document)
                worker.progress(document, 1, 1)
                worker.finish(document, document.key.encode())
        except Exception as error:
            troubles.append(error)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert len(held) == len(set(held)) == 6 + 28
    assert {row["state"] for row in queue.rows()} == {"ready"}
    assert all(queue.reader.read(document) == document.key.encode() for document in held)


def test_what_another_build_asked_for_is_made_as_this_build_makes_it(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue.publish()
    old = {row["key"] for row in queue.rows()}
    monkeypatch.setattr(live_documents, "build", lambda: "the next build")
    worker = queue.worker()
    document = worker.claim()
    assert document is not None and document.key not in old
    worker.finish(document, b"%PDF-new")
    assert queue.reader.read(document) == b"%PDF-new"
    assert len(queue.rows()) == 6
    both = replace(document, language="fr")  # asked for by this build too
    queue.reader.ask(both)
    assert len(queue.rows()) == 7
    claimed = []
    while (document := worker.claim()) is not None:
        claimed.append(document)
    assert claimed.count(both) == 1 and len(claimed) == 5
    assert len(queue.rows()) == 6


def test_old_releases_and_what_crashes_left_are_cleared_away(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = queue.worker()
    for accent in ("#7a1f3d", "#2440b0", "#0b5d4e"):
        queue.publish(accent=accent)
        while (document := worker.claim()) is not None:
            worker.finish(document, b"%PDF")
    worker.parts(document := Document("gone", 1, "agenda.pdf", "en", "", BASE_URL)).mkdir()
    (worker.folder / "new-left").write_bytes(b"half")
    assert len(queue.rows()) == 18
    clear_away(queue.database, worker.folder)
    assert {row["release"] for row in queue.rows()} == {2, 3}
    assert len(list(worker.folder.glob("*"))) == 20  # younger than an hour: somebody may be about to name them
    monkeypatch.setattr("forum_app.services.document_clearing.LEFT_SECONDS", -LEFT_SECONDS)
    assert clear_away(queue.database, worker.folder) == 8
    assert {path.stem for path in worker.folder.glob("*")} == {row["key"] for row in queue.rows()}


def test_after_an_upgrade_the_current_documents_are_made_anew(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    queue.publish()
    worker = queue.worker()
    while (document := worker.claim()) is not None:
        worker.finish(document, b"%PDF")
    monkeypatch.setattr(live_documents, "build", lambda: "the next build")
    clear_away(queue.database, worker.folder)
    assert [(row["state"], row["reader_waits"]) for row in queue.rows()] == 6 * [("asked", False)]
    clear_away(queue.database, worker.folder)
    assert len(queue.rows()) == 6


def test_what_took_too_long_is_tried_again_after_a_rest_and_given_up_at_last(queue: Queue) -> None:
    queue.publish()
    with queue.database.writing() as connection:
        first = connection.execute(select(Artefact.key).limit(1)).scalar_one()
        connection.execute(delete(Artefact).where(Artefact.key != first))
    worker = queue.worker()
    for _ in range(2):
        document = worker.claim()
        assert document is not None
        assert worker.try_later(document)
        assert worker.claim() is None  # it rests
        with queue.database.writing() as connection:
            connection.execute(update(Artefact).values(asked_at=datetime.now(UTC)))
    document = worker.claim()
    assert document is not None
    assert not worker.try_later(document)
    worker.fail(document, Failure(Reason.LATE, {"limit": 20}))
    assert worker.claim() is None
    with pytest.raises(live_documents.RenderingFailed) as failed:
        queue.reader.ask(document)
    assert 290 < failed.value.seconds <= 300
