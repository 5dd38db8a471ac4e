"""Steps of building the agenda: done once, all or nothing, and taken back exactly, whoever else is at work."""

import random
from typing import Any

import pytest
from sqlalchemy import select

from forum_app.database import Database
from forum_app.domain.agenda.slots import moved, swapped, unscheduled
from forum_app.domain.draft import Draft, Session
from forum_app.domain.errors import EditRefused, NotFound, TooLate
from forum_app.domain.identity import new_id
from forum_app.domain.trees import digests, value_at
from forum_app.models.publishing import AuditEntry
from forum_app.services.agenda_steps import Placing, Step, TouchedSince, take_back, take_step
from forum_app.services.forum_files import draft_named
from forum_app.services.forum_ids import forum_id_of
from forum_app.services.media import Media
from forum_app.services.things import Edit, add_thing, read_thing, save_thing
from tests.houses import Start
from tests.services.test_things import everything

SLUG = "eiip2025"
ME, HER = "me", "her"


@pytest.fixture
def start() -> Start:
    return Start(drafts=(SLUG,))


@pytest.fixture
def forum(database: Database) -> str:
    with database.reading() as connection:
        return forum_id_of(connection, SLUG)


@pytest.fixture
def draft(database: Database, media: Media, forum: str) -> Draft:
    return draft_named(database, media, SLUG)


def placing(database: Database, forum: str, key: str, **values: Any) -> Placing:
    """As a page does that shows the session as it is now."""
    with database.reading() as connection:
        tree = read_thing(connection, forum, "session", key).tree
    return Placing(key, values, digests(tree, values))


def values_of(slots: Any) -> list[Placing]:
    return [Placing(key, slot.values) for key, slot in slots.items()]


def entries(database: Database) -> list[tuple[str, str]]:
    with database.reading() as connection:
        query = select(AuditEntry.actor, AuditEntry.action).order_by(AuditEntry.id)
        return [(row.actor, row.action) for row in connection.execute(query)]


def scheduled(draft: Draft, count: int) -> list[Session]:
    return [session for session in draft.sessions if session.start and session.room and session.talks][:count]


def test_a_step_sent_twice_is_done_once_and_taken_back_once(database: Database, forum: str, draft: Draft) -> None:
    before, log = everything(database), len(entries(database))
    step = Step(new_id(), values_of(moved(scheduled(draft, 3), 25)))
    done = take_step(database, forum, step, actor=ME)
    assert done.sessions == tuple(each.session for each in step.placings)
    assert take_step(database, forum, step, actor=ME) == done
    assert entries(database)[log:] == [(ME, "session.changed")] * 3
    back = new_id()
    taken = take_back(database, forum, step.key, back, actor=ME)
    assert take_back(database, forum, step.key, back, actor=ME) == taken
    assert everything(database) == before
    with pytest.raises(TooLate):
        take_back(database, forum, step.key, new_id(), actor=ME)
    again = take_back(database, forum, back, new_id(), actor=ME)
    assert again.sessions == tuple(reversed(taken.sessions))
    assert everything(database) != before and len(entries(database)) == log + 9


def test_all_or_nothing(database: Database, forum: str, draft: Draft) -> None:
    before = everything(database)
    one, two, _three = scheduled(draft, 3)
    with pytest.raises(NotFound):
        take_step(database, forum, Step(new_id(), [*values_of(moved([one], 5)), Placing("nowhere234", {})]), actor=ME)
    step = Step(new_id(), [*values_of(moved([one], 5)), Placing(two.id, {"room": "r999999999"})])
    with pytest.raises(EditRefused):
        take_step(database, forum, step, actor=ME)
    assert everything(database) == before
    step = Step(new_id())
    assert take_step(database, forum, step, actor=ME).sessions == ()
    assert take_back(database, forum, step.key, new_id(), actor=ME).first == 0


def test_what_somebody_else_moved_since_is_asked_about_and_both_are_kept_until_then(
    database: Database, forum: str, draft: Draft
) -> None:
    one, two = scheduled(draft, 2)
    mine = placing(database, forum, one.id, start="2025-11-12T15:15:00")
    other = placing(database, forum, two.id, start="2025-11-12T15:15:00")
    save_thing(database, forum, "session", one.id, Edit({"start": "2025-11-12T16:40:00"}), actor=HER)
    before = everything(database)
    with pytest.raises(TouchedSince) as caught:
        take_step(database, forum, Step(new_id(), [mine, other]), actor=ME)
    (found,) = caught.value.found
    assert (found.session, found.who) == (one.id, HER)
    assert [(clash.place, clash.theirs, clash.mine) for clash in found.clashes] == [
        ("start", "2025-11-12T16:40:00", "2025-11-12T15:15:00")
    ]
    assert everything(database) == before
    take_step(database, forum, Step(new_id(), [Placing(one.id, mine.values), other]), actor=ME)


