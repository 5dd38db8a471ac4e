"""What the calendars of those who speak are told of their slots: one event a person and session, whose SEQUENCE only grows.

It is never under the one that the ledger of releases tells everybody, and grows by itself where somebody is taken out of
a session or comes back to it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from forum_app.calendars.invitations import CANCEL, REQUEST, Invite, invitation_ics
from forum_app.domain.places import place_of
from forum_app.domain.release import Content, LedgerEntry, SessionEntry
from forum_app.domain.texts import pick
from forum_app.domain.vocabularies import RoleKind, RoleState, SessionStatus
from forum_app.models.speaking import SpeakerEvent
from forum_app.services.speaking import THERE, MyPart, Speaker


@dataclass(frozen=True)
class Slots:
    """The sessions of a forum as calendars are told of them: as the release has them, else as the draft has them.
    ``ledger`` is the release's; ``host`` ends the names of events; ``organiser`` is whom invitations come from."""

    contents: tuple[Content, ...]
    ledger: dict[str, LedgerEntry]
    host: str
    organiser: tuple[str, str]
    base_url: str

    def find(self, session: str) -> tuple[Content, SessionEntry] | None:
        """A session with the content that it is in."""
        found = ((content, content.session[session]) for content in self.contents if session in content.session)
        return next(found, None)


@dataclass(frozen=True)
class Told:
    """A calendar's bytes and their METHOD, for a mail."""

    data: bytes
    method: str


def request(connection: Connection, slots: Slots, speaker: Speaker, session: str) -> Told | None:
    """The entry of a session for somebody's calendar, new or brought up to date; None for one without a time."""
    found = slots.find(session)
    if found is None or found[1].starts_at is None or found[1].ends_at is None or found[1].is_cancelled:
        return None
    before = _row(connection, speaker.person.id, session)
    face, sequence = _face(*found), slots.ledger[session].sequence if session in slots.ledger else 0
    if before is not None:
        sequence = max(sequence, before.sequence + (before.cancelled or before.face != face))
    organiser = before.organiser if before is not None else slots.organiser[1]
    invite = _invite(slots, speaker, *found, sequence, organiser)
    _keep(connection, speaker, session, sequence, face, organiser, cancelled=False)
    return Told(invitation_ics(invite, REQUEST), REQUEST)


def cancel(connection: Connection, slots: Slots, speaker: Speaker, session: str) -> Told | None:
    """Takes a session out of somebody's calendar; None where it isn't in it. What it was is asked of the ledger where
    the programme doesn't have it any more."""
    before = _row(connection, speaker.person.id, session)
    if before is None or before.cancelled:
        return None
    found, gone = slots.find(session), slots.ledger.get(session)
    sequence = max(gone.sequence if gone else 0, before.sequence + 1)
    if found is not None and found[1].starts_at is not None and found[1].ends_at is not None:
        invite = _invite(slots, speaker, *found, sequence, before.organiser)
    elif gone is not None:
        invite = _of_ledger(slots, speaker, gone, sequence, before.organiser)
    else:
        return None
    _keep(connection, speaker, session, sequence, before.face, before.organiser, cancelled=True)
    return Told(invitation_ics(invite, CANCEL), CANCEL)


def is_told(connection: Connection, slots: Slots, speaker: Speaker, session: str) -> bool:
    """Whether somebody's calendar holds a session as it is now."""
    found, before = slots.find(session), _row(connection, speaker.person.id, session)
    return found is not None and before is not None and not before.cancelled and before.face == _face(*found)


def told_of(connection: Connection, person: str) -> dict[str, bool]:
    """The sessions that somebody's calendar was ever told of, and whether they are in it still."""
    query = select(SpeakerEvent.session, SpeakerEvent.cancelled).where(SpeakerEvent.person == person)
    return {row.session: not row.cancelled for row in connection.execute(query)}


def _row(connection: Connection, person: str, session: str) -> Any:
    mine = (SpeakerEvent.person == person, SpeakerEvent.session == session)
    return connection.execute(select(SpeakerEvent).where(*mine)).first()


def _keep(
    connection: Connection,
    speaker: Speaker,
    session: str,
    sequence: int,
    face: str,
    organiser: str,
    *,
    cancelled: bool,
) -> None:
    key = {"person": speaker.person.id, "session": session}
    mine = (SpeakerEvent.person == key["person"], SpeakerEvent.session == session)
    connection.execute(delete(SpeakerEvent).where(*mine))
    values = {"sequence": sequence, "cancelled": cancelled, "face": face, "organiser": organiser}
    connection.execute(
        insert(SpeakerEvent).values(**key, forum_id=speaker.forum_id, sent_at=datetime.now(UTC), **values)
    )


def _face(content: Content, entry: SessionEntry) -> str:
    """What of an event makes it another one to a calendar: when, where, whether it takes place."""
    where = place_of(content, entry, content.forum.languages[0])
    shown = f"{entry.starts_at}|{entry.ends_at}|{where}|{entry.status}"
    return hashlib.sha256(shown.encode()).hexdigest()


def _invite(
    slots: Slots, speaker: Speaker, content: Content, entry: SessionEntry, sequence: int, organiser: str
) -> Invite:
    assert entry.starts_at is not None
    assert entry.ends_at is not None
    language, order = speaker.language, content.forum.languages
    told = slots.ledger.get(entry.id)
    mine = [part for part in speaker.parts if part.session == entry.id and part.state in THERE]
    titles = [pick(part.title, language, order) for part in mine if part.talk]
    return Invite(
        uid=told.uid if told else f"{entry.id}@{slots.host}",
        sequence=sequence,
        changed_at=datetime.now(UTC).replace(microsecond=0),
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        summary=pick(entry.title, language, order),
        description="\n".join(dict.fromkeys(titles)),
        location=place_of(content, entry, language),
        address=f"{slots.base_url}/forums/{content.forum.slug}/sessions/{entry.id}" if told else "",
        organiser=(slots.organiser[0], organiser),
        attendee=(pick(speaker.person.name, language, order), speaker.email),
        chairs=_chairs(mine),
        tentative=entry.status == SessionStatus.TENTATIVE,
    )


def _chairs(parts: Sequence[MyPart]) -> bool:
    """Whether somebody chairs: they accepted to moderate, or are asked for nothing else."""
    accepted = [part for part in parts if part.state == RoleState.CONFIRMED]
    if accepted:
        return any(part.kind == RoleKind.MODERATOR for part in accepted)
    return bool(parts) and all(part.kind == RoleKind.MODERATOR for part in parts)


def _of_ledger(slots: Slots, speaker: Speaker, gone: LedgerEntry, sequence: int, organiser: str) -> Invite:
    language, order = speaker.language, speaker.languages
    return Invite(
        uid=gone.uid,
        sequence=sequence,
        changed_at=datetime.now(UTC).replace(microsecond=0),
        starts_at=gone.starts_at,
        ends_at=gone.ends_at,
        summary=pick(gone.title, language, order),
        description="",
        location=pick(gone.place, language, order),
        address="",
        organiser=(slots.organiser[0], organiser),
        attendee=(pick(speaker.person.name, language, order), speaker.email),
    )
