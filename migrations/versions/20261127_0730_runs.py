"""Sessions as they run: state, steps, screens that look, keys of second screens."""

import sqlalchemy as sa
from alembic import op

revision = "20261127_0730"
down_revision = "20261127_0700"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def _of(table: str) -> tuple[sa.Column[str], sa.Column[str], sa.ForeignKeyConstraint, sa.ForeignKeyConstraint]:
    """The session and the forum that a row belongs to, and goes with."""

    def leads(column: str, target: str) -> sa.ForeignKeyConstraint:
        return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE")

    return (
        sa.Column("session", sa.String(length=10), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        leads("session", "session"),
        leads("forum_id", "forum"),
    )


def upgrade() -> None:
    op.create_table(
        "run_of_show",
        *_of("run_of_show"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("session", name="pk_run_of_show"),
    )
    op.create_table(
        "run_step",
        *_of("run_step"),
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("what", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("session", "id", name="pk_run_step"),
    )
    op.create_table(
        "run_screen",
        *_of("run_screen"),
        sa.Column("screen", sa.String(length=10), nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("session", "screen", name="pk_run_screen"),
    )
    op.create_table(
        "screen_key",
        *_of("screen_key"),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_screen_key"),
    )
    op.create_index("ix_screen_key_session", "screen_key", ["session"])
    for table in ("run_of_show", "run_step", "run_screen", "screen_key"):
        op.create_index(f"ix_{table}_forum_id", table, ["forum_id"])
