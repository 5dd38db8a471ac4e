"""The ledger of events: what calendars were told, computed from the ledger before and the new content.

SEQUENCE grows when start, end, place or status change (RFC 5546, 2.1.4), ``changed_at`` when anything a calendar
shows does, and nothing else grows. A session that was told and is no longer there becomes a tombstone; it returns
with the same UID and a higher SEQUENCE.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import msgspec

from forum_app.domain.filters import people_of, themes_of
from forum_app.domain.places import online_place, online_url, place_of
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
                sequence=entry.sequence + (entry.status != SessionStatus.CANCELLED),
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
    assert session.starts_at is not None
    assert session.ends_at is not None
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
        kind=session.kind,
        mode=session.mode,
        room=session.room,
        themes=sorted(themes_of(session)),
        people=sorted(people_of(session)),
        languages=[*session.languages, *session.interpretation],
    )
    if old is None:
        return entry
    moved = old.gone or (
        (old.starts_at, old.ends_at, old.status) != (entry.starts_at, entry.ends_at, entry.status)
        or _is_elsewhere(old.place, place)
    )
    same = not moved and old.face == face
    return msgspec.structs.replace(
        entry,
        sequence=old.sequence + moved,
        changed_at=old.changed_at if same else _later(old.changed_at, now),
    )


def _is_elsewhere(old: Mapping[str, str], new: Mapping[str, str]) -> bool:
    """Whether the place differs in the first language that both are told in: a new translation moves nobody."""
    common = next((language for language in new if language in old), None)
    return common is not None and old[common] != new[common]


def _later(before: datetime, now: datetime) -> datetime:
    """``now``, but never at or before what was told already: clocks step back, calendars must not."""
    return max(now, before + timedelta(seconds=1))


def _face(content: Content, session: SessionEntry, place: dict[str, str]) -> str:
    """A fingerprint of everything a calendar shows of a session, in all languages, and of nothing else."""
    forum = content.forum
    online = online_place(content, session)
    people = {part.person for part in session.cast} | {who.person for talk in session.talks for who in talk.speakers}
    shown = [
        [forum.slug, forum.languages, forum.zone if any(talk.starts_at for talk in session.talks) else ""],
        [session.title, session.summary, session.kind, session.label, session.status, session.mode],
        [moment and moment.astimezone(UTC) for moment in (session.starts_at, session.ends_at)],
        [place, (forum.venue.latitude, forum.venue.longitude) if forum.venue else None],
        [online_url(content, session), online.platform if online else ""],
        [session.languages, session.interpretation, session.captions, session.sign_languages],
        [(theme.title, theme.colour) for key in session.themes if (theme := content.theme.get(key))],
        [(part.person, part.role, part.to_be_confirmed) for part in session.cast],
        [
            (talk.title, talk.starts_at, [(who.person, who.to_be_confirmed) for who in talk.speakers])
            for talk in session.talks
        ],
        sorted(
            (key, person.name, person.honorific, person.letters)
            for key in people
            if (person := content.person.get(key))
        ),
    ]
    return hashlib.blake2s(msgspec.json.encode(shown, order="deterministic"), digest_size=16).hexdigest()
