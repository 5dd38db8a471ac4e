"""Since when a draft no longer refers to a stored file, so that it can go after a while."""

import sqlalchemy as sa
from alembic import op

revision = "20261125_2235"
down_revision = "20261125_2228"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unused_file",
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=70), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name="fk_unused_file_forum_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("forum_id", "name", name="pk_unused_file"),
    )
