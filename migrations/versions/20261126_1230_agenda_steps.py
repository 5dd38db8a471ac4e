"""The steps that were taken in building an agenda."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_1230"
down_revision = "20261126_0200"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agenda_step",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("actor", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("undoes", sa.String(length=10), nullable=True),
        sa.Column("undone_by", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name="fk_agenda_step_forum_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_agenda_step"),
    )
    op.create_index("ix_agenda_step_forum_id", "agenda_step", ["forum_id"])
