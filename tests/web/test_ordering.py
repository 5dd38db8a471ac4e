"""The order of lists at the desk: rooms, themes, talks of a session, one up or down, as pages will show them."""

import pytest
from flask import Flask

from forum_app.database import Database
from forum_app.domain.draft import Draft
from forum_app.services.forum_files import draft_named
from forum_app.services.media import Media
from tests.cast import EDITOR, OWNER, VIEWER, Browser, Browsers, join
from tests.houses import Start

SLUG, DESK = "eiip2025", "/manage/eiip2025"


@pytest.fixture
def start() -> Start:
    return Start(drafts=(SLUG,))


@pytest.fixture
def cast(app: Flask, database: Database) -> dict[str, Browser]:
    return Browsers(app, database, join(database, SLUG))


def draft(database: Database, media: Media) -> Draft:
    return draft_named(database, media, SLUG)


def keys(things: list) -> list[str]:
    return [thing.id for thing in things]


def test_a_room_moves_down_and_up_again(cast: dict[str, Browser], database: Database, media: Media) -> None:
    before = draft(database, media)
    first, second, *rest = keys(before.rooms)
    answer = cast[EDITOR].post(f"{DESK}/rooms/{first}/move", {"to": "down"})
    assert answer.status_code == 303 and answer.headers["Location"].endswith("/rooms")
    assert keys(draft(database, media).rooms) == [second, first, *rest]
    page = cast[EDITOR].get(f"{DESK}/rooms").get_data(as_text=True)
    assert "Moved." in page and page.index(f"rooms/{second}/move") < page.index(f"rooms/{first}/move")
    cast[EDITOR].post(f"{DESK}/rooms/{first}/move", {"to": "up"})
    assert draft(database, media) == before
    cast[EDITOR].post(f"{DESK}/rooms/{first}/move", {"to": "up"})
    assert "It stands there already." in cast[EDITOR].get(f"{DESK}/rooms").get_data(as_text=True)
    assert draft(database, media) == before


@pytest.mark.parametrize("noun", ["talks", "roles", "key-questions"])
def test_parts_move_within_their_session_and_nowhere_else(
    cast: dict[str, Browser], database: Database, media: Media, noun: str
) -> None:
    field = noun.replace("-", "_")
    before = draft(database, media)
    session = next(one for one in before.sessions if len(getattr(one, field)) > 1)
    first, second, *rest = keys(getattr(session, field))
    answer = cast[EDITOR].post(f"{DESK}/{noun}/{second}/move", {"to": "up", "from": "session"})
    assert answer.headers["Location"].endswith(f"/sessions/{session.id}#{noun}")
    after = draft(database, media)
    now = next(one for one in after.sessions if one.id == session.id)
    assert keys(getattr(now, field)) == [second, first, *rest]
    setattr(now, field, getattr(session, field))
    assert after == before


def test_only_who_may_edit_moves_and_sees_the_buttons(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before = draft(database, media)
    first = before.rooms[0].id
    assert cast[VIEWER].post(f"{DESK}/rooms/{first}/move", {"to": "down"}).status_code == 403
    assert cast[OWNER].post(f"{DESK}/rooms/9999999999/move", {"to": "down"}).status_code == 404
    assert "/move" not in cast[VIEWER].get(f"{DESK}/rooms").get_data(as_text=True)
    assert "/move" not in cast[OWNER].get(f"{DESK}/rooms?sort=1").get_data(as_text=True)
    assert draft(database, media) == before
