"""Fixtures of every test: databases on SQLite and PostgreSQL."""

import gc
import os
import sys
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from forum_app.services import credentials
from tests.databases import KINDS, Databases

# Tests start hundreds of processes: none of them compiles the same modules again.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_collection_finish() -> None:
    """Thousands of collected tests stay to the end: the garbage collector needn't look at them again and again."""
    gc.collect()
    gc.freeze()


# Whose statements are asked of both databases in every run, also where pages alone call them. Those of all other pages come
# from services, which are; their second database is asked for by `make soak`.
ON_BOTH = frozenset(
    {"test_check_in", "test_finding", "test_my_agenda", "test_registering", "test_registrations", "test_running"}
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the second database of pages as breadth."""
    for item in items:
        folder, module = item.path.parent.name, item.path.stem
        if folder in ("web", "quality") and module not in ON_BOTH and item.get_closest_marker("postgres"):
            item.add_marker("broad")


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


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hashing a password takes a fourth of a second on purpose, and tests do it a thousand times: here it takes the least
    that Argon2 can. Servers that tests start hash as ever."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(credentials, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        patch.setattr(credentials, "_NOBODY", credentials.password_hash("nobody's"))
        yield


@pytest.fixture
def database_url(databases: Databases, database_kind: str) -> Iterator[str]:
    """The URL of an empty database of this test's own."""
    with databases.fresh(database_kind) as url:
        yield url


pytest_plugins = ["tests.houses"]
