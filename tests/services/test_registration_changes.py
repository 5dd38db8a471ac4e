"""What organisers decide on registrations: never more seats than there are, nobody passed over, nothing twice."""

import pytest
from sqlalchemy import select

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.deciding import Step, Why
from forum_app.domain.errors import EditRefused, NotFound
from forum_app.models.publishing import AuditEntry
from forum_app.models.registrations import Registration as Row
from forum_app.services.list_views import MOST, delete_view, keep_view, rename_view, views_of
from forum_app.services.my_registration import ChangedMeanwhile
from forum_app.services.personal_keys import holder_of
from forum_app.services.registering import NoPlace
from forum_app.services.registration_changes import Outcome, step_with_one, take_step
from forum_app.services.registration_rows import registration_of
from forum_app.services.registrations_at_desk import AddressTaken, change_at_desk, register_at_desk, seen_at_desk
from tests.houses import Start
from tests.services.opened import (
    CONFIRMED,
    NOW,
    OFFERED,
    PENDING,
    WAITING,
    at_once,
    comes,
    mails,
    open_registration,
    people,
    somebody,
    states,
)

ANA, BEA = "ana2222222", "bea2222222"


@pytest.fixture
def start() -> Start:
    return Start(published=("gssd2022",))


def key(database: Database, number: int) -> str:
    return str(people(database)[f"person{number}@example.org"].id)


def line(database: Database) -> list[str]:
    with database.reading() as connection:
        query = select(Row.name).where(Row.status == WAITING).order_by(Row.queue)
        return list(connection.execute(query).scalars())


def step(
    database: Database, config: Config, forum_id: str, what: Step, number: int, seen: int = 1, by: str = ANA
) -> Outcome:
    return step_with_one(database, config, forum_id, what, key(database, number), seen, actor=by)


def test_ten_confirmed_at_once_with_five_seats_are_five_confirmed_and_five_waiting_in_order(
    database: Database, config: Config
) -> None:
    forum_id = open_registration(database, seats_in_person=5, approval=True)
    for number in range(1, 11):
        comes(database, config, forum_id, number)
    seen = {key(database, number): 1 for number in range(10, 0, -1)}
    outcome = take_step(database, config, forum_id, Step.CONFIRM, seen, actor=ANA)
    assert outcome.changed == 10 and states(database) == {"confirmed": 5, "waiting": 5}
    assert line(database) == [f"Person{number} Diallo" for number in range(6, 11)]
    assert len(mails(database)) == 20
    again = take_step(database, config, forum_id, Step.CONFIRM, seen, actor=ANA)
    assert (len(again.repeated), again.changed, len(mails(database))) == (10, 0, 20)


def test_two_organisers_who_confirm_the_same_people_at_once_give_no_seat_twice(
    database: Database, config: Config
) -> None:
    forum_id = open_registration(database, seats_in_person=3, approval=True)
    for number in range(1, 7):
        comes(database, config, forum_id, number)
    seen = {key(database, number): 1 for number in range(1, 7)}
    first, second = at_once(
        [
            lambda: take_step(database, config, forum_id, Step.CONFIRM, seen, actor=ANA),
            lambda: take_step(database, config, forum_id, Step.CONFIRM, seen, actor=BEA),
        ]
    )
    assert sorted((first.changed, second.changed)) == [0, 6]
    assert sorted((len(first.meanwhile), len(second.meanwhile))) == [0, 6]
    assert states(database) == {"confirmed": 3, "waiting": 3} and len(mails(database)) == 12


def test_whoever_waits_is_not_confirmed_before_others_or_without_a_seat(database: Database, config: Config) -> None:
    forum_id = open_registration(database, seats_in_person=1)
    for number in (1, 2, 3):
        comes(database, config, forum_id, number)
    decision = step(database, config, forum_id, Step.CONFIRM, 3).decided[key(database, 3)]
    assert (decision.status, decision.why) == (None, Why.FULL)
    step(database, config, forum_id, Step.CANCEL, 1)
    assert states(database) == {"cancelled": 1, "confirmed": 1, "waiting": 1} and line(database) == ["Person3 Diallo"]


