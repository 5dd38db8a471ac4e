"""The log at the desk: every action of the code has words, what was changed is told field by field, by whom and when."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from forum_app.database import Database
from forum_app.i18n import interface_languages, words
from forum_app.models.forum import Forum
from forum_app.models.publishing import AuditEntry
from forum_app.services.audit import record
from forum_app.services.forum_files import draft_named
from forum_app.services.media import Media
from forum_app.services.note_changes import STATE_SET
from forum_app.web.manage.log_words import DONE, KINDS, SENTENCES, THINGS, has_words, said
from tests.cast import ORGANISER, OWNER, WHOLE, Browser, Browsers, join
from tests.houses import Start

PACKAGE = Path(__file__).resolve().parents[2] / "forum_app"
DESK = "/manage/eiip2025"
_ACTION = re.compile(r"^[a-z_-]+\.[a-z-]+$")
_FILES = ("csv", "xlsx", "pdf", "json", "xml", "ics", "html", "txt", "css", "js", "py", "db", "docx", "png", "svg")


def _strings(tree: ast.AST) -> Iterator[str]:
    """Every constant of a file that looks like an action."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _ACTION.match(node.value):
            kind, _, done = node.value.partition(".")
            if done not in _FILES and kind in {*KINDS, "letter", "message"}:
                yield node.value


