"""Somebody taken out of what was published, and out of texts that are kept about them.

A release keeps its sessions, their identity and their sequence; where a person stood, "Speaker removed" stands.
"""

import re
from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from forum_app.domain.release import Content, ForumEntry, PersonEntry, SessionEntry, SpeakerEntry, TalkEntry

Text = dict[str, str]
SHORTEST = 4  # a shorter name is in too many words


def without_person(content: Content, key: str, name: Text) -> Content:
    """The content with nothing left of a person but the id, under another name; they go to the end of every list."""
    if key not in content.person:
        return content
    return replace(
        content,
        forum=_forum(content.forum, key),
        people=[entry for entry in content.people if entry.id != key] + [PersonEntry(id=key, name=name)],
        people_by_language={
            language: [other for other in keys if other != key] + [key]
            for language, keys in content.people_by_language.items()
        },
        sessions=[_session(session, key) for session in content.sessions],
    )


def _forum(forum: ForumEntry, key: str) -> ForumEntry:
    if all(point.person != key for point in forum.focal_points):
        return forum
    points = [replace(point, contact=None) if point.person == key else point for point in forum.focal_points]
    return replace(forum, focal_points=points)


def _session(session: SessionEntry, key: str) -> SessionEntry:
    """What they wrote for a talk as theirs goes; the talk's own abstract stays."""
    if all(speaker.person != key for talk in session.talks for speaker in talk.speakers):
        return session
    return replace(session, talks=[_talk(talk, key) for talk in session.talks])


def _talk(talk: TalkEntry, key: str) -> TalkEntry:
    return replace(talk, speakers=[_speaker(speaker, key) for speaker in talk.speakers])


def _speaker(speaker: SpeakerEntry, key: str) -> SpeakerEntry:
    return replace(speaker, abstract={}) if speaker.person == key else speaker


def needles_of(names: Iterable[str]) -> tuple[str, ...]:
    """Names and addresses that are long enough to mean this person, the longest first."""
    fit = {" ".join(name.split()) for name in names}
    return tuple(sorted((name for name in fit if len(name) >= SHORTEST), key=lambda name: (-len(name), name)))


def pattern_of(needles: tuple[str, ...]) -> re.Pattern[str] | None:
    """What finds any of these as whole words, whatever their case and however blanks and lines lie between them."""
    if not needles:
        return None
    each = (r"\s+".join(re.escape(part) for part in needle.split()) for needle in needles)
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)", re.IGNORECASE)


def scrubbed(value: Any, pattern: re.Pattern[str] | None, instead: str) -> Any:
    """Plain data with other words in place of what the pattern finds, in keys too."""
    if pattern is None:
        return value
    if isinstance(value, str):
        return pattern.sub(lambda _match: instead, value)
    if isinstance(value, list):
        return [scrubbed(item, pattern, instead) for item in value]
    if isinstance(value, dict):
        return {
            pattern.sub(lambda _match: instead, key): scrubbed(item, pattern, instead) for key, item in value.items()
        }
    return value


def without_parts(value: Any, key: str) -> Any:
    """Plain data of rows without what a person wrote in a role of theirs, and without rows that belong to them."""
    if isinstance(value, list):
        kept = [item for item in value if not (isinstance(item, dict) and key in (item.get("parent"), item.get("id")))]
        return [without_parts(item, key) for item in kept]
    if not isinstance(value, dict):
        return value
    plain = {name: without_parts(item, key) for name, item in value.items()}
    if plain.get("person") == key:
        plain |= {name: empty for name, empty in (("abstract", {}), ("contact", None)) if name in plain}
    return plain
