"""What changed between two releases, as data: the change log, the mails and ``forum compare`` say it in words."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from forum_app.domain.places import place_of
from forum_app.domain.release import Content, SessionEntry
from forum_app.domain.vocabularies import SessionStatus

Text = dict[str, str]


class ChangeKind(StrEnum):
    FORUM_TEXT = "forum-text"
    SESSION_ADDED = "session-added"
    SESSION_REMOVED = "session-removed"
    SESSION_CANCELLED = "session-cancelled"
    SESSION_RESTORED = "session-restored"
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

    ``before`` and ``after`` are titles, names or places; ``was_at``/``is_at`` instants with their ends.
    """

    kind: ChangeKind
    subject: Text
    session: str = ""
    before: Text = {}
    after: Text = {}
    was_at: tuple[datetime, datetime] | None = None
    is_at: tuple[datetime, datetime] | None = None


def compare(old: Content, new: Content) -> list[Change]:
    """The changes from ``old`` to ``new``, sessions in the new order, removed ones last."""
    changes = list(_forum_changes(old, new))
    for session in new.sessions:
        before = old.session.get(session.id)
        if before is None:
            changes.append(_change(ChangeKind.SESSION_ADDED, session, is_at=_span(session)))
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


def _forum_changes(old: Content, new: Content) -> Iterable[Change]:
    texts = ("title", "theme", "summary", "practical", "venue", "registration", "first_day", "last_day", "zone")
    if any(getattr(old.forum, name) != getattr(new.forum, name) for name in texts):
        yield Change(kind=ChangeKind.FORUM_TEXT, subject=new.forum.title)
    if (old.forum.note, old.themes) != (new.forum.note, new.themes):
        yield Change(kind=ChangeKind.NOTE_TEXT, subject=new.forum.title)


def _session_changes(old: Content, new: Content, before: SessionEntry, after: SessionEntry) -> Iterable[Change]:
    if before.title != after.title:
        yield _change(ChangeKind.SESSION_RENAMED, after, before=before.title, after=after.title)
    if before.status != after.status and SessionStatus.CANCELLED in (before.status, after.status):
        kind = ChangeKind.SESSION_CANCELLED if after.is_cancelled else ChangeKind.SESSION_RESTORED
        yield _change(kind, after, is_at=_span(after))
    was, now = _span(before), _span(after)
    if was is None and now is not None:
        yield _change(ChangeKind.SESSION_SCHEDULED, after, is_at=now)
    elif was is not None and now is None:
        yield _change(ChangeKind.SESSION_UNSCHEDULED, after, was_at=was)
    elif was != now and was is not None and now is not None:
        kind = ChangeKind.SESSION_LENGTH if was[0] == now[0] else ChangeKind.SESSION_MOVED
        yield _change(kind, after, was_at=was, is_at=now)
    places = [
        {language: place_of(content, session, language) for language in new.forum.languages}
        for content, session in ((old, before), (new, after))
    ]
    if places[0] != places[1]:
        yield _change(ChangeKind.SESSION_PLACE, after, before=places[0], after=places[1])
    texts = ("summary", "objectives", "expected_outcomes", "outcome", "key_questions", "themes", "note", "materials")
    if any(getattr(before, name) != getattr(after, name) for name in texts):
        yield _change(ChangeKind.SESSION_TEXT, after)
    yield from _talk_changes(before, after)
    yield from _cast_changes(old, new, before, after)


def _talk_changes(before: SessionEntry, after: SessionEntry) -> Iterable[Change]:
    old = {talk.id: talk for talk in before.talks}
    new = {talk.id: talk for talk in after.talks}
    for key, talk in new.items():
        was = old.get(key)
        if was is None:
            yield _change(ChangeKind.TALK_ADDED, after, talk.title)
        elif was.title != talk.title:
            yield _change(ChangeKind.TALK_RENAMED, after, talk.title, before=was.title, after=talk.title)
    for key, talk in old.items():
        if key not in new:
            yield _change(ChangeKind.TALK_REMOVED, after, talk.title)
    moved = [talk for key, talk in new.items() if key in old and old[key].minutes != talk.minutes]
    if moved:
        yield _change(ChangeKind.TALK_RETIMED, after)


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
        if before is not None and before != person:
            yield Change(kind=ChangeKind.PERSON_TEXT, subject=person.name, before=before.name)
