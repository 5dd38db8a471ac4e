"""Registrations as organisers write them: a new one with the seats that everybody is given, one changed, never over
what somebody else wrote meanwhile."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.deciding import Case, Step, decide
from forum_app.domain.errors import ForumError, NotFound
from forum_app.domain.registration_rules import is_address
from forum_app.domain.registrations import GONE, StatusChange
from forum_app.domain.registrations import Registration as Comer
from forum_app.domain.trees import digest, tree_of
from forum_app.domain.vocabularies import RegistrationSource, RegistrationStatus
from forum_app.models.registrations import Registration
from forum_app.services.audit import record
from forum_app.services.my_registration import WRITTEN, ChangedMeanwhile
from forum_app.services.outbox import cancel_place, may_write_to
from forum_app.services.personal_keys import forget_keys
from forum_app.services.registering import NoPlace, into_mode, sessions_must_be_free
from forum_app.services.registration_lists import ANSWER
from forum_app.services.registration_mail import RECEIPTS, News, RegistrationMails, registration_mails
from forum_app.services.registration_plan import plan_of, seats_of
from forum_app.services.registration_rows import (
    add_registration,
    change_registration,
    registered_with,
    registration_of,
)
from forum_app.services.waiting_list import admit, in_turn, next_queue

AT_DESK = (*WRITTEN, "honorific", "email", "phone", "notes", "consents")
# What the log tells of a registration that was changed, from what to what; of the rest only that it was.
_TOLD = ("name", "institution", "country", "mode", "delegation", "email")


class AddressTaken(ForumError):
    """Somebody else is registered with this address. ``key`` is their registration."""

    def __init__(self, key: str, name: str) -> None:
        self.key, self.name = key, name
        super().__init__("Somebody else is registered with this address.")


def seen_at_desk(registration: Comer) -> str:
    """A digest of all that the desk's form asks: what it was filled from."""
    tree = tree_of(registration)
    return digest([tree[name] for name in (*AT_DESK, "status")])


def register_at_desk(
    database: Database, config: Config, forum_id: str, comer: Comer, *, actor: str, tell: bool
) -> RegistrationStatus:
    """Registers somebody for an organiser, whether registration is open or not, once for the id that the form chose; what
    they are: confirmed where a seat is free and nobody waits, else on the waiting list.

    Raises NoPlace, SessionsFull, AddressTaken; then nothing is kept.
    """

    def job(connection: Connection) -> RegistrationStatus:
        known = connection.execute(select(Registration.forum_id).where(Registration.id == comer.id)).scalar()
        before = registration_of(connection, forum_id, comer.id) if known else None
        if before is not None:
            return before.status
        if known is not None:
            raise NotFound("This belongs to another forum.")
        _address_must_be_free(connection, forum_id, comer)
        sessions_must_be_free(connection, forum_id, comer.sessions)
        planned, now = plan_of(connection, forum_id), datetime.now(UTC)
        case = Case(comer.id, RegistrationStatus.PENDING, comer.mode)
        status = decide(Step.CONFIRM, planned.plan, seats_of(connection, planned), [case])[comer.id].status
        if status is None:
            raise NoPlace(comer.mode)
        comer.status, comer.registered_at, comer.source = status, now, RegistrationSource.ORGANISER
        comer.queue = next_queue(connection, forum_id) if status == RegistrationStatus.WAITING else None
        comer.changes = [StatusChange(status=status, at=now, by=actor)]
        add_registration(connection, forum_id, comer)
        record(connection, actor, "registration.added", forum_id, comer.name, None, _told(comer), thing=comer.id)
        if tell:
            registration_mails(connection, forum_id, config.base_url).tell(connection, comer, RECEIPTS[status])
        return status

    return in_turn(database, forum_id, job)


