"""A session's run: whatever is pressed by whom, in whatever order it arrives, ends in one sane state."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_app.domain.run_times import expected_end, late, left, lines, planned_end, way_out
from forum_app.domain.running import LEAST, MINUTE, SHORTEST, Do, Run, Step, fold, taken
from tests.domain.runs import CLOSING, KEYS, OPENING, PLAN, START, TALK, TALKS, minutes, press, presses, ran

STARTED = press(Do.START, 0)


@given(presses(), st.integers(0, 2**32))
def test_the_order_in_which_presses_arrive_changes_nothing(steps: list[Step], seed: int) -> None:
    """Also those of a screen that was offline while others went on."""
    others = Random(seed).sample(steps, len(steps))
    assert fold(others) == fold(steps)


@given(presses())
def test_any_presses_end_in_a_sane_state(steps: list[Step]) -> None:
    run = fold(steps)
    for now in (START, START + 20 * MINUTE, START + 90 * MINUTE):
        told = lines(run, PLAN, now)
        assert [line.item.id for line in told] == KEYS
        assert sum(line.is_now for line in told) == (1 if run.runs else 0)
        assert [line.is_over for line in told] == sorted((line.is_over for line in told), reverse=True)
        assert len(run.spoken) == run.current + (run.ended_at is not None) if run.plan else not run.spoken
        assert all(line.length >= min(SHORTEST, line.item.length) for line in told)
    ends = [(spoken.began, spoken.ended) for spoken in run.spoken]
    assert all(began <= ended for began, ended in ends)
    assert all(one[1] == other[0] for one, other in zip(ends, ends[1:], strict=False))
    assert set(run.assigned.values()) <= set(KEYS)


@given(presses(), st.integers(0, 80))
def test_the_way_out_ends_on_time_or_says_by_how_much_it_doesn_t(steps: list[Step], minute: int) -> None:
    run, now = fold(steps), START + minute * MINUTE
    now = max([now, run.began, run.paused_at or 0])
    out = way_out(run, now)
    if out is None:
        return
    take = press(Do.TAKE, 0, run.plan.items[run.current].id, lengths=out.lengths, round=run.round)
    after = taken(run, take)
    still = expected_end(after, now) - planned_end(after)
    assert still <= out.short * MINUTE and (out.short or still > -MINUTE)
    assert all(after.length(item) >= LEAST for item in run.plan.items if item.id in out.minutes)
    assert taken(after, take) == after  # two who press at once shorten once


@given(presses())
def test_a_press_that_finds_nothing_to_do_changes_nothing_the_second_time(steps: list[Step]) -> None:
    run = fold(steps)
    for do in (Do.START, Do.PAUSE, Do.RESUME, Do.FINISH, Do.RESTART, Do.NEXT):
        step = press(do, 80, run.item.id if run.item else "", round=run.round)
        once = taken(run, step)
        assert taken(once, step) == once


def test_two_who_press_next_for_the_same_item_make_one_step() -> None:
    run = ran(STARTED, press(Do.NEXT, 5, OPENING, "one2222222"), press(Do.NEXT, 5.01, OPENING, "two2222222"))
    assert (run.current, run.began) == (1, minutes(5))


def test_presses_made_without_a_network_take_their_place_when_they_arrive() -> None:
    """One screen goes on by itself at 5 and 12, another at 6; what the second did to an item that was over is nothing."""
    known = [STARTED, press(Do.NEXT, 6, OPENING), press(Do.ADD, 13, TALK, length=MINUTE)]
    late_ones = [press(Do.NEXT, 5, OPENING), press(Do.NEXT, 12, TALK)]
    run = ran(*known, *late_ones)
    assert [(spoken.item, spoken.began, spoken.ended) for spoken in run.spoken] == [
        (OPENING, minutes(0), minutes(5)),
        (TALK, minutes(5), minutes(12)),
    ]
    assert (run.current, run.lengths) == (2, {})


def test_back_takes_the_item_up_again_as_if_next_had_not_been_pressed() -> None:
    run = ran(STARTED, press(Do.NEXT, 5, OPENING), press(Do.BACK, 6, TALK))
    assert (run.current, run.began, run.spoken) == (0, START, [])
    assert left(run, minutes(6)) == -MINUTE
    assert ran(STARTED, press(Do.BACK, 1, OPENING)) == ran(STARTED)


def test_back_after_the_end_goes_on_with_the_last_item() -> None:
    steps = [STARTED, press(Do.NEXT, 5, OPENING), press(Do.FINISH, 9, TALK)]
    assert (ran(*steps).ended_at, ran(*steps).runs) == (minutes(9), False)
    again = ran(*steps, press(Do.BACK, 10, TALK))
    assert (again.runs, again.current, again.began) == (True, 1, minutes(5))


def test_next_at_the_last_item_ends_the_session() -> None:
    run = ran(STARTED, *(press(Do.NEXT, 5 * number, key) for number, key in enumerate(KEYS, 1)))
    assert (run.ended_at, [spoken.item for spoken in run.spoken]) == (minutes(20), KEYS)
    assert late(run, minutes(30)) == -20 * MINUTE


def test_while_it_stands_still_the_time_that_is_left_stays_and_the_session_gets_later() -> None:
    run = ran(STARTED, press(Do.PAUSE, 2, OPENING))
    assert [left(run, minutes(at)) for at in (2, 10)] == [3 * MINUTE, 3 * MINUTE]
    assert expected_end(run, minutes(10)) == minutes(48)
    again = ran(STARTED, press(Do.PAUSE, 2, OPENING), press(Do.RESUME, 10, OPENING), press(Do.NEXT, 13, OPENING))
    assert (again.spoken[0].paused, late(again, minutes(13))) == (8 * MINUTE, 8 * MINUTE)


@pytest.mark.parametrize(("start", "behind"), [(-2, -2), (3, 3), (-3000, 0), (90, 0)])
def test_lateness_counts_from_the_planned_start_but_in_a_rehearsal(start: int, behind: int) -> None:
    run = ran(press(Do.START, start))
    assert late(run, minutes(start)) == behind * MINUTE


def test_each_item_tells_when_it_should_begin_and_when_it_will() -> None:
    run = ran(press(Do.START, 1), press(Do.NEXT, 7, OPENING))
    told = lines(run, PLAN, minutes(18))
    assert [(line.planned_at, line.expected_at) for line in told] == [
        (minutes(0), minutes(1)),
        (minutes(5), minutes(7)),
        (minutes(15), minutes(18)),
        (minutes(30), minutes(33)),
    ]
    assert [line.late for line in told] == [MINUTE, 2 * MINUTE, 0, 0]
    assert (left(run, minutes(18)), late(run, minutes(18))) == (-MINUTE, 3 * MINUTE)
    assert (expected_end(run, minutes(18)), planned_end(run)) == (minutes(43), minutes(40))


def test_the_discussion_gives_first_and_then_the_longest() -> None:
    run = ran(press(Do.START, 0), press(Do.NEXT, 6.5, OPENING))
    out = way_out(run, minutes(7))
    assert (out.minutes, out.lengths, out.short) == ({TALKS: 2}, {TALKS: 13 * MINUTE}, 0)
    out = way_out(run, minutes(31))
    assert (out.minutes, out.short) == ({TALKS: 12, CLOSING: 4}, 0)
    out = way_out(run, minutes(37))
    assert (out.minutes, out.short) == ({TALKS: 12, CLOSING: 7}, 3)
    assert way_out(ran(STARTED), minutes(2)) is None
    assert way_out(Run(), minutes(2)) is None


def test_nothing_is_made_shorter_than_a_minute_nor_taken_below_three() -> None:
    less = [press(Do.ADD, number / 10, OPENING, length=-MINUTE) for number in range(1, 9)]
    assert ran(STARTED, *less).lengths == {OPENING: MINUTE}
    assert ran(STARTED, press(Do.TAKE, 1, OPENING, lengths={CLOSING: 0})).lengths == {CLOSING: LEAST}


def test_begun_anew_nothing_of_before_counts_but_the_questions() -> None:
    steps = [
        press(Do.ORDER, -5, questions=["q2", "q1"]),
        press(Do.ASSIGN, -4, question="q1", to=TALKS),
        STARTED,
        press(Do.ASK, 2, OPENING, question="q2"),
        press(Do.RESTART, 3),
        press(Do.RESTART, 3.1),
        press(Do.NEXT, 4, OPENING),
    ]
    assert ran(*steps) == Run(round=1, order=["q2", "q1"], assigned={"q1": TALKS})
    assert ran(*steps, press(Do.START, 5, round=1)).began == minutes(5)
    assert ran(*steps[:4]).asked == [f"q2 {OPENING}"]
    assert ran(*steps[:4], press(Do.ASK, 2.5, OPENING, question="q2", done=False)).asked == []


def test_a_standstill_and_added_time_are_late_as_soon_as_they_happen() -> None:
    """As the expected end has it, so that the page doesn't say two things."""
    run = ran(STARTED, press(Do.PAUSE, 2, OPENING))
    assert [late(run, minutes(at)) for at in (2, 4, 7)] == [0, 2 * MINUTE, 5 * MINUTE]
    again = ran(STARTED, press(Do.PAUSE, 2, OPENING), press(Do.RESUME, 7, OPENING))
    assert late(again, minutes(8)) == expected_end(again, minutes(8)) - planned_end(again) == 5 * MINUTE
    longer = ran(STARTED, press(Do.ADD, 1, OPENING, length=MINUTE))
    assert late(longer, minutes(1)) == expected_end(longer, minutes(1)) - planned_end(longer) == MINUTE


def move(at: float, moved: str, other: str, shown: list[str]) -> Step:
    return press(Do.ORDER, at, questions=shown, question=moved, to=other)


def test_two_who_order_questions_each_move_what_they_moved() -> None:
    shown = ["q1", "q2", "q3", "q4"]
    one, two = move(-5, "q4", "q3", shown), move(-4, "q1", "q2", shown)  # both pages were made before
    assert ran(one, two).order == ["q2", "q1", "q4", "q3"]
    assert ran(one, move(-3, "q4", "q3", shown)).order == ["q1", "q2", "q4", "q3"], "pressed by two, moved once"
    assert ran(move(-5, "q1", "q2", ["q1", "q2"]), move(-4, "q3", "q2", shown)).order == ["q3", "q2", "q1", "q4"]
    assert ran(move(-5, "q1", "", shown)).order == shown
