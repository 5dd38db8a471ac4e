"""The tables: what is kept."""

from forum_app.models import accounts, forum, people, programme, publishing, registrations
from forum_app.models.base import Base

__all__ = ["Base", "accounts", "forum", "people", "programme", "publishing", "registrations"]
