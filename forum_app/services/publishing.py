"""Publishing: the draft frozen into the next release, an old one brought back, a preview, visibility."""

from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import Connection, insert, select, update

from forum_app.database import Database
from forum_app.domain.checker import check
from forum_app.domain.compare import Change, compare
from forum_app.domain.draft_rules import unfit
from forum_app.domain.errors import NotFound, PublishingStopped, UnfitNote
from forum_app.domain.freezing import freeze
from forum_app.domain.ledger import next_ledger
from forum_app.domain.release import Content, Release
from forum_app.domain.vocabularies import Severity, Visibility
from forum_app.models.forum import Forum
from forum_app.models.publishing import Release as ReleaseRow
from forum_app.services.audit import record
from forum_app.services.document_jobs import ask_for_release
from forum_app.services.draft_rows import draft_of
from forum_app.services.forum_files import forum_id_of
from forum_app.services.installation import uid_host
from forum_app.services.registration_rows import sign_ups_of

LONGEST_NOTE = 300
_DECODER = msgspec.json.Decoder(Release)


def read_release(content: bytes) -> Release:
    """A release from the bytes it is kept as."""
    return _DECODER.decode(content)


def preview_release(database: Database, slug: str) -> Release:
    """The draft as publishing would freeze it now: without number, time or ledger; never kept."""
    with database.reading() as connection:
        return Release(content=freeze(draft_of(connection, forum_id_of(connection, slug))))


def publish_release(
    database: Database,
    slug: str,
    *,
    now: datetime,
    host: str,
    actor: str,
    note: str = "",
    unlisted: bool = False,
    base_url: str = "",
) -> Release:
    """The current release once the draft is published: the next one, or the one that holds all of it already.

    ``base_url`` is the site's public address: with it, the release's documents are asked for. Raises PublishingStopped
    where a finding stops, and UnfitNote.
    """
    given = {"now": now, "host": host, "actor": actor, "note": note, "base_url": base_url}
    return publish_changes(database, slug, unlisted=unlisted, **given)[0]  # type: ignore[arg-type]


def publish_changes(
    database: Database,
    slug: str,
    *,
    now: datetime,
    host: str,
    actor: str,
    note: str = "",
    unlisted: bool = False,
    base_url: str = "",
) -> tuple[Release, bool]:
    """As ``publish_release``, and whether that made a release: where nothing changed it only shows a hidden forum."""
    how = _Publication(now, host, actor, _fit(note), base_url, unlisted=unlisted)

    def job(connection: Connection) -> tuple[Release, bool]:
        forum_id = forum_id_of(connection, slug)
        draft = draft_of(connection, forum_id)
        if stopping := check(draft, sign_ups=sign_ups_of(connection, forum_id), of=(Severity.STOP,)):
            first, more = stopping[0], len(stopping) - 1
            how_many = f"{more + 1} findings stop publishing, the first" if more else "A finding stops publishing"
            raise PublishingStopped(f"{how_many}: {first.thing}: {first.reason}")
        content, last = freeze(draft), _last(connection, forum_id)
        if last is not None and _same(last.content, content):
            _show(connection, forum_id, slug, how)
            return last, False
        return _next(connection, forum_id, content, how), True

    return database.write(job)


def _same(one: Content, other: Content) -> bool:
    """Whether two contents are the same bytes, offsets of times and order of lists included."""
    return msgspec.json.encode(one, order="deterministic") == msgspec.json.encode(other, order="deterministic")


def _fit(note: str) -> str:
    """The words about a release, as they are kept. Raises UnfitNote."""
    text = note.strip()
    if len(text.splitlines()) > 1:
        raise UnfitNote("The note of a release is one line: take the line breaks out.")
    if len(text) > LONGEST_NOTE:
        raise UnfitNote(f"The note of a release has {len(text)} characters; at most {LONGEST_NOTE} are shown.")
    if reason := unfit(text):
        raise UnfitNote(reason)
    return text


def bring_back(
    database: Database,
    slug: str,
    number: int,
    *,
    now: datetime,
    host: str,
    actor: str,
    note: str = "",
    base_url: str = "",
) -> Release:
    """Publishes the content of release ``number`` as the next one; the ledger only grows. Raises NotFound, UnfitNote."""
    how = _Publication(now, host, actor, _fit(note), base_url, brought_back=number)

    def job(connection: Connection) -> Release:
        forum_id = forum_id_of(connection, slug)
        old = _release_numbered(connection, forum_id, number)
        return _next(connection, forum_id, old.content, how)

    return database.write(job)


