"""Fixtures of a house with its furniture: a migrated database, stored files, an application, its client."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum_app.application import create_app
from forum_app.config import Config
from forum_app.database import Database
from forum_app.services.media import Media
from forum_app.services.samples import load_samples
from forum_app.services.schema import upgrade
from tests.databases import Databases

BASE_URL = "http://localhost:8000"
NOW = datetime(2022, 9, 1, 12, 0, tzinfo=UTC)


def migrated(url: str) -> None:
    """Every table, and nothing in them."""
    database = Database(url)
    upgrade(database)
    database.close()


@pytest.fixture
def database(databases: Databases, database_kind: str) -> Iterator[Database]:
    """An empty database with every table, on SQLite and then on PostgreSQL."""
    with databases.make_template(database_kind, migrated).copy() as url:
        found = Database(url)
        yield found
        found.close()


@pytest.fixture
def media(tmp_path: Path) -> Media:
    return Media(tmp_path)


@pytest.fixture
def config(tmp_path: Path, database: Database) -> Config:
    return Config(
        instance=tmp_path,
        database_url=str(database.url),
        base_url=BASE_URL,
        secret_key="k" * 40,
        production=False,
        now_at=NOW,
        proxies=0,
    )


@pytest.fixture
def app(config: Config, database: Database) -> Flask:
    """The application on an empty database."""
    return create_app(config, database)


@pytest.fixture
def sample(app: Flask, database: Database, media: Media) -> FlaskClient:
    """A client of the application with the first sample forum."""
    assert list(load_samples(database, media, host="localhost", slugs=["gssd2022"])) == [("gssd2022", True)]
    return app.test_client()
