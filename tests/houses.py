"""Fixtures of a house with its furniture: a migrated database, stored files, an application, its client.

What is the same for many tests is made once in a process: the tables, the sample forums as they are after import or
after publishing, the routes of the application. Each test has copies of its own.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum_app.application import create_app
from forum_app.config import Config
from forum_app.database import Database
from forum_app.paths import SAMPLES
from forum_app.services.forum_files import import_forum
from forum_app.services.live_documents import LiveDocuments
from forum_app.services.live_releases import LiveReleases
from forum_app.services.media import Media
from forum_app.services.samples import load_samples
from forum_app.services.schema import upgrade
from forum_app.web.installed import Installed
from tests.databases import STATEMENTS, Databases, Template

BASE_URL = "http://localhost:8000"
NOW = datetime(2022, 9, 1, 12, 0, tzinfo=UTC)


def migrated(url: str) -> None:
    """Every table, and nothing in them."""
    database = Database(url)
    upgrade(database)
    database.close()


@dataclass(frozen=True)
class Start:
    """What a house holds before a test begins: sample forums by their slugs, as drafts or published twice."""

    drafts: tuple[str, ...] = ()
    published: tuple[str, ...] = ()

    def template(self, databases: Databases, kind: str) -> Template:
        """The database with these forums; their files lie in ``files(databases)``."""

        def build(url: str) -> None:
            migrated(url)
            database, media = Database(url), Media(self.files(databases))
            for slug in self.drafts:
                import_forum(database, media, (SAMPLES / f"{slug}.json").read_bytes(), actor="test")
            loaded = list(load_samples(database, media, host="localhost", slugs=self.published))
            assert loaded == [(slug, True) for slug in self.published]
            database.close()

        return databases.make_template(kind, build, str(self))

    def files(self, databases: Databases) -> Path:
        """The instance folder that goes with the database of this start."""
        return databases.folder / str(self)


@pytest.fixture
def start(request: pytest.FixtureRequest) -> Start:
    """Nothing but tables, or the first sample where a test asks for it. A module with another start overrides this."""
    return Start(published=("gssd2022",)) if "sample" in request.fixturenames else Start()


@pytest.fixture
def database(databases: Databases, database_kind: str, start: Start, tmp_path: Path) -> Iterator[Database]:
    """A database with every table, on SQLite and then on PostgreSQL; ``start`` says what else is in it."""
    with start.template(databases, database_kind).copy() as url:
        if start.files(databases).is_dir():
            shutil.copytree(start.files(databases), tmp_path, copy_function=shutil.copy, dirs_exist_ok=True)
        found = Database(url)
        found.engine.update_execution_options(compiled_cache=STATEMENTS[database_kind])
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


_applications: dict[Config, Flask] = {}


@pytest.fixture
def app(config: Config, database: Database) -> Flask:
    """The application on this test's house.

    Building the routes takes longer than most tests: the application that another test had is furnished anew, with all
    that ``create_app`` gives it. A test that changes the application itself builds its own.
    """
    settings = replace(config, instance=Path(), database_url="")
    if settings not in _applications:
        _applications[settings] = create_app(config, database)
    found = _applications[settings]
    found.extensions["forum"] = Installed(
        config=config,
        database=database,
        media=Media(config.instance),
        live=LiveReleases(database),
        documents=LiveDocuments(database, config.instance),
    )
    return found


@pytest.fixture
def sample(app: Flask) -> FlaskClient:
    """A client of the application with the first sample forum, published twice (see ``start``)."""
    return app.test_client()
