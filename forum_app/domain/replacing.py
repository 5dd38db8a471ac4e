"""What becomes of a forum when a file takes its place: counted by kind, and named where something goes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from forum_app.domain.draft import Draft, Forum, Session
from forum_app.domain.draft_parts import Part
from forum_app.domain.texts import in_short, pick

MOST_NAMED = 12


@dataclass(frozen=True)
class Counted:
    """Things of one kind: how many are ``new``, ``changed``, ``same`` and ``gone``; ``names`` of those that go."""

    kind: str
    new: int
    changed: int
    same: int
    gone: int
    names: tuple[str, ...] = ()


def replaced(old: Draft, new: Draft) -> list[Counted]:
    """Every kind that either of the two holds, in the order of a programme; things are known by their ids."""
    before, after = _by_kind(old), _by_kind(new)
    language = old.forum.languages[0]
    found = []
    for kind, things in after.items():
        here = before[kind]
        both = [key for key in things if key in here]
        same = sum(things[key] == here[key] for key in both)
        gone = [key for key in here if key not in things]
        if things or here:
            names = tuple(_name(here[key], language) for key in gone[:MOST_NAMED])
            found.append(Counted(kind, len(things) - len(both), len(both) - same, same, len(gone), names))
    return found


def forum_changes(old: Draft, new: Draft) -> list[str]:
    """Fields of the forum itself that the file has another value for."""
    names = [
        name
        for name in old.forum.__struct_fields__
        if name not in ("id", "slug", "roles", "key_questions", "materials", "references", "terms", "note")
    ]
    return [name for name in names if getattr(old.forum, name) != getattr(new.forum, name)]


def _by_kind(draft: Draft) -> dict[str, dict[str, Part]]:
    forum = draft.forum
    owners: list[Forum | Session] = [forum, *draft.sessions]
    return {
        "session": _keyed(draft.sessions),
        "talk": _keyed(talk for session in draft.sessions for talk in session.talks),
        "person": _keyed(draft.people),
        "role": _keyed(role for owner in owners for role in owner.roles),
        "organisation": _keyed(draft.organisations),
        "theme": _keyed(draft.themes),
        "room": _keyed(draft.rooms),
        "key_question": _keyed(question for owner in owners for question in owner.key_questions),
        "section": _keyed(section for owner in owners if owner.note for section in owner.note.sections),
        "material": _keyed(material for owner in owners for material in owner.materials),
        "reference": _keyed(forum.references),
        "term": _keyed(forum.terms),
        "question": _keyed(draft.questions),
    }


def _keyed(things: Iterable[Any]) -> dict[str, Part]:
    return {thing.id: thing for thing in things}


def _name(thing: Part, language: str) -> str:
    for field in ("title", "name", "heading", "acronym", "text"):
        value = getattr(thing, field, None)
        if isinstance(value, dict) and (text := pick(value, language)):
            return in_short(text)
    return ""
