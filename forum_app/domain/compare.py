"""What changed between two releases, as data: the change log, the mails and ``forum compare`` say it in words."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct

from forum_app.domain.release import Content, SessionEntry, TalkEntry
from forum_app.domain.texts import comma
from forum_app.domain.vocabularies import SessionStatus
from forum_app.domain.wordings import in_order, places_of_both, translated_places, with_names_of

Text = dict[str, str]


class ChangeKind(StrEnum):
    FORUM_TEXT = "forum-text"
    FORUM_RENAMED = "forum-renamed"
    PLACES_TRANSLATED = "places-translated"
    SESSION_ADDED = "session-added"
    SESSION_REMOVED = "session-removed"
    SESSION_CANCELLED = "session-cancelled"
    SESSION_RESTORED = "session-restored"
    SESSION_CONFIRMED = "session-confirmed"
    SESSION_TENTATIVE = "session-tentative"
    SESSION_RENAMED = "session-renamed"
    SESSION_SCHEDULED = "session-scheduled"
    SESSION_UNSCHEDULED = "session-unscheduled"
    SESSION_MOVED = "session-moved"
    SESSION_LENGTH = "session-length"
    SESSION_PLACE = "session-place"
    SESSION_TEXT = "session-text"
    TALK_ADDED = "talk-added"
    TALK_REMOVED = "talk-removed"
    TALK_RENAMED = "talk-renamed"
    TALK_RETIMED = "talk-retimed"
    PERSON_JOINED = "person-joined"
    PERSON_LEFT = "person-left"
    PERSON_TEXT = "person-text"
    NOTE_TEXT = "note-text"


class Change(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One change. ``subject`` is the title or name of what changed; ``session`` its id where it is in one.

    ``before`` and ``after`` are titles, names or places, in the order of the forum's languages; where a talk or a person
    came or went, ``after`` is the session's title; of translated names of places they hold that one language, and
    ``before`` is empty where it is new. ``was_at`` and ``is_at`` are starts with their ends.
    """

    kind: ChangeKind
    subject: Text
    session: str = ""
    before: Text = {}
    after: Text = {}
    was_at: tuple[datetime, datetime] | None = None
    is_at: tuple[datetime, datetime] | None = None


_NOTE = ("note", "key_questions", "references", "terms", "goals", "funding")
_UNSAID = ("id", "slug", "accent", "logo", "floor_plan", "title", "venue", *_NOTE)
_TOLD_APART = ("id", "origin", "title", "status", "starts_at", "ends_at", "minutes", "room", "talks", "cast")


def compare(old: Content, new: Content) -> list[Change]:
    """The changes from ``old`` to ``new``, sessions in the new order, removed ones last.

    Whatever readers see is in one of them; ids, the slug, colours and pictures of the forum are not.
    """
    changes = list(_forum_changes(old, new))
    # Where a session is held follows from these too.
    around = (old.rooms, old.forum.venue, old.forum.online) == (new.rooms, new.forum.venue, new.forum.online)
    for session in new.sessions:
        before = old.session.get(session.id)
        if around and before == session:
            continue
        if before is None:
            changes.append(_change(ChangeKind.SESSION_ADDED, session, is_at=_span(session)))
            if session.is_cancelled:
                changes.append(_change(ChangeKind.SESSION_CANCELLED, session, is_at=_span(session)))
        else:
            changes.extend(_session_changes(old, new, before, session))
    for session in old.sessions:
        if session.id not in new.session:
            changes.append(_change(ChangeKind.SESSION_REMOVED, session, was_at=_span(session)))
    changes.extend(_people_changes(old, new))
    return changes


def _change(kind: ChangeKind, session: SessionEntry, subject: Text | None = None, **fields: object) -> Change:
    return Change(kind=kind, subject=subject or session.title, session=session.id, **fields)  # type: ignore[arg-type]


def _span(session: SessionEntry) -> tuple[datetime, datetime] | None:
    return (session.starts_at, session.ends_at) if session.starts_at and session.ends_at else None


def _differ(old: Struct, new: Struct, left_out: tuple[str, ...]) -> bool:
    return any(getattr(old, name) != getattr(new, name) for name in new.__struct_fields__ if name not in left_out)


def _forum_changes(old: Content, new: Content) -> Iterable[Change]:
    title = new.forum.title
    if old.forum.title != title:
        yield Change(kind=ChangeKind.FORUM_RENAMED, subject=title, **_both(old.forum.title, title, new))
    venue, rooms = with_names_of(old, new)
    around = (old.rooms, old.forum.venue, old.organisations) != (rooms, venue, new.organisations)
    if around or _differ(old.forum, new.forum, _UNSAID):
        yield Change(kind=ChangeKind.FORUM_TEXT, subject=title)
    for language, again, names in translated_places(old, new):
        said = {language: comma(language).join(names)}
        yield Change(kind=ChangeKind.PLACES_TRANSLATED, subject=title, before=said if again else {}, after=said)
    if old.themes != new.themes or any(getattr(old.forum, name) != getattr(new.forum, name) for name in _NOTE):
        yield Change(kind=ChangeKind.NOTE_TEXT, subject=new.forum.title)