def test_an_offer_is_taken_for_somebody_and_who_is_declined_leaves_the_seat_to_the_next(
    database: Database, config: Config
) -> None:
    forum_id = open_registration(database, seats_in_person=1, offer_hours=24)
    for number in (1, 2, 3):
        comes(database, config, forum_id, number)
    step_with_one(database, config, forum_id, Step.DECLINE, key(database, 1), 1, actor=ANA, reason="Too late.\n<b>")
    row = people(database)["person2@example.org"]
    assert (row.status, row.queue) == (OFFERED, 1)
    [declined] = [mail for mail in mails(database) if mail.to == "person1@example.org" and "Too late." in mail.text]
    assert "&lt;b&gt;" in declined.html
    step(database, config, forum_id, Step.CONFIRM, 2, seen=2)
    assert states(database) == {"declined": 1, "confirmed": 1, "waiting": 1}


def test_who_is_put_back_has_a_seat_or_the_end_of_the_list(database: Database, config: Config) -> None:
    forum_id = open_registration(database, seats_in_person=2)
    for number in (1, 2):
        comes(database, config, forum_id, number)
    step(database, config, forum_id, Step.CANCEL, 1)
    step(database, config, forum_id, Step.CANCEL, 2)
    assert step(database, config, forum_id, Step.CONFIRM, 1, seen=2).decided[key(database, 1)].why == Why.GONE
    step(database, config, forum_id, Step.PUT_BACK, 1, seen=2)
    comes(database, config, forum_id, 3)
    step(database, config, forum_id, Step.PUT_BACK, 2, seen=2)
    assert states(database) == {"confirmed": 2, "waiting": 1} and line(database) == ["Person2 Diallo"]


def test_who_is_second_is_told_what_it_is_now_and_an_old_page_undoes_nothing(
    database: Database, config: Config
) -> None:
    forum_id = open_registration(database, approval=True)
    comes(database, config, forum_id, 1)
    step(database, config, forum_id, Step.CONFIRM, 1)
    late = step(database, config, forum_id, Step.DECLINE, 1, by=BEA)
    assert late.meanwhile == {key(database, 1): CONFIRMED}
    step(database, config, forum_id, Step.CANCEL, 1, seen=2)
    step(database, config, forum_id, Step.PUT_BACK, 1, seen=3)
    replayed = step(database, config, forum_id, Step.CANCEL, 1, seen=2)
    assert (replayed.changed, replayed.now) == (0, {key(database, 1): CONFIRMED})
    with database.reading() as connection:
        log = connection.execute(select(AuditEntry.action).where(AuditEntry.thing == key(database, 1))).scalars().all()
    assert log == ["registration.confirmed", "registration.cancelled", "registration.put-back"]


def test_what_is_in_another_forum_or_nowhere_is_not_found(database: Database, config: Config) -> None:
    forum_id = open_registration(database, approval=True)
    comes(database, config, forum_id, 1)
    for forum, one in ((forum_id, "2222222222"), ("3333333333", key(database, 1))):
        with pytest.raises(NotFound):
            step_with_one(database, config, forum, Step.CANCEL, one, 1, actor=ANA)
    assert states(database) == {"pending": 1}


def test_without_a_waiting_list_a_pending_one_stays_pending_while_nothing_is_free(
    database: Database, config: Config
) -> None:
    forum_id = open_registration(database, seats_in_person=1, approval=True, waiting_list=False)
    for number in (1, 2):
        comes(database, config, forum_id, number)
    step(database, config, forum_id, Step.CONFIRM, 1)
    decision = step(database, config, forum_id, Step.CONFIRM, 2).decided[key(database, 2)]
    assert (decision.status, decision.why) == (None, Why.FULL)
    assert people(database)["person2@example.org"].status == PENDING