def change_at_desk(database: Database, config: Config, forum_id: str, wanted: Comer, base: str, *, actor: str) -> bool:
    """Keeps what an organiser wrote; whether anything was changed. ``base`` is the digest that the form was filled from.
    With another address every link that was sent is good for nothing, and a new one is mailed to it.

    Raises ChangedMeanwhile, NoPlace, SessionsFull, AddressTaken, NotFound; then nothing is changed.
    """

    def job(connection: Connection) -> bool:
        here = registration_of(connection, forum_id, wanted.id)
        if here is None:
            raise NotFound("There is no such registration.")
        if all(getattr(here, name) == getattr(wanted, name) for name in AT_DESK):
            return False
        if seen_at_desk(here) != base:
            raise ChangedMeanwhile(here)
        if here.status not in GONE:
            fresh = [key for key in wanted.sessions if key not in here.sessions]
            sessions_must_be_free(connection, forum_id, fresh, but=here.id)
        before, mode, moved_to = _told(here), here.mode, wanted.email != here.email
        _address_must_be_free(connection, forum_id, wanted)
        written = [name for name in AT_DESK if getattr(here, name) != getattr(wanted, name)]
        fields = [name for name in written if name != "answers"]
        fields += [f"{ANSWER}{key}" for key in sorted({*here.answers, *wanted.answers}) if here.answers.get(key) != wanted.answers.get(key)]  # fmt: skip
        for name in written:
            setattr(here, name, getattr(wanted, name))
        status, dropped = here.status, ""
        if here.mode != mode and here.status not in GONE:
            dropped = into_mode(connection, forum_id, here, actor)
        change_registration(connection, forum_id, here)
        _record(connection, actor, forum_id, here, before, fields)
        mails = registration_mails(connection, forum_id, config.base_url)
        if moved_to:
            _moved_to(connection, here, mails)
        if here.status != status:
            mails.tell(connection, here, News.ADMITTED, dropped=dropped)
        admit(connection, forum_id, config)
        return True

    return in_turn(database, forum_id, job)


def _moved_to(connection: Connection, here: Comer, mails: RegistrationMails) -> None:
    """No link opens the registration that went to the address before, nor does one go there that waits."""
    forget_keys(connection, registration=here.id)
    cancel_place(connection, here.id)
    mails.tell(connection, here, News.ADDRESS)


def send_link_again(database: Database, config: Config, forum_id: str, key: str, *, actor: str) -> bool:
    """Mails somebody a link to their registration, as they get it who ask for theirs: those that were sent stay good.
    Whether it is on its way: not where their address had as many such mails within the hour as it gets. Raises NotFound."""

    def job(connection: Connection) -> bool:
        here = registration_of(connection, forum_id, key)
        if here is None or not is_address(here.email):
            raise NotFound("Without an address no link can be sent.")
        if not may_write_to(connection, here.email):
            return False
        registration_mails(connection, forum_id, config.base_url).tell(connection, here, News.AGAIN)
        record(connection, actor, "registration.link-sent", forum_id, here.name, thing=here.id)
        return True

    return in_turn(database, forum_id, job)


def _record(
    connection: Connection, actor: str, forum_id: str, here: Comer, before: Mapping[str, object], written: list[str]
) -> None:
    """One entry: what is on lists from what to what, of all else only which fields."""
    after = _told(here)
    old: dict[str, object] = {name: value for name, value in before.items() if value != after[name]}
    new: dict[str, object] = {name: after[name] for name in old}
    if rest := [name for name in written if name not in old]:
        new["fields"] = rest
    record(connection, actor, "registration.changed", forum_id, here.name, old or None, new, thing=here.id)


def _told(here: Comer) -> dict[str, object]:
    tree = tree_of(here)
    return {name: tree.get(name) or "" for name in _TOLD}


def _address_must_be_free(connection: Connection, forum_id: str, comer: Comer) -> None:
    key = registered_with(connection, forum_id, comer.email)
    known = registration_of(connection, forum_id, key) if key and key != comer.id else None
    if known is not None:
        raise AddressTaken(known.id, known.name)
