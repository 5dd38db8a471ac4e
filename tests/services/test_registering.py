"""Registering, the waiting list and what one does with a registration: seats, order, one mail for each step."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.messages import MessageKind
from forum_app.domain.seats import Opening
from forum_app.domain.vocabularies import Mode, SessionStatus
from forum_app.models.forum import Forum
from forum_app.models.programme import Session
from forum_app.models.registrations import Registration as Row
from forum_app.models.registrations import RegistrationSession, SentForm, StatusChange
from forum_app.services.my_registration import (
    ChangedMeanwhile,
    OfferOver,
    answer_offer,
    cancel_mine,
    change_mine,
    mine_of,
    seen,
)
from forum_app.services.outbox import Mail, may_write_to, queue
from forum_app.services.personal_keys import holder_of, new_personal_key
from forum_app.services.registering import NoPlace, NotOpen, SentForAnother, SessionsFull, send_link
from forum_app.services.waiting_list import admit_waiting, sweep
from tests.houses import Start
from tests.services.opened import (
    CANCELLED,
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
    states,
)


@pytest.fixture
def start() -> Start:
    return Start(published=("gssd2022",))


def mine(database: Database, forum_id: str, number: int) -> str:
    """The id of somebody's registration."""
    return str(people(database)[f"person{number}@example.org"].id)


def waiting_in_order(database: Database) -> list[str]:
    with database.reading() as connection:
        query = select(Row.address).where(Row.status == WAITING).order_by(Row.queue)
        return list(connection.execute(query).scalars())


def test_whoever_registers_has_a_seat_a_code_and_one_mail_with_a_key_that_opens_theirs(
    database: Database, config: Config
) -> None:
    forum_id = open_registration(database)
    assert comes(database, config, forum_id, 1, email="Person1@example.org") == CONFIRMED
    row = people(database)["person1@example.org"]
    assert (row.status, row.name, len(row.code), row.source, row.queue) == (
        CONFIRMED,
        "Person1 Diallo",
        6,
        "form",
        None,
    )
    [mail] = mails(database)
    assert (mail.kind, mail.to, mail.person) == (MessageKind.RECEIPT, "Person1@example.org", row.id)
    key = mail.text.partition("/r/")[2].split()[0]
    with database.reading() as connection:
        holder = holder_of(connection, key, NOW)
        assert holder is not None and (holder.registration, holder.expired) == (row.id, False)
        assert holder_of(connection, key[:-1], NOW) is None
        assert holder_of(connection, key.swapcase(), NOW) is None
        assert holder_of(connection, "%" * 22, NOW) is None
        late = holder_of(connection, key, NOW + timedelta(days=3000))
        assert late is not None and late.expired
        changes = connection.execute(select(StatusChange.status, StatusChange.by)).all()
    assert [tuple(change) for change in changes] == [(CONFIRMED, "registrant")]


def test_the_same_form_registers_once_and_is_answered_the_same(database: Database, config: Config) -> None:
    """B117, REL-3: eight at once, then once more."""
    forum_id, form = open_registration(database, seats_in_person=1), new_personal_key()
    told = at_once([lambda: comes(database, config, forum_id, 1, form=form)] * 8)
    assert told == [CONFIRMED] * 8
    assert comes(database, config, forum_id, 1, form=form) == CONFIRMED
    assert states(database) == {"confirmed": 1}
    assert len(mails(database)) == 1


@pytest.mark.parametrize("again", ["PERSON1@example.org", "person1@EXAMPLE.org"])
def test_a_known_address_is_answered_like_a_new_one_and_its_owner_is_told(
    database: Database, config: Config, again: str
) -> None:
    """B032, B033, REL-4: nothing that a stranger types changes what is kept, or tells that it is."""
    forum_id = open_registration(database)
    comes(database, config, forum_id, 1)
    before = people(database)
    assert comes(database, config, forum_id, 2, email=again, given_name="Mallory") == CONFIRMED
    assert people(database) == before
    assert [mail.subject.partition(":")[0] for mail in mails(database)] == [
        "You are registered",
        "You are registered already",
    ]
    assert mails(database)[1].to == "person1@example.org"


def test_what_a_stranger_is_told_of_a_known_address_is_what_a_new_one_would_be(
    database: Database, config: Config
) -> None:
    forum_id = open_registration(database, seats_in_person=1)
    assert comes(database, config, forum_id, 1) == CONFIRMED
    assert comes(database, config, forum_id, 1) == WAITING
    assert states(database) == {"confirmed": 1}


