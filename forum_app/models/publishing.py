"""What is kept of publishing: releases, made documents and their leases, the installation's facts, the log."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.models.base import Base, ForumId, Instant, Json


class Release(Base):
    """One immutable snapshot. ``content`` is the whole release as JSON; ``changes`` what differs from the last one.

    ``published_at`` is the programme's time, ``made_at`` the real one; ``published_by`` an account or who else it was.
    ``shown``: this publication made the forum visible. ``taken_back_at`` is set where it was taken back.
    """

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("forum_id", "number", name="uq_release_number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[ForumId]
    number: Mapped[int]
    published_at: Mapped[datetime] = mapped_column(Instant)
    note: Mapped[str] = mapped_column(Text)
    brought_back: Mapped[int | None]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    changes: Mapped[bytes] = mapped_column(LargeBinary)
    published_by: Mapped[str] = mapped_column(String(254))
    made_at: Mapped[datetime] = mapped_column(Instant)
    taken_back_at: Mapped[datetime | None] = mapped_column(Instant)
    shown: Mapped[bool]


class Artefact(Base):
    """A document being made or made, by what it is a function of; the lease ends by itself when its maker dies.

    ``reader_waits`` goes before what was asked for by publishing; ``worker`` is who holds the lease.
    """

    __tablename__ = "artefact"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    forum_id: Mapped[str] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    release: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(35))
    argument: Mapped[str] = mapped_column(String(40))
    base_url: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int]
    error: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    reader_waits: Mapped[bool]
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    worker: Mapped[str] = mapped_column(String(32))
    parts_done: Mapped[int]
    parts: Mapped[int]


class Installation(Base):
    """Facts of this installation: the calendars' UID host."""

    __tablename__ = "installation"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class AuditEntry(Base):
    """Who did what, when; exports of private data are entries too. ``forum_id`` and ``thing`` (the id of what was
    changed) outlive what they name."""

    __tablename__ = "audit_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    actor: Mapped[str] = mapped_column(String(254))
    action: Mapped[str] = mapped_column(String(60))
    forum_id: Mapped[str | None] = mapped_column(String(10), index=True)
    thing: Mapped[str | None] = mapped_column(String(10), index=True)
    subject: Mapped[str] = mapped_column(String(300))
    before: Mapped[Json | None]
    after: Mapped[Json | None]
