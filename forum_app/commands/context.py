"""What every command works with: the settings, the database and the stored files."""

from dataclasses import dataclass
from functools import cached_property

from forum_app.config import Config, read_config
from forum_app.database import Database
from forum_app.services.media import Media

ACTOR = "command line"


@dataclass
class House:
    """Opened when first needed, so that ``forum --help`` touches nothing."""

    @cached_property
    def config(self) -> Config:
        return read_config()

    @cached_property
    def database(self) -> Database:
        return Database(self.config.database_url)

    @cached_property
    def media(self) -> Media:
        return Media(self.config.instance)


house = House()
