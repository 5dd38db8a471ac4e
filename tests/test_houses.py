"""The houses that tests are given: copies of what is made once, so that no test sees what another did."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from forum_app.database import Database
from forum_app.domain.vocabularies import Visibility
from forum_app.models.forum import Forum
from forum_app.services.media import Media
from tests.databases import Databases
from tests.houses import Start

FORUM = "/forums/gssd2022/"


@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_does_to_its_house_is_gone_in_the_next(
    sample: FlaskClient, database: Database, media: Media, turn: int
) -> None:
    furniture = sample.application.extensions["forum"]
    assert (furniture.database, furniture.live.database, furniture.media.folder) == (database, database, media.folder)
    files = list(media.folder.glob("*/*"))
    assert (sample.get(FORUM).status_code, len(files) > 5) == (200, True)
    assert all(file.stat().st_size for file in files)
    with database.writing() as connection:
        connection.execute(update(Forum).values(visibility=Visibility.DRAFT, slug="gone"))
    for file in files:
        file.write_bytes(b"")


def test_a_house_without_a_forum_has_none(database: Database, media: Media) -> None:
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(Forum)).scalar() == 0
    assert not media.folder.exists()


def test_each_start_is_made_once_for_each_kind_of_database(databases: Databases, database_kind: str) -> None:
    start = Start(published=("gssd2022",))
    assert start.template(databases, database_kind) is Start(published=("gssd2022",)).template(databases, database_kind)
    assert start.template(databases, database_kind) is not Start().template(databases, database_kind)
