"""A material can belong to one talk of its session."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_1610"
down_revision = "20261126_1230"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("material") as batch:
        batch.add_column(sa.Column("talk", sa.String(length=10), nullable=True))
        batch.create_foreign_key("fk_material_talk", "talk", ["talk"], ["id"], ondelete="SET NULL")
    op.create_index("ix_material_talk", "material", ["talk"])
