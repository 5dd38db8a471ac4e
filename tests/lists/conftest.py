"""The warm renderer that tests of documents share, a house to keep drafts in, and lists printed from it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from forum_app.database import Database
from forum_app.documents.long import render_long
from forum_app.documents.rendering import Renderer
from forum_app.domain.draft import Draft
from forum_app.services.forum_files import keep_draft
from forum_app.services.list_exports import print_list
from forum_app.services.registration_lists import Asked
from tests.databases import Databases
from tests.documents.conftest import Paper, renderer
from tests.houses import migrated

__all__ = ["renderer"]
NOW = datetime(2030, 5, 13, 9, 0, tzinfo=UTC)
BASE = "https://forum.example"
Printed = Callable[..., Paper]


@pytest.fixture
def house(databases: Databases) -> Iterator[Database]:
    with databases.make_template("sqlite", migrated).copy() as url:
        database = Database(url)
        yield database
        database.close()


@pytest.fixture
def printed(house: Database, renderer: Renderer) -> Printed:
    """Prints a list of the draft that is given, or of the one before."""

    def made(draft: Draft | None = None, kind: str = "badges.pdf", language: str = "en", **asked: Any) -> Paper:
        if draft is not None:
            house.write(lambda connection: keep_draft(connection, draft, True, "test"))
        base = asked.pop("base_url", BASE)
        listed = print_list(
            house, "harvest", kind, Asked(**asked), language=language, now=NOW, base_url=base, actor="test"
        )
        return Paper(render_long(listed.parts, renderer, numbers=listed.numbers))

    return made
