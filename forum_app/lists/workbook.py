"""The rows of an XLSX file that somebody sends: looked at before it is opened, so that none can fill the memory."""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from forum_app.domain.errors import ImportRefused

MOST_FILES, MOST_BYTES = 1_000, 128 * 1024 * 1024  # unpacked
_AT_ONCE = 1024 * 1024
# A document type could name entities that grow without end, or files of this machine. Workbooks have none.
_TYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_NO_BOOK = "The file is no workbook that can be read (XLSX)"


def workbook_rows(data: bytes, told: list[str]) -> Iterator[tuple[object, ...]]:
    """The values of the first visible sheet, row by row, trailing empty rows left out.

    ``told`` gets a sentence for every other sheet that holds anything. Raises ImportRefused.
    """
    from openpyxl import load_workbook

    _look(data)
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
        for sheet in sheets:
            sheet.reset_dimensions()  # what a file says of its size need not be so
        if len(sheets) > 1:
            others = ", ".join(f"“{sheet.title}”" for sheet in sheets[1:])
            told.append(f"The sheet “{sheets[0].title}” was read; {others} were not.")
        yield from sheets[0].iter_rows(values_only=True) if sheets else ()
    except ImportRefused:
        raise
    except Exception as error:  # whatever a broken file makes its reader do
        raise ImportRefused([("", f"{_NO_BOOK}: {type(error).__name__}.")]) from None


def _look(data: bytes) -> None:
    """Unpacks every file of the workbook once, within bounds, and refuses what no workbook holds."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            names = packed.infolist()
            if "[Content_Types].xml" not in {entry.filename for entry in names}:
                raise ImportRefused([("", f"{_NO_BOOK}: it is another kind of ZIP file.")])
            if len(names) > MOST_FILES or sum(entry.file_size for entry in names) > MOST_BYTES:
                raise ImportRefused([("", f"{_NO_BOOK}: unpacked it is larger than {MOST_BYTES // 2**20} MiB.")])
            for entry in names:
                _look_into(packed, entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        raise ImportRefused([("", f"{_NO_BOOK}: it is cut off or damaged ({type(error).__name__}).")]) from None


def _look_into(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
        return
    rest = b""
    with packed.open(entry) as file:  # reads no more than the size that was summed up
        while piece := file.read(_AT_ONCE):
            if any(mark in rest + piece for mark in _TYPES):
                raise ImportRefused([(entry.filename, "The workbook declares a document type, as no workbook does.")])
            rest = piece[-32:]
