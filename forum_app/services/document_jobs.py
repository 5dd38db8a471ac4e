"""Documents of releases, as workers meet them: asked for when publishing, leased, counted, kept, cleared away.

A lease is short and renewed while its worker lives, so what a killed worker had begun is taken over soon. Whoever lost
a lease marks nothing: every step says whose it is. Parts that were made stay until the document is whole.
"""

import logging
import os
import secrets
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, delete, insert, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from forum_app.database import Database
from forum_app.domain.failures import Failure, Reason
from forum_app.domain.release import Release
from forum_app.models.publishing import Artefact
from forum_app.services.live_documents import Document, asked_row

LEASE = timedelta(seconds=20)
BEAT_SECONDS = 5.0
MOST_ATTEMPTS = 3
REST = timedelta(seconds=30)
log = logging.getLogger("forum.worker")


class LeaseLost(Exception):
    """Somebody else makes this document now, or nobody needs it any more."""


def ask_for_release(connection: Connection, release: Release, base_url: str) -> None:
    """Asks for a new release's documents, and drops what older ones of its forum still wait for.

    In the transaction that publishes: there is never one without the other.
    """
    forum, number = release.content.forum, release.number or 0
    old = (Artefact.forum_id == forum.id, Artefact.release < number, Artefact.state != "ready")
    connection.execute(delete(Artefact).where(*old))
    wanted = [("concept-note.pdf", "")] if forum.note is not None else []
    wanted.append(("agenda.pdf", ""))
    wanted += [("session-note.pdf", session.id) for session in release.content.sessions if session.note is not None]
    now = datetime.now(UTC)
    documents = [
        Document(forum.id, number, kind, language, argument, base_url)
        for kind, argument in wanted
        for language in forum.languages
    ]
    rows = [
        asked_row(document, now + timedelta(microseconds=at), reader_waits=False)
        for at, document in enumerate(documents)
    ]
    connection.execute(insert(Artefact), rows)