def test_plus_and_dots_make_another_address(database: Database, config: Config) -> None:
    forum_id = open_registration(database)
    for email in ("a.b@example.org", "ab@example.org", "ab+x@example.org"):
        comes(database, config, forum_id, email=email)
    assert states(database) == {"confirmed": 3}


def test_five_mails_an_hour_go_to_one_address_however_often_it_is_typed(database: Database, config: Config) -> None:
    """B149, MAIL-3."""
    forum_id = open_registration(database)
    for _ in range(12):
        assert comes(database, config, forum_id, 1) == CONFIRMED
    assert len(mails(database)) == 5


def test_who_was_written_to_by_strangers_gets_the_receipt_of_a_registration_later(
    database: Database, config: Config
) -> None:
    """MAIL-3: nobody can be kept from registering by asking for their link five times."""
    forum_id, begun = open_registration(database), datetime.now(UTC)

    def stranger(connection) -> None:
        for _ in range(5):
            queue(connection, Mail(MessageKind.RECEIPT, "person1@example.org", "en", "Link", "Link", "<p>Link</p>"))

    database.write(stranger)
    assert comes(database, config, forum_id, 1) == CONFIRMED
    *_strangers, receipt = mails(database)
    assert receipt.subject.startswith("You are registered") and "/r/" in receipt.text
    assert begun + timedelta(hours=1) <= receipt.not_before <= datetime.now(UTC) + timedelta(hours=1)
    with database.writing() as connection:
        at = receipt.not_before
        assert not may_write_to(connection, "person1@example.org", begun + timedelta(minutes=59))
        assert may_write_to(connection, "person1@example.org", at + timedelta(seconds=1))


def test_whoever_tries_many_known_addresses_is_answered_as_before_and_writes_to_nobody_any_more(
    database: Database, config: Config
) -> None:
    """B035: a hall behind one address registers, however many they are; nobody learns which addresses are known."""
    forum_id = open_registration(database)
    for number in range(40):
        comes(database, config, forum_id, number)
    for number in range(40):
        assert comes(database, config, forum_id, number) == CONFIRMED
    assert len(mails(database)) == 40 + 30
    assert comes(database, config, forum_id, 99) == CONFIRMED
    assert mails(database)[-1].to == "person99@example.org"


def test_exactly_the_seats_are_given_and_all_others_wait_in_the_order_in_which_they_were_kept(
    database: Database, config: Config
) -> None:
    """B115, REL-1: 40 come at once for 5 seats."""
    forum_id = open_registration(database, seats_in_person=5)
    told = at_once([lambda number=number: comes(database, config, forum_id, number) for number in range(40)])
    assert sorted(told) == sorted([CONFIRMED] * 5 + [WAITING] * 35)
    rows = list(people(database).values())
    assert [row.status for row in rows] == [CONFIRMED] * 5 + [WAITING] * 35
    assert [row.queue for row in rows[5:]] == list(range(1, 36))
    assert len(mails(database)) == 40


def test_each_way_to_come_has_seats_of_its_own(database: Database, config: Config) -> None:
    forum_id = open_registration(database, modes=[Mode.IN_PERSON, Mode.ONLINE], seats_in_person=1, seats_online=1)
    assert comes(database, config, forum_id, 1) == CONFIRMED
    assert comes(database, config, forum_id, 2) == WAITING
    assert comes(database, config, forum_id, 3, mode=Mode.ONLINE) == CONFIRMED
    assert comes(database, config, forum_id, 4, mode=Mode.ONLINE) == WAITING


def test_no_seat_and_no_list_keeps_nothing(database: Database, config: Config) -> None:
    """B116: no seats at all."""
    forum_id = open_registration(database, seats_in_person=0, waiting_list=False)
    with pytest.raises(NoPlace):
        comes(database, config, forum_id, 1)
    with pytest.raises(NoPlace):
        comes(database, config, forum_id, 1, mode=Mode.ONLINE)
    assert people(database) == {} and mails(database) == []


