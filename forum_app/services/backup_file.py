"""A backup as a file: a tar archive that says first what it is and last what it holds, with a SHA-256 of each member.

    forum-backup.json          format, software, schema revision, when, from which address
    tables/forum.0001.jsonl    rows, as ``portable_rows`` writes them, at most some megabytes a member
    uploads/HASH.png           stored files
    manifest.json              columns and number of rows of each table, size and SHA-256 of each member

It needs no index and no second pass to be written, and a file that was cut off has no manifest.
"""

import hashlib
import io
import json
import re
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import IO, Any

from forum_app.domain.errors import ForumError

FORMAT, VERSION = "forum backup", 1
FIRST, LAST = "forum-backup.json", "manifest.json"
LARGEST_MANIFEST = 256 * 1024 * 1024
CHUNK = 1024 * 1024
_MEMBER = re.compile(r"tables/(?P<table>[a-z_]{1,63})\.\d{4,9}\.jsonl|uploads/(?P<file>[0-9a-f]{64})\.[a-z]{3,4}")


class BackupRefused(ForumError):
    """A file can't be restored: it is cut off, altered, no backup, or of a version that is not known here."""


@dataclass(frozen=True)
class Head:
    """What a backup says of itself before anything else. ``made_at`` is an instant in UTC, ISO 8601."""

    software: str
    revision: str
    made_at: str
    base_url: str
    database: str
    format: str = FORMAT
    version: int = VERSION


@dataclass
class Manifest:
    """What a backup holds. ``missing`` names stored files that were gone or damaged when it was made."""

    members: dict[str, list[Any]] = field(default_factory=dict)  # name: [size, SHA-256]
    columns: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


class Writing:
    """A backup that is being written into an open file."""

    def __init__(self, out: IO[bytes], head: Head, now: int) -> None:
        self.manifest, self._now = Manifest(), now
        self._tar = tarfile.open(fileobj=out, mode="w:", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed by close()
        self.add(FIRST, _json(asdict(head)))

    def add(self, name: str, data: bytes) -> None:
        """One member; a name comes once."""
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = len(data), 0o600, self._now
        self._tar.addfile(member, io.BytesIO(data))
        self.manifest.members[name] = [len(data), hashlib.sha256(data).hexdigest()]

    def close(self) -> None:
        """Says what is in it, and that this was all."""
        self.add(LAST, _json(asdict(self.manifest)))
        self._tar.close()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def head_of(file: IO[bytes]) -> Head:
    """What a file says it is. Raises BackupRefused."""
    file.seek(0)
    try:
        with tarfile.open(fileobj=file, mode="r:") as tar:
            member = tar.next()
            if member is None or member.name != FIRST or not member.isreg() or member.size > CHUNK:
                raise BackupRefused("This file is no backup of a forum installation.")
            found = json.loads(_read(tar, member))
        version = found.pop("version", None)
        if found.pop("format", None) != FORMAT or not all(isinstance(value, str) for value in found.values()):
            raise BackupRefused("This file is no backup of a forum installation.")
        if version != VERSION:
            raise BackupRefused("The backup is in a newer format than this software reads: install a later version.")
        return Head(**found)
    except (tarfile.TarError, ValueError, TypeError, AttributeError, EOFError):
        raise BackupRefused("This file is no backup of a forum installation.") from None


def verified(file: IO[bytes]) -> Manifest:
    """Reads a backup whole, a piece at a time, and says what it holds. Raises BackupRefused unless every byte is as it
    was written."""
    found: dict[str, list[Any]] = {}
    rows: dict[str, int] = {}
    manifest: Manifest | None = None
    for name, tar, member in _members(file):
        if manifest is not None or name in found:
            raise BackupRefused(f"The backup was altered: {name} is not where it belongs.")
        if name == LAST:
            manifest = _manifest(tar, member)
            continue
        size, digest, lines = _digest(tar, member)
        found[name] = [size, digest]
        if match := _MEMBER.fullmatch(name):
            if match["table"]:
                rows[match["table"]] = rows.get(match["table"], 0) + lines
            elif match["file"] != digest:
                raise BackupRefused(f"The backup was altered: {name} holds something else than its name says.")
        elif name != FIRST:
            raise BackupRefused(f"The backup was altered: {name} doesn't belong in it.")
    if manifest is None:
        raise BackupRefused("The backup is cut off: its end, with the list of what it holds, is missing.")
    for name in dict.fromkeys([*manifest.members, *found]):
        if manifest.members.get(name) != found.get(name):
            raise BackupRefused(f"The backup was altered: {name} is not what the list of its contents says.")
    if {name: count for name, count in manifest.rows.items() if count} != rows:
        raise BackupRefused("The backup was altered: the number of rows is not what the list of its contents says.")
    return manifest


def parts(file: IO[bytes], manifest: Manifest) -> Iterator[tuple[str, str, bytes]]:
    """Each member of a verified backup: table (or ``""``), name of a stored file (or ``""``), bytes; in its order.

    Raises BackupRefused where the file changed since it was verified.
    """
    for name, tar, member in _members(file):
        match = _MEMBER.fullmatch(name)
        if match is None:
            continue
        data = _read(tar, member)
        if manifest.members.get(name) != [len(data), hashlib.sha256(data).hexdigest()]:
            raise BackupRefused("The backup changed while it was read.")
        yield match["table"] or "", "" if match["table"] else name.removeprefix("uploads/"), data


def _members(file: IO[bytes]) -> Iterator[tuple[str, tarfile.TarFile, tarfile.TarInfo]]:
    file.seek(0)
    try:
        with tarfile.open(fileobj=file, mode="r:", ignore_zeros=False) as tar:
            while (member := tar.next()) is not None:
                if not member.isreg():
                    raise BackupRefused(f"The backup was altered: {member.name} is no file.")
                yield member.name, tar, member
                vars(tar)["members"] = []  # a million names need not be remembered
            file.seek(tar.offset)
            while rest := file.read(CHUNK):
                if rest.strip(b"\x00"):
                    raise BackupRefused("The backup was altered: something follows its end.")
    except (tarfile.TarError, EOFError, OSError) as error:
        raise BackupRefused(f"The backup is cut off or damaged: {error}.") from None


def _read(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    return b"".join(_pieces(tar, member))


def _digest(tar: tarfile.TarFile, member: tarfile.TarInfo) -> tuple[int, str, int]:
    """Size, SHA-256 and number of lines of a member, read in pieces."""
    digest, lines = hashlib.sha256(), 0
    for piece in _pieces(tar, member):
        digest.update(piece)
        lines += piece.count(b"\n")
    return member.size, digest.hexdigest(), lines


def _pieces(tar: tarfile.TarFile, member: tarfile.TarInfo) -> Iterator[bytes]:
    """What a member holds, a piece at a time. Raises BackupRefused where the file ends before the member does."""
    source, size = tar.extractfile(member), 0
    try:
        while source is not None and (piece := source.read(CHUNK)):
            size += len(piece)
            yield piece
    except tarfile.TarError:
        size = -1
    if size != member.size:
        raise BackupRefused(f"The backup is cut off in {member.name}.")


def _manifest(tar: tarfile.TarFile, member: tarfile.TarInfo) -> Manifest:
    if member.size > LARGEST_MANIFEST:
        raise BackupRefused("The list of the backup's contents is larger than any we write.")
    try:
        return Manifest(**json.loads(_read(tar, member)))
    except (ValueError, TypeError):
        raise BackupRefused("The list of the backup's contents can't be read: it was altered.") from None
