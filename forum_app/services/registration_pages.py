"""Who comes, as the desk shows it: a page of fifty at a time, searched and by state, in four queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from forum_app import labels
from forum_app.database import Database
from forum_app.domain.texts import folded
from forum_app.domain.times import in_zone
from forum_app.domain.vocabularies import RegistrationStatus
from forum_app.i18n import Words
from forum_app.models.registrations import Delegation, Registration
from forum_app.services.desk import DeskForum

PAGE = 50
SORTS = {"name": Registration.sorted_by, "when": Registration.registered_at, "country": Registration.country}


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


@dataclass(frozen=True)
class RegistrationPage:
    lines: Sequence[Line]
    counts: Sequence[tuple[str, str, int]]
    everybody: int
    total: int
    page: int
    pages: int


def registration_page(
    database: Database, forum: DeskForum, words: Words, *, search: str, status: str, sort: str, page: int
) -> RegistrationPage:
    """A page of those who registered. ``sort`` is one of SORTS, "-" before it: backwards."""
    where: list[Any] = [Registration.forum_id == forum.id]
    where += [Registration.status == status] if status in set(RegistrationStatus) else []
    where += [Registration.searched.contains(term, autoescape=True) for term in folded(search).split()]
    order = SORTS.get(sort.removeprefix("-"), Registration.sorted_by)
    with database.reading() as connection:
        counted = connection.execute(
            select(Registration.status, func.count())
            .where(Registration.forum_id == forum.id)
            .group_by(Registration.status)
        ).all()
        total = connection.execute(select(func.count()).select_from(Registration).where(*where)).scalar_one()
        pages = max(1, -(-total // PAGE))
        page = min(max(1, page), pages)
        query = select(Registration, Delegation.name.label("delegation_name")).outerjoin(
            Delegation, Delegation.id == Registration.delegation
        )
        ordered = query.where(*where).order_by(order.desc() if sort.startswith("-") else order, Registration.id)
        rows = connection.execute(ordered.limit(PAGE).offset((page - 1) * PAGE)).all()
    numbers = {row[0]: row[1] for row in counted}
    counts = [
        (kind.value, labels.registration_status(words, kind), numbers[kind])
        for kind in RegistrationStatus
        if numbers.get(kind)
    ]
    return RegistrationPage(
        [_line(row, forum, words) for row in rows], counts, sum(numbers.values()), total, page, pages
    )


_TONES = {
    RegistrationStatus.CONFIRMED: "ok",
    RegistrationStatus.PENDING: "warn",
    RegistrationStatus.WAITING: "warn",
    RegistrationStatus.OFFERED: "chg",
    RegistrationStatus.DECLINED: "bad",
}


def _line(row: Any, forum: DeskForum, words: Words) -> Line:
    delegation = next((text for key, text in (row.delegation_name or {}).items() if "@" not in key and text), "")
    return Line(
        id=row.id,
        name=row.name,
        under=words.listed((row.post, row.institution)),
        country=words.country_name(row.country) if row.country else "",
        mode=labels.mode(words, row.mode),
        delegation=delegation,
        status=labels.registration_status(words, row.status),
        tone=_TONES.get(row.status, ""),
        when=words.day(in_zone(row.registered_at, forum.zone).date(), weekday=False),
    )
