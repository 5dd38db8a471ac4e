"""Who registered keeps an agenda of their own, and is told when a session of it moves or goes."""

import sqlalchemy as sa
from alembic import op

revision = "20261127_0600"
down_revision = "20261127_0500"
branch_labels = None
depends_on = None

KINDS = ("code", "link", "account", "invitation", "slot", "letter", "speaking", "receipt", "place", "agenda")


def upgrade() -> None:
    for name in ("message", "message_template"):
        check = f"ck_{name}_messagekind"
        with op.batch_alter_table(name) as batch:
            batch.drop_constraint(op.f(check), type_="check")
            batch.create_check_constraint(op.f(check), sa.column("kind").in_(KINDS))
    op.create_table(
        "registration_star",
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("registration", sa.String(length=10), nullable=False),
        sa.Column("session", sa.String(length=10), nullable=False),
        sa.Column("starred_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name="fk_registration_star_forum_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["registration"], ["registration.id"], name="fk_registration_star_registration", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("registration", "session", name="pk_registration_star"),
    )
    op.create_index("ix_registration_star_session", "registration_star", ["forum_id", "session"])
