"""Who comes, as the desk shows it: a page of fifty at a time, chosen by the filters that files have, in few queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, func, select

from forum_app import labels
from forum_app.database import Database
from forum_app.domain.draft_parts import RegistrationPlan
from forum_app.domain.seats import Seats
from forum_app.domain.times import in_zone
from forum_app.domain.vocabularies import Constituency, Mode, RegistrationStatus
from forum_app.i18n import Words
from forum_app.models.registrations import Registration, RegistrationSession
from forum_app.services.desk import DeskForum
from forum_app.services.registration_facts import Facts, facts_of
from forum_app.services.registration_lists import Asked, RegistrationList
from forum_app.services.registration_plan import Planned, plan_of, seats_of
from forum_app.services.registration_roles import role_held, role_words
from forum_app.services.waiting_list import lines_of

PAGE = 50
SORTS = ("name", "country", "mode", "delegation", "registered_at", "status", "queue")
# What is chosen from beside words and the state, by its name in addresses.
CHOSEN = ("country", "delegation", "constituency", "role", "mode", "session")


@dataclass(frozen=True)
class Wanted:
    """What the page asks for: words, a state, what is chosen of each of CHOSEN, more filters as typed, an order (of
    SORTS, "-" before it: backwards), a page from 1."""

    search: str = ""
    status: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    where: tuple[str, ...] = ()
    sort: str = "name"
    page: int = 1

    @property
    def filters(self) -> tuple[str, ...]:
        """The same as filters of a file."""
        found = [f"text={self.search}"] if self.search else []
        found += [f"{name}={value}" for name, value in self.chosen.items() if value]
        found += [f"status={self.status}"] if self.status else []
        return (*found, *self.where)

    @property
    def asked(self) -> Asked:
        return Asked(where=self.filters, sort=self.sort)


@dataclass(frozen=True)
class Line:
    """One registration as a row of the list."""

    id: str
    name: str
    under: str
    country: str
    mode: str
    delegation: str
    status: str
    tone: str
    when: str
    place: int  # on the waiting list of its way to come, from 1; 0 for who isn't on it


@dataclass(frozen=True)
class WaySeats:
    """The seats of one way to come: ``offered`` are among those that are taken."""

    mode: Mode
    seats: Seats
    offered: int


@dataclass(frozen=True)
class RegistrationPage:
    """``counts`` are states with how many there are of each under the other filters; ``choices`` what can be chosen."""

    lines: Sequence[Line]
    counts: Sequence[tuple[str, str, int]]
    choices: Mapping[str, Mapping[str, str]]
    everybody: int  # registered, in whatever state
    in_any_state: int  # that the other filters leave
    total: int
    page: int
    pages: int
    ways: Sequence[WaySeats]
    plan: RegistrationPlan


def keys_shown(database: Database, forum: DeskForum, words: Words, wanted: Wanted, most: int) -> list[str]:
    """The ids of all that the filters leave, on all pages, in their order, at most so many. Raises UnknownColumn."""
    language = words.interface if words.interface in forum.languages else ""
    with database.reading() as connection:
        listed = RegistrationList(connection, facts_of(connection, forum.id, language), wanted.asked)
        query = select(Registration.id).where(*listed.conditions).order_by(*listed.order).limit(most)
        return list(connection.execute(query).scalars())


def registration_page(database: Database, forum: DeskForum, words: Words, wanted: Wanted) -> RegistrationPage:
    """A page of those who registered, exactly those that a file with ``wanted.asked`` holds, in its order.

    Raises UnknownColumn for what can't be chosen.
    """
    language = words.interface if words.interface in forum.languages else ""
    with database.reading() as connection:
        facts = facts_of(connection, forum.id, language)
        listed = RegistrationList(connection, facts, wanted.asked)
        others = RegistrationList(connection, facts, replace(wanted, status="").asked)
        counted = select(Registration.status, func.count()).where(*others.conditions).group_by(Registration.status)
        numbers = {row[0]: row[1] for row in connection.execute(counted)}
        everybody = connection.execute(select(func.count()).where(Registration.forum_id == forum.id)).scalar_one()
        total = listed.count()
        pages = max(1, -(-total // PAGE))
        page = min(max(1, wanted.page), pages)
        query = select(Registration).where(*listed.conditions).order_by(*listed.order)
        rows = connection.execute(query.limit(PAGE).offset((page - 1) * PAGE)).all()
        choices = _choices(connection, facts, words)
        places = lines_of(connection, forum.id, [row.id for row in rows if row.status == RegistrationStatus.WAITING])
        planned = plan_of(connection, forum.id)
        ways = _ways(connection, planned)
    states = [
        (kind.value, labels.registration_status(words, kind), numbers[kind])
        for kind in RegistrationStatus
        if numbers.get(kind)
    ]
    lines = [_line(row, forum, facts, words, places.get(row.id, 0)) for row in rows]
    counts = (everybody, sum(numbers.values()), total, page, pages)
    return RegistrationPage(lines, states, choices, *counts, ways, planned.plan)


def _ways(connection: Connection, planned: Planned) -> list[WaySeats]:
    """The seats of each way to come that people can take or took, in person first."""
    seats, offered = seats_of(connection, planned), RegistrationStatus.OFFERED
    query = select(Registration.mode, func.count()).where(
        Registration.forum_id == planned.forum_id, Registration.status == offered
    )
    numbers = {row[0]: row[1] for row in connection.execute(query.group_by(Registration.mode))}
    return [WaySeats(mode, seats[mode], numbers.get(mode, 0)) for mode in Mode if mode in seats]


def _choices(connection: Connection, facts: Facts, words: Words) -> Mapping[str, Mapping[str, str]]:
    """What each filter offers; a filter that would offer one thing or none isn't there."""
    signed_up = set(
        connection.execute(
            select(RegistrationSession.member).where(RegistrationSession.forum_id == facts.forum_id).distinct()
        ).scalars()
    )
    roles = set(
        connection.execute(select(role_held()).where(Registration.forum_id == facts.forum_id).distinct()).scalars()
    )
    found: dict[str, Mapping[str, str]] = {
        "country": {code: words.country_name(code) for code in facts.countries},
        "delegation": facts.delegations,
        "constituency": {kind.value: labels.constituency(words, kind) for kind in Constituency},
        "role": {role: word for role, word in role_words(words).items() if role in roles},
        "mode": {mode.value: labels.mode(words, mode) for mode in Mode},
        "session": {key: title for key, title in facts.sessions.items() if key in signed_up},
    }
    return {name: values for name, values in found.items() if len(values) > 1}


