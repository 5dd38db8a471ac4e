"""The outbox: mails written in the transaction of what caused them, and how far each of them is; a forum's own words."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.domain.messages import MessageKind
from forum_app.domain.vocabularies import MessageState
from forum_app.models.base import Base, Instant, Json, Key, choice


class Message(Base):
    """One mail to one address. ``id`` is also in its Message-ID, so that a mail which was sent twice is known as one.

    ``address`` is ``to`` in the form that is compared; ``person`` and ``account`` are whom it is to, where known.
    ``not_before`` holds it back, after ``expires_at`` it is of no use any more; ``once`` is a key that no second
    message may have; ``calendar`` is an iCalendar part with its ``method``; ``error`` is what the mail server said
    last. ``unsure`` counts tries that ended without a word from the server after it may have taken the mail.
    """

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_next", "state", "priority", "not_before"),)
    id: Mapped[Key]
    forum_id: Mapped[str | None] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    kind: Mapped[MessageKind] = mapped_column(choice(MessageKind))
    to: Mapped[str] = mapped_column(String(254))
    address: Mapped[str] = mapped_column(String(254), index=True)
    person: Mapped[str | None] = mapped_column(String(10), index=True)
    account: Mapped[str | None] = mapped_column(String(10), index=True)
    reply_to: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(35))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    calendar: Mapped[bytes | None] = mapped_column(LargeBinary)
    method: Mapped[str] = mapped_column(String(20))
    once: Mapped[str | None] = mapped_column(String(120), unique=True)
    state: Mapped[MessageState] = mapped_column(choice(MessageState))
    priority: Mapped[int]
    not_before: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime | None] = mapped_column(Instant)
    attempts: Mapped[int]
    unsure: Mapped[int]
    error: Mapped[str] = mapped_column(Text)
    worker: Mapped[str] = mapped_column(String(32))
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    tried_at: Mapped[datetime | None] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)


class MessageTemplate(Base):
    """A forum's own subject and opening for one kind of mail, in its languages; what is not written here is ours."""

    __tablename__ = "message_template"
    forum_id: Mapped[str] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[MessageKind] = mapped_column(choice(MessageKind), primary_key=True)
    subject: Mapped[Json]
    opening: Mapped[Json]
