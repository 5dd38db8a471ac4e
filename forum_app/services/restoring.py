"""A backup put into an empty installation: verified whole first, then all of it in one transaction, or nothing.

Rows go into tables of the version that wrote them, and these are brought to this version by its migrations, as an
installation that was never lost would have been. Stored files come first: they are known by their content, so a second
try after a crash finds them in place. The host in calendars' UIDs comes along, so events keep their identity under
another address.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, MetaData, func, inspect, select, text, update
from sqlalchemy.exc import DatabaseError, OperationalError

from forum_app.database import Database
from forum_app.domain.draft_parts import StoredFile
from forum_app.domain.errors import ForumError, NoSpace
from forum_app.domain.vocabularies import MessageState
from forum_app.models import Base
from forum_app.models.forum import Forum
from forum_app.models.messages import Message
from forum_app.services.audit import record
from forum_app.services.backup_file import BackupRefused, Head, Manifest, head_of, parts, verified
from forum_app.services.backups import Progress
from forum_app.services.document_jobs import ask_for_release
from forum_app.services.erasing import erased_again, finish_erasing
from forum_app.services.erasure_list import NAME, listed
from forum_app.services.media import Media
from forum_app.services.portable_rows import LEFT_OUT, count_on, put_lines, tables_here
from forum_app.services.release_store import kept_release
from forum_app.services.schema import LOCK, is_known, migrate, revision_of

ROWS_AT_ONCE = 500


class NotEmpty(ForumError):
    """Something is here already: a backup is only put into an empty installation."""


@dataclass(frozen=True)
class Restored:
    """What came back. ``held``: mails that waited when the backup was made, and now wait for somebody to let them go;
    ``erased``: people and registrations whose data was erased after it was made, and is again."""

    head: Head
    forums: int
    rows: int
    files: int
    held: int
    erased: int
    missing: tuple[str, ...]


def restore_backup(
    database: Database, media: Media, source: Path, *, base_url: str, actor: str, now: datetime, progress: Progress
) -> Restored:
    """Puts a backup into an empty installation; ``now`` (aware) by the programme's clock. Raises BackupRefused, NotEmpty or NoSpace; then nothing was changed."""
    with _opened(source) as file:
        head = head_of(file)
        if not is_known(head.revision):
            raise BackupRefused(f"The backup is of version {head.software}, newer than this one: install that version.")
        with database.reading() as connection:
            _check_empty(connection)
        progress("verified", 0, 1)
        manifest = verified(file)
        progress("verified", 1, 1)
        again, erased_files, fresh = listed(media.folder.parent / NAME), set[str](), list[Path]()
        try:
            with database.upgrading() as connection:
                _emptied(connection, head)
                files = _put(connection, media, file, manifest, fresh, progress)
                held = _made_ours(connection, head, base_url, actor)
                erased = erased_again(connection, media.folder.parent, again, erased_files, now)
                forums = connection.execute(select(func.count()).select_from(Forum)).scalar_one()
                _check_sound(connection)
        except BaseException as error:
            for path in fresh:
                path.unlink(missing_ok=True)
            raise _in_words(error) from None
        finish_erasing(database, media.folder.parent, erased_files)
    return Restored(head, forums, sum(manifest.rows.values()), files, held, erased, tuple(manifest.missing))


@contextmanager
def _opened(source: Path) -> Iterator[IO[bytes]]:
    try:
        file = source.open("rb")
    except OSError as error:
        raise BackupRefused(f"{source} can't be read: {error.strerror}.") from None
    with file:
        yield file


def _in_words(error: BaseException) -> BaseException:
    """What went wrong, as somebody at the command line can use it."""
    if isinstance(error, (ValueError, TypeError, AssertionError)):
        return BackupRefused(f"The backup doesn't fit together: {error}. Nothing was changed.")
    if isinstance(error, OperationalError) and "full" in str(error.orig):
        return NoSpace("There is no room for what the backup holds: nothing was changed.")
    if isinstance(error, DatabaseError) and not isinstance(error, OperationalError):
        return BackupRefused(f"The database refuses what the backup holds: {str(error.orig).splitlines()[0]}.")
    return error


def _check_empty(connection: Connection) -> None:
    here = set(inspect(connection).get_table_names())
    for name, table in Base.metadata.tables.items():
        if name in here - LEFT_OUT and connection.execute(select(text("1")).select_from(table).limit(1)).first():
            raise NotEmpty(
                f"This installation is not empty ({name} has rows): restore into an empty database and another "
                "FORUM_INSTANCE, or move these away first."
            )


def _emptied(connection: Connection, head: Head) -> None:
    """Tables of the backup's version, without rows; nobody else puts any in before this transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    _check_empty(connection)
    if revision_of(connection) != head.revision:
        ours = {*Base.metadata.tables, "alembic_version"}
        described = MetaData()
        described.reflect(connection, only=lambda name, _meta: name in ours)
        described.drop_all(connection)
        migrate(connection, head.revision)


def _put(
    connection: Connection, media: Media, file: IO[bytes], manifest: Manifest, fresh: list[Path], progress: Progress
) -> int:
    """Rows and stored files of a verified backup; how many files. ``fresh`` gets the files that were not here before."""
    tables = {table.name: table for table in tables_here(connection)}
    described = {name: sorted(column.name for column in table.columns) for name, table in tables.items()}
    if described != {name: sorted(columns) for name, columns in manifest.columns.items()}:
        raise ValueError("its tables are not those of the version that it says it is of")
    files = 0
    for done, (table, name, data) in enumerate(parts(file, manifest)):
        progress("parts", done, len(manifest.members) - 1)
        if table:
            lines = data.splitlines()  # JSON escapes every line end but the one after a row
            for start in range(0, len(lines), ROWS_AT_ONCE):
                put_lines(connection, tables[table], manifest.columns[table], lines[start : start + ROWS_AT_ONCE])
            continue
        path = media.path(name)
        if not path.exists():
            fresh.append(path)
        media.keep(StoredFile(name=name, data=data))
        files += 1
    progress("parts", len(manifest.members) - 1, len(manifest.members) - 1)
    count_on(connection, list(tables.values()))
    return files


def _made_ours(connection: Connection, head: Head, base_url: str, actor: str) -> int:
    """Brings what was put in to this version and this place; how many mails are held.

    Mails that waited may have been sent since the backup was made: nothing is sent twice without somebody's word.
    """
    migrate(connection)
    waited = Message.state.in_((MessageState.WAITING, MessageState.SENDING))
    freed: dict[str, Any] = {"state": MessageState.HELD, "worker": "", "lease_until": None}
    held = connection.execute(update(Message).where(waited).values(**freed)).rowcount
    for forum in connection.execute(select(Forum.id, Forum.current_release)).all():
        if forum.current_release is not None:
            ask_for_release(connection, kept_release(connection, forum.id, forum.current_release), base_url)
    made_at = datetime.fromisoformat(head.made_at)
    record(connection, actor, "installation.restored", None, f"{made_at:%Y-%m-%d %H:%M} UTC")
    return int(held)


def _check_sound(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        answer = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
        if answer != "ok":
            raise AssertionError(f"the database is damaged: {answer}")
