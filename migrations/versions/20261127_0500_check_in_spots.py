"""Nobody is checked in twice on a day or in a session: the database holds it."""

import sqlalchemy as sa
from alembic import op

revision = "20261127_0500"
down_revision = "20261127_0430"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("check_in", sa.Column("spot", sa.String(length=10), nullable=True))
    day = "to_char(day, 'YYYY-MM-DD')" if op.get_bind().dialect.name == "postgresql" else "day"
    op.execute(sa.text(f"UPDATE check_in SET spot = coalesce(session, {day})"))  # noqa: S608 - words of ours
    # Of two at one spot the first one counts, as it was.
    op.execute(
        sa.text(
            "DELETE FROM check_in WHERE EXISTS (SELECT 1 FROM check_in AS other WHERE other.parent = check_in.parent "
            "AND other.spot = check_in.spot AND (other.at < check_in.at OR "
            "(other.at = check_in.at AND other.position < check_in.position)))"
        )
    )
    with op.batch_alter_table("check_in") as batch:
        batch.alter_column("spot", existing_type=sa.String(length=10), nullable=False)
        batch.create_unique_constraint("uq_check_in_spot", ["parent", "spot"])
