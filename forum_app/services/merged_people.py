"""Who was merged into whom: for erasing, for what was published before, for addresses that led to the one that went."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from forum_app.database import Database
from forum_app.domain.compare import Change, compare
from forum_app.domain.merged_content import as_merged
from forum_app.domain.release import Content
from forum_app.models.people import MergedPerson, Person
from forum_app.services.live_merged import merged_into


def merged_people(connection: Connection, forum_id: str) -> dict[str, str]:
    """Ids that went → ids that are kept, over several merges; without who is in the draft again."""
    into = merged_into(connection, forum_id)
    here = select(Person.id).where(Person.forum_id == forum_id, Person.id.in_(list(into)))
    again = set(connection.execute(here).scalars()) if into else set()
    return {gone: kept for gone, kept in into.items() if gone not in again}


def kept_person(connection: Connection, forum_id: str, key: str) -> str | None:
    """Who an id that went is now; None for anybody else. Most often one query that finds nothing."""
    if connection.execute(select(MergedPerson.id).where(MergedPerson.id == key)).first() is None:
        return None
    return merged_people(connection, forum_id).get(key)


def kept_for(database: Database, forum_id: str, key: str) -> str | None:
    """``kept_person`` in a transaction of its own."""
    with database.reading() as connection:
        return kept_person(connection, forum_id, key)


def all_of(connection: Connection, forum_id: str, people: Iterable[str]) -> set[str]:
    """These people with everybody who was merged into them; of one who went, the one who is kept and all of theirs."""
    merged = merged_people(connection, forum_id)
    kept = {merged.get(key, key) for key in people}
    return kept | {gone for gone, into in merged.items() if into in kept}


def changes_since(connection: Connection, old: Content, new: Content) -> list[Change]:
    """What changed from one content of a forum to another; people who were merged neither left nor joined."""
    return compare(as_merged(old, new, merged_people(connection, new.forum.id)), new)


def changes_between(database: Database, old: Content, new: Content) -> list[Change]:
    """``changes_since`` in a transaction of its own."""
    with database.reading() as connection:
        return changes_since(connection, old, new)
