"""Workbooks for tests, sound and hostile."""

import zipfile
from io import BytesIO
from typing import Any

from openpyxl import Workbook


def a_book(*rows: list[Any], title: str = "People", more: dict[str, list[list[Any]]] | None = None) -> bytes:
    """A workbook with these rows in its first sheet, and ``more`` sheets by title."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for name, others in (more or {}).items():
        other = book.create_sheet(name)
        for row in others:
            other.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(book: bytes, name: str, content: bytes) -> bytes:
    """The workbook with one of its files replaced or added."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry.filename, old.read(entry))
        new.writestr(name, content)
    return out.getvalue()
