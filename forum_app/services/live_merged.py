"""Who was merged into whom, by ids alone: what addresses of people who went lead to."""

from sqlalchemy import Connection, select

from forum_app.models.people import MergedPerson


def merged_into(connection: Connection, forum_id: str) -> dict[str, str]:
    """Ids that went → ids that are kept, over several merges."""
    query = select(MergedPerson.id, MergedPerson.kept).where(MergedPerson.forum_id == forum_id)
    into = {row.id: row.kept for row in connection.execute(query)}
    return {gone: _end(into, gone) for gone in into}


def _end(into: dict[str, str], key: str) -> str:
    seen = {key}
    while (key := into.get(key, key)) not in seen:
        seen.add(key)
    return key
