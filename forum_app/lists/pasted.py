"""A list of people as it is pasted: rows of a spreadsheet or plain lines, with or without headings, and what each says."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from forum_app.domain.draft_rules import tidy_line, unfit
from forum_app.domain.errors import ImportRefused
from forum_app.domain.registration_rules import UnfitAddress, email_of
from forum_app.domain.sentences import said
from forum_app.domain.texts import folded, is_blank
from forum_app.lists.comers import turned_name
from forum_app.lists.meanings import LEFT_OUT, meanings_of
from forum_app.lists.reading import Line, different, rows_of, text_rows
from forum_app.lists.values import country_of, language_of, word_of

MOST_ROWS, MOST_BYTES, MOST_WIDTH = 1_000, 1024 * 1024, 40
FIELDS = (
    "name", "given_name", "family_name", "honorific", "post", "institution", "constituency", "country", "email", "phone",
    "language", "access_needs", "dietary_needs", "notes",
)  # fmt: skip
PRIVATE = frozenset({"email", "phone", "language", "access_needs", "dietary_needs", "notes"})
LONGEST = {"name": 300, "honorific": 300, "post": 300, "institution": 300, "email": 254, "access_needs": 4_000, "dietary_needs": 4_000, "notes": 4_000}  # fmt: skip
_HONORIFICS = frozenset(
    "mr mrs ms miss mx dr prof professor sir dame he hon rev eng m mme mlle pr me sr sra srta dra ing herr frau "
    "السيد السيدة الآنسة الدكتور الدكتورة د أد المهندس المهندسة سعادة معالي".split()
)
_PHONE = re.compile(r"\+?[\d\s()./-]{6,25}$")


@dataclass(frozen=True)
class Table:
    """``meanings`` are one a column: one of FIELDS, or LEFT_OUT. ``headed`` where the first line was its headings."""

    headings: list[str]
    meanings: list[str]
    lines: list[Line]
    headed: bool
    told: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """One line: its cells as they stand there, what they say by field, why a cell can't be kept by column."""

    number: int
    place: str
    cells: list[str]
    values: Mapping[str, str]
    told: Mapping[int, str]


def text_of_file(data: bytes) -> tuple[str, list[str]]:
    """The rows of a CSV or XLSX file as text with tabs, and what was read otherwise. Raises ImportRefused."""
    lines, told = rows_of(data)
    return "\n".join("\t".join(_quoted(cell) for cell in line.cells) for line in lines), told


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in '\t\r\n"') else cell


@dataclass(frozen=True)
class Shape:
    """What a list is of: the fields that its columns can be taken for, those of which one must head a column, what
    headings mean, and what columns without headings mean by what stands in them."""

    fields: tuple[str, ...]
    named: frozenset[str]
    by_headings: Callable[[Sequence[str]], list[str]]
    by_content: Callable[[Sequence[Line], int], list[str]]


def table_of(text: str, chosen: Sequence[str] = (), shape: Shape | None = None) -> Table:
    """The table in a text, of people where no other ``shape`` is given; ``chosen`` are meanings that somebody gave its
    columns. Raises ImportRefused."""
    shape = shape or PEOPLE
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise ImportRefused([(f"line {line}", said("This holds a sign that no text has (NUL): take it out."))])
    lines = [line for line in text_rows(text, _delimiter(text)) if any(line.cells)]
    if not lines:
        raise ImportRefused([("", said("There is nothing in this list yet: paste some lines."))])
    width = min(max(len(line.cells) for line in lines), MOST_WIDTH)
    headed, guessed = _headed(lines[0].cells[:MOST_WIDTH], width, shape)
    rows = lines[1:] if headed else lines
    if not headed and len({len(line.cells) for line in rows}) > 1:
        rows = _evened(rows)
        width = max(len(line.cells) for line in rows)
    if not rows:
        raise ImportRefused(
            [
                (
                    "",
                    said("There are headings and nobody under them: paste the lines too.")
                    if shape is PEOPLE
                    else said("There are headings and nothing under them: paste the lines too."),
                )
            ]
        )
    if len(rows) > MOST_ROWS:
        sentence = said("The list has %(count)s lines; at most %(most)s are taken at once. Paste it in parts.", count=len(rows), most=MOST_ROWS)  # fmt: skip
        raise ImportRefused([("", sentence)])
    meanings = guessed if headed else shape.by_content(rows, width)
    meanings = [
        given if given in (*shape.fields, LEFT_OUT) else guess
        for given, guess in zip([*chosen[:width], *[""] * (width - len(chosen))], meanings, strict=True)
    ]
    headings = [*lines[0].cells, *[""] * width][:width] if headed else [""] * width
    wide = [Line(line.place, [*line.cells, *[""] * width][:width]) for line in rows]
    return Table(headings, meanings, wide, headed)


def _delimiter(text: str) -> str:
    """Tabs where there are any, as spreadsheets give them; else what stands in most lines."""
    if "\t" in text:
        return "\t"
    lines = text.splitlines()[:200]
    return max(";,|", key=lambda sign: (sum(sign in line for line in lines), -";,|".index(sign)))


def _headed(cells: Sequence[str], width: int, shape: Shape) -> tuple[bool, list[str]]:
    """Whether a line is headings, and what they mean: half of them are known, and one says who or what a line is."""
    headings = different([cell or f"#{index}" for index, cell in enumerate([*cells, *[""] * width][:width], 1)])
    meanings = [meaning if meaning in shape.fields else LEFT_OUT for meaning in shape.by_headings(headings)]
    known = sum(meaning != LEFT_OUT for meaning in meanings)
    return bool(shape.named & set(meanings)) and known * 2 >= len([cell for cell in cells if cell]), meanings


