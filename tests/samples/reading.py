"""What the tests of the samples read: a sample as it was first announced or as it is now, and every text of it."""

import json
from collections.abc import Iterator
from typing import Any

from forum_app.domain.draft import Draft
from forum_app.domain.walking import parts
from forum_app.paths import SAMPLES
from forum_app.services.forum_files import parse_forum_json

STATES = ("first", "final")


def at(data: Any, pointer: str) -> Any:
    """What a JSON pointer names."""
    for step in pointer.strip("/").split("/"):
        data = data[int(step)] if isinstance(data, list) else data[step]
    return data


def changes(slug: str) -> list[dict[str, Any]]:
    """Where the first announcement differed, and what stood there."""
    found: list[dict[str, Any]] = json.loads((SAMPLES / f"{slug}_first.json").read_text("utf-8"))
    return found


def sample(slug: str, state: str = "final") -> Draft:
    data = json.loads((SAMPLES / f"{slug}.json").read_bytes())
    for change in changes(slug) if state == "first" else []:
        above, _, last = change["at"].rpartition("/")
        at(data, above)[int(last) if last.isdigit() else last] = change["value"]
    return parse_forum_json(json.dumps(data).encode())


def texts(draft: Draft) -> Iterator[tuple[str, dict[str, str]]]:
    """Every text in several languages, with its place."""
    for place, part in parts(draft):
        for name in part.__struct_fields__:
            value = getattr(part, name)
            for text in value if isinstance(value, list) else [value]:
                if isinstance(text, dict) and text and name not in ("states", "severities", "answers"):
                    yield f"{place}.{name}", text
