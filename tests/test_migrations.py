"""Migrations, run from nothing, build exactly what the models say; they run again, together, and never back."""

import json
import threading
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import JSON, Connection, MetaData, Table, select, text

from forum_app.database import Database
from forum_app.models.forum import Partner, Term
from forum_app.models.people import Organisation
from forum_app.models.publishing import Release
from forum_app.models.registrations import CheckIn
from forum_app.models.speaking import SpeakerEvent
from forum_app.services.schema import NewerDatabase, _config, differences, is_current, upgrade

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
FORUM = {
    **{key: {} for key in ("title", "short_title", "theme", "summary", "severities", "recording", "practical")},
    **{key: [] for key in ("figures", "working_languages", "interpretation", "goals", "funding")},
    **dict.fromkeys(("part_of", "venue", "online", "contact", "floor_plan", "registration"), None),
    "id": "forum00001",
    "slug": "old",
    "visibility": "published",
    "version": 1,
    "epoch": 1,
    "current_release": 1,
    "created_at": NOW,
    "first_day": date(2026, 1, 1),
    "last_day": date(2026, 1, 1),
    "zone": "UTC",
    "day_starts_at": time(4),
    "languages": ["fr", "en"],
    "accent": "#2440b0",
    "logo": None,
    "show_invited": False,
    "minutes_between_rooms": 0,
    "minutes_between_buildings": 0,
}
OWN = {"forum_id": "forum00001", "position": 0}
ORGANISATION = {
    **OWN,
    "name": {"fr": "x"},
    "kind": "academia",
    "country": "",
    "url": "",
    "logo": None,
    "description": {},
}
CONTENT = {
    "forum": {"terms": [{"acronym": "ODD"}]},
    "organisations": [{"acronym": "OIT"}, {}],
}
FIRST_ROWS = (
    ("forum", FORUM),
    ("organisation", {**ORGANISATION, "id": "org0000001", "acronym": "OIT"}),
    ("organisation", {**ORGANISATION, "id": "org0000002", "acronym": ""}),
    ("partner", {**OWN, "organisation": "org0000001", "kind": "organiser"}),
    ("term", {**OWN, "id": "term000001", "acronym": "ODD", "expansion": {"fr": "x"}}),
    (
        "release",
        {
            "forum_id": "forum00001",
            "number": 1,
            "published_at": NOW,
            "note": "",
            "brought_back": None,
            "content": json.dumps({"content": CONTENT}).encode(),
            "changes": b"[]",
        },
    ),
)


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


