"""Somebody registers: a seat, a place on the waiting list, or neither, decided in the order in which it is kept.

What a stranger is answered never tells whether an address is registered: whoever types a known one is told what a new
one would be, and its owner gets a mail.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.errors import ForumError, TooManyAttempts
from forum_app.domain.identity import new_id
from forum_app.domain.registration_rules import UnfitAddress, address_of, email_of, same_address
from forum_app.domain.registrations import Registration as Comer
from forum_app.domain.registrations import StatusChange
from forum_app.domain.seats import Opening, Seats, limit_of, opening_of, status_for
from forum_app.domain.vocabularies import Mode, RegistrationStatus
from forum_app.models.registrations import SentForm
from forum_app.services.attempts import WINDOW, count, how_many
from forum_app.services.credentials import hashed
from forum_app.services.outbox import may_write_to, next_turn
from forum_app.services.registration_mail import RECEIPTS, News, RegistrationMails, registration_mails
from forum_app.services.registration_plan import Planned, plan_of, seats_of, session_seats
from forum_app.services.registration_rows import (
    add_registration,
    change_registration,
    registered_with,
    registration_of,
)
from forum_app.services.waiting_list import has_lapsed, in_turn, moved, next_queue, without_full

REGISTRANT = "registrant"
KEPT = timedelta(days=1)  # what was typed into a form that was sent
MOST_REPEATS = 20  # of addresses that are registered, from one network in a quarter of an hour; times its share


class NotOpen(ForumError):
    """Registration isn't open now. ``opening`` says why."""

    def __init__(self, opening: Opening) -> None:
        self.opening = opening
        super().__init__("Registration isn't open.")


class SentForAnother(ForumError):
    """The form was sent already, for the address ``email``. Nothing was kept of this time."""

    def __init__(self, email: str) -> None:
        self.email = email
        super().__init__("This form was sent already, for another address.")


class NoPlace(ForumError):
    """No seat is left in this way to come, and there is no waiting list. Nothing was kept."""

    def __init__(self, mode: Mode) -> None:
        self.mode = mode
        super().__init__("No place is left.")


class SessionsFull(ForumError):
    """Sessions that were chosen are full by now. Nothing was kept."""

    def __init__(self, sessions: list[str]) -> None:
        self.sessions = sessions
        super().__init__("Sessions that were chosen are full by now.")


def sessions_must_be_free(connection: Connection, forum_id: str, sessions: Sequence[str], *, but: str = "") -> None:
    """Raises SessionsFull where one of these has no seat left; the seats of the registration ``but`` are not counted."""
    left = session_seats(connection, forum_id, but=but) if sessions else {}
    if full := [key for key in sessions if left.get(key, 0) == 0]:
        raise SessionsFull(full)


@dataclass(frozen=True)
class Sender:
    """Whose form it is: the key that its page chose, and the network that it comes from, with how many failures that
    may have."""

    form: str
    network: str
    most_of_network: int


def register(database: Database, config: Config, forum_id: str, comer: Comer, sender: Sender) -> RegistrationStatus:
    """Registers somebody, once however often the form is sent; what they are told they are.

    Raises NotOpen, NoPlace, SessionsFull or SentForAnother; then nothing is kept.
    """
    return in_turn(
        database, forum_id, lambda connection: _Registering(connection, config, forum_id, comer, sender).done()
    )


