"""What a forum asks of those who register, and what is left of its seats, as it stands now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from forum_app.domain.draft_parts import RegistrationPlan
from forum_app.domain.errors import NotFound
from forum_app.domain.registrations import COMING, Delegation, Question
from forum_app.domain.seats import HOLDING, Seats, limit_of, modes_of
from forum_app.domain.vocabularies import Mode, RegistrationStatus
from forum_app.models.forum import Forum
from forum_app.models.registrations import Registration, RegistrationSession
from forum_app.services.draft_rows import fitting, table


@dataclass(frozen=True)
class Planned:
    """A forum's plan for registration with what it needs of the forum."""

    forum_id: str
    zone: str
    languages: list[str]
    plan: RegistrationPlan


def plan_of(connection: Connection, forum_id: str) -> Planned:
    """How people register for a forum, as its settings say now. Raises NotFound."""
    columns = (Forum.id, Forum.zone, Forum.languages, Forum.registration)
    row = connection.execute(select(*columns).where(Forum.id == forum_id)).first()
    if row is None:
        raise NotFound("There is no such forum.")
    plan = msgspec.convert(fitting(row.registration or {}, RegistrationPlan), RegistrationPlan)
    return Planned(row.id, row.zone, row.languages, plan)


def seats_of(connection: Connection, planned: Planned) -> dict[Mode, Seats]:
    """The seats of each way to come, in one query."""
    counted = (
        select(Registration.mode, Registration.status, func.count())
        .where(Registration.forum_id == planned.forum_id)
        .where(Registration.status.in_((*HOLDING, RegistrationStatus.WAITING)))
        .group_by(Registration.mode, Registration.status)
    )
    numbers: dict[Mode, dict[RegistrationStatus, int]] = defaultdict(dict)
    for mode, status, number in connection.execute(counted):
        numbers[mode][status] = number
    found = {}
    for mode in {*modes_of(planned.plan), *numbers}:
        taken = sum(numbers[mode].get(status, 0) for status in HOLDING)
        waiting = numbers[mode].get(RegistrationStatus.WAITING, 0)
        found[mode] = Seats(limit_of(planned.plan, mode), taken, waiting)
    return found


def questions_of(connection: Connection, forum_id: str) -> list[Question]:
    """What the forum asks beside what all forums ask, in its order."""
    return [msgspec.convert(fitting(row, Question), Question) for row in _ordered(connection, "question", forum_id)]


def delegations_of(connection: Connection, forum_id: str) -> list[Delegation]:
    """The delegations that one can belong to, in their order."""
    rows = _ordered(connection, "delegation", forum_id)
    return [msgspec.convert(fitting(row, Delegation), Delegation) for row in rows]


def session_seats(connection: Connection, forum_id: str, *, but: str = "") -> dict[str, int | None]:
    """How many seats each session that one signs up for has left (None: no limit); those that ``but`` holds are free."""
    here = table("session")
    query = select(here.c.id, here.c.capacity).where(here.c.forum_id == forum_id, here.c.sign_up.is_(True))
    limits = {row.id: row.capacity for row in connection.execute(query.order_by(here.c.start, here.c.position))}
    taken = taken_in(connection, limits, but=but)
    return {key: None if limit is None else max(0, limit - taken.get(key, 0)) for key, limit in limits.items()}


def taken_in(connection: Connection, sessions: Iterable[str], *, but: str = "") -> dict[str, int]:
    """How many of those who may come signed up for each of these sessions; who waits for a seat holds none."""
    signed = RegistrationSession
    query = (
        select(signed.member, func.count())
        .join(Registration, Registration.id == signed.parent)
        .where(signed.member.in_(list(sessions)), Registration.status.in_(COMING), Registration.id != but)
        .group_by(signed.member)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _ordered(connection: Connection, name: str, forum_id: str) -> list[dict[str, Any]]:
    here = table(name)
    query = select(here).where(here.c.forum_id == forum_id).order_by(here.c.position)
    return [dict(row._mapping) for row in connection.execute(query)]
