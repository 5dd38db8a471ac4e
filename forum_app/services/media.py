"""Stored files: by the hash of their content, in the instance folder; what is refused and how one is found."""

import errno
import hashlib
import os
import tempfile
from pathlib import Path

from forum_app.domain.draft_parts import StoredFile
from forum_app.domain.errors import NoSpace

MAGIC = {
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "pdf": b"%PDF-",
    "webp": b"RIFF",
    "pptx": b"PK\x03\x04",
    "odp": b"PK\x03\x04",
}
TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
    "webp": "image/webp",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
SAVED = ("pptx", "odp")  # what no browser shows: it is saved
FULL = (errno.ENOSPC, errno.EDQUOT)
LARGEST = 20 * 1024 * 1024
LARGEST_SLIDES = 40 * 1024 * 1024  # of what presentations come as


class Media:
    """The files of one instance folder."""

    def __init__(self, instance: Path) -> None:
        self.folder = instance / "uploads"

    def path(self, name: str) -> Path:
        """Where a file lies; the name is one of ours (hash and extension), checked before."""
        return self.folder / name[:2] / name

    def keep(self, file: StoredFile) -> None:
        """Writes a file whole or not at all; one that is there already stays as it is. Raises NoSpace."""
        target = self.path(file.name)
        try:
            if target.exists():
                os.utime(target)  # nobody clears away what was just asked for
                return
            self._write(target, file.data)
        except OSError as error:
            if error.errno in FULL:
                raise NoSpace(
                    "There is no room left on the server's disk. Nothing was kept; tell its administrator."
                ) from None
            raise

    def _write(self, target: Path, data: bytes) -> None:
        for folder in (self.folder, target.parent):  # a mode holds for the last folder alone
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as temporary:
            try:
                temporary.write(data)
                temporary.flush()
                os.fsync(temporary.fileno())
            except BaseException:
                os.unlink(temporary.name)  # the half of it would fill the disk for good
                raise
        os.replace(temporary.name, target)


def file_problem(file: StoredFile) -> str | None:
    """Why a file can't be kept: another content than its name says, another type, too large."""
    extension = file.name.rpartition(".")[2]
    most = LARGEST_SLIDES if extension in (*SAVED, "pdf") else LARGEST
    if len(file.data) > most:
        return f"The file is larger than {most // (1024 * 1024)} MiB."
    if hashlib.sha256(file.data).hexdigest() != file.name.partition(".")[0]:
        return "The file's content is not what its name says (SHA-256): it was cut off or changed."
    if not file.data.startswith(MAGIC[extension]) or (extension == "webp" and file.data[8:12] != b"WEBP"):
        return f"The content is no {extension.upper()} file."
    return None
