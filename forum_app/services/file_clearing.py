"""Stored files that nothing refers to any more: kept for a month, since deleted things can be brought back, then gone.

A draft's files are those that it lists. Bytes stay as long as any draft lists them or any release, however old, names
them.
"""

import re
import time
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from functools import partial

import msgspec
from sqlalchemy import Connection, delete, insert, select

from forum_app.database import Database
from forum_app.domain.identity import FILE
from forum_app.domain.vocabularies import ProposalState
from forum_app.models.forum import Forum, StoredFile, UnusedFile
from forum_app.models.publishing import Release
from forum_app.models.speaking import Proposal
from forum_app.services.draft_rows import draft_of
from forum_app.services.media import Media
from forum_app.services.registration_rows import letters_of

KEPT_UNUSED = timedelta(days=30)
LEFT_SECONDS = 24 * 3600.0  # an upload whose transaction is still to come
_NAME = re.compile(FILE.encode())


def clear_files(database: Database, media: Media, kept_for: timedelta = KEPT_UNUSED, left: float = LEFT_SECONDS) -> int:
    """Drops from every draft's list what it hasn't referred to for ``kept_for``, then deletes files that are on no list
    and in no release; says how many files."""
    now = datetime.now(UTC)
    with database.reading() as connection:
        forums = connection.execute(select(Forum.id)).scalars().all()
    for forum_id in forums:
        database.in_turn(forum_id, partial(_lists_cleared, forum_id=forum_id, now=now, kept_for=kept_for))
    return _swept(database, media, left)


def files_of_draft(connection: Connection, forum_id: str) -> set[str]:
    """Names of the files that a draft refers to, wherever: in texts too, those of who comes, and what is proposed."""
    proposed = select(Proposal.value).where(Proposal.forum_id == forum_id, Proposal.state == ProposalState.OPEN)
    content = msgspec.json.encode(draft_of(connection, forum_id))
    content += msgspec.json.encode(list(connection.execute(proposed).scalars()))
    return {name.decode() for name in _NAME.findall(content)} | letters_of(connection, forum_id)


def forget_files(database: Database, media: Media, names: Collection[str]) -> int:
    """Takes files away at once, without a month's wait, where no draft and no release refers to them any more; says how
    many are gone from disk. For what somebody has a right to have erased."""
    with database.reading() as connection:
        listing = connection.execute(select(StoredFile.forum_id).where(StoredFile.name.in_(names)).distinct())
        forums = listing.scalars().all()

    def job(connection: Connection, forum_id: str) -> None:
        gone = set(names) - files_of_draft(connection, forum_id)
        for kept in (StoredFile, UnusedFile):
            connection.execute(delete(kept).where(kept.forum_id == forum_id, kept.name.in_(gone)))

    for forum_id in forums:
        database.in_turn(forum_id, partial(job, forum_id=forum_id))
    return _swept(database, media, 0, names)


def _lists_cleared(connection: Connection, forum_id: str, now: datetime, kept_for: timedelta) -> None:
    used = files_of_draft(connection, forum_id)
    here, marked = StoredFile.forum_id == forum_id, UnusedFile.forum_id == forum_id
    listed = set(connection.execute(select(StoredFile.name).where(here)).scalars())
    since = {row.name: row.since for row in connection.execute(select(UnusedFile).where(marked))}
    unused = listed - used
    gone = {name for name in unused if (name in since and now - since[name] >= kept_for) or not kept_for}
    for name in gone:
        connection.execute(delete(StoredFile).where(here, StoredFile.name == name))
    for name in set(since) - (unused - gone):
        connection.execute(delete(UnusedFile).where(marked, UnusedFile.name == name))
    fresh = [{"forum_id": forum_id, "name": name, "since": now} for name in sorted(unused - gone - set(since))]
    if fresh:
        connection.execute(insert(UnusedFile), fresh)


def _swept(database: Database, media: Media, left: float, only: Collection[str] | None = None) -> int:
    """Deletes files on disk that are on no list and in no release. The disk is read first: what is listed while this
    runs was written before, and is younger than ``left``."""
    if not media.folder.is_dir():
        return 0
    paths = media.folder.glob("*/*") if only is None else map(media.path, only)
    found = {path.name: path for path in paths}
    with database.reading() as connection:
        needed = set(connection.execute(select(StoredFile.name)).scalars())
        for content in connection.execute(select(Release.content).execution_options(yield_per=1)).scalars():
            needed.update(name.decode() for name in _NAME.findall(content))
    removed = 0
    for name, path in found.items():
        try:
            if name not in needed and time.time() - path.stat().st_mtime >= left:
                path.unlink()
                removed += 1
        except FileNotFoundError:
            continue
    return removed
