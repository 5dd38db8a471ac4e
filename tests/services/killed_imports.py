"""Kills an import at its n-th durable step: ``python -m tests.services.killed_imports JOB URL FOLDER FILE EVERY``.

For each n from the first on, EVERY steps apart, a line of JSON with everything the database holds, as a fingerprint. The
last is of the whole file: after a step that is late enough, or after an import that nobody killed. What is killed is
the import of FILE as a ``forum`` (new), as a ``forum in place`` of one, as a ``list`` of people or as a ``programme``
(in place of one).
"""

import hashlib
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from forum_app.database import Database
from forum_app.models import Base
from forum_app.services.forum_files import import_forum
from forum_app.services.media import Media
from forum_app.services.programme_files import import_programme
from forum_app.services.registration_imports import import_list
from tests.services.killed import killed

NOW = datetime(2030, 5, 1, tzinfo=UTC)


def everything(url: str) -> str:
    """A fingerprint of all rows of all tables."""
    database = Database(url)
    with database.reading() as connection:
        rows = [
            (name, sorted(map(repr, connection.execute(select(table))))) for name, table in Base.metadata.tables.items()
        ]
    database.close()
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def main(job: str, url: str, folder: Path, data: bytes, every: int) -> None:
    media = Media(folder)
    jobs: dict[str, Callable[[Database], object]] = {
        "forum": lambda database: import_forum(database, media, data, actor="test"),
        "forum in place": lambda database: import_forum(database, media, data, replace=True, actor="test"),
        "list": lambda database: import_list(database, "harvest", data, replace=True, now=NOW, actor="test"),
        "programme": lambda database: import_programme(database, media, data, replace=True, actor="test"),
    }
    before = everything(url)
    fatal = 1
    while killed(fatal, url, lambda database: jobs[job](database) and None):
        found = everything(url)
        print(json.dumps(found), flush=True)
        if found != before:
            return
        fatal += every
    print(json.dumps(everything(url)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]).read_bytes(), int(sys.argv[5]))
