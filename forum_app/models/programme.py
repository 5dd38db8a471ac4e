"""The programme: sessions, talks, what they belong to, key questions, materials, concept notes and their sections."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.domain.vocabularies import (
    Audience,
    MaterialKind,
    Mode,
    SectionKind,
    SessionKind,
    SessionStatus,
    TalkKind,
)
from forum_app.models.base import Base, ForumId, Json, Key, Position, choice


class Session(Base):
    """``start`` is wall time in the forum's zone; ``fold`` says which of two where the clocks are set back."""

    __tablename__ = "session"
    __table_args__ = (CheckConstraint("minutes > 0", name="minutes_positive"),)
    id: Mapped[Key]
    forum_id: Mapped[ForumId]
    position: Mapped[Position]
    title: Mapped[Json]
    kind: Mapped[SessionKind] = mapped_column(choice(SessionKind))
    label: Mapped[Json]
    status: Mapped[SessionStatus] = mapped_column(choice(SessionStatus))
    summary: Mapped[Json]
    objectives: Mapped[Json]
    expected_outcomes: Mapped[Json]
    outcome: Mapped[Json]
    room: Mapped[str | None] = mapped_column(ForeignKey("room.id", ondelete="SET NULL"))
    start: Mapped[datetime | None]
    fold: Mapped[int]
    minutes: Mapped[int | None]
    mode: Mapped[Mode] = mapped_column(choice(Mode))
    online: Mapped[Json | None]
    languages: Mapped[Json]
    interpretation: Mapped[Json]
    captions: Mapped[Json]
    sign_languages: Mapped[Json]
    capacity: Mapped[int | None]
    sign_up: Mapped[bool]
    links: Mapped[Json]
    origin: Mapped[Json | None]


class SessionTheme(Base):
    __tablename__ = "session_theme"
    forum_id: Mapped[ForumId]
    parent: Mapped[str] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), primary_key=True)
    member: Mapped[str] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[Position]


class SessionAlliance(Base):
    __tablename__ = "session_alliance"
    forum_id: Mapped[ForumId]
    parent: Mapped[str] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), primary_key=True)
    member: Mapped[str] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[Position]


class Talk(Base):
    __tablename__ = "talk"
    __table_args__ = (CheckConstraint("minutes > 0", name="minutes_positive"),)
    id: Mapped[Key]
    forum_id: Mapped[ForumId]
    parent: Mapped[str] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), index=True)
    position: Mapped[Position]
    title: Mapped[Json]
    flagship: Mapped[Json]
    abstract: Mapped[Json]
    minutes: Mapped[int | None]
    kind: Mapped[TalkKind] = mapped_column(choice(TalkKind))
    links: Mapped[Json]


class TalkTheme(Base):
    __tablename__ = "talk_theme"
    forum_id: Mapped[ForumId]
    parent: Mapped[str] = mapped_column(ForeignKey("talk.id", ondelete="CASCADE"), primary_key=True)
    member: Mapped[str] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[Position]


class TalkAlliance(Base):
    __tablename__ = "talk_alliance"
    forum_id: Mapped[ForumId]
    parent: Mapped[str] = mapped_column(ForeignKey("talk.id", ondelete="CASCADE"), primary_key=True)
    member: Mapped[str] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[Position]


class KeyQuestion(Base):
    """Of a session, or of the whole forum where it has none."""

    __tablename__ = "key_question"
    id: Mapped[Key]
    forum_id: Mapped[ForumId]
    session_id: Mapped[str | None] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), index=True)
    position: Mapped[Position]
    text: Mapped[Json]
    sub_questions: Mapped[Json]


class KeyQuestionPerson(Base):
    __tablename__ = "key_question_person"
    forum_id: Mapped[ForumId]
    parent: Mapped[str] = mapped_column(ForeignKey("key_question.id", ondelete="CASCADE"), primary_key=True)
    member: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[Position]


class ConceptNote(Base):
    """The note of a session, or of the forum where it has none; its key is that of what it belongs to."""

    __tablename__ = "concept_note"
    id: Mapped[Key]
    forum_id: Mapped[ForumId]
    session_id: Mapped[str | None] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), index=True)
    position: Mapped[Position]
    states: Mapped[Json]


class Section(Base):
    __tablename__ = "section"
    id: Mapped[Key]
    forum_id: Mapped[ForumId]
    parent: Mapped[str] = mapped_column(ForeignKey("concept_note.id", ondelete="CASCADE"), index=True)
    position: Mapped[Position]
    kind: Mapped[SectionKind] = mapped_column(choice(SectionKind))
    heading: Mapped[Json]
    body: Mapped[Json]


class Material(Base):
    """Of a session or one of its talks, or of the whole forum where it has none."""

    __tablename__ = "material"
    id: Mapped[Key]
    forum_id: Mapped[ForumId]
    session_id: Mapped[str | None] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), index=True)
    talk: Mapped[str | None] = mapped_column(ForeignKey("talk.id", ondelete="SET NULL"), index=True)
    position: Mapped[Position]
    title: Mapped[Json]
    kind: Mapped[MaterialKind] = mapped_column(choice(MaterialKind))
    language: Mapped[str] = mapped_column(String(35))
    url: Mapped[str] = mapped_column(String(2000))
    file: Mapped[str | None] = mapped_column(String(70))
    audience: Mapped[Audience] = mapped_column(choice(Audience))
