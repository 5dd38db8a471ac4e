"""Who waits and comes in another way, gives up or is erased: no seat is sold twice, none is lost, no mail says what isn't so."""

import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.deciding import Step
from forum_app.domain.registrations import Consent
from forum_app.domain.vocabularies import MessageState, Mode, SessionStatus
from forum_app.models.forum import Forum
from forum_app.models.programme import Session
from forum_app.models.registrations import Registration as Row
from forum_app.models.registrations import RegistrationSession, StatusChange
from forum_app.services import my_registration
from forum_app.services.erasing import erase_person
from forum_app.services.my_registration import answer_offer, cancel_mine, change_mine, erase_me, mine_of, seen
from forum_app.services.registering import Sender, send_link
from forum_app.services.registration_changes import step_with_one
from forum_app.services.registration_plan import taken_in
from forum_app.services.registration_rows import registration_of
from forum_app.services.registrations_at_desk import change_at_desk, seen_at_desk
from forum_app.services.retention import forget, kept_too_long
from forum_app.services.waiting_list import admit_waiting, sweep
from tests.houses import Start
from tests.services.opened import (
    CANCELLED,
    CONFIRMED,
    NOW,
    OFFERED,
    WAITING,
    comes,
    mails,
    open_registration,
    people,
    states,
)

BOTH = [Mode.IN_PERSON, Mode.ONLINE]


@pytest.fixture
def start() -> Start:
    return Start(published=("gssd2022",))


@pytest.fixture
def workshop(database: Database) -> str:
    """A session of the forum that one signs up for, with two seats."""

    def job(connection) -> str:
        key = connection.execute(select(Session.id)).scalars().first()
        values = {"sign_up": True, "capacity": 2, "status": SessionStatus.CONFIRMED}
        connection.execute(update(Session).where(Session.id == key).values(values))
        return str(key)

    return database.write(job)


def mine(database: Database, number: int) -> str:
    return str(people(database)[f"person{number}@example.org"].id)


def signed_up(database: Database, session: str) -> set[str]:
    with database.reading() as connection:
        query = select(RegistrationSession.parent).where(RegistrationSession.member == session)
        return set(connection.execute(query).scalars())


def into_online_myself(database: Database, config: Config, forum_id: str, key: str) -> None:
    with database.reading() as connection:
        here = mine_of(connection, forum_id, key).registration
    base, here.mode = seen(here), Mode.ONLINE
    change_mine(database, config, forum_id, here, base)


def into_online_at_the_desk(database: Database, config: Config, forum_id: str, key: str) -> None:
    with database.reading() as connection:
        here = registration_of(connection, forum_id, key)
    assert here is not None
    base, here.mode = seen_at_desk(here), Mode.ONLINE
    change_at_desk(database, config, forum_id, here, base, actor="ana2222222")


@pytest.mark.parametrize("into_online", [into_online_myself, into_online_at_the_desk])
def test_who_waits_and_comes_in_another_way_takes_no_seat_in_a_session_that_is_full_and_is_told(
    database: Database, config: Config, workshop: str, into_online: Any
) -> None:
    """Never oversold: whoever waits holds no seat in the sessions that they chose."""
    forum_id = open_registration(database, modes=BOTH, seats_in_person=1)
    comes(database, config, forum_id, 0)
    comes(database, config, forum_id, 1, sessions=[workshop])
    for number in (2, 3):
        comes(database, config, forum_id, number, sessions=[workshop], mode=Mode.ONLINE)
    into_online(database, config, forum_id, mine(database, 1))
    assert people(database)["person1@example.org"].status == CONFIRMED
    assert signed_up(database, workshop) == {mine(database, 2), mine(database, 3)}
    told = mails(database)[-1]
    assert (told.to, told.subject.partition(":")[0]) == ("person1@example.org", "You have a place")
    assert "These sessions were full by then" in told.text


