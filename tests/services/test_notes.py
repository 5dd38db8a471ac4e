"""How much of a note is translated: what is there and in step with its original."""

import pytest
from sqlalchemy import select

from forum_app.database import Database
from forum_app.domain.texts import fingerprint
from forum_app.models.forum import Forum
from forum_app.services.notes import sections_of, written
from forum_app.services.things import Edit, save_thing
from tests.houses import Start


@pytest.fixture
def start() -> Start:
    return Start(drafts=("gssd2022",))


def test_a_translation_that_is_out_of_date_is_not_counted_as_written(database: Database) -> None:
    with database.reading() as connection:
        forum = connection.execute(select(Forum.id).where(Forum.slug == "gssd2022")).scalar_one()

    def share(language: str) -> int:
        return written(sections_of(database, forum, forum) or [], ("en", "fr"))[language]

    section = next(one for one in sections_of(database, forum, forum) or [] if one.words.get("en"))
    made_from = fingerprint(section.heading.get("en", ""))
    heading = {"heading.en": "Why", "heading.fr": "Pourquoi", "heading.fr@en": made_from}
    save_thing(database, forum, "section", section.id, Edit(heading), actor="test")
    before = share("fr")
    save_thing(database, forum, "section", section.id, Edit({"heading.en": "Why this, and why now"}), actor="test")
    assert share("en") == 100 and share("fr") < before
    save_thing(database, forum, "section", section.id, Edit({"heading.fr": "Pourquoi ceci maintenant"}), actor="test")
    assert share("fr") == before
