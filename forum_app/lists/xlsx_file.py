"""A list as a workbook: every text a text cell, real dates, a head that stays in view, row by row in constant memory."""

from datetime import datetime
from typing import BinaryIO

import xlsxwriter

from forum_app.lists.columns import INSTANT, NUMBER, Table

LONGEST_CELL = 32_767  # of a cell, by the format
LONGEST_NAME = 31  # of a sheet
WIDTHS = {NUMBER: 6, INSTANT: 17}
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": False,
}


def write_xlsx(out: BinaryIO, table: Table, *, right_to_left: bool = False) -> int:
    """Writes the workbook; returns how many rows it has under its head."""
    book = xlsxwriter.Workbook(out, _OPTIONS)
    sheet = book.add_worksheet(sheet_name(table.title))
    head = book.add_format({"bold": True, "bottom": 1})
    when = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.freeze_panes(1, 0)
    if right_to_left:
        sheet.right_to_left()
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, WIDTHS.get(column.kind, max(14, min(40, len(column.heading) + 4))))
    for index, column in enumerate(table.columns):
        sheet.write_string(0, index, _fitting(column.heading), head)
    number = 0
    rows = (row for chunk in table.chunks for row in zip(*chunk, strict=True))
    for number, row in enumerate(rows, 1):
        for index, cell in enumerate(row):
            if type(cell) is str:
                if cell:
                    sheet.write_string(number, index, cell if len(cell) <= LONGEST_CELL else _fitting(cell))
            elif isinstance(cell, datetime):
                sheet.write_datetime(number, index, cell.replace(tzinfo=None), when)
            elif cell is not None:
                sheet.write_number(number, index, cell)
    if number:
        sheet.autofilter(0, 0, number, len(table.columns) - 1)
    book.close()
    return number


def sheet_name(title: str) -> str:
    """A name that a sheet may have: at most 31 characters, none of them reserved, no apostrophe at its ends."""
    return title.translate(_NOT_IN_NAMES).strip(" '")[:LONGEST_NAME].strip(" '") or "1"


def _fitting(cell: str) -> str:
    """A text that fits a cell; where it had to be cut it ends with an ellipsis."""
    return cell if len(cell) <= LONGEST_CELL else cell[: LONGEST_CELL - 1] + "…"
