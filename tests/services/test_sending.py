"""Sending the outbox to real servers: what they take is sent once, what they refuse waits or is given up visibly."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from forum_app.config import Config, MailServer
from forum_app.database import Database
from forum_app.domain.messages import MessageKind
from forum_app.domain.vocabularies import MessageState
from forum_app.models.messages import Message
from forum_app.services.outbox import Mail, cancel_once, queue
from forum_app.services.outbox_turns import MOST_UNSURE, trouble, turn
from forum_app.services.sending import Patience, Sender
from tests.services.mail_servers import Box, free_port, self_signed, serving

QUICK = Patience(connect=1.0, answer=1.0, taking=1.0, first_rest=0.05, longest_rest=0.05)
SENT, WAITING, FAILED = MessageState.SENT, MessageState.WAITING, MessageState.FAILED


def a_mail(to: str = "zoe@example.org", **fields: Any) -> Mail:
    whole: dict[str, Any] = {"kind": MessageKind.SLOT, "language": "en", "subject": "Hello", "text": "Hello\n"}
    return Mail(**{**whole, "html": "<p>Hello</p>", **fields}, to=to)


def queued(database: Database, *mails: Mail) -> list[str]:
    return database.write(lambda connection: [queue(connection, mail) for mail in mails])


def rows(database: Database) -> dict[str, Any]:
    """The outbox by address."""
    with database.reading() as connection:
        return {row.to: row for row in connection.execute(select(Message).order_by(Message.id))}


def due(database: Database) -> None:
    """Lets time go by until everything that waits may go."""
    past = datetime.now(UTC) - timedelta(seconds=1)
    waits = update(Message).where(Message.state == WAITING).values(not_before=past)
    left = update(Message).where(Message.state == MessageState.SENDING).values(lease_until=past)
    database.write(lambda connection: (connection.execute(waits), connection.execute(left)))


@pytest.fixture
def sender_to(config: Config, database: Database) -> Any:
    def make(port: int, scheme: str = "smtp") -> Sender:
        server = MailServer(scheme, "localhost", port, "", "", "Forums <forum@example.org>")
        return Sender(database, replace(config, mail_server=server), QUICK)

    return make


def test_what_waits_is_sent_once_to_its_one_recipient(database: Database, sender_to: Any) -> None:
    keys = queued(database, *(a_mail(f"p{number}@example.org", subject=f"No {number}") for number in range(5)))
    box = Box()
    with serving(box) as port:
        sender = sender_to(port)
        assert sender.send_all() == 5
        assert sender.send_all() == 0
    assert box.counts == {f"p{number}@example.org": 1 for number in range(5)}
    assert sorted(box.ids) == sorted(f"<{key}@localhost>" for key in keys)
    assert all(mail["To"] == address and mail["Cc"] is None for address, mail in box.mails)
    assert {row.state for row in rows(database).values()} == {SENT}
    assert all(row.sent_at and not row.error and row.attempts == 1 for row in rows(database).values())


def test_what_goes_to_many_says_how_to_get_no_more_of_it(database: Database, sender_to: Any) -> None:
    """MAIL-2: letters and news of chosen sessions; nobody can leave the answer to their own registration."""
    many = {kind: kind in (MessageKind.LETTER, MessageKind.AGENDA) for kind in MessageKind}
    queued(database, *(a_mail(f"{kind}@example.org", kind=kind, reply_to="us@example.org") for kind in many))
    box = Box()
    with serving(box) as port:
        assert sender_to(port).send_all() == len(many)
    said = {address.partition("@")[0]: mail["List-Unsubscribe"] for address, mail in box.mails}
    assert said == {
        kind: "<mailto:us@example.org?subject=unsubscribe>" if bulk else None for kind, bulk in many.items()
    }


def test_one_address_is_refused_for_good_and_the_others_go_out(database: Database, sender_to: Any) -> None:
    queued(database, a_mail("gone@example.org"), a_mail("full@example.org"), a_mail("well@example.org"))
    box = Box({"gone@example.org": ["550 5.1.1 no such user"], "full@example.org": ["452 4.2.2 mailbox is full"]})
    with serving(box) as port:
        assert sender_to(port).send_all() == 1
    found = rows(database)
    assert (found["gone@example.org"].state, found["gone@example.org"].error) == (FAILED, "550 5.1.1 no such user")
    full = found["full@example.org"]
    assert (full.state, full.error, full.attempts) == (WAITING, "452 4.2.2 mailbox is full", 1)
    assert timedelta(seconds=40) < full.not_before - datetime.now(UTC) < timedelta(seconds=80)
    assert found["well@example.org"].state == SENT


def test_a_passing_refusal_is_tried_again_later_each_time_and_given_up_after_two_days(
    database: Database, sender_to: Any
) -> None:
    [key] = queued(database, a_mail("full@example.org"))
    box, pauses = Box({"full@example.org": ["451 4.3.0 later"]}), []
    with serving(box) as port:
        sender = sender_to(port)
        for _ in range(4):
            sender.send_all()
            pauses.append(rows(database)["full@example.org"].not_before - datetime.now(UTC))
            due(database)
        assert all(1.1 < after / before < 3.6 for before, after in zip(pauses, pauses[1:], strict=False))
        long_ago = datetime.now(UTC) - timedelta(days=2, minutes=1)
        database.write(
            lambda connection: connection.execute(
                update(Message).where(Message.id == key).values(tried_at=long_ago, not_before=long_ago)
            )
        )
        sender.send_all()
    row = rows(database)["full@example.org"]
    assert (row.state, row.error, row.attempts) == (FAILED, "451 4.3.0 later", 5)


def test_a_mail_whose_words_are_refused_is_given_up_and_the_next_goes_over_the_same_connection(
    database: Database, sender_to: Any
) -> None:
    queued(database, a_mail("a@example.org"), a_mail("b@example.org"))
    box = Box(data_answers=["554 5.7.1 looks like spam"])
    with serving(box) as port:
        assert sender_to(port).send_all() == 1
    assert sorted((row.state, row.error) for row in rows(database).values()) == [
        (FAILED, "554 5.7.1 looks like spam"),
        (SENT, ""),
    ]


def test_nobody_listens_and_no_mail_is_to_blame(database: Database, sender_to: Any) -> None:
    queued(database, a_mail("a@example.org"), a_mail("b@example.org"))
    sender = sender_to(free_port())
    assert sender.send_all() == 0
    assert {(row.state, row.attempts) for row in rows(database).values()} == {(WAITING, 0)}
    with database.reading() as connection:
        said = trouble(connection)
    assert said is not None and "refused" in said.words.lower()
    box = Box()
    with serving(box) as port:
        assert sender_to(port).send_all() == 2
    with database.reading() as connection:
        assert trouble(connection) is None


def test_a_sender_that_is_refused_blames_no_mail(database: Database, sender_to: Any) -> None:
    class Strict(Box):
        async def handle_MAIL(self, *_: Any) -> str:  # noqa: N802
            return "530 5.7.0 authentication required"

    queued(database, a_mail("a@example.org"), a_mail("b@example.org"))
    with serving(Strict()) as port:
        assert sender_to(port).send_all() == 0
    assert {(row.state, row.attempts) for row in rows(database).values()} == {(WAITING, 0)}
    with database.reading() as connection:
        assert trouble(connection).words == "530 5.7.0 authentication required"  # type: ignore[union-attr]


def test_a_server_that_stalls_for_one_lets_the_others_go(database: Database, sender_to: Any) -> None:
    queued(database, a_mail("slow@example.org"), a_mail("b@example.org"), a_mail("c@example.org"))
    box = Box(stall_at="slow@example.org")
    with serving(box) as port:
        sender = sender_to(port)
        sender.send_all()
        sender.send_all()
    assert box.counts == {"b@example.org": 1, "c@example.org": 1}
    row = rows(database)["slow@example.org"]
    assert (row.state, row.error, row.attempts) == (WAITING, "The mail server did not answer in time.", 1)


@pytest.mark.parametrize("ending", ["cut before", "cut after"])
def test_a_server_that_breaks_off_after_the_mail_may_have_taken_it(
    database: Database, sender_to: Any, ending: str
) -> None:
    queued(database, a_mail("a@example.org"))
    box = Box(data_answers=[ending])
    with serving(box) as port:
        sender = sender_to(port)
        assert sender.send_all() == 0
        row = rows(database)["a@example.org"]
        assert (row.state, row.unsure) == (WAITING, 1)
        due(database)
        assert sender.send_all() == 1
    assert len(set(box.ids)) == 1 and len(box.ids) == (1 if ending == "cut before" else 2)


def test_a_server_that_always_lies_gets_a_mail_twice_and_no_more(database: Database, sender_to: Any) -> None:
    queued(database, a_mail("a@example.org"))
    box = Box(data_answers=["cut after"] * 9)
    with serving(box) as port:
        sender = sender_to(port)
        for _ in range(5):
            sender.send_all()
            due(database)
    assert len(box.ids) == MOST_UNSURE == 2
    row = rows(database)["a@example.org"]
    assert row.state == FAILED and row.error.startswith("The mail server went away after it was given this mail")


@contextmanager
def rude(first: bytes) -> Iterator[int]:
    """The port of something that says one thing to whoever comes, and closes."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def work() -> None:
            while True:
                try:
                    guest, _address = listening.accept()
                except OSError:
                    return
                with guest:
                    guest.sendall(first)

        threading.Thread(target=work, daemon=True).start()
        yield int(listening.getsockname()[1])
        listening.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("first", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"554 go away\r\n", b"\xff\x00\xfe" * 40])
