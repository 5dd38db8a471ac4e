"""Fixtures of every test: databases on SQLite and PostgreSQL."""

from collections.abc import Iterator

import pytest

from tests.databases import KINDS, Databases


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """The databases of this test process."""
    made = Databases(tmp_path_factory.mktemp("databases"))
    yield made
    made.close()


@pytest.fixture(
    params=[pytest.param(kind, marks=pytest.mark.postgres if kind == "postgresql" else ()) for kind in KINDS]
)
def database_kind(request: pytest.FixtureRequest) -> str:
    """``sqlite`` and ``postgresql``: a test that asks for it runs on both."""
    kind: str = request.param
    return kind


@pytest.fixture
def database_url(databases: Databases, database_kind: str) -> Iterator[str]:
    """The URL of an empty database of this test's own."""
    with databases.fresh(database_kind) as url:
        yield url


pytest_plugins = ["tests.houses"]
