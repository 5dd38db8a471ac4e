"""The worker beside the server: started with it, started again when it dies, ended with it."""

import logging
import subprocess
import time
from types import TracebackType
from typing import Self

FIRST_SECONDS, LONGEST_SECONDS = 1.0, 60.0
STEADY_SECONDS = 60.0  # who lived so long did not die of starting
END_SECONDS = 30.0
log = logging.getLogger("forum")


class Helper:
    """One process of a command. ``look_after`` is called now and then, by the same thread that started it."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._pause = FIRST_SECONDS
        self._again_at: float | None = None
        self._start()

    def _start(self) -> None:
        self._process = subprocess.Popen(self._command)
        self._started_at = time.monotonic()
        self._again_at = None

    def look_after(self) -> None:
        """Starts it again some time after it died: later each time, as long as it dies soon."""
        now = time.monotonic()
        if self._again_at is not None:
            if now >= self._again_at:
                self._start()
        elif self._process.poll() is not None:
            self._pause = FIRST_SECONDS if now - self._started_at > STEADY_SECONDS else self._pause
            log.error("the worker ended; it is started again in %.0f seconds", self._pause)
            self._again_at = now + self._pause
            self._pause = min(2 * self._pause, LONGEST_SECONDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
