"""Reminders of what is still missing of those who speak."""

import sqlalchemy as sa
from alembic import op

revision = "20261127_1000"
down_revision = "20261127_0730"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "speaker_reminder",
        sa.Column("person", sa.String(length=10), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_speaker_reminder_person", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name="fk_speaker_reminder_forum_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person", "due", name="pk_speaker_reminder"),
    )
    op.create_index("ix_speaker_reminder_forum_id", "speaker_reminder", ["forum_id"])
