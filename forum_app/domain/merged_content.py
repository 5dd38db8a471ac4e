"""What was published before, as it is to be compared once two of its people were merged into one."""

from collections.abc import Mapping
from typing import Any

import msgspec

from forum_app.domain.release import Content


def as_merged(old: Content, new: Content, merged: Mapping[str, str]) -> Content:
    """``old`` with those who went under the ids of those who are kept, so that nobody seems to have left or joined.

    ``merged``: ids that went → ids that are kept. Who is in ``new`` under their own id stays as they are.
    """
    into = {gone: kept for gone, kept in merged.items() if gone in old.person and gone not in new.person}
    if not into:
        return old
    people = [entry for entry in old.people if entry.id not in into or into[entry.id] not in old.person]
    plain = msgspec.to_builtins(msgspec.structs.replace(old, people=people))
    return msgspec.convert(_walked(plain, into), Content)


def _walked(value: Any, into: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _walked(item, into) for name, item in value.items()}
    if isinstance(value, list):
        walked = [_walked(item, into) for item in value]
        return walked if walked == value else _once(walked)
    return into.get(value, value) if isinstance(value, str) else value


def _once(items: list[Any]) -> list[Any]:
    """Without a second place of somebody who has one already."""
    seen: set[Any] = set()
    kept = []
    for item in items:
        mark = (item.get("person"), item.get("role")) if isinstance(item, dict) else item
        named = not isinstance(item, dict) or "person" in item
        if named and mark in seen:
            continue
        seen.add(mark)
        kept.append(item)
    return kept
