"""A release knows who published it, when on the real clock, whether it made the forum visible, when it was taken back."""

import sqlalchemy as sa
from alembic import op

revision = "20261125_2225"
down_revision = "20261125_2215"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    with op.batch_alter_table("release") as batch:
        batch.add_column(sa.Column("published_by", sa.String(length=254), nullable=True))
        batch.add_column(sa.Column("made_at", instant, nullable=True))
        batch.add_column(sa.Column("taken_back_at", instant, nullable=True))
        batch.add_column(sa.Column("shown", sa.Boolean(), nullable=True))
    release = sa.table(
        "release",
        sa.column("forum_id"),
        sa.column("number"),
        sa.column("published_at"),
        sa.column("published_by"),
        sa.column("made_at"),
        sa.column("shown", sa.Boolean),
    )
    entry = sa.table(
        "audit_entry",
        sa.column("id"),
        sa.column("forum_id"),
        sa.column("actor"),
        sa.column("action"),
        sa.column("subject"),
    )
    # Until now the log alone knew who published.
    by = (
        sa.select(entry.c.actor)
        .where(
            entry.c.forum_id == release.c.forum_id,
            entry.c.action == "release.published",
            entry.c.subject == sa.literal("Release ") + sa.cast(release.c.number, sa.String),
        )
        .order_by(entry.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    op.execute(
        release.update().values(published_by=sa.func.coalesce(by, ""), made_at=release.c.published_at, shown=sa.false())
    )
    with op.batch_alter_table("release") as batch:
        batch.alter_column("published_by", existing_type=sa.String(length=254), nullable=False)
        batch.alter_column("made_at", existing_type=instant, nullable=False)
        batch.alter_column("shown", existing_type=sa.Boolean(), nullable=False)
