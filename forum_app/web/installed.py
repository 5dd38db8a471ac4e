"""What an application was set up with, for the views: one object in ``app.extensions``."""

from dataclasses import dataclass, field
from typing import cast

from flask import current_app

from forum_app.config import Config
from forum_app.database import Database
from forum_app.pictures.making import PictureMaker
from forum_app.services.live_documents import LiveDocuments
from forum_app.services.live_releases import LiveReleases
from forum_app.services.media import Media
from forum_app.web.kept import Kept


@dataclass(frozen=True)
class Installed:
    config: Config
    database: Database
    media: Media
    live: LiveReleases
    documents: LiveDocuments
    kept: Kept = field(default_factory=Kept)
    pictures: PictureMaker = field(default_factory=PictureMaker)


def installed() -> Installed:
    """The one of the application that answers this request."""
    return cast(Installed, current_app.extensions["forum"])
