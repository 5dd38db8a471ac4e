"""Views of the list of registrations that organisers keep under a name."""

import sqlalchemy as sa
from alembic import op

revision = "20261127_0700"
down_revision = "20261127_0600"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "list_view",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("folded", sa.String(length=300), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_list_view_forum_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_view")),
        sa.UniqueConstraint("forum_id", "folded", name="uq_list_view_name"),
    )
    op.create_index(op.f("ix_list_view_forum_id"), "list_view", ["forum_id"])
