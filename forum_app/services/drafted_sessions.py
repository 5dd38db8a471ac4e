"""One session of a draft, as it would be published or as those see it who are asked to take part, without reading the
others: when, where, and its talks' times."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, select

from forum_app.domain.errors import ForumError
from forum_app.domain.freezing import freeze, freeze_some
from forum_app.domain.release import Content
from forum_app.services.draft_rows import DRAFT_TABLES, Nest, Row, table


def drafted_session(connection: Connection, forum_id: str, session: str, *, tentative: bool = False) -> Content | None:
    """A content with this session alone, and the rooms; nobody is in it. None where the draft doesn't have it, would not
    publish it (``tentative``: one that is no more than a draft is there too), or its time is none: whatever else is wrong
    in the draft doesn't matter here."""
    forum = connection.execute(select(table("forum")).where(table("forum").c.id == forum_id)).one()._mapping
    wanted = {
        "room": table("room").c.forum_id == forum_id,
        "session": table("session").c.id == session,
        "talk": table("talk").c.parent == session,
    }
    grouped: dict[str, dict[str | None, list[Row]]] = {name: {} for name in DRAFT_TABLES}
    for name, where in wanted.items():
        here, groups = table(name), defaultdict[str | None, list[Row]](list)
        for found in connection.execute(select(here).where(where).order_by(here.c.position)):
            row: dict[str, Any] = dict(found._mapping)
            groups[row.get("parent")].append(row)
        grouped[name] = groups
    try:
        draft = Nest(dict(forum), grouped).draft([])
        content = freeze_some(draft, [session]) if tentative else freeze(draft)
    except ForumError:
        return None
    return content if session in content.session else None
