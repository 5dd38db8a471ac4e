"""The tables: what is kept."""

from forum_app.models import (
    accounts,
    agenda,
    erasures,
    forum,
    messages,
    people,
    personal,
    programme,
    publishing,
    registrations,
    running,
    speaking,
)
from forum_app.models.base import Base

__all__ = [
    "Base",
    "accounts",
    "agenda",
    "erasures",
    "forum",
    "messages",
    "people",
    "personal",
    "programme",
    "publishing",
    "registrations",
    "running",
    "speaking",
]