def _both(before: Text, after: Text, new: Content) -> dict[str, Any]:
    """Two titles or names, the original first."""
    languages = new.forum.languages
    return {"before": in_order(before, languages), "after": in_order(after, languages)}


def _session_changes(old: Content, new: Content, before: SessionEntry, after: SessionEntry) -> Iterable[Change]:
    if before.title != after.title:
        yield _change(ChangeKind.SESSION_RENAMED, after, **_both(before.title, after.title, new))
    if before.status != after.status:
        yield _change(_status_change(before, after), after, is_at=_span(after))
    was, now = _span(before), _span(after)
    if was is None and now is not None:
        yield _change(ChangeKind.SESSION_SCHEDULED, after, is_at=now)
    elif was is not None and now is None:
        yield _change(ChangeKind.SESSION_UNSCHEDULED, after, was_at=was)
    elif was != now and was is not None and now is not None:
        kind = ChangeKind.SESSION_LENGTH if was[0] == now[0] else ChangeKind.SESSION_MOVED
        yield _change(kind, after, was_at=was, is_at=now)
    if places := places_of_both(old, new, before, after):
        yield _change(ChangeKind.SESSION_PLACE, after, before=places[0], after=places[1])
    planned = was is None and now is None and before.minutes != after.minutes
    if planned or _differ(before, after, _TOLD_APART) or _inner(before, after) != _inner(after, before):
        yield _change(ChangeKind.SESSION_TEXT, after)
    yield from _talk_changes(before, after, new)
    yield from _cast_changes(old, new, before, after)


def _status_change(before: SessionEntry, after: SessionEntry) -> ChangeKind:
    if after.is_cancelled:
        return ChangeKind.SESSION_CANCELLED
    if before.is_cancelled:
        return ChangeKind.SESSION_RESTORED
    tentative = after.status == SessionStatus.TENTATIVE
    return ChangeKind.SESSION_TENTATIVE if tentative else ChangeKind.SESSION_CONFIRMED


def _inner(session: SessionEntry, other: SessionEntry) -> list[object]:
    """What is said of the talks and people that both have, apart from titles, times and names."""
    talks, people = {talk.id for talk in other.talks}, _cast(other)
    return [
        {
            talk.id: [
                (talk.flagship, talk.abstract, talk.kind, talk.alliances, talk.themes, talk.links),
                [(who.person, who.abstract, who.to_be_confirmed) for who in talk.speakers if who.person in people],
            ]
            for talk in session.talks
            if talk.id in talks
        },
        [(part.role, part.person, part.to_be_confirmed) for part in session.cast if part.person in people],
    ]


def _talk_changes(before: SessionEntry, after: SessionEntry, content: Content) -> Iterable[Change]:
    old = {talk.id: talk for talk in before.talks}
    new = {talk.id: talk for talk in after.talks}
    for key, talk in new.items():
        was = old.get(key)
        if was is None:
            yield _change(ChangeKind.TALK_ADDED, after, talk.title, after=after.title)
        elif was.title != talk.title:
            yield _change(ChangeKind.TALK_RENAMED, after, talk.title, **_both(was.title, talk.title, content))
    for key, talk in old.items():
        if key not in new:
            yield _change(ChangeKind.TALK_REMOVED, after, talk.title, after=after.title)
    timed = before.starts_at is not None and after.starts_at is not None
    if _plan(before, new, timed) != _plan(after, old, timed):
        yield _change(ChangeKind.TALK_RETIMED, after)


def _plan(session: SessionEntry, others: Mapping[str, TalkEntry], timed: bool) -> list[tuple[object, ...]]:
    """The talks that ``others`` has too, in order: minutes and, where both are timed, how long after the start."""
    start = session.starts_at
    return [
        (talk.id, talk.minutes, talk.starts_at - start if timed and talk.starts_at and start else None)
        for talk in session.talks
        if talk.id in others
    ]


def _cast(session: SessionEntry) -> dict[str, None]:
    """Everybody with a part in a session, in order."""
    people = [part.person for part in session.cast]
    people += [speaker.person for talk in session.talks for speaker in talk.speakers]
    return dict.fromkeys(people)


def _cast_changes(old: Content, new: Content, before: SessionEntry, after: SessionEntry) -> Iterable[Change]:
    was, now = _cast(before), _cast(after)
    for key in now:
        if key not in was:
            yield _change(ChangeKind.PERSON_JOINED, after, new.person[key].name, after=after.title)
    for key in was:
        if key not in now:
            yield _change(ChangeKind.PERSON_LEFT, after, old.person[key].name, after=after.title)


def _people_changes(old: Content, new: Content) -> Iterable[Change]:
    for person in new.people:
        before = old.person.get(person.id)
        if before is not None and before != person and _differ(before, person, ("origin",)):
            names = _both(before.name, person.name, new)
            yield Change(kind=ChangeKind.PERSON_TEXT, subject=person.name, **names)
