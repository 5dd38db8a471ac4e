"""A thing as plain data, and its values by place: what forms show, what a merge compares, what the log keeps.

A place is written as in ``forum.json``: ``title.fr``, ``venue.city.en``, ``posts`` (a list is one value).
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from enum import Enum
from typing import Any

import msgspec

from forum_app.domain.draft_parts import Part

Tree = dict[str, Any]


def tree_of(value: Any) -> Any:
    """A thing as plain data with every field in it, also those at their default; times as ISO 8601."""
    if isinstance(value, Part):
        return {name: tree_of(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, dict):
        return {key: tree_of(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [tree_of(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, (datetime, date, time)) else value


def blank_tree(kind: type[Part]) -> Tree:
    """What a new thing of a kind has before anything is written: its defaults, and nothing where there is none."""
    found: Tree = {}
    for field in msgspec.structs.fields(kind):
        if field.default is not msgspec.NODEFAULT:
            found[field.name] = tree_of(field.default)
        elif field.default_factory is not msgspec.NODEFAULT:
            found[field.name] = tree_of(field.default_factory())
    return found


def value_at(tree: Tree, place: str) -> Any:
    """The value at a place; None where there is none."""
    found: Any = tree
    for name in place.split("."):
        if not isinstance(found, dict):
            return None
        found = found.get(name)
    return found


def put_at(tree: Tree, place: str, value: Any) -> None:
    """Sets the value at a place, making what it is in."""
    *path, last = place.split(".")
    here = tree
    for name in path:
        if not isinstance(here.get(name), dict):
            here[name] = {}
        here = here[name]
    here[last] = value


def same(one: Any, other: Any) -> bool:
    """Whether two values are one: nothing, no, an empty text, list or map are all nothing."""
    return bool(bare(one) == bare(other))


def bare(value: Any) -> Any:
    """A value without what says nothing in it."""
    if isinstance(value, dict):
        kept = {key: inner for key, item in value.items() if (inner := bare(item)) is not None}
        return kept or None
    if isinstance(value, list):
        return [bare(item) for item in value] or None
    return None if value == "" or value is False else value


def digest(value: Any) -> str:
    """Eight hexadecimal digits that differ when the value does."""
    return hashlib.blake2s(msgspec.json.encode(bare(value), order="sorted"), digest_size=4).hexdigest()


def digests(tree: Tree, places: Iterable[str]) -> dict[str, str]:
    """What a form was filled from, by place."""
    return {place: digest(value_at(tree, place)) for place in places}


def overlaps(place: str, others: Sequence[str]) -> bool:
    """Whether a place is one of these, inside one of them, or around one."""
    return any(
        longer.startswith(shorter) and longer[len(shorter) : len(shorter) + 1] in ("", ".", "[")
        for shorter, longer in (sorted((place, other), key=len) for other in others)
    )
