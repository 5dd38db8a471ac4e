"""Lists of people in the files of other systems: CSV and XLSX read as rows of text, whole or refused with a place."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from io import StringIO

from forum_app.domain.errors import ImportRefused
from forum_app.domain.texts import folded
from forum_app.lists.cells import unguarded
from forum_app.lists.workbook import workbook_rows

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 100_000, 300, 40_000
MOST_LETTERS = 40_000_000
DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Line:
    """One row of a file: where it stands, in words, and its cells."""

    place: str
    cells: list[str]


@dataclass
class Listed:
    """A file of people: the headings of its columns, its rows that hold anything, and what was read otherwise."""

    headings: list[str]
    lines: list[Line]
    told: list[str] = field(default_factory=list)


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are those of an XLSX file, or of another ZIP."""
    return data.startswith(b"PK\x03\x04")


def read_list(data: bytes) -> Listed:
    """The rows of a CSV or XLSX file, the first that holds anything as headings. Raises ImportRefused with places."""
    lines, told = rows_of(data)
    head, *rows = lines
    width = max(index for index, cell in enumerate(head.cells, 1) if cell)
    if width > MOST_COLUMNS:
        raise ImportRefused([(head.place, f"The file has {width} columns; at most {MOST_COLUMNS} are read.")])
    headings = [cell or f"#{index}" for index, cell in enumerate(head.cells[:width], 1)]
    problems = [
        (line.place, f"The row has {len(line.cells)} cells where the file has {width} columns: is a quote missing?")
        for line in rows
        if any(line.cells[width:])
    ]
    if problems:
        raise ImportRefused(problems)
    return Listed(different(headings), [Line(line.place, _wide(line.cells, width)) for line in rows], told)


def rows_of(data: bytes) -> tuple[list[Line], list[str]]:
    """All rows of a CSV or XLSX file that hold anything, and what was read otherwise. Raises ImportRefused."""
    told: list[str] = []
    found = _workbook(data, told) if is_workbook(data) else _csv(data, told)
    lines = [line for line in found if any(line.cells)]
    if not lines:
        raise ImportRefused([("", "The file holds no rows.")])
    return lines, told


def _wide(cells: list[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]


def different(headings: list[str]) -> list[str]:
    """The same headings; one that stands again, in capitals or not, says which of them it is."""
    seen: set[str] = set()
    different = []
    for heading in headings:
        name, number = heading, 1
        while folded(name) in seen:
            number += 1
            name = f"{heading} ({number})"
        seen.add(folded(name))
        different.append(name)
    return different


def _csv(data: bytes, told: list[str]) -> Iterator[Line]:
    text = _decoded(data, told)
    yield from text_rows(text, _delimiter(text))


def text_rows(text: str, delimiter: str) -> Iterator[Line]:
    """The rows of a text with cells, some of them quoted. Raises ImportRefused with the line."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise ImportRefused([(f"line {start}", _said(error))]) from None
        if row is None:
            return
        if start > MOST_ROWS:
            raise ImportRefused([(f"line {start}", f"The file has more than {MOST_ROWS:,} lines.")])
        yield Line(f"line {start}", [unguarded(cell.strip()) for cell in row])
        start = reader.line_num + 1


def _said(error: csv.Error) -> str:
    if "field larger" in str(error):
        return f"A cell holds more than {LONGEST_CELL:,} characters: is a quote missing?"
    if "unexpected end" in str(error):
        return "The file ends within quotes: a part of it is missing."
    return f"This is no row of a CSV file ({error})."


def _decoded(data: bytes, told: list[str]) -> str:
    """The text of a CSV file: UTF-8, UTF-16 with its mark, or else the encoding of western Windows, which is told."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if marked else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            line = text.count("\n", 0, text.index("\x00")) + 1
            raise ImportRefused(
                [(f"line {line}", "The file holds a byte that no text has (NUL): is it a list at all?")]
            )
        if encoding == "cp1252":
            told.append("The file is not in UTF-8: it was read as Windows-1252. Look at the accents.")
        return text
    raise ImportRefused([("", "The file is in no encoding that is read: save it as CSV in UTF-8.")])


def _delimiter(text: str) -> str:
    """The separator that parts the first line most often."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=lambda delimiter: _parted(first, delimiter))


def _parted(line: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=delimiter), []))
    except csv.Error:
        return 0


def _workbook(data: bytes, told: list[str]) -> Iterator[Line]:
    held = letters = 0
    for number, cells in enumerate(workbook_rows(data, told), 1):
        texts = _texts(number, cells)
        held += bool(texts)  # sheets may be a million rows long and empty
        letters += sum(map(len, texts))  # and say one long text a million times
        if letters > MOST_LETTERS:
            raise ImportRefused([(f"row {number}", f"The sheet holds more than {MOST_LETTERS:,} characters.")])
        if held > MOST_ROWS:
            raise ImportRefused([(f"row {number}", f"The sheet has more than {MOST_ROWS:,} rows.")])
        yield Line(f"row {number}", texts)


def _texts(number: int, cells: Iterable[object]) -> list[str]:
    texts = [_text(cell) for cell in cells]
    for text in texts:
        if len(text) > LONGEST_CELL:
            raise ImportRefused([(f"row {number}", f"A cell holds more than {LONGEST_CELL:,} characters.")])
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _text(cell: object) -> str:
    """What a reader of the sheet would call the value."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes") if cell.time() != time() else cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip()