def test_a_step_back_asks_where_somebody_else_went_on(database: Database, forum: str, draft: Draft) -> None:
    one, two = scheduled(draft, 2)
    before = everything(database)
    step = Step(new_id(), values_of(swapped(one, two)))
    take_step(database, forum, step, actor=ME)
    later = take_step(database, forum, Step(new_id(), [Placing(two.id, {"start": "2025-11-12T17:05:00"})]), actor=HER)
    after = everything(database)
    with pytest.raises(TouchedSince) as caught:
        take_back(database, forum, step.key, new_id(), actor=ME)
    assert [(found.session, found.who) for found in caught.value.found] == [(two.id, HER)]
    assert everything(database) == after
    with pytest.raises(NotFound):
        take_back(database, forum, later.key, new_id(), actor=ME)
    take_back(database, forum, step.key, new_id(), actor=ME, all_the_same=True)
    assert everything(database) == before


def test_a_copy_waits_to_be_scheduled_and_asked_for_and_goes_again(
    database: Database, media: Media, forum: str, draft: Draft
) -> None:
    one = next(each for each in draft.sessions if each.roles and len(each.talks) > 1 and each.talks[0].speakers)
    before = everything(database)
    key = new_id()
    step = Step(new_id(), copies=[(one.id, key)])
    assert take_step(database, forum, step, actor=ME).sessions == (key,)
    copy = next(each for each in draft_named(database, media, SLUG).sessions if each.id == key)
    assert (copy.title, copy.minutes, copy.themes) == (one.title, one.minutes, one.themes)
    assert (copy.start, copy.room, copy.note) == (None, None, None)
    assert [talk.title for talk in copy.talks] == [talk.title for talk in one.talks]
    people = [role.person for role in copy.roles] + [each.person for talk in copy.talks for each in talk.speakers]
    assert people == [role.person for role in one.roles] + [each.person for talk in one.talks for each in talk.speakers]
    states = {role.state for role in copy.roles} | {each.state for talk in copy.talks for each in talk.speakers}
    assert states == {"to-invite"}
    back = new_id()
    take_back(database, forum, step.key, back, actor=ME)
    assert everything(database) == before
    take_back(database, forum, back, new_id(), actor=ME)
    assert key in {each.id for each in draft_named(database, media, SLUG).sessions}


def test_a_copy_that_somebody_else_wrote_in_does_not_go_unasked(database: Database, forum: str, draft: Draft) -> None:
    key, step = new_id(), new_id()
    take_step(database, forum, Step(step, copies=[(draft.sessions[0].id, key)]), actor=ME)
    save_thing(database, forum, "session", key, Edit({"title.en": "Hers now"}), actor=HER)
    with pytest.raises(TouchedSince) as caught:
        take_back(database, forum, step, new_id(), actor=ME)
    assert [(found.session, found.name, found.who) for found in caught.value.found] == [(key, "Hers now", HER)]
    take_back(database, forum, step, new_id(), actor=ME, all_the_same=True)


def test_what_was_deleted_comes_back_with_all_that_hung_on_it(database: Database, forum: str, draft: Draft) -> None:
    one = scheduled(draft, 1)[0]
    before = everything(database)
    step = Step(new_id(), removed=[one.id])
    take_step(database, forum, step, actor=ME)
    assert everything(database) != before
    take_back(database, forum, step.key, new_id(), actor=ME)
    assert everything(database) == before


def test_a_step_of_another_forum_or_somebody_else_is_none(database: Database, forum: str, draft: Draft) -> None:
    step = Step(new_id(), values_of(unscheduled(scheduled(draft, 1))))
    take_step(database, forum, step, actor=ME)
    for where, who in (("f999999999", ME), (forum, HER)):
        with pytest.raises(NotFound):
            take_step(database, where, step, actor=who)
        with pytest.raises(NotFound):
            take_back(database, where, step.key, new_id(), actor=who)


