"""Sessions as they run: the state that every screen shows, the presses that made it, who looks, keys of second screens."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.models.base import Base, ForumId, Instant, Json


class RunOfShow(Base):
    """The state of a session's run, folded from its steps; ``version`` grows with every step that changes it."""

    __tablename__ = "run_of_show"
    session: Mapped[str] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), primary_key=True)
    forum_id: Mapped[ForumId]
    version: Mapped[int]
    state: Mapped[Json]
    updated_at: Mapped[datetime] = mapped_column(Instant)


class RunStep(Base):
    """One press: an id that its page chose, so that it is done once; when it was made, what, and by whom (a person of the
    programme or an account)."""

    __tablename__ = "run_step"
    session: Mapped[str] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(String(10), primary_key=True)
    forum_id: Mapped[ForumId]
    at: Mapped[datetime] = mapped_column(Instant)
    what: Mapped[Json]
    by: Mapped[str] = mapped_column(String(10))


class RunScreen(Base):
    """A screen that shows a run, by an id that its page chose, and when it last asked; ``faces``: the speaker sees it."""

    __tablename__ = "run_screen"
    session: Mapped[str] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), primary_key=True)
    screen: Mapped[str] = mapped_column(String(10), primary_key=True)
    forum_id: Mapped[ForumId]
    faces: Mapped[bool]
    seen_at: Mapped[datetime] = mapped_column(Instant)


class ScreenKey(Base):
    """A key by its SHA-256 that shows the speaker's screen of one session, and nothing else, for a while."""

    __tablename__ = "screen_key"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    session: Mapped[str] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), index=True)
    forum_id: Mapped[ForumId]
    made_at: Mapped[datetime] = mapped_column(Instant)
    until: Mapped[datetime] = mapped_column(Instant)
