"""Documents are asked for when a release is published, held by one worker, and made in parts that are counted."""

import sqlalchemy as sa
from alembic import op

revision = "20261125_1845"
down_revision = "20261125_1830"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What is kept can be made again, and who was making it is not known: the table begins anew.
    op.execute("DELETE FROM artefact")
    with op.batch_alter_table("artefact") as batch:
        batch.add_column(sa.Column("reader_waits", sa.Boolean(), nullable=False))
        batch.add_column(sa.Column("worker", sa.String(length=32), nullable=False))
        batch.add_column(sa.Column("parts_done", sa.Integer(), nullable=False))
        batch.add_column(sa.Column("parts", sa.Integer(), nullable=False))
