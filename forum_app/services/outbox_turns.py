"""The outbox as its senders use it: the next mail is taken in the very transaction that says what became of the last.

A taken mail is leased to one sender. Whoever lost the lease marks nothing. A mail whose sender died is taken by
another; it may then have gone twice, with one Message-ID.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, update

from forum_app.database import Database
from forum_app.domain.messages import GIVEN_UP_AFTER, SECRET, MessageKind, pause_after
from forum_app.domain.vocabularies import MessageState
from forum_app.models.messages import Message
from forum_app.models.people import Person
from forum_app.models.publishing import Installation
from forum_app.services.parts_waiting import is_asked_still

LEASE = timedelta(seconds=30)
MOST_UNSURE, MOST_LOST = 2, 5
TROUBLE = "mail-trouble"
TOO_LATE = "Its time was over before it could be sent."
PERHAPS = "The mail server went away after it was given this mail: it may have arrived."
_chance = secrets.SystemRandom().random


class Fate(StrEnum):
    """What became of a mail that was taken."""

    SENT = "sent"
    LATER = "later"  # refused for now
    REFUSED = "refused"  # refused for good
    UNSURE = "unsure"  # the server may have taken it
    UNTRIED = "untried"  # the server could not be spoken to


@dataclass(frozen=True)
class Outcome:
    """What became of one taken mail; ``words`` are the server's."""

    key: str
    fate: Fate
    words: str = ""


def turn(database: Database, worker: str, outcome: Outcome | None, take: bool = True) -> Any:
    """Keeps what became of the mail taken last and takes the next: a row of the table, None where nothing may go."""

    def job(connection: Connection) -> Any:
        if outcome is not None:
            _mark(connection, worker, outcome)
        return _taken(connection, worker) if take else None

    return database.in_turn("outbox", job)


def something_waits(database: Database) -> bool:
    """Whether a mail may go now; takes no lock."""
    with database.reading() as connection:
        return connection.execute(select(Message.id).where(_ready(datetime.now(UTC))).limit(1)).first() is not None


def renew(database: Database, worker: str) -> None:
    """Keeps the leases of a sender that lives."""
    mine = (Message.worker == worker, Message.state == MessageState.SENDING)
    until = datetime.now(UTC) + LEASE
    database.write(lambda connection: connection.execute(update(Message).where(*mine).values(lease_until=until)))


def _ready(now: datetime) -> ColumnElement[bool]:
    waits = (Message.state == MessageState.WAITING) & (Message.not_before <= now)
    return or_(waits, (Message.state == MessageState.SENDING) & (Message.lease_until < now))


def _taken(connection: Connection, worker: str) -> Any:
    now = datetime.now(UTC)
    order = (Message.priority, Message.not_before, Message.id)
    while True:
        row = connection.execute(select(Message).where(_ready(now)).order_by(*order).limit(1)).first()
        if row is None:
            return None
        lost = row.state == MessageState.SENDING
        here = update(Message).where(Message.id == row.id, Message.state == row.state)
        if row.expires_at is not None and row.expires_at <= now:
            connection.execute(here.values(state=MessageState.CANCELLED, error=TOO_LATE, once=None, **_wiped(row.kind)))
        elif not _is_still_true(connection, row):
            connection.execute(here.values(state=MessageState.CANCELLED, error="", once=None, lease_until=None))
        elif lost and row.unsure + 1 >= MOST_LOST:
            connection.execute(here.values(state=MessageState.FAILED, error=PERHAPS, lease_until=None, worker=""))
        else:
            values = {"state": MessageState.SENDING, "worker": worker, "lease_until": now + LEASE}
            values |= {"attempts": row.attempts + 1, "unsure": row.unsure + lost, "tried_at": row.tried_at or now}
            if connection.execute(here.values(**values)).rowcount:
                return row


def _is_still_true(connection: Connection, row: Any) -> bool:
    """Whether a forum still has whom a letter is to, and still asks what an invitation asks."""
    if row.kind == MessageKind.SPEAKING:  # one that perhaps went is sent again, so that its entry counts as told
        return row.state == MessageState.SENDING or is_asked_still(connection, row.person, row.once)
    if row.kind != MessageKind.LETTER or row.person is None:
        return True
    return connection.execute(select(Person.id).where(Person.id == row.person)).first() is not None


def _mark(connection: Connection, worker: str, outcome: Outcome) -> None:
    mine = (Message.id == outcome.key, Message.worker == worker, Message.state == MessageState.SENDING)
    columns = (Message.kind, Message.attempts, Message.unsure, Message.tried_at)
    row = connection.execute(select(*columns).where(*mine)).first()
    if row is not None:
        values = {"lease_until": None, "worker": "", "error": outcome.words[:1000], **_became(row, outcome)}
        connection.execute(update(Message).where(*mine).values(**values))


def _became(row: Any, outcome: Outcome) -> dict[str, Any]:
    now, waits = datetime.now(UTC), MessageState.WAITING
    if outcome.fate == Fate.SENT:
        return {"state": MessageState.SENT, "sent_at": now, "error": "", **_wiped(row.kind)}
    if outcome.fate == Fate.UNTRIED:
        tried = {} if row.attempts > 1 else {"tried_at": None}
        return {"state": waits, "attempts": max(0, row.attempts - 1), **tried}
    if outcome.fate == Fate.REFUSED or now - (row.tried_at or now) > GIVEN_UP_AFTER:
        return {"state": MessageState.FAILED}
    unsure = row.unsure + (outcome.fate == Fate.UNSURE)
    if unsure >= MOST_UNSURE and outcome.fate == Fate.UNSURE:
        return {"state": MessageState.FAILED, "unsure": unsure, "error": f"{PERHAPS} {outcome.words}"[:1000]}
    return {"state": waits, "unsure": unsure, "not_before": now + pause_after(row.attempts, _chance())}


def _wiped(kind: MessageKind) -> dict[str, str]:
    """What let somebody in is not kept when it is of no more use."""
    return {"subject": "", "text": "", "html": ""} if kind in SECRET else {}


@dataclass(frozen=True)
class Trouble:
    """The mail server can't be used: since when (aware), and what it says."""

    since: datetime
    words: str


def say_trouble(database: Database, words: str) -> None:
    """Keeps that no mail can be sent, for those who look at the outbox; an empty word ends it."""

    def job(connection: Connection) -> None:
        here = trouble(connection)
        if here is not None and here.words == words:
            return
        connection.execute(delete(Installation).where(Installation.name == TROUBLE))
        if words:
            since = here.since if here is not None else datetime.now(UTC)
            value = json.dumps({"since": since.isoformat(), "words": words})
            connection.execute(insert(Installation).values(name=TROUBLE, value=value))

    database.in_turn("outbox", job)


def trouble(connection: Connection) -> Trouble | None:
    """What keeps mails from being sent, None where nothing does."""
    value = connection.execute(select(Installation.value).where(Installation.name == TROUBLE)).scalar()
    if value is None:
        return None
    found = json.loads(value)
    return Trouble(datetime.fromisoformat(found["since"]), str(found["words"]))


def waiting_for(connection: Connection, kinds: frozenset[MessageKind], since: datetime) -> list[Any]:
    """Mails of some kinds that wait and were queued after ``since``, in order: for a server without SMTP."""
    where = (Message.kind.in_(kinds), Message.state == MessageState.WAITING, Message.created_at >= since)
    return list(connection.execute(select(Message).where(*where).order_by(Message.created_at, Message.id)))
