"""The first tables: the draft, releases, made documents and the log."""

import sqlalchemy as sa
from alembic import op

revision = "20261124_0600"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=254), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=True),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index(op.f("ix_audit_entry_at"), "audit_entry", ["at"], unique=False)
    op.create_index(op.f("ix_audit_entry_forum_id"), "audit_entry", ["forum_id"], unique=False)
    op.create_table(
        "forum",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum(
                "draft",
                "unlisted",
                "published",
                "archived",
                name="visibility",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("current_release", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("short_title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("theme", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("summary", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("figures", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("part_of", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("day_starts_at", sa.Time(), nullable=False),
        sa.Column("venue", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("online", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("languages", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("working_languages", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("interpretation", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("goals", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("funding", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("accent", sa.String(length=7), nullable=False),
        sa.Column("logo", sa.String(length=70), nullable=True),
        sa.Column("contact", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("minutes_between_rooms", sa.Integer(), nullable=False),
        sa.Column("minutes_between_buildings", sa.Integer(), nullable=False),
        sa.Column("severities", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("recording", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("practical", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("floor_plan", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("registration", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("show_invited", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum")),
        sa.UniqueConstraint("slug", name=op.f("uq_forum_slug")),
    )
    op.create_table(
        "installation",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_installation")),
    )
    op.create_table(
        "artefact",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("release", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("argument", sa.String(length=40), nullable=False),
        sa.Column("base_url", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_artefact_forum_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_artefact")),
    )
    op.create_index(op.f("ix_artefact_forum_id"), "artefact", ["forum_id"], unique=False)
    op.create_table(
        "organisation",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("acronym", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
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
            nullable=False,
        ),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("logo", sa.String(length=70), nullable=True),
        sa.Column("description", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_organisation_forum_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    op.create_index(op.f("ix_organisation_forum_id"), "organisation", ["forum_id"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("honorific", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("given_name", sa.String(length=200), nullable=False),
        sa.Column("family_name", sa.String(length=200), nullable=False),
        sa.Column("letters", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("biography", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("pronunciation", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("photo", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("links", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("languages", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("pronouns", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_person_forum_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_forum_id"), "person", ["forum_id"], unique=False)
    op.create_table(
        "reference",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_reference_forum_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference")),
    )
    op.create_index(op.f("ix_reference_forum_id"), "reference", ["forum_id"], unique=False)
    op.create_table(
        "release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("brought_back", sa.Integer(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("changes", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_release_forum_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("forum_id", "number", name="uq_release_number"),
    )
    op.create_index(op.f("ix_release_forum_id"), "release", ["forum_id"], unique=False)
    op.create_table(
        "room",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("building", sa.String(length=200), nullable=False),
        sa.Column("where", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("equipment", sa.String(length=200), nullable=False),
        sa.Column("online", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_room_forum_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
    )
    op.create_index(op.f("ix_room_forum_id"), "room", ["forum_id"], unique=False)
    op.create_table(
        "stored_file",
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=70), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_stored_file_forum_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("forum_id", "name", name=op.f("pk_stored_file")),
    )
    op.create_table(
        "term",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("acronym", sa.String(length=200), nullable=False),
        sa.Column("expansion", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_term_forum_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
    )
    op.create_index(op.f("ix_term_forum_id"), "term", ["forum_id"], unique=False)
    op.create_table(
        "theme",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("text", sa.JSON(none_as_null=True), nullable=False),
        sa.Column(
            "colour",
            sa.Enum(
                "green",
                "orange",
                "blue",
                "amber",
                "rose",
                "teal",
                "violet",
                "red",
                name="themecolour",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_theme_forum_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
    )
    op.create_index(op.f("ix_theme_forum_id"), "theme", ["forum_id"], unique=False)
    op.create_table(
        "alliance_member",
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("parent", sa.String(length=10), nullable=False),
        sa.Column("member", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forum.id"], name=op.f("fk_alliance_member_forum_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member"], ["organisation.id"], name=op.f("fk_alliance_member_member"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["parent"], ["organisation.id"], name=op.f("fk_alliance_member_parent"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("parent", "member", name=op.f("pk_alliance_member")),
    )
    op.create_index(op.f("ix_alliance_member_forum_id"), "alliance_member", ["forum_id"], unique=False)
    op.create_table(
        "partner",
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("organisation", sa.String(length=10), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "organiser",
                "co-organiser",
                "host",
                "partner",
                "donor",
                name="partnership",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_partner_forum_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_partner_organisation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("organisation", "kind", name=op.f("pk_partner")),
    )
    op.create_index(op.f("ix_partner_forum_id"), "partner", ["forum_id"], unique=False)
    op.create_table(
        "person_private",
        sa.Column("parent", sa.String(length=10), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("unavailable", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("access_needs", sa.Text(), nullable=False),
        sa.Column("dietary_needs", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forum.id"], name=op.f("fk_person_private_forum_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["parent"], ["person.id"], name=op.f("fk_person_private_parent"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("parent", name=op.f("pk_person_private")),
    )
    op.create_index(op.f("ix_person_private_email"), "person_private", ["email"], unique=False)
    op.create_index(op.f("ix_person_private_forum_id"), "person_private", ["forum_id"], unique=False)
    op.create_table(
        "post",
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("parent", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("organisation", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_post_forum_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organisation"], ["organisation.id"], name=op.f("fk_post_organisation"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["parent"], ["person.id"], name=op.f("fk_post_parent"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("parent", "position", name=op.f("pk_post")),
    )
    op.create_index(op.f("ix_post_forum_id"), "post", ["forum_id"], unique=False)
    op.create_table(
        "session",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "opening",
                "plenary",
                "panel",
                "workshop",
                "peer-learning",
                "group-discussion",
                "field-visit",
                "networking",
                "break",
                "closing",
                "other",
                name="sessionkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("label", sa.JSON(none_as_null=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "tentative",
                "confirmed",
                "cancelled",
                name="sessionstatus",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("summary", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("objectives", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("expected_outcomes", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("outcome", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("room", sa.String(length=10), nullable=True),
        sa.Column("start", sa.DateTime(), nullable=True),
        sa.Column("fold", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column(
            "mode",
            sa.Enum("in-person", "online", "hybrid", name="mode", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("online", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("languages", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("interpretation", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("captions", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("sign_languages", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("sign_up", sa.Boolean(), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_session_minutes_positive")),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_session_forum_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["room"], ["room.id"], name=op.f("fk_session_room"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
    )
    op.create_index(op.f("ix_session_forum_id"), "session", ["forum_id"], unique=False)
    op.create_table(
        "concept_note",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("session_id", sa.String(length=10), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("states", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_concept_note_forum_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_concept_note_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concept_note")),
    )
    op.create_index(op.f("ix_concept_note_forum_id"), "concept_note", ["forum_id"], unique=False)
    op.create_index(op.f("ix_concept_note_session_id"), "concept_note", ["session_id"], unique=False)
    op.create_table(
        "key_question",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("session_id", sa.String(length=10), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("sub_questions", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_key_question_forum_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_key_question_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_question")),
    )
    op.create_index(op.f("ix_key_question_forum_id"), "key_question", ["forum_id"], unique=False)
    op.create_index(op.f("ix_key_question_session_id"), "key_question", ["session_id"], unique=False)
    op.create_table(
        "material",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("session_id", sa.String(length=10), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "input-paper",
                "brief",
                "guide",
                "presentation",
                "proceedings",
                "photo",
                "recording",
                name="materialkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("file", sa.String(length=70), nullable=True),
        sa.Column(
            "audience",
            sa.Enum(
                "everyone", "registered", "staff", name="audience", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_material_forum_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_material_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material")),
    )
    op.create_index(op.f("ix_material_forum_id"), "material", ["forum_id"], unique=False)
    op.create_index(op.f("ix_material_session_id"), "material", ["session_id"], unique=False)
    op.create_table(
        "session_alliance",
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("parent", sa.String(length=10), nullable=False),
        sa.Column("member", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forum.id"], name=op.f("fk_session_alliance_forum_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member"], ["organisation.id"], name=op.f("fk_session_alliance_member"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["parent"], ["session.id"], name=op.f("fk_session_alliance_parent"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("parent", "member", name=op.f("pk_session_alliance")),
    )
    op.create_index(op.f("ix_session_alliance_forum_id"), "session_alliance", ["forum_id"], unique=False)
    op.create_table(
        "session_theme",
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("parent", sa.String(length=10), nullable=False),
        sa.Column("member", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_session_theme_forum_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member"], ["theme.id"], name=op.f("fk_session_theme_member"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["parent"], ["session.id"], name=op.f("fk_session_theme_parent"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("parent", "member", name=op.f("pk_session_theme")),
    )
    op.create_index(op.f("ix_session_theme_forum_id"), "session_theme", ["forum_id"], unique=False)
    op.create_table(
        "talk",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("parent", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("flagship", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("abstract", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "opening",
                "keynote",
                "solution",
                "presentation",
                "intervention",
                "discussion",
                "closing",
                name="talkkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("links", sa.JSON(none_as_null=True), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_talk_minutes_positive")),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_talk_forum_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["parent"], ["session.id"], name=op.f("fk_talk_parent"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk")),
    )
    op.create_index(op.f("ix_talk_forum_id"), "talk", ["forum_id"], unique=False)
    op.create_index(op.f("ix_talk_parent"), "talk", ["parent"], unique=False)
    op.create_table(
        "key_question_person",
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("parent", sa.String(length=10), nullable=False),
        sa.Column("member", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["forum_id"], ["forum.id"], name=op.f("fk_key_question_person_forum_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member"], ["person.id"], name=op.f("fk_key_question_person_member"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["parent"], ["key_question.id"], name=op.f("fk_key_question_person_parent"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("parent", "member", name=op.f("pk_key_question_person")),
    )
    op.create_index(op.f("ix_key_question_person_forum_id"), "key_question_person", ["forum_id"], unique=False)
    op.create_table(
        "role",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("session_id", sa.String(length=10), nullable=True),
        sa.Column("talk_id", sa.String(length=10), nullable=True),
        sa.Column("person", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "moderator",
                "speaker",
                "panellist",
                "rapporteur",
                "focal-point",
                "interpreter",
                name="rolekind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "to-invite",
                "invited",
                "confirmed",
                "declined",
                name="rolestate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("responsible_for", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("contact", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("abstract", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_role_forum_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_role_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_role_session_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["talk_id"], ["talk.id"], name=op.f("fk_role_talk_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
    )
    op.create_index(op.f("ix_role_forum_id"), "role", ["forum_id"], unique=False)
    op.create_index(op.f("ix_role_person"), "role", ["person"], unique=False)
    op.create_index(op.f("ix_role_session_id"), "role", ["session_id"], unique=False)
    op.create_index(op.f("ix_role_talk_id"), "role", ["talk_id"], unique=False)
    op.create_table(
        "section",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("parent", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "text",
                "objectives",
                "themes",
                "moderator",
                "key-questions",
                "speakers",
                "programme",
                "focal-points",
                "partners",
                "terms",
                "references",
                name="sectionkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("heading", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("body", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_section_forum_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["parent"], ["concept_note.id"], name=op.f("fk_section_parent"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section")),
    )
    op.create_index(op.f("ix_section_forum_id"), "section", ["forum_id"], unique=False)
    op.create_index(op.f("ix_section_parent"), "section", ["parent"], unique=False)
    op.create_table(
        "talk_alliance",
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("parent", sa.String(length=10), nullable=False),
        sa.Column("member", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_talk_alliance_forum_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["member"], ["organisation.id"], name=op.f("fk_talk_alliance_member"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["parent"], ["talk.id"], name=op.f("fk_talk_alliance_parent"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("parent", "member", name=op.f("pk_talk_alliance")),
    )
    op.create_index(op.f("ix_talk_alliance_forum_id"), "talk_alliance", ["forum_id"], unique=False)
    op.create_table(
        "talk_theme",
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("parent", sa.String(length=10), nullable=False),
        sa.Column("member", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name=op.f("fk_talk_theme_forum_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member"], ["theme.id"], name=op.f("fk_talk_theme_member"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["parent"], ["talk.id"], name=op.f("fk_talk_theme_parent"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("parent", "member", name=op.f("pk_talk_theme")),
    )
    op.create_index(op.f("ix_talk_theme_forum_id"), "talk_theme", ["forum_id"], unique=False)