def _by_content(rows: Sequence[Line], width: int) -> list[str]:
    """What the columns of a list without headings mean, by what stands in them."""
    meanings = []
    texts = []
    for index in range(width):
        cells = [line.cells[index] for line in rows if index < len(line.cells) and line.cells[index]]
        meaning = next(
            (name for name, fits, share in _SIGNS if _share(cells, fits) >= share and name not in meanings), ""
        )
        meanings.append(meaning or LEFT_OUT)
        texts += [index] if not meaning and cells else []
    roles = ("name", "post", "institution") if len(texts) > 2 else ("name", "institution")
    for index, role in zip(texts, roles, strict=False):
        meanings[index] = role
    return meanings


def _share(cells: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, cells)) / len(cells) if cells else 0.0


def _is_email(cell: str) -> bool:
    return "@" in cell[1:-1] and " " not in cell


def _is_country(cell: str) -> bool:
    return country_of(cell) is not None


def _is_honorific(cell: str) -> bool:
    return folded(cell).replace(".", "") in {folded(each) for each in _HONORIFICS}


_SIGNS: tuple[tuple[str, Callable[[str], bool], float], ...] = (
    ("email", _is_email, 0.5),
    (LEFT_OUT, str.isdigit, 0.9),
    ("phone", lambda cell: bool(_PHONE.match(cell)), 0.6),
    ("honorific", _is_honorific, 0.7),
    ("country", _is_country, 0.5),
)


def _evened(rows: Sequence[Line]) -> list[Line]:
    """Plain lines of different lengths, one under the other: the country that ends most of them in a column of its own,
    and what stands before it at the end, since a line that leaves something out leaves out the post."""
    several = [line.cells for line in rows if len(line.cells) > 1]
    ends = _share([cells[-1] for cells in several], _is_country) >= 0.5
    split = [
        (line, line.cells[:-1], line.cells[-1:])
        if ends and len(line.cells) > 1 and _is_country(line.cells[-1])
        else (line, line.cells, [""])
        for line in rows
    ]
    width = min(max(len(body) for _line, body, _end in split), MOST_WIDTH - 1)
    return [
        Line(line.place, [*body[:1], *[""] * (width - len(body)), *body[1:width], *(end if ends else [])])
        for line, body, end in split
    ]


PEOPLE = Shape(
    FIELDS,
    frozenset({"name", "given_name", "family_name", "email"}),
    lambda headings: list(meanings_of(headings, {}).values()),
    _by_content,
)


def rows_in(table: Table, *, private: bool) -> list[Row]:
    """What every line says; ``private``: whoever pastes may keep private fields."""
    return [_row(number, line, table, private=private) for number, line in enumerate(table.lines, 1)]


def _row(number: int, line: Line, table: Table, *, private: bool) -> Row:
    values: dict[str, str] = {}
    told: dict[int, str] = {}
    for index, (cell, meaning) in enumerate(zip(line.cells, table.meanings, strict=True)):
        if meaning == LEFT_OUT or is_blank(cell):
            continue
        if meaning in PRIVATE and not private:
            told[index] = said("Only owners and organisers keep this: it is left out.")
            continue
        value, reason = _understood(meaning, cell)
        if reason:
            told[index] = reason
        elif value:
            values[meaning] = value
    _name(values)
    return Row(number, line.place, line.cells, values, told)


def line_in(cell: str, most: int) -> tuple[str, str]:
    """A cell as one line, or why it can't be kept."""
    if reason := unfit(cell):
        return "", reason
    value = tidy_line(cell)
    if len(value) > most:
        return "", said("This has %(length)s characters; at most %(most)s are kept. Shorten it.", length=len(value), most=most)  # fmt: skip
    return value, ""


def _understood(meaning: str, cell: str) -> tuple[str, str]:
    """A cell as it is kept, or why it can't be."""
    value, reason = line_in(cell, LONGEST.get(meaning, 200))
    if reason:
        return "", reason
    if meaning == "email":
        try:
            return email_of(value), ""
        except UnfitAddress:
            return "", said("This is no e-mail address: write one such as name@example.org.")
    readers: dict[str, Callable[[str], str | None]] = {
        "country": country_of,
        "language": language_of,
        "constituency": lambda text: word_of("constituency", text),
    }
    if meaning in readers:
        found = readers[meaning](value)
        return found or "", "" if found else said("This is not known here: it is left out.")
    return ("" if is_blank(value) else value), ""


def _name(values: dict[str, str]) -> None:
    """Takes the form of address off a name, turns one that is written for sorting, puts one together from its parts."""
    name = values.get("name", "")
    words = name.split(" ")
    while len(words) > 1 and _is_honorific(words[0]):
        taken = f"{values.get('honorific', '')} {words.pop(0)}".strip() if "honorific" not in values or name else ""
        values["honorific"] = taken
        name = " ".join(words)
    if name:
        values["name"] = name
        values.update(turned_name(name) or {})
        return
    whole = " ".join(part for part in (values.get("given_name", ""), values.get("family_name", "")) if part)
    if whole:
        values["name"] = whole


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in one order, as two names are compared."""
    return tuple(sorted(folded(name).replace(".", " ").replace("-", " ").split()))
