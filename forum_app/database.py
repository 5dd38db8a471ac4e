"""The database: an engine on SQLite or PostgreSQL, and the two ways to use it, reading and writing.

SQLite: write-ahead log, foreign keys, synchronous FULL, and BEGIN IMMEDIATE for writing so that a writer waits for
its turn instead of failing in the middle. PostgreSQL: psycopg 3, repeatable reads, a write is tried again when two
collide (SQLSTATE 40001, 40P01).
"""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DataError, IntegrityError, OperationalError

from forum_app.domain.errors import ForumError, UnfitForm

Result = TypeVar("Result")
TRIES = 5
LONGEST_WAIT = 10  # seconds for a connection of this process to become free, and in SQLite for another's write to end


class UnusableDatabase(ForumError):
    """The address names no database that can be used."""


def database_url(text: str) -> URL:
    """A database URL with the driver this project uses: ``postgres://`` and ``postgresql://`` mean psycopg 3.

    Raises UnusableDatabase; the address is not repeated, since it may hold a password.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise UnusableDatabase("FORUM_DATABASE_URL is no address of a database.") from None
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "postgresql+psycopg"):
        raise UnusableDatabase(f"FORUM_DATABASE_URL names {url.drivername}: SQLite and PostgreSQL are understood.")
    return url


def is_away(error: DatabaseError) -> bool:
    """Whether the database itself is what fails: gone, read-only, broken, without our tables; not what was asked."""
    return not isinstance(error, (DataError, IntegrityError))


class Database:
    """One engine. ``reading()`` and ``writing()`` give a connection in a transaction of its own."""

    def __init__(self, url: str | URL) -> None:
        self.url = database_url(url) if isinstance(url, str) else url
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine: Engine = _sqlite_engine(self.url) if self.is_sqlite else _postgresql_engine(self.url)
        event.listen(self.engine, "before_cursor_execute", _only_texts)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one consistent state; nothing is kept."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose changes are all kept at the end, or none when an error leaves the block."""
        with self.engine.connect().execution_options(writing=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def upgrading(self) -> Iterator[Connection]:
        """Like ``writing()``, but each statement sees what was kept before it: whoever waited for a lock sees why.

        SQLite changes a table by making it anew: while the old one is dropped, no foreign key may follow it. They are
        checked as a whole before anything is kept.
        """
        level = {} if self.is_sqlite else {"isolation_level": "READ COMMITTED"}
        with self.engine.connect().execution_options(writing=True, **level) as connection:
            if not self.is_sqlite:
                with connection.begin():
                    yield connection
                return
            raw: Any = connection.connection.dbapi_connection
            raw.execute("PRAGMA foreign_keys=OFF")
            try:
                with connection.begin():
                    yield connection
                    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                        raise AssertionError(f"the upgrade would leave rows without their parents: {broken[:5]}")
            finally:
                raw.execute("PRAGMA foreign_keys=ON")

    def write(self, job: Callable[[Connection], Result]) -> Result:
        """Runs ``job`` in one transaction, again when the database asks for it; ``job`` changes nothing else."""
        for attempt in range(TRIES):
            try:
                with self.writing() as connection:
                    return job(connection)
            except OperationalError as error:
                if attempt == TRIES - 1 or getattr(error.orig, "sqlstate", None) not in ("40001", "40P01"):
                    raise
        raise AssertionError("unreachable")

    def in_turn(self, key: str | Sequence[str], job: Callable[[Connection], Result]) -> Result:
        """Runs ``job`` in one transaction that no other job of the same ``key`` runs beside: what it reads is what those
        before it kept. Of several keys each is waited for in the order given, which must be the same everywhere. SQLite
        lets one writer at a time anyway."""
        if self.is_sqlite:
            return self.write(job)
        for attempt in range(TRIES):
            try:
                with (
                    self.engine.connect().execution_options(
                        writing=True, isolation_level="READ COMMITTED"
                    ) as connection,
                    connection.begin(),
                ):
                    for each in (key,) if isinstance(key, str) else key:
                        lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")
                        connection.execute(lock, {"key": each})
                    return job(connection)
            except OperationalError as error:
                if attempt == TRIES - 1 or getattr(error.orig, "sqlstate", None) not in ("40001", "40P01"):
                    raise
        raise AssertionError("unreachable")

    def close(self) -> None:
        self.engine.dispose()


def _only_texts(
    _connection: Connection, _cursor: Any, _statement: str, parameters: Any, _context: Any, many: bool
) -> None:
    """What no form refused: U+0000 can be no part of a text in PostgreSQL, so it is none in SQLite either."""
    for row in parameters if many else (parameters,):
        for value in row.values() if isinstance(row, dict) else row or ():
            if isinstance(value, str) and "\0" in value:
                raise UnfitForm("A control character (U+0000) is in what was sent: take it out. Nothing was changed.")


def _name_nobody(context: ExceptionContext) -> None:
    """What PostgreSQL adds to an error quotes rows (``DETAIL: Key (address)=(amina@example.org) already exists.``): of all that
    it says only the first sentence is kept, in whatever language, so that no log that an error reaches names anybody."""
    told: Any = context.original_exception
    said, first = str(told), getattr(getattr(told, "diag", None), "message_primary", None)
    if first is None:
        return
    for error in (told, context.sqlalchemy_exception):
        if error is not None:
            error.args = tuple(str(word).replace(said, first) for word in error.args)


def _postgresql_engine(url: URL) -> Engine:
    engine = create_engine(
        url,
        pool_pre_ping=True,
        pool_timeout=LONGEST_WAIT,
        isolation_level="REPEATABLE READ",
        connect_args={"connect_timeout": 5},
        hide_parameters=True,  # an error in a log names nobody
    )
    event.listen(engine, "handle_error", _name_nobody)
    return engine


def _sqlite_engine(url: URL) -> Engine:
    if url.database:
        path = Path(url.database)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                path.touch(mode=0o600)
        except OSError as error:
            raise UnusableDatabase(f"The database {path} can't be made: {error.strerror}.") from None
    engine = create_engine(url, pool_timeout=LONGEST_WAIT, connect_args={"timeout": LONGEST_WAIT}, hide_parameters=True)
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", partial(_on_begin))
    return engine


def _on_connect(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by _on_begin alone
    _write_ahead(connection)
    for pragma in (
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={LONGEST_WAIT * 1000}",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turns a new database to its write-ahead log. Where several processes start at once, SQLite answers "locked" to all
    but the first without waiting as it would elsewhere: it is asked again until that one has done it."""
    until = time.monotonic() + LONGEST_WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(0.01)


def _on_begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