@pytest.mark.parametrize("seed", range(6))
def test_taking_back_returns_exactly_what_was_before_whatever_the_steps(
    database: Database, media: Media, forum: str, seed: int
) -> None:
    """Two people take steps of all kinds in sessions of their own, and take all of theirs back, the last first."""
    chance = random.Random(seed)
    draft = draft_named(database, media, SLUG)
    own = {ME: draft.sessions[::2], HER: draft.sessions[1::2]}
    before, done = everything(database), []
    for _ in range(14):
        who = chance.choice((ME, HER))
        now = {each.id: each for each in draft_named(database, media, SLUG).sessions}
        mine = [now[each.id] for each in own[who] if each.id in now]
        step = _any_step(chance, mine, [room.id for room in draft.rooms])
        take_step(database, forum, step, actor=who)
        done.append((who, step.key))
        if chance.random() < 0.3:  # taken back and done again
            back, again = new_id(), new_id()
            take_back(database, forum, step.key, back, actor=who)
            take_back(database, forum, back, again, actor=who)
            done[-1] = (who, again)
    for who in (ME, HER):
        for actor, key in reversed(done):
            if actor == who:
                take_back(database, forum, key, new_id(), actor=who)
    assert everything(database) == before


def _any_step(chance: random.Random, sessions: list[Session], rooms: list[str]) -> Step:
    some = chance.sample(sessions, chance.randint(1, 3))
    kind = chance.choice(("move", "swap", "unschedule", "resize", "room", "copy", "new", "delete", "title"))
    if kind == "copy":
        return Step(new_id(), copies=[(each.id, new_id()) for each in some])
    if kind == "new":
        title = {"en": f"New {chance.random()}"}
        return Step(new_id(), made=[(new_id(), {"title": title, "minutes": 30, "room": each.room}) for each in some])
    if kind == "delete":
        return Step(new_id(), removed=[each.id for each in some])
    if kind == "resize":
        return Step(new_id(), [Placing(each.id, {"minutes": chance.randint(5, 200)}) for each in some])
    if kind == "room":
        return Step(new_id(), [Placing(each.id, {"room": chance.choice(rooms)}) for each in some])
    if kind == "title":
        return Step(new_id(), [Placing(some[0].id, {"title.en": f"Another {chance.random()}", "status": "tentative"})])
    slots = unscheduled(some) if kind == "unschedule" else moved(some, 5 * chance.randint(-20, 20))
    return Step(new_id(), values_of(swapped(*some[:2]) if kind == "swap" and len(some) > 1 else slots))


def test_what_a_page_showed_is_what_is_compared(database: Database, forum: str, draft: Draft) -> None:
    one = scheduled(draft, 1)[0]
    with database.reading() as connection:
        tree = read_thing(connection, forum, "session", one.id).tree
    assert placing(database, forum, one.id, room=None).seen == digests(tree, ["room"])
    assert value_at(tree, "room") == one.room


def test_of_two_versions_only_what_was_shown_is_overruled(database: Database, forum: str, draft: Draft) -> None:
    one, two = scheduled(draft, 2)
    mine = placing(database, forum, one.id, start="2025-11-12T15:15:00", room=one.room)
    save_thing(database, forum, "session", one.id, Edit({"start": "2025-11-12T16:40:00", "room": two.room}), actor=HER)
    with pytest.raises(TouchedSince) as caught:
        take_step(database, forum, Step(new_id(), [mine]), actor=ME)
    assert [clash.place for clash in caught.value.found[0].clashes] == ["start"]
    take_step(database, forum, Step(new_id(), [mine], all_the_same=True), actor=ME)
    with database.reading() as connection:
        now = read_thing(connection, forum, "session", one.id).tree
    assert (now["start"], now["room"]) == ("2025-11-12T15:15:00", two.room)


def test_a_copy_that_somebody_else_gave_a_talk_does_not_go_unasked(
    database: Database, forum: str, draft: Draft
) -> None:
    key, step = new_id(), new_id()
    take_step(database, forum, Step(step, copies=[(draft.sessions[0].id, key)]), actor=ME)
    add_thing(database, forum, "talk", Edit({"title.en": "Hers"}), actor=HER, owner=key)
    with pytest.raises(TouchedSince) as caught:
        take_back(database, forum, step, new_id(), actor=ME)
    assert [(found.session, found.who) for found in caught.value.found] == [(key, HER)]
