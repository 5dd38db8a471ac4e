"""What each mail told somebody's calendar of a session, in place of one row for all that was ever queued.

What was told before is read from the mails that told it; of what no mail is left nothing is kept.
"""

import re
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "20261127_1030"
down_revision = "20261127_1000"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
AT_ONCE = 500


EVENT = sa.table(
    "speaker_event",
    *map(sa.column, ("person", "session", "forum_id", "face", "organiser")),
    sa.column("sent_at", INSTANT),
)
MESSAGE = sa.table("message", *map(sa.column, ("id", "person", "to", "method")), sa.column("calendar", sa.LargeBinary()), sa.column("created_at", INSTANT))  # fmt: skip


def upgrade() -> None:
    connection = op.get_bind()
    told = [row for old in connection.execute(sa.select(EVENT)).all() for row in _told(connection, old)]
    op.drop_table("speaker_event")
    table = op.create_table(
        "speaker_event",
        sa.Column("message", sa.String(length=10), nullable=False),
        sa.Column("person", sa.String(length=10), nullable=False),
        sa.Column("session", sa.String(length=10), nullable=False),
        sa.Column("forum_id", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("face", sa.String(length=64), nullable=False),
        sa.Column("organiser", sa.String(length=254), nullable=False),
        sa.Column("calendar", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_speaker_event_person", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["forum_id"], ["forum.id"], name="fk_speaker_event_forum_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("message", name="pk_speaker_event"),
    )
    op.create_index("ix_speaker_event_forum_id", "speaker_event", ["forum_id"])
    op.create_index("ix_speaker_event_person", "speaker_event", ["person"])
    for start in range(0, len(told), AT_ONCE):
        op.bulk_insert(table, told[start : start + AT_ONCE])


def _told(connection: sa.Connection, old: Any) -> Iterator[dict[str, Any]]:
    """The rows of one session of one person: one for each mail, the newest first. What an earlier one said but its
    number isn't known any more, so that it differs from whatever is so now."""
    mine = (MESSAGE.c.person == old.person, MESSAGE.c.calendar.is_not(None), MESSAGE.c.to != "")
    uid, face = f"UID:{old.session}@".encode(), old.face
    for mail in connection.execute(sa.select(MESSAGE).where(*mine).order_by(MESSAGE.c.created_at.desc())).all():
        found = re.search(rb"SEQUENCE:(\d+)", mail.calendar)
        if uid in mail.calendar and found:
            row = {"message": mail.id, "address": mail.to, "sequence": int(found[1]), "calendar": mail.calendar}
            row |= {name: getattr(old, name) for name in ("person", "session", "forum_id", "organiser")}
            yield {**row, "cancelled": mail.method == "CANCEL", "face": face, "sent_at": mail.created_at}
            face = ""
