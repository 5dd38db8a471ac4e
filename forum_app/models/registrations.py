"""Who comes: registrations and what belongs to each, delegations, a forum's own questions, columns of its lists."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.domain.vocabularies import Constituency, Gender, Mode, RegistrationSource, RegistrationStatus
from forum_app.models.base import Base, ForumId, Id, Instant, Json, Key, Position, choice


class Question(Base):
    __tablename__ = "question"
    id: Mapped[Key]
    forum_id: Mapped[ForumId]
    position: Mapped[Position]
    text: Mapped[Json]
    hint: Mapped[Json]
    choices: Mapped[Json]
    several: Mapped[bool]
    long: Mapped[bool]
    required: Mapped[bool]
    only_if: Mapped[Json | None]


class Delegation(Base):
    """``head`` is a registration; no foreign key holds it, since each of the two may come first."""

    __tablename__ = "delegation"
    id: Mapped[Key]
    forum_id: Mapped[ForumId]
    position: Mapped[Position]
    name: Mapped[Json]
    country: Mapped[str] = mapped_column(String(2))
    organisation: Mapped[str | None] = mapped_column(ForeignKey("organisation.id", ondelete="SET NULL"))
    head: Mapped[str | None] = mapped_column(String(10))
    seats: Mapped[int | None]
    letter: Mapped[str | None] = mapped_column(String(70))


class Registration(Base):
    """``address`` is the e-mail address in the form that is compared, unique in a forum; None where there is none.

    ``queue`` is given when somebody joins the waiting list, in the order in which they did; ``sorted_by`` is the name as it is sorted, ``searched`` all that a search looks at, both folded.
    """

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("forum_id", "address", name="uq_registration_address"),
        UniqueConstraint("forum_id", "code", name="uq_registration_code"),
        Index("ix_registration_seats", "forum_id", "status", "mode", "queue"),
        Index("ix_registration_order", "forum_id", "position"),
        Index("ix_registration_queue", "forum_id", "queue"),
    )
    id: Mapped[Key]
    forum_id: Mapped[ForumId]
    position: Mapped[Position]
    person: Mapped[str | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    honorific: Mapped[str] = mapped_column(String(200))
    given_name: Mapped[str] = mapped_column(String(200))
    family_name: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    post: Mapped[str] = mapped_column(String(200))
    institution: Mapped[str] = mapped_column(String(200))
    constituency: Mapped[Constituency | None] = mapped_column(choice(Constituency))
    country: Mapped[str] = mapped_column(String(2))
    gender: Mapped[Gender | None] = mapped_column(choice(Gender))
    email: Mapped[str] = mapped_column(String(254))
    phone: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(35))
    mode: Mapped[Mode] = mapped_column(choice(Mode))
    delegation: Mapped[str | None] = mapped_column(ForeignKey("delegation.id", ondelete="SET NULL"), index=True)
    letter: Mapped[str | None] = mapped_column(String(70))
    status: Mapped[RegistrationStatus] = mapped_column(choice(RegistrationStatus))
    queue: Mapped[int | None]
    offer_until: Mapped[datetime | None] = mapped_column(Instant)
    registered_at: Mapped[datetime] = mapped_column(Instant)
    code: Mapped[str] = mapped_column(String(6))
    source: Mapped[RegistrationSource] = mapped_column(choice(RegistrationSource))
    answers: Mapped[Json]
    access_needs: Mapped[str] = mapped_column(Text)
    dietary_needs: Mapped[str] = mapped_column(Text)
    notes: Mapped[str] = mapped_column(Text)
    consents: Mapped[Json]
    origin: Mapped[Json | None]
    address: Mapped[str | None] = mapped_column(String(254))
    sorted_by: Mapped[str] = mapped_column(String(1000))
    searched: Mapped[str] = mapped_column(Text)


class SentForm(Base):
    """A form that was sent, by the SHA-256 of the key that its page chose: sent again it is answered as it was.

    ``registration`` is None where the address was registered already; ``email`` is what was typed, and goes with the
    rest after a day."""

    __tablename__ = "sent_form"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    forum_id: Mapped[ForumId]
    registration: Mapped[str | None] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    status: Mapped[RegistrationStatus] = mapped_column(choice(RegistrationStatus))
    at: Mapped[datetime] = mapped_column(Instant, index=True)


class RegistrationSession(Base):
    """What somebody signed up for."""

    __tablename__ = "registration_session"
    forum_id: Mapped[ForumId]
    parent: Mapped[str] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True)
    member: Mapped[str] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[Position]


class RegistrationStar(Base):
    """What somebody put into their own agenda. No foreign key holds the session: who chose one that is deleted hears of it
    when that is published, and their calendar shows it as cancelled."""

    __tablename__ = "registration_star"
    __table_args__ = (Index("ix_registration_star_session", "forum_id", "session"),)
    forum_id: Mapped[str] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"))
    registration: Mapped[str] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True)
    session: Mapped[str] = mapped_column(String(10), primary_key=True)
    starred_at: Mapped[datetime] = mapped_column(Instant)


class StatusChange(Base):
    """How a registration came to its state; its place in the list is its key."""

    __tablename__ = "status_change"
    forum_id: Mapped[ForumId]
    parent: Mapped[str] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    status: Mapped[RegistrationStatus] = mapped_column(choice(RegistrationStatus))
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(254))


class CheckIn(Base):
    """Somebody was here: on a day, or in one session; its place in the list is its key.

    ``spot`` is the session's id, else the day, such as 2025-02-18: nobody is checked in twice at one. It stays when the
    session is deleted.
    """

    __tablename__ = "check_in"
    __table_args__ = (UniqueConstraint("parent", "spot", name="uq_check_in_spot"),)
    forum_id: Mapped[ForumId]
    parent: Mapped[str] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant)
    day: Mapped[date]
    session: Mapped[str | None] = mapped_column(ForeignKey("session.id", ondelete="SET NULL"))
    spot: Mapped[Id]


class ListColumns(Base):
    """Which column of a forum's registration files means what: a map of headings to fields, kept for the next file."""

    __tablename__ = "list_columns"
    forum_id: Mapped[str] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"), primary_key=True)
    meanings: Mapped[Json]


class ListView(Base):
    """Filters and order of the list of registrations, kept under a name; ``query`` is what stands in its address."""

    __tablename__ = "list_view"
    __table_args__ = (UniqueConstraint("forum_id", "folded", name="uq_list_view_name"),)
    id: Mapped[Key]
    forum_id: Mapped[ForumId]
    name: Mapped[str] = mapped_column(String(100))
    folded: Mapped[str] = mapped_column(String(300))
    query: Mapped[Json]
    made_by: Mapped[str] = mapped_column(String(254))
