"""Large files that come in parts: each part whole or not at all, kept for a day, put together at the end.

An upload is named by its page, within what is one person's. The same part sent twice is one part; another try takes up
where the last one was cut off.
"""

import hashlib
import os
import re
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from forum_app.domain.errors import ForumError, NoSpace, PictureRefused
from forum_app.services.media import FULL

PART = 8 * 1024 * 1024
MOST_PARTS = 5
KEPT_SECONDS = 24 * 3600.0
MOST_UPLOADS = 3  # of one person at once; the oldest goes
_NAME = re.compile(r"[A-Za-z0-9]{16,40}")


class PartUnfit(ForumError):
    """A part was not taken: it isn't what its page says, or no part of any upload."""


class UploadParts:
    """The uploads under way in an instance folder."""

    def __init__(self, instance: Path) -> None:
        self.folder = instance / "uploads-in-parts"

    def here(self, person: str, upload: str) -> list[int]:
        """The numbers of the parts that have arrived, from 0; raises PartUnfit for what names no upload."""
        folder = self._of(person, upload)
        return sorted(int(path.name) for path in folder.glob("[0-9]")) if folder.is_dir() else []

    def put(self, person: str, upload: str, number: int, data: bytes, sha256: str) -> list[int]:
        """Keeps a part, and says which are here. Raises PartUnfit or NoSpace; then what was here stays."""
        folder = self._of(person, upload)
        if not 0 <= number < MOST_PARTS or not 0 < len(data) <= PART:
            raise PartUnfit("This is no part of a file that is taken here: choose the file again.")
        if hashlib.sha256(data).hexdigest() != sha256:
            raise PartUnfit("A part arrived otherwise than it was sent. It is sent again.")
        try:
            if not folder.is_dir():
                self.sweep()
                self._make_room(person)
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(folder / str(number), data)
        except OSError as error:
            if error.errno in FULL:
                raise NoSpace(
                    "There is no room left on the server's disk. Nothing was kept; tell its administrator."
                ) from None
            raise
        return self.here(person, upload)

    def whole(self, person: str, upload: str, size: int) -> bytes:
        """The file of ``size`` bytes. Raises PictureRefused where parts are missing or it has another size."""
        folder, numbers = self._of(person, upload), self.here(person, upload)
        if not numbers or numbers != list(range(len(numbers))):
            raise PictureRefused(
                "Part of the file is missing. Choose the file again: what has arrived is not sent twice."
            )
        parts = [(folder / str(number)).read_bytes() for number in numbers]
        if sum(map(len, parts)) != size or any(len(part) != PART for part in parts[:-1]):
            raise PictureRefused("The parts don't make the file that was chosen. Choose the file again.")
        return b"".join(parts)

    def forget(self, person: str, upload: str) -> None:
        """Takes away an upload; nothing where it is empty, for a file that came whole."""
        if upload:
            shutil.rmtree(self._of(person, upload), ignore_errors=True)

    def forget_all(self, person: str) -> None:
        """Takes away all that somebody began to send."""
        shutil.rmtree(self.folder / person, ignore_errors=True)

    def sweep(self, kept: float = KEPT_SECONDS) -> None:
        """Takes away what nobody went on with for a day."""
        for folder in self.folder.glob("*/*"):
            with suppress(FileNotFoundError):  # somebody else swept it
                newest = max([folder.stat().st_mtime, *(path.stat().st_mtime for path in folder.iterdir())])
                if time.time() - newest > kept:
                    shutil.rmtree(folder, ignore_errors=True)

    def _make_room(self, person: str) -> None:
        with suppress(FileNotFoundError):
            uploads = sorted((self.folder / person).iterdir(), key=lambda path: path.stat().st_mtime)
            for old in uploads[: max(0, len(uploads) - MOST_UPLOADS + 1)]:
                shutil.rmtree(old, ignore_errors=True)

    def _of(self, person: str, upload: str) -> Path:
        if not _NAME.fullmatch(upload):
            raise PartUnfit("This is no part of a file that is taken here: choose the file again.")
        return self.folder / person / upload


def _write(target: Path, data: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix="new-", delete=False) as temporary:
        try:
            temporary.write(data)
            temporary.flush()
            os.fsync(temporary.fileno())
        except BaseException:
            os.unlink(temporary.name)
            raise
    os.replace(temporary.name, target)
