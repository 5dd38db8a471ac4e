"""Runs migrations on the connection that ``forum db upgrade`` hands over, in its transaction."""

from typing import Any

from alembic import context

from forum_app.models import Base
from forum_app.models.base import Instant


def render_item(kind: str, item: Any, _context: Any) -> str | bool:
    """Our own column types as plain ones: a migration doesn't depend on today's models."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Instant) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    compare_type=True,
    render_item=render_item,
)
context.run_migrations()
