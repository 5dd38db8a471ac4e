"""Calendars of those who were asked and are out of the draft again: nothing that is published says so, so the end of their
entry doesn't wait for a publication. Who is public stays until the programme without them is."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from icalendar import Calendar
from sqlalchemy import Connection, Row, func, or_, select
from sqlalchemy.orm import aliased

from forum_app.database import Database
from forum_app.domain.filters import people_of
from forum_app.domain.release import Release
from forum_app.domain.vocabularies import MessageState
from forum_app.models.forum import Forum
from forum_app.models.messages import Message
from forum_app.models.people import Role
from forum_app.models.programme import Talk
from forum_app.models.speaking import SpeakerEvent
from forum_app.services.letters import letter_head
from forum_app.services.part_mails import PartMails
from forum_app.services.parts_waiting import ASKED, LEFT, take_back_mails
from forum_app.services.release_store import last_release
from forum_app.services.speaker_calendar import NEVER_CAME, Key, Slots, compared, entries, held_by, said_of
from forum_app.services.speaking import Speaker, speaker_of
from forum_app.services.telling import HOLD

HOLD_DELETED = timedelta(hours=1)


def end_left(database: Database, now: datetime) -> int:
    """Queues the end of every such entry, once, to leave in ten minutes unless they have a part again by then; how many.
    ``now`` (aware) is the programme's clock. Looks first, without keeping others from writing."""
    with database.reading() as connection:
        forums = {row.forum_id for row in _left(connection, now)}
        forums = {forum_id for forum_id in forums if _to_end(connection, forum_id, now)[1]}

    return sum(database.in_turn(each, partial(_end_all, each, now)) for each in sorted(forums))


def _end_all(forum_id: str, now: datetime, connection: Connection) -> int:
    release, keys = _to_end(connection, forum_id, now)
    _end(connection, forum_id, release, keys, datetime.now(UTC) + HOLD)
    return len(keys)


def end_of_people(connection: Connection, forum_id: str, people: Collection[str], now: datetime) -> None:
    """The same for those who are about to be deleted, public or not: nobody could write to them afterwards. It leaves in an
    hour, so that a deletion that is soon taken back takes nothing out. ``now`` (aware) is the programme's clock."""
    keys = [
        key
        for key, rows in said_of(connection, SpeakerEvent.forum_id == forum_id, SpeakerEvent.person.in_(people)).items()
        if any(_ends_at(connection, row.message) > now for row in held_by(rows).values())
    ]
    if keys:
        _end(connection, forum_id, last_release(connection, forum_id), sorted(keys), datetime.now(UTC) + HOLD_DELETED)


def _ends_at(connection: Connection, message: str) -> datetime:
    """When the event ends that a mail brought."""
    told = connection.execute(select(SpeakerEvent.calendar).where(SpeakerEvent.message == message)).scalar_one()
    [event] = Calendar.from_ical(told).walk("VEVENT")
    ends_at: datetime = event.decoded("dtend")
    return ends_at


def _end(
    connection: Connection, forum_id: str, release: Release | None, keys: Sequence[Key], not_before: datetime
) -> None:
    """An address that somebody else of the same session has as well keeps the entry, which is one for both."""
    if not keys:
        return
    slots = Slots(
        release=release.content if release else None,
        drafted=lambda _session: None,
        ledger=dict(release.ledger) if release else {},
        host="",  # what is taken out keeps the name that it came with
        organiser=("", ""),
        base_url="",
    )
    mails = PartMails(letter_head(connection, forum_id), slots)
    speakers: dict[str, Speaker] = {}
    others = _held_by_others(connection, forum_id, keys)
    for person, session in keys:
        if person not in speakers:
            speakers[person] = speaker_of(connection, forum_id, person)
        for entry in entries(connection, slots, speakers[person], session, there=False):
            if compared(entry.address) not in others[session]:
                take_back_mails(connection, person, session, what=(ASKED,))
                mails.bring(connection, speakers[person], entry, not_before, LEFT)


def _held_by_others(connection: Connection, forum_id: str, keys: Collection[Key]) -> dict[str, set[str]]:
    """By session, the addresses whose calendars hold it for somebody else than those whose entries end (``keys``)."""
    found: dict[str, set[str]] = {session: set() for _person, session in keys}
    told = said_of(connection, SpeakerEvent.forum_id == forum_id, SpeakerEvent.session.in_(found))
    for (person, session), rows in told.items():
        if (person, session) not in keys:
            found[session].update(held_by(rows))
    return found


def _to_end(connection: Connection, forum_id: str, now: datetime) -> tuple[Release | None, list[Key]]:
    """The last release, and whose entries of which sessions are to end: of those whom it doesn't name, and who don't lie
    behind them."""
    release = last_release(connection, forum_id)

    def is_due(row: Row[str, str, str, str, str]) -> bool:
        if release is not None:
            public, known = release.content.session.get(row.session), release.ledger.get(row.session)
            if public is not None and row.person in people_of(public):
                return False
            if known is not None and known.ends_at is not None:
                return known.ends_at > now
        return _ends_at(connection, row.message) > now

    due = [row for row in _left(connection, now) if row.forum_id == forum_id and is_due(row)]
    others = _held_by_others(connection, forum_id, {(row.person, row.session) for row in due})
    alone = {(row.person, row.session) for row in due if compared(row.address) not in others[row.session]}
    return release, sorted(alone)


def _left(connection: Connection, now: datetime) -> Sequence[Row[str, str, str, str, str]]:
    """What calendars were told, in forums that aren't over, of sessions in which the draft gives them no part,
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
        select(
            SpeakerEvent.forum_id, SpeakerEvent.person, SpeakerEvent.session, SpeakerEvent.message, SpeakerEvent.address
        )
        .join(Forum, Forum.id == SpeakerEvent.forum_id)
        .outerjoin(Message, Message.id == SpeakerEvent.message)
        .where(Forum.last_day >= now.date() - timedelta(days=1))
        .where(SpeakerEvent.cancelled.is_(False), or_(Message.id.is_(None), Message.state.not_in(NEVER_CAME)))
        .where(~part.exists(), ~ended.exists())
    )
    return connection.execute(query).all()
