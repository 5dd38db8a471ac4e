"""One registration as the desk shows it: everything kept of it, in a number of queries that doesn't grow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from forum_app.database import Database
from forum_app.domain.errors import NotFound
from forum_app.domain.registrations import Registration
from forum_app.domain.seats import Seats
from forum_app.domain.vocabularies import Mode, RegistrationStatus
from forum_app.forms.registering import Asked
from forum_app.i18n import Words
from forum_app.models.accounts import Account
from forum_app.models.messages import Message
from forum_app.models.programme import Session
from forum_app.services.desk import DeskForum
from forum_app.services.registration_asked import asked_at_desk
from forum_app.services.registration_rows import registration_of
from forum_app.services.waiting_list import place_in_line

MOST_MAILS = 50


@dataclass(frozen=True)
class OneRegistration:
    """``place`` on the waiting list from 1, 0 for who isn't on it; ``names`` of accounts by id, ``sessions`` by id in the
    reader's words; ``mails`` as rows, the latest first."""

    registration: Registration
    asked: Asked
    place: int
    names: Mapping[str, str]
    sessions: Mapping[str, str]
    mails: Sequence[Any]

    @property
    def seats(self) -> Seats | None:
        return self.asked.seats.get(self.registration.mode)

    @property
    def is_gone(self) -> bool:
        return self.registration.status in (RegistrationStatus.DECLINED, RegistrationStatus.CANCELLED)

    @property
    def is_online(self) -> bool:
        return self.registration.mode == Mode.ONLINE


def one_registration(database: Database, forum: DeskForum, words: Words, key: str) -> OneRegistration:
    """Raises NotFound, also for one of another forum."""
    with database.reading() as connection:
        found = registration_of(connection, forum.id, key)
        if found is None:
            raise NotFound("There is no such registration.")
        waits = found.status == RegistrationStatus.WAITING
        return OneRegistration(
            registration=found,
            asked=asked_at_desk(connection, forum, words, but=key).with_kept(found),
            place=place_in_line(connection, forum.id, found) if waits else 0,
            names=_names(connection, {change.by for change in found.changes}),
            sessions=_sessions(connection, forum, words, found),
            mails=_mails(connection, forum.id, key),
        )


def _names(connection: Connection, keys: set[str]) -> dict[str, str]:
    query = select(Account.id, Account.name, Account.email).where(Account.id.in_(sorted(keys)))
    return {row.id: row.name or row.email for row in connection.execute(query)}


def _sessions(connection: Connection, forum: DeskForum, words: Words, found: Registration) -> dict[str, str]:
    wanted = {*found.sessions, *(check.session for check in found.check_ins if check.session)}
    query = select(Session.id, Session.title).where(Session.forum_id == forum.id, Session.id.in_(sorted(wanted)))
    order = (words.interface, *forum.languages)
    return {
        row.id: next((row.title[code] for code in order if row.title.get(code)), "")
        for row in connection.execute(query)
    }


def _mails(connection: Connection, forum_id: str, key: str) -> list[Any]:
    """What was written to them: kind, subject, state, when; never what stands in it, which lets its reader in."""
    columns = (Message.id, Message.kind, Message.subject, Message.state, Message.created_at, Message.sent_at)
    query = select(*columns, Message.error).where(Message.forum_id == forum_id, Message.person == key)
    return list(connection.execute(query.order_by(Message.created_at.desc(), Message.id).limit(MOST_MAILS)))
