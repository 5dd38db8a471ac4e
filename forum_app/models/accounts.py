"""Who can sign in, what they may do in which forum, and what proves that it is they."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.domain.vocabularies import KeyPurpose, MemberRole
from forum_app.models.base import Base, Instant, Key, choice


class Account(Base):
    """Somebody who can sign in. ``address`` is the e-mail address in the form that is compared; ``password`` a hash of
    argon2id, empty where none was set; ``second_factor`` the secret of an authenticator, ``second_factor_step`` the
    last step of time whose code was used."""

    __tablename__ = "account"
    id: Mapped[Key]
    email: Mapped[str] = mapped_column(String(254))
    address: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(35))
    password: Mapped[str] = mapped_column(String(200))
    second_factor: Mapped[str] = mapped_column(String(64))
    second_factor_step: Mapped[int]
    administrator: Mapped[bool]
    disabled: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(Instant)


class Membership(Base):
    __tablename__ = "membership"
    forum_id: Mapped[str] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"), primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)
    role: Mapped[MemberRole] = mapped_column(choice(MemberRole))
    created_at: Mapped[datetime] = mapped_column(Instant)


class SignIn(Base):
    """A browser in which somebody is signed in, by the SHA-256 of its token."""

    __tablename__ = "sign_in"
    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    browser: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)


class KnownBrowser(Base):
    """A browser in which somebody signed in before, by the SHA-256 of its mark: a stranger's failures don't count there."""

    __tablename__ = "known_browser"
    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)
    seen_at: Mapped[datetime] = mapped_column(Instant)


class OneTimeKey(Base):
    """A key that is good once, by its SHA-256: a link, or a code bound to the browser that asked for it.

    ``made_by`` is who made a link; of a code it is which browser asked, by the beginning of its mark's SHA-256."""

    __tablename__ = "one_time_key"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[KeyPurpose] = mapped_column(choice(KeyPurpose))
    account: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    forum_id: Mapped[str | None] = mapped_column(ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    role: Mapped[MemberRole | None] = mapped_column(choice(MemberRole))
    made_by: Mapped[str] = mapped_column(String(20))
    made_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    tries: Mapped[int]


class RecoveryCode(Base):
    """A code that stands for the second factor once, by its SHA-256 with the account."""

    __tablename__ = "recovery_code"
    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)


class Attempt(Base):
    """Something that failed, or that only so many may do: what, and of whom (an account, an address, a network)."""

    __tablename__ = "attempt"
    id: Mapped[int] = mapped_column(primary_key=True)
    of: Mapped[str] = mapped_column(String(100), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
