"""Where sessions are in time and space, and what a step of the builder makes of it. Wall times of the forum throughout.

A step says for each session that it moves where that is to be; it knows nothing of clashes, which are told afterwards.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from msgspec import Struct

from forum_app.domain.draft import Draft, Session
from forum_app.domain.times import conference_day
from forum_app.domain.vocabularies import SessionKind, SessionStatus


class Slot(Struct, frozen=True):
    """A place in the programme. Without ``start`` the session waits to be scheduled; ``minutes`` None: no length yet."""

    start: datetime | None
    minutes: int | None
    room: str | None
    fold: int = 0

    @property
    def end(self) -> datetime | None:
        return self.start + timedelta(minutes=self.minutes) if self.start and self.minutes else None

    @property
    def values(self) -> dict[str, str | int | None]:
        """By place of the session, as ``domain.trees`` writes it."""
        start = self.start.isoformat() if self.start else None
        return {"start": start, "fold": self.fold, "minutes": self.minutes, "room": self.room}

    def later(self, minutes: int) -> "Slot":
        """The same, by so many minutes of the clock later; earlier where they are less than 0."""
        return Slot(self.start + timedelta(minutes=minutes) if self.start else None, self.minutes, self.room)


Slots = Mapping[str, Slot]


def slot_of(session: Session) -> Slot:
    return Slot(session.start, session.minutes, session.room, session.fold)


def day_of(session: Session, draft: Draft) -> date | None:
    """The conference day of a session; None while it has no time."""
    return conference_day(session.start, draft.forum.day_starts_at) if session.start else None


def on_day(draft: Draft, day: date) -> list[Session]:
    """The sessions of a conference day in time, those of one time in the draft's order."""
    found = [(session.start, session) for session in draft.sessions if session.start and day_of(session, draft) == day]
    return [session for _start, session in sorted(found, key=lambda each: each[0])]


def moved(sessions: Iterable[Session], minutes: int) -> dict[str, Slot]:
    """Sessions by so many minutes later or earlier; what has no time stays."""
    return {session.id: slot_of(session).later(minutes) for session in sessions if session.start}


def unscheduled(sessions: Iterable[Session]) -> dict[str, Slot]:
    """Sessions without time and room; their lengths stay."""
    return {session.id: Slot(None, session.minutes, None) for session in sessions}


def swapped(one: Session, other: Session) -> dict[str, Slot]:
    """Each at the time and in the room of the other, with its own length."""
    return {
        one.id: Slot(other.start, one.minutes, other.room, other.fold),
        other.id: Slot(one.start, other.minutes, one.room, one.fold),
    }


def shifted_after(
    draft: Draft, after: datetime, minutes: int, rooms: Collection[str | None] | None = None
) -> dict[str, Slot]:
    """All that starts at ``after`` or later on that conference day, moved by so many minutes.

    ``rooms``: only what is in these; None among them stands for what has no room.
    """
    day = conference_day(after, draft.forum.day_starts_at)
    later = (session for session in on_day(draft, day) if session.start and session.start >= after)
    return moved((session for session in later if rooms is None or session.room in rooms), minutes)


def gaps_closed(draft: Draft, day: date, room: str, between: int = 0) -> dict[str, Slot]:
    """The sessions of a room on a day, each as early as the one before it lets it be, ``between`` minutes apart.

    Nothing gets later, nothing is moved before the first one or into a break for everybody. Sessions that run at once
    stay so.
    """
    sessions = on_day(draft, day)
    pauses = [
        (session.start, slot_of(session).end)
        for session in sessions
        if session.kind == SessionKind.BREAK and session.room is None and session.status != SessionStatus.CANCELLED
    ]
    found: dict[str, Slot] = {}
    free: datetime | None = None
    for session in sessions:
        slot = slot_of(session)
        if session.room != room or slot.start is None or slot.end is None:
            continue
        start = slot.start
        if free is not None and free < start:
            start = min(start, _after_pauses(free, slot.end - slot.start, pauses))
            if start < slot.start:
                found[session.id] = Slot(start, slot.minutes, room)
        end = start + (slot.end - slot.start) + timedelta(minutes=between)
        free = max(free, end) if free else end
    return found


def _after_pauses(
    start: datetime, length: timedelta, pauses: list[tuple[datetime | None, datetime | None]]
) -> datetime:
    """The first time from ``start`` on from which so much time is in no pause; pauses are in time."""
    for pause, end in pauses:
        if pause and end and pause < start + length and start < end:
            start = end
    return start
