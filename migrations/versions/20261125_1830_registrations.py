"""Who comes: registrations, delegations, a forum's own questions, columns of its lists."""

import sqlalchemy as sa
from alembic import op

revision = "20261125_1830"
down_revision = "20261125_1600"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    op.create_table(
        "list_columns",
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("meanings", JSON, nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_list_columns_forum_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("forum_id", name=op.f("pk_list_columns")),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", JSON, nullable=False),
        sa.Column("choices", JSON, nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_question_forum_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_index(op.f("ix_question_forum_id"), "question", ["forum_id"], unique=False)
    op.create_table(
        "delegation",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", JSON, nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("organisation", sa.String(length=10), nullable=True),
        sa.Column("head", sa.String(length=10), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("letter", sa.String(length=70), nullable=True),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_delegation_forum_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_delegation_organisation"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    op.create_index(op.f("ix_delegation_forum_id"), "delegation", ["forum_id"], unique=False)
    op.create_table(
        "registration",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=10), nullable=True),
        sa.Column("honorific", sa.String(length=200), nullable=False),
        sa.Column("given_name", sa.String(length=200), nullable=False),
        sa.Column("family_name", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("post", sa.String(length=200), nullable=False),
        sa.Column("institution", sa.String(length=200), nullable=False),
        sa.Column(
            "constituency",
            sa.Enum(
                "government",
                "employers",
                "workers",
                "intergovernmental",
                "regional",
                "civil-society",
                "academia",
                "private",
                "media",
                "alliance",
                name="constituency",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column(
            "gender",
            sa.Enum("female", "male", "other", name="gender", native_enum=False, create_constraint=True, length=30),
            nullable=True,
        ),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column(
            "mode",
            sa.Enum("in-person", "online", "hybrid", name="mode", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("delegation", sa.String(length=10), nullable=True),
        sa.Column("letter", sa.String(length=70), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "confirmed",
                "waiting",
                "offered",
                "declined",
                "cancelled",
                name="registrationstatus",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "form",
                "organiser",
                "delegation",
                "file",
                "walk-in",
                name="registrationsource",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("access_needs", sa.Text(), nullable=False),
        sa.Column("dietary_needs", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("consents", JSON, nullable=False),
        sa.Column("origin", JSON, nullable=True),
        sa.Column("address", sa.String(length=254), nullable=True),
        sa.Column("sorted_by", sa.String(length=1000), nullable=False),
        sa.Column("searched", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delegation"], ["delegation.id"], name=op.f("fk_registration_delegation"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_registration_forum_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_registration_person"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("forum_id", "address", name="uq_registration_address"),
        sa.UniqueConstraint("forum_id", "code", name="uq_registration_code"),
    )
    op.create_index(op.f("ix_registration_delegation"), "registration", ["delegation"], unique=False)
    op.create_index(op.f("ix_registration_forum_id"), "registration", ["forum_id"], unique=False)
    op.create_index(op.f("ix_registration_person"), "registration", ["person"], unique=False)
    op.create_table(
        "check_in",
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("parent", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("session", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_check_in_forum_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["parent"], ["registration.id"], name=op.f("fk_check_in_parent"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["session"], ["session.id"], name=op.f("fk_check_in_session"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("parent", "position", name=op.f("pk_check_in")),
    )
    op.create_index(op.f("ix_check_in_forum_id"), "check_in", ["forum_id"], unique=False)
    op.create_table(
        "registration_session",
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("parent", sa.String(length=10), nullable=False),
        sa.Column("member", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forum.id"], name=op.f("fk_registration_session_forum_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member"], ["session.id"], name=op.f("fk_registration_session_member"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["parent"], ["registration.id"], name=op.f("fk_registration_session_parent"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("parent", "member", name=op.f("pk_registration_session")),
    )
    op.create_index(op.f("ix_registration_session_forum_id"), "registration_session", ["forum_id"], unique=False)
    op.create_table(
        "status_change",
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("parent", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "confirmed",
                "waiting",
                "offered",
                "declined",
                "cancelled",
                name="registrationstatus",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_status_change_forum_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["parent"], ["registration.id"], name=op.f("fk_status_change_parent"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("parent", "position", name=op.f("pk_status_change")),
    )
    op.create_index(op.f("ix_status_change_forum_id"), "status_change", ["forum_id"], unique=False)
