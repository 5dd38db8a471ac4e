"""Accounts, their roles in forums, browsers they are signed in with, one-time keys, failed attempts."""

import sqlalchemy as sa
from alembic import op

from forum_app.models.base import Instant

revision = "20261125_2210"
down_revision = "20261125_2127"
branch_labels = None
depends_on = None

_ROLES = ("owner", "organiser", "editor", "reception", "viewer")
_PURPOSES = ("sign-in", "code", "reset", "invitation")


def _role(nullable: bool) -> sa.Column:
    kind = sa.Enum(*_ROLES, name="memberrole", native_enum=False, create_constraint=True, length=30)
    return sa.Column("role", kind, nullable=nullable)


def _account(**more: object) -> sa.Column:
    return sa.Column("account", sa.String(10), sa.ForeignKey("account.id", ondelete="CASCADE"), **more)


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(10), primary_key=True),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("address", sa.String(254), nullable=False, unique=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("second_factor", sa.String(64), nullable=False),
        sa.Column("second_factor_step", sa.Integer(), nullable=False),
        sa.Column("administrator", sa.Boolean(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
    )
    op.create_table(
        "membership",
        sa.Column("forum_id", sa.String(10), sa.ForeignKey("forum.id", ondelete="CASCADE"), primary_key=True),
        _account(primary_key=True, index=True),
        _role(nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
    )
    op.create_table(
        "sign_in",
        sa.Column("token", sa.String(64), primary_key=True),
        _account(nullable=False, index=True),
        sa.Column("browser", sa.String(200), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
    )
    op.create_table(
        "known_browser",
        sa.Column("mark", sa.String(64), primary_key=True),
        _account(primary_key=True, index=True),
        sa.Column("seen_at", Instant(), nullable=False),
    )
    _keys()


def _keys() -> None:
    purpose = sa.Enum(*_PURPOSES, name="keypurpose", native_enum=False, create_constraint=True, length=30)
    op.create_table(
        "one_time_key",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("purpose", purpose, nullable=False),
        _account(nullable=True, index=True),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("forum_id", sa.String(10), sa.ForeignKey("forum.id", ondelete="CASCADE"), nullable=True, index=True),
        _role(nullable=True),
        sa.Column("made_by", sa.String(20), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
    )
    op.create_table(
        "recovery_code",
        sa.Column("code", sa.String(64), primary_key=True),
        _account(nullable=False, index=True),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("of", sa.String(100), nullable=False, index=True),
        sa.Column("at", Instant(), nullable=False),
    )
