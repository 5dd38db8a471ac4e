"""The renderer: keeps a warm child process and gives it one document at a time, within limits of time and memory."""

import logging
import threading
from types import TracebackType
from typing import Self

from forum_app.child_process import ChildProcess, decode, encode
from forum_app.documents.jobs import Answer, Job
from forum_app.domain.errors import RenderingFailed, RenderingLate
from forum_app.domain.failures import Failure, Reason

SECONDS = 20.0
SECONDS_TO_START = 60.0
_log = logging.getLogger(__name__)


class Renderer:
    """Renders in a process of its own, started by ``start()`` or at first use, and anew after a crash or a time-out.

    Thread-safe: one job at a time, the others wait their turn. Close it, or use it as a context manager.
    """

    def __init__(self, seconds: float = SECONDS, memory_mb: int = 1024) -> None:
        self._seconds = seconds
        self._child = ChildProcess("forum_app.documents.child", {"FORUM_RENDER_MEMORY_MB": str(memory_mb)})
        self._lock = threading.Lock()
        self._warm = False
        self._closed = False

    def start(self) -> None:
        """Starts the child now; it warms up while the caller goes on."""
        with self._lock:
            self._started()

    def render(self, job: Job) -> Answer:
        """The PDF of a job. Raises RenderingFailed, with the reason, after a crash, a time-out or an error."""
        with self._lock:
            self._started()
            if not self._warm:
                self._warm_up()
            answer = self._expect(encode(job), self._seconds)
        for warning in answer.warnings:
            _log.info("%s", warning)
        return answer

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._child.stop()

    def abort(self) -> None:
        """Ends what is being made now, from a signal's handler or another thread; nothing is made after it."""
        self._closed = True
        process = self._child.process
        if process is not None:
            process.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _started(self) -> None:
        if self._closed:
            raise RenderingFailed(Failure(Reason.STOPPING))
        if self._child.start():
            self._warm = False

    def _warm_up(self) -> None:
        try:
            self._expect(b"", SECONDS_TO_START)
        except RenderingFailed as error:
            raise RenderingFailed(Failure(Reason.NO_RENDERER)) from error
        self._warm = True

    def _expect(self, message: bytes, seconds: float) -> Answer:
        """Sends a message and reads the answer; stops the child when it is late, silent or says nonsense."""
        try:
            answer = decode(self._child.exchange(message, seconds), Answer)
        except TimeoutError:
            self._child.stop()
            raise RenderingLate(Failure(Reason.LATE, {"limit": round(seconds)})) from None
        except (OSError, EOFError, ValueError) as error:
            self._child.stop()
            _log.warning("The rendering process ended: %s", error)
            raise RenderingFailed(Failure(Reason.MEMORY)) from None
        if answer.error:
            _log.warning("A document could not be made: %s", answer.error)
            name = answer.error.split(":")[0]
            if name == "MemoryError":
                self._child.stop()
                raise RenderingFailed(Failure(Reason.MEMORY))
            raise RenderingFailed(Failure(Reason.FAULT, {"name": name}))
        return answer
