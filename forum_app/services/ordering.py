"""The order of things in their list: one moved up or down among those beside it."""

from typing import Any

from sqlalchemy import Connection, select, update

from forum_app.database import Database
from forum_app.domain.errors import NotFound
from forum_app.domain.texts import pick
from forum_app.models.forum import Forum
from forum_app.services.audit import record
from forum_app.services.draft_rows import table
from forum_app.services.thing_kinds import KINDS

NAMES = ("title", "name", "heading", "acronym", "text")


def move_thing(database: Database, forum_id: str, kind: str, key: str, by: int, *, actor: str) -> bool:
    """Moves a thing ``by`` places among those beside it; whether it moved. Raises NotFound."""

    def job(connection: Connection) -> bool:
        shape, here = KINDS[kind], table(KINDS[kind].table)
        row = connection.execute(select(here).where(here.c.id == key, here.c.forum_id == forum_id)).first()
        if row is None:
            raise NotFound("There is no such thing in this forum: it was deleted, or belongs to another.")
        beside = [here.c.forum_id == forum_id]
        beside += [here.c[shape.owner] == getattr(row, shape.owner)] if shape.owner else []
        beside += [here.c.talk_id.is_(None)] if kind == "role" else []
        order = list(
            connection.execute(select(here.c.id).where(*beside).order_by(here.c.position, here.c.id)).scalars()
        )
        at = order.index(key)
        to = max(0, min(len(order) - 1, at + by))
        if to == at:
            return False
        order.insert(to, order.pop(at))
        for position, other in enumerate(order):
            connection.execute(
                update(here).where(here.c.id == other, here.c.position != position).values(position=position)
            )
        connection.execute(update(Forum).where(Forum.id == forum_id).values(version=Forum.version + 1))
        record(connection, actor, f"{kind}.moved", forum_id, _called(connection, row), at + 1, to + 1, thing=key)
        return True

    return database.in_turn(forum_id, job)


def _called(connection: Connection, row: Any) -> str:
    """What a thing is called in the log; a role by its person."""
    values = row._mapping
    if "person" in values:
        people = table("person")
        name = connection.execute(select(people.c.name).where(people.c.id == row.person)).scalar()
        return pick(name or {}, "")
    return next((text for name in NAMES if (text := pick(values.get(name) or {}, ""))), "")[:120]
