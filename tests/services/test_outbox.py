"""The outbox as others use it: one row a mail with what caused it, how many strangers may cause, what is forgotten."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from forum_app.database import Database
from forum_app.domain.messages import MessageKind, filled, pause_after
from forum_app.domain.registration_rules import UnfitAddress
from forum_app.models.messages import Message
from forum_app.services.outbox import forget_address, may_write_to, queue
from tests.services.test_sending import a_mail, rows


def test_a_mail_is_there_exactly_when_what_caused_it_is(database: Database) -> None:
    def job(connection: Any) -> None:
        queue(connection, a_mail())
        raise RuntimeError

    with pytest.raises(RuntimeError):
        database.write(job)
    assert rows(database) == {}


def test_a_key_lets_one_mail_in(database: Database) -> None:
    first = database.write(lambda connection: queue(connection, a_mail(once="letter:1")))
    assert database.write(lambda connection: queue(connection, a_mail(once="letter:1"))) == first
    assert len(rows(database)) == 1


def test_what_is_no_address_is_refused(database: Database) -> None:
    with pytest.raises(UnfitAddress):
        database.write(lambda connection: queue(connection, a_mail("zoe@example.org\r\nBcc: x@example.org")))


def test_strangers_have_five_mails_an_hour_sent_to_one_address_however_it_is_written(database: Database) -> None:
    """B149, MAIL-3: fifty ask at once."""

    def ask(number: int) -> None:
        def job(connection: Any) -> None:
            address = "Zoe@Example.org" if number % 2 else "zoe@example.ORG"
            if may_write_to(connection, address):
                queue(connection, a_mail(address, kind=MessageKind.CODE))

        database.in_turn("mail:zoe", job)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(Message)).scalar_one() == 5
        assert may_write_to(connection, "other@example.org")
        assert not may_write_to(connection, "zoe@example.org")
        assert may_write_to(connection, "zoe@example.org", datetime.now(UTC) + timedelta(hours=1, seconds=1))


def test_mails_that_an_organiser_caused_are_not_counted(database: Database) -> None:
    database.write(lambda connection: [queue(connection, a_mail(kind=MessageKind.SLOT)) for _ in range(9)])
    with database.reading() as connection:
        assert may_write_to(connection, "zoe@example.org")


def test_who_is_erased_is_in_no_row_of_the_outbox(database: Database) -> None:
    def job(connection: Any) -> None:
        queue(connection, a_mail("Zoe@example.org", text="Dear Zoe\n", html="<p>Dear Zoe</p>", person="p23456789a"))
        queue(connection, a_mail("zoe@example.org", subject="Zoe"))
        connection.execute(update(Message).values(error="550 zoe@example.org unknown"))
        queue(connection, a_mail("max@example.org"))

    database.write(job)
    assert database.write(lambda connection: forget_address(connection, "ZOE@example.org")) == 2
    with database.reading() as connection:
        kept = [tuple(row) for row in connection.execute(select(Message))]
    assert len(kept) == 3 and "zoe" not in repr(kept).lower() and "p23456789a" not in repr(kept)
    with database.reading() as connection:
        states = dict(connection.execute(select(Message.state, func.count()).group_by(Message.state)).all())  # type: ignore[arg-type]
    assert states == {"cancelled": 2, "waiting": 1}


def test_a_name_is_filled_in_once_and_every_other_brace_is_a_brace() -> None:
    """B028."""
    values = {"name": "{forum} {{7*7}} %(x)s", "forum": "Forum"}
    text = "Dear {name}, {{7*7}} ${7*7} {0.__class__} %(x)s {unknown} {forum} {days} {%raw%}"
    said = "Dear {forum} {{7*7}} %(x)s, {{7*7}} ${7*7} {0.__class__} %(x)s {unknown} Forum {days} {%raw%}"
    assert filled(text, values) == said


def test_pauses_grow_to_four_hours_and_are_spread() -> None:
    minutes = [pause_after(attempts, 0.5).total_seconds() / 60 for attempts in range(1, 11)]
    assert minutes == [1, 2, 4, 8, 16, 32, 64, 128, 240, 240]
    assert pause_after(3, 0).total_seconds() == 180 and pause_after(3, 1).total_seconds() == 300
    assert pause_after(10_000, 0.5) == timedelta(hours=4)
