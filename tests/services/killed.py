"""Kills a process at its n-th durable step, for each n: ``python -m tests.services.killed JOB URL FOLDER [EVERY]``.

A step is a statement to the database, the moment before and after a commit, and the moment before and after a file is
made durable, renamed or removed. Each n has a process of its own, forked from this one and killed with SIGKILL. For
each, one line of JSON says what is found afterwards, and what the next process makes of it.
"""

import hashlib
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, event, func, select, update

from forum_app.commands.making import step
from forum_app.database import Database
from forum_app.documents import stretches
from forum_app.documents.rendering import Renderer
from forum_app.models.forum import Forum
from forum_app.models.messages import Message
from forum_app.models.publishing import Artefact, AuditEntry, Release
from forum_app.services import document_jobs
from forum_app.services.document_jobs import DocumentJobs
from forum_app.services.media import Media
from forum_app.services.publishing import publish_release
from forum_app.templating import build

BASE_URL = "https://forum.example.org"
SLUG = "gssd2022"
NOW = datetime(2022, 9, 10, tzinfo=UTC)  # before the sample, whose people are told


class Steps:
    """Counts durable steps and kills this process at one of them."""

    def __init__(self, fatal: int) -> None:
        self.fatal, self.count = fatal, 0

    def step(self, *_: Any, **__: Any) -> None:
        self.count += 1
        if self.count == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, owner: Any, name: str) -> None:
        inner = getattr(owner, name)

        def stepped(*given: Any, **named: Any) -> Any:
            self.step()
            done = inner(*given, **named)
            self.step()
            return done

        setattr(owner, name, stepped)

    def watch(self, database: Database) -> None:
        event.listen(database.engine, "after_cursor_execute", self.step)
        event.listen(database.engine, "commit", self.step)
        event.listen(database.engine.pool, "checkin", self.step)
        for owner, name in ((os, "fsync"), (os, "replace"), (shutil, "rmtree"), (Path, "unlink")):
            self.around(owner, name)


def killed(fatal: int, url: str, job: Callable[[Database], None]) -> bool:
    """Runs ``job`` in a process that is killed at its step ``fatal``; whether it came to that."""
    child = os.fork()
    if child == 0:
        database = Database(url)
        Steps(fatal).watch(database)
        job(database)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, status
    return os.WIFSIGNALED(status)


def publish(database: Database) -> None:
    publish_release(database, SLUG, now=NOW, host="forum.test", actor="test", base_url=BASE_URL)


def published(url: str) -> list[Any]:
    """Everything that a publication changes: the current release and epoch, and how many rows there are of each kind."""
    database = Database(url)
    with database.reading() as connection:
        forum = connection.execute(select(Forum).where(Forum.slug == SLUG)).one()
        counts = [
            connection.execute(select(func.count()).select_from(kind).where(kind.forum_id == forum.id, *more)).scalar()
            for kind, more in (
                (Release, ()),
                (Artefact, ()),
                (AuditEntry, (AuditEntry.action == "release.published",)),
                (Message, ()),
            )
        ]
    database.close()
    return [forum.current_release, forum.epoch, *counts]


def make(database: Database, folder: Path, renderer: Renderer) -> None:
    step(DocumentJobs(database, folder), renderer, database, Media(folder))


def make_alone(folder: Path) -> Callable[[Database], None]:
    """With a renderer of its own, as a worker that is to be killed has."""

    def made(database: Database) -> None:
        with Renderer() as renderer:
            make(database, folder, renderer)

    return made


def asked_anew(url: str, folder: Path) -> None:
    """One document waits, nothing is made."""
    database = Database(url)
    with database.writing() as connection:
        connection.execute(delete(Artefact).where((Artefact.kind != "agenda.pdf") | (Artefact.language != "en")))
        anew = {"state": "asked", "attempts": 0, "parts_done": 0, "lease_until": None, "worker": ""}
        connection.execute(update(Artefact).values(anew))
    database.close()
    shutil.rmtree(folder / "artefacts", ignore_errors=True)


def kept(url: str, folder: Path) -> dict[str, Any]:
    """What the table says, and what lies in the folder."""
    database = Database(url)
    with database.reading() as connection:
        row = connection.execute(select(Artefact)).one()
    database.close()
    whole = folder / "artefacts" / f"{row.key}.pdf"
    parts = sorted(path.name for path in (folder / "artefacts" / f"{row.key}.parts").glob("*.part"))
    bytes_of = hashlib.sha256(whole.read_bytes()).hexdigest() if whole.exists() else ""
    if bytes_of:
        shutil.copy(whole, folder / f"{bytes_of[:12]}.pdf")  # where two differ, both are there to be looked at
    return {"state": row.state, "done": row.parts_done, "whole": bytes_of, "parts": len(parts)}


def main(job: str, url: str, folder: Path, every: int) -> None:
    build()  # the same for all, whatever happens to the files meanwhile
    document_jobs.LEASE = timedelta(0)  # whoever comes next takes over at once
    document_jobs.BEAT_SECONDS = 3600.0
    stretches.MOST_CHARACTERS = 6 * stretches.ROW_CHARACTERS
    if job == "publish":
        print(json.dumps(published(url)), flush=True)
        fatal = 1
        while killed(fatal, url, publish):
            print(json.dumps(published(url)), flush=True)
            fatal += every
        print(json.dumps(published(url)), flush=True)
        return
    following = Database(url)
    with Renderer() as renderer:
        asked_anew(url, folder)
        make(following, folder, renderer)
        print(json.dumps(kept(url, folder)), flush=True)
        fatal = 1
        while True:
            asked_anew(url, folder)
            if not killed(fatal, url, make_alone(folder)):
                return
            found = kept(url, folder)
            make(following, folder, renderer)
            print(json.dumps({"at": fatal, "found": found, "then": kept(url, folder)}), flush=True)
            fatal += every


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
