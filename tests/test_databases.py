"""The databases that tests are given: empty, of one's own, and copies of prepared ones."""

from sqlalchemy import inspect, text

from forum_app.database import Database
from tests.databases import Databases


def build_cities(url: str) -> None:
    database = Database(url)
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE cities (name VARCHAR(20))"))
        connection.execute(text("INSERT INTO cities VALUES ('Bangkok')"))
    database.close()


def cities(url: str) -> list[str]:
    database = Database(url)
    with database.reading() as connection:
        found = list(connection.execute(text("SELECT name FROM cities ORDER BY name")).scalars())
    database.close()
    return found


def test_a_test_is_given_an_empty_database_of_the_kind_it_asked_for(database_url: str, database_kind: str) -> None:
    database = Database(database_url)
    assert database.engine.dialect.name == database_kind
    assert inspect(database.engine).get_table_names() == []
    database.close()


def test_copies_of_a_prepared_database_do_not_see_each_other(databases: Databases, database_kind: str) -> None:
    template = databases.make_template(database_kind, build_cities)
    assert databases.make_template(database_kind, build_cities) is template
    with template.copy() as first, template.copy() as second:
        database = Database(first)
        with database.writing() as connection:
            connection.execute(text("INSERT INTO cities VALUES ('Geneva')"))
        database.close()
        assert (cities(first), cities(second)) == (["Bangkok", "Geneva"], ["Bangkok"])
