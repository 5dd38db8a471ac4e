"""What clashes after some sessions were edited: only what those can clash with is looked at again."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct, structs

from forum_app.domain.agenda.conflicts import OF_THE_DAY, ON_THE_AGENDA, Conflict, conflicts, in_order
from forum_app.domain.agenda.layout import is_across
from forum_app.domain.agenda.slots import day_of, slot_of
from forum_app.domain.checker.agenda import needed_in
from forum_app.domain.draft import Draft, Session
from forum_app.domain.times import conference_day

# A room taken twice is told with another that is free, whichever of the day's rooms that is.
_OF_THE_DAY = frozenset({*OF_THE_DAY, "room-taken-twice"})
# Found only where all of a day is looked at; the other rules look at a session, or at those of one person.
_IN_A_DAY = (*OF_THE_DAY, "room-taken-twice", "session-over-break")
_OF_SESSIONS = tuple(rule for rule in ON_THE_AGENDA if rule not in _IN_A_DAY)
_OF_PEOPLE = frozenset({"person-in-two-places", "no-time-to-walk"})
_ROUNDS = 4


def people_of(session: Session) -> set[str]:
    """Who is needed in a session, be it for a part of it."""
    return {person for person, _role in needed_in(session)}


class _Edited(Struct):
    """What the sessions that were edited had or have to do with."""

    keys: set[str]
    people: set[str]
    days: set[date | None]
    pauses: bool


def conflicts_again(
    before: Sequence[Conflict], old: Draft, new: Draft, sign_ups: Mapping[str, int] | None = None
) -> list[Conflict]:
    """What ``conflicts`` finds in a draft, where ``before`` is what it found in an older state of it, with the same
    ``sign_ups``. Things that were not edited must be the same objects in both."""
    if old.forum is not new.forum or not _same(old.rooms, new.rooms) or not _same(old.people, new.people):
        return conflicts(new, sign_ups)
    edited = _edited(old, new)
    if not edited.keys:
        return in_order(new, before)
    touched = _touched_in(new, edited)
    day = [each for each in new.sessions if not edited.days.isdisjoint(_days_of(each, new))]
    of_the_day = _asked(new, day, sign_ups, _IN_A_DAY)
    for _ in range(_ROUNDS):
        near = [
            each for each in new.sessions if each.id in edited.keys or not edited.people.isdisjoint(people_of(each))
        ]
        fresh = [found for found in (*of_the_day, *_asked(new, near, sign_ups, _OF_SESSIONS)) if touched(found)]
        with_them = {person for found in (*before, *fresh) if found.rule in _OF_PEOPLE and touched(found) for person in found.people}  # fmt: skip
        if with_them <= edited.people:
            here = {session.id for session in new.sessions}
            kept = [found for found in before if found.session in here and not touched(found)]
            return in_order(new, [*kept, *fresh])
        edited.people |= with_them  # who clashes beside them: all their sessions count
    return conflicts(new, sign_ups)


def _asked(
    draft: Draft, sessions: list[Session], sign_ups: Mapping[str, int] | None, rules: Sequence[str]
) -> list[Conflict]:
    return conflicts(structs.replace(draft, sessions=sessions), sign_ups, rules=rules)


def _same(one: Sequence[object], other: Sequence[object]) -> bool:
    return len(one) == len(other) and all(first is second for first, second in zip(one, other, strict=True))


def _edited(old: Draft, new: Draft) -> _Edited:
    was, now = ({session.id: session for session in draft.sessions} for draft in (old, new))
    keys = {key for key in (*was, *now) if was.get(key) is not now.get(key)}
    states = [(draft, found[key]) for draft, found in ((old, was), (new, now)) for key in keys if key in found]
    return _Edited(
        keys,
        {person for _draft, session in states for person in people_of(session)},
        {day for draft, session in states for day in _days_of(session, draft)},
        any(is_across(session) for _draft, session in states),
    )


def _days_of(session: Session, draft: Draft) -> list[date]:
    """The conference days that a session touches: mostly one."""
    first, end = day_of(session, draft), slot_of(session).end
    if first is None:
        return []
    last = max(conference_day(end, draft.forum.day_starts_at), first) if end else first
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _touched_in(draft: Draft, edited: _Edited) -> Callable[[Conflict], bool]:
    """Whether a clash can be another one, or gone, or new, since these were edited."""
    sessions = {session.id: session for session in draft.sessions}

    def touched(found: Conflict) -> bool:
        if not edited.keys.isdisjoint(found.sessions):
            return True
        session = sessions[found.session]
        if found.rule in _OF_PEOPLE:
            return not edited.people.isdisjoint(found.people)
        if found.rule in _OF_THE_DAY or (found.rule == "session-over-break" and edited.pauses):
            return day_of(session, draft) in edited.days
        return False

    return touched
