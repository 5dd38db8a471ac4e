"""The worker and long exports as their users start them: what waits is made, what is begun is given back."""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from forum_app.commands.context import house
from forum_app.commands.making import step
from forum_app.database import Database
from forum_app.documents.rendering import Renderer
from forum_app.models.publishing import Artefact
from forum_app.services.document_jobs import DocumentJobs
from forum_app.services.live_documents import Document, LiveDocuments
from forum_app.services.media import Media
from tests.commands.conftest import Forum
from tests.documents import forums
from tests.services.opened import comes, open_registration, people

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
WORKER = [sys.executable, "-m", "forum_app", "worker"]


def states(artefact: type[Artefact] = Artefact) -> list[tuple[str, str, int, int]]:
    database = Database(os.environ["FORUM_DATABASE_URL"])
    with database.reading() as connection:
        query = select(artefact.kind, artefact.state, artefact.attempts, artefact.parts).order_by(artefact.asked_at)
        rows = [tuple(row) for row in connection.execute(query)]
    database.close()
    return rows


@pytest.fixture
def long_forum(forum: Forum, environment: Path) -> Forum:
    """A house with one published forum of 150 sessions, of which only the English programme is asked for."""
    data = forums.large(150)
    for thing in [*data["people"], *(role for session in data["sessions"] for role in session["roles"])]:
        thing.pop("photo", None)
        if "person" in thing:
            del thing["id"]
    file = environment / "forum.json"
    file.write_text(json.dumps(data, default=str))
    assert forum("import", file, "--publish").status == 0
    database = Database(os.environ["FORUM_DATABASE_URL"])
    with database.writing() as connection:
        connection.execute(delete(Artefact).where((Artefact.kind != "agenda.pdf") | (Artefact.language != "en")))
    database.close()
    return forum


def test_what_publishing_asked_for_is_made_once(sample_forum: Forum, environment: Path) -> None:
    kinds = ["concept-note.pdf", "concept-note.pdf", "agenda.pdf", "agenda.pdf"]
    assert states() == [(kind, "asked", 0, 0) for kind in kinds]
    done = subprocess.run([*WORKER, "--once"], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert [line.split()[1] for line in done.stderr.splitlines() if "made in" in line] == kinds
    assert states() == [(kind, "ready", 1, 0) for kind in kinds]
    made = list((environment / "instance" / "artefacts").iterdir())
    assert len(made) == 4 and all(path.read_bytes().startswith(b"%PDF-") for path in made)


def test_what_is_due_by_the_clock_is_done_beside_what_is_made(sample_forum: Forum, environment: Path) -> None:
    """Places that nobody gave up by a press: the settings have more of them than a while ago."""
    database = Database(os.environ["FORUM_DATABASE_URL"])
    forum_id = open_registration(database, seats_in_person=1)
    for number in (1, 2):
        comes(database, house.config, forum_id, number)
    open_registration(database, seats_in_person=2)
    assert [row.status.value for row in people(database).values()] == ["confirmed", "waiting"]
    done = subprocess.run([*WORKER, "--once"], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert [row.status.value for row in people(database).values()] == ["confirmed", "confirmed"]
    database.close()


def test_a_worker_that_is_told_to_stop_gives_back_what_it_makes(long_forum: Forum, environment: Path) -> None:
    with subprocess.Popen(WORKER, stderr=subprocess.PIPE, text=True) as worker:
        assert worker.stderr is not None
        line = ""
        while "part 1 of 3" not in line:
            line = worker.stderr.readline()
            assert line
        worker.send_signal(signal.SIGTERM)
        rest = worker.stderr.read()
        assert worker.wait(timeout=30) == 0
    assert "given back" in rest and "Traceback" not in rest
    assert states() == [("agenda.pdf", "asked", 0, 3)]
    done = subprocess.run([*WORKER, "--once"], capture_output=True, text=True, timeout=120)
    told = [line.partition(": ")[2] for line in done.stderr.splitlines() if ": part" in line]
    assert told[0] in ("part 1 of 3", "part 2 of 3")  # what was made is not made again
    assert told[-1] == "part 3 of 3"
    assert states() == [("agenda.pdf", "ready", 1, 3)]


def test_a_long_document_gives_way_to_readers_after_a_part(long_forum: Forum, environment: Path) -> None:
    database = Database(os.environ["FORUM_DATABASE_URL"])
    documents = LiveDocuments(database, environment / "instance")
    with database.reading() as connection:
        row = connection.execute(select(Artefact)).one()
    note = Document(row.forum_id, row.release, "concept-note.pdf", "en", "", row.base_url)
    jobs = DocumentJobs(database, environment / "instance")
    told: list[tuple[str, int]] = []

    def kept() -> None:
        with database.reading() as connection:
            rows = connection.execute(select(Artefact.kind, Artefact.state, Artefact.parts_done)).all()
        told.append(tuple(sorted(tuple(row) for row in rows)))

    with Renderer() as renderer:
        house = (renderer, database, Media(environment / "instance"))
        documents.ask(note)
        documents.ask(Document(row.forum_id, row.release, "agenda.pdf", "en", "", row.base_url))
        with database.writing() as connection:  # the long one was asked for before
            connection.execute(update(Artefact).where(Artefact.key == row.key).values(asked_at=LONG_AGO))
        while step(jobs, *house):
            kept()
    database.close()
    assert told == [
        (("agenda.pdf", "asked", 1), ("concept-note.pdf", "asked", 0)),
        (("agenda.pdf", "asked", 1), ("concept-note.pdf", "ready", 0)),
        (("agenda.pdf", "ready", 3), ("concept-note.pdf", "ready", 0)),
    ]


def test_a_long_export_says_how_far_it_is_where_there_is_no_terminal(long_forum: Forum, environment: Path) -> None:
    target = environment / "programme.pdf"
    done = long_forum("export", "rain2031", "agenda.pdf", "-o", target)
    assert (done.status, done.out) == (0, "")
    assert done.err.splitlines() == ["made in 3 parts", *(f"part {number} of 3 is ready" for number in (1, 2, 3))]
    assert target.read_bytes().startswith(b"%PDF-")
