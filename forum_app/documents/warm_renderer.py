"""One renderer that stays warm for a while between documents that somebody waits for."""

import atexit
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from forum_app.documents.rendering import Renderer

IDLE_SECONDS = 120.0


class WarmRenderer:
    """One renderer stays warm for a while, since warming up takes longer than a page: those who speak open their mails
    within the same minutes. It is ended when nobody has asked for ``seconds``."""

    def __init__(self, seconds: float = IDLE_SECONDS) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._idle: Renderer | None = None
        self._ending: threading.Timer | None = None

    @contextmanager
    def borrowed(self) -> Iterator[Renderer]:
        """A renderer of the caller's own until the block ends; a second one where the first is away."""
        found = self._take() or Renderer()
        try:
            yield found
        except BaseException:
            found.close()
            raise
        with self._lock:
            surplus, self._idle = self._idle, found
            self._put_off()
            self._ending = threading.Timer(self._seconds, self.end)
            self._ending.daemon = True
            self._ending.start()
        if surplus is not None:
            surplus.close()

    def end(self) -> None:
        """Ends the renderer that nobody has."""
        if left := self._take():
            left.close()

    def _take(self) -> Renderer | None:
        """The one that nobody has; its end is put off."""
        with self._lock:
            found, self._idle = self._idle, None
            self._put_off()
            return found

    def _put_off(self) -> None:
        if self._ending:
            self._ending.cancel()
            self._ending = None


_WARM = WarmRenderer()
atexit.register(_WARM.end)


def warm_renderer() -> AbstractContextManager[Renderer]:
    """This process's renderer, warm where somebody used it of late."""
    return _WARM.borrowed()
