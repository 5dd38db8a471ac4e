"""The parts of one person given to another: roles, talks, key questions; where both have the same one it becomes one."""

from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from forum_app.domain.vocabularies import RoleState
from forum_app.models.people import Role
from forum_app.models.programme import KeyQuestionPerson
from forum_app.models.speaking import PreparedAnswer, Proposal, SpeakerEvent, SpeakerNote, SpeakerReminder


def parts_moved(connection: Connection, forum_id: str, kept: str, gone: str) -> None:
    """Moves every part of ``gone`` in the draft to ``kept``."""
    _roles_moved(connection, kept, gone)
    mine = set(_questions_of(connection, kept))
    for question, position in _questions_of(connection, gone).items():
        here = (KeyQuestionPerson.parent == question, KeyQuestionPerson.member == gone)
        connection.execute(delete(KeyQuestionPerson).where(*here))
        if question not in mine:
            row = {"forum_id": forum_id, "parent": question, "member": kept, "position": position}
            connection.execute(insert(KeyQuestionPerson).values(row))
    for model, column in (
        (PreparedAnswer, "question"),
        (SpeakerNote, "session"),
        (SpeakerReminder, "due"),
    ):
        _moved_where_free(connection, model, column, kept, gone)
    for whole in (Proposal, SpeakerEvent):
        connection.execute(update(whole).where(whole.person == gone).values(person=kept))


def _moved_where_free(connection: Connection, model: Any, column: str, kept: str, gone: str) -> None:
    """Rows of which everybody has one for each session, question or day: those of ``gone`` fill what ``kept`` has none of."""
    here = getattr(model, column)
    taken = list(connection.execute(select(here).where(model.person == kept)).scalars())
    connection.execute(delete(model).where(model.person == gone, here.in_(taken)))
    connection.execute(update(model).where(model.person == gone).values(person=kept))


def _questions_of(connection: Connection, person: str) -> dict[str, int]:
    query = select(KeyQuestionPerson.parent, KeyQuestionPerson.position).where(KeyQuestionPerson.member == person)
    return {row.parent: row.position for row in connection.execute(query)}


def _roles_moved(connection: Connection, kept: str, gone: str) -> None:
    mine = {same_part(row): row for row in connection.execute(select(Role).where(Role.person == kept))}
    for row in connection.execute(select(Role).where(Role.person == gone)).all():
        twin = mine.get(same_part(row))
        if twin is None:
            connection.execute(update(Role).where(Role.id == row.id).values(person=kept))
            continue
        connection.execute(delete(Role).where(Role.id == row.id))
        if values := _of_both(twin, row):
            connection.execute(update(Role).where(Role.id == twin.id).values(values))


def same_part(role: Any) -> tuple[str | None, str | None, str]:
    """Where a role is and what it is: nobody has the same one twice."""
    return role.session_id, role.talk_id, role.role


def _of_both(kept: Any, gone: Any) -> dict[str, Any]:
    """What the kept one of two equal roles gains from the other: a confirmation, and what only the other says."""
    values: dict[str, Any] = {}
    if gone.state == RoleState.CONFIRMED != kept.state:
        values["state"] = RoleState.CONFIRMED
    if gone.contact and not kept.contact:
        values["contact"] = gone.contact
    for name in ("responsible_for", "abstract"):
        mine, theirs = getattr(kept, name) or {}, getattr(gone, name) or {}
        if any(text and not mine.get(code) for code, text in theirs.items()):
            values[name] = {**theirs, **{code: text for code, text in mine.items() if text}}
    return values
