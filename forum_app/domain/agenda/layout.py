"""A day of the builder as rooms by time: rows of five minutes, a column a room, and who stands beside whom."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from forum_app.domain.agenda.slots import on_day, slot_of
from forum_app.domain.draft import Draft, Session
from forum_app.domain.vocabularies import SessionKind

STEP = 5  # minutes a row
USUAL_HOURS = 8, 19
LONGEST = 24 * 60


class Cell(Struct, frozen=True):
    """Where a card stands: rows from 1; column from 1, 0 across all. ``lane`` of ``lanes`` that are there at once."""

    row: int
    rows: int
    column: int
    lane: int = 0
    lanes: int = 1


class DayLayout(Struct, frozen=True):
    """``rooms`` are the columns: ids, None for what has no room. Hours count from midnight of the day and may pass 24."""

    day: date
    first_hour: int
    last_hour: int
    rooms: list[str | None]
    cells: dict[str, Cell]

    @property
    def rows(self) -> int:
        return (self.last_hour - self.first_hour) * 60 // STEP

    def hours(self) -> list[tuple[str, int]]:
        """Each full hour as the clocks show it, and its row."""
        count = range(self.first_hour, self.last_hour)
        return [(f"{hour % 24:02d}:00", (hour - self.first_hour) * 60 // STEP + 1) for hour in count]


def days_of(draft: Draft, sessions: Iterable[date | None] = ()) -> list[date]:
    """The forum's days, and those on which sessions are all the same."""
    forum = draft.forum
    count = min((forum.last_day - forum.first_day).days + 1, 60)
    return sorted(
        {forum.first_day + timedelta(days=number) for number in range(count)} | {day for day in sessions if day}
    )


def laid_out(draft: Draft, day: date) -> DayLayout:
    """The sessions of a day that have a time. One without a length takes a row."""
    sessions = on_day(draft, day)
    spans = {session.id: _span(session, day) for session in sessions}
    first = min([USUAL_HOURS[0], *(start // 60 for start, _end in spans.values())])
    last = max([USUAL_HOURS[1], *(-(-end // 60) for _start, end in spans.values())])
    known = {room.id for room in draft.rooms}
    across = {each.id for each in sessions if is_across(each)}
    rooms: list[str | None] = [room.id for room in draft.rooms]
    if not rooms or any(each.room not in known and each.id not in across for each in sessions):
        rooms.append(None)
    cells: dict[str, Cell] = {}
    groups: dict[int, list[str]] = defaultdict(list)
    for each in sessions:
        column = 0 if each.id in across else rooms.index(each.room if each.room in known else None) + 1
        groups[column].append(each.id)
    for column, keys in groups.items():
        for key, (lane, lanes) in lanes_of([(key, *spans[key]) for key in keys]).items():
            start, end = spans[key]
            row = (start - first * 60) // STEP + 1
            rows = max(-(-(end - first * 60) // STEP) + 1 - row, 1)
            cells[key] = Cell(row, rows, column, lane, lanes)
    return DayLayout(day, first, last, rooms, cells)


def is_across(session: Session) -> bool:
    """Whether it is for everybody, in all rooms: a break without a room."""
    return session.kind == SessionKind.BREAK and session.room is None


def _span(session: Session, day: date) -> tuple[int, int]:
    """Start and end in minutes since the day's midnight."""
    slot = slot_of(session)
    midnight = datetime.combine(day, time())
    start = int(((slot.start or midnight) - midnight).total_seconds() // 60)
    return start, start + min(max(slot.minutes or STEP, STEP), LONGEST)


def lanes_of(spans: list[tuple[str, int, int]]) -> dict[str, tuple[int, int]]:
    """For each span its lane, and how many lanes those have that hang together with it."""
    found: dict[str, tuple[int, int]] = {}
    group: list[tuple[str, int]] = []
    ends: list[int] = []  # of each lane
    for key, start, end in sorted(spans, key=lambda span: (span[1], -span[2], span[0])):
        if ends and start >= max(ends):
            found |= {each: (lane, len(ends)) for each, lane in group}
            group, ends = [], []
        lane = next((number for number, free in enumerate(ends) if free <= start), len(ends))
        ends[lane : lane + 1] = [end]
        group.append((key, lane))
    return found | {each: (lane, len(ends)) for each, lane in group}
