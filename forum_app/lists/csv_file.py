"""A list as CSV (RFC 4180): UTF-8 with BOM, CRLF, one width, and nothing in it that a spreadsheet would run."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Any

from forum_app.lists.cells import all_guarded, guarded
from forum_app.lists.columns import INSTANT, TEXT, Table


def csv_chunks(table: Table) -> Iterator[bytes]:
    """The file's bytes, some hundred rows at a time."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([guarded(column.heading) for column in table.columns])
    yield b"\xef\xbb\xbf" + _taken(buffer)
    kinds = [column.kind for column in table.columns]
    for chunk in table.chunks:
        columns = [_written(kind, cells) for kind, cells in zip(kinds, chunk, strict=True)]
        writer.writerows(zip(*columns, strict=True))
        yield _taken(buffer)


def _written(kind: str, cells: Sequence[Any]) -> Sequence[Any]:
    """A column as it stands in the file: texts guarded, instants to the minute (2025-01-20 09:30)."""
    if kind == TEXT:
        return all_guarded(cells)
    return [cell.isoformat(" ", "minutes")[:16] for cell in cells] if kind == INSTANT else cells


def _taken(buffer: StringIO) -> bytes:
    data = buffer.getvalue().encode("utf-8", "replace")
    buffer.seek(0)
    buffer.truncate()
    return data
