"""Which people were merged into which, by ids alone."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_0200"
down_revision = "20261125_2325"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "merged_person",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("kept", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name="fk_merged_person_forum_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_merged_person"),
    )
    op.create_index("ix_merged_person_forum_id", "merged_person", ["forum_id"])
