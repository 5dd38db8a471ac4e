"""The outbox: mails written in the transaction of what caused them, and how far each of them is."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.domain.vocabularies import MessageState
from forum_app.models.base import Base, Instant, Key, choice


class Message(Base):
    """One mail to one address. ``id`` is also in its Message-ID, so that a mail which was sent twice is known as one.

    ``not_before`` holds it back; ``once`` is a key that no second message may have; ``calendar`` is an iCalendar part
    with its ``method``; ``error`` is what the mail server said last.
    """

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_state_not_before", "state", "not_before"),)
    id: Mapped[Key]
    forum_id: Mapped[str | None] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    to: Mapped[str] = mapped_column(String(254), index=True)
    person: Mapped[str | None] = mapped_column(String(10), index=True)
    language: Mapped[str] = mapped_column(String(35))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    calendar: Mapped[bytes | None] = mapped_column(LargeBinary)
    method: Mapped[str] = mapped_column(String(20))
    once: Mapped[str | None] = mapped_column(String(120), unique=True)
    state: Mapped[MessageState] = mapped_column(choice(MessageState))
    not_before: Mapped[datetime] = mapped_column(Instant)
    attempts: Mapped[int]
    error: Mapped[str] = mapped_column(Text)
    worker: Mapped[str] = mapped_column(String(32))
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
