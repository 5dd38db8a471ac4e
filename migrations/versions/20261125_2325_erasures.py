"""Whose data was erased, by ids alone: it is done again when an older backup is restored."""

import sqlalchemy as sa
from alembic import op

revision = "20261125_2325"
down_revision = "20261125_2235"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasure",
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("thing", sa.String(length=10), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("forum_id", "thing", name="pk_erasure"),
    )
