"""What is no longer needed of made documents: those of releases before the last, of other builds, and what crashes left."""

import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select

from forum_app.database import Database
from forum_app.models.forum import Forum
from forum_app.models.publishing import Artefact
from forum_app.services.live_documents import Document, asked_row

RELEASES_KEPT = 2  # the current one, and the one that a page opened a moment ago still links to
LEFT_SECONDS = 3600.0
STILL = ("asked", "making")


def clear_away(database: Database, folder: Path) -> int:
    """Removes rows and files of old releases and builds, and files that belong to no row; says how many files.

    A document of a current release that another build of the software made is asked for anew. What a reader still
    asks for is made again.
    """
    keys = database.write(_rows_cleared)
    return sum(_removed(path) for path in folder.glob("*") if _left(path, keys)) if folder.is_dir() else 0


def _rows_cleared(connection: Connection) -> dict[str, str]:
    """Deletes rows that are not needed; the key and state of all others."""
    query = select(Artefact, Forum.current_release).join(Forum, Forum.id == Artefact.forum_id)
    keys: dict[str, str] = {}
    old: list[str] = []
    anew: list[Document] = []
    for row in connection.execute(query):
        document = Document(row.forum_id, row.release, row.kind, row.language, row.argument, row.base_url)
        behind = (row.current_release or 0) - row.release
        if row.state in STILL or (row.key == document.key and behind < RELEASES_KEPT):
            keys[row.key] = row.state
            continue
        old.append(row.key)
        if row.key != document.key and behind == 0 and row.state == "ready":
            anew.append(document)
    connection.execute(delete(Artefact).where(Artefact.key.in_(old), Artefact.state.not_in(STILL)))
    rows = [asked_row(each, datetime.now(UTC), reader_waits=False) for each in anew if each.key not in keys]
    if rows:
        connection.execute(insert(Artefact), rows)
    return keys | {row["key"]: row["state"] for row in rows}


def _left(path: Path, keys: dict[str, str]) -> bool:
    """Whether nobody needs this file: no row names it, and no worker can be about to name it."""
    state = keys.get(path.stem)
    if state is not None and (path.suffix == ".pdf" or state in STILL):
        return False
    try:
        return time.time() - path.stat().st_mtime > LEFT_SECONDS
    except FileNotFoundError:
        return False


def _removed(path: Path) -> bool:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
    return True