@dataclass(frozen=True)
class _Publication:
    """How a release comes about: when (aware), by whom, with which words, for which public address."""

    now: datetime
    host: str
    actor: str
    note: str
    base_url: str
    brought_back: int | None = None
    unlisted: bool = False


def _next(connection: Connection, forum_id: str, content: Content, how: _Publication) -> Release:
    forum = connection.execute(
        select(Forum.visibility, Forum.epoch).where(Forum.id == forum_id).with_for_update()
    ).one()
    last = _last(connection, forum_id)
    now = how.now if last is None or last.published_at is None else max(how.now, last.published_at)
    now = now.replace(microsecond=0)
    release = Release(
        content=content,
        number=(last.number or 0) + 1 if last else 1,
        published_at=now,
        note=how.note,
        brought_back=how.brought_back,
        ledger=next_ledger(last.ledger if last else {}, content, now, uid_host(connection, how.host)),
    )
    _keep(connection, forum_id, release, compare(last.content, content) if last else [])
    if how.base_url:
        ask_for_release(connection, release, how.base_url)
    visibility = _seen(forum.visibility, how)
    values = {"current_release": release.number, "epoch": forum.epoch + 1, "visibility": visibility}
    connection.execute(update(Forum).where(Forum.id == forum_id).values(values))
    record(connection, how.actor, "release.published", forum_id, f"Release {release.number}", after={"note": how.note})
    return release


def _seen(before: Visibility, how: _Publication) -> Visibility:
    """Publishing a forum that nobody can see makes it visible."""
    if before != Visibility.DRAFT:
        return before
    return Visibility.UNLISTED if how.unlisted else Visibility.PUBLISHED


def _show(connection: Connection, forum_id: str, slug: str, how: _Publication) -> None:
    """Makes a forum whose release is current already visible where it was hidden."""
    forum = connection.execute(select(Forum.visibility, Forum.epoch).where(Forum.id == forum_id)).one()
    visibility = _seen(forum.visibility, how)
    if visibility != forum.visibility:
        values = {"epoch": forum.epoch + 1, "visibility": visibility}
        connection.execute(update(Forum).where(Forum.id == forum_id).values(values))
        record(connection, how.actor, "forum.visibility", forum_id, slug, forum.visibility.value, visibility.value)


def _keep(connection: Connection, forum_id: str, release: Release, changes: list[Change]) -> None:
    connection.execute(
        insert(ReleaseRow).values(
            forum_id=forum_id,
            number=release.number,
            published_at=release.published_at,
            note=release.note,
            brought_back=release.brought_back,
            content=msgspec.json.encode(release),
            changes=msgspec.json.encode(changes),
        )
    )


def _last(connection: Connection, forum_id: str) -> Release | None:
    query = (
        select(ReleaseRow.content).where(ReleaseRow.forum_id == forum_id).order_by(ReleaseRow.number.desc()).limit(1)
    )
    content = connection.execute(query).scalar()
    return read_release(content) if content is not None else None


def _release_numbered(connection: Connection, forum_id: str, number: int) -> Release:
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
        return _release_numbered(connection, forum_id, number)


def release_by_id(database: Database, forum_id: str, number: int) -> Release:
    """Release ``number`` of the forum with this id; raises NotFound."""
    with database.reading() as connection:
        return _release_numbered(connection, forum_id, number)


def set_visibility(database: Database, slug: str, visibility: Visibility, *, actor: str) -> None:
    """Who finds the forum from now on. Raises NotFound; a forum without a release can't be shown."""

    def job(connection: Connection) -> None:
        forum_id = forum_id_of(connection, slug)
        forum = connection.execute(select(Forum).where(Forum.id == forum_id)).one()
        if forum.current_release is None and visibility != Visibility.DRAFT:
            raise NotFound(f"“{slug}” was never published: publish it first.")
        values = {"visibility": visibility, "epoch": forum.epoch + 1}
        connection.execute(update(Forum).where(Forum.id == forum_id).values(values))
        record(connection, actor, "forum.visibility", forum_id, slug, forum.visibility.value, visibility.value)

    database.write(job)
