"""A release taken back: within ten minutes the content before it is public again; who has not heard of it never does."""

from datetime import UTC, datetime

from sqlalchemy import Connection, select, update

from forum_app.database import Database
from forum_app.domain.errors import NotFound, PublishedMeanwhile, TooLate
from forum_app.domain.release import Release
from forum_app.domain.vocabularies import Visibility
from forum_app.models.forum import Forum
from forum_app.models.publishing import Release as ReleaseRow
from forum_app.services.audit import record
from forum_app.services.forum_ids import forum_id_of
from forum_app.services.parts_waiting import take_back_entries
from forum_app.services.publication import Publication, publish_next
from forum_app.services.release_store import kept_release, last_release
from forum_app.services.telling import HOLD


def take_back(
    database: Database,
    slug: str,
    number: int,
    *,
    now: datetime,
    host: str,
    actor: str,
    base_url: str = "",
    sender: str = "",
) -> Release | None:
    """Takes the last release back, within ten minutes: the content before it becomes the next release, and nobody is
    told of either but those whose mail about it had gone: they hear how it is now. None where there was none before: then
    the forum is hidden. Once taken back stays so.

    Raises NotFound, TooLate, PublishedMeanwhile.
    """

    def job(connection: Connection) -> Release | None:
        forum_id = forum_id_of(connection, slug)
        row = ReleaseRow
        this = (row.forum_id == forum_id, row.number == number)
        found = connection.execute(select(row.made_at, row.taken_back_at, row.shown).where(*this)).first()
        last = last_release(connection, forum_id)
        if found is None:
            raise NotFound(f"There is no release {number}.")
        if found.taken_back_at is not None:
            return last if last is not None and last.number != number else None
        last = _still_the_last(last, number, found.made_at)
        connection.execute(update(row).where(*this).values(taken_back_at=datetime.now(UTC)))
        record(connection, actor, "release.taken-back", forum_id, f"Release {number}")
        how = Publication(now, host, actor, "", base_url, sender, brought_back=number - 1)
        shown = _as_before(connection, forum_id, last, how)
        if found.shown:
            hidden = {"visibility": Visibility.DRAFT, "epoch": Forum.epoch + 1}
            connection.execute(update(Forum).where(Forum.id == forum_id).values(hidden))
        return shown

    return database.write(job)


def _still_the_last(last: Release | None, number: int, made_at: datetime) -> Release:
    """The last release, where it is this one and ten minutes haven't passed. Raises TooLate, PublishedMeanwhile."""
    if last is None or last.number != number:
        newer = last.number if last else 0
        raise PublishedMeanwhile("Release %(number)s was published meanwhile.", number=newer)
    if datetime.now(UTC) >= made_at + HOLD:
        raise TooLate("Ten minutes have passed: people are being told. Bring an older release back instead.")
    return last


def _as_before(connection: Connection, forum_id: str, last: Release, how: Publication) -> Release | None:
    """Publishes the content that was there before; where there was none, calendars are told nothing either."""
    if not how.brought_back:
        take_back_entries(connection, forum_id, datetime.now(UTC))
        return None
    before = kept_release(connection, forum_id, how.brought_back)
    return publish_next(connection, before.content, last, how)
