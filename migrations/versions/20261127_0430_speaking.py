"""Those who speak: invitations, what calendars were told, prepared answers, notes of moderators, proposals."""

import sqlalchemy as sa
from alembic import op

revision = "20261127_0430"
down_revision = "20261127_0400"
branch_labels = None
depends_on = None

KINDS = ("code", "link", "account", "invitation", "slot", "letter", "speaking", "receipt", "place")
INSTANT = sa.DateTime(timezone=True)


def _forum_id(table: str) -> tuple[sa.Column[str], sa.ForeignKeyConstraint]:
    column = sa.Column("forum_id", sa.String(length=10), nullable=False)
    return column, sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=f"fk_{table}_forum_id", ondelete="CASCADE")


def _key(table: str, column: str, target: str) -> tuple[sa.Column[str], sa.ForeignKeyConstraint]:
    found = sa.Column(column, sa.String(length=10), nullable=False)
    name = f"fk_{table}_{column}"
    return found, sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    for table, column in (("forum", "speaking"), ("person_private", "recording")):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column(column, sa.JSON(), nullable=True))
    for table in ("message", "message_template"):
        check = f"ck_{table}_messagekind"
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(check), type_="check")
            batch.create_check_constraint(op.f(check), sa.column("kind").in_(KINDS))
    _invitations()
    _prepared()
    states = sa.Enum(
        "open", "taken", "refused", name="proposalstate", native_enum=False, create_constraint=True, length=30
    )
    op.create_table(
        "proposal",
        sa.Column("id", sa.String(length=10), nullable=False),
        *_forum_id("proposal"),
        *_key("proposal", "person", "person"),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("thing", sa.String(length=10), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("value", sa.JSON(), nullable=True),
        sa.Column("state", states, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decided_by", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_proposal"),
    )
    op.create_index("ix_proposal_person", "proposal", ["person"])
    op.create_index("ix_proposal_open", "proposal", ["forum_id", "state"])


def _invitations() -> None:
    op.create_table(
        "invitation",
        *_key("invitation", "role", "role"),
        *_forum_id("invitation"),
        sa.Column("invited_at", INSTANT, nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("colleague", sa.JSON(), nullable=True),
        sa.Column("reminded_at", INSTANT, nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("role", name="pk_invitation"),
    )
    op.create_table(
        "speaker_event",
        *_key("speaker_event", "person", "person"),
        sa.Column("session", sa.String(length=10), nullable=False),
        *_forum_id("speaker_event"),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("face", sa.String(length=64), nullable=False),
        sa.Column("organiser", sa.String(length=254), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("person", "session", name="pk_speaker_event"),
    )
    for table in ("invitation", "speaker_event"):
        op.create_index(f"ix_{table}_forum_id", table, ["forum_id"])


def _prepared() -> None:
    op.create_table(
        "prepared_answer",
        *_key("prepared_answer", "question", "key_question"),
        *_key("prepared_answer", "person", "person"),
        *_forum_id("prepared_answer"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("question", "person", name="pk_prepared_answer"),
    )
    op.create_table(
        "speaker_note",
        *_key("speaker_note", "session", "session"),
        *_key("speaker_note", "person", "person"),
        *_forum_id("speaker_note"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=10), nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("session", "person", name="pk_speaker_note"),
    )
    for table in ("prepared_answer", "speaker_note"):
        op.create_index(f"ix_{table}_forum_id", table, ["forum_id"])
        op.create_index(f"ix_{table}_person", table, ["person"])
