"""Several registrations in few queries: read whole, and their states kept."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from forum_app.domain.registrations import Registration
from forum_app.services.draft_rows import fitting, row_of, table
from forum_app.services.registration_rows import BELONGING


def registrations_of(connection: Connection, forum_id: str, keys: Sequence[str]) -> list[Registration]:
    """Those of these that are in the forum, each with all that belongs to it, in the order in which they came."""
    here = table("registration")
    query = select(here).where(here.c.forum_id == forum_id, here.c.id.in_(list(keys))).order_by(here.c.position)
    rows = [dict(row._mapping) for row in connection.execute(query)]
    found = [row["id"] for row in rows]
    belonging: dict[str, dict[str, list[Any]]] = {field: defaultdict(list) for field in BELONGING}
    for field, name in BELONGING.items():
        own = table(name)
        for row in connection.execute(select(own).where(own.c.parent.in_(found)).order_by(own.c.position)):
            belonging[field][row.parent].append(row.member if field == "sessions" else dict(row._mapping))
    people = ({**row, **{field: belonging[field][row["id"]] for field in BELONGING}} for row in rows)
    return [msgspec.convert(fitting(row, Registration), Registration) for row in people]


def keep_states(connection: Connection, forum_id: str, people: Sequence[Registration]) -> None:
    """Keeps state, place in the waiting list, offer and sessions of those who were put into another state just now."""
    if not people:
        return
    here, changes, signed = table("registration"), table("status_change"), table("registration_session")
    values: dict[str, Any] = {"status": bindparam("to"), "queue": bindparam("line"), "offer_until": bindparam("until")}
    rows = [{"key": one.id, "to": one.status, "line": one.queue, "until": one.offer_until} for one in people]
    connection.execute(update(here).where(here.c.id == bindparam("key")).values(values), rows)
    fresh = [
        row_of("status_change", one.changes[-1], forum_id=forum_id, parent=one.id, position=len(one.changes) - 1)
        for one in people
    ]
    connection.execute(insert(changes), fresh)
    connection.execute(delete(signed).where(signed.c.parent.in_([one.id for one in people])))
    sessions = [
        {"forum_id": forum_id, "parent": one.id, "member": key, "position": position}
        for one in people
        for position, key in enumerate(one.sessions)
    ]
    if sessions:
        connection.execute(insert(signed), sessions)
