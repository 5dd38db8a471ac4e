"""Which screens of a run face the speaker."""

import sqlalchemy as sa
from alembic import op

revision = "20261127_1500"
down_revision = "20261127_1030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM run_screen")  # screens ask every second: they are here again before anybody looks
    with op.batch_alter_table("run_screen") as batch:
        batch.add_column(sa.Column("faces", sa.Boolean(), nullable=False))
