"""Publishing: the draft frozen into the next release, an old one brought back, the last one taken back, visibility.

Who is told of it is in ``services.telling``, in the same transaction.
"""

from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import Connection, select, update

from forum_app.database import Database
from forum_app.domain.checker import check
from forum_app.domain.draft import Draft
from forum_app.domain.draft_rules import unfit
from forum_app.domain.errors import DraftMoved, NotFound, PublishedMeanwhile, PublishingStopped, SetMeanwhile, UnfitNote
from forum_app.domain.freezing import freeze
from forum_app.domain.release import Content, Release
from forum_app.domain.vocabularies import Severity, Visibility
from forum_app.models.forum import Forum
from forum_app.services.audit import record
from forum_app.services.collecting import collector_at_rest
from forum_app.services.draft_rows import draft_of
from forum_app.services.erased_people import erased_in
from forum_app.services.forum_ids import forum_id_of
from forum_app.services.publication import Publication, bring_calendars_up_to_date, publish_next, visible
from forum_app.services.registration_rows import sign_ups_of
from forum_app.services.release_store import kept_release, last_release
from forum_app.services.release_store import read_release as read_release
from forum_app.services.release_store import release_by_id as release_by_id
from forum_app.services.release_store import release_numbered as release_numbered

LONGEST_NOTE = 300


@dataclass(frozen=True)
class Seen:
    """What somebody saw before they pressed: the number of the release to come, and the version of the draft."""

    number: int
    version: int


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
    sender: str = "",
    quiet: bool = False,
) -> Release:
    """The current release once the draft is published: the next one, or the one that holds all of it already.

    ``base_url`` is the site's public address: with it, the release's documents are asked for. ``sender`` is the address
    that mails come from, where there is a mail server. ``quiet``: nobody is told.
    Raises PublishingStopped where a finding stops, and UnfitNote.
    """
    given = {"now": now, "host": host, "actor": actor, "note": note, "base_url": base_url, "sender": sender}
    return publish_changes(database, slug, unlisted=unlisted, quiet=quiet, **given)[0]  # type: ignore[arg-type]


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
    sender: str = "",
    quiet: bool = False,
    seen: Seen | None = None,
) -> tuple[Release, bool]:
    """As ``publish_release``, and whether that made a release: where nothing changed it only shows a hidden forum.

    Raises PublishedMeanwhile or DraftMoved where what was ``seen`` is not what would be published; the same request
    sent twice publishes once.
    """
    how = Publication(now, host, actor, _fit(note), base_url, sender, unlisted=unlisted, quiet=quiet)

    def job(connection: Connection) -> tuple[Release, bool]:
        forum_id = forum_id_of(connection, slug)
        draft = draft_of(connection, forum_id)
        content, last = freeze(draft), last_release(connection, forum_id)
        same = last is not None and _same(last.content, content)
        if seen is not None and not (same and last is not None and last.number == seen.number):
            _check_seen(connection, forum_id, last, seen)
        _stop_where_found(connection, forum_id, draft)
        if same and last is not None:
            _show(connection, forum_id, slug, how)
            bring_calendars_up_to_date(connection, last, how)
            return last, False
        return publish_next(connection, content, last, how), True

    with collector_at_rest():
        return database.write(job)


def _stop_where_found(connection: Connection, forum_id: str, draft: Draft) -> None:
    """Raises PublishingStopped where the checker finds what the forum lets stop publishing."""
    sign_ups, erased = sign_ups_of(connection, forum_id), erased_in(connection, forum_id)
    if stopping := check(draft, sign_ups=sign_ups, of=(Severity.STOP,), erased=erased):
        first, more = stopping[0], len(stopping) - 1
        how_many = f"{more + 1} findings stop publishing, the first" if more else "A finding stops publishing"
        raise PublishingStopped(f"{how_many}: {first.thing}: {first.reason}")


def _check_seen(connection: Connection, forum_id: str, last: Release | None, seen: Seen) -> None:
    number = (last.number or 0) if last else 0
    if number + 1 != seen.number:
        raise PublishedMeanwhile(
            "Release %(number)s was published meanwhile. Look again at what changed.", number=number
        )
    if connection.execute(select(Forum.version).where(Forum.id == forum_id)).scalar() != seen.version:
        raise DraftMoved("The draft was changed while you looked at it. Look again at what changed.")


def _same(one: Content, other: Content) -> bool:
    """Whether two contents are the same bytes, offsets of times and order of lists included."""
    return msgspec.json.encode(one, order="deterministic") == msgspec.json.encode(other, order="deterministic")


def _fit(note: str) -> str:
    """The words about a release, as they are kept. Raises UnfitNote."""
    text = note.strip()
    if len(text.splitlines()) > 1:
        raise UnfitNote("The note of a release is one line: take the line breaks out.")
    if len(text) > LONGEST_NOTE:
        raise UnfitNote(
            "The note of a release has %(length)s characters; at most %(most)s are shown.",
            length=len(text),
            most=LONGEST_NOTE,
        )
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
    sender: str = "",
    current: int | None = None,
) -> Release:
    """Publishes the content of release ``number`` as the next one; the ledger only grows. Raises NotFound, UnfitNote.

    ``current`` is the release that whoever asks knows as the last: PublishedMeanwhile where there is a newer one; the
    same request sent twice brings it back once.
    """
    how = Publication(now, host, actor, _fit(note), base_url, sender, brought_back=number)

    def job(connection: Connection) -> Release:
        forum_id = forum_id_of(connection, slug)
        old, last = kept_release(connection, forum_id, number), last_release(connection, forum_id)
        if current is not None and last is not None and last.number != current:
            if last.number == current + 1 and last.brought_back == number:
                return last
            raise PublishedMeanwhile("Release %(number)s was published meanwhile.", number=last.number)
        return publish_next(connection, old.content, last, how)

    return database.write(job)


def _show(connection: Connection, forum_id: str, slug: str, how: Publication) -> None:
    """Makes a forum whose release is current already visible where it was hidden."""
    forum = connection.execute(select(Forum.visibility, Forum.epoch).where(Forum.id == forum_id)).one()
    visibility = visible(forum.visibility, how)
    if visibility != forum.visibility:
        values = {"epoch": forum.epoch + 1, "visibility": visibility}
        connection.execute(update(Forum).where(Forum.id == forum_id).values(values))
        record(connection, how.actor, "forum.visibility", forum_id, slug, forum.visibility.value, visibility.value)


def set_visibility(database: Database, slug: str, visibility: Visibility, *, actor: str, was: str = "") -> None:
    """Who finds the forum from now on; ``was`` is what the page showed, where it matters. Raises NotFound, SetMeanwhile;
    a forum without a release can't be shown."""

    def job(connection: Connection) -> None:
        forum_id = forum_id_of(connection, slug)
        forum = connection.execute(select(Forum).where(Forum.id == forum_id)).one()
        if forum.current_release is None and visibility != Visibility.DRAFT:
            raise NotFound(f"“{slug}” was never published: publish it first.")
        if was and forum.visibility not in (was, visibility):
            raise SetMeanwhile(forum.visibility)
        values = {"visibility": visibility, "epoch": forum.epoch + 1}
        connection.execute(update(Forum).where(Forum.id == forum_id).values(values))
        record(connection, actor, "forum.visibility", forum_id, slug, forum.visibility.value, visibility.value)

    database.write(job)
