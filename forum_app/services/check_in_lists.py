"""Who is at the door: counts, a bounded list that words narrow, and the version by which other desks see a change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select
from sqlalchemy import case as when

from forum_app.database import Database
from forum_app.domain.check_ins import Spot
from forum_app.domain.errors import NotFound
from forum_app.domain.identity import looks_like_id
from forum_app.domain.texts import Text, folded
from forum_app.domain.times import conference_day
from forum_app.domain.vocabularies import Mode, RegistrationStatus, RoleKind, RoleState, SessionKind, SessionStatus
from forum_app.models.forum import Forum
from forum_app.models.people import Role
from forum_app.models.programme import Session
from forum_app.models.publishing import AuditEntry
from forum_app.models.registrations import CheckIn, Registration, RegistrationSession
from forum_app.services.desk import DeskForum

MOST = 50  # people on the page
MOST_WORDS = 20
SHOWS = ("all", "missing", "speakers")
_SHOWN = (
    Registration.id,
    Registration.name,
    Registration.given_name,
    Registration.family_name,
    Registration.institution,
    Registration.country,
    Registration.status,
    Registration.mode,
    Registration.person,
)
BY_WEIGHT = (RoleKind.MODERATOR, RoleKind.SPEAKER, RoleKind.PANELLIST, RoleKind.RAPPORTEUR)


@dataclass(frozen=True)
class Slot:
    """A session of the day: wall times in the forum's zone."""

    id: str
    title: Text
    start: datetime
    end: datetime
    sign_up: bool
    seats: int | None


@dataclass(frozen=True)
class Door:
    """Where people come in: a spot, with the session it is of, and the sessions of its day to choose from."""

    spot: Spot
    slot: Slot | None
    slots: Sequence[Slot]


@dataclass(frozen=True)
class Shown:
    """Which part of a list: at a door, of SHOWS, with words that all have to be there."""

    door: Door
    show: str = "all"
    words: str = ""


@dataclass(frozen=True)
class Counts:
    """Of those who are expected at a door or came to it."""

    expected: int
    here: int
    speakers: int


@dataclass(frozen=True)
class Comer:
    """One of the list; ``at`` when they came, ``role`` the first of what they are in the programme."""

    row: Any
    at: datetime | None
    role: RoleKind | None


def day_starts_at(database: Database, forum_id: str) -> time:
    """The hour at which a forum's days begin."""
    with database.reading() as connection:
        return connection.execute(select(Forum.day_starts_at).where(Forum.id == forum_id)).scalar_one()


def door_of(database: Database, forum: DeskForum, starts: time, day: date, session: str = "") -> Door:
    """The door of a day, or of one session with a time. Raises NotFound for what isn't this forum's."""
    if not forum.first_day <= day <= forum.last_day:
        raise NotFound("The forum isn't on that day.")
    with database.reading() as connection:
        if session:
            here = (
                connection.execute(_slots(forum.id).where(Session.id == session)).first()
                if looks_like_id(session)
                else None
            )
            if here is None or here.start is None:
                raise NotFound("There is no such session in this forum's programme.")
            day = conference_day(here.start, starts)
        begins = datetime.combine(day, starts)
        rows = connection.execute(
            _slots(forum.id)
            .where(Session.start >= begins, Session.start < begins + timedelta(days=1))
            .order_by(Session.start, Session.position)
        ).all()
    slots = [_slot(row) for row in rows if row.kind != SessionKind.BREAK or row.id == session]
    return Door(Spot(day, session or None), next((each for each in slots if each.id == session), None), slots)


def _slots(forum_id: str) -> Any:
    columns = (
        Session.id,
        Session.title,
        Session.start,
        Session.minutes,
        Session.sign_up,
        Session.capacity,
        Session.kind,
    )
    return select(*columns).where(Session.forum_id == forum_id, Session.status != SessionStatus.CANCELLED)


def _slot(row: Any) -> Slot:
    return Slot(
        row.id, row.title, row.start, row.start + timedelta(minutes=row.minutes or 0), row.sign_up, row.capacity
    )


def version_of(database: Database, forum_id: str) -> str:
    """What differs once anything was done at the forum's doors or desk, somebody registered, or the waiting list moved."""
    last = select(AuditEntry.id).where(AuditEntry.forum_id == forum_id).order_by(AuditEntry.id.desc()).limit(1)
    here = Registration
    states = select(here.status, func.count()).where(here.forum_id == forum_id).group_by(here.status)
    with database.reading() as connection:
        counts = sorted((state.value, number) for state, number in connection.execute(states))
        return "-".join(
            [str(connection.execute(last).scalar() or 0), *(f"{state}{number}" for state, number in counts)]
        )


