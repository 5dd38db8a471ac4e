"""Calendars of those who were asked and are out of the draft again: nothing that is published says so, so the end of their
entry doesn't wait for a publication. Who is public stays until the programme without them is."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import Connection, Row, func, or_, select
from sqlalchemy.orm import aliased

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.filters import people_of
from forum_app.domain.release import Release
from forum_app.domain.vocabularies import MessageState
from forum_app.models.forum import Forum
from forum_app.models.messages import Message
from forum_app.models.people import Role
from forum_app.models.programme import Talk
from forum_app.models.speaking import SpeakerEvent
from forum_app.services.release_store import last_release
from forum_app.services.slot_mail import Site, SlotMails
from forum_app.services.speaker_calendar import NEVER_CAME, Key
from forum_app.services.telling import HOLD


def end_left(database: Database, config: Config) -> int:
    """Queues the end of every such entry, once, to leave in ten minutes unless they have a part again by then; how many.
    Looks first, without keeping others from writing."""
    now = config.now()
    with database.reading() as connection:
        forums = {row.forum_id for row in _left(connection, now)}
        forums = {forum_id for forum_id in forums if _to_end(connection, forum_id, now)[1]}

    return sum(database.in_turn(each, partial(_end, config, each, now)) for each in sorted(forums))


def _end(config: Config, forum_id: str, now: datetime, connection: Connection) -> int:
    release, keys = _to_end(connection, forum_id, now)
    if release is None or not keys:
        return 0
    mails = SlotMails(connection, release, Site(config.base_url, config.sender))
    for person, session in keys:
        mails.end(connection, person, session, datetime.now(UTC) + HOLD)
    return len(keys)


def _to_end(connection: Connection, forum_id: str, now: datetime) -> tuple[Release | None, list[Key]]:
    """The last release, and whose entries of which sessions are to end: of those whom it doesn't name, and who don't lie
    behind them."""
    release = last_release(connection, forum_id)
    if release is None:
        return None, []

    def is_due(person: str, session: str) -> bool:
        public, known = release.content.session.get(session), release.ledger.get(session)
        if public is not None and person in people_of(public):
            return False
        return known is None or known.ends_at is None or known.ends_at > now

    found = {(row.person, row.session) for row in _left(connection, now) if row.forum_id == forum_id}
    return release, sorted(key for key in found if is_due(*key))


def _left(connection: Connection, now: datetime) -> Sequence[Row[str, str, str]]:
    """What calendars were told, in published forums that aren't over, of sessions in which the draft gives them no part,
    and that nobody has ended yet."""
    part = (
        select(Role.id)
        .outerjoin(Talk, Talk.id == Role.talk_id)
        .where(Role.person == SpeakerEvent.person, func.coalesce(Role.session_id, Talk.parent) == SpeakerEvent.session)
    )
    later, its = aliased(SpeakerEvent), aliased(Message)
    ended = (
        select(later.message)
        .outerjoin(its, its.id == later.message)
        .where(later.person == SpeakerEvent.person, later.session == SpeakerEvent.session)
        .where(later.sequence >= SpeakerEvent.sequence, later.cancelled.is_(True))
        .where(or_(its.id.is_(None), its.state != MessageState.CANCELLED))
    )
    query = (
        select(SpeakerEvent.forum_id, SpeakerEvent.person, SpeakerEvent.session)
        .join(Forum, Forum.id == SpeakerEvent.forum_id)
        .outerjoin(Message, Message.id == SpeakerEvent.message)
        .where(Forum.current_release.is_not(None), Forum.last_day >= now.date() - timedelta(days=1))
        .where(SpeakerEvent.cancelled.is_(False), or_(Message.id.is_(None), Message.state.not_in(NEVER_CAME)))
        .where(~part.exists(), ~ended.exists())
    )
    return connection.execute(query).all()
