"""Acronyms are texts in several languages: what was one word becomes the word of the forum's first language."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "20261125_1510"
down_revision = "20261124_0600"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True)
TABLES = ("organisation", "term")
forum = sa.table("forum", sa.column("id", sa.String), sa.column("languages", JSON))
release = sa.table(
    "release", sa.column("id", sa.Integer), sa.column("forum_id", sa.String), sa.column("content", sa.LargeBinary)
)


def upgrade() -> None:
    connection = op.get_bind()
    languages = {row.id: row.languages[0] for row in connection.execute(sa.select(forum))}
    for name in TABLES:
        _convert(connection, name, languages)
    for row in connection.execute(sa.select(release)).all():
        content = _converted(json.loads(row.content), languages[row.forum_id])
        connection.execute(sa.update(release).where(release.c.id == row.id).values(content=content))


def _convert(connection: sa.Connection, name: str, languages: dict[str, str]) -> None:
    op.add_column(name, sa.Column("acronym_texts", JSON, nullable=True))
    table = sa.table(
        name, *(sa.column(each, sa.String) for each in ("id", "forum_id", "acronym")), sa.column("acronym_texts", JSON)
    )
    for row in connection.execute(sa.select(table)).all():
        texts = {languages[row.forum_id]: row.acronym} if row.acronym else {}
        connection.execute(sa.update(table).where(table.c.id == row.id).values(acronym_texts=texts))
    with op.batch_alter_table(name) as batch:
        batch.drop_column("acronym")
        batch.alter_column("acronym_texts", new_column_name="acronym", existing_type=JSON, nullable=False)


def _converted(kept: dict[str, Any], language: str) -> bytes:
    content = kept["content"]
    for item in [*content.get("organisations", []), *content["forum"].get("terms", [])]:
        if isinstance(item.get("acronym"), str):
            item["acronym"] = {language: item["acronym"]}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()
