"""What the builder's steps make of a programme, in wall times."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from forum_app.domain.agenda.slots import Slot, Slots, gaps_closed, moved, shifted_after, slot_of, swapped, unscheduled
from forum_app.domain.draft import Draft
from forum_app.domain.vocabularies import SessionStatus
from tests.domain.agenda.a_day import HALL, STUDIO, a_break, a_programme, a_session, at, session_id
from tests.factories import FIRST_DAY


def clocks(slots: Slots) -> dict[str, str]:
    """Starts by the sessions' names, as far as these are known."""
    names = {session_id(name): name for name in ("one", "two", "three", "four", "coffee", "late", "other")}
    return {names[key]: f"{slot.start:%H:%M}" if slot.start else "" for key, slot in slots.items()}


def test_several_keep_their_distance() -> None:
    found = moved([a_session("one", "09:00"), a_session("two", "10:15", room="hall"), a_session("three")], -20)
    assert clocks(found) == {"one": "08:40", "two": "09:55"}
    assert found[session_id("two")] == Slot(at("09:55"), 60, HALL)


def test_who_moves_out_of_the_second_of_two_hours_is_in_the_first() -> None:
    assert moved([a_session("one", "01:30", fold=1)], 60)[session_id("one")].fold == 0


def test_what_is_unscheduled_keeps_its_length() -> None:
    assert unscheduled([a_session("one", "09:00", 75, "hall")]) == {session_id("one"): Slot(None, 75, None)}


def test_two_swapped_keep_their_lengths_and_again_are_as_they_were() -> None:
    one, two = a_session("one", "09:00", 45, "hall"), a_session("two", "14:00", 90, "studio", day=2)
    found = swapped(one, two)
    assert found == {one.id: Slot(at("14:00", 2), 45, STUDIO), two.id: Slot(at("09:00"), 90, HALL)}
    again = swapped(a_session("one", "14:00", 45, "studio", day=2), a_session("two", "09:00", 90, "hall"))
    assert again == {one.id: slot_of(one), two.id: slot_of(two)}


def test_all_that_comes_after_is_shifted_on_that_day_and_in_those_rooms() -> None:
    draft = a_programme(
        a_session("one", "09:00", room="hall"),
        a_break("coffee", "10:30"),
        a_session("two", "11:00", room="hall"),
        a_session("three", "11:00", room="studio"),
        a_session("late", "01:00", room="hall", day=2),  # of the evening before
        a_session("other", "11:00", room="hall", day=2),
    )
    assert clocks(shifted_after(draft, at("10:30"), 15)) == {
        "coffee": "10:45", "two": "11:15", "three": "11:15", "late": "01:15",
    }  # fmt: skip
    assert clocks(shifted_after(draft, at("10:30"), -5, {HALL})) == {"two": "10:55", "late": "00:55"}
    assert clocks(shifted_after(draft, at("10:30"), -5, {None})) == {"coffee": "10:25"}


def test_gaps_close_up_to_the_break_and_after_it() -> None:
    draft = a_programme(
        a_session("one", "09:00", 30, "hall"),
        a_session("two", "09:50", 30, "hall"),
        a_break("coffee", "10:30"),
        a_session("three", "11:20", 60, "hall"),
        a_session("four", "14:00", 60, "hall"),
        a_session("other", "12:00", 60, "studio"),
    )
    assert clocks(gaps_closed(draft, FIRST_DAY, HALL)) == {"two": "09:30", "three": "11:00", "four": "12:00"}
    assert clocks(gaps_closed(draft, FIRST_DAY, HALL, between=15)) == {"two": "09:45", "three": "11:00", "four": "12:15"}  # fmt: skip
    assert gaps_closed(draft, FIRST_DAY + timedelta(days=1), HALL) == {}


def test_what_runs_at_once_stays_and_a_cancelled_break_is_none() -> None:
    draft = a_programme(
        a_session("one", "09:00", 90, "hall"),
        a_session("two", "10:00", 90, "hall"),
        a_break("coffee", "11:30"),
        a_session("three", "12:00", 30, "hall"),
    )
    assert gaps_closed(draft, FIRST_DAY, HALL) == {}
    draft.sessions[2].status = SessionStatus.CANCELLED
    assert clocks(gaps_closed(draft, FIRST_DAY, HALL)) == {"three": "11:30"}


programmes = st.lists(
    st.tuples(st.integers(96, 220), st.integers(1, 24), st.sampled_from(["hall", "studio"]), st.booleans()), max_size=12
)


@given(programmes, st.integers(0, 20))
def test_closing_gaps_makes_nothing_later_nothing_clash_and_is_done_at_once(
    made: list[tuple[int, int, str, bool]], between: int
) -> None:
    sessions = [
        a_break(f"break {number}", f"{start * 5 // 60}:{start * 5 % 60}", steps * 5)
        if pause
        else a_session(f"session {number}", f"{start * 5 // 60}:{start * 5 % 60}", steps * 5, room)
        for number, (start, steps, room, pause) in enumerate(made)
    ]
    draft = a_programme(*sessions)
    before = _clashes(draft)
    found = gaps_closed(draft, FIRST_DAY, HALL, between)
    for session in draft.sessions:
        if slot := found.get(session.id):
            assert session.room == HALL and session.start and slot.start and slot.start < session.start
            session.start = slot.start
    assert _clashes(draft) <= before
    assert gaps_closed(draft, FIRST_DAY, HALL, between) == {}


def _clashes(draft: Draft) -> set[frozenset[str]]:
    """Who is in the hall, or in a break for everybody, at once."""
    held = [(slot_of(each), each) for each in draft.sessions if each.room in (HALL, None)]
    return {
        frozenset((one.id, other.id))
        for first, one in held
        for second, other in held
        if one is not other
        and HALL in (one.room, other.room)
        and first.start and first.end and second.start and second.end
        and first.start < second.end and second.start < first.end
    }  # fmt: skip
