"""The waiting list: seats that became free go to the next on it, in the order in which people joined, each once.

Everything here runs in a turn of the forum's registrations (``in_turn``), together with what made a seat free, so that
nobody is passed over and no seat is given twice. Offers are dated by the real clock; whether the forum is over, by the
programme's.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection, func, select

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.registrations import Registration as Comer
from forum_app.domain.registrations import StatusChange
from forum_app.domain.seats import modes_of
from forum_app.domain.texts import pick
from forum_app.domain.vocabularies import Mode, RegistrationStatus
from forum_app.models.forum import Forum
from forum_app.models.programme import Session
from forum_app.models.registrations import Registration
from forum_app.services.registration_mail import News, RegistrationMails, registration_mails
from forum_app.services.registration_plan import Planned, plan_of, seats_of, session_seats
from forum_app.services.registration_rows import change_registration, registration_of

Result = TypeVar("Result")
LIST, DEADLINE = "waiting list", "deadline"  # who changed a state where nobody did
WAITING, OFFERED = RegistrationStatus.WAITING, RegistrationStatus.OFFERED
# The order of the waiting list: as people joined it; those who came waiting in a file stand behind, in its order.
LINE = (Registration.queue.is_(None), Registration.queue, Registration.position)


def in_turn(database: Database, forum_id: str, job: Callable[[Connection], Result]) -> Result:
    """Runs a job in one transaction that no other job on the forum's registrations runs beside."""
    return database.in_turn(f"registrations:{forum_id}", job)


def in_both_turns(database: Database, forum_id: str, job: Callable[[Connection], Result]) -> Result:
    """The same of a job that changes the draft too: it runs beside no other that changes either."""
    return database.in_turn((forum_id, f"registrations:{forum_id}"), job)


def admit_waiting(database: Database, forum_id: str, config: Config) -> int:
    """Gives free seats to those who wait, as after a change of the forum's settings; how many were told."""
    return in_turn(database, forum_id, lambda connection: admit(connection, forum_id, config))


def sweep(database: Database, config: Config) -> int:
    """The same for every forum where somebody waits or was offered a seat, and ends offers whose time is over."""
    with database.reading() as connection:
        query = select(Registration.forum_id).where(Registration.status.in_((WAITING, OFFERED))).distinct()
        forums = connection.execute(query).scalars().all()
    return sum(admit_waiting(database, forum_id, config) for forum_id in forums)


def admit(connection: Connection, forum_id: str, config: Config) -> int:
    """Ends offers whose time is over, then gives what is free to the next on the list; how many were told of a seat."""
    planned, now = plan_of(connection, forum_id), datetime.now(UTC)
    mails = registration_mails(connection, forum_id, config.base_url)
    _end_offers(connection, planned, mails, now)
    if is_over(connection, forum_id, config.now()):
        return 0
    told = 0
    seats = seats_of(connection, planned)
    for mode in modes_of(planned.plan):
        free = seats[mode].waiting if seats[mode].left is None else min(seats[mode].left or 0, seats[mode].waiting)
        for key in next_in_line(connection, forum_id, mode, free):
            _give(connection, planned, mails, key, now)
            told += 1
    return told


def next_in_line(connection: Connection, forum_id: str, mode: Mode, most: int) -> list[str]:
    """The ids of those who are next on the list of a way to come, at most so many."""
    here = Registration
    query = select(here.id).where(here.forum_id == forum_id, here.status == WAITING, here.mode == mode)
    return list(connection.execute(query.order_by(*LINE).limit(most)).scalars()) if most > 0 else []


def lines_of(connection: Connection, forum_id: str, keys: Sequence[str]) -> dict[str, int]:
    """The places on the list of their way to come, from 1, of those of these registrations that wait."""
    if not keys:
        return {}
    here = Registration
    place = func.row_number().over(partition_by=here.mode, order_by=LINE).label("place")
    line = select(here.id, place).where(here.forum_id == forum_id, here.status == WAITING).subquery()
    found = connection.execute(select(line.c.id, line.c.place).where(line.c.id.in_(list(keys))))
    return {row.id: int(row.place) for row in found}


def next_queue(connection: Connection, forum_id: str) -> int:
    """The number of whoever joins the list now: above all that were ever given and are still here."""
    query = select(func.max(Registration.queue)).where(Registration.forum_id == forum_id)
    return int(connection.execute(query).scalar() or 0) + 1


def place_in_line(connection: Connection, forum_id: str, registration: Comer) -> int:
    """Which place on the list somebody has who waits, from 1."""
    return lines_of(connection, forum_id, [registration.id]).get(registration.id, 1)


def moved(registration: Comer, status: RegistrationStatus, by: str, *, queue: int | None = None) -> None:
    """Puts a registration into another state and notes who did it, when."""
    registration.status, registration.queue, registration.offer_until = status, queue, None
    registration.changes = [*registration.changes, StatusChange(status=status, at=datetime.now(UTC), by=by)]


def has_lapsed(registration: Comer) -> bool:
    """Whether an offer is over that nobody has ended yet."""
    until = registration.offer_until
    return registration.status == OFFERED and until is not None and until <= datetime.now(UTC)


def without_full(connection: Connection, planned: Planned, registration: Comer) -> str:
    """Takes sessions that are full by now out of what somebody chose; their titles, in that person's language."""
    left = session_seats(connection, planned.forum_id, but=registration.id)
    full = [key for key in registration.sessions if left.get(key) == 0]
    if not full:
        return ""
    registration.sessions = [key for key in registration.sessions if key not in full]
    titles = connection.execute(select(Session.title).where(Session.id.in_(full))).scalars()
    return ", ".join(f"“{pick(title, registration.language, planned.languages)}”" for title in titles)


def _give(connection: Connection, planned: Planned, mails: RegistrationMails, key: str, now: datetime) -> None:
    """One seat to one person: theirs at once, or offered for a while."""
    registration = registration_of(connection, planned.forum_id, key)
    assert registration is not None
    dropped = without_full(connection, planned, registration)
    hours, queue = planned.plan.offer_hours, registration.queue
    if hours:
        moved(registration, OFFERED, LIST, queue=queue)
        registration.offer_until = now + timedelta(hours=hours)
    else:
        moved(registration, RegistrationStatus.CONFIRMED, LIST)
    change_registration(connection, planned.forum_id, registration)
    news = News.OFFERED if hours else News.ADMITTED
    mails.tell(connection, registration, news, dropped=dropped)


def _end_offers(connection: Connection, planned: Planned, mails: RegistrationMails, now: datetime) -> None:
    here = Registration
    query = select(here.id).where(here.forum_id == planned.forum_id, here.status == OFFERED, here.offer_until <= now)
    for key in connection.execute(query.order_by(here.queue)).scalars().all():
        registration = registration_of(connection, planned.forum_id, key)
        assert registration is not None
        moved(registration, RegistrationStatus.CANCELLED, DEADLINE)
        registration.sessions = []
        change_registration(connection, planned.forum_id, registration)
        mails.tell(connection, registration, News.LAPSED)


def is_over(connection: Connection, forum_id: str, now: datetime) -> bool:
    """Whether the forum ended before today: then a seat is of no use to anybody."""
    last_day = connection.execute(select(Forum.last_day).where(Forum.id == forum_id)).scalar_one()
    return last_day < now.date() - timedelta(days=1)
