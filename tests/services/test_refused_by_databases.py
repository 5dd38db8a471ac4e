"""What the database itself refuses, and that its refusal names nobody in a log."""

import logging
import traceback
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, event, insert, select
from sqlalchemy.exc import DataError, IntegrityError

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.identity import new_id
from forum_app.models.registrations import Registration
from tests.houses import Start
from tests.services.opened import comes, open_registration, people, somebody
from tests.web.test_registering import send

ADDRESS = "person1@example.org"


@pytest.fixture
def start() -> Start:
    return Start(published=("gssd2022",))


def _again(connection: Connection, **changes: Any) -> None:
    """The first registration once more, as another row."""
    row = connection.execute(select(Registration)).mappings().first()
    assert row is not None
    connection.execute(insert(Registration).values({**row, "id": new_id(), "code": "222222", **changes}))


def test_the_database_keeps_an_address_once_in_a_forum(database: Database, config: Config) -> None:
    """REL-4: whatever the application forgets to ask."""
    comes(database, config, open_registration(database))
    with pytest.raises(IntegrityError):
        database.write(_again)
    assert [row.email for row in people(database).values()] == [somebody().email]
    database.write(lambda connection: _again(connection, address="person2@example.org"))


def test_a_fault_is_logged_with_the_rule_that_was_broken_and_with_nobody_in_it(
    app: Flask, database: Database, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    """GDPR-7: PostgreSQL's DETAIL quotes the row that is there already."""
    comes(database, config, open_registration(database))

    def collide(connection: Connection) -> None:
        if armed and armed.pop():
            _again(connection)

    armed = [True]
    event.listen(database.engine, "commit", collide)
    with caplog.at_level(logging.INFO):
        answer = send(app.test_client(), email="other@example.org")
    event.remove(database.engine, "commit", collide)
    assert (answer.status_code, "registration" in caplog.text, "IntegrityError" in caplog.text) == (500, True, True)
    assert "Traceback" in caplog.text
    assert not any(word in caplog.text for word in (ADDRESS, "other@example.org", "DETAIL", "Diallo"))


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
@pytest.mark.postgres
@pytest.mark.parametrize(
    "statement",
    [
        f"""SELECT '{{"a": {ADDRESS}'::json""",
        f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '22000', DETAIL = '{ADDRESS}', HINT = '{ADDRESS}'; END $$",
    ],
)
def test_nothing_that_postgresql_adds_to_an_error_is_kept(database: Database, statement: str) -> None:
    with pytest.raises(DataError) as raised:
        database.write(lambda connection: connection.exec_driver_sql(statement))
    told = "".join(traceback.format_exception(raised.value)).replace(statement, "")
    assert ADDRESS not in told and "DETAIL" not in told and "CONTEXT" not in told
    assert ADDRESS not in str(raised.value.orig)
