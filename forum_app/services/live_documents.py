"""Documents of releases, as readers meet them: kept as files by what they are a function of, asked for in a table."""

import hashlib
import threading
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from forum_app.database import Database
from forum_app.domain.errors import RenderingBusy, RenderingFailed
from forum_app.domain.failures import Failure, Reason
from forum_app.models.publishing import Artefact
from forum_app.templating import build

MOST_ASKED = 50
WAIT_SECONDS = 5.0
MOST_WAITING = 3
FAILED_FOR = timedelta(minutes=5)
FULL_SECONDS = 60


@dataclass(frozen=True)
class Document:
    """One document: the same bytes for the same values, and for the same build of the software."""

    forum_id: str
    release: int
    kind: str
    language: str
    argument: str
    base_url: str

    @property
    def key(self) -> str:
        values = (self.forum_id, str(self.release), self.kind, self.language, self.argument, self.base_url, build())
        return hashlib.sha256("\x00".join(values).encode()).hexdigest()

    @property
    def params(self) -> dict[str, Any]:
        """What the document's kind asks for beside release and language."""
        if self.kind == "session-note.pdf":
            return {"session_id": self.argument}
        if self.kind == "agenda.pdf" and self.argument:
            return {"day": date.fromisoformat(self.argument)}
        return {}


def asked_row(document: Document, at: datetime, *, reader_waits: bool) -> dict[str, Any]:
    """The row of a document that nobody has begun."""
    fields = {name: getattr(document, name) for name in Document.__dataclass_fields__}
    return {"key": document.key, **fields, **_unbegun(at, reader_waits)}


def _unbegun(at: datetime, reader_waits: bool) -> dict[str, Any]:
    begun = {"attempts": 0, "error": "", "lease_until": None, "worker": "", "parts_done": 0, "parts": 0}
    return {"state": "asked", "asked_at": at, "reader_waits": reader_waits, **begun}


class LiveDocuments:
    """The kept documents of one instance."""

    def __init__(self, database: Database, instance: Path) -> None:
        self.database = database
        self.folder = instance / "artefacts"
        self.waiting = threading.BoundedSemaphore(MOST_WAITING)

    def path(self, document: Document) -> Path:
        return self.folder / f"{document.key}.pdf"

    def read(self, document: Document) -> bytes:
        """The document's bytes; asks for it and waits a bounded time. Raises RenderingBusy or RenderingFailed."""
        path = self.path(document)
        if not path.exists():
            self.ask(document)
            if self.waiting.acquire(blocking=False):
                try:
                    end = time.monotonic() + WAIT_SECONDS
                    while time.monotonic() < end and not path.exists():
                        time.sleep(0.05)
                finally:
                    self.waiting.release()
        try:
            return path.read_bytes()
        except FileNotFoundError:
            raise self._busy(document) from None

    def ask(self, document: Document) -> None:
        """Puts a document into the queue once, before those that nobody waits for.

        Raises RenderingBusy where too many wait, and RenderingFailed while it is known that it can't be made.
        """
        row = self._row(document)
        if row is not None and row.state == "failed":
            left = int((row.asked_at + FAILED_FOR - datetime.now(UTC)).total_seconds())
            if left > 0:
                raise RenderingFailed(Failure(Reason.TOLD), seconds=left)
        if row is not None and row.state in ("asked", "making"):
            if not row.reader_waits:
                waits = update(Artefact).where(Artefact.key == document.key).values(reader_waits=True)
                self.database.write(lambda connection: connection.execute(waits))
            return
        if row is None and self._full():
            raise RenderingBusy("Many documents are being made. Ask again in a minute.", seconds=FULL_SECONDS)
        self._put(document, row)

    def _full(self) -> bool:
        asked = select(Artefact.key).where(Artefact.state == "asked", Artefact.reader_waits).limit(MOST_ASKED)
        with self.database.reading() as connection:
            return len(connection.execute(asked).all()) >= MOST_ASKED

    def _put(self, document: Document, row: Row[Any] | None) -> None:
        now = datetime.now(UTC)

        def job(connection: Connection) -> None:
            if row is not None:
                again = update(Artefact).where(Artefact.key == document.key, Artefact.state.in_(("failed", "ready")))
                connection.execute(again.values(_unbegun(now, reader_waits=True)))
                return
            try:
                with connection.begin_nested():
                    connection.execute(insert(Artefact).values(asked_row(document, now, reader_waits=True)))
            except IntegrityError:
                pass  # somebody else asked in the same moment

        self.database.write(job)

    def _row(self, document: Document) -> Row[Any] | None:
        with self.database.reading() as connection:
            return connection.execute(select(Artefact).where(Artefact.key == document.key)).first()

    def _busy(self, document: Document) -> RenderingBusy:
        """How far it is, in words."""
        row = self._row(document)
        if row is None or row.parts < 2:
            return RenderingBusy("The document is being made. Ask again in a moment.")
        if row.parts_done == 0:
            return RenderingBusy("The document is long: it is made in %(parts)s parts.", parts=row.parts)
        if row.parts_done == row.parts:
            return RenderingBusy("All %(parts)s parts are ready and are being put together.", parts=row.parts)
        return RenderingBusy("Part %(done)s of %(parts)s is ready.", done=row.parts_done, parts=row.parts)
