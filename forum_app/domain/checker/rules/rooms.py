"""Rules on rooms: taken twice, too small for what is promised, or without a limit that would keep them from filling."""

from collections.abc import Iterator
from datetime import timedelta

from forum_app.domain.checker.agenda import RoomPlan, Slot
from forum_app.domain.checker.findings import Hit, Rule, at
from forum_app.domain.checker.reading import Reading
from forum_app.domain.checker.wording import Value, in_people
from forum_app.domain.draft import Room, Session
from forum_app.domain.sentences import said, said_many
from forum_app.domain.vocabularies import Mode, SessionKind

# By whether the room is free later that day, and whether another is free at the session's time.
_TAKEN = {
    (False, False): said("“%(room)s” is taken by “%(other)s” from %(from)s to %(until)s."),
    (True, False): said("“%(room)s” is taken by “%(other)s” from %(from)s to %(until)s; it is free from %(free)s."),
    (False, True): said(
        "“%(room)s” is taken by “%(other)s” from %(from)s to %(until)s. “%(instead)s” is free at this time."
    ),
    (True, True): said(
        "“%(room)s” is taken by “%(other)s” from %(from)s to %(until)s; it is free from %(free)s, and “%(instead)s” is free at this time."
    ),
}
_TOO_SMALL = said("The session takes %(people)s, “%(room)s” holds %(seats)d.")
_TOO_MANY = said_many(
    "One person is signed up, and the session takes %(capacity)d.",
    "%(num)d people are signed up, and the session takes %(capacity)d.",
)
_TOO_MANY_FOR_ROOM = said_many(
    "One person is signed up, and “%(room)s” holds %(seats)d.",
    "%(num)d people are signed up, and “%(room)s” holds %(seats)d.",
)
_NO_LIMIT = said("Sign-up has no limit, and “%(room)s” holds %(seats)d.")
_LONG = 180  # minutes; a desk, an exhibition
_LATER = timedelta(hours=12)  # a room that is free much later is no advice


def room_taken_twice(reading: Reading) -> Iterator[Hit]:
    for room, plan in reading.agenda.by_room.items():
        latest: Slot | None = None  # of those before, the one that ends last
        latest_break: Slot | None = None
        for slot in plan.slots:
            pauses = slot.session.kind == SessionKind.BREAK
            others = (latest,) if pauses else (latest, latest_break)
            other = next((other for other in others if other and _clash(other, slot)), None)
            if other:
                yield _taken(reading, reading.agenda.rooms[room], plan, slot, other)
            if pauses:
                latest_break = slot if latest_break is None or slot.end > latest_break.end else latest_break
            else:
                latest = slot if latest is None or slot.end > latest.end else latest


def _clash(one: Slot, later: Slot) -> bool:
    """Whether both are in the room at once.

    A break within a session, or a session within a break, is meant; so is coffee beside a desk or an exhibition.
    """
    kinds = {one.session.kind, later.session.kind}
    if SessionKind.BREAK in kinds:
        return one.start < later.start < one.end < later.end
    beside = SessionKind.NETWORKING in kinds and any(_is_open_for_hours(slot) for slot in (one, later))
    return later.start < one.end and not beside


def _is_open_for_hours(slot: Slot) -> bool:
    return slot.session.kind == SessionKind.OTHER and slot.end - slot.start > _LONG


def _taken(reading: Reading, room: Room, plan: RoomPlan, slot: Slot, other: Slot) -> Hit:
    agenda = reading.agenda
    free, instead = plan.free_from(slot), _free_room(reading, room, slot)
    later = slot.start < free <= slot.start + _LATER // timedelta(minutes=1)
    values: dict[str, Value] = {
        "room": reading.named(room.name),
        "other": reading.named(other.session.title),
        "from": agenda.clock(other.start),
        "until": agenda.clock(other.end),
        "free": agenda.clock(free),
        "instead": reading.named(instead.name) if instead else "",
    }
    message = _TAKEN[later, instead is not None]
    return at(reading.of_session(slot.session), "room", message, values, sessions=(other.session.id,))


def _free_room(reading: Reading, room: Room, slot: Slot) -> Room | None:
    """A room that is free all the time of a slot and large enough, as near as can be."""
    wanted = slot.session.capacity or reading.sign_ups.get(slot.session.id, 0)
    found = None
    for other in reading.draft.rooms:
        large = other.capacity is None or other.capacity >= wanted
        if large and reading.agenda.by_room[other.id].is_free(slot.start, slot.end):
            if other.building == room.building:
                return other
            found = found or other
    return found


def _seated(reading: Reading) -> Iterator[tuple[Session, Room]]:
    """The sessions with people in a room that holds a known number."""
    for session in reading.agenda.contents:
        room = reading.agenda.rooms.get(session.room or "")
        if room and room.capacity and session.mode != Mode.ONLINE and session.kind != SessionKind.FIELD_VISIT:
            yield session, room


def capacity_over_room(reading: Reading) -> Iterator[Hit]:
    for session, room in _seated(reading):
        if session.capacity and room.capacity and session.capacity > room.capacity:
            values: dict[str, Value] = {
                "people": in_people(session.capacity),
                "room": reading.named(room.name),
                "seats": room.capacity,
            }
            yield at(reading.of_session(session), "capacity", _TOO_SMALL, values)


def sign_ups_over_capacity(reading: Reading) -> Iterator[Hit]:
    rooms = {session.id: room for session, room in _seated(reading)}
    for session in reading.agenda.contents:
        signed_up, room = reading.sign_ups.get(session.id, 0), rooms.get(session.id)
        owner = reading.of_session(session)
        if session.capacity is not None:
            if signed_up > session.capacity:
                yield at(owner, "capacity", _TOO_MANY, {"num": signed_up, "capacity": session.capacity})
        elif room and room.capacity and session.mode == Mode.IN_PERSON and signed_up > room.capacity:
            values: dict[str, Value] = {"num": signed_up, "room": reading.named(room.name), "seats": room.capacity}
            yield at(owner, "room", _TOO_MANY_FOR_ROOM, values)


def sign_up_without_limit(reading: Reading) -> Iterator[Hit]:
    for session, room in _seated(reading):
        if session.sign_up and session.capacity is None and session.mode == Mode.IN_PERSON and room.capacity:
            values: dict[str, Value] = {"room": reading.named(room.name), "seats": room.capacity}
            yield at(reading.of_session(session), "capacity", _NO_LIMIT, values)


RULES = (
    Rule(
        name="room-taken-twice",
        description=said("Two sessions are in one room at the same time."),
        remedy=said("Move one of the sessions to another time or room."),
        find=room_taken_twice,
    ),
    Rule(
        name="capacity-over-room",
        description=said("A session takes more people than its room holds."),
        remedy=said(
            "Choose a larger room or lower the session's number of places; correct the room's where it is wrong."
        ),
        find=capacity_over_room,
    ),
    Rule(
        name="sign-ups-over-capacity",
        description=said("More people are signed up for a session than it takes or its room holds."),
        remedy=said(
            "Choose a larger room and raise the number of places, hold the session twice, or write to those signed up last."
        ),
        find=sign_ups_over_capacity,
    ),
    Rule(
        name="sign-up-without-limit",
        description=said("People can sign up for a session without a limit, in a room that holds a known number."),
        remedy=said("Enter how many people the session takes."),
        find=sign_up_without_limit,
    ),
)