@pytest.mark.parametrize("into_online", [into_online_myself, into_online_at_the_desk])
def test_an_offer_whose_time_is_over_becomes_no_place_by_coming_in_another_way(
    database: Database, config: Config, into_online: Any
) -> None:
    forum_id = open_registration(database, modes=BOTH, seats_in_person=1, offer_hours=2)
    for number in range(3):
        comes(database, config, forum_id, number)
    cancel_mine(database, config, forum_id, mine(database, 0))
    over = datetime.now(UTC) - timedelta(minutes=1)
    database.write(
        lambda connection: connection.execute(update(Row).where(Row.status == OFFERED).values(offer_until=over))
    )
    into_online(database, config, forum_id, mine(database, 1))
    assert [people(database)[f"person{number}@example.org"].status for number in range(3)] == [
        CANCELLED,
        CANCELLED,
        OFFERED,
    ]


def in_future(database: Database) -> None:
    """The forum is still to come by every clock."""
    far = date(datetime.now(UTC).year + 2, 1, 5)
    database.write(lambda connection: connection.execute(update(Forum).values(first_day=far, last_day=far)))


def by_themselves(database: Database, config: Config, folder: Path, forum_id: str, key: str) -> None:
    erase_me(database, config, folder, forum_id, key)


def by_an_organiser(database: Database, config: Config, folder: Path, forum_id: str, key: str) -> None:
    erase_person(database, folder, forum_id, key, actor="ana2222222", base_url=config.base_url, now=config.now())
    admit_waiting(database, forum_id, config)


WAYS = pytest.mark.parametrize("erase", [by_themselves, by_an_organiser])


@WAYS
def test_the_place_of_whoever_is_erased_goes_to_the_next(
    database: Database, config: Config, tmp_path: Path, erase: Any
) -> None:
    """GDPR-3, B049."""
    forum_id = open_registration(database, seats_in_person=1)
    in_future(database)
    comes(database, config, forum_id, 0)
    comes(database, config, forum_id, 1)
    erase(database, config, tmp_path, forum_id, mine(database, 0))
    assert [(row.name, row.status) for row in people(database).values()] == [
        ("Name removed", CANCELLED),
        ("Person1 Diallo", CONFIRMED),
    ]
    assert mails(database)[-1].to == "person1@example.org"


@WAYS
@pytest.mark.parametrize("plan", [{"seats_in_person": 1}, {"approval": True}, {"seats_in_person": 1, "offer_hours": 2}])
def test_nobody_who_was_erased_waits_or_is_given_a_place(
    database: Database, config: Config, tmp_path: Path, erase: Any, plan: dict[str, Any]
) -> None:
    """Who waits, whom nobody confirmed yet, who was offered a place: none of them is a number before others."""
    forum_id = open_registration(database, **plan)
    in_future(database)
    for number in range(3):
        comes(database, config, forum_id, number)
    if plan.get("offer_hours"):
        cancel_mine(database, config, forum_id, mine(database, 0))
    gone = mine(database, 1)
    erase(database, config, tmp_path, forum_id, gone)
    with database.reading() as connection:
        row = connection.execute(select(Row).where(Row.id == gone)).one()
        last = connection.execute(
            select(StatusChange).where(StatusChange.parent == gone).order_by(StatusChange.position.desc())
        ).first()
    assert (row.status, row.queue, row.offer_until) == (CANCELLED, None, None)
    assert last is not None and last.status == CANCELLED and last.by in ("registrant", "ana2222222")
    if plan.get("offer_hours"):
        assert people(database)["person2@example.org"].status == OFFERED, "what was offered goes to the next"
    open_registration(database, seats_in_person=50)
    sweep(database, config)
    with database.reading() as connection:
        assert connection.execute(select(Row.status).where(Row.id == gone)).scalar_one() == CANCELLED


def test_what_the_programmes_clock_says_decides_whether_a_place_is_given_up(
    database: Database, config: Config, tmp_path: Path
) -> None:
    """The sample's forum is over by the real clock, and to come by the programme's."""
    forum_id = open_registration(database)
    comes(database, config, forum_id, 0)
    comes(database, config, forum_id, 1)
    first, second = mine(database, 0), mine(database, 1)
    told: dict[str, Any] = {"actor": "test", "base_url": config.base_url}
    erase_person(database, tmp_path, forum_id, first, now=NOW, **told)
    erase_person(database, tmp_path, forum_id, second, now=NOW + timedelta(days=400), **told)
    assert states(database) == {"cancelled": 1, "confirmed": 1}