def test_organisers_register_through_the_same_seats_also_where_registration_is_closed(
    database: Database, config: Config
) -> None:
    forum_id = open_registration(database, seats_in_person=1, approval=True)
    one, two = somebody(1, id="a222222222"), somebody(2, id="b222222222", email="")
    assert register_at_desk(database, config, forum_id, one, actor=ANA, tell=True) == CONFIRMED
    assert register_at_desk(database, config, forum_id, one, actor=ANA, tell=True) == CONFIRMED
    assert register_at_desk(database, config, forum_id, two, actor=ANA, tell=True) == WAITING
    assert [mail.to for mail in mails(database)] == ["person1@example.org"]
    with pytest.raises(AddressTaken):
        register_at_desk(
            database, config, forum_id, somebody(3, id="c222222222", email="PERSON1@Example.org"), actor=ANA, tell=False
        )
    open_registration(database, seats_in_person=1, waiting_list=False)
    with pytest.raises(NoPlace):
        register_at_desk(database, config, forum_id, somebody(4, id="d222222222"), actor=ANA, tell=False)
    assert states(database) == {"confirmed": 1, "waiting": 1}
    assert people(database)["person1@example.org"].source == "organiser"


def test_who_gets_another_address_gets_another_link_and_an_old_form_changes_nothing(
    database: Database, config: Config
) -> None:
    forum_id = open_registration(database)
    comes(database, config, forum_id, 1)
    comes(database, config, forum_id, 2)
    old = mails(database)[0].text.partition("/r/")[2].split()[0]

    def read() -> object:
        with database.reading() as connection:
            return registration_of(connection, forum_id, one)

    one = key(database, 1)
    wanted, base = read(), seen_at_desk(read())  # type: ignore[arg-type]
    wanted.email = "person2@example.org"  # type: ignore[attr-defined]
    with pytest.raises(AddressTaken):
        change_at_desk(database, config, forum_id, wanted, base, actor=ANA)  # type: ignore[arg-type]
    wanted.email = "other@example.org"  # type: ignore[attr-defined]
    assert change_at_desk(database, config, forum_id, wanted, base, actor=ANA)  # type: ignore[arg-type]
    assert not change_at_desk(database, config, forum_id, wanted, base, actor=ANA)  # type: ignore[arg-type]
    wanted.name = "Somebody else"  # type: ignore[attr-defined]
    with pytest.raises(ChangedMeanwhile):
        change_at_desk(database, config, forum_id, wanted, base, actor=BEA)  # type: ignore[arg-type]
    with database.reading() as connection:
        assert holder_of(connection, old, NOW) is None
        fresh = mails(database)[-1]
        assert fresh.to == "other@example.org"
        assert holder_of(connection, fresh.text.partition("/r/")[2].split()[0], NOW) is not None


def test_views_have_names_of_their_own_and_are_at_most_thirty(database: Database) -> None:
    forum_id = open_registration(database)
    first = keep_view(database, forum_id, " From  Kenya ", {"country": ["KE"]}, actor=ANA)
    assert keep_view(database, forum_id, "From Kenya", {"country": ["KE"]}, actor=ANA) == first
    for name in ("", "from kenya", "x" * 101, "a\x00b"):
        with pytest.raises(EditRefused):
            keep_view(database, forum_id, name, {"country": ["BD"]}, actor=ANA)
    for number in range(MOST - 1):
        keep_view(database, forum_id, f"View {number}", {}, actor=ANA)
    with pytest.raises(EditRefused):
        keep_view(database, forum_id, "One more", {}, actor=ANA)
    with pytest.raises(EditRefused):
        rename_view(database, forum_id, first, "VIEW 1", actor=ANA)
    rename_view(database, forum_id, first, "Kenya", actor=ANA)
    with pytest.raises(NotFound):
        rename_view(database, "3333333333", first, "Mine", actor=ANA)
    assert delete_view(database, "3333333333", first, actor=ANA) == ""
    assert "Kenya" in {view.name for view in views_of(database, forum_id)}
    assert delete_view(database, forum_id, first, actor=ANA) == "Kenya"
    assert len(views_of(database, forum_id)) == MOST - 1