def test_eight_that_open_a_new_database_at_once_all_get_in(tmp_path: Path) -> None:
    troubles: list[Exception] = []

    def start(url: str, together: threading.Barrier) -> None:
        together.wait()
        database = Database(url)
        try:
            with database.writing() as connection:
                connection.execute(text("SELECT 1"))
        except Exception as error:
            troubles.append(error)
        database.close()

    for number in range(60):
        url, together = f"sqlite:///{tmp_path / f'{number}.db'}", threading.Barrier(8)
        threads = [threading.Thread(target=start, args=(url, together)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert troubles == []


def test_a_database_of_a_newer_version_is_left_alone(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '29990101_0000'"))
    with pytest.raises(NewerDatabase):
        upgrade(database)


def test_acronyms_kept_as_one_word_are_the_first_languages_afterwards(database_url: str) -> None:
    database = Database(database_url)
    with database.upgrading() as connection:
        command.upgrade(_config(connection), "20261124_0600")
        tables = MetaData()
        tables.reflect(connection)
        for name, values in FIRST_ROWS:
            connection.execute(tables.tables[name].insert().values(**values))
    upgrade(database)
    with database.reading() as connection:
        organisations = connection.execute(select(Organisation.id, Organisation.acronym).order_by("id")).all()
        partners = connection.execute(select(Partner.organisation)).scalars().all()
        terms = connection.execute(select(Term.acronym)).scalars().all()
        content = json.loads(connection.execute(select(Release.content)).scalar_one())["content"]
    assert differences(database) == []
    assert [tuple(row) for row in organisations] == [("org0000001", {"fr": "OIT"}), ("org0000002", {})]
    assert partners == ["org0000001"]
    assert terms == [{"fr": "ODD"}]
    assert content["organisations"] == [{"acronym": {"fr": "OIT"}}, {}]
    assert content["forum"]["terms"] == [{"acronym": {"fr": "ODD"}}]
    database.close()


def test_of_check_ins_at_one_door_the_first_stays(database_url: str) -> None:
    database = Database(database_url)
    words = {"id": "reg0000001", "status": "confirmed", "mode": "in-person", "source": "form", "registered_at": NOW}
    with database.upgrading() as connection:
        command.upgrade(_config(connection), "20261127_0430")
        tables = MetaData()
        tables.reflect(connection)
        _put(connection, tables.tables["forum"], FORUM)
        _put(connection, tables.tables["registration"], {**OWN, **words})
        for place, hour, day in ((0, 5, 1), (1, 4, 1), (2, 4, 1), (3, 9, 2)):
            when = {"at": NOW + timedelta(hours=hour), "day": date(2026, 1, day), "session": None}
            _put(connection, tables.tables["check_in"], {**OWN, **when, "parent": "reg0000001", "position": place})
    upgrade(database)
    with database.reading() as connection:
        kept = connection.execute(select(CheckIn.position, CheckIn.spot).order_by(CheckIn.position)).all()
    assert differences(database) == []
    assert [tuple(row) for row in kept] == [(1, "2026-01-01"), (3, "2026-01-02")]
    database.close()


def test_what_calendars_were_told_is_read_from_the_mails_that_told_it(database_url: str) -> None:
    """Of two sessions that one person was told of; the newer of the two mails about the first was taken back."""
    database = Database(database_url)
    mails = (
        ("mail000001", "ses0000001", "REQUEST", 3, "sent"),
        ("mail000002", "ses0000001", "CANCEL", 4, "cancelled"),
        ("mail000003", "ses0000002", "REQUEST", 0, "sent"),
    )
    with database.upgrading() as connection:
        command.upgrade(_config(connection), "20261127_1000")
        tables = MetaData()
        tables.reflect(connection)
        _put(connection, tables.tables["forum"], FORUM)
        _put(connection, tables.tables["person"], {**OWN, "id": "per0000001"})
        for number, (key, session, method, sequence, state) in enumerate(mails):
            calendar = f"METHOD:{method}\r\nUID:{session}@localhost\r\nSEQUENCE:{sequence}\r\n".encode()
            whose = {"forum_id": "forum00001", "person": "per0000001", "to": "zoe@example.org", "kind": "speaking"}
            row = {"id": key, "method": method, "state": state, "created_at": NOW + timedelta(hours=number)}
            _put(connection, tables.tables["message"], {**whose, **row, "calendar": calendar, "not_before": NOW})
        for session, face in (("ses0000001", "now"), ("ses0000002", "other")):
            told = {"person": "per0000001", "session": session, "forum_id": "forum00001", "sent_at": NOW}
            _put(connection, tables.tables["speaker_event"], {**told, "face": face, "cancelled": True})
    upgrade(database)
    with database.reading() as connection:
        kept = connection.execute(select(SpeakerEvent).order_by(SpeakerEvent.message)).all()
    assert differences(database) == []
    assert [(row.message, row.session, row.sequence, row.cancelled, row.face) for row in kept] == [
        ("mail000001", "ses0000001", 3, False, ""),
        ("mail000002", "ses0000001", 4, True, "now"),
        ("mail000003", "ses0000002", 0, False, "other"),
    ]
    assert {row.address for row in kept} == {"zoe@example.org"}
    assert b"UID:ses0000001@localhost" in kept[0].calendar and kept[2].sent_at == NOW + timedelta(hours=2)
    database.close()


def _put(connection: Connection, table: Table, values: dict[str, Any]) -> None:
    """A row of a table as it was; what isn't said and has to be something is nothing of its kind."""
    blank = {
        column.name: {}
        if isinstance(column.type, JSON)
        else False
        if column.type.python_type is bool
        else column.type.python_type()
        for column in table.columns
        if not column.nullable and column.server_default is None and column.name not in values
    }
    connection.execute(table.insert().values({**blank, **values}))
