"""Those who speak: what was asked of them and answered, what they propose and prepare, what their calendars were told."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.domain.vocabularies import ProposalState
from forum_app.models.base import Base, ForumId, Instant, Json, Key, choice


class Invitation(Base):
    """What was asked of somebody for one role; its state is the role's. ``colleague`` is whom they propose instead."""

    __tablename__ = "invitation"
    role: Mapped[str] = mapped_column(ForeignKey("role.id", ondelete="CASCADE"), primary_key=True)
    forum_id: Mapped[ForumId]
    invited_at: Mapped[datetime] = mapped_column(Instant)
    answer_by: Mapped[date | None]
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(Text)
    colleague: Mapped[Json | None]
    reminded_at: Mapped[datetime | None] = mapped_column(Instant)
    reminders: Mapped[int]


class SpeakerReminder(Base):
    """Somebody was reminded of what is still missing of them: of what is asked for by the day ``due``, once."""

    __tablename__ = "speaker_reminder"
    person: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    due: Mapped[date] = mapped_column(primary_key=True)
    forum_id: Mapped[ForumId]
    sent_at: Mapped[datetime] = mapped_column(Instant)


class SpeakerEvent(Base):
    """What one mail tells the calendar of somebody of one session: its bytes, their SEQUENCE, and a fingerprint of it.

    The mail's state says whether it comes: what was taken back, or could not be sent, was never told. ``address`` is
    whose calendar it is, and ``organiser`` the address that it came from: what follows must come from the same
    (RFC 5546, 2.1.5). The session has no foreign key: what is cancelled in a calendar may be deleted here."""

    __tablename__ = "speaker_event"
    message: Mapped[str] = mapped_column(String(10), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    session: Mapped[str] = mapped_column(String(10))
    forum_id: Mapped[ForumId]
    address: Mapped[str] = mapped_column(String(254))
    sequence: Mapped[int]
    cancelled: Mapped[bool]
    face: Mapped[str] = mapped_column(String(64))
    organiser: Mapped[str] = mapped_column(String(254))
    calendar: Mapped[bytes] = mapped_column(LargeBinary)
    sent_at: Mapped[datetime] = mapped_column(Instant)


class PreparedAnswer(Base):
    """What somebody wrote beforehand to a key question: for the organisers, the session's moderators, and themselves."""

    __tablename__ = "prepared_answer"
    question: Mapped[str] = mapped_column(ForeignKey("key_question.id", ondelete="CASCADE"), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    forum_id: Mapped[ForumId]
    text: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(Instant)


class SpeakerNote(Base):
    """What a session's moderator tells one of its speakers."""

    __tablename__ = "speaker_note"
    session: Mapped[str] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    forum_id: Mapped[ForumId]
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(10))
    updated_at: Mapped[datetime] = mapped_column(Instant)


class Proposal(Base):
    """A change of a public text that its speaker proposes: ``kind`` and ``thing`` say of what, ``place`` which field of
    it; ``before`` is what stood there when it was made, ``value`` what should."""

    __tablename__ = "proposal"
    __table_args__ = (Index("ix_proposal_open", "forum_id", "state"),)
    id: Mapped[Key]
    forum_id: Mapped[str] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"))
    person: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    thing: Mapped[str] = mapped_column(String(10))
    place: Mapped[str] = mapped_column(String(120))
    before: Mapped[Json | None]
    value: Mapped[Json | None]
    state: Mapped[ProposalState] = mapped_column(choice(ProposalState))
    made_at: Mapped[datetime] = mapped_column(Instant)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by: Mapped[str] = mapped_column(String(20))
