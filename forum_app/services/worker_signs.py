"""A worker's sign of life: a file in the instance folder that it touches now and then."""

import time
from pathlib import Path

NAME, EVERY_SECONDS = "worker.alive", 10.0


class Signs:
    """Touches the file, at most every ten seconds."""

    def __init__(self, instance: Path) -> None:
        self._path, self._at = instance / NAME, float("-inf")

    def give(self) -> None:
        """Raises OSError where the folder can't be written."""
        if time.monotonic() - self._at >= EVERY_SECONDS:
            self._path.touch(mode=0o600)
            self._at = time.monotonic()


def seconds_since_sign(instance: Path) -> float | None:
    """How long ago a worker gave a sign; None where none ever did."""
    try:
        return max(0.0, time.time() - (instance / NAME).stat().st_mtime)
    except FileNotFoundError:
        return None
