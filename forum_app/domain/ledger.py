"""The ledger of events: what calendars were told, computed from the ledger before and the new content.

SEQUENCE grows when start, end, place or status change (RFC 5546, 2.1.4), ``changed_at`` when anything a calendar
shows does, and nothing else grows. A session that was told and is no longer there becomes a tombstone; it returns
with the same UID and a higher SEQUENCE.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import msgspec

from forum_app.domain.places import online_url, place_of
from forum_app.domain.release import Content, LedgerEntry, Release, SessionEntry
from forum_app.domain.vocabularies import SessionStatus

Ledger = Mapping[str, LedgerEntry]


def next_ledger(old: Ledger, content: Content, now: datetime, host: str) -> dict[str, LedgerEntry]:
    """The ledger that goes with ``content`` when it is published at ``now`` (aware) after ``old``."""
    ledger = dict(old)
    for session in content.sessions:
        if session.starts_at is not None:
            ledger[session.id] = _told(old.get(session.id), content, session, now, host)
    current = {session.id for session in content.sessions if session.starts_at is not None}
    for key, entry in old.items():
        if key not in current and not entry.gone:
            ledger[key] = msgspec.structs.replace(
                entry,
                sequence=entry.sequence + 1,
                changed_at=_later(entry.changed_at, now),
                status=SessionStatus.CANCELLED,
                gone=True,
            )
    return ledger


def tombstones(release: Release) -> Iterator[tuple[str, LedgerEntry]]:
    """Sessions that are gone and that this release's feed still shows as cancelled."""
    for key, entry in release.ledger.items():
        if entry.gone and release.published_at is not None and release.published_at < entry.ends_at:
            yield key, entry


def _told(old: LedgerEntry | None, content: Content, session: SessionEntry, now: datetime, host: str) -> LedgerEntry:
    assert session.starts_at is not None and session.ends_at is not None
    place = {language: place_of(content, session, language) for language in content.forum.languages}
    face = _face(content, session, place)
    entry = LedgerEntry(
        uid=old.uid if old else f"{session.id}@{host}",
        changed_at=now,
        face=face,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        title=session.title,
        place=place,
        status=session.status,
    )
    if old is None:
        return entry
    original = content.forum.languages[0]
    moved = (old.starts_at, old.ends_at, old.place.get(original), old.status, old.gone) != (
        entry.starts_at,
        entry.ends_at,
        entry.place.get(original),
        entry.status,
        False,
    )
    same = not moved and old.face == face
    return msgspec.structs.replace(
        entry,
        sequence=old.sequence + moved,
        changed_at=old.changed_at if same else _later(old.changed_at, now),
    )


def _later(before: datetime, now: datetime) -> datetime:
    """``now``, but never at or before what was told already: clocks step back, calendars must not."""
    return max(now, before + timedelta(seconds=1))


def _face(content: Content, session: SessionEntry, place: dict[str, str]) -> str:
    """A fingerprint of everything a calendar shows of a session."""
    people = {part.person for part in session.cast} | {who.person for talk in session.talks for who in talk.speakers}
    shown = [
        session.title,
        session.summary,
        session.kind,
        session.label,
        session.status,
        session.starts_at,
        session.ends_at,
        place,
        online_url(content, session),
        session.languages,
        [content.theme[theme].title for theme in session.themes],
        [(talk.title, talk.starts_at) for talk in session.talks],
        sorted((key, content.person[key].name, content.person[key].honorific) for key in people),
    ]
    return hashlib.blake2s(msgspec.json.encode(shown, order="deterministic"), digest_size=16).hexdigest()
