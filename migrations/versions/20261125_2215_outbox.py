"""The outbox: one row a mail."""

import sqlalchemy as sa
from alembic import op

from forum_app.models.base import Instant

revision = "20261125_2215"
down_revision = "20261125_2210"
branch_labels = None
depends_on = None

_STATES = ("waiting", "held", "sending", "sent", "failed", "cancelled")


def upgrade() -> None:
    state = sa.Enum(*_STATES, name="messagestate", native_enum=False, create_constraint=True, length=30)
    op.create_table(
        "message",
        sa.Column("id", sa.String(10), primary_key=True),
        sa.Column("forum_id", sa.String(10), sa.ForeignKey("forum.id", ondelete="CASCADE"), nullable=True, index=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("to", sa.String(254), nullable=False, index=True),
        sa.Column("person", sa.String(10), nullable=True, index=True),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("calendar", sa.LargeBinary(), nullable=True),
        sa.Column("method", sa.String(20), nullable=False),
        sa.Column("once", sa.String(120), nullable=True, unique=True),
        sa.Column("state", state, nullable=False),
        sa.Column("not_before", Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("worker", sa.String(32), nullable=False),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
    )
    op.create_index("ix_message_state_not_before", "message", ["state", "not_before"])
