"""A draft with other ids: what a copy of a forum is, and a file whose ids are another forum's here."""

from collections.abc import Callable
from typing import Any

import msgspec

from forum_app.domain.draft import Draft
from forum_app.domain.walking import parts


def with_ids(draft: Draft, renamed: Callable[[str], str]) -> Draft:
    """The draft with every id in it, and every reference to one, renamed."""
    ids = {key for _place, part in parts(draft) if (key := getattr(part, "id", ""))}

    def walk(value: Any) -> Any:
        if isinstance(value, dict):
            return {renamed(key) if key in ids else key: walk(item) for key, item in value.items()}
        if isinstance(value, list):
            return [walk(item) for item in value]
        return renamed(value) if isinstance(value, str) and value in ids else value

    files = draft.files
    data = msgspec.to_builtins(msgspec.structs.replace(draft, files=[]))
    return msgspec.structs.replace(msgspec.convert(walk(data), Draft), files=files)