def actions_of_the_code() -> tuple[set[str], set[str]]:
    """Actions that are recorded in a forum, and the ends of those whose kind is known only when it happens."""
    whole, ends = set(), set()
    for path in sorted((PACKAGE / "services").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            if name != "record" or len(call.args) < 4:
                continue
            action, forum = call.args[2], call.args[3]
            if isinstance(forum, ast.Constant) and forum.value is None:
                continue  # of no forum: accounts, sign-ins
            if isinstance(action, ast.Constant):
                whole.add(action.value)
            elif isinstance(action, ast.JoinedStr) and isinstance(action.values[0], ast.FormattedValue):
                ends.add(str(action.values[-1].value).removeprefix("."))  # type: ignore[attr-defined]
            else:  # named elsewhere in the file, or given by who calls
                whole |= set(_strings(tree))
    for path in (PACKAGE / "services" / "forum_uploads.py", PACKAGE / "services" / "new_forums.py"):
        whole |= set(_strings(ast.parse(path.read_text("utf-8"))))
    return whole, ends


def test_every_action_of_the_code_has_words() -> None:
    whole, ends = actions_of_the_code()
    assert {"release.published", "list.exported", "member.role", "forum.copied"} <= whole
    assert {"changed", "added", "deleted", "brought-back", "moved"} <= ends
    whole |= {STATE_SET}
    assert {action for action in whole if not has_words(action)} == set()
    assert {done for done in ends if done not in DONE} == set()


def test_everything_that_has_a_form_has_words_for_its_kind() -> None:
    from forum_app.services.thing_kinds import KINDS as OF_DRAFT

    assert set(OF_DRAFT) <= THINGS <= set(KINDS)


@pytest.mark.parametrize("language", interface_languages())
def test_what_has_no_words_yet_is_said_as_it_is_called(language: str) -> None:
    said_so = said(words(language), "speaker_page.slides-sent")
    assert "slides sent" in said_so and "%" not in said_so
    assert all("%" not in sentence(words(language)) for sentence in SENTENCES.values())


@pytest.fixture
def start() -> Start:
    return Start(drafts=("eiip2025",))


@pytest.fixture
def cast(app: Flask, database: Database, media: Media) -> dict[str, Browser]:
    return Browsers(app, database, join(database, "eiip2025"))


def text_of(page: str) -> str:
    """What is read on a page: without signs that only order directions, and in one line."""
    return re.sub(r"[\u2066-\u2069\s]+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_change_is_told_field_by_field_in_words(cast: dict[str, Browser], database: Database, media: Media) -> None:
    before = draft_named(database, media, "eiip2025")
    room, session = before.rooms[0], before.sessions[0]
    other = next(each for each in before.rooms[1:] if each.id != session.room)
    answer = cast[OWNER].post(f"{DESK}/rooms/{room.id}", {**WHOLE, "name.en": "Padma & Meghna", "capacity": "77"})
    assert answer.status_code == 303
    page = cast[ORGANISER].get(f"{DESK}/log?kind=room").get_data(as_text=True)
    read = text_of(page)
    assert f'href="{DESK}/rooms/{room.id}"' in page and "Room: changed Padma &amp; Meghna Owner" in read
    assert f"Name (English) {room.name['en']} Padma &amp; Meghna" in read
    assert f"Seats {room.capacity} 77" in read
    cast[OWNER].post(f"{DESK}/sessions/{session.id}", {**WHOLE, "title.en": session.title["en"], "room": other.id})
    read = text_of(cast[ORGANISER].get(f"{DESK}/log?thing={session.id}").get_data(as_text=True))
    assert other.name["en"] in read and other.id not in read


def test_nothing_in_place_of_nothing_is_no_detail(cast: dict[str, Browser], database: Database, media: Media) -> None:
    draft = draft_named(database, media, "eiip2025")
    room, forum = draft.rooms[0], draft.forum.id
    before = {"building": None, "floor": {}, "picture": {"id": "x"}, "capacity": 3}
    after = {"building": "", "floor": None, "picture": None, "capacity": 77}
    database.write(lambda writing: record(writing, "test", "room.changed", forum, "R", before, after, thing=room.id))
    page = cast[ORGANISER].get(f"{DESK}/log?thing={room.id}").text
    read = text_of(page)
    assert "One detail" in read and "Seats 3 77" in read and "(nothing)" not in read


def test_it_is_chosen_by_whom_what_and_day_on_the_forums_clocks(cast: dict[str, Browser], database: Database) -> None:
    with database.reading() as connection:
        forum = connection.execute(select(Forum.id)).scalar_one()

    def job(connection) -> None:
        for number, at in enumerate(
            (datetime(2025, 2, 1, 17, 59, tzinfo=UTC), datetime(2025, 2, 1, 18, 1, tzinfo=UTC))
        ):
            record(connection, "command line", "theme.added", forum, f"Theme number {number}", thing=None)
            newest = select(AuditEntry.id).order_by(AuditEntry.id.desc()).limit(1).scalar_subquery()
            connection.execute(update(AuditEntry).where(AuditEntry.id == newest).values(at=at))

    database.write(job)
    first = cast[OWNER].get(f"{DESK}/log?day=2025-02-01").get_data(as_text=True)
    assert "Theme number 0" in first and "Theme number 1" not in first and "23:59" in first
    second = cast[OWNER].get(f"{DESK}/log?day=2025-02-02&kind=theme&who=command+line").get_data(as_text=True)
    assert "Theme number 1" in second and "Theme number 0" not in second and "00:01" in second
    nothing = cast[OWNER].get(f"{DESK}/log?day=2025-02-02&kind=release")
    assert nothing.status_code == 200 and "Nothing matches" in nothing.get_data(as_text=True)
    for odd in ("day=2025-02-30", "day=x", "page=-1", "page=99999999", "kind=%25", "thing=' OR 1=1"):
        assert cast[OWNER].get(f"{DESK}/log?{odd}").status_code == 200, odd


def test_it_comes_in_pages_and_tells_nothing_of_another_forum(cast: dict[str, Browser], database: Database) -> None:
    with database.reading() as connection:
        forum = connection.execute(select(Forum.id)).scalar_one()

    def job(connection) -> None:
        for number in range(120):
            record(connection, "command line", "theme.added", forum, f"[{number}]")
        record(connection, "command line", "theme.added", "elsewhere0", "of another forum")

    database.write(job)
    pages = [cast[OWNER].get(f"{DESK}/log?kind=theme&page={page}").get_data(as_text=True) for page in (1, 2, 3)]
    found = [re.findall(r">\[(\d+)\]<", page) for page in pages]
    assert [len(each) for each in found] == [50, 50, 20]
    assert [int(number) for each in found for number in each] == list(range(119, -1, -1))
    assert not any("of another forum" in page for page in pages)