class DocumentJobs:
    """What one worker does to the queue. ``worker`` is its own name, by which it knows its leases."""

    def __init__(self, database: Database, instance: Path) -> None:
        self.database = database
        self.folder = instance / "artefacts"
        self.worker = secrets.token_hex(16)

    def path(self, document: Document) -> Path:
        return self.folder / f"{document.key}.pdf"

    def parts(self, document: Document) -> Path:
        """The folder where the parts of a long document lie until it is whole."""
        return self.folder / f"{document.key}.parts"

    def claim(self) -> Document | None:
        """The next document to make, leased to this worker; one whose lease ran out is taken over.

        What failed too often since its last progress is given up. Readers come first, then who asked first.
        """
        while True:
            with self.database.reading() as connection:
                if connection.execute(select(Artefact.key).where(_free()).limit(1)).first() is None:
                    return None
            found = self.database.write(self._claimed)
            if not isinstance(found, bool):
                return found

    def _claimed(self, connection: Connection) -> Document | bool | None:
        """A document; None where there is none; True where a row was done away with instead."""
        order = (Artefact.reader_waits.desc(), Artefact.asked_at, Artefact.key)
        query = select(Artefact).where(_free()).order_by(*order).limit(1).with_for_update(skip_locked=True)
        row = connection.execute(query).first()
        if row is None:
            return None
        document = Document(row.forum_id, row.release, row.kind, row.language, row.argument, row.base_url)
        this = update(Artefact).where(Artefact.key == row.key)
        if row.attempts >= MOST_ATTEMPTS:
            died = Failure(Reason.DIED)
            connection.execute(this.values(state="failed", error=died.kept(), lease_until=None, worker=""))
            log.error("%s given up: %s", told(document), died.said)
            return True
        # What another build of the software asked for is this build's now, unless that was asked for it too.
        same = select(Artefact.key).where(Artefact.key == document.key)
        if row.key != document.key and connection.execute(same).first() is not None:
            connection.execute(delete(Artefact).where(Artefact.key == row.key))
            return True
        leased = {"lease_until": datetime.now(UTC) + LEASE, "worker": self.worker}
        connection.execute(this.values(key=document.key, state="making", attempts=row.attempts + 1, **leased))
        return document

    @contextmanager
    def held(self, document: Document) -> Iterator[None]:
        """Renews the lease from beside, as long as this lasts."""
        over = threading.Event()

        def beat() -> None:
            while not over.wait(BEAT_SECONDS):
                try:
                    self._mine(document, lease_until=datetime.now(UTC) + LEASE)
                except LeaseLost:
                    return  # whoever makes the document learns it at its next step
                except SQLAlchemyError as error:
                    log.warning("%s: the lease could not be renewed: %s", told(document), error)

        beating = threading.Thread(target=beat, name="lease", daemon=True)
        beating.start()
        try:
            yield
        finally:
            over.set()
            beating.join()

    def progress(self, document: Document, done: int, in_all: int) -> None:
        """Says how many parts are made; attempts count from the last one that was new. Raises LeaseLost."""
        attempts = case((Artefact.parts_done < done, 1), else_=Artefact.attempts)
        until = datetime.now(UTC) + LEASE
        self._mine(document, parts_done=done, parts=in_all, attempts=attempts, lease_until=until)

    def finish(self, document: Document, data: bytes) -> None:
        """Keeps the made document, whole, and says so. Raises LeaseLost, and then keeps nothing."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = self.folder / f"new-{secrets.token_hex(8)}"
        try:
            with open(fresh, "xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())

            def job(connection: Connection) -> None:
                self._change(connection, document, {"state": "ready", "error": "", "lease_until": None, "worker": ""})
                os.replace(fresh, self.path(document))  # only who holds the row comes here

            self.database.write(job)
        finally:
            fresh.unlink(missing_ok=True)
        shutil.rmtree(self.parts(document), ignore_errors=True)

    def fail(self, document: Document, failure: Failure) -> None:
        """Says that the document could not be made, and why. Raises LeaseLost."""
        now = datetime.now(UTC)
        self._mine(document, state="failed", error=failure.kept(), asked_at=now, lease_until=None, worker="")
        shutil.rmtree(self.parts(document), ignore_errors=True)

    def try_later(self, document: Document) -> bool:
        """Leaves a document that took too long to whoever comes after a rest, since the machine may have been busy;
        False where it was tried often enough since its last progress. Raises LeaseLost."""
        tried = select(Artefact.attempts).where(Artefact.key == document.key)
        with self.database.reading() as connection:
            attempts = connection.execute(tried).scalar() or 0
        if attempts >= MOST_ATTEMPTS:
            return False
        self._mine(document, state="asked", asked_at=datetime.now(UTC) + REST, lease_until=None, worker="")
        return True

    def others_wait(self, document: Document) -> bool:
        """Whether a reader waits for another document that nobody has begun."""
        waits = (Artefact.state == "asked", Artefact.reader_waits, Artefact.key != document.key)
        with self.database.reading() as connection:
            return connection.execute(select(Artefact.key).where(*waits).limit(1)).first() is not None

    def give_back(self, document: Document, *, last: bool = False) -> None:
        """Leaves a begun document to the next worker at once, as if this one had not tried; ``last``: after others."""
        place = {"asked_at": datetime.now(UTC)} if last else {}
        with suppress(LeaseLost):
            self._mine(document, state="asked", attempts=0, lease_until=None, worker="", **place)

    def _mine(self, document: Document, **values: Any) -> None:
        self.database.write(lambda connection: self._change(connection, document, values))

    def _change(self, connection: Connection, document: Document, values: dict[str, Any]) -> None:
        """Changes the row of a document while this worker holds it. Raises LeaseLost."""
        mine = (Artefact.key == document.key, Artefact.state == "making", Artefact.worker == self.worker)
        if connection.execute(update(Artefact).where(*mine).values(values)).rowcount != 1:
            raise LeaseLost


def told(document: Document) -> str:
    """A document's name in the log."""
    argument = f" {document.argument}" if document.argument else ""
    return f"{document.kind}{argument} ({document.language}) of release {document.release} of {document.forum_id}"


def _free() -> ColumnElement[bool]:
    """What a worker may take: asked for and not resting, or left behind by one that no longer renews its lease."""
    now = datetime.now(UTC)
    asked = (Artefact.state == "asked") & (Artefact.asked_at <= now + timedelta(seconds=1))
    return or_(asked, (Artefact.state == "making") & (Artefact.lease_until < now))
