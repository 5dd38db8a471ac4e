"""Documents of a draft, for those who work on it: at most two rendered at once on this machine, forgotten soon.

They belong to no release and are asked for by few, so they have no queue: who asks starts the rendering, waits a few
seconds and then asks again. The answer may come from another process than the one that renders, so what is made lies
in the instance folder for some minutes, under a name that nobody can guess and that is another after each edit.
"""

import fcntl
import hashlib
import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forum_app.documents.kinds import render
from forum_app.documents.warm_renderer import warm_renderer
from forum_app.domain.errors import NotFound, RenderingBusy, RenderingFailed
from forum_app.domain.failures import Failure, Reason, failure_from, fault
from forum_app.domain.release import Content, Release
from forum_app.services.media import Media
from forum_app.templating import build

MOST_AT_ONCE = 2
WAIT_SECONDS = 6.0
SLOT_SECONDS = 120.0
FORGOTTEN_SECONDS = 600.0
log = logging.getLogger("forum.drafts")


@dataclass(frozen=True)
class DraftDocument:
    """A document of one state of a draft; ``params`` as ``documents.kinds.render`` takes them."""

    forum_id: str
    version: int
    kind: str
    language: str
    base_url: str
    params: tuple[tuple[str, Any], ...] = ()

    @property
    def key(self) -> str:
        values = (self.forum_id, self.version, self.kind, self.language, self.base_url, self.params, build())
        return hashlib.sha256(repr(values).encode()).hexdigest()


class DraftDocuments:
    """The drafts' documents of one instance folder."""

    def __init__(self, instance: Path, media: Media) -> None:
        self.folder, self.media = instance / "drafts", media

    def read(self, document: DraftDocument, content: Content) -> bytes:
        """The document as PDF. Raises RenderingBusy where it takes longer than some seconds, and RenderingFailed."""
        path, failed = self._path(document, "pdf"), self._path(document, "failed")
        self._forget()
        if not path.exists() and not failed.exists():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            threading.Thread(target=self._make, args=(document, content), name="draft", daemon=True).start()
        end = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < end and not (path.exists() or failed.exists()):
            time.sleep(0.05)
        with suppress(FileNotFoundError):
            return path.read_bytes()
        with suppress(FileNotFoundError):
            raise RenderingFailed(failure_from(failed.read_text("utf-8")))
        raise RenderingBusy("The document is being made. Ask again in a moment.")

    def _path(self, document: DraftDocument, ending: str) -> Path:
        return self.folder / f"{document.key}.{ending}"

    def _forget(self) -> None:
        """Takes away what was made some minutes ago."""
        before = time.time() - FORGOTTEN_SECONDS
        with suppress(FileNotFoundError):
            for path in self.folder.iterdir():
                with suppress(FileNotFoundError):
                    if not path.name.startswith("slot") and path.stat().st_mtime < before:
                        path.unlink()

    def _make(self, document: DraftDocument, content: Content) -> None:
        """Renders once: whoever comes second leaves it to the first."""
        with _locked(self._path(document, "lock")) as mine:
            if not mine or self._path(document, "pdf").exists():
                return
            try:
                with self._slot():
                    release = Release(content=content)
                    params = dict(document.params)
                    with warm_renderer() as renderer:
                        data = render(
                            document.kind,
                            release,
                            document.language,
                            document.base_url,
                            self.media.path,
                            renderer,
                            **params,
                        )
                self._keep(self._path(document, "pdf"), data)
            except RenderingFailed as error:
                self._fail(document, error.failure)
            except NotFound:
                self._fail(document, Failure(Reason.GONE))
            except Exception as error:
                log.exception("a draft's document could not be made")
                self._fail(document, fault(error))

    def _fail(self, document: DraftDocument, failure: Failure) -> None:
        self._keep(self._path(document, "failed"), failure.kept().encode())

    def _keep(self, path: Path, data: bytes) -> None:
        fresh = path.with_suffix(f".{os.getpid()}.new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
        os.replace(fresh, path)

    @contextmanager
    def _slot(self) -> Iterator[None]:
        """One of the two places for rendering, once one is free. Raises RenderingFailed after two minutes."""
        end = time.monotonic() + SLOT_SECONDS
        while time.monotonic() < end:
            for number in range(MOST_AT_ONCE):
                with _locked(self.folder / f"slot-{number}") as mine:
                    if mine:
                        yield
                        return
            time.sleep(0.1)
        raise RenderingFailed(Failure(Reason.BUSY))


@contextmanager
def _locked(path: Path) -> Iterator[bool]:
    """Whether this file is locked for us now; the lock goes with its process."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True
    finally:
        os.close(file)
