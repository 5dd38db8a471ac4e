"""What the calendars of those who speak are told of their slots: one event a person and session, whose SEQUENCE only grows.

What a calendar holds is what the mails say that went to it or are about to: one that was taken back told nothing, and
nothing has to be undone for it. SEQUENCE is never under the one that the ledger of releases tells everybody.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select

from forum_app.calendars.invitations import CANCEL, REQUEST, Invite, cancellation_ics, invitation_ics, summary_of
from forum_app.domain.places import place_of
from forum_app.domain.registration_rules import UnfitAddress, address_of
from forum_app.domain.release import Content, LedgerEntry, SessionEntry
from forum_app.domain.texts import pick
from forum_app.domain.vocabularies import MessageState, RoleKind, RoleState, SessionStatus
from forum_app.models.messages import Message
from forum_app.models.speaking import SpeakerEvent
from forum_app.services.speaking import THERE, MyPart, Speaker

NEVER_CAME = (MessageState.CANCELLED, MessageState.FAILED)
Key = tuple[str, str]  # a person and a session
Found = tuple[Content, SessionEntry]  # a session with the content that it is in


@dataclass(frozen=True)
class Slots:
    """The sessions of a forum as calendars are told of them: as the release has them, else as ``drafted`` finds one in
    the draft. ``ledger`` is the release's; ``host`` ends the names of events; ``organiser`` is whom invitations come
    from."""

    release: Content | None
    drafted: Callable[[str], Content | None]
    ledger: dict[str, LedgerEntry]
    host: str
    organiser: tuple[str, str]
    base_url: str

    def is_out(self, session: str) -> bool:
        """Whether the release has a session."""
        return self.release is not None and session in self.release.session

    def find(self, session: str) -> Found | None:
        """A session with the content that it is in."""
        content = self.release if self.is_out(session) else self.drafted(session)
        return (content, content.session[session]) if content is not None else None


@dataclass(frozen=True)
class Entry:
    """What one mail tells one calendar: bytes and their METHOD, to which address; ``summary`` is what the event is called
    there, and ``again`` whether it was in it before. ``row`` is kept once the mail is queued."""

    session: str
    address: str
    data: bytes
    method: str
    summary: str
    again: bool
    row: dict[str, Any]

    @property
    def part(self) -> dict[str, Any]:
        """The same as fields of a mail."""
        return {"calendar": self.data, "method": self.method}


def entries(
    connection: Connection, slots: Slots, speaker: Speaker, session: str, *, there: bool, again: bool = False
) -> list[Entry]:
    """What makes somebody's calendars right about a session, whether they are ``there`` or not: nothing where they are.
    An address that is theirs no more has it taken out. ``again``: the entry is said also where it is held already."""
    said = said_of(connection, SpeakerEvent.person == speaker.person.id, SpeakerEvent.session == session)
    rows = said[speaker.person.id, session]
    held, found = held_by(rows), _at_a_time(slots.find(session)) if there else None
    address = compared(speaker.email)
    if found is not None and not address:
        return []
    least = slots.ledger[session].sequence if session in slots.ledger else 0
    sequence, made = max((row.sequence for row in rows if row.state != MessageState.CANCELLED), default=-1), []
    now = max([datetime.now(UTC), *(row.sent_at for row in rows)])
    for other, row in held.items():
        if found is None or other != address:
            sequence = max(least, sequence + 1)
            made.append(_cancel(connection, speaker, row, sequence, now))
    if found is None:
        return made
    before, face = held.get(address), face_of(*found)
    same = before is not None and before.face == face
    if again or not same:
        sequence = max(least, before.sequence if before is not None and same and not made else sequence + 1)
        organiser = rows[-1].organiser if rows else slots.organiser[1]
        made.append(_request(slots, speaker, found, sequence, organiser, now, again=before is not None))
    return made


def keep(connection: Connection, entry: Entry, message: str) -> None:
    """Keeps that a mail, queued just now, tells a calendar this."""
    connection.execute(insert(SpeakerEvent).values(message=message, **entry.row))


def told_of(connection: Connection, person: str) -> set[str]:
    """The sessions that somebody's calendar was ever told of."""
    return set(connection.execute(select(SpeakerEvent.session).where(SpeakerEvent.person == person)).scalars())


def said_of(connection: Connection, *where: ColumnElement[bool]) -> dict[Key, list[Any]]:
    """By person and session, what mails told calendars or are to tell them, and the mails' state; the newest last."""
    columns = [column for column in SpeakerEvent.__table__.columns if column.name != "calendar"]
    query = select(*columns, Message.state).outerjoin(Message, Message.id == SpeakerEvent.message).where(*where)
    found: dict[Key, list[Any]] = defaultdict(list)
    for row in connection.execute(query.order_by(SpeakerEvent.sequence, SpeakerEvent.sent_at)):
        found[row.person, row.session].append(row)
    return found


def came(rows: Sequence[Any]) -> list[Any]:
    """Those of them that were told, or are about to be."""
    return [row for row in rows if row.state not in NEVER_CAME]


def held_by(rows: Sequence[Any]) -> dict[str, Any]:
    """By address, what its calendar holds of a session."""
    last = {compared(row.address): row for row in came(rows)}
    return {address: row for address, row in last.items() if not row.cancelled}


def compared(email: str) -> str:
    """The form in which two addresses are one; empty for none that could be written to."""
    try:
        return address_of(email) or ""
    except UnfitAddress:
        return ""


def face_of(content: Content, entry: SessionEntry) -> str:
    """What of an event makes it another one to a calendar: when, where, whether it takes place."""
    where = place_of(content, entry, content.forum.languages[0])
    shown = f"{entry.starts_at}|{entry.ends_at}|{where}|{entry.status}"
    return hashlib.sha256(shown.encode()).hexdigest()


def has_time(entry: SessionEntry) -> bool:
    """Whether a session can be in a calendar."""
    return entry.starts_at is not None and entry.ends_at is not None and not entry.is_cancelled


def _at_a_time(found: Found | None) -> Found | None:
    return found if found is not None and has_time(found[1]) else None


def _cancel(connection: Connection, speaker: Speaker, row: Any, sequence: int, now: datetime) -> Entry:
    told = connection.execute(select(SpeakerEvent.calendar).where(SpeakerEvent.message == row.message)).scalar_one()
    data = cancellation_ics(told, sequence, now.replace(microsecond=0))
    known = {"sequence": sequence, "cancelled": True, "face": row.face, "organiser": row.organiser, "sent_at": now}
    return _entry(speaker, row.session, row.address, data, CANCEL, known, again=True)


def _request(
    slots: Slots,
    speaker: Speaker,
    found: Found,
    sequence: int,
    organiser: str,
    now: datetime,
    *,
    again: bool,
) -> Entry:
    data = invitation_ics(_invite(slots, speaker, *found, sequence, organiser, now))
    known = {"sequence": sequence, "cancelled": False, "face": face_of(*found), "organiser": organiser, "sent_at": now}
    return _entry(speaker, found[1].id, speaker.email, data, REQUEST, known, again=again)


def _entry(
    speaker: Speaker, session: str, address: str, data: bytes, method: str, known: dict[str, Any], *, again: bool
) -> Entry:
    whose = {"person": speaker.person.id, "session": session, "forum_id": speaker.forum_id, "address": address}
    return Entry(session, address, data, method, summary_of(data), again, {**whose, **known, "calendar": data})


def _invite(
    slots: Slots,
    speaker: Speaker,
    content: Content,
    entry: SessionEntry,
    sequence: int,
    organiser: str,
    now: datetime,
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
        changed_at=now.replace(microsecond=0),
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
