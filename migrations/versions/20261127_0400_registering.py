"""People register themselves: the order of the waiting list, offers, forms that were sent, personal keys, questions that
are asked only if another was answered so."""

import sqlalchemy as sa
from alembic import op

revision = "20261127_0400"
down_revision = "20261126_1610"
branch_labels = None
depends_on = None

KINDS = ("code", "link", "account", "invitation", "slot", "letter", "receipt", "place")
STATUSES = ("pending", "confirmed", "waiting", "offered", "declined", "cancelled")


def upgrade() -> None:
    _questions()
    with op.batch_alter_table("registration") as batch:
        batch.add_column(sa.Column("queue", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("offer_until", sa.DateTime(timezone=True), nullable=True))
        batch.create_index("ix_registration_seats", ["forum_id", "status", "mode", "queue"])
        batch.create_index("ix_registration_order", ["forum_id", "position"])
        batch.create_index("ix_registration_queue", ["forum_id", "queue"])
    # Whoever waits already waits in the order in which they registered.
    op.execute("UPDATE registration SET queue = position + 1 WHERE status = 'waiting'")
    _keys()
    for name in ("message", "message_template"):
        check = f"ck_{name}_messagekind"
        with op.batch_alter_table(name) as batch:
            batch.drop_constraint(op.f(check), type_="check")
            batch.create_check_constraint(op.f(check), sa.column("kind").in_(KINDS))
    status = sa.Enum(*STATUSES, name="registrationstatus", native_enum=False, create_constraint=True, length=30)
    op.create_table(
        "sent_form",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("registration", sa.String(length=10), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("status", status, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name="fk_sent_form_forum_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["registration"], ["registration.id"], name="fk_sent_form_registration", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name="pk_sent_form"),
    )
    for name in ("forum_id", "registration", "at"):
        op.create_index(f"ix_sent_form_{name}", "sent_form", [name])


def _questions() -> None:
    with op.batch_alter_table("question") as batch:
        batch.add_column(sa.Column("hint", sa.JSON(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("several", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("long", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("only_if", sa.JSON(), nullable=True))
    with op.batch_alter_table("question") as batch:
        for name in ("hint", "several", "long"):
            batch.alter_column(name, server_default=None)


def _keys() -> None:
    op.create_table(
        "personal_key",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("registration", sa.String(length=10), nullable=True),
        sa.Column("person", sa.String(length=10), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name="fk_personal_key_forum_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["registration"], ["registration.id"], name="fk_personal_key_registration", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_personal_key_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", name="pk_personal_key"),
    )
    for name in ("forum_id", "registration", "person"):
        op.create_index(f"ix_personal_key_{name}", "personal_key", [name])
