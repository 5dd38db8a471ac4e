"""A house that every test of a file shares, on SQLite and then on PostgreSQL."""

from collections.abc import Iterator

import pytest

from tests.databases import KINDS, Databases
from tests.houses import migrated
from tests.quality.house import House, opened


@pytest.fixture(
    scope="module",
    params=[pytest.param(kind, marks=pytest.mark.postgres if kind == "postgresql" else ()) for kind in KINDS],
)
def house(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Empty at first; a test that fills it uses short names of its own."""
    with databases.make_template(request.param, migrated).copy() as url:
        found = opened(url, tmp_path_factory.mktemp("house"))
        yield found
        found.database.close()
