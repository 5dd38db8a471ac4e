"""Personal keys: who has one comes in without an account, to one page and what belongs to it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.models.base import Base, ForumId, Instant


class PersonalKey(Base):
    """A key by its SHA-256: of a registration, or of a person in the programme. Each mail that carries a link has one of
    its own, so that none has to be kept in readable form; all of somebody's are replaced together."""

    __tablename__ = "personal_key"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    forum_id: Mapped[ForumId]
    registration: Mapped[str | None] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    person: Mapped[str | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