class _Registering:
    def __init__(self, connection: Connection, config: Config, forum_id: str, comer: Comer, sender: Sender) -> None:
        self.connection, self.config, self.forum_id = connection, config, forum_id
        self.comer, self.sender = comer, sender

    def done(self) -> RegistrationStatus:
        before = sent_before(self.connection, self.forum_id, self.sender.form)
        if before is not None and not same_address(before.email, self.comer.email):
            raise SentForAnother(before.email)
        if before is not None:
            return before.status
        planned = plan_of(self.connection, self.forum_id)
        opening = opening_of(planned.plan, planned.zone, self.config.now())
        if opening != Opening.OPEN:
            raise NotOpen(opening)
        status = self._status(planned)
        known = self._known()
        mails = registration_mails(self.connection, self.forum_id, self.config.base_url)
        if known is not None and known.status != RegistrationStatus.CANCELLED:
            self._tell_owner(known, mails)
            self._keep_form(status, None)
            return status
        self._keep(planned, status, known)
        # Where strangers had many mails sent there within the hour, this one goes later: nobody can be kept from theirs.
        later = next_turn(self.connection, self.comer.email, datetime.now(UTC))
        mails.tell(self.connection, self.comer, RECEIPTS[status], not_before=later)
        self._keep_form(status, self.comer.id)
        return status

    def _status(self, planned: Planned) -> RegistrationStatus:
        seats = seats_of(self.connection, planned).get(self.comer.mode)
        status = status_for(planned.plan, seats) if seats is not None else None
        if status is None:
            raise NoPlace(self.comer.mode)
        sessions_must_be_free(self.connection, self.forum_id, self.comer.sessions)
        return status

    def _known(self) -> Comer | None:
        key = registered_with(self.connection, self.forum_id, self.comer.email)
        return registration_of(self.connection, self.forum_id, key) if key else None

    def _keep(self, planned: Planned, status: RegistrationStatus, known: Comer | None) -> None:
        """Adds the registration; one that was cancelled begins anew, as the same one with a new place in all orders."""
        comer, now = self.comer, datetime.now(UTC)
        comer.status, comer.registered_at = status, now
        comer.queue = next_queue(self.connection, self.forum_id) if status == RegistrationStatus.WAITING else None
        change = StatusChange(status=status, at=now, by=REGISTRANT)
        if known is None:
            comer.id, comer.changes = new_id(), [change]
            add_registration(self.connection, self.forum_id, comer)
            return
        comer.changes = [change]
        begin_anew(comer, known)
        change_registration(self.connection, self.forum_id, comer)

    def _tell_owner(self, known: Comer, mails: RegistrationMails) -> None:
        """A mail to whom the address belongs. Whoever tries many addresses has no more of them written to, and is answered
        as before: an answer that changed would say which of them are known."""
        key = f"registering:{hashed(self.sender.network)[:40]}"
        are_many = how_many(self.connection, key, WINDOW) >= max(MOST_REPEATS, self.sender.most_of_network)
        count(self.connection, [key])
        if are_many or not may_write_to(self.connection, known.email):
            mails.rehearse(self.connection, known.email)
            return
        mails.tell(self.connection, known, News.KNOWN)

    def _keep_form(self, status: RegistrationStatus, registration: str | None) -> None:
        now = datetime.now(UTC)
        self.connection.execute(delete(SentForm).where(SentForm.at < now - KEPT))
        values = {"forum_id": self.forum_id, "registration": registration, "email": self.comer.email, "status": status}
        self.connection.execute(insert(SentForm).values(key=hashed(self.sender.form), at=now, **values))


def begin_anew(comer: Comer, known: Comer) -> None:
    """Makes somebody who comes again after they cancelled the same one, with what only the organisers wrote, all that they
    ever agreed to, and what became of them before."""
    for name in ("id", "code", "person", "origin", "check_ins", "honorific", "phone", "letter", "notes"):
        setattr(comer, name, getattr(comer, name) or getattr(known, name))
    comer.id, comer.code = known.id, known.code
    comer.consents = [*known.consents, *comer.consents]
    comer.changes = [*known.changes, *comer.changes]


def into_mode(connection: Connection, forum_id: str, here: Comer, by: str) -> str:
    """Another way to come, which ``here`` has already: who had a seat needs one there, who waits goes to the end of its
    list or gets one at once, but no seat in sessions that are full by now, whose titles this gives back. An offer whose
    time is over is as it was. Raises NoPlace."""
    planned = plan_of(connection, forum_id)
    seats = seats_of(connection, planned).get(here.mode) or Seats(limit_of(planned.plan, here.mode), 0, 0)
    if here.status == RegistrationStatus.PENDING or has_lapsed(here):
        return ""
    status = status_for(planned.plan, seats)
    if seats.is_free:
        if here.status == RegistrationStatus.CONFIRMED:
            return ""
        dropped = without_full(connection, planned, here)
        moved(here, RegistrationStatus.CONFIRMED, by)
        return dropped
    if here.status == RegistrationStatus.WAITING and status is not None:
        here.queue = next_queue(connection, forum_id)
        return ""
    raise NoPlace(here.mode)


@dataclass(frozen=True)
class Sent:
    """A form that was sent of late: the address that was typed, and what was answered."""

    email: str
    status: RegistrationStatus


def sent_before(connection: Connection, forum_id: str, form: str) -> Sent | None:
    """What a form was answered when it was sent; None where it wasn't, or long ago."""
    query = select(SentForm.email, SentForm.status).where(
        SentForm.key == hashed(form), SentForm.forum_id == forum_id, SentForm.at > datetime.now(UTC) - KEPT
    )
    row = connection.execute(query).first()
    return Sent(row.email, row.status) if row else None


def send_link(database: Database, config: Config, forum_id: str, email: str, sender: Sender) -> None:
    """Mails the link of a registration to its address, where there is one; says nothing either way. Raises
    TooManyAttempts."""
    try:
        address_of(email)
    except UnfitAddress:
        return

    def job(connection: Connection) -> None:
        asked = f"link:{hashed(sender.network)[:40]}"
        if how_many(connection, asked, WINDOW) >= max(MOST_REPEATS, sender.most_of_network):
            raise TooManyAttempts("Too many links were asked for from your network. Wait a quarter of an hour.")
        count(connection, [asked])
        key = registered_with(connection, forum_id, email)
        registration = registration_of(connection, forum_id, key) if key else None
        mails = registration_mails(connection, forum_id, config.base_url)
        if may_write_to(connection, email_of(email)) and registration is not None:
            mails.tell(connection, registration, News.LINK)
        else:
            mails.rehearse(connection, email_of(email))

    in_turn(database, forum_id, job)
