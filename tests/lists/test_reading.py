"""Files of people as they come: other encodings and separators are read, broken and hostile files refused with a place."""

import resource
import subprocess
import sys
import zipfile
from datetime import datetime
from io import BytesIO

import pytest

from forum_app.domain.errors import ImportRefused
from forum_app.lists.reading import LONGEST_CELL, read_list
from tests.lists.books import a_book, with_part


def cells(data: bytes) -> list[list[str]]:
    found = read_list(data)
    return [found.headings, *(line.cells for line in found.lines)]


def refused(data: bytes) -> list[tuple[str, str]]:
    with pytest.raises(ImportRefused) as error:
        read_list(data)
    return error.value.problems


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lists_are_read_as_they_come(encoding: str, separator: str, end: str) -> None:
    rows = [["Nom", "Prénom", "Pays"], ["Diallo", "Aïcha", 'a "b"'], ["Ünal", "Zoë", f"x{separator}y"]]
    text = end.join(separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    assert cells(text.encode(encoding)) == rows


def test_a_list_in_the_encoding_of_windows_is_read_and_told() -> None:
    found = read_list("Nom,Pays\nDiop,Sénégal\n".encode("cp1252"))
    assert [line.cells for line in found.lines] == [["Diop", "Sénégal"]]
    assert found.told == ["The file is not in UTF-8: it was read as Windows-1252. Look at the accents."]


def test_empty_rows_go_short_rows_stay_and_headings_differ() -> None:
    assert cells(b",,\n\nName,Diet,Diet,\n\nAna,x\n,,\nBo,y,z\n") == [
        ["Name", "Diet", "Diet (2)"],
        ["Ana", "x", ""],
        ["Bo", "y", "z"],
    ]


def test_the_apostrophe_before_what_would_run_comes_off() -> None:
    assert cells(b"Name,Phone\n'=1+1,'+41 22\nO'Brien,'quoted'\n")[1:] == [["=1+1", "+41 22"], ["O'Brien", "'quoted'"]]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", ("", "The file holds no rows.")),
        (b"\n,,\n", ("", "The file holds no rows.")),
        (
            b"Name,Post\nAna,a,b,c\n",
            ("line 2", "The row has 4 cells where the file has 2 columns: is a quote missing?"),
        ),
        (b'Name,Post\nAna,"a\nBo,b\n', ("line 2", "The file ends within quotes: a part of it is missing.")),
        (b"Name\nA\x00na\n", ("line 2", "The file holds a byte that no text has (NUL): is it a list at all?")),
        (
            b"Name\n" + b"x" * (LONGEST_CELL + 1),
            ("line 2", "A cell holds more than 40,000 characters: is a quote missing?"),
        ),
        (b"Name\nx\x81\n", ("", "The file is in no encoding that is read: save it as CSV in UTF-8.")),
        (b",".join(b"c" for _ in range(301)), ("line 1", "The file has 301 columns; at most 300 are read.")),
        (b"n\n" + b"x\n" * 100_001, ("line 100001", "The file has more than 100,000 lines.")),
    ],
    ids=["empty", "blank", "wide", "cut", "nul", "long", "encoding", "columns", "lines"],
)
def test_broken_lists_are_refused_with_their_line(data: bytes, problem: tuple[str, str]) -> None:
    assert refused(data) == [problem]


def test_a_workbook_is_read_as_somebody_would_read_it_aloud() -> None:
    when = datetime(2025, 1, 20, 9, 30)
    rows = [
        ["Name", "Code", "Registered", "Day", "VIP", "Share"],
        ["Ana", 7, when, datetime(2025, 2, 18), True, 1.5],
        ["Bo"],
    ]
    found = read_list(a_book(*rows, more={"Notes": [["x"]]}))
    assert [line.cells for line in found.lines] == [
        ["Ana", "7", "2025-01-20 09:30", "2025-02-18", "yes", "1.5"],
        ["Bo", *[""] * 5],
    ]
    assert [line.place for line in found.lines] == ["row 2", "row 3"]
    assert found.told == ["The sheet “People” was read; “Notes” were not."]


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
SOUND = a_book(["Name"], ["Ana"])


def zipped(**files: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name.replace("__", "."), data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (zipped(x__txt=b"x"), "The file is no workbook that can be read (XLSX): it is another kind of ZIP file."),
        (SOUND[:-200], "it is cut off or damaged"),
        (SOUND[: len(SOUND) // 2], "it is cut off or damaged"),
        (with_part(SOUND, "xl/workbook.xml", b"<x"), "The file is no workbook that can be read (XLSX): "),
        (with_part(SOUND, "xl/worksheets/sheet1.xml", BOMB), "The workbook declares a document type, as no workbook does."),
        (with_part(SOUND, "xl/sharedStrings.xml", OUTSIDE), "The workbook declares a document type, as no workbook does."),
        (with_part(SOUND, "xl/workbook.xml", BOMB.decode().encode("utf-16")), "The workbook declares a document type"),
        (a_book(["Name"], *([["x" * 30_000] * 20] * 70)), "The sheet holds more than 40,000,000 characters."),
        (with_part(SOUND, "xl/bomb.bin", b"\0" * (129 * 2**20)), "unpacked it is larger than 128 MiB."),
    ],
    ids=["other zip", "cut at the end", "cut in the middle", "broken", "entities", "a file of ours", "utf-16", "one text a million times", "bomb"],
)  # fmt: skip
def test_hostile_workbooks_are_refused(data: bytes, sentence: str) -> None:
    ((_place, text),) = refused(data)
    assert sentence in text
    assert "root:" not in text


def test_a_workbook_that_lies_about_its_size_fills_no_memory() -> None:
    """A cell of 100 MiB in a file of some hundred kilobytes, read by a process that may have 900 MiB."""
    row = b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"x" * (100 * 2**20) + b"</t></is></c></row>"
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + row
        + b"</sheetData></worksheet>"
    )
    book = with_part(SOUND, "xl/worksheets/sheet1.xml", sheet)
    assert len(book) < 2**20
    code = (
        "import sys\nfrom forum_app.domain.errors import ImportRefused\nfrom forum_app.lists.reading import read_list\n"
        "try:\n    read_list(sys.stdin.buffer.read())\nexcept ImportRefused as error:\n    print(error.problems[0][1])\n"
    )

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (900 * 2**20, 900 * 2**20))

    done = subprocess.run(
        [sys.executable, "-c", code], input=book, capture_output=True, timeout=120, preexec_fn=limited, check=True
    )
    assert done.stdout.decode() == "A cell holds more than 40,000 characters.\n", done.stderr.decode()
