"""Everything of an installation in one file, taken while others go on writing, and whole or not there at all.

One reading transaction sees one state of the database from its first row to its last, on SQLite (write-ahead log) and
on PostgreSQL (repeatable read). Stored files are never changed, so those that this state names are there beside it.
What is left out: made documents, who is signed in, counted failures, and the secret key.
"""

import fcntl
import hashlib
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from forum_app import __version__
from forum_app.database import Database
from forum_app.domain.errors import ForumError, NoSpace
from forum_app.domain.identity import FILE
from forum_app.services.audit import record
from forum_app.services.backup_file import FIRST, BackupRefused, Head, Writing, head_of
from forum_app.services.health_data import BACKED_UP
from forum_app.services.media import FULL, Media
from forum_app.services.portable_rows import lines_of, tables_here
from forum_app.services.schema import is_current, revision_of

PART_BYTES = 4 * 1024 * 1024
STORED = re.compile(FILE)
_NAMED = re.compile(STORED.pattern.encode())
Progress = Callable[[str, int, int], None]  # what, how many are done, of how many


class CantBackUp(ForumError):
    """No backup can be written there, or of this."""


@dataclass(frozen=True)
class Taken:
    """What a backup holds. ``missing``: stored files that are gone or damaged here already."""

    rows: int
    files: int
    size: int
    missing: tuple[str, ...]


def take_backup(
    database: Database, media: Media, target: Path, *, base_url: str, actor: str, progress: Progress
) -> Taken:
    """Writes a backup to ``target``, mode 0600, in place of an older backup of that name once it is whole; that it was
    made is logged.

    Raises CantBackUp and NoSpace; then ``target`` is as it was.
    """
    try:
        with _beside(target) as out, database.reading() as connection:
            _check_sound(connection)
            writing = _begin(connection, out, base_url)
            named = _write_tables(connection, writing, progress)
            files = _write_files(media, writing, named, progress)
            writing.close()
            size = out.tell()
    except OSError as error:
        if error.errno in FULL:
            raise NoSpace("There is no room for the backup on this disk: nothing was written.") from None
        raise CantBackUp(f"The backup can't be written to {target}: {error.strerror}.") from None
    if is_current(database):  # else the log has other columns
        after = {"rows": sum(writing.manifest.rows.values()), "files": files}
        with suppress(DatabaseError):  # a database that takes no changes can be backed up too
            database.write(lambda connection: record(connection, actor, BACKED_UP, None, target.name, after=after))
    return Taken(sum(writing.manifest.rows.values()), files, size, tuple(writing.manifest.missing))


def _check_sound(connection: Connection) -> None:
    """A broken SQLite file is said now, not when somebody needs the backup."""
    if connection.dialect.name == "sqlite":
        answer = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if answer != "ok":
            raise CantBackUp(f"The database is damaged, and a backup of it would be: {answer}")


def _begin(connection: Connection, out: IO[bytes], base_url: str) -> Writing:
    revision, now = revision_of(connection), datetime.now(UTC)
    if revision is None:
        raise CantBackUp("There is nothing to back up: the database has no tables yet.")
    head = Head(__version__, revision, now.isoformat(timespec="seconds"), base_url, connection.dialect.name)
    return Writing(out, head, int(now.timestamp()))


def _write_tables(connection: Connection, writing: Writing, progress: Progress) -> set[str]:
    """Every table in parts of some megabytes; the names of stored files that rows refer to."""
    named: set[str] = set()
    tables = tables_here(connection)
    for done, table in enumerate(tables):
        progress("tables", done, len(tables))
        writing.manifest.columns[table.name] = [column.name for column in table.columns]
        count = part = 0
        buffer = bytearray()
        for line, row in lines_of(connection, table):
            buffer += line
            count += 1
            if table.name == "stored_file":
                named.add(row["name"])
            elif table.name == "release":
                named.update(name.decode() for name in _NAMED.findall(row["content"]))
            if len(buffer) >= PART_BYTES:
                part += 1
                writing.add(f"tables/{table.name}.{part:04}.jsonl", bytes(buffer))
                buffer.clear()
        if buffer:
            writing.add(f"tables/{table.name}.{part + 1:04}.jsonl", bytes(buffer))
        writing.manifest.rows[table.name] = count
    progress("tables", len(tables), len(tables))
    return named


def _write_files(media: Media, writing: Writing, named: set[str], progress: Progress) -> int:
    """Every stored file that is what its name says; how many. Those that rows refer to and that are not are noted."""
    here = {path.name for path in media.folder.glob("*/*") if STORED.fullmatch(path.name)}
    names, done = sorted(here | named), 0
    for number, name in enumerate(names):
        progress("files", number, len(names))
        try:
            data = media.path(name).read_bytes()
        except FileNotFoundError:
            data = b""
        if hashlib.sha256(data).hexdigest() == name.partition(".")[0]:
            writing.add(f"uploads/{name}", data)
            done += 1
        elif name in named:
            writing.manifest.missing.append(name)
    progress("files", len(names), len(names))
    return done


@contextmanager
def _beside(target: Path) -> Iterator[IO[bytes]]:
    """A file beside ``target`` that takes its name at the end, on the disk for good; nothing is left when that fails."""
    _check_target(target)
    beside = target.with_name(f"{target.name}.part")
    with os.fdopen(os.open(beside, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as out:
        try:
            fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
            alone = os.stat(beside).st_ino == os.fstat(out.fileno()).st_ino
        except (BlockingIOError, FileNotFoundError):
            alone = False
        if not alone:
            raise CantBackUp(f"Another backup is being written to {target} just now.")
        os.fchmod(out.fileno(), 0o600)
        out.truncate(0)
        try:
            yield out
            out.flush()
            os.fsync(out.fileno())
            os.replace(beside, target)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    folder = os.open(target.absolute().parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _check_target(target: Path) -> None:
    """Refuses to write over anything but an older backup."""
    if not target.exists():
        return
    try:
        with target.open("rb") as file:
            head_of(file)
    except (BackupRefused, OSError):
        raise CantBackUp(f"{target} is there and is no backup ({FIRST} is not in it): choose another name.") from None
