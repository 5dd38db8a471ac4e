"""People of a forum, their posts, what is private of them, organisations, alliances and roles."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.domain.vocabularies import Constituency, RoleKind, RoleState
from forum_app.models.base import Base, ForumId, Json, Key, Position, choice


class Organisation(Base):
    __tablename__ = "organisation"
    id: Mapped[Key]
    forum_id: Mapped[ForumId]
    position: Mapped[Position]
    name: Mapped[Json]
    acronym: Mapped[Json]
    kind: Mapped[Constituency] = mapped_column(choice(Constituency))
    country: Mapped[str] = mapped_column(String(2))
    url: Mapped[str] = mapped_column(String(2000))
    logo: Mapped[str | None] = mapped_column(String(70))
    description: Mapped[Json]


class AllianceMember(Base):
    __tablename__ = "alliance_member"
    forum_id: Mapped[ForumId]
    parent: Mapped[str] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True)
    member: Mapped[str] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[Position]


class Person(Base):
    __tablename__ = "person"
    id: Mapped[Key]
    forum_id: Mapped[ForumId]
    position: Mapped[Position]
    name: Mapped[Json]
    honorific: Mapped[Json]
    given_name: Mapped[str] = mapped_column(String(200))
    family_name: Mapped[str] = mapped_column(String(200))
    letters: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(2))
    biography: Mapped[Json]
    pronunciation: Mapped[Json]
    photo: Mapped[Json | None]
    links: Mapped[Json]
    languages: Mapped[Json]
    pronouns: Mapped[str] = mapped_column(String(200))
    origin: Mapped[Json | None]


class PersonPrivate(Base):
    """What only those see whose role needs it: kept apart, so that no public query can touch it by mistake."""

    __tablename__ = "person_private"
    parent: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    forum_id: Mapped[ForumId]
    position: Mapped[Position]
    email: Mapped[str] = mapped_column(String(254), index=True)
    phone: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(35))
    zone: Mapped[str] = mapped_column(String(64))
    unavailable: Mapped[Json]
    access_needs: Mapped[str] = mapped_column(Text)
    dietary_needs: Mapped[str] = mapped_column(Text)
    notes: Mapped[str] = mapped_column(Text)
    recording: Mapped[Json | None]


class Post(Base):
    """What a person does and where; its place in the person's list is its key."""

    __tablename__ = "post"
    forum_id: Mapped[ForumId]
    parent: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[Json]
    organisation: Mapped[str | None] = mapped_column(ForeignKey("organisation.id", ondelete="SET NULL"))


class Role(Base):
    """A person's part in a forum (neither session nor talk), a session or a talk (with an abstract of their own)."""

    __tablename__ = "role"
    id: Mapped[Key]
    forum_id: Mapped[ForumId]
    session_id: Mapped[str | None] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), index=True)
    talk_id: Mapped[str | None] = mapped_column(ForeignKey("talk.id", ondelete="CASCADE"), index=True)
    person: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    position: Mapped[Position]
    role: Mapped[RoleKind] = mapped_column(choice(RoleKind))
    state: Mapped[RoleState] = mapped_column(choice(RoleState))
    responsible_for: Mapped[Json]
    contact: Mapped[Json | None]
    abstract: Mapped[Json]


class MergedPerson(Base):
    """Two entries were one human being, an organiser said: ``id`` went, ``kept`` stayed. Addresses of the first lead to
    the second, and who erases one erases both."""

    __tablename__ = "merged_person"
    id: Mapped[Key]
    forum_id: Mapped[ForumId]
    kept: Mapped[str] = mapped_column(String(10))
