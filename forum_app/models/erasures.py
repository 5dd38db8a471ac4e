"""Whose data was erased: ids alone, which outlive what they named, so that it can be done again after a restore."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.models.base import Base, Instant


class Erasure(Base):
    """``thing`` is the id of a person or of a registration of the forum."""

    __tablename__ = "erasure"
    forum_id: Mapped[str] = mapped_column(String(10), primary_key=True)
    thing: Mapped[str] = mapped_column(String(10), primary_key=True)
    erased_at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String(20))
