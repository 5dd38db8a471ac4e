"""The renderer: keeps a warm child process and gives it one document at a time, within limits of time and memory."""

import logging
import os
import selectors
import subprocess
import sys
import threading
import time
from types import TracebackType
from typing import Self

from forum_app.documents.jobs import Answer, Job, decode, encode
from forum_app.domain.errors import RenderingFailed
from forum_app.paths import PACKAGE

SECONDS = 20.0
SECONDS_TO_START = 60.0
_log = logging.getLogger(__name__)


class Renderer:
    """Renders in a process of its own, started by ``start()`` or at first use, and anew after a crash or a time-out.

    Thread-safe: one job at a time, the others wait their turn. Close it, or use it as a context manager.
    """

    def __init__(self, seconds: float = SECONDS, memory_mb: int = 1024) -> None:
        self._seconds = seconds
        self._memory_mb = memory_mb
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._warm = False
        self._closed = False

    def start(self) -> None:
        """Starts the child now; it warms up while the caller goes on."""
        with self._lock:
            self._started()

    def render(self, job: Job) -> Answer:
        """The PDF of a job. Raises RenderingFailed, with a sentence, after a crash, a time-out or an error."""
        with self._lock:
            process = self._started()
            if not self._warm:
                self._warm_up(process)
            answer = self._expect(process, encode(job), self._seconds)
        for warning in answer.warnings:
            _log.info("%s", warning)
        return answer

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._stop()

    def abort(self) -> None:
        """Ends what is being made now, from a signal's handler or another thread; nothing is made after it."""
        self._closed = True
        process = self._process
        if process is not None:
            process.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._closed:
            raise RenderingFailed("Documents are not made any more: the program is stopping.")
        if self._process is None or self._process.poll() is not None:
            self._stop()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "forum_app.documents.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=self._environment(),
            )
            self._warm = False
        return self._process

    def _environment(self) -> dict[str, str]:
        """The child finds the package where we did, wherever it is started."""
        path = os.pathsep.join(part for part in (str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")) if part)
        given = {"PYTHONPATH": path, "PYTHONHASHSEED": "0", "FORUM_RENDER_MEMORY_MB": str(self._memory_mb)}
        return {**os.environ, **given}

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue

    def _warm_up(self, process: subprocess.Popen[bytes]) -> None:
        try:
            self._expect(process, b"", SECONDS_TO_START)
        except RenderingFailed as error:
            raise RenderingFailed("Documents can't be made here: the renderer does not start.") from error
        self._warm = True

    def _expect(self, process: subprocess.Popen[bytes], message: bytes, seconds: float) -> Answer:
        """Sends a message and reads the answer; stops the child when it is late, silent or says nonsense."""
        try:
            answer = decode(_exchanged(process, message, time.monotonic() + seconds), Answer)
        except TimeoutError:
            self._stop()
            raise RenderingFailed(
                f"The document took longer than {seconds:.0f} seconds to make and was given up."
            ) from None
        except (OSError, EOFError, ValueError) as error:
            self._stop()
            _log.warning("The rendering process ended: %s", error)
            raise RenderingFailed(
                "The document could not be made: it needs more memory than documents may use."
            ) from None
        if answer.error:
            _log.warning("A document could not be made: %s", answer.error)
            if answer.error.startswith("MemoryError"):
                self._stop()
            raise RenderingFailed(f"The document could not be made ({answer.error.split(':')[0]}).")
        return answer


def _exchanged(process: subprocess.Popen[bytes], message: bytes, deadline: float) -> bytes:
    """Writes all of ``message`` and reads one answer's body, both without blocking past ``deadline``."""
    if process.stdin is None or process.stdout is None:
        raise EOFError("no pipes")
    out, into = process.stdout.fileno(), process.stdin.fileno()
    os.set_blocking(out, False)
    os.set_blocking(into, False)
    received = bytearray()
    rest = memoryview(message)
    with selectors.DefaultSelector() as selector:
        selector.register(out, selectors.EVENT_READ)
        if rest:
            selector.register(into, selectors.EVENT_WRITE)
        while len(received) < 4 or len(received) < 4 + int.from_bytes(received[:4], "big"):
            ready = selector.select(max(deadline - time.monotonic(), 0))
            if not ready:
                raise TimeoutError
            for key, _events in ready:
                if key.fd == into:
                    rest = rest[os.write(into, rest[:65_536]) :]
                    if not rest:
                        selector.unregister(into)
                else:
                    chunk = os.read(out, 1 << 20)
                    if not chunk:
                        raise EOFError("no answer")
                    received += chunk
    return bytes(received[4:])
