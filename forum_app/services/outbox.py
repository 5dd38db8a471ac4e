"""The outbox as others use it: a mail queued with what caused it, held, cancelled, tried again; how many to one address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, or_, select, text, update

from forum_app.domain.identity import new_id
from forum_app.domain.messages import BY_STRANGERS, SECRET, MessageKind, printable, priority, subject_line
from forum_app.domain.registration_rules import address_of
from forum_app.domain.vocabularies import MessageState
from forum_app.models.messages import Message

MOST_BY_STRANGERS, STRANGERS_WINDOW = 5, timedelta(hours=1)
CHANGEABLE = (MessageState.WAITING, MessageState.HELD, MessageState.FAILED)
PENDING = (MessageState.WAITING, MessageState.HELD)
AT_ONCE = 500


@dataclass(frozen=True)
class Mail:
    """A mail to be sent to one address: its words and the same as HTML, both made by ``mails.letter`` as a rule.

    ``person`` and ``account`` are the ids of whom it is to, where known. ``not_before`` (aware) holds it back; after
    ``expires_at`` (aware) it is not sent any more; ``once`` lets no second mail of the same key in. ``calendar`` is an
    iCalendar object, UTF-8 with CRLF, whose METHOD is ``method``.
    """

    kind: MessageKind
    to: str
    language: str
    subject: str
    text: str
    html: str
    forum_id: str | None = None
    person: str | None = None
    account: str | None = None
    reply_to: str = ""
    not_before: datetime | None = None
    expires_at: datetime | None = None
    once: str = ""
    calendar: bytes | None = None
    method: str = ""


def queue(connection: Connection, mail: Mail) -> str:
    """Writes a mail into the outbox, in the caller's transaction; the id of the message, also of one that is there by
    the same ``once``. Raises UnfitAddress."""
    if mail.once:
        here: str | None = connection.execute(select(Message.id).where(Message.once == mail.once)).scalar()
        if here is not None:
            return here
    row = _row(mail, datetime.now(UTC))
    connection.execute(insert(Message).values(row))
    return str(row["id"])


def queue_all(connection: Connection, mails: Sequence[Mail]) -> None:
    """``queue`` for many at once, in a few statements; one whose ``once`` is there already is left out."""
    now = datetime.now(UTC)
    for start in range(0, len(mails), AT_ONCE):
        some = mails[start : start + AT_ONCE]
        keys = [mail.once for mail in some if mail.once]
        here = set(connection.execute(select(Message.once).where(Message.once.in_(keys))).scalars())
        rows = [_row(mail, now) for mail in some if mail.once not in here]
        if rows:
            connection.execute(insert(Message), rows)


def _row(mail: Mail, now: datetime) -> dict[str, Any]:
    same = ("kind", "to", "language", "forum_id", "person", "account", "reply_to", "expires_at", "calendar", "method")
    return {
        "id": new_id(),
        "address": address_of(mail.to) or "",
        "subject": subject_line(mail.subject),
        "text": printable(mail.text),
        "html": printable(mail.html),
        "once": mail.once or None,
        "state": MessageState.WAITING,
        "priority": priority(mail.kind),
        "not_before": mail.not_before or now,
        "attempts": 0,
        "unsure": 0,
        "error": "",
        "worker": "",
        "created_at": now,
        **{name: getattr(mail, name) for name in same},
    }


def may_write_to(connection: Connection, address: str, now: datetime | None = None) -> bool:
    """Whether strangers may have one more mail sent to an address: five an hour (QUALITY: MAIL-3). Asked as
    ``next_turn`` is."""
    now = now or datetime.now(UTC)
    return next_turn(connection, address, now) <= now


def next_turn(connection: Connection, address: str, now: datetime) -> datetime:
    """When strangers may have one more mail sent to an address: ``now``, or as soon as the fifth before it is an hour old.
    One that is held back until later counts from then on.

    Those who ask for one address take turns until their transactions end, so that many at once are counted too;
    on PostgreSQL for this the caller runs in ``Database.in_turn`` or begins its transaction with this question.
    """
    compared = address_of(address) or ""
    if connection.dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 1))")
        connection.execute(lock, {"key": compared})
    since, columns = now - STRANGERS_WINDOW, (Message.created_at, Message.not_before, Message.sent_at)
    late = or_(*(column > since for column in columns))
    query = select(*columns, Message.attempts).where(Message.address == compared, Message.kind.in_(BY_STRANGERS), late)
    rows = connection.execute(query).all()
    times = [row.sent_at or (row.created_at if row.attempts else row.not_before) for row in rows]
    times = sorted((at for at in times if at > since), reverse=True)
    return now if len(times) < MOST_BY_STRANGERS else times[MOST_BY_STRANGERS - 1] + STRANGERS_WINDOW


def hold(connection: Connection, forum_id: str, key: str) -> bool:
    """Keeps a mail that waits until somebody lets it go; whether there was one to hold."""
    return _change(connection, forum_id, key, PENDING, state=MessageState.HELD)


def cancel(connection: Connection, forum_id: str, key: str) -> bool:
    """Takes back a mail that isn't on its way; whether there was one. Its ``once`` may be used again."""
    return _change(connection, forum_id, key, CHANGEABLE, state=MessageState.CANCELLED, once=None, error="")


