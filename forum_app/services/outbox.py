"""Mails on their way out: queued with what caused them, taken by one worker, sent, tried again, given up visibly."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, func, insert, or_, select, update

from forum_app.database import Database
from forum_app.domain.identity import new_id
from forum_app.domain.texts import one_line
from forum_app.domain.vocabularies import MessageState
from forum_app.models.messages import Message

LEASE = timedelta(minutes=2)
# Pauses between tries, the last of them again and again, until a mail is two days old.
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=1), timedelta(hours=3))
GIVEN_UP_AFTER = timedelta(days=2)
MOST_BY_STRANGERS = 5


@dataclass(frozen=True)
class Mail:
    """A mail to be sent: plain words and their HTML. ``not_before`` (aware) holds it back, ``once`` lets no second one in."""

    kind: str
    to: str
    language: str
    subject: str
    text: str
    html: str
    forum_id: str | None = None
    person: str | None = None
    not_before: datetime | None = None
    once: str | None = None
    calendar: bytes | None = None
    method: str = ""


def queue(connection: Connection, mail: Mail) -> str:
    """Writes a mail into the outbox, in the caller's transaction; the id of the message, also of one that is there by
    the same ``once``."""
    if mail.once is not None:
        here: str | None = connection.execute(select(Message.id).where(Message.once == mail.once)).scalar()
        if here is not None:
            return here
    key, now = new_id(), datetime.now(UTC)
    fields = ("kind", "to", "language", "text", "html", "forum_id", "person", "once", "calendar", "method")
    values = {name: getattr(mail, name) for name in fields}
    connection.execute(
        insert(Message).values(
            id=key,
            subject=one_line(mail.subject)[:300],
            state=MessageState.WAITING,
            not_before=mail.not_before or now,
            attempts=0,
            error="",
            worker="",
            created_at=now,
            **values,
        )
    )
    return key


def may_write_to(connection: Connection, address: str) -> bool:
    """Whether strangers may have one more mail sent to an address: five an hour, counted without regard to case."""
    since = datetime.now(UTC) - timedelta(hours=1)
    sent = (
        select(func.count())
        .select_from(Message)
        .where(func.lower(Message.to) == address.lower(), Message.forum_id.is_(None), Message.created_at > since)
    )
    return bool(connection.execute(sent).scalar_one() < MOST_BY_STRANGERS)


def take(database: Database, worker: str) -> Message | None:
    """The next mail that may go now, leased to this worker alone; None where there is none."""
    now = datetime.now(UTC)
    ready = or_(
        (Message.state == MessageState.WAITING) & (Message.not_before <= now),
        (Message.state == MessageState.SENDING) & (Message.lease_until < now),
    )

    def job(connection: Connection) -> Message | None:
        query = select(Message.id).where(ready).order_by(Message.not_before, Message.id).limit(1)
        key = connection.execute(query).scalar()
        if key is None:
            return None
        values = {"state": MessageState.SENDING, "worker": worker, "lease_until": now + LEASE}
        connection.execute(update(Message).where(Message.id == key).values(attempts=Message.attempts + 1, **values))
        found: Message = connection.execute(select(Message).where(Message.id == key)).one()  # type: ignore[assignment]
        return found

    return database.in_turn("outbox", job)


def mark_sent(database: Database, key: str, worker: str) -> None:
    """A mail server took it: it is never sent again."""
    values = {"state": MessageState.SENT, "sent_at": datetime.now(UTC), "error": "", "lease_until": None}
    database.write(lambda connection: _mark(connection, key, worker, values))


def mark_failed(database: Database, message: Message, worker: str, error: str, *, for_good: bool) -> None:
    """It was not taken: tried again after a pause that grows, or given up with the server's words."""
    now = datetime.now(UTC)
    given_up = for_good or now - message.created_at > GIVEN_UP_AFTER
    pause = PAUSES[min(message.attempts, len(PAUSES)) - 1]
    values = {
        "state": MessageState.FAILED if given_up else MessageState.WAITING,
        "not_before": now + pause,
        "error": error[:1000],
        "lease_until": None,
    }
    database.write(lambda connection: _mark(connection, message.id, worker, values))


def give_back(database: Database, message: Message, worker: str, error: str) -> None:
    """The server could not be reached at all: the mail waits as if it had not been tried."""
    values = {
        "state": MessageState.WAITING,
        "attempts": max(0, message.attempts - 1),
        "error": error[:1000],
        "lease_until": None,
    }
    database.write(lambda connection: _mark(connection, message.id, worker, values))


def _mark(connection: Connection, key: str, worker: str, values: dict[str, object]) -> None:
    connection.execute(update(Message).where(Message.id == key, Message.worker == worker).values(**values))


def set_state(connection: Connection, forum_id: str, key: str, state: MessageState) -> bool:
    """Holds, cancels or frees a mail that isn't on its way; whether there was one to change."""
    free = (MessageState.WAITING, MessageState.HELD, MessageState.FAILED)
    where = (Message.id == key, Message.forum_id == forum_id, Message.state.in_(free))
    values = {"state": state, **({"not_before": datetime.now(UTC)} if state == MessageState.WAITING else {})}
    return bool(connection.execute(update(Message).where(*where).values(**values)).rowcount)


def cancel_once(connection: Connection, prefix: str) -> int:
    """Cancels mails that wait and whose ``once`` begins so; how many."""
    where = (
        Message.once.startswith(prefix, autoescape=True),
        Message.state.in_((MessageState.WAITING, MessageState.HELD)),
    )
    return int(
        connection.execute(update(Message).where(*where).values(state=MessageState.CANCELLED, once=None)).rowcount
    )
