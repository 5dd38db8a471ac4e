"""Rules on people: needed in two sessions at once, or in the next one before they can have walked there."""

from collections.abc import Callable, Iterator

from forum_app.domain.checker.agenda import Busy, Slot, way_between
from forum_app.domain.checker.findings import Hit, Rule
from forum_app.domain.checker.reading import Reading
from forum_app.domain.checker.wording import Value, in_minutes, some
from forum_app.domain.sentences import Said, said
from forum_app.domain.vocabularies import Mode

_BOTH = said("%(people)s can’t be here and in “%(other)s” (%(from)s–%(until)s) at once.")
_TOO_SHORT = said(
    "%(people)s can’t walk here from “%(other)s” in “%(room)s”: the way takes %(way)s, and the time between is %(gap)s."
)
_NAMED = 3
_Pair = tuple[Busy, Busy]


def person_in_two_places(reading: Reading) -> Iterator[Hit]:
    for (other, busy), people in _pairs(reading, lambda other, busy: _gap((other, busy)) < 0):
        if len(people) > 1:  # told at the session that begins later
            other, busy = sorted((other, busy), key=lambda one: (one.slot.start, one.slot.number))
        hours = other if len(people) == 1 else other.slot
        values: dict[str, Value] = {
            "other": reading.named(other.slot.session.title),
            "from": reading.agenda.clock(hours.start),
            "until": reading.agenda.clock(hours.end),
            "people": _named(reading, people),
        }
        yield _at(reading, (other, busy), people, _BOTH, values)


def no_time_to_walk(reading: Reading) -> Iterator[Hit]:
    forum = reading.draft.forum
    if not (forum.minutes_between_rooms or forum.minutes_between_buildings):
        return
    pairs = _pairs(reading, lambda other, busy: 0 <= _gap((other, busy)) < _way(reading, other.slot, busy.slot))
    for (other, busy), people in pairs:
        room = reading.agenda.rooms[other.slot.session.room or ""]
        values: dict[str, Value] = {
            "gap": in_minutes(_gap((other, busy))),
            "other": reading.named(other.slot.session.title),
            "room": reading.named(room.name),
            "way": in_minutes(_way(reading, other.slot, busy.slot)),
            "people": _named(reading, people),
        }
        yield _at(reading, (other, busy), people, _TOO_SHORT, values)


def _way(reading: Reading, one: Slot, other: Slot) -> int:
    """Minutes from room to room; none for what is online."""
    if Mode.ONLINE in (one.session.mode, other.session.mode):
        return 0
    first, second = (reading.agenda.rooms.get(slot.session.room or "") for slot in (one, other))
    return way_between(reading.draft.forum, first, second)


def _pairs(reading: Reading, meet: Callable[[Busy, Busy], bool]) -> list[tuple[_Pair, list[str]]]:
    """Pairs of sessions where what somebody does meets what they did before, each once and with all whom it concerns."""
    pairs: dict[frozenset[int], _Pair] = {}
    people: dict[frozenset[int], dict[str, None]] = {}
    for person, busy_times in reading.agenda.by_person.items():
        for before, busy in _consecutive(busy_times):
            if meet(before, busy):
                both = frozenset((before.slot.number, busy.slot.number))
                if both not in pairs or _gap((before, busy)) < _gap(pairs[both]):
                    pairs[both] = (before, busy)  # of several people the one with the least time
                people.setdefault(both, {})[person] = None
    found = [(pair, list(people[both])) for both, pair in pairs.items()]
    return sorted(found, key=lambda item: (item[0][1].slot.number, item[0][0].slot.number))


def _gap(pair: _Pair) -> int:
    """Minutes between the two; negative where they overlap."""
    return pair[1].start - pair[0].end


def _consecutive(busy_times: list[Busy]) -> Iterator[_Pair]:
    """Each time with the one before it, of another session, that ends last."""
    first: Busy | None = None  # ends last
    second: Busy | None = None  # of the other sessions the one that ends last
    for busy in busy_times:
        before = second if first and first.slot is busy.slot else first
        if before:
            yield before, busy
        if first is None or busy.end >= first.end:
            first, second = busy, second if first and first.slot is busy.slot else first
        elif busy.slot is not first.slot and (second is None or busy.end >= second.end):
            second = busy


def _at(reading: Reading, pair: _Pair, people: list[str], message: Said, values: dict[str, Value]) -> Hit:
    """Where the one stands whom it concerns; at the session where it concerns several."""
    other, busy = pair
    owner = reading.of_session(busy.slot.session)
    place = busy.place if len(people) == 1 else owner.place
    return Hit(place, owner.words, message, values, "", (other.slot.session.id,), tuple(people))


def _named(reading: Reading, people: list[str]) -> Value:
    return some(
        [reading.person_named(person) for person in people], _NAMED if len(people) > _NAMED + 1 else len(people)
    )


RULES = (
    Rule(
        name="person-in-two-places",
        description=said("Somebody is needed in two sessions at the same time."),
        remedy=said(
            "Move one of the sessions, or find somebody else for one of them; for talks at different times enter their minutes."
        ),
        find=person_in_two_places,
    ),
    Rule(
        name="no-time-to-walk",
        description=said("Somebody is needed in another room before they can have walked there."),
        remedy=said("Move one of the sessions to a room nearer or a later time, or let the person come later."),
        find=no_time_to_walk,
    ),
)
