"""Releases as they are kept: read whole, the last of a forum, one by its number."""

import msgspec
from sqlalchemy import Connection, select

from forum_app.database import Database
from forum_app.domain.errors import NotFound
from forum_app.domain.release import Release
from forum_app.models.forum import Forum
from forum_app.models.publishing import Release as ReleaseRow
from forum_app.services.forum_ids import forum_id_of

_DECODER = msgspec.json.Decoder(Release)


def read_release(content: bytes) -> Release:
    """A release from the bytes it is kept as."""
    return _DECODER.decode(content)


def last_written(connection: Connection, forum_id: str) -> bytes | None:
    """The newest release of a forum as the bytes it is kept as."""
    query = (
        select(ReleaseRow.content).where(ReleaseRow.forum_id == forum_id).order_by(ReleaseRow.number.desc()).limit(1)
    )
    content: bytes | None = connection.execute(query).scalar()
    return content


def last_release(connection: Connection, forum_id: str) -> Release | None:
    """The newest release of a forum."""
    content = last_written(connection, forum_id)
    return read_release(content) if content is not None else None


def kept_release(connection: Connection, forum_id: str, number: int) -> Release:
    """Release ``number`` of a forum; raises NotFound."""
    where = (ReleaseRow.forum_id == forum_id, ReleaseRow.number == number)
    content = connection.execute(select(ReleaseRow.content).where(*where)).scalar()
    if content is None:
        raise NotFound(f"There is no release {number}.")
    return read_release(content)


def release_numbered(database: Database, slug: str, number: int | None = None) -> Release:
    """Release ``number`` of a forum, or its current one; raises NotFound."""
    with database.reading() as connection:
        forum_id = forum_id_of(connection, slug)
        if number is None:
            number = connection.execute(select(Forum.current_release).where(Forum.id == forum_id)).scalar()
        if number is None:
            raise NotFound(f"“{slug}” was never published.")
        return kept_release(connection, forum_id, number)


def release_by_id(database: Database, forum_id: str, number: int) -> Release:
    """Release ``number`` of the forum with this id; raises NotFound."""
    with database.reading() as connection:
        return kept_release(connection, forum_id, number)
