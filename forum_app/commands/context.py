"""What every command works with: the settings, the database and the stored files."""

from dataclasses import dataclass
from functools import cached_property

from forum_app.config import Config, read_config
from forum_app.database import Database
from forum_app.domain.errors import ForumError
from forum_app.services.media import Media
from forum_app.services.schema import is_current

ACTOR = "command line"


class DatabaseNotUpgraded(ForumError):
    """Migrations of this software are missing in the database, or it belongs to another version."""


@dataclass
class House:
    """Opened when first needed, so that ``forum --help`` touches nothing."""

    @cached_property
    def config(self) -> Config:
        return read_config()

    @cached_property
    def any_database(self) -> Database:
        """The database as it is, perhaps without tables: for what brings it up, or waits for it."""
        return Database(self.config.database_url)

    @cached_property
    def database(self) -> Database:
        """The database, at this version of the software; raises DatabaseNotUpgraded."""
        if not is_current(self.any_database):
            raise DatabaseNotUpgraded("The database is not at this version of the software: run `forum db upgrade`.")
        return self.any_database

    @cached_property
    def media(self) -> Media:
        return Media(self.config.instance)


house = House()
