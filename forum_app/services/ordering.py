"""The order of things in their list: one moved up or down among those beside it, a new one put below another."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, select, update

from forum_app.database import Database
from forum_app.domain.errors import NotFound
from forum_app.domain.texts import in_short, pick
from forum_app.services.audit import record
from forum_app.services.draft_rows import table
from forum_app.services.thing_kinds import KINDS
from forum_app.services.things import Edit, Saved, make_thing, touch

NAMES = ("title", "name", "heading", "acronym", "text")


def move_thing(database: Database, forum_id: str, kind: str, key: str, by: int, *, actor: str) -> bool:
    """Moves a thing ``by`` places among those beside it; whether it moved. Raises NotFound."""

    def job(connection: Connection) -> bool:
        here = table(KINDS[kind].table)
        row = connection.execute(select(here).where(here.c.id == key, here.c.forum_id == forum_id)).first()
        if row is None:
            raise NotFound("There is no such thing in this forum: it was deleted, or belongs to another.")
        order = _keys_beside(connection, kind, row)
        at = order.index(key)
        to = max(0, min(len(order) - 1, at + by))
        if to == at:
            return False
        order.insert(to, order.pop(at))
        _put(connection, here, order)
        touch(connection, forum_id)
        record(connection, actor, f"{kind}.moved", forum_id, _called(connection, row), at + 1, to + 1, thing=key)
        return True

    return database.in_turn(forum_id, job)


def add_below(
    database: Database, forum_id: str, kind: str, edit: Edit, above: str, *, actor: str, owner: str | None = None
) -> Saved:
    """Makes a new thing directly below ``above``; at the end of its list where that is there no more.

    Raises NotFound (the owner) or EditRefused.
    """

    def job(connection: Connection) -> Saved:
        here = table(KINDS[kind].table)
        made = make_thing(connection, forum_id, kind, edit, actor, owner)
        order = _keys_beside(connection, kind, connection.execute(select(here).where(here.c.id == made.id)).one())
        if above in order:
            order.remove(made.id)
            order.insert(order.index(above) + 1, made.id)
            _put(connection, here, order)
        return made

    return database.in_turn(forum_id, job)


def _keys_beside(connection: Connection, kind: str, row: Any) -> list[str]:
    """The keys of a thing and those beside it, in order."""
    shape, here = KINDS[kind], table(KINDS[kind].table)
    beside = [here.c.forum_id == row.forum_id]
    beside += [here.c[shape.owner] == getattr(row, shape.owner)] if shape.owner else []
    beside += [here.c.talk_id.is_(None)] if kind == "role" else []
    return list(connection.execute(select(here.c.id).where(*beside).order_by(here.c.position, here.c.id)).scalars())


def _put(connection: Connection, here: Table, order: Sequence[str]) -> None:
    for position, key in enumerate(order):
        connection.execute(update(here).where(here.c.id == key, here.c.position != position).values(position=position))


def _called(connection: Connection, row: Any) -> str:
    """What a thing is called in the log; a role by its person."""
    values = row._mapping
    if "person" in values:
        people = table("person")
        name = connection.execute(select(people.c.name).where(people.c.id == row.person)).scalar()
        return pick(name or {}, "")
    return in_short(next((text for name in NAMES if (text := pick(values.get(name) or {}, ""))), ""))
