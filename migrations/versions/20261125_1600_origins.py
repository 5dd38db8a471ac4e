"""Where imported things come from, and links of a session."""

import sqlalchemy as sa
from alembic import op

revision = "20261125_1600"
down_revision = "20261125_1510"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    for name in ("theme", "room", "person", "session"):
        op.add_column(name, sa.Column("origin", JSON, nullable=True))
    op.add_column("session", sa.Column("links", JSON, nullable=False, server_default="[]"))
    with op.batch_alter_table("session") as batch:
        batch.alter_column("links", existing_type=JSON, nullable=False, server_default=None)
