"""Mails know how they hurry, how long they are of use and whom they are to; forums have words of their own."""

import sqlalchemy as sa
from alembic import op

from forum_app.models.base import Instant

revision = "20261125_2228"
down_revision = "20261125_2225"
branch_labels = None
depends_on = None

_KINDS = ("code", "link", "account", "invitation", "slot", "letter")


def _kind() -> sa.Enum:
    return sa.Enum(*_KINDS, name="messagekind", native_enum=False, create_constraint=True, length=30)


def upgrade() -> None:
    # No version that was given to anybody has sent a mail yet: the outbox begins anew.
    op.execute("DELETE FROM message")
    op.drop_index("ix_message_state_not_before", "message")
    op.drop_index("ix_message_to", "message")
    with op.batch_alter_table("message") as batch:
        batch.drop_column("kind")
        batch.add_column(sa.Column("kind", _kind(), nullable=False))
        batch.add_column(sa.Column("address", sa.String(254), nullable=False))
        batch.add_column(sa.Column("account", sa.String(10), nullable=True))
        batch.add_column(sa.Column("reply_to", sa.String(254), nullable=False))
        batch.add_column(sa.Column("priority", sa.Integer(), nullable=False))
        batch.add_column(sa.Column("expires_at", Instant(), nullable=True))
        batch.add_column(sa.Column("unsure", sa.Integer(), nullable=False))
        batch.add_column(sa.Column("tried_at", Instant(), nullable=True))
    op.create_index("ix_message_next", "message", ["state", "priority", "not_before"])
    op.create_index("ix_message_address", "message", ["address"])
    op.create_index("ix_message_account", "message", ["account"])
    op.create_table(
        "message_template",
        sa.Column("forum_id", sa.String(10), sa.ForeignKey("forum.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("kind", _kind(), primary_key=True),
        sa.Column("subject", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("opening", sa.JSON(none_as_null=True), nullable=False),
    )
