"""One publication: a content kept as the next release of its forum, with all that goes along in the same transaction."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec
from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.orm import aliased

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.compare import Change
from forum_app.domain.ledger import next_ledger
from forum_app.domain.release import Content, Release
from forum_app.domain.vocabularies import Visibility
from forum_app.models.forum import Forum
from forum_app.models.people import Role
from forum_app.models.programme import Talk
from forum_app.models.publishing import Release as ReleaseRow
from forum_app.models.speaking import SpeakerEvent
from forum_app.services.audit import record
from forum_app.services.calendar_changes import calendar_changes
from forum_app.services.document_jobs import ask_for_release
from forum_app.services.installation import uid_host
from forum_app.services.merged_people import changes_since
from forum_app.services.release_store import last_release
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


def bring_all_calendars(database: Database, config: Config) -> int:
    """The same in every forum that isn't over, where somebody was taken out of the draft who is in no release: nothing
    waits for a publication that never comes. How many forums that concerned."""
    with database.reading() as connection:
        forums = [key for key in _left(connection, config.now()) if _calendars_wrong(connection, key)]
    how = Publication(config.now(), config.host, "", "", config.base_url, config.sender)

    def job(connection: Connection) -> None:
        for forum_id in forums:
            if (last := last_release(connection, forum_id)) is not None:
                bring_calendars_up_to_date(connection, last, how)

    if forums:
        database.write(job)
    return len(forums)


def _left(connection: Connection, now: datetime) -> list[str]:
    """The published forums of which somebody's calendar holds a session in which the draft gives them no part."""
    part = (
        select(Role.id)
        .outerjoin(Talk, Talk.id == Role.talk_id)
        .where(
            Role.person == SpeakerEvent.person,
            func.coalesce(Role.session_id, Talk.parent) == SpeakerEvent.session,
        )
    )
    later = aliased(SpeakerEvent)
    ended = select(later.message).where(
        later.person == SpeakerEvent.person,
        later.session == SpeakerEvent.session,
        later.sequence >= SpeakerEvent.sequence,
        later.cancelled.is_(True),
    )
    query = (
        select(Forum.id)
        .join(SpeakerEvent, SpeakerEvent.forum_id == Forum.id)
        .where(Forum.current_release.is_not(None), Forum.last_day >= now.date() - timedelta(days=1))
        .where(~part.exists(), ~ended.exists())
        .distinct()
    )
    return list(connection.execute(query).scalars())


def _calendars_wrong(connection: Connection, forum_id: str) -> bool:
    last = last_release(connection, forum_id)
    return last is not None and bool(calendar_changes(connection, last.content, last.content))


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