def test_who_was_erased_under_an_older_name_is_known_to_be(database: Database, config: Config, tmp_path: Path) -> None:
    """GDPR-4: what stood there before says as little as what stands there now."""
    forum_id = open_registration(database)
    comes(database, config, forum_id, 0)
    comes(database, config, forum_id, 1)
    for number in (0, 1):
        by_an_organiser(database, config, tmp_path, forum_id, mine(database, number))
    first = people(database)
    old = update(Row).where(Row.id == next(iter(first))).values(name="Speaker removed")
    database.write(lambda connection: connection.execute(old))
    late = date(2030, 1, 1)
    for kept in kept_too_long(database, late):
        assert kept.registrations == 0
        forget(database, config, kept, actor="test")


def test_whoever_is_erased_while_they_change_something_stays_erased(
    database: Database, config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two turns, of the draft and of the registrations: whoever changes one writes all of it as they read it."""
    forum_id = open_registration(database)
    comes(database, config, forum_id, 1)
    key = mine(database, 1)
    with database.reading() as connection:
        here = mine_of(connection, forum_id, key).registration
    base, here.institution = seen(here), "Ministry"
    erasing = threading.Thread(target=lambda: by_an_organiser(database, config, tmp_path, forum_id, key))
    kept = my_registration.change_registration

    def slowly(*given: Any) -> None:
        if not erasing.ident:
            erasing.start()
            erasing.join(1)
        kept(*given)

    monkeypatch.setattr(my_registration, "change_registration", slowly)
    change_mine(database, config, forum_id, here, base)
    erasing.join(30)
    assert not erasing.is_alive()
    (row,) = people(database).values()
    assert (row.name, row.email, row.institution, row.address) == ("Name removed", "", "", None)


def waiting_mails(database: Database) -> list[str]:
    return [mail.subject.partition(":")[0] for mail in mails(database) if mail.state == MessageState.WAITING]


def test_a_mail_that_waits_is_taken_back_once_it_says_what_is_not_so_any_more(
    database: Database, config: Config
) -> None:
    """B147."""
    forum_id = open_registration(database, seats_in_person=1, offer_hours=2)
    comes(database, config, forum_id, 0)
    comes(database, config, forum_id, 1)
    cancel_mine(database, config, forum_id, mine(database, 0))
    assert waiting_mails(database) == ["Your registration is cancelled", "A place is free for you"]
    answer_offer(database, config, forum_id, mine(database, 1), takes=False)
    assert waiting_mails(database) == ["Your registration is cancelled"] * 2
    assert comes(database, config, forum_id, 1) == CONFIRMED
    assert waiting_mails(database) == ["Your registration is cancelled", "You are registered"]
    seen_of_it = len(history(database, mine(database, 1)))
    step_with_one(database, config, forum_id, Step.CANCEL, mine(database, 1), seen_of_it, actor="ana2222222")
    assert waiting_mails(database) == ["Your registration is cancelled"] * 2
    with database.reading() as connection:
        offers = connection.execute(select(Row).where(Row.status.in_((WAITING, OFFERED)))).all()
    assert offers == []


def history(database: Database, key: str) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(select(StatusChange).where(StatusChange.parent == key)))


def test_a_link_that_nobody_has_costs_the_work_of_one_that_somebody_has(database: Database, config: Config) -> None:
    """GDPR-9: how long it takes says nothing; nothing of it is kept."""
    forum_id = open_registration(database)
    comes(database, config, forum_id, 1)
    written: dict[str, list[str]] = {}

    def asked(email: str) -> None:
        kept = written.setdefault(email, [])

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if statement.startswith("INSERT INTO message"):
                kept.append(statement)

        event.listen(database.engine, "before_cursor_execute", note)
        send_link(database, config, forum_id, email, Sender("", "203.0.113.7", 30))
        event.remove(database.engine, "before_cursor_execute", note)

    asked("person1@example.org")
    asked("nobody@example.org")
    assert [len(kept) for kept in written.values()] == [1, 1]
    assert {mail.to for mail in mails(database)} == {"person1@example.org"}


@pytest.mark.parametrize(
    ("plan", "status", "heading"),
    [
        ({}, CONFIRMED, "You are registered already"),
        ({"seats_in_person": 0}, WAITING, "You are on the waiting list already"),
        ({"approval": True}, "pending", "Your registration is waiting for an answer"),
    ],
)
def test_who_registers_again_is_told_what_they_are(
    database: Database, config: Config, plan: dict[str, Any], status: str, heading: str
) -> None:
    forum_id = open_registration(database, **plan)
    for _ in range(2):
        assert comes(database, config, forum_id, 1) == status
    assert mails(database)[-1].subject.startswith(heading)


def test_who_was_declined_and_registers_again_is_told_so_in_the_mail_alone(database: Database, config: Config) -> None:
    forum_id = open_registration(database)
    comes(database, config, forum_id, 1)
    step_with_one(database, config, forum_id, Step.DECLINE, mine(database, 1), 1, actor="ana2222222")
    assert comes(database, config, forum_id, 1) == CONFIRMED, "what anybody would be told"
    told = mails(database)[-1]
    assert told.subject.startswith("Your registration was not accepted")
    assert "registered with this address again" in told.text


def test_mails_speak_of_a_place_a_code_and_a_deadline_only_where_there_is_one(
    database: Database, config: Config
) -> None:
    forum_id = open_registration(database, modes=BOTH, seats_in_person=0, offer_hours=24)
    comes(database, config, forum_id, 1)
    assert "have 24 hours to take it" in mails(database)[-1].text
    cancel_mine(database, config, forum_id, mine(database, 1))
    assert "goes to somebody else" not in mails(database)[-1].text
    comes(database, config, forum_id, 2, mode=Mode.ONLINE)
    assert "you join online" in mails(database)[-1].text and "code" not in mails(database)[-1].text
    cancel_mine(database, config, forum_id, mine(database, 2))
    assert "goes to somebody else" in mails(database)[-1].text


def test_who_registers_again_keeps_what_was_agreed_to_and_what_organisers_wrote(
    database: Database, config: Config
) -> None:
    """B154."""
    forum_id = open_registration(database)
    old, new = (Consent(purpose="registration", given_at=NOW, text=text) for text in ("Old words", "New words"))
    comes(database, config, forum_id, 1, consents=[old])
    values = {"phone": "+254 20", "honorific": "Dr", "notes": "By train"}
    database.write(lambda connection: connection.execute(update(Row).values(**values)))
    cancel_mine(database, config, forum_id, mine(database, 1))
    comes(database, config, forum_id, 1, consents=[new])
    row = people(database)["person1@example.org"]
    assert [consent["text"] for consent in row.consents] == ["Old words", "New words"]
    assert {name: getattr(row, name) for name in values} == values


def test_who_is_put_back_has_their_sessions_again_where_places_are_free(
    database: Database, config: Config, workshop: str
) -> None:
    forum_id = open_registration(database)
    for number in (1, 2):
        comes(database, config, forum_id, number, sessions=[workshop])
        step_with_one(database, config, forum_id, Step.CANCEL, mine(database, number), 1, actor="ana2222222")
    comes(database, config, forum_id, 3, sessions=[workshop])
    for number in (1, 2):
        step_with_one(database, config, forum_id, Step.PUT_BACK, mine(database, number), 2, actor="ana2222222")
    with database.reading() as connection:
        seats = taken_in(connection, [workshop])
        found = {number: registration_of(connection, forum_id, mine(database, number)) for number in (1, 2)}
    assert seats == {workshop: 2}
    assert {number: one.sessions for number, one in found.items() if one} == {1: [workshop], 2: []}
    assert "These sessions were full by then" in mails(database)[-1].text
