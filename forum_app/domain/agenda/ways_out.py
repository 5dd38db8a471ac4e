"""Ways out of a clash: places in the programme that are free by every rule, the nearest first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta

from msgspec import Struct, structs

from forum_app.domain.agenda.conflicts import OF_THE_DAY, OF_THE_PLACE, Conflict, conflicts
from forum_app.domain.agenda.conflicts_again import people_of
from forum_app.domain.agenda.slots import Slot, day_of, slot_of
from forum_app.domain.checker.agenda import way_between
from forum_app.domain.checker.memory import Memory
from forum_app.domain.draft import Draft, Room, Session
from forum_app.domain.times import conference_day
from forum_app.domain.vocabularies import Mode, SessionKind, SessionStatus

STEP = 5  # minutes
_MOST_DAYS, _MOST_TRIED = 14, 40
# What a change costs, in minutes of moving: one likes to stay on the day, in the building, in the room.
_ANOTHER_ROOM, _ANOTHER_BUILDING, _ANOTHER_DAY = 15, 45, 240
_USUAL = time(9), timedelta(hours=18)
_LEFT_OUT = frozenset({SessionStatus.DRAFT, SessionStatus.CANCELLED})


class _Taken(Struct, frozen=True):
    """From when until when nothing else can be; ``room`` None: in no room. ``walked``: people come from, or go to, there."""

    start: datetime
    end: datetime
    room: str | None
    walked: Room | None = None


def ways_out(draft: Draft, session: Session, sign_ups: Mapping[str, int] | None = None, most: int = 3) -> list[Slot]:
    """Up to ``most`` places for a session of the draft where it is in no clash of the place, and where nothing clashes
    anywhere that does not now. None for a session without a time or a length."""
    if not session.minutes or session.start is None:
        return []
    search = _Search(draft, session, sign_ups or {})
    found: list[Slot] = []
    for _cost, slot in sorted(search.candidates(session.start), key=lambda each: each[0])[:_MOST_TRIED]:
        if not _too_like(slot, found) and search.is_free(slot):
            found.append(slot)
            if len(found) == most:
                break
    return found


def _too_like(slot: Slot, found: Iterable[Slot]) -> bool:
    """A second time in a room on the same day is no other way."""
    return any(
        other.room == slot.room and other.start and slot.start and other.start.date() == slot.start.date()
        for other in found
    )


class _Search:
    """What stands in the way of one session, worked out once for all the places that are tried."""

    def __init__(self, draft: Draft, session: Session, sign_ups: Mapping[str, int]) -> None:
        self.draft, self.session, self.sign_ups = draft, session, sign_ups
        self.length = timedelta(minutes=session.minutes or 0)
        self.rooms = {room.id: room for room in draft.rooms}
        self._memory = Memory()
        self._held = [
            each for each in draft.sessions if each is not session and each.start and each.status not in _LEFT_OUT
        ]
        people = people_of(session)
        self._with_same = [each for each in self._held if people & people_of(each)]
        self._pauses = [each for each in self._held if each.kind == SessionKind.BREAK and not each.room]
        self._by_room: dict[str, list[Session]] = defaultdict(list)
        self._by_day: dict[date, list[Session]] = defaultdict(list)
        for each in self._held:
            self._by_room[each.room or ""].append(each)
            self._by_day[day_of(each, draft) or date.min].append(each)
        self._now: dict[frozenset[date], set[tuple[str, date]]] = {}
        away = [hours for one in draft.people if one.id in people and one.private for hours in one.private.unavailable]
        self._taken = [_Taken(hours.start, hours.end, None) for hours in away]
        spans = {id(each): span for each in self._held if (span := _span(each))}
        for each in self._with_same:
            if span := spans.get(id(each)):
                walked = None if each.mode == Mode.ONLINE else self.rooms.get(each.room or "")
                self._taken.append(_Taken(*span, None, walked))
        self._taken += [_Taken(*span, None) for each in self._pauses if (span := spans.get(id(each)))]
        self._taken += [_Taken(*span, each.room) for each in self._held if each.room and (span := spans.get(id(each)))]

    def candidates(self, start: datetime) -> Iterator[tuple[float, Slot]]:
        """In each room on each day the nearest places that look free, with what they cost; the rules say whether they are."""
        here = conference_day(start, self.draft.forum.day_starts_at)
        since = start - datetime.combine(here, time())
        opens, closes = self._hours()
        for day in self._days(here):
            at_best = datetime.combine(day, time()) + since
            first, last = datetime.combine(day, opens), datetime.combine(day, time()) + closes
            for room in self._rooms():
                for found in self._free(first, last, room, at_best):
                    slot = Slot(found, self.session.minutes, room.id if room else None)
                    if (slot.start, slot.room) != (start, self.session.room):
                        minutes = abs((found - at_best).total_seconds()) / 60
                        yield minutes + self._cost(room) + _ANOTHER_DAY * abs((day - here).days), slot

    def _days(self, here: date) -> list[date]:
        """The forum's days, those nearest to the session's first."""
        forum = self.draft.forum
        count = min((forum.last_day - forum.first_day).days + 1, 400)
        days = (forum.first_day + timedelta(days=number) for number in range(count))
        return sorted(days, key=lambda day: abs((day - here).days))[:_MOST_DAYS]

    def _hours(self) -> tuple[time, timedelta]:
        """When the forum's days open and, since their midnight, close: the usual hours, and more where it has more."""
        opens, closes = _USUAL
        begins = self.draft.forum.day_starts_at
        for each in self._held:
            if (span := _span(each)) and span[1] - span[0] <= timedelta(hours=12):
                opens = min(opens, span[0].time()) if span[0].time() >= begins else opens
                closes = max(closes, span[1] - datetime.combine(conference_day(span[0], begins), time()))
        return opens, closes

    def _rooms(self) -> list[Room | None]:
        """Those that are large enough; what is online, or has no room to be in, stays where it is."""
        if self.session.mode == Mode.ONLINE or not self.draft.rooms:
            return [self.rooms.get(self.session.room or "")]
        wanted = self.session.capacity or self.sign_ups.get(self.session.id, 0)
        return [room for room in self.draft.rooms if room.capacity is None or room.capacity >= wanted]

    def _cost(self, room: Room | None) -> int:
        before = self.rooms.get(self.session.room or "")
        if before is None or room is None or before is room:
            return 0
        return _ANOTHER_BUILDING if before.building != room.building else _ANOTHER_ROOM

    def _free(self, first: datetime, last: datetime, room: Room | None, at_best: datetime) -> Iterator[datetime]:
        """The start nearest to ``at_best`` in each stretch of a day's hours in which nothing is taken."""
        taken = sorted(self._in_the_way(first, last, room))
        free = first
        for start, end in [*taken, (last, last)]:
            latest = start - self.length
            if latest >= free:
                nearest = min(max(at_best, free), latest)
                rounded = nearest + timedelta(minutes=-nearest.minute % STEP)
                yield rounded if rounded <= latest else nearest
            free = max(free, end)

    def _in_the_way(self, first: datetime, last: datetime, room: Room | None) -> Iterator[tuple[datetime, datetime]]:
        where = room.id if room else None
        for each in self._taken:
            if each.start < last and first < each.end and each.room in (None, where):
                way = timedelta(minutes=way_between(self.draft.forum, each.walked, room))
                yield each.start - way, each.end + way

    def is_free(self, slot: Slot) -> bool:
        """Whether the session clashes with nothing there, and no day lacks a pause that doesn't now."""
        assert slot.start
        near = [*self._with_same, *self._pauses, *self._by_room[slot.room or ""]]
        there = self._asked({id(each): each for each in near}.values(), slot, OF_THE_PLACE)
        if any(self.session.id in found.sessions for found in there):
            return False
        here = day_of(self.session, self.draft) or date.min
        days = frozenset({here, conference_day(slot.start, self.draft.forum.day_starts_at)})
        if days not in self._now:
            self._now[days] = self._without_pause(days, slot_of(self.session))
        return self._without_pause(days, slot) <= self._now[days]

    def _without_pause(self, days: Iterable[date], slot: Slot) -> set[tuple[str, date]]:
        """The days that lack a pause, by rule."""
        found = self._asked([each for day in days for each in self._by_day[day]], slot, OF_THE_DAY)
        begins = {each.id: day for day in days for each in self._by_day[day]}
        there = conference_day(slot.start, self.draft.forum.day_starts_at) if slot.start else date.min
        return {(each.rule, begins.get(each.session, there)) for each in found}

    def _asked(self, others: Iterable[Session], slot: Slot, rules: Iterable[str]) -> list[Conflict]:
        there = structs.replace(self.session, start=slot.start, fold=slot.fold, room=slot.room)
        draft = structs.replace(self.draft, sessions=[*others, there])
        return conflicts(draft, self.sign_ups, self._memory, rules)


def _span(session: Session) -> tuple[datetime, datetime] | None:
    slot = slot_of(session)
    return (slot.start, slot.end) if slot.start and slot.end else None