def send_now(connection: Connection, forum_id: str, key: str) -> bool:
    """Lets a mail go at once: one that waits, was held, or was given up; whether there was one."""
    fresh = {"attempts": 0, "unsure": 0, "tried_at": None, "not_before": datetime.now(UTC), "error": ""}
    return _change(connection, forum_id, key, CHANGEABLE, state=MessageState.WAITING, **fresh)


def cancel_once(connection: Connection, once_begins: str) -> int:
    """Takes back the mails that wait and whose ``once`` begins so; how many. Those keys may be used again."""
    begins = Message.once.startswith(once_begins, autoescape=True)
    return _cancelled(connection, begins, Message.state.in_(PENDING))


def cancel_place(connection: Connection, registration: str) -> int:
    """Takes back the mails that wait and tell what became of a registration: it is something else by now; how many."""
    theirs = (Message.person == registration, Message.once.startswith(f"place:{registration}:", autoescape=True))
    return _cancelled(connection, *theirs, Message.state.in_(PENDING))


def cancel_invitations(connection: Connection, forum_id: str, address: str) -> int:
    """Takes back the mails that wait and invite an address to work on a forum: their links are no longer good."""
    theirs = (Message.forum_id == forum_id, Message.address == (address_of(address) or ""))
    return _cancelled(connection, Message.kind == MessageKind.INVITATION, *theirs, Message.state.in_(PENDING))


def forget_address(connection: Connection, address: str, forum_id: str | None = None) -> int:
    """Erases who got what: words and addresses of every mail to an address, in one forum or everywhere; how many.

    The rows stay, so that counts do; what waits is taken back. A mail on its way just now is left out: it is gone, and
    this can be asked again.
    """
    where = [Message.address == (address_of(address) or ""), Message.state != MessageState.SENDING]
    where += [Message.forum_id == forum_id] if forum_id is not None else []
    connection.execute(
        update(Message).where(*where, Message.state.in_(CHANGEABLE)).values(state=MessageState.CANCELLED, once=None)
    )
    nothing = {"to": "", "address": "", "person": None, "account": None, "subject": "", "text": "", "html": ""}
    done = connection.execute(
        update(Message).where(*where).values(**nothing, calendar=None, error="", once=None, reply_to="")
    )
    return int(done.rowcount)


def unreadable(kind: MessageKind) -> bool:
    """Whether a mail lets somebody in, so that nobody but its reader may see its words."""
    return kind in SECRET


def _change(
    connection: Connection, forum_id: str, key: str, states: tuple[MessageState, ...], **values: object
) -> bool:
    where = (Message.id == key, Message.forum_id == forum_id, Message.state.in_(states))
    return bool(connection.execute(update(Message).where(*where).values(**values)).rowcount)


def _cancelled(connection: Connection, *where: ColumnElement[bool]) -> int:
    values = {"state": MessageState.CANCELLED, "once": None}
    return int(connection.execute(update(Message).where(*where).values(**values)).rowcount)
