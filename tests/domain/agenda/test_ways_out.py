"""Ways out of clashes: the nearest, and free by every rule whatever the programme is."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from forum_app.domain.agenda.conflicts import OF_THE_DAY, OF_THE_PLACE, Conflict, conflicts
from forum_app.domain.agenda.slots import Slot, day_of
from forum_app.domain.agenda.ways_out import ways_out
from forum_app.domain.draft import Draft, Session
from forum_app.domain.draft_parts import Interval, Private
from forum_app.domain.vocabularies import Mode, Severity
from tests.domain.agenda.a_day import HALL, PEOPLE, STUDIO, TENT, a_break, a_programme, a_session, at

ONE_DAY = {"last_day": date(2030, 5, 14)}


def told(draft: Draft) -> set[tuple[object, ...]]:
    return {_about(found) for found in conflicts(draft)}


def _about(found: Conflict) -> tuple[object, ...]:
    return found.rule, frozenset(found.sessions), frozenset(found.people)


def _days(draft: Draft, found: list[Conflict]) -> set[tuple[str, date | None]]:
    days = {each.id: day_of(each, draft) for each in draft.sessions}
    return {(each.rule, days[each.session]) for each in found if each.rule in OF_THE_DAY}


def placed(draft: Draft, session: Session, slot: Slot) -> Draft:
    there = structs.replace(session, start=slot.start, room=slot.room)
    return structs.replace(draft, sessions=[there if each is session else each for each in draft.sessions])


def test_a_room_that_is_taken_is_left_for_another_or_for_later() -> None:
    session = a_session("two", "10:30", 45, "hall", "boris")
    draft = a_programme(a_session("one", "10:00", 60, "hall", "amina"), session, **ONE_DAY)
    assert [found.rule for found in conflicts(draft)] == ["room-taken-twice"]
    assert [found.sessions for found in conflicts(draft)] == [(session.id, draft.sessions[0].id)]
    assert ways_out(draft, session) == [Slot(at("10:30"), 45, STUDIO), Slot(at("11:00"), 45, HALL), Slot(at("10:30"), 45, TENT)]  # fmt: skip


def test_whoever_is_needed_elsewhere_is_waited_for_and_walked_for() -> None:
    session = a_session("two", "10:30", 30, "studio", "amina")
    walk = {"minutes_between_rooms": 10, "minutes_between_buildings": 25}
    draft = a_programme(a_session("one", "10:00", 60, "hall", "amina"), session, **ONE_DAY, **walk)
    assert {found.rule for found in conflicts(draft)} == {"person-in-two-places"}
    found = ways_out(draft, session, most=9)
    assert Slot(at("11:10"), 30, STUDIO) in found or Slot(at("09:20"), 30, STUDIO) in found
    for slot in found:
        assert not told(placed(draft, session, slot)), slot


def test_private_hours_and_breaks_are_kept_free() -> None:
    session = a_session("two", "12:15", 60, "hall", "amina")
    draft = a_programme(a_break("lunch", "12:00", 60), session, **ONE_DAY)
    draft.people[0].private = Private(unavailable=[Interval(start=at("13:00"), end=at("16:00"))])
    assert [slot.start for slot in ways_out(draft, session)] == [at("11:00")] * 3


def test_a_room_too_small_is_none_and_what_is_online_changes_its_time_alone() -> None:
    large = a_session("two", "10:30", 30, "hall", capacity=200)
    draft = a_programme(a_session("one", "10:00", 60, "hall"), large, **ONE_DAY)
    assert {slot.room for slot in ways_out(draft, large)} == {HALL, TENT}
    online = a_session("three", "10:30", 30, "", "amina", mode=Mode.ONLINE)
    draft = a_programme(a_session("one", "10:00", 60, "hall", "amina"), online, **ONE_DAY)
    assert ways_out(draft, online) == [Slot(at("11:00"), 30, None)]


def test_none_where_there_is_none_and_none_is_made_up_for_what_has_no_time() -> None:
    session = a_session("two", "10:00", 700, "hall", "amina")
    assert ways_out(a_programme(a_session("one", "09:30", 90, "hall", "amina"), session, **ONE_DAY), session) == []
    waiting = a_session("three", "", 60)
    assert ways_out(a_programme(waiting), waiting) == []


def test_what_the_organiser_ignores_is_no_clash() -> None:
    session = a_session("two", "10:30", 45, "hall", "boris")
    ignored = {"severities": {"room-taken-twice": Severity.IGNORE}}
    assert conflicts(a_programme(a_session("one", "10:00", 60, "hall", "amina"), session, **ignored)) == []


_starts = st.integers(108, 210).map(lambda number: f"{number * 5 // 60}:{number * 5 % 60}")
_sessions = st.tuples(
    _starts, st.integers(3, 24), st.sampled_from(["hall", "studio", "tent"]), st.sets(st.sampled_from(list(PEOPLE)), max_size=3), st.integers(1, 2)
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.lists(_sessions, min_size=2, max_size=10), st.lists(_starts, max_size=2), st.integers(0, 15))
def test_nothing_clashes_at_any_way_out_of_any_programme(
    made: list[tuple[str, int, str, set[str], int]], pauses: list[str], walk: int
) -> None:
    sessions = [
        a_session(f"session {number}", clock, steps * 5, room, *sorted(people), day=day)
        for number, (clock, steps, room, people, day) in enumerate(made)
    ]
    breaks = [a_break(f"break {number}", clock) for number, clock in enumerate(pauses)]
    draft = a_programme(*sessions, *breaks, minutes_between_rooms=walk)
    before = told(draft)
    pauses_told = _days(draft, conflicts(draft))
    for session in sessions[:3]:
        for slot in ways_out(draft, session):
            there = placed(draft, session, slot)
            after = conflicts(there)
            own = [found for found in after if session.id in found.sessions]
            assert not [found for found in own if found.rule in OF_THE_PLACE], slot
            assert _days(there, after) <= pauses_told, slot
            assert {_about(found) for found in own if found.rule not in OF_THE_DAY} <= before, slot
