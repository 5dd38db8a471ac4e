"""A forum that people can register for, and people who do: for tests of registering."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from threading import Barrier, Thread
from typing import Any

from sqlalchemy import Connection, func, select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.draft_parts import RegistrationPlan
from forum_app.domain.registrations import Registration
from forum_app.domain.trees import tree_of
from forum_app.domain.vocabularies import RegistrationState, RegistrationStatus
from forum_app.models.forum import Forum
from forum_app.models.messages import Message
from forum_app.models.registrations import Registration as Row
from forum_app.services.personal_keys import new_personal_key
from forum_app.services.registering import Sender, register

NOW = datetime(2022, 9, 1, 12, 0, tzinfo=UTC)  # before the first sample, whose forum it is
CONFIRMED, WAITING, OFFERED = RegistrationStatus.CONFIRMED, RegistrationStatus.WAITING, RegistrationStatus.OFFERED
CANCELLED, PENDING = RegistrationStatus.CANCELLED, RegistrationStatus.PENDING


def open_registration(database: Database, **plan: Any) -> str:
    """Opens the only forum's registration with this plan; the forum's id."""

    def job(connection: Connection) -> str:
        values = tree_of(RegistrationPlan(state=RegistrationState.HERE, **plan))
        connection.execute(update(Forum).values(registration=values))
        return str(connection.execute(select(Forum.id)).scalar_one())

    return database.write(job)


def somebody(number: int = 1, **changes: Any) -> Registration:
    """The same person for the same number, as a form has read them."""
    given: dict[str, Any] = {
        "given_name": f"Person{number}",
        "family_name": "Diallo",
        "name": f"Person{number} Diallo",
        "email": f"person{number}@example.org",
        "country": "KE",
        "language": "en",
        "registered_at": NOW,
    }
    return Registration(**{**given, **changes})


def comes(
    database: Database, config: Config, forum_id: str, number: int = 1, *, form: str = "", **changes: Any
) -> RegistrationStatus:
    """Somebody sends the form; what they are told they are."""
    sender = Sender(form or new_personal_key(), "203.0.113.7", 30)
    return register(database, config, forum_id, somebody(number, **changes), sender)


def people(database: Database) -> dict[str, Any]:
    """All rows of registrations, by the address as it is compared, in the order in which they came."""
    with database.reading() as connection:
        rows = connection.execute(select(Row).order_by(Row.position)).all()
    return {row.address or row.id: row for row in rows}


def states(database: Database) -> dict[str, int]:
    with database.reading() as connection:
        return {
            row[0].value: row[1] for row in connection.execute(select(Row.status, func.count()).group_by(Row.status))
        }


def mails(database: Database) -> list[Any]:
    """Every mail of the outbox, the oldest first."""
    with database.reading() as connection:
        return list(connection.execute(select(Message).order_by(Message.created_at, Message.id)))


def at_once(jobs: list[Callable[[], Any]]) -> list[Any]:
    """Runs all of these in threads that begin together; what each returned or raised, in their order."""
    barrier, results = Barrier(len(jobs)), [None] * len(jobs)

    def run(index: int, job: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            results[index] = job()
        except Exception as error:
            results[index] = error  # type: ignore[call-overload]

    threads = [Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def earlier(config: Config) -> Config:
    """The configuration with a clock that stands before the forum."""
    return replace(config, now_at=NOW)