def test_the_clock_of_the_server_decides_when_registration_opens_and_closes(database: Database, config: Config) -> None:
    """B121: to the second, in the forum's zone (UTC+7)."""
    from dataclasses import replace

    opens, closes = datetime(2022, 9, 1, 12, 0), datetime(2022, 9, 2, 12, 0)
    forum_id = open_registration(database, opens_at=opens, closes_at=closes)

    def at(moment: datetime) -> Config:
        return replace(config, now_at=moment)

    opened, closed = datetime(2022, 9, 1, 5, 0, tzinfo=UTC), datetime(2022, 9, 2, 5, 0, tzinfo=UTC)
    for moment, opening in ((opened - timedelta(seconds=0.1), Opening.EARLY), (closed, Opening.OVER)):
        with pytest.raises(NotOpen) as refused:
            comes(database, at(moment), forum_id, 1)
        assert refused.value.opening == opening
    assert comes(database, at(opened), forum_id, 1) == CONFIRMED
    assert comes(database, at(closed - timedelta(seconds=0.1)), forum_id, 2) == CONFIRMED


def test_a_seat_that_is_given_up_goes_to_the_first_who_waits_once_with_one_mail(
    database: Database, config: Config
) -> None:
    """B119, REL-2: two give up at once while three wait."""
    forum_id = open_registration(database, seats_in_person=2)
    for number in range(5):
        comes(database, config, forum_id, number)
    keys = [mine(database, forum_id, number) for number in (0, 1)]
    at_once([lambda key=key: cancel_mine(database, config, forum_id, key) for key in [*keys, *keys]])
    rows = people(database)
    assert [rows[f"person{number}@example.org"].status for number in range(5)] == [
        CANCELLED,
        CANCELLED,
        CONFIRMED,
        CONFIRMED,
        WAITING,
    ]
    subjects = [mail.subject.partition(":")[0] for mail in mails(database)]
    assert subjects.count("You have a place") == 2
    assert subjects.count("Your registration is cancelled") == 2


def test_whoever_comes_while_a_seat_is_given_up_passes_nobody_over(database: Database, config: Config) -> None:
    """B118: twenty times, one gives up and one comes at the same moment."""
    forum_id = open_registration(database, seats_in_person=1)
    comes(database, config, forum_id, 0)
    comes(database, config, forum_id, 1)
    for number in range(20):
        holder = next(row.id for row in people(database).values() if row.status == CONFIRMED)
        at_once(
            [
                lambda holder=holder: cancel_mine(database, config, forum_id, holder),
                lambda number=number: comes(database, config, forum_id, number + 2),
            ]
        )
        told = states(database)
        assert told["confirmed"] == 1 and told["waiting"] == 1
    order = [row.address for row in people(database).values()]
    confirmed = next(row.address for row in people(database).values() if row.status == CONFIRMED)
    assert order.index(confirmed) == 20, "each in turn had the seat, in the order in which they came"


def test_more_seats_move_as_many_up_and_fewer_throw_nobody_out(database: Database, config: Config) -> None:
    """REL-2, B116."""
    forum_id = open_registration(database, seats_in_person=1)
    for number in range(6):
        comes(database, config, forum_id, number)
    open_registration(database, seats_in_person=4)
    assert admit_waiting(database, forum_id, config) == 3
    assert admit_waiting(database, forum_id, config) == 0
    assert states(database) == {"confirmed": 4, "waiting": 2}
    assert waiting_in_order(database) == ["person4@example.org", "person5@example.org"]
    open_registration(database, seats_in_person=2)
    assert admit_waiting(database, forum_id, config) == 0
    assert states(database) == {"confirmed": 4, "waiting": 2}
    cancel_mine(database, config, forum_id, mine(database, forum_id, 0))
    assert states(database) == {"confirmed": 3, "waiting": 2, "cancelled": 1}
    open_registration(database)
    assert sweep(database, config) == 2
    assert states(database) == {"confirmed": 5, "cancelled": 1}


def test_an_offer_keeps_the_seat_until_it_is_answered(database: Database, config: Config) -> None:
    forum_id = open_registration(database, seats_in_person=1, offer_hours=24)
    for number in range(3):
        comes(database, config, forum_id, number)
    cancel_mine(database, config, forum_id, mine(database, forum_id, 0))
    row = people(database)["person1@example.org"]
    assert row.status == OFFERED
    assert timedelta(hours=23) < row.offer_until - datetime.now(UTC) <= timedelta(hours=24)
    assert comes(database, config, forum_id, 9) == WAITING, "a seat that is offered is nobody else's"
    answer_offer(database, config, forum_id, row.id, takes=True)
    answer_offer(database, config, forum_id, row.id, takes=True)
    assert people(database)["person1@example.org"].status == CONFIRMED
    assert waiting_in_order(database) == ["person2@example.org", "person9@example.org"]