def test_what_is_no_mail_server_blames_no_mail(database: Database, sender_to: Any, first: bytes) -> None:
    queued(database, a_mail("a@example.org"))
    with rude(first) as port:
        assert sender_to(port).send_all() == 0
    row = rows(database)["a@example.org"]
    assert (row.state, row.attempts) == (WAITING, 0)
    with database.reading() as connection:
        assert trouble(connection) is not None


@pytest.mark.parametrize("scheme", ["smtps", "smtp+tls"])
def test_a_server_that_nobody_vouches_for_gets_nothing(
    database: Database, sender_to: Any, tmp_path: Path, scheme: str
) -> None:
    queued(database, a_mail("a@example.org"))
    box, context = Box(), self_signed(tmp_path)
    options = {"ssl_context": context} if scheme == "smtps" else {"tls_context": context}
    if scheme == "smtps":
        with rude_tls(context) as port:
            assert sender_to(port, scheme).send_all() == 0
    else:
        with serving(box, **options) as port:
            assert sender_to(port, scheme).send_all() == 0
    assert box.mails == []
    assert rows(database)["a@example.org"].attempts == 0
    with database.reading() as connection:
        assert "certificate verify failed" in trouble(connection).words  # type: ignore[union-attr]


@contextmanager
def rude_tls(context: Any) -> Iterator[int]:
    """The port of something that begins TLS with whoever comes."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def work() -> None:
            while True:
                try:
                    guest, _address = listening.accept()
                    with guest:
                        context.wrap_socket(guest, server_side=True).close()
                except OSError:
                    if listening.fileno() < 0:
                        return

        threading.Thread(target=work, daemon=True).start()
        yield int(listening.getsockname()[1])


def test_a_certificate_that_is_vouched_for_is_enough(
    database: Database, sender_to: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued(database, a_mail("a@example.org"))
    box, context = Box(), self_signed(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    with serving(box, tls_context=context, require_starttls=True) as port:
        assert sender_to(port, "smtp+tls").send_all() == 1


def test_what_was_taken_is_not_sent_again_when_the_database_was_away_just_then(
    database: Database, sender_to: Any
) -> None:
    from sqlalchemy import event
    from sqlalchemy.exc import OperationalError

    queued(database, a_mail("a@example.org"), a_mail("b@example.org"))
    away = threading.Event()

    def refuse(*_: Any) -> None:
        if away.is_set():
            raise OperationalError("BEGIN", {}, Exception("away"))

    event.listen(database.engine, "begin", refuse)
    box = Box(on_data=lambda _address: away.set())
    with serving(box) as port:
        sender = sender_to(port)
        with pytest.raises(OperationalError):
            sender.send_all()
        box.on_data = None
        away.clear()
        due(database)  # even though the lease ran out meanwhile
        assert sender.send_all() == 1
    assert box.counts == {"a@example.org": 1, "b@example.org": 1}
    assert {row.state for row in rows(database).values()} == {SENT}


def test_mails_that_were_taken_back_held_or_wait_for_their_time_stay(database: Database, sender_to: Any) -> None:
    later = datetime.now(UTC) + timedelta(minutes=10)
    keys = queued(
        database,
        a_mail("back@example.org", once="slots:1"),
        a_mail("held@example.org"),
        a_mail("later@example.org", not_before=later),
        a_mail("late@example.org", expires_at=datetime.now(UTC)),
        a_mail("well@example.org"),
    )
    database.write(lambda connection: cancel_once(connection, "slots:"))
    held = update(Message).where(Message.id == keys[1]).values(state=MessageState.HELD)
    database.write(lambda connection: connection.execute(held))
    box = Box()
    with serving(box) as port:
        assert sender_to(port).send_all() == 1
    assert box.counts == {"well@example.org": 1}
    states = {row.to.split("@")[0]: row.state for row in rows(database).values()}
    assert states == {"back": "cancelled", "held": "held", "later": "waiting", "late": "cancelled", "well": "sent"}


def test_a_letter_to_somebody_who_was_taken_out_meanwhile_is_not_sent(database: Database, sender_to: Any) -> None:
    """B147."""
    queued(
        database,
        a_mail("gone@example.org", kind=MessageKind.LETTER, person="p23456789a"),
        a_mail("still@example.org", kind=MessageKind.LETTER),
    )
    box = Box()
    with serving(box) as port:
        assert sender_to(port).send_all() == 1
    assert box.counts == {"still@example.org": 1}
    assert rows(database)["gone@example.org"].state == MessageState.CANCELLED


def test_who_waits_at_a_screen_goes_before_letters_to_many(database: Database, sender_to: Any) -> None:
    queued(database, *(a_mail(f"p{number}@example.org", kind=MessageKind.LETTER) for number in range(3)))
    queued(database, a_mail("now@example.org", kind=MessageKind.CODE, subject="Your code: 12345678"))
    box = Box()
    with serving(box) as port:
        assert sender_to(port).send_all() == 4
    assert box.seen[0] == "now@example.org"
    row = rows(database)["now@example.org"]
    assert (row.subject, row.text, row.html) == ("", "", "")  # what lets somebody in is not kept


def test_two_senders_at_once_send_each_mail_once(database: Database, sender_to: Any) -> None:
    queued(database, *(a_mail(f"p{number:02}@example.org") for number in range(60)))
    box = Box()
    with serving(box) as port:
        senders = [sender_to(port) for _ in range(2)]
        threads = [threading.Thread(target=sender.send_all) for sender in senders]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert box.counts == {f"p{number:02}@example.org": 1 for number in range(60)}
    assert {(row.state, row.attempts) for row in rows(database).values()} == {(SENT, 1)}


def test_whoever_lost_the_lease_marks_nothing(database: Database) -> None:
    from forum_app.services.outbox_turns import Fate, Outcome

    [key] = queued(database, a_mail("a@example.org"))
    assert turn(database, "first", None).id == key
    due(database)
    assert turn(database, "second", None).id == key
    turn(database, "first", Outcome(key, Fate.REFUSED, "550 no"), take=False)
    row = rows(database)["a@example.org"]
    assert (row.state, row.worker, row.error) == ("sending", "second", "")
