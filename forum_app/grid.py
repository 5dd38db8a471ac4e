"""The programme laid out as rooms by time: which cell of a day's grid each session takes, as names of classes.

Five minutes are a row and each room is as many columns as it holds sessions at once. Cells depend on the whole day,
never on what a reader filters, so that a session stands where it stood. Positions are classes of the release's own
stylesheet: ``gr-12`` begins in row 12, ``gs-6`` is six rows high, ``gc-3`` begins in column 3, ``gw-2`` is two wide,
``gn-5`` is a grid of five columns beside the hours.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time

from forum_app.domain.keeping import kept
from forum_app.domain.release import Content, Day, SessionEntry
from forum_app.domain.vocabularies import SessionKind

STEP = 5  # minutes
FIRST_ROW, FIRST_COLUMN = 2, 2  # row 1 holds the rooms' names, column 1 the hours
MOST_COLUMNS = 120
ELSEWHERE = ""


@dataclass(frozen=True)
class Column:
    """A room of a day; ``room`` is ELSEWHERE for sessions that have none."""

    room: str
    at: int
    width: int

    @property
    def classes(self) -> str:
        return f"gc-{self.at} gw-{self.width}"


@dataclass(frozen=True)
class Grid:
    """One day. ``cells`` are classes by session id; ``clashing`` those who share their room with another at once."""

    day: date
    first_hour: int
    last_hour: int
    columns: list[Column]
    cells: dict[str, str]
    clashing: frozenset[str] = field(default=frozenset())
    fineness: str = ""

    @property
    def width(self) -> int:
        """How many columns there are beside the hours."""
        return sum(column.width for column in self.columns)

    @property
    def classes(self) -> str:
        return f"gn-{self.width} ge-{self._row(self.last_hour)}{' ' + self.fineness if self.fineness else ''}"

    def _row(self, hour: int) -> int:
        return (hour - self.first_hour) * 60 // STEP + FIRST_ROW

    def hours(self) -> Iterator[tuple[str, str]]:
        """Each full hour with the class of its row; those after midnight as the clocks show them."""
        for hour in range(self.first_hour, self.last_hour):
            yield f"{hour % 24:02d}:00", f"gr-{self._row(hour)}"


def grids(content: Content) -> dict[date, Grid]:
    """The grid of every day that has one, by its day."""
    return kept(content, "grids", _grids)


def _grids(content: Content) -> dict[date, Grid]:
    return {entry.day: grid for entry in content.days if (grid := _laid(content, entry))}


def grid_rules(content: Content) -> str:
    """The rules of all classes that these grids use."""
    used: set[str] = set()
    for grid in grids(content).values():
        used.update(name for classes in grid.cells.values() for name in classes.split())
        used.update(name for column in grid.columns for name in column.classes.split())
        used.update(name for _hour, name in grid.hours())
        used.update(grid.classes.split())
    return "".join(_rule(name) for name in sorted(used))


def _rule(name: str) -> str:
    kind, _, number = name.partition("-")
    value = {
        "gr": f"grid-row-start:{number}",
        "gs": f"grid-row-end:span {number}",
        "gc": f"grid-column-start:{number}",
        "gw": f"grid-column-end:span {number}",
        "gn": f"--n:{number}",
        "ge": f"--rows:{int(number or 0) - FIRST_ROW}",
        "fine": "--fine:12.5px",
        "finest": "--fine:18px",
    }[kind]
    return f".{name}{{{value}}}\n"


def _laid(content: Content, entry: Day) -> Grid | None:
    sessions = [content.session[key] for key in entry.sessions if key in content.session]
    spans = {one.id: span for one in sessions if (span := _span(one, entry.day))}
    if not spans:
        return None
    first = min(start for start, _end in spans.values()) // 60
    last = -(-max(end for _start, end in spans.values()) // 60)
    held = [one for one in sessions if one.id in spans]
    across = [one for one in held if one.kind == SessionKind.BREAK and one.room is None]
    columns, lanes, clashing = _columns(content, [one for one in held if one not in across], spans)
    width = sum(column.width for column in columns)
    if not columns or width > MOST_COLUMNS:
        return None
    cells = {}
    for one in held:
        start, end = spans[one.id]
        row = (start - first * 60) // STEP + FIRST_ROW
        rows = max((end - first * 60 + STEP - 1) // STEP + FIRST_ROW - row, 1)
        at, wide = lanes.get(one.id, (FIRST_COLUMN, width))
        cells[one.id] = f"gr-{row} gs-{rows} gc-{at} gw-{wide}"
    return Grid(entry.day, first, last, columns, cells, clashing, _fineness(spans, across))


def _span(session: SessionEntry, day: date) -> tuple[int, int] | None:
    """Start and end in minutes of the clock since the day's midnight."""
    if session.starts_at is None or session.ends_at is None:
        return None
    midnight = datetime.combine(day, time())
    start = int((session.starts_at.replace(tzinfo=None) - midnight).total_seconds() // 60)
    end = int((session.ends_at.replace(tzinfo=None) - midnight).total_seconds() // 60)
    return start, min(max(end, start + STEP), start + 24 * 60)


def _columns(
    content: Content, sessions: list[SessionEntry], spans: dict[str, tuple[int, int]]
) -> tuple[list[Column], dict[str, tuple[int, int]], frozenset[str]]:
    """The day's rooms in their order, each session's column and width, and who clashes in a room."""
    by_room: dict[str, list[SessionEntry]] = {}
    for one in sessions:
        by_room.setdefault(one.room if one.room in content.room else ELSEWHERE, []).append(one)
    order = [room.id for room in content.rooms if room.id in by_room] + [ELSEWHERE] * (ELSEWHERE in by_room)
    columns: list[Column] = []
    lanes: dict[str, tuple[int, int]] = {}
    clashing: set[str] = set()
    at = FIRST_COLUMN
    for room in order:
        taken, crowd = _lanes(by_room[room], spans)
        width = max(taken.values()) + 1
        columns.append(Column(room, at, width))
        lanes |= {key: (at + lane, 1 if key in crowd else width) for key, lane in taken.items()}
        clashing |= crowd if room != ELSEWHERE else set()
        at += width
    return columns, lanes, frozenset(clashing)


def _lanes(sessions: list[SessionEntry], spans: dict[str, tuple[int, int]]) -> tuple[dict[str, int], set[str]]:
    """The lane of each session within its room, and those who are not alone in it at their time."""
    lanes: dict[str, int] = {}
    ends: list[int] = []
    crowd: set[str] = set()
    running: list[SessionEntry] = []
    for one in sorted(sessions, key=lambda item: spans[item.id]):
        start, end = spans[one.id]
        running = [other for other in running if spans[other.id][1] > start]
        if running:
            crowd |= {one.id, *(other.id for other in running)}
        running.append(one)
        lane = next((number for number, until in enumerate(ends) if until <= start), len(ends))
        ends[lane:] = [end, *ends[lane + 1 :]]
        lanes[one.id] = lane
    return lanes, crowd


def _fineness(spans: dict[str, tuple[int, int]], across: list[SessionEntry]) -> str:
    """Taller rows where many sessions are short: half of a day's cards must have room for two lines."""
    left_out = {one.id for one in across}
    lengths = sorted(end - start for key, (start, end) in spans.items() if key not in left_out)
    middle = lengths[len(lengths) // 2] if lengths else 60
    return "finest" if middle < 20 else "fine" if middle <= 30 else ""
