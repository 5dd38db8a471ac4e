"""What an organiser has in letters and tables before a forum is made: the sample, read as data, with names for ids."""

import base64
import json
import re
from collections.abc import Iterator
from typing import Any

from forum_app.paths import SAMPLES

Facts = dict[str, Any]

PARTS = ("forum", "themes", "rooms", "organisations", "people", "sessions")
# A forum has an address of its own; a file is named for its bytes; the hour at which days begin is as every forum's.
NOT_FACTS = {"id", "slug", "file", "day_starts_at"}
# In short: a session that people sign up for, one that has everything that a session can have, and whom that takes.
FEW_SESSIONS = ("Your good practice in two pages", "Making EIIP part of national systems")
FEW_PEOPLE = ("Shafiq Rahman Talukder", "Farhana Sultana Chowdhury", "Stefan Aebischer")


def sample() -> Facts:
    """The draft of the sample as its file holds it."""
    return dict(json.loads((SAMPLES / "eiip2025.json").read_text("utf-8")))


def by_names(draft: Facts) -> Facts:
    """What a draft says, without ids: who and what is meant stands by its English name, marks of notes by their place."""
    names = {
        each["id"]: (each.get("name") or each["title"])["en"]
        for part in ("themes", "rooms", "organisations", "people")
        for each in draft[part]
    }
    found: Facts = {part: _named(draft[part], names) for part in PARTS}
    for person in found["people"]:
        person["languages"] = sorted(person["languages"])  # in what order is nobody's matter
    return found


def _named(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _named(each, names) for key, each in value.items() if key not in NOT_FACTS and "@" not in key}
    if isinstance(value, list):
        return [_named(each, names) for each in value]
    return _marks_by_place(names.get(value, value)) if isinstance(value, str) else value


def _marks_by_place(text: str) -> str:
    marks = list(dict.fromkeys(re.findall(r'class="fn" data-id="([^"]+)"', text)))
    for place, mark in enumerate(marks, 1):
        text = text.replace(f'data-id="{mark}"', f'data-id="{place}"')
    return text


def differing(made: Any, facts: Any, place: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Where what was made is not what the facts say: the place, the one, the other."""
    if isinstance(made, dict) and isinstance(facts, dict):
        for key in dict.fromkeys([*facts, *made]):
            yield from differing(made.get(key), facts.get(key), f"{place}.{key}")
    elif isinstance(made, list) and isinstance(facts, list) and len(made) == len(facts):
        for index, (one, other) in enumerate(zip(made, facts, strict=True)):
            yield from differing(one, other, f"{place}[{index}]")
    elif made != facts:
        yield place, made, facts


def portraits(draft: Facts) -> dict[str, tuple[str, bytes]]:
    """By English name of a person: the file's name and its bytes."""
    data = {file["name"]: base64.b64decode(file["data"]) for file in draft["files"]}
    photos = {each["name"]["en"]: each["photo"]["file"] for each in draft["people"] if each.get("photo")}
    return {name: (file, data[file]) for name, file in photos.items()}


def in_short(facts: Facts) -> Facts:
    """A part of the facts that holds some of every sort: two sessions, three people who are in them, their organisations."""
    facts = json.loads(json.dumps(facts))
    facts["sessions"] = [each for each in facts["sessions"] if each["title"]["en"] in FEW_SESSIONS]
    for session in facts["sessions"]:
        _only(session)
    facts["people"] = [each for each in facts["people"] if each["name"]["en"] in FEW_PEOPLE]
    for person in facts["people"][1:]:
        del person["photo"]
    themes = {theme for session in facts["sessions"] for theme in session.get("themes", [])}
    facts["themes"] = [each for each in facts["themes"] if each["title"]["en"] in themes]
    homes = {post["organisation"] for person in facts["people"] for post in person["posts"]}
    facts["organisations"] = [each for each in facts["organisations"] if each["name"]["en"] in homes]
    rooms = {session.get("room") for session in facts["sessions"]}
    facts["rooms"] = [each for each in facts["rooms"] if each["name"]["en"] in rooms]
    _only_some(facts["forum"], homes)
    return facts


def _only(session: Facts) -> None:
    """A session with those who are kept, and without the talks of others."""
    talks = session.get("talks", [])
    session["talks"] = [each for each in talks if all(one["person"] in FEW_PEOPLE for one in each.get("speakers", []))]
    session["roles"] = [role for role in session.get("roles", []) if role["person"] in FEW_PEOPLE]
    for part in ("talks", "roles"):
        if not session[part]:
            del session[part]


def _only_some(forum: Facts, homes: set[str]) -> None:
    forum["partners"] = [each for each in forum["partners"] if each["organisation"] in homes]
    forum["roles"] = [each for each in forum["roles"] if each["person"] in FEW_PEOPLE]
    forum["key_questions"] = forum["key_questions"][:2]
    for part in ("materials", "references", "terms", "figures"):
        forum[part] = forum[part][:1]
    sections = forum["note"]["sections"]
    forum["note"]["sections"] = [sections[0], next(each for each in sections if each.get("kind") == "programme")]
