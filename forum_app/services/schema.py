"""Bringing a database to this version of the software: forward only, in one transaction, by one process at a time."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from forum_app.database import Database
from forum_app.domain.errors import ForumError
from forum_app.models import Base
from forum_app.paths import MIGRATIONS

LOCK = 0x666F72756D  # "forum"


class NewerDatabase(ForumError):
    """The database was brought to a later version than this software knows."""


def _config(connection: Connection | None = None) -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(database: Database) -> None:
    """Runs the migrations that are missing; repeatable. Raises NewerDatabase."""
    with database.upgrading() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        current = revision_of(connection)
        if current is not None and not is_known(current):
            raise NewerDatabase("The database belongs to a newer version of the software: install that version.")
        migrate(connection)


def revision_of(connection: Connection) -> str | None:
    """The migration that a database was last brought to; None where it has no tables of ours."""
    return MigrationContext.configure(connection).get_current_revision()


def is_known(revision: str) -> bool:
    """Whether this software has that migration."""
    return revision in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def migrate(connection: Connection, revision: str = "head") -> None:
    """Runs the migrations up to one, on a connection of ``Database.upgrading``."""
    command.upgrade(_config(connection), revision)


def is_current(database: Database) -> bool:
    """Whether the database has every migration of this software."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    with database.reading() as connection:
        return revision_of(connection) == head


def differences(database: Database) -> list[object]:
    """What the models say and the migrated database doesn't; empty when all is well."""
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))
