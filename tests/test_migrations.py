"""Migrations, run from nothing, build exactly what the models say; they run again, together, and never back."""

import threading

import pytest
from sqlalchemy import text

from forum_app.database import Database
from forum_app.services.schema import NewerDatabase, differences, is_current, upgrade


def test_migrations_build_what_the_models_say(database_url: str) -> None:
    database = Database(database_url)
    upgrade(database)
    assert differences(database) == []
    assert is_current(database)
    database.close()


def test_two_processes_that_start_together_make_one_schema(database_url: str) -> None:
    troubles: list[Exception] = []

    def start() -> None:
        database = Database(database_url)
        try:
            upgrade(database)
        except Exception as error:
            troubles.append(error)
        database.close()

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    database = Database(database_url)
    assert is_current(database)
    database.close()


def test_a_database_of_a_newer_version_is_left_alone(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '29990101_0000'"))
    with pytest.raises(NewerDatabase):
        upgrade(database)
