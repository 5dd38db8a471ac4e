"""What somebody does with their own registration: read it, change it, cancel it, answer an offer, take or erase the data."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.errors import ForumError, NotFound
from forum_app.domain.registrations import GONE
from forum_app.domain.registrations import Registration as Comer
from forum_app.domain.trees import digest, tree_of
from forum_app.domain.vocabularies import RegistrationStatus
from forum_app.services.audit import record
from forum_app.services.erasing import erase_person
from forum_app.services.erasure_subjects import subject_of
from forum_app.services.outbox import cancel_place
from forum_app.services.personal_keys import replace_keys
from forum_app.services.persons_data import data_of
from forum_app.services.registering import REGISTRANT, into_mode, sessions_must_be_free
from forum_app.services.registration_mail import News, registration_mails
from forum_app.services.registration_plan import plan_of
from forum_app.services.registration_rows import change_registration, registration_of
from forum_app.services.waiting_list import admit, has_lapsed, in_turn, moved, place_in_line

# What the registrant writes; the rest is the desk's.
WRITTEN = (
    "given_name", "family_name", "name", "post", "institution", "constituency", "country", "gender", "language", "mode",
    "delegation", "sessions", "answers", "access_needs", "dietary_needs",
)  # fmt: skip


class ChangedMeanwhile(ForumError):
    """The registration isn't what the form was filled from; nothing was changed. ``now`` is what it is."""

    def __init__(self, now: Comer) -> None:
        self.now = now
        super().__init__("The registration was changed meanwhile.")


class InProgramme(ForumError):
    """Whoever is in the programme can't be erased in one press: the organisers have to see to it."""


class OfferOver(ForumError):
    """There is no offer (any more) that could be answered."""


@dataclass(frozen=True)
class Mine:
    """A registration as its owner sees it. ``place`` on the waiting list from 1, 0 for who isn't on it; a place that
    becomes free is offered to who waits for ``offer_hours``, with none it is theirs at once."""

    registration: Comer
    place: int
    offer_hours: int


def mine_of(connection: Connection, forum_id: str, key: str) -> Mine:
    """Somebody's own registration; raises NotFound."""
    found = _here(connection, forum_id, key)
    if found.status != RegistrationStatus.WAITING:
        return Mine(found, 0, 0)
    hours = plan_of(connection, forum_id).plan.offer_hours
    return Mine(found, place_in_line(connection, forum_id, found), hours)


def seen(registration: Comer) -> str:
    """A digest of all that its owner can change: what a form was filled from."""
    tree = tree_of(registration)
    return digest([tree[name] for name in (*WRITTEN, "status")])


def change_mine(database: Database, config: Config, forum_id: str, wanted: Comer, base: str) -> None:
    """Keeps what somebody wrote anew; ``base`` is the digest that their form was filled from. Into another way to come
    only where it has a seat, or a waiting list for whoever waits already. The same sent again changes nothing.

    Raises ChangedMeanwhile, NoPlace, SessionsFull, NotFound; then nothing is changed.
    """

    def job(connection: Connection) -> None:
        here = _here(connection, forum_id, wanted.id)
        if seen(here) != base:
            if seen(here) == seen(wanted):
                return
            raise ChangedMeanwhile(here)
        if here.status in GONE:
            raise NotFound("This registration is cancelled.")
        mode, status = here.mode, here.status
        fresh = [key for key in wanted.sessions if key not in here.sessions]
        sessions_must_be_free(connection, forum_id, fresh, but=here.id)
        for name in (*WRITTEN, "consents"):
            setattr(here, name, getattr(wanted, name))
        dropped = into_mode(connection, forum_id, here, REGISTRANT) if here.mode != mode else ""
        change_registration(connection, forum_id, here)
        if here.status != status:
            mails = registration_mails(connection, forum_id, config.base_url)
            mails.tell(connection, here, News.ADMITTED, dropped=dropped)
        record(connection, REGISTRANT, "registration.changed", forum_id, thing=here.id)
        admit(connection, forum_id, config)

    in_turn(database, forum_id, job)


def cancel_mine(database: Database, config: Config, forum_id: str, key: str) -> None:
    """Gives up a registration, once however often it is asked; the seat goes to the next on the list."""

    def job(connection: Connection) -> None:
        here = _here(connection, forum_id, key)
        if here.status in GONE:
            return
        _cancel(connection, config, forum_id, here)

    in_turn(database, forum_id, job)


def _cancel(connection: Connection, config: Config, forum_id: str, here: Comer) -> None:
    moved(here, RegistrationStatus.CANCELLED, REGISTRANT)
    here.sessions = []
    change_registration(connection, forum_id, here)
    record(connection, REGISTRANT, "registration.cancelled", forum_id, thing=here.id)
    mails = registration_mails(connection, forum_id, config.base_url)
    mails.tell(connection, here, News.CANCELLED)
    admit(connection, forum_id, config)


def answer_offer(database: Database, config: Config, forum_id: str, key: str, *, takes: bool) -> None:
    """Takes a seat that was offered, or leaves it to the next; a second press of the same changes nothing. Raises
    OfferOver."""

    def job(connection: Connection) -> None:
        here = _here(connection, forum_id, key)
        if here.status == RegistrationStatus.CONFIRMED and takes:
            return
        if here.status in GONE and not takes:
            return
        if here.status != RegistrationStatus.OFFERED or has_lapsed(here):
            raise OfferOver("The time in which you could take the place is over.")
        if not takes:
            _cancel(connection, config, forum_id, here)
            return
        moved(here, RegistrationStatus.CONFIRMED, REGISTRANT)
        cancel_place(connection, here.id)
        change_registration(connection, forum_id, here)
        record(connection, REGISTRANT, "registration.confirmed", forum_id, thing=here.id)

    in_turn(database, forum_id, job)


def my_data(database: Database, forum_id: str, key: str) -> bytes:
    """Everything that is kept of whoever registered, as JSON; that it was taken is logged."""

    def job(connection: Connection) -> bytes:
        subject = subject_of(connection, forum_id, key)
        record(connection, REGISTRANT, "person.exported", forum_id, "", thing=key)
        return data_of(connection, subject)

    return database.write(job)


def erase_me(database: Database, config: Config, instance: Path, forum_id: str, key: str) -> None:
    """Erases somebody who registered, at once; their seat goes to the next. Raises InProgramme for those who are in the
    programme too."""
    with database.reading() as connection:
        if subject_of(connection, forum_id, key).people:
            raise InProgramme("You are in the programme of this forum.")
    who: dict[str, Any] = {"actor": REGISTRANT, "base_url": config.base_url, "now": config.now()}
    erase_person(database, instance, forum_id, key, **who)
    in_turn(database, forum_id, lambda connection: admit(connection, forum_id, config))


def replace_my_link(database: Database, config: Config, forum_id: str, key: str) -> None:
    """Makes every link to a registration useless and mails a new one."""

    def job(connection: Connection) -> None:
        here = _here(connection, forum_id, key)
        replace_keys(connection, forum_id, here.email, registration=key)
        registration_mails(connection, forum_id, config.base_url).tell(connection, here, News.LINK)
        record(connection, REGISTRANT, "registration.link-replaced", forum_id, thing=key)

    in_turn(database, forum_id, job)


def _here(connection: Connection, forum_id: str, key: str) -> Comer:
    found = registration_of(connection, forum_id, key)
    if found is None:
        raise NotFound("There is no such registration.")
    return found
