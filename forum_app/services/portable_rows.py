"""Rows of any table as lines of JSON and back: the same lines from SQLite and from PostgreSQL, whatever the revision.

Tables are read as the database describes them, not as today's models do, so rows of an older version can be written and
put back too. Instants and wall times are ISO 8601 without an offset (instants in UTC), bytes are base64.
"""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Time,
    func,
    insert,
    select,
    text,
)

from forum_app.models import Base

# What belongs to one machine and to now: made documents, who is signed in, failures that are counted for an hour.
LEFT_OUT = frozenset({"alembic_version", "artefact", "sign_in", "attempt"})
ROWS_AT_ONCE = 50


def tables_here(connection: Connection) -> list[Table]:
    """Our tables that this database has, parents before children, those that are left out of backups apart."""
    known = [name for name in Base.metadata.tables if name not in LEFT_OUT]
    described = MetaData()
    described.reflect(connection, only=lambda name, _meta: name in known)
    for table in described.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type = JSON(none_as_null=True)
    return described.sorted_tables


def lines_of(connection: Connection, table: Table) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """Each row as a line (with its line feed), and as it was read; by primary key, a few at a time."""
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=ROWS_AT_ONCE)
    for row in connection.execute(query):
        values = [_plain(value) for value in row]
        yield json.dumps(values, separators=(",", ":")).encode("ascii") + b"\n", dict(row._mapping)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value).isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(value).decode("ascii")
    return value


def put_lines(connection: Connection, table: Table, names: list[str], lines: list[bytes]) -> None:
    """Inserts rows from their lines. Raises ValueError where a line is no row of this table."""
    columns = [table.columns[name] for name in names]
    rows = []
    for line in lines:
        values = json.loads(line)
        if not isinstance(values, list) or len(values) != len(columns):
            raise ValueError(f"a line of {table.name} has another number of values than the table has columns")
        rows.append({column.name: _typed(column, value) for column, value in zip(columns, values, strict=True)})
    if rows:
        connection.execute(insert(table), rows)


def _typed(column: Column[Any], value: Any) -> Any:
    kind = column.type
    if value is None or isinstance(kind, JSON):
        return value
    if isinstance(kind, DateTime):
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=UTC) if kind.timezone else moment
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, Time):
        return time.fromisoformat(value)
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value, validate=True)
    return value


def count_on(connection: Connection, tables: list[Table]) -> None:
    """Lets PostgreSQL number new rows after those that were put in; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        keys = list(table.primary_key.columns)
        if len(keys) != 1 or not isinstance(keys[0].type, Integer):
            continue
        last = connection.execute(select(func.max(keys[0]))).scalar()
        if last is not None:
            following = text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)")
            connection.execute(following, {"table": f'"{table.name}"', "column": keys[0].name, "last": last})
