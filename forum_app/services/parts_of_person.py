"""What somebody does in a forum, part by part: for the page that merges two people, before anything moves."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from forum_app.database import Database
from forum_app.domain.vocabularies import RoleKind, RoleState
from forum_app.models.messages import Message
from forum_app.models.people import Role
from forum_app.models.programme import KeyQuestion, KeyQuestionPerson, Session, Talk
from forum_app.models.registrations import Registration


@dataclass(frozen=True)
class PartOfTheirs:
    """One part: ``role`` in the session or talk with this title, in the whole forum where it is empty; ``role`` None
    for a key question. ``shared``: the other of the two has the very same one."""

    role: RoleKind | None
    title: Mapping[str, str]
    session: Mapping[str, str]
    state: RoleState
    shared: bool


@dataclass(frozen=True)
class Theirs:
    """Everything that hangs on somebody, parts in the order of the programme."""

    parts: Sequence[PartOfTheirs]
    registrations: int
    mails: int


def parts_of_two(database: Database, forum_id: str, one: str, two: str) -> tuple[Theirs, Theirs]:
    """What hangs on each of two people: four queries."""
    with database.reading() as connection:
        roles = _roles(connection, forum_id, (one, two))
        questions = _questions(connection, (one, two))
        counted = [_counted(connection, model, (one, two)) for model in (Registration, Message)]
    same = Counter((row.session_id, row.talk_id, row.role) for row in roles)
    asked = Counter(row.id for row in questions)

    def theirs(key: str) -> Theirs:
        parts = [
            PartOfTheirs(
                row.role,
                (row.talk if row.talk_id else row.session) or {},
                (row.session if row.talk_id else None) or {},
                row.state,
                same[row.session_id, row.talk_id, row.role] > 1,
            )
            for row in roles
            if row.person == key
        ]
        parts += [
            PartOfTheirs(None, row.text, {}, RoleState.CONFIRMED, asked[row.id] > 1)
            for row in questions
            if row.member == key
        ]
        return Theirs(parts, counted[0].get(key, 0), counted[1].get(key, 0))

    return theirs(one), theirs(two)


def _roles(connection: Connection, forum_id: str, keys: tuple[str, str]) -> list[Any]:
    columns = (Role.person, Role.session_id, Role.talk_id, Role.role, Role.state)
    query = (
        select(*columns, Session.title.label("session"), Talk.title.label("talk"))
        .outerjoin(Talk, Talk.id == Role.talk_id)
        .outerjoin(Session, Session.id == func.coalesce(Role.session_id, Talk.parent))
        .where(Role.forum_id == forum_id, Role.person.in_(keys))
        .order_by(Session.start, Session.position, Talk.position, Role.position, Role.id)
    )
    return list(connection.execute(query))


def _questions(connection: Connection, keys: tuple[str, str]) -> list[Any]:
    query = (
        select(KeyQuestion.id, KeyQuestion.text, KeyQuestionPerson.member)
        .join(KeyQuestionPerson, KeyQuestionPerson.parent == KeyQuestion.id)
        .where(KeyQuestionPerson.member.in_(keys))
        .order_by(KeyQuestion.position, KeyQuestion.id)
    )
    return list(connection.execute(query))


def _counted(connection: Connection, model: Any, keys: tuple[str, str]) -> dict[str, int]:
    query = select(model.person, func.count()).where(model.person.in_(keys)).group_by(model.person)
    return {row[0]: row[1] for row in connection.execute(query)}
