"""Whose own calendars a content makes wrong: compared with what each was told, not with the release before.

So whoever was told of a slot from the draft, before anything was published, hears when it moves or goes, and whoever was
asked while a session had no time hears when it has one.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select

from forum_app.domain.filters import people_of
from forum_app.domain.release import Content, SessionEntry
from forum_app.domain.vocabularies import RoleState, SessionStatus
from forum_app.models.people import PersonPrivate, Role
from forum_app.models.programme import Session, Talk
from forum_app.models.speaking import Invitation, SpeakerEvent
from forum_app.services.speaker_calendar import Key, compared, face_of, has_time, held_by, said_of
from forum_app.services.speaking import THERE


@dataclass
class _Part:
    """What the draft says of one person in one session; ``asked``: they were invited, or answered."""

    states: set[RoleState] = field(default_factory=set)
    asked: bool = False
    unpublished: bool = False

    @property
    def there(self) -> bool:
        return not self.states.isdisjoint(THERE) and not self.unpublished


NO_PART = _Part()


def calendar_changes(
    connection: Connection, content: Content, last: Content | None, person: str | None = None
) -> dict[str, dict[str, bool]]:
    """By person, the sessions of which a calendar of theirs is wrong once ``content`` is public after ``last``, each with
    whether they are in it; everybody's, or one person's."""
    forum_id = content.forum.id
    mine = [SpeakerEvent.person == person] if person else []
    said = said_of(connection, SpeakerEvent.forum_id == forum_id, *mine)
    parts = _parts(connection, forum_id, person)
    asked = {key for key, part in parts.items() if part.asked and part.there}
    addresses = _addresses(connection, forum_id) if said or asked else {}
    found: dict[str, dict[str, bool]] = defaultdict(dict)
    for key in sorted({*said, *asked}):
        who, session = key
        there = _is_there(key, parts.get(key, NO_PART), content, last)
        if there is None:
            continue
        slot = _Slot(content, content.session.get(session)) if there else None
        if _is_wrong(said.get(key, ()), slot, addresses.get(who, "")):
            found[who][session] = there
    return dict(found)


@dataclass(frozen=True)
class _Slot:
    content: Content
    entry: SessionEntry | None

    @property
    def face(self) -> str:
        """Empty where it can be in no calendar."""
        return face_of(self.content, self.entry) if self.entry is not None and has_time(self.entry) else ""


def _is_wrong(rows: Sequence[Any], slot: _Slot | None, address: str) -> bool:
    held, face = held_by(rows), slot.face if slot is not None else ""
    if not face:
        return bool(held)
    return bool(address) and (set(held) != {address} or held[address].face != face)


def _is_there(key: Key, part: _Part, content: Content, last: Content | None) -> bool | None:
    """Whether somebody is in a session; None where the content doesn't say, since it is older than the draft."""
    who, session = key
    before, after = last.session.get(session) if last else None, content.session.get(session)
    if not part.there:
        return not part.states and after is not None and who in people_of(after)
    if after is None:
        return False if before is not None else None
    left = before is not None and who in people_of(before) and who not in people_of(after)
    return not left or RoleState.INVITED in part.states


def _parts(connection: Connection, forum_id: str, person: str | None) -> dict[Key, _Part]:
    query = (
        select(func.coalesce(Role.session_id, Talk.parent), Role.person, Role.state, Session.status, Invitation.role)
        .outerjoin(Talk, Talk.id == Role.talk_id)
        .join(Session, Session.id == func.coalesce(Role.session_id, Talk.parent))
        .outerjoin(Invitation, Invitation.role == Role.id)
        .where(Role.forum_id == forum_id, *([Role.person == person] if person else []))
    )
    found: dict[Key, _Part] = defaultdict(_Part)
    for session, who, state, status, asked in connection.execute(query):
        part = found[who, session]
        part.states.add(state)
        part.asked |= asked is not None
        part.unpublished = status == SessionStatus.DRAFT
    return found


def _addresses(connection: Connection, forum_id: str) -> dict[str, str]:
    query = select(PersonPrivate.parent, PersonPrivate.email).where(PersonPrivate.forum_id == forum_id)
    return {row.parent: compared(row.email) for row in connection.execute(query)}
