"""Somebody of the first sample forum who speaks, for tests of what they propose and prepare."""

from typing import Any

from sqlalchemy import select, update

from forum_app.database import Database
from forum_app.models.forum import Forum
from forum_app.models.people import Person
from forum_app.services.personal_keys import keep_key, new_personal_key
from forum_app.services.speaking import Speaker, speaker_of


def forum_id(database: Database, slug: str = "gssd2022") -> str:
    with database.reading() as connection:
        return str(connection.execute(select(Forum.id).where(Forum.slug == slug)).scalar_one())


def person_named(database: Database, name: str) -> str:
    """The id of somebody whose name holds this."""
    with database.reading() as connection:
        rows = connection.execute(select(Person.id, Person.name).where(Person.forum_id == forum_id(database))).all()
    return str(next(row.id for row in rows if name in row.name["en"]))


def speaker_named(database: Database, name: str) -> Speaker:
    with database.reading() as connection:
        return speaker_of(connection, forum_id(database), person_named(database, name))


def key_for(database: Database, name: str) -> str:
    """A key that opens this person's page."""
    key = new_personal_key()
    person = person_named(database, name)
    database.write(lambda connection: keep_key(connection, key, forum_id(database), person=person))
    return key


def asks(database: Database, **plan: Any) -> None:
    """Sets what the forum asks of its speakers."""
    database.write(lambda connection: connection.execute(update(Forum).values(speaking=plan)))
