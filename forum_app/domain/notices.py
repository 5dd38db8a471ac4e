"""Whom a publication concerns: people whose slot moved, changed room, was cancelled, went or came back, and how."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from forum_app.domain.filters import people_of
from forum_app.domain.places import place_of
from forum_app.domain.release import Content, ForumEntry, SessionEntry
from forum_app.domain.times import first_existing

Text = dict[str, str]
NOBODY: Mapping[str, Collection[str]] = {}


class SlotChange(StrEnum):
    """What happened to somebody's slot; where several things did, the first of these that is true."""

    GONE = "gone"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    BACK = "back"
    UNSCHEDULED = "unscheduled"
    SCHEDULED = "scheduled"
    MOVED = "moved"
    PLACE = "place"
    TALKS = "talks"


class Slot(Struct, frozen=True, kw_only=True):
    """When and where a session is; unscheduled without a start. ``talks`` are somebody's own, each with its start."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: Text = {}
    talks: list[tuple[Text, datetime | None, int | None]] = []


class Notice(Struct, frozen=True, kw_only=True):
    """One session that concerns one person: what it was, what it is. ``now`` is None where it is not theirs any more."""

    session: str
    title: Text
    change: SlotChange
    was: Slot | None = None
    now: Slot | None = None


def notices(
    old: Content,
    new: Content,
    *,
    gone: Collection[str] = (),
    also: Mapping[str, Collection[str]] = NOBODY,
    earlier: Mapping[str, Collection[str]] = NOBODY,
    declined: Mapping[str, Collection[str]] = NOBODY,
) -> dict[str, list[Notice]]:
    """By the id of a person, the notices of those whom ``new`` concerns once they know ``old``; sessions in time order.

    ``gone``: sessions that were published once and are not in ``old``. ``also``: people of a session whom no release
    names (invited ones). ``earlier``: people who took part in a session once. ``declined``: who left by themselves.
    """
    found: dict[str, list[Notice]] = {}
    around = _around(old, new)
    for key in _in_time_order(old, new):
        before, after = old.session.get(key), new.session.get(key)
        if around and before == after:
            continue
        extra = set(also.get(key, ()))
        was = (people_of(before) | extra) if before else set()
        now = (people_of(after) | extra) if after else set()
        for person in sorted(was | now):
            change: SlotChange | None
            if person in was and person in now:
                change = _change(old, new, before, after, person)
            elif person in was:
                told = before is not None and not before.is_cancelled and person not in declined.get(key, ())
                change = (SlotChange.WITHDRAWN if after else SlotChange.GONE) if told else None
            else:
                again = key in gone if before is None else person in earlier.get(key, ())
                change = SlotChange.BACK if again and after is not None and not after.is_cancelled else None
            if change is not None:
                found.setdefault(person, []).append(_notice(old, new, key, person, change))
    return found


def session_notices(old: Content, new: Content, *, gone: Collection[str] = ()) -> dict[str, Notice]:
    """By session, in time order, what those hear who chose it without a part in it, once they know ``old``; ``gone`` as
    above."""
    found: dict[str, Notice] = {}
    around = _around(old, new)
    for key in _in_time_order(old, new):
        before, after = old.session.get(key), new.session.get(key)
        if around and before == after:
            continue
        change: SlotChange | None = None
        if before is not None and after is not None:
            change = _change(old, new, before, after, "")
        elif before is not None:
            change = None if before.is_cancelled else SlotChange.GONE
        elif after is not None and key in gone and not after.is_cancelled:
            change = SlotChange.BACK
        if change is not None:
            found[key] = _notice(old, new, key, "", change)
    return found


def _around(old: Content, new: Content) -> bool:
    """Whether what all sessions stand in is the same."""
    return (old.rooms, old.forum.venue, old.forum.online) == (new.rooms, new.forum.venue, new.forum.online)


def is_over(notice: Notice, forum: ForumEntry, now: datetime) -> bool:
    """Whether a session lies behind its people at an instant, as they know it and as it is now: then what changed is a
    correction of what was, and no news. Without a time it is behind them when the forum is."""
    slots = [slot for slot in (notice.was, notice.now) if slot is not None]
    ends = [end for slot in slots if (end := slot.ends_at or slot.starts_at)]
    return max(ends) <= now if ends else last_moment(forum) <= now


def last_moment(forum: ForumEntry) -> datetime:
    """When the last day of a forum has ended on its clocks."""
    return first_existing(datetime.combine(forum.last_day + timedelta(days=1), forum.day_starts_at), forum.zone)


def joined(old: Content, new: Content) -> list[tuple[str, str]]:
    """Sessions of both, each with somebody who takes part in it now and did not before."""
    return [
        (session.id, person)
        for session in new.sessions
        if (before := old.session.get(session.id))
        for person in sorted(people_of(session) - people_of(before))
    ]


def _in_time_order(old: Content, new: Content) -> list[str]:
    sessions: Iterable[SessionEntry] = [
        *new.sessions,
        *(session for session in old.sessions if session.id not in new.session),
    ]
    never = float("inf")
    ordered = sorted(sessions, key=lambda session: session.starts_at.timestamp() if session.starts_at else never)
    return [session.id for session in ordered]


def _change(
    old: Content, new: Content, before: SessionEntry | None, after: SessionEntry | None, person: str
) -> SlotChange | None:
    """What happened to the slot of somebody who takes part before and after."""
    if before is None or after is None or (before.is_cancelled and after.is_cancelled):
        return None
    if before.is_cancelled != after.is_cancelled:
        return SlotChange.CANCELLED if after.is_cancelled else SlotChange.BACK
    was, now = (before.starts_at, before.ends_at), (after.starts_at, after.ends_at)
    if was != now:
        if after.starts_at is None:
            return SlotChange.UNSCHEDULED
        return SlotChange.SCHEDULED if before.starts_at is None else SlotChange.MOVED
    if _elsewhere(old, new, before, after):
        return SlotChange.PLACE
    return SlotChange.TALKS if _own(before, person) != _own(after, person) else None


def _elsewhere(old: Content, new: Content, before: SessionEntry, after: SessionEntry) -> bool:
    """Whether the place differs in the first language that both are told in: a new translation moves nobody."""
    language = next((code for code in new.forum.languages if code in old.forum.languages), new.forum.languages[0])
    return place_of(old, before, language) != place_of(new, after, language)


def _own(session: SessionEntry, person: str) -> list[tuple[str, timedelta | None]]:
    """Somebody's talks in a session, each with how long after its start it begins."""
    start = session.starts_at
    return [
        (talk.id, talk.starts_at - start if talk.starts_at and start else None)
        for talk in session.talks
        if any(who.person == person for who in talk.speakers)
    ]


def _notice(old: Content, new: Content, key: str, person: str, change: SlotChange) -> Notice:
    before, after = old.session.get(key), new.session.get(key)
    shown = after or before
    assert shown is not None
    over = change in (SlotChange.WITHDRAWN, SlotChange.GONE)
    return Notice(
        session=key,
        title=shown.title,
        change=change,
        was=_slot(old, before, person) if before else None,
        now=_slot(new, after, person) if after and not over else None,
    )


def _slot(content: Content, session: SessionEntry, person: str) -> Slot:
    return Slot(
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        place={language: place_of(content, session, language) for language in content.forum.languages},
        talks=[
            (talk.title, talk.starts_at, talk.minutes)
            for talk in session.talks
            if any(who.person == person for who in talk.speakers)
        ],
    )
