"""The forum itself, and what it lists: partners, themes, rooms, references, terms, stored files."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.domain.vocabularies import Partnership, ThemeColour, Visibility
from forum_app.models.base import Base, ForumId, Instant, Json, Key, Position, choice


class Forum(Base):
    """``version`` grows with every change of the draft; ``current_release`` is the number the public sees; ``epoch``
    grows when what the public sees changes for any reason."""

    __tablename__ = "forum"
    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    visibility: Mapped[Visibility] = mapped_column(choice(Visibility))
    version: Mapped[int]
    epoch: Mapped[int]
    current_release: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(Instant)
    title: Mapped[Json]
    short_title: Mapped[Json]
    theme: Mapped[Json]
    summary: Mapped[Json]
    figures: Mapped[Json]
    part_of: Mapped[Json | None]
    first_day: Mapped[date]
    last_day: Mapped[date]
    zone: Mapped[str] = mapped_column(String(64))
    day_starts_at: Mapped[time]
    venue: Mapped[Json | None]
    online: Mapped[Json | None]
    languages: Mapped[Json]
    working_languages: Mapped[Json]
    interpretation: Mapped[Json]
    goals: Mapped[Json]
    funding: Mapped[Json]
    accent: Mapped[str] = mapped_column(String(7))
    logo: Mapped[str | None] = mapped_column(String(70))
    contact: Mapped[Json | None]
    minutes_between_rooms: Mapped[int]
    minutes_between_buildings: Mapped[int]
    severities: Mapped[Json]
    recording: Mapped[Json]
    practical: Mapped[Json]
    floor_plan: Mapped[Json | None]
    registration: Mapped[Json | None]
    show_invited: Mapped[bool]
    speaking: Mapped[Json | None]


class Partner(Base):
    __tablename__ = "partner"
    forum_id: Mapped[ForumId]
    organisation: Mapped[str] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[Partnership] = mapped_column(choice(Partnership), primary_key=True)
    position: Mapped[Position]


class Theme(Base):
    __tablename__ = "theme"
    id: Mapped[Key]
    forum_id: Mapped[ForumId]
    position: Mapped[Position]
    title: Mapped[Json]
    text: Mapped[Json]
    colour: Mapped[ThemeColour | None] = mapped_column(choice(ThemeColour))
    origin: Mapped[Json | None]


class Room(Base):
    __tablename__ = "room"
    id: Mapped[Key]
    forum_id: Mapped[ForumId]
    position: Mapped[Position]
    name: Mapped[Json]
    capacity: Mapped[int | None]
    building: Mapped[str] = mapped_column(String(200))
    where: Mapped[Json]
    equipment: Mapped[str] = mapped_column(String(200))
    online: Mapped[Json | None]
    origin: Mapped[Json | None]


class Reference(Base):
    __tablename__ = "reference"
    id: Mapped[Key]
    forum_id: Mapped[ForumId]
    position: Mapped[Position]
    title: Mapped[Json]
    year: Mapped[int | None]
    number: Mapped[str] = mapped_column(String(200))
    url: Mapped[str] = mapped_column(String(2000))


class Term(Base):
    __tablename__ = "term"
    id: Mapped[Key]
    forum_id: Mapped[ForumId]
    position: Mapped[Position]
    acronym: Mapped[Json]
    expansion: Mapped[Json]


class StoredFile(Base):
    """A file that a forum refers to; its bytes lie in the instance folder under ``name``."""

    __tablename__ = "stored_file"
    forum_id: Mapped[str] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(70), primary_key=True)
    position: Mapped[Position]


class UnusedFile(Base):
    """A stored file that the draft no longer refers to, and since when: it may be brought back for a while."""

    __tablename__ = "unused_file"
    forum_id: Mapped[str] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(70), primary_key=True)
    since: Mapped[datetime] = mapped_column(Instant)
