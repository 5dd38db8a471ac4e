"""Fixtures of every test: databases on SQLite and PostgreSQL."""

import gc
import os
import sys
from collections.abc import Iterator

import pytest

from tests.databases import KINDS, Databases

# Tests start hundreds of processes: none of them compiles the same modules again.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_collection_finish() -> None:
    """Thousands of collected tests stay to the end: the garbage collector needn't look at them again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """The databases of this test process."""
    made = Databases()
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
