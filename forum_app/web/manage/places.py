"""Where on the desk a place of the draft is: ``sessions[0].title.fr`` is a field of that session's form."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from forum_app.domain.draft import Draft

_STEP = re.compile(r"^([a-z_]+)(?:\[(\d+)\])?(?:\.|$)")
_LANGUAGE = re.compile(r"\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)$")
# Lists of the draft and of a forum or session, and the word for each of them in addresses.
_OF_DRAFT = ("themes", "rooms", "organisations", "people", "sessions")
_OF_FORUM = {"roles": "focal-points", "key_questions": "key-questions", "materials": "materials", "references": "references", "terms": "terms"}  # fmt: skip
# Pictures have pages of their own below what they belong to.
_PICTURES = {"photo": "photo", "logo": "logo", "floor_plan": "floor-plan"}
_OF_SESSION = {"roles": "roles", "key_questions": "key-questions", "materials": "materials", "talks": "talks"}


def desk_place(draft: Draft, place: str, slug: str) -> str:
    """The address of the form that holds a place, at its field; the forum's settings for what has no form of its own."""
    base = f"/manage/{quote(slug)}"
    name, index, rest = _step(place)
    if name == "questions":
        return _within(
            base, draft, place, {"questions": "registration-questions"}, f"{base}/registration-questions", draft
        )
    if name in _OF_DRAFT and index is not None:
        things: Sequence[Any] = getattr(draft, name)
        if index >= len(things):
            return f"{base}/{name}"
        thing = things[index]
        if name == "sessions":
            return _within(base, thing, rest, _OF_SESSION, f"{base}/sessions/{thing.id}", draft)
        return _at(f"{base}/{name}/{thing.id}", rest, draft)
    if name in _OF_DRAFT:
        return f"{base}/{name}"
    if name == "forum":
        return _within(base, draft.forum, rest, _OF_FORUM, f"{base}/settings", draft)
    return f"{base}/settings"


def _within(base: str, owner: Any, place: str, lists: dict[str, str], home: str, draft: Draft) -> str:
    """A place in a session or in the forum: in one of its lists, in its note, or a field of its own."""
    name, index, rest = _step(place)
    if name == "note":
        note = f"{base}/concept-note" if owner is draft.forum else f"{home}/concept-note"
        _sections, number, field = _step(rest)
        sections = owner.note.sections if owner.note else []
        if number is None or number >= len(sections):
            return note
        return _at(f"{note}?section={sections[number].id}", field, draft)
    if name in lists and index is not None:
        things = getattr(owner, name)
        return _at(f"{base}/{lists[name]}/{things[index].id}", rest, draft) if index < len(things) else home
    if name in lists:
        return f"{home}#{lists[name]}" if owner is not draft.forum else f"{base}/{lists[name]}"
    return _at(home, place, draft)


def _step(place: str) -> tuple[str, int | None, str]:
    found = _STEP.match(place)
    if found is None:
        return "", None, ""
    return found[1], int(found[2]) if found[2] else None, place[found.end() :]


def _at(address: str, field: str, draft: Draft) -> str:
    """The form at a field; a translation is asked for beside its original."""
    if not field:
        return address
    picture = _PICTURES.get(_step(field)[0])
    if picture:
        return f"{address}/{picture}"
    language = _LANGUAGE.search(field)
    if language and language[1] in draft.forum.languages[1:]:
        address += f"{'&' if '?' in address else '?'}in={language[1]}"
    return f"{address}#{quote(field, safe='.[]')}"
