"""A day of the builder as a grid: nobody covers anybody, whatever the day holds."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from forum_app.domain.agenda.layout import Cell, days_of, laid_out, lanes_of
from tests.domain.agenda.a_day import HALL, STUDIO, TENT, a_break, a_programme, a_session, session_id
from tests.factories import FIRST_DAY


def test_rooms_are_columns_and_five_minutes_a_row() -> None:
    draft = a_programme(
        a_session("one", "09:00", 45, "hall"),
        a_session("two", "09:05", 60, "studio"),
        a_break("coffee", "10:30"),
        a_session("late", "23:30", 90, "tent"),
        a_session("waits"),
        a_session("next", "09:00", 60, "hall", day=2),
    )
    found = laid_out(draft, FIRST_DAY)
    assert (found.rooms, found.first_hour, found.last_hour, found.rows) == ([HALL, STUDIO, TENT], 8, 25, 204)
    assert found.cells == {
        session_id("one"): Cell(13, 9, 1),
        session_id("two"): Cell(14, 12, 2),
        session_id("coffee"): Cell(31, 6, 0),
        session_id("late"): Cell(187, 18, 3),
    }
    assert found.hours()[0] == ("08:00", 1) and found.hours()[-1] == ("00:00", 193)


def test_what_has_no_room_has_a_column_where_there_is_any_and_where_there_are_no_rooms() -> None:
    draft = a_programme(a_session("one", "09:00"))
    assert laid_out(draft, FIRST_DAY).rooms == [HALL, STUDIO, TENT, None]
    draft.rooms = []
    assert laid_out(draft, FIRST_DAY + timedelta(days=1)).rooms == [None]


def test_days_before_and_after_the_forum_are_there_where_something_is_on_them() -> None:
    draft = a_programme()
    before = FIRST_DAY - timedelta(days=3)
    assert days_of(draft, [None, before]) == [before, FIRST_DAY, FIRST_DAY + timedelta(days=1)]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=14))
def test_who_is_there_at_once_has_lanes_of_their_own_and_no_more_than_are_needed(made: list[tuple[int, int]]) -> None:
    spans = [(str(number), start, start + length) for number, (start, length) in enumerate(made)]
    lanes = lanes_of(spans)
    assert set(lanes) == {key for key, _start, _end in spans}
    for one, start, end in spans:
        at_once = [other for other, first, last in spans if first < end and start < last]
        assert [other for other in at_once if lanes[other][0] == lanes[one][0]] == [one]
        assert lanes[one][1] <= len(spans) and all(lanes[other][1] == lanes[one][1] for other in at_once)
    most = max(
        (sum(1 for _key, first, last in spans if first <= start < last) for _one, start, _end in spans), default=0
    )
    assert max((count for _lane, count in lanes.values()), default=0) == most
