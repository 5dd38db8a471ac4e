"""Documents of a release that could not be made: which, why, and asked for once more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, select, update

from forum_app.database import Database
from forum_app.domain.failures import Failure, failure_from
from forum_app.models.publishing import Artefact


@dataclass(frozen=True)
class Failed:
    """One that could not be made, and why; ``kind`` is its file's name, ``argument`` a session's id or a day."""

    kind: str
    language: str
    argument: str
    why: Failure


def _failed(forum_id: str, release: int) -> tuple[ColumnElement[bool], ...]:
    return (Artefact.forum_id == forum_id, Artefact.release == release, Artefact.state == "failed")


def failed_documents(database: Database, forum_id: str, release: int) -> Sequence[Failed]:
    """The documents of a release that could not be made, by kind and language."""
    query = select(Artefact.kind, Artefact.language, Artefact.argument, Artefact.error)
    order = (Artefact.kind, Artefact.argument, Artefact.language)
    with database.reading() as connection:
        rows = connection.execute(query.where(*_failed(forum_id, release)).order_by(*order)).all()
    return [Failed(row.kind, row.language, row.argument, failure_from(row.error)) for row in rows]


def ask_again(database: Database, forum_id: str, release: int) -> int:
    """Asks once more for every document of a release that could not be made; how many. Safe to repeat."""
    fresh = {"state": "asked", "attempts": 0, "error": "", "asked_at": datetime.now(UTC), "reader_waits": True}
    return database.write(
        lambda connection: int(
            connection.execute(update(Artefact).where(*_failed(forum_id, release)).values(fresh)).rowcount
        )
    )