@dataclass(frozen=True)
class Listed:
    """A part of a door's list: its first MOST ``people`` by name of ``total``, and the counts of the door."""

    counts: Counts
    people: Sequence[Comer]
    total: int


def list_at(database: Database, forum_id: str, shown: Shown) -> Listed:
    """The part of a list that is asked for; at most four queries, whatever its size."""
    with database.reading() as connection:
        counts = _counts(connection, forum_id, shown.door)
        return Listed(counts, *_people(connection, forum_id, shown, counts))


def _counts(connection: Connection, forum_id: str, door: Door) -> Counts:
    """How many are expected at a door, how many of them came, how many have a part in the programme."""
    query = (
        select(
            func.count(),
            func.count(CheckIn.parent),
            func.count(when((Registration.person.in_(_in_programme(forum_id)), Registration.id))),
        )
        .select_from(Registration)
        .outerjoin(CheckIn, _came(door))
        .where(Registration.forum_id == forum_id, _expected(door))
    )
    return Counts(*connection.execute(query).one())


def _people(connection: Connection, forum_id: str, shown: Shown, counts: Counts) -> tuple[Sequence[Comer], int]:
    """The first MOST of a list by name, and how many it has; without words the counts say that."""
    name: Any = Registration.sorted_by  # by code point on every database
    name = name.collate("C") if connection.dialect.name == "postgresql" else name
    query = of_list(forum_id, shown, *_SHOWN, CheckIn.at.label("came_at"))
    rows = connection.execute(query.order_by(name, Registration.id).limit(MOST)).all()
    total = {"missing": counts.expected - counts.here, "speakers": counts.speakers}.get(shown.show, counts.expected)
    if shown.words:
        total = connection.execute(of_list(forum_id, shown, func.count())).scalar_one()
    roles = _roles(connection, [row.person for row in rows if row.person])
    return [Comer(row, row.came_at, roles.get(row.person)) for row in rows], total


def of_list(forum_id: str, shown: Shown, *columns: Any) -> Select[Any]:
    """Everybody in a list. Words look among all who ever registered, so that nobody is turned away unseen; without words
    it holds those who are expected."""
    words = folded(shown.words).split()[:MOST_WORDS]
    query = select(*columns).select_from(Registration).outerjoin(CheckIn, _came(shown.door))
    query = query.where(Registration.forum_id == forum_id)
    query = query.where(*(Registration.searched.contains(word, autoescape=True) for word in words))
    if not words:
        query = query.where(_expected(shown.door))
    if shown.show == "missing":
        query = query.where(CheckIn.parent.is_(None))
    if shown.show == "speakers":
        query = query.where(Registration.person.in_(_in_programme(forum_id)))
    return query


def _roles(connection: Connection, people: Sequence[str]) -> Mapping[str, RoleKind]:
    """What each of these is in the programme; of several parts the first of BY_WEIGHT."""
    query = select(Role.person, Role.role).where(Role.person.in_(people), *_parts()).distinct()
    weight = {kind: number for number, kind in enumerate(BY_WEIGHT)}
    found: dict[str, RoleKind] = {}
    rows = connection.execute(query).all() if people else ()
    for person, kind in sorted(rows, key=lambda row: weight.get(row[1], len(weight))):
        found.setdefault(person, kind)
    return found


def _parts() -> tuple[ColumnElement[bool], ...]:
    return (Role.state != RoleState.DECLINED, or_(Role.session_id.is_not(None), Role.talk_id.is_not(None)))


def _in_programme(forum_id: str) -> Any:
    return select(Role.person).where(Role.forum_id == forum_id, *_parts())


def _came(door: Door) -> ColumnElement[bool]:
    return and_(CheckIn.parent == Registration.id, CheckIn.spot == door.spot.key)


def _expected(door: Door) -> ColumnElement[bool]:
    """Who is confirmed and comes in person, and signed up where a session wants that; and whoever came all the same
    (a query that joins who came)."""
    coming = [Registration.status == RegistrationStatus.CONFIRMED, Registration.mode == Mode.IN_PERSON]
    if door.slot is not None and door.slot.sign_up:
        signed = select(RegistrationSession.parent).where(RegistrationSession.member == door.slot.id)
        coming.append(Registration.id.in_(signed))
    return or_(and_(*coming), CheckIn.parent.is_not(None))
