"""Runs as they are kept: each press once, in one transaction a session, whoever presses at once and whenever it arrives."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import delete, func, insert, select, update

from forum_app.database import Database
from forum_app.domain.errors import EditRefused, NotFound
from forum_app.domain.run_plan import RunMaterial
from forum_app.domain.running import MINUTE, Do, Step
from forum_app.domain.trees import digest
from forum_app.domain.vocabularies import RoleState, SessionStatus
from forum_app.models.forum import Forum
from forum_app.models.people import Role
from forum_app.models.programme import Session, Talk
from forum_app.models.running import RunOfShow, RunScreen, RunStep, ScreenKey
from forum_app.models.speaking import PreparedAnswer, SpeakerNote
from forum_app.services import running
from forum_app.services.run_material import is_session, moderates, run_material, write_notes
from forum_app.services.running import RunNow, TooManySteps, do_steps, milliseconds, run_now, screen_looks
from forum_app.services.screen_keys import MOST, new_screen_key, screen_of
from forum_app.services.speaking_answers import WrittenMeanwhile
from tests.houses import Start
from tests.services.opened import at_once

SESSION, MODERATOR, SPEAKER, QUESTION = "225py65p8d", "p7vuurgmg2", "3cukgsgx4f", "hmtc74xbzr"
BEGINS = datetime(2022, 9, 13, 3, 30, tzinfo=UTC)
AT = milliseconds(BEGINS)
FIRST, SECOND = "gkvaaw9f4b", "mhqugwnrn7"


@pytest.fixture
def start() -> Start:
    return Start(drafts=("gssd2022",))


def forum_of(database: Database) -> str:
    with database.reading() as connection:
        return str(connection.execute(select(Forum.id)).scalar_one())


def material(database: Database) -> RunMaterial:
    with database.reading() as connection:
        return run_material(database, connection, forum_of(database), SESSION, None)


def press(database: Database, *steps: Step, now: datetime = BEGINS) -> RunNow:
    plan = material(database).plan
    return do_steps(database, forum_of(database), SESSION, list(steps), plan=plan, by=MODERATOR, now=now)


def step(do: Do, key: str, minute: float = 0, **more: Any) -> Step:
    return Step(id=key.ljust(10, "2"), do=do, at=AT + round(minute * MINUTE), **more)


def rows(database: Database, table: Any) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(select(table)))


def test_what_is_pressed_twice_is_done_once_and_kept_with_its_time(database: Database) -> None:
    begin, go = step(Do.START, "start"), step(Do.NEXT, "next", 9, item=FIRST)
    later = BEGINS + timedelta(minutes=9)
    first = press(database, begin, go, now=later)
    again = press(database, go, begin, now=later)
    assert (again.version, again.run) == (first.version, first.run) == (1, first.run)
    assert [(spoken.item, spoken.ended - spoken.began) for spoken in first.run.spoken] == [(FIRST, 9 * MINUTE)]
    kept = {row.id: (row.at, row.by) for row in rows(database, RunStep)}
    assert kept == {"start22222": (BEGINS, MODERATOR), "next222222": (later, MODERATOR)}
    with database.reading() as connection:
        assert run_now(connection, SESSION).run == first.run


def test_two_screens_that_press_next_at_once_make_one_step(database: Database) -> None:
    press(database, step(Do.START, "start"))
    now = BEGINS + timedelta(minutes=8)
    jobs = [lambda key=key: press(database, step(Do.NEXT, key, 8, item=FIRST), now=now) for key in ("one", "two", "three")]  # fmt: skip
    found = at_once(jobs)
    assert [each.run.current for each in found] == [1, 1, 1]
    assert len(rows(database, RunStep)) == 4


def test_presses_that_waited_for_a_network_are_merged_by_their_own_times(database: Database) -> None:
    press(database, step(Do.START, "start"))
    noon = BEGINS + timedelta(minutes=12)
    press(database, step(Do.NEXT, "online", 10, item=FIRST), now=BEGINS + timedelta(minutes=10))
    waited = [step(Do.NEXT, "off1", 8, item=FIRST), step(Do.PAUSE, "off2", 9, item=SECOND)]
    merged = press(database, *waited, now=noon)
    assert (merged.run.current, merged.run.began) == (1, AT + 8 * MINUTE)
    assert merged.run.paused_at == AT + 9 * MINUTE
    assert merged.version == 3


def test_a_clock_that_is_wrong_moves_nothing_into_the_future(database: Database) -> None:
    done = press(database, step(Do.START, "start", 500), now=BEGINS)
    assert done.run.began == AT + 2000
    old = press(database, step(Do.RESTART, "again", -6000), now=BEGINS)
    assert old.run.plan is not None  # made before the start, it came too late


def test_the_plan_is_the_drafts_and_a_run_keeps_the_one_that_it_began_with(database: Database) -> None:
    plan = material(database).plan
    assert (plan.starts_at, len(plan.items), sum(item.length for item in plan.items)) == (AT, 7, 80 * MINUTE)
    assert [item.gives for item in plan.items] == [False] * 5 + [True, False]
    press(database, step(Do.START, "start"))

    def shorter(connection: Any) -> None:
        connection.execute(update(Talk).where(Talk.id == FIRST).values(minutes=3))
        connection.execute(update(Forum).values(version=Forum.version + 1))

    database.write(shorter)
    assert material(database).plan.items[0].length == 3 * MINUTE
    done = press(database, step(Do.RESTART, "again", 1), step(Do.START, "anew", 2, round=1), now=BEGINS + timedelta(minutes=2))  # fmt: skip
    assert (done.run.round, done.run.plan.items[0].length) == (1, 3 * MINUTE)


def test_a_press_of_a_round_that_was_never_begun_is_not_kept(database: Database) -> None:
    press(database, step(Do.START, "start"), step(Do.NEXT, "next", 0, item=FIRST, round=7))
    assert [row.id for row in rows(database, RunStep)] == ["start22222"]


def test_nobody_presses_for_ever(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "MOST_STEPS", 3)
    with pytest.raises(TooManySteps):
        press(database, *(step(Do.WARN, f"warn{number}") for number in range(4)))
    assert rows(database, RunStep) == []


def test_only_a_confirmed_moderator_of_the_session_moderates_it(database: Database) -> None:
    forum = forum_of(database)

    def asked(session: str = SESSION, person: str = MODERATOR, where: str = forum) -> bool:
        with database.reading() as connection:
            return moderates(connection, where, session, person)

    assert (asked(), asked(person=SPEAKER), asked("2222222222"), asked(where="2222222222")) == (True, False, False, False)  # fmt: skip
    database.write(lambda connection: connection.execute(update(Role).values(state=RoleState.INVITED)))
    assert not asked()
    with database.reading() as connection:
        assert (is_session(connection, forum, SESSION), is_session(connection, "2222222222", SESSION)) == (True, False)


def test_those_who_run_a_session_see_it_before_it_is_public_with_everybody_who_is_invited(database: Database) -> None:
    def hidden(connection: Any) -> None:
        connection.execute(update(Session).values(status=SessionStatus.DRAFT))
        connection.execute(update(Role).where(Role.person == SPEAKER).values(state=RoleState.INVITED))
        connection.execute(update(Forum).values(version=Forum.version + 1))

    database.write(hidden)
    found = material(database)
    assert SPEAKER in found.speakers
    with pytest.raises(NotFound), database.reading() as connection:
        run_material(database, connection, forum_of(database), "2222222222", None)


def test_answers_and_notes_are_those_of_the_session(database: Database) -> None:
    forum, now = forum_of(database), datetime.now(UTC)
    answer = {"question": QUESTION, "person": SPEAKER, "forum_id": forum, "text": "Two years.", "updated_at": now}
    database.write(lambda connection: connection.execute(insert(PreparedAnswer).values(answer)))
    tell(database, {SPEAKER: " Be brief.\r\n"})
    found = material(database)
    assert (found.answers, found.notes) == ({(QUESTION, SPEAKER): "Two years."}, {SPEAKER: "Be brief."})
    [note] = rows(database, SpeakerNote)
    assert (note.session, note.person, note.by) == (SESSION, SPEAKER, MODERATOR)


def tell(database: Database, notes: dict[str, str], **seen: str) -> None:
    """Writes notes on a page that showed none but those that were ``seen``."""
    shown = {to: digest(seen.get(to, "")) for to in notes}
    write_notes(database, forum_of(database), material(database), notes, shown, by=MODERATOR)


def test_of_two_notes_at_once_the_second_is_shown_the_first(database: Database) -> None:
    tell(database, {SPEAKER: "First"})
    with pytest.raises(WrittenMeanwhile) as refused:
        tell(database, {SPEAKER: "Second"})
    assert refused.value.now == {SPEAKER: "First"}
    tell(database, {SPEAKER: "First"})  # the same again
    tell(database, {SPEAKER: ""}, **{SPEAKER: "First"})
    assert rows(database, SpeakerNote) == []
    with pytest.raises(EditRefused):
        tell(database, {SPEAKER: "x" * 2001})
    with pytest.raises(NotFound):
        tell(database, {MODERATOR: "x"})


def test_notes_are_kept_together_or_not_at_all(database: Database) -> None:
    other = next(key for key in material(database).speakers if key != SPEAKER)
    tell(database, {SPEAKER: "First"})
    with pytest.raises(WrittenMeanwhile):
        tell(database, {other: "Hello", SPEAKER: "Second"})
    with pytest.raises(EditRefused) as refused:
        tell(database, {other: "Hello", SPEAKER: "x" * 2001})
    assert [place for place, _said in refused.value.problems] == [SPEAKER]
    with pytest.raises(NotFound):
        tell(database, {other: "Hello", MODERATOR: "x"})
    assert material(database).notes == {SPEAKER: "First"}
    tell(database, {other: "Hello", SPEAKER: ""})  # as the page showed it: left as somebody else wrote it
    assert material(database).notes == {other: "Hello", SPEAKER: "First"}


def test_a_screens_key_is_kept_hashed_for_one_session_and_until_the_day_after(database: Database) -> None:
    forum, ends = forum_of(database), BEGINS + timedelta(minutes=80)
    made = [database.write(lambda c: new_screen_key(c, forum, SESSION, ends, BEGINS)) for _ in range(MOST + 1)]
    old, key, until = made[0].key, made[-1].key, made[-1].until
    assert [each.others for each in made] == [*range(MOST), MOST - 1]
    assert until == ends + timedelta(days=1)
    kept = rows(database, ScreenKey)
    assert (len(kept), any(key in row.key for row in kept)) == (MOST, False)
    with database.reading() as connection:
        found = screen_of(connection, key, BEGINS)
        assert (found.forum_id, found.session) == (forum, SESSION)
        assert screen_of(connection, key, until) is None
        assert screen_of(connection, old, BEGINS) is None
        assert screen_of(connection, "no key", BEGINS) is None


def test_screens_that_asked_of_late_are_counted_and_written_down_seldom(database: Database) -> None:
    forum = forum_of(database)
    for screen in ("screen2222", "screen3333", "screen2222"):
        screen_looks(database, forum, SESSION, screen)
    with database.reading() as connection:
        assert run_now(connection, SESSION).screens == 2
    earlier = datetime.now(UTC) - timedelta(seconds=30)
    database.write(lambda c: c.execute(update(RunScreen).where(RunScreen.screen == "screen2222").values(seen_at=earlier)))  # fmt: skip
    screen_looks(database, forum, SESSION, "screen2222")  # this process said so a moment ago
    with database.reading() as connection:
        assert run_now(connection, SESSION).screens == 1


def test_a_session_that_is_deleted_takes_its_run_along(database: Database) -> None:
    press(database, step(Do.START, "start"))
    screen_looks(database, forum_of(database), SESSION, "screen2222")
    database.write(lambda connection: connection.execute(delete(Session)))
    with database.reading() as connection:
        for table in (RunOfShow, RunStep, RunScreen):
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 0


def test_what_is_kept_can_be_read_again(database: Database) -> None:
    done = press(database, step(Do.START, "start"), step(Do.ORDER, "order", 1, questions=["b", "a"]))
    [row] = rows(database, RunOfShow)
    assert msgspec.convert(row.state, type(done.run)) == done.run
