"""The list of erasures beside the database, by ids alone: what an older backup brings back is erased again from it."""

import json
import os
from datetime import UTC
from pathlib import Path

from sqlalchemy import select

from forum_app.database import Database
from forum_app.domain.errors import ForumError
from forum_app.models.erasures import Erasure

NAME = "erasures.jsonl"


class BadList(ForumError):
    """The list of erasures can't be read."""


def listed(path: Path) -> dict[tuple[str, str], str]:
    """(forum, person or registration) → when; empty where there is no list. Raises BadList."""
    if not path.exists():
        return {}
    found = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            entry = json.loads(line)
            found[str(entry["forum"]), str(entry["thing"])] = str(entry["erased_at"])
        except (ValueError, KeyError, TypeError):
            raise BadList(f"{path}, line {number}, is no entry of a list of erasures.") from None
    return found


def keep_list(database: Database, instance: Path) -> None:
    """Writes the list anew: what was in it, and what the database holds; whole or as it was, for its owner alone."""
    path = instance / NAME
    entries = listed(path)
    with database.reading() as connection:
        for row in connection.execute(select(Erasure)):
            at = row.erased_at.astimezone(UTC).isoformat(timespec="seconds")
            entries.setdefault((row.forum_id, row.thing), at)
    fresh = path.with_name(f"{NAME}.{os.getpid()}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        for (forum, thing), at in entries.items():
            file.write(json.dumps({"forum": forum, "thing": thing, "erased_at": at}) + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
