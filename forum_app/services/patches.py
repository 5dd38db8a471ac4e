"""What one job changed in a draft's rows, kept in the log so that it can be undone whole.

A patch holds every row that was changed or deleted as it was, and a digest of every row as it was left. It is undone
only while each of them is as it was left and nothing new hangs on what would go.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, insert, select, update

from forum_app.domain.errors import CantBringBack
from forum_app.domain.sentences import said
from forum_app.domain.trees import digest
from forum_app.models import Base
from forum_app.services.draft_rows import DRAFT_TABLES, Row, table
from forum_app.services.removing import parents_are_here, plain_rows, typed

Key = tuple[Any, ...]
Held = dict[str, dict[Key, Row]]
Patch = dict[str, Any]
AT_ONCE = 400
# What hangs on parts and people beside the draft, parents before children like the tables of the draft.
BESIDE = ("invitation", "speaker_event", "prepared_answer", "speaker_note", "speaker_reminder", "proposal")
TABLES = (*DRAFT_TABLES, *BESIDE)
CHANGED = said("Some of this was changed or used since: it can't be undone any more.")


def rows_held(connection: Connection, wanted: Iterable[tuple[str, ColumnElement[bool]]]) -> Held:
    """Rows by table and key, as plain data."""
    found: Held = {}
    for name, where in wanted:
        here = table(name)
        rows = [dict(row._mapping) for row in connection.execute(select(here).where(where))]
        for row in plain_rows({name: rows})[name]:
            found.setdefault(name, {})[_key(here, row)] = row
    return found


def _key(here: Table, row: Mapping[str, Any]) -> Key:
    return tuple(row[column.name] for column in here.primary_key.columns)


def patch_of(before: Held, after: Held) -> Patch:
    """What lies between two states of the same rows."""
    rows: dict[str, list[Row]] = {}
    seen: dict[str, list[list[Any]]] = {}
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name, {}), after.get(name, {})
        for key in dict.fromkeys([*old, *new]):
            if old.get(key) == new.get(key):
                continue
            if key in old:
                rows.setdefault(name, []).append(old[key])
            if key in new:
                seen.setdefault(name, []).append([*key, digest(new[key])])
    return {"rows": rows, "seen": seen}


def undo_patch(connection: Connection, patch: Patch) -> None:
    """Makes the rows what they were before. Raises CantBringBack where any is not as it was left, or is used since."""
    left = {name: {tuple(each[:-1]): each[-1] for each in seen} for name, seen in patch["seen"].items()}
    before = {name: {_key(table(name), row): row for row in rows} for name, rows in patch["rows"].items()}
    now = {
        name: _at(connection, name, dict.fromkeys([*left.get(name, {}), *before.get(name, {})]))
        for name in dict.fromkeys([*left, *before])
    }
    for name, rows in now.items():
        if {key: digest(row) for key, row in rows.items()} != left.get(name, {}):
            raise CantBringBack(CHANGED)
    new = {name: [key for key in keys if key not in before.get(name, {})] for name, keys in left.items()}
    _must_be_unused(connection, new)
    for name in reversed(TABLES):
        _drop(connection, name, new.get(name, []))
    for name in TABLES:
        for key, row in before.get(name, {}).items():
            _put(connection, table(name), key, row, fresh=key not in now[name])


def _at(connection: Connection, name: str, keys: Iterable[Key]) -> dict[Key, Row]:
    """The rows with these keys, read by the first column of each, some hundreds at once."""
    here, wanted = table(name), set(keys)
    first = next(iter(here.primary_key.columns))
    found: dict[Key, Row] = {}
    for some in _some(sorted({key[0] for key in wanted})):
        found |= rows_held(connection, [(name, first.in_(some))]).get(name, {})
    return {key: row for key, row in found.items() if key in wanted}


def _some(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


def _must_be_unused(connection: Connection, going: Mapping[str, Sequence[Key]]) -> None:
    """Nothing but what goes as well may refer to what goes."""
    gone = {name: set(keys) for name, keys in going.items()}
    for child in Base.metadata.sorted_tables:
        for constraint in child.foreign_keys:
            above = constraint.column.table.name
            keys = sorted(key[0] for key in gone.get(above, ()) if len(key) == 1)
            for some in _some(keys):
                rows = connection.execute(select(*child.primary_key.columns).where(constraint.parent.in_(some)))
                if any(tuple(row) not in gone.get(child.name, ()) for row in rows):
                    raise CantBringBack(CHANGED)


def _drop(connection: Connection, name: str, keys: Sequence[Key]) -> None:
    here = table(name)
    columns = list(here.primary_key.columns)
    if len(columns) == 1:
        for some in _some([key[0] for key in keys]):
            connection.execute(here.delete().where(columns[0].in_(some)))
        return
    for key in keys:
        connection.execute(
            here.delete().where(*(column == typed(column, value) for column, value in zip(columns, key, strict=True)))
        )


def _put(connection: Connection, here: Table, key: Key, row: Row, *, fresh: bool) -> None:
    if not parents_are_here(connection, here, row):
        raise CantBringBack("What this belonged to was deleted: bring that back first.")
    values = {name: typed(here.c[name], value) for name, value in row.items()}
    if fresh:
        connection.execute(insert(here).values(values))
        return
    where = (column == typed(column, value) for column, value in zip(here.primary_key.columns, key, strict=True))
    connection.execute(update(here).where(*where).values(values))
