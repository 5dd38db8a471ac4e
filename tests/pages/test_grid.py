"""Rooms by time: every session in the cell of its room and time, whole days whatever is filtered, clashes side by side."""

import re
from datetime import date, datetime

from forum_app.branding import grid_name, sheet_named
from forum_app.domain.draft import Room, Session
from forum_app.domain.filters import parse
from forum_app.domain.freezing import freeze
from forum_app.domain.vocabularies import SessionKind
from forum_app.grid import ELSEWHERE, grids
from forum_app.pages.forum import render_page
from tests.factories import HALL, STUDIO, a_draft, a_plain_session, a_release, an_id
from tests.pages.reading import a_reader, elements, text_of

DAY = date(2030, 5, 14)


def held(number: int, hour: int, minutes: int, room: str | None = HALL, minute: int = 0, **changes: object) -> Session:
    start = datetime(2030, 5, 14 + hour // 24, hour % 24, minute)
    return a_plain_session(an_id(number, "g"), start=start, minutes=minutes, room=room, **changes)


def cells(*sessions: Session) -> list[tuple[int, int, int, int]]:
    """Row, rows, column and columns of each session, in the order given."""
    grid = grids(freeze(a_draft(*sessions)))[DAY]
    return [tuple(int(part.split("-")[1]) for part in grid.cells[one.id].split()) for one in sessions]  # type: ignore[misc]


def test_a_session_stands_at_its_time_in_its_room_five_minutes_a_row() -> None:
    assert cells(held(1, 9, 60), held(2, 10, 45, STUDIO, minute=30), held(3, 11, 5)) == [
        (2, 12, 2, 1),
        (20, 9, 3, 1),
        (26, 1, 2, 1),
    ]


def test_sessions_at_once_in_one_room_stand_side_by_side_and_are_marked() -> None:
    sessions = [held(1, 9, 60), held(2, 9, 30, minute=30), held(3, 10, 30), held(4, 9, 120, STUDIO)]
    assert cells(*sessions) == [(2, 12, 2, 1), (8, 6, 3, 1), (14, 6, 2, 2), (2, 24, 4, 1)]
    assert grids(freeze(a_draft(*sessions)))[DAY].clashing == {sessions[0].id, sessions[1].id}


def test_a_break_without_a_room_spans_all_rooms_and_another_session_without_one_has_a_column() -> None:
    sessions = [
        held(1, 9, 60),
        held(2, 9, 60, STUDIO),
        held(3, 10, 30, None, kind=SessionKind.BREAK),
        held(4, 11, 60, None),
    ]
    assert cells(*sessions) == [(2, 12, 2, 1), (2, 12, 3, 1), (14, 6, 2, 3), (26, 12, 4, 1)]
    assert [column.room for column in grids(freeze(a_draft(*sessions)))[DAY].columns] == [HALL, STUDIO, ELSEWHERE]


def test_a_night_goes_on_after_midnight() -> None:
    grid = grids(freeze(a_draft(held(1, 22, 60), held(2, 25, 60))))[DAY]
    assert [hour for hour, _row in grid.hours()] == ["22:00", "23:00", "00:00", "01:00"]
    assert [grid.cells[an_id(number, "g")] for number in (1, 2)] == ["gr-2 gs-12 gc-2 gw-1", "gr-38 gs-12 gc-2 gw-1"]


def test_a_forum_without_rooms_has_one_column_headed_by_its_venue() -> None:
    draft = a_draft(held(1, 9, 60, None), held(2, 10, 60, None), held(3, 11, 60, None), rooms=[])
    html = render_page("agenda", a_release(draft), a_reader(a_release(draft), "en"))
    assert [text_of(head) for head in elements(html, ".//div[@class='room gc-2 gw-1']")] == ["River House"]
    assert len(elements(html, ".//div[@class='grid gn-1 ge-38']")) == 1


def test_every_class_has_its_rule_in_a_style_sheet_of_the_release_that_wide_screens_load() -> None:
    rooms = [Room(id=an_id(number, "r"), name={"en": f"Room {number}"}) for number in range(2, 42)]
    sessions = [held(number, 8 + number % 12, 5 + number, rooms[number % 40].id) for number in range(200)]
    release = a_release(a_draft(*sessions, rooms=rooms))
    html = render_page("agenda", release, a_reader(release, "en"))
    used = set(re.findall(r"\bg[rscwne]-\d+\b", html))
    ruled = set(re.findall(r"\.(g[rscwne]-\d+)\{", sheet_named(release.content, grid_name(release.content)) or ""))
    assert used and used <= ruled
    assert " style=" not in html
    sheet = elements(html, ".//link[@media='(min-width: 900px)']")[0]
    assert sheet.get("href") == f"/forums/harvest/style-{grid_name(release.content)}.css"


def test_a_filter_leaves_the_rest_where_it_stood() -> None:
    draft = a_draft(held(1, 9, 60), held(2, 10, 60, STUDIO), held(3, 11, 60))
    release = a_release(draft)
    whole = render_page("agenda", release, a_reader(release, "en"))
    chosen = render_page("agenda", release, a_reader(release, "en"), filters=parse([("room", STUDIO)]))
    key = an_id(2, "g")
    assert [one.get("class") for one in elements(chosen, ".//li[@data-room]")] == [
        one.get("class") for one in elements(whole, f".//li[@id='s-{key}']")
    ]


def test_what_filters_leave_of_many_rooms_is_a_list() -> None:
    rooms = [Room(id=an_id(number, "r"), name={"en": f"Room {number}"}) for number in range(2, 12)]
    sessions = [held(number, 8 + number % 12, 30, rooms[number % 10].id) for number in range(30)]
    release = a_release(a_draft(*sessions, rooms=rooms))

    def laid(query: list[tuple[str, str]]) -> int:
        html = render_page("agenda", release, a_reader(release, "en"), filters=parse(query))
        return len(elements(html, ".//div[@class='gridw many']"))

    assert (laid([]), laid([("day", str(DAY))]), laid([("room", rooms[3].id)]), laid([("q", "seed")])) == (1, 1, 0, 0)
