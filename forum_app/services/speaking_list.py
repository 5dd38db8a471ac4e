"""Who takes part, for the desk: what each was asked, what they answered, what is still missing of them; in few queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from forum_app.domain.checker.reading import says_nothing
from forum_app.domain.registration_rules import UnfitAddress, address_of
from forum_app.domain.texts import Text, folded, pick
from forum_app.domain.vocabularies import MaterialKind, RoleKind, RoleState, SessionStatus
from forum_app.models.people import Person, PersonPrivate, Role
from forum_app.models.programme import Material, Session, Talk
from forum_app.models.speaking import Invitation, PreparedAnswer
from forum_app.services.erased_people import erased_in
from forum_app.services.speaking import SPEAKING

# By how much it asks of the organiser: who is to be invited first, who came last.
ORDER = (RoleState.TO_INVITE, RoleState.INVITED, RoleState.DECLINED, RoleState.CONFIRMED)


@dataclass(frozen=True)
class AskedPart:
    """One role of somebody: of what, and what came of it. ``colleague`` is whom they propose."""

    role: str
    kind: RoleKind
    state: RoleState
    session: str
    talk: str | None
    title: Text
    start: datetime | None
    invited_at: datetime | None
    answer_by: date | None
    answered_at: datetime | None
    reminders: int
    reason: str
    colleague: dict[str, str] | None


@dataclass
class Taker:
    """Somebody who takes part, or may: with all their parts. ``missing`` are of photo, biography, slides."""

    id: str
    name: str
    has_address: bool
    parts: list[AskedPart] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    answers: int = 0

    @property
    def state(self) -> RoleState:
        """The state that asks for most."""
        states = {part.state for part in self.parts}
        return next(state for state in ORDER if state in states)

    @property
    def to_ask(self) -> bool:
        """Whether they can be invited or reminded."""
        return self.has_address and self.state in (RoleState.TO_INVITE, RoleState.INVITED)


def takers_of(connection: Connection, forum_id: str, language: str, order: Sequence[str]) -> list[Taker]:
    """Everybody with a part in a session that takes place, those to be invited first, then by name: five queries."""
    columns = (Role.id, Role.person, Role.role, Role.state, Role.talk_id, Talk.title.label("talk_title"))
    asked = (Invitation.invited_at, Invitation.answer_by, Invitation.answered_at, Invitation.reminders, Invitation.reason, Invitation.colleague)  # fmt: skip
    query = (
        select(*columns, Session.id.label("session"), Session.title, Session.start, *asked)
        .outerjoin(Talk, Talk.id == Role.talk_id)
        .join(Session, Session.id == func.coalesce(Role.session_id, Talk.parent))
        .outerjoin(Invitation, Invitation.role == Role.id)
        .where(Role.forum_id == forum_id, Session.status != SessionStatus.CANCELLED)
        .order_by(Session.start.is_(None), Session.start, Session.position, Role.position)
    )
    parts: dict[str, list[AskedPart]] = defaultdict(list)
    for row in connection.execute(query):
        parts[row.person].append(_part(row))
    slides = set(connection.execute(select(Material.talk).where(
        Material.forum_id == forum_id, Material.kind == MaterialKind.PRESENTATION, Material.talk.is_not(None)
    )).scalars())  # fmt: skip
    written = select(PreparedAnswer.person, func.count()).where(PreparedAnswer.forum_id == forum_id)
    answers = {row[0]: row[1] for row in connection.execute(written.group_by(PreparedAnswer.person))}
    people = select(Person.id, Person.name, Person.photo, Person.biography, PersonPrivate.email)
    people = people.outerjoin(PersonPrivate, PersonPrivate.parent == Person.id).where(Person.forum_id == forum_id)
    erased, found = erased_in(connection, forum_id), []
    for row in connection.execute(people):
        if row.id not in parts or row.id in erased:
            continue
        taker = Taker(row.id, pick(row.name, language, order), _is_address(row.email or ""), parts[row.id])
        taker.missing, taker.answers = _missing(row, taker.parts, slides), answers.get(row.id, 0)
        found.append(taker)
    return sorted(found, key=lambda taker: (ORDER.index(taker.state), folded(taker.name)))


def _part(row: Any) -> AskedPart:
    return AskedPart(
        row.id, row.role, row.state, row.session, row.talk_id, row.talk_title or row.title, row.start, row.invited_at,
        row.answer_by, row.answered_at, row.reminders or 0, row.reason or "", row.colleague,
    )  # fmt: skip


def _missing(row: Any, parts: list[AskedPart], slides: set[str | None]) -> list[str]:
    coming = [part for part in parts if part.state == RoleState.CONFIRMED]
    found = ["photo"] if coming and not row.photo else []
    found += ["biography"] if coming and says_nothing(row.biography) else []
    talks = {part.talk for part in coming if part.talk and part.kind in SPEAKING}
    return [*found, *(["slides"] if talks - slides else [])]


def _is_address(email: str) -> bool:
    try:
        return bool(address_of(email))
    except UnfitAddress:
        return False
