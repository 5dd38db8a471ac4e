"""Documents of releases: kept as files by what they are a function of, asked for in a table, made by the worker."""

import hashlib
import os
import tempfile
import threading
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from forum_app.database import Database
from forum_app.domain.errors import RenderingBusy, RenderingFailed
from forum_app.models.publishing import Artefact
from forum_app.templating import build

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 3
MOST_ASKED = 50
WAIT_SECONDS = 5.0
MOST_WAITING = 3
FAILED_FOR = timedelta(minutes=5)


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
            raise RenderingBusy("The document is being made. Ask again in a moment.") from None

    def ask(self, document: Document) -> None:
        """Puts a document into the queue once. Raises RenderingFailed while it is known that it can't be made."""
        with self.database.reading() as connection:
            row = connection.execute(select(Artefact).where(Artefact.key == document.key)).first()
            asked = select(Artefact.key).where(Artefact.state == "asked").limit(MOST_ASKED)
            full = row is None and len(connection.execute(asked).all()) >= MOST_ASKED
        if full:
            raise RenderingBusy("Many documents are being made. Ask again in a minute.")
        if row is not None and row.state == "failed" and row.asked_at > datetime.now(UTC) - FAILED_FOR:
            raise RenderingFailed("The document could not be made. The organisers can see why.")
        values = {"state": "asked", "attempts": 0, "error": "", "asked_at": datetime.now(UTC), "lease_until": None}
        with self.database.writing() as connection:
            if row is not None:
                done = or_(Artefact.state == "failed", Artefact.state == "ready")
                connection.execute(update(Artefact).where(Artefact.key == document.key, done).values(values))
                return
            fields = {name: getattr(document, name) for name in Document.__dataclass_fields__}
            try:
                with connection.begin_nested():
                    connection.execute(insert(Artefact).values(key=document.key, **fields, **values))
            except IntegrityError:
                pass  # somebody else asked in the same moment

    def claim(self) -> Document | None:
        """The next document to make, leased to the caller; a lease that ran out is taken over."""
        now = datetime.now(UTC)
        free = or_(Artefact.state == "asked", (Artefact.state == "making") & (Artefact.lease_until < now))
        with self.database.reading() as connection:
            if connection.execute(select(Artefact.key).where(free).limit(1)).first() is None:
                return None
        with self.database.writing() as connection:
            query = select(Artefact).where(free).order_by(Artefact.asked_at).limit(1).with_for_update(skip_locked=True)
            row = connection.execute(query).first()
            if row is None:
                return None
            state = "making" if row.attempts < MOST_ATTEMPTS else "failed"
            values = {"state": state, "attempts": row.attempts + 1, "lease_until": now + LEASE}
            connection.execute(update(Artefact).where(Artefact.key == row.key).values(values))
        if state == "failed":
            return None
        return Document(row.forum_id, row.release, row.kind, row.language, row.argument, row.base_url)

    def finish(self, document: Document, data: bytes) -> None:
        """Keeps the made document, whole, and says so."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as temporary:
            temporary.write(data)
            temporary.flush()
            os.fsync(temporary.fileno())
        os.replace(temporary.name, self.path(document))
        self._state(document, "ready", "")

    def fail(self, document: Document, error: str) -> None:
        """Says that the document could not be made, and why."""
        self._state(document, "failed", error)

    def _state(self, document: Document, state: str, error: str) -> None:
        with self.database.writing() as connection:
            values = {"state": state, "error": error[:2000], "lease_until": None}
            connection.execute(update(Artefact).where(Artefact.key == document.key).values(values))
