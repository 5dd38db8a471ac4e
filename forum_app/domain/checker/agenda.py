"""The programme in time as the rules compare it: who and what is where, in minutes of one clock."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from forum_app.domain.draft import Draft, Forum, Room, Session
from forum_app.domain.errors import SkippedHour
from forum_app.domain.times import first_existing, in_zone, instant, zone_names
from forum_app.domain.vocabularies import RoleKind, RoleState, SessionKind, SessionStatus

_LEFT_OUT = frozenset({SessionStatus.DRAFT, SessionStatus.CANCELLED})


class Slot(NamedTuple):
    """A session with a time: from ``start`` to ``end``, minutes since 1970 in UTC. ``number`` is its place in the draft."""

    start: int
    end: int
    number: int
    session: Session


class Busy(NamedTuple):
    """When somebody is needed in a session, and where in the draft that stands."""

    start: int
    end: int
    slot: Slot
    place: str


class Agenda:
    """The sessions that a reader will find and can attend: neither drafts nor cancelled."""

    def __init__(self, draft: Draft) -> None:
        self._zone = draft.forum.zone if draft.forum.zone in zone_names() else "UTC"
        self.held = [session for session in draft.sessions if session.status not in _LEFT_OUT]
        self.contents = [session for session in self.held if session.kind != SessionKind.BREAK]
        self.rooms: dict[str, Room] = {room.id: room for room in draft.rooms}
        self._sessions = list(enumerate(draft.sessions))

    @cached_property
    def slots(self) -> list[Slot]:
        """Those with start and length, in time."""
        found = [
            Slot(minute := self.minute(session.start, session.fold), minute + session.minutes, number, session)
            for number, session in self._sessions
            if session.status not in _LEFT_OUT and session.start and session.minutes
        ]
        return sorted(found, key=lambda slot: (slot.start, slot.number))

    def minute(self, wall: datetime, fold: int = 0) -> int:
        """A wall time of the forum in minutes since 1970; of one that the clocks skip the first that exists after it."""
        try:
            at = instant(wall, self._zone, fold)
        except SkippedHour:
            at = first_existing(wall, self._zone)
        return int(at.timestamp()) // 60

    def clock(self, minute: int) -> str:
        """11:50, as the clocks of the forum show it."""
        return f"{self.wall(minute):%H:%M}"

    def wall(self, minute: int) -> datetime:
        """A minute as the wall time of the forum."""
        return in_zone(datetime.fromtimestamp(minute * 60, UTC), self._zone)

    @cached_property
    def by_room(self) -> dict[str, "RoomPlan"]:
        """What is in each room; a field visit only starts where it meets."""
        slots: dict[str, list[Slot]] = defaultdict(list)
        for slot in self.slots:
            if slot.session.room in self.rooms and slot.session.kind != SessionKind.FIELD_VISIT:
                slots[slot.session.room or ""].append(slot)
        return {room: RoomPlan(slots.get(room, [])) for room in self.rooms}

    @cached_property
    def by_person(self) -> dict[str, list[Busy]]:
        """When each person is needed, in time; whoever declined is not."""
        found: dict[str, list[Busy]] = defaultdict(list)
        for slot in self.slots:
            for person, busy in _needed(slot):
                found[person].append(busy)
        for times in found.values():
            times.sort(key=lambda busy: (busy.start, busy.slot.number))
        return found


class RoomPlan:
    """The slots of one room in time."""

    def __init__(self, slots: list[Slot]) -> None:
        self.slots = slots
        self._starts = [slot.start for slot in slots]
        self._ends = list(accumulate((slot.end for slot in slots), max))

    def is_free(self, start: int, end: int) -> bool:
        before = bisect_left(self._starts, end)
        return before == 0 or self._ends[before - 1] <= start

    def free_from(self, slot: Slot) -> int:
        """The first minute, not before the slot's own start, from which the room is free for as long as it takes."""
        free, length = slot.start, slot.end - slot.start
        for other in self.slots:
            if other.start >= free + length:
                break
            if other is not slot:
                free = max(free, other.end)
        return free


def way_between(forum: Forum, one: Room | None, other: Room | None) -> int:
    """Minutes from room to room; none from or to where there is no room."""
    if not one or not other or one.id == other.id:
        return 0
    if one.building and other.building and one.building != other.building:
        return max(forum.minutes_between_rooms, forum.minutes_between_buildings)
    return forum.minutes_between_rooms


def needed_in(session: Session) -> Iterator[tuple[str, RoleKind]]:
    """Who is needed in a session and as what, those with a role of their own first; whoever declined is not, and focal
    points neither. Somebody can be named more than once."""
    for role in session.roles:
        if role.state != RoleState.DECLINED and role.role != RoleKind.FOCAL_POINT:
            yield role.person, role.role
    for talk in session.talks:
        for speaker in talk.speakers:
            if speaker.state != RoleState.DECLINED:
                yield speaker.person, RoleKind.SPEAKER


def _needed(slot: Slot) -> Iterator[tuple[str, Busy]]:
    """Who is needed when: with a role, or in a talk without a time of its own, all the time."""
    session, here = slot.session, f"sessions[{slot.number}]"
    whole: dict[str, str] = {}
    for index, role in enumerate(session.roles):
        if role.state != RoleState.DECLINED and role.role != RoleKind.FOCAL_POINT:
            whole.setdefault(role.person, f"{here}.roles[{index}]")
    parts: list[tuple[str, int, int, str]] = []
    minute: int | None = slot.start
    for number, talk in enumerate(session.talks):
        end = minute + talk.minutes if minute is not None and talk.minutes else None
        for index, speaker in enumerate(talk.speakers):
            place = f"{here}.talks[{number}].speakers[{index}]"
            if speaker.state == RoleState.DECLINED:
                continue
            if minute is None or end is None:
                whole.setdefault(speaker.person, place)
            else:
                parts.append((speaker.person, min(minute, slot.end), min(end, slot.end), place))
        minute = end
    for person, place in whole.items():
        yield person, Busy(slot.start, slot.end, slot, place)
    for person, start, end, place in parts:
        if person not in whole and start < end:
            yield person, Busy(start, end, slot, place)
