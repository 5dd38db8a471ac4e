"""The log names the thing that was changed by its id, so that a form can say who changed it last."""

import sqlalchemy as sa
from alembic import op

revision = "20261125_2127"
down_revision = "20261125_1845"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("audit_entry") as batch:
        batch.add_column(sa.Column("thing", sa.String(length=10), nullable=True))
        batch.create_index("ix_audit_entry_thing", ["thing"])
