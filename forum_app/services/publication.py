"""One publication: a content kept as the next release of its forum, with all that goes along in the same transaction."""

from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection, insert, select, update

from forum_app.domain.compare import Change
from forum_app.domain.ledger import next_ledger
from forum_app.domain.release import Content, Release
from forum_app.domain.vocabularies import Visibility
from forum_app.models.forum import Forum
from forum_app.models.publishing import Release as ReleaseRow
from forum_app.services.audit import record
from forum_app.services.document_jobs import ask_for_release
from forum_app.services.installation import uid_host
from forum_app.services.merged_people import changes_since
from forum_app.services.slot_mail import Site
from forum_app.services.telling import Telling, tell


@dataclass(frozen=True)
class Publication:
    """How a release comes about: when (aware), by whom, with which words, for which public address."""

    now: datetime
    host: str
    actor: str
    note: str
    base_url: str
    sender: str = ""  # the address that mails come from
    brought_back: int | None = None
    unlisted: bool = False
    quiet: bool = False  # a sample, whose people are invented: nobody is told

    @property
    def site(self) -> Site:
        return Site(self.base_url, self.sender or f"no-reply@{self.host}")


def publish_next(connection: Connection, content: Content, last: Release | None, how: Publication) -> Release:
    """Keeps a content as the release after ``last``, the newest there is; asks for its documents, tells whom it concerns."""
    forum_id = content.forum.id
    forum = connection.execute(
        select(Forum.visibility, Forum.epoch).where(Forum.id == forum_id).with_for_update()
    ).one()
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
    visibility, made_at = visible(forum.visibility, how), now if how.quiet else datetime.now(UTC)
    known = {"published_by": how.actor, "made_at": made_at, "shown": visibility != forum.visibility}
    changes = changes_since(connection, last.content, content) if last else []
    _keep(connection, forum_id, release, changes, known)
    if how.base_url:
        ask_for_release(connection, release, how.base_url)
    values = {"current_release": release.number, "epoch": forum.epoch + 1, "visibility": visibility}
    connection.execute(update(Forum).where(Forum.id == forum_id).values(values))
    told = Telling() if how.quiet else tell(connection, release, last, how.now, made_at, how.site)
    record(
        connection,
        how.actor,
        "release.published",
        forum_id,
        f"Release {release.number}",
        after={"note": how.note, "told": len(told.told), "without address": len(told.unreachable), **_choosers(told)},
    )
    return release


def bring_calendars_up_to_date(connection: Connection, last: Release, how: Publication) -> None:
    """Tells those of whom no release says anything, and who were told of their slots: it is public already, and somebody
    invited may not be any more."""
    if not how.quiet:
        tell(connection, last, last, how.now, datetime.now(UTC), how.site)


def _choosers(told: Telling) -> dict[str, int]:
    """How many who chose sessions for their own agenda are told, where anybody is."""
    return {"told who chose": len(told.choosers.told)} if told.choosers.told else {}


def visible(before: Visibility, how: Publication) -> Visibility:
    """Publishing a forum that nobody can see makes it visible."""
    if before != Visibility.DRAFT:
        return before
    return Visibility.UNLISTED if how.unlisted else Visibility.PUBLISHED


def _keep(
    connection: Connection, forum_id: str, release: Release, changes: list[Change], known: dict[str, object]
) -> None:
    connection.execute(
        insert(ReleaseRow).values(
            forum_id=forum_id,
            number=release.number,
            published_at=release.published_at,
            note=release.note,
            brought_back=release.brought_back,
            content=msgspec.json.encode(release),
            changes=msgspec.json.encode(changes),
            **known,
        )
    )
