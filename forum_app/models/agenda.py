"""What is kept of building the agenda: the steps that were taken, so that each is done once and can be taken back."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.models.base import Base, ForumId, Instant, Key


class AgendaStep(Base):
    """A step, by an id that its page chose. ``first`` and ``last`` are what the log tells of it, 0 where nothing changed.

    ``undoes`` is the step that this one took back; ``undone_by`` the one that took this back.
    """

    __tablename__ = "agenda_step"
    id: Mapped[Key]
    forum_id: Mapped[ForumId]
    actor: Mapped[str] = mapped_column(String(254))
    at: Mapped[datetime] = mapped_column(Instant)
    first: Mapped[int]
    last: Mapped[int]
    undoes: Mapped[str | None] = mapped_column(String(10))
    undone_by: Mapped[str | None] = mapped_column(String(10))