def test_an_offer_that_is_left_or_lapses_goes_to_the_next(database: Database, config: Config) -> None:
    """B120: whoever is offered a seat gives it up before reading the mail."""
    forum_id = open_registration(database, seats_in_person=1, offer_hours=24)
    for number in range(4):
        comes(database, config, forum_id, number)
    cancel_mine(database, config, forum_id, mine(database, forum_id, 0))
    first = mine(database, forum_id, 1)
    answer_offer(database, config, forum_id, first, takes=False)
    answer_offer(database, config, forum_id, first, takes=False)
    assert people(database)["person2@example.org"].status == OFFERED
    second = mine(database, forum_id, 2)
    past = datetime.now(UTC) - timedelta(seconds=1)
    database.write(lambda connection: connection.execute(update(Row).where(Row.id == second).values(offer_until=past)))
    with pytest.raises(OfferOver):
        answer_offer(database, config, forum_id, second, takes=True)
    assert sweep(database, config) == 1
    rows = people(database)
    assert [rows[f"person{number}@example.org"].status for number in range(4)] == [
        CANCELLED,
        CANCELLED,
        CANCELLED,
        OFFERED,
    ]
    assert [mail.subject.partition(":")[0] for mail in mails(database)].count("The place was not taken in time") == 1


def test_with_approval_everybody_waits_for_an_answer(database: Database, config: Config) -> None:
    forum_id = open_registration(database, approval=True, seats_in_person=1)
    assert [comes(database, config, forum_id, number) for number in range(3)] == [PENDING] * 3


def test_whoever_cancelled_registers_anew_at_the_end_as_the_same_one(database: Database, config: Config) -> None:
    """B089: the code on a printed badge stays."""
    forum_id = open_registration(database, seats_in_person=1)
    for number in range(2):
        comes(database, config, forum_id, number)
    before = people(database)["person0@example.org"]
    cancel_mine(database, config, forum_id, before.id)
    assert comes(database, config, forum_id, 0, given_name="Ana") == WAITING
    after = people(database)["person0@example.org"]
    assert (after.id, after.code, after.given_name, after.status) == (before.id, before.code, "Ana", WAITING)
    with database.reading() as connection:
        steps = (
            connection.execute(
                select(StatusChange.status).where(StatusChange.parent == before.id).order_by(StatusChange.position)
            )
            .scalars()
            .all()
        )
    assert list(steps) == [CONFIRMED, CANCELLED, WAITING]


@pytest.fixture
def workshop(database: Database) -> str:
    """A session of the forum that one signs up for, with two seats."""

    def job(connection) -> str:
        key = connection.execute(select(Session.id)).scalars().first()
        values = {"sign_up": True, "capacity": 2, "status": SessionStatus.CONFIRMED}
        connection.execute(update(Session).where(Session.id == key).values(values))
        return str(key)

    return database.write(job)


def test_a_session_is_never_oversold(database: Database, config: Config, workshop: str) -> None:
    forum_id = open_registration(database)
    told = at_once(
        [lambda number=number: comes(database, config, forum_id, number, sessions=[workshop]) for number in range(8)]
    )
    assert sum(one == CONFIRMED for one in told) == 2
    assert sum(isinstance(one, SessionsFull) and one.sessions == [workshop] for one in told) == 6
    assert states(database) == {"confirmed": 2}, "whose session was full isn't registered behind their back"


def test_whoever_moves_up_finds_a_session_full_and_is_told(database: Database, config: Config, workshop: str) -> None:
    forum_id = open_registration(database, modes=[Mode.IN_PERSON, Mode.ONLINE], seats_in_person=1)
    comes(database, config, forum_id, 0)
    comes(database, config, forum_id, 1, sessions=[workshop])
    for number in (2, 3):
        comes(database, config, forum_id, number, sessions=[workshop], mode=Mode.ONLINE)
    cancel_mine(database, config, forum_id, mine(database, forum_id, 0))
    with database.reading() as connection:
        signed = set(connection.execute(select(RegistrationSession.parent)).scalars())
    assert signed == {mine(database, forum_id, 2), mine(database, forum_id, 3)}
    assert "These sessions were full by then" in mails(database)[-1].text