def filter_values(database: Database, forum: DeskForum, words: Words) -> Mapping[str, Mapping[str, str]]:
    """What the keys of each filter are called."""
    with database.reading() as connection:
        language = words.interface if words.interface in forum.languages else ""
        facts = facts_of(connection, forum.id, language)
        states = {kind.value: labels.registration_status(words, kind) for kind in RegistrationStatus}
        return {**_choices(connection, facts, words), "status": states, "role": role_words(words)}


_TONES = {
    RegistrationStatus.CONFIRMED: "ok",
    RegistrationStatus.PENDING: "warn",
    RegistrationStatus.WAITING: "warn",
    RegistrationStatus.OFFERED: "chg",
    RegistrationStatus.DECLINED: "bad",
}


def _line(row: Any, forum: DeskForum, facts: Facts, words: Words, place: int) -> Line:
    return Line(
        id=row.id,
        name=row.name,
        under=words.listed((row.post, row.institution)),
        country=words.country_name(row.country) if row.country else "",
        mode=labels.mode(words, row.mode),
        delegation=facts.delegations.get(row.delegation, ""),
        status=labels.registration_status(words, row.status),
        tone=_TONES.get(row.status, ""),
        when=words.day(in_zone(row.registered_at, forum.zone).date(), weekday=False),
        place=place,
    )
