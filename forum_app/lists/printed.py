"""Lists on paper: sheets of rows under the headings of their groups, cut into parts that are rendered one by one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby

from forum_app.branding import accent_values
from forum_app.documents.fonts import stylesheet
from forum_app.domain.texts import apart
from forum_app.i18n import Words
from forum_app.lists.columns import INSTANT, Cell, Column
from forum_app.templating import environment

ROWS_A_PART = 240  # some ten pages: a part takes a second or two
MARGIN = "15mm 15mm 16mm"
WIDE = 150  # columns that need more millimetres than this lie across the page
# Millimetres that a column asks for; what is left is shared in proportion.
WIDTHS = {
    "number": 9, "name": 38, "given_name": 28, "family_name": 30, "honorific": 14, "post": 40, "institution": 52,
    "role": 28, "constituency": 30, "country": 28, "delegation": 30, "mode": 18, "status": 20, "email": 44, "phone": 28,
    "language": 14, "sessions": 50, "registered_at": 30, "code": 16, "time_in": 15, "signature": 42,
}  # fmt: skip
OTHER_WIDTH = 26
TIME_IN, SIGNATURE = "time_in", "signature"


@dataclass(frozen=True)
class Sheet:
    """What begins on a page of its own: a heading, lines under it, and its rows, each with the words of its group."""

    heading: str
    lines: list[str]
    rows: Iterable[tuple[str, Sequence[Cell]]]


@dataclass(frozen=True)
class Look:
    """What all sheets of one document share. ``title`` names the document, ``foot`` stands at the foot of each page.

    Where rows are to be signed there are two more columns to write into, and the rows are as high as a signature.
    """

    title: str
    author: str
    made_at: str  # ISO 8601
    words: Words
    accent: str
    columns: list[Column]
    foot: str
    empty: str  # where a sheet has no rows
    is_signed: bool = False

    @property
    def size(self) -> str:
        asked = sum(WIDTHS.get(column.name, OTHER_WIDTH) for column in self.columns)
        return "A4 landscape" if asked > WIDE + 40 else "A4"

    def widths(self) -> list[float]:
        """Each column's share of the width, in per cent."""
        asked = [WIDTHS.get(column.name, OTHER_WIDTH) for column in self.columns]
        return [round(100 * width / sum(asked), 2) for width in asked]


@dataclass
class _Piece:
    """Some rows of a sheet, by group; ``sheet`` is None where the sheet began in an earlier part."""

    sheet: Sheet | None
    groups: list[tuple[str, list[Sequence[Cell]]]] = field(default_factory=list)


def parts(look: Look, sheets: Iterable[Sheet]) -> Iterator[str]:
    """HTML documents for print, some hundred rows each; small sheets share one, each on its own page."""
    pieces: list[_Piece] = []
    rows = 0
    for sheet in sheets:
        for piece, count in _pieces(sheet):
            if pieces and rows + count > ROWS_A_PART:
                yield _html(look, pieces)
                pieces, rows = [], 0
            pieces.append(piece)
            rows += count
    if pieces:
        yield _html(look, pieces)


def _pieces(sheet: Sheet) -> Iterator[tuple[_Piece, int]]:
    """A sheet cut into pieces of at most ROWS_A_PART rows, each with how many it has; one piece where it has none."""
    piece, count = _Piece(sheet), 0
    for group, rows in groupby(sheet.rows, key=lambda row: row[0]):
        for _group, cells in rows:
            if count == ROWS_A_PART:
                yield piece, count
                piece, count = _Piece(None), 0
            if not piece.groups or piece.groups[-1][0] != group:
                piece.groups.append((group, []))
            piece.groups[-1][1].append(cells)
            count += 1
    if count or piece.sheet:
        yield piece, count


def _html(look: Look, pieces: list[_Piece]) -> str:
    return (
        environment()
        .get_template("documents/people_list.html")
        .render(
            look=look,
            words=look.words,
            pieces=pieces,
            shown=partial(_shown, look.words.direction),
            accent=accent_values(look.accent),
            fonts=stylesheet(),
            margin=MARGIN,
        )
    )


def _shown(way: str, column: Column, cell: Cell) -> str:
    """A cell in words; names in another script keep their commas and turn nothing around them."""
    if column.kind == INSTANT:
        return str(cell)[:16]
    return apart(str(cell if cell is not None else ""), way)