def test_answers_are_changed_by_whoever_saw_them_last(database: Database, config: Config) -> None:
    """B124: two tabs of one person; the second is shown what the first kept."""
    forum_id = open_registration(database)
    comes(database, config, forum_id, 1)
    key = mine(database, forum_id, 1)
    with database.reading() as connection:
        here = mine_of(connection, forum_id, key).registration
        there = mine_of(connection, forum_id, key).registration
    base = seen(here)
    here.institution, there.institution = "Ministry", "Union"
    change_mine(database, config, forum_id, here, base)
    with pytest.raises(ChangedMeanwhile) as refused:
        change_mine(database, config, forum_id, there, base)
    assert refused.value.now.institution == "Ministry"
    change_mine(database, config, forum_id, here, base)  # the same, sent twice
    assert people(database)["person1@example.org"].institution == "Ministry"


def test_another_way_to_come_needs_a_seat_there(database: Database, config: Config) -> None:
    forum_id = open_registration(database, modes=[Mode.IN_PERSON, Mode.ONLINE], seats_in_person=1, seats_online=2)
    for number in range(3):
        comes(database, config, forum_id, number)
    comes(database, config, forum_id, 3, mode=Mode.ONLINE)

    def into(number: int, mode: Mode) -> None:
        with database.reading() as connection:
            here = mine_of(connection, forum_id, mine(database, forum_id, number)).registration
        base, here.mode = seen(here), mode
        change_mine(database, config, forum_id, here, base)

    with pytest.raises(NoPlace):
        into(3, Mode.IN_PERSON)
    into(1, Mode.ONLINE)
    assert people(database)["person1@example.org"].status == CONFIRMED
    with pytest.raises(NoPlace):
        into(0, Mode.ONLINE)
    cancel_mine(database, config, forum_id, mine(database, forum_id, 3))
    into(0, Mode.ONLINE)
    rows = people(database)
    assert [rows[f"person{number}@example.org"].status for number in range(4)] == [
        CONFIRMED,
        CONFIRMED,
        CONFIRMED,
        CANCELLED,
    ]
    assert rows["person2@example.org"].mode == Mode.IN_PERSON


def test_a_link_that_was_lost_is_mailed_to_its_owner_alone(database: Database, config: Config) -> None:
    from forum_app.services.registering import Sender

    forum_id = open_registration(database)
    comes(database, config, forum_id, 1)
    for email in ("nobody@example.org", "PERSON1@example.org", "no address"):
        send_link(database, config, forum_id, email, Sender("", "203.0.113.7", 30))
    assert [mail.to for mail in mails(database)] == ["person1@example.org"] * 2


def test_a_form_that_was_sent_is_forgotten_after_a_day(database: Database, config: Config) -> None:
    forum_id = open_registration(database)
    comes(database, config, forum_id, 1)
    old = datetime.now(UTC) - timedelta(days=1, seconds=5)
    database.write(lambda connection: connection.execute(update(SentForm).values(at=old)))
    comes(database, config, forum_id, 2)
    with database.reading() as connection:
        assert connection.execute(select(SentForm.email)).scalars().all() == ["person2@example.org"]


def test_nobody_moves_up_once_the_forum_is_over(database: Database, config: Config) -> None:
    forum_id = open_registration(database, seats_in_person=1)
    comes(database, config, forum_id, 1)
    comes(database, config, forum_id, 2)
    long_ago = datetime(2020, 1, 1).date()
    database.write(lambda connection: connection.execute(update(Forum).values(first_day=long_ago, last_day=long_ago)))
    cancel_mine(database, config, forum_id, mine(database, forum_id, 1))
    assert states(database) == {"cancelled": 1, "waiting": 1}


def test_of_one_form_with_two_addresses_at_once_one_is_registered_and_the_other_is_told(
    database: Database, config: Config
) -> None:
    """Whichever is kept first: nobody is answered what somebody else is."""
    forum_id, form = open_registration(database), new_personal_key()
    found = at_once([partial(comes, database, config, forum_id, number, form=form) for number in (1, 2)])
    [told] = [one for one in found if isinstance(one, SentForAnother)]
    [kept] = [row.email for row in people(database).values()]
    assert [one for one in found if one is not told] == [CONFIRMED]
    assert (told.email, len(mails(database))) == (kept, 1)
    assert comes(database, config, forum_id, int(kept[6]), form=form) == CONFIRMED
    assert len(people(database)) == 1
