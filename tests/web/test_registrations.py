"""Who comes, at the desk: filtered as files are, files of exactly what is shown, none without a reason that is kept."""

import csv
import html
import io
import json
import re

import pytest
from flask import Flask
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.test import TestResponse

from forum_app.database import Database
from forum_app.models.publishing import AuditEntry
from forum_app.paths import SAMPLES
from forum_app.services.media import Media
from tests.cast import (
    EDITOR,
    NEIGHBOUR,
    ORGANISER,
    OWNER,
    RECEPTION,
    STRANGER,
    VIEWER,
    Browser,
    Browsers,
    join,
)
from tests.documents.conftest import Paper
from tests.houses import Start
from tests.lists.cut import headings
from tests.web.test_log import text_of

DESK = "/manage/eiip2025"
KINDS = (
    "registrations.csv",
    "registrations.xlsx",
    "registrations.pdf",
    "attendance.pdf",
    "badges.pdf",
    "name-plates.pdf",
    "forum.json",
)


@pytest.fixture
def start() -> Start:
    return Start(drafts=("eiip2025",))


@pytest.fixture
def cast(app: Flask, database: Database, media: Media) -> dict[str, Browser]:
    return Browsers(app, database, join(database, "eiip2025"))


def names_on(page: str) -> list[str]:
    return [html.unescape(name) for name in re.findall(r'<th scope="row"><a href="[^"]*" dir="auto">(.*?)</a>', page)]


def link_to(page: str, kind: str) -> str:
    found = re.search(rf'href="({DESK}/{re.escape(kind)}[^"]*)"', page)
    assert found is not None
    return html.unescape(found[1])


def exported(answer: TestResponse) -> list[str]:
    assert answer.status_code == 200
    return [row["Name"] for row in csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"), newline=""))]


def told(database: Database) -> list[dict]:
    """What the log keeps of exports, the latest last."""
    query = select(AuditEntry.actor, AuditEntry.action, AuditEntry.subject, AuditEntry.after).order_by(AuditEntry.id)
    with database.reading() as connection:
        rows = connection.execute(query.where(AuditEntry.action.endswith(".exported"))).all()
    return [{"actor": row.actor, "subject": row.subject, **(row.after or {})} for row in rows]


@pytest.mark.parametrize(
    "query",
    [
        "", "country=BD", "mode=online", "status=pending", "q=ministry+of", "q=JOAO", "country=IN&status=confirmed&sort=-name",
        "sort=-registered_at", "sort=country", "sort=status", "constituency=government", "where=gender%3Dfemale",
        "where=country!%3DBD", "q=%22", "q=%25", "where=text%3Dwomen%E2%80%99s",
    ],
)  # fmt: skip
def test_a_file_holds_exactly_what_is_shown_in_its_order(cast: dict[str, Browser], query: str) -> None:
    shown: list[str] = []
    for number in (1, 2):
        page = cast[ORGANISER].get(f"{DESK}/registrations?{query}&page={number}").get_data(as_text=True)
        shown += [name for name in names_on(page) if number == 1 or "Page 2" in text_of(page).replace("\u2068", "")]
    first = cast[ORGANISER].get(f"{DESK}/registrations?{query}").get_data(as_text=True)
    if not shown:
        assert "Nothing matches" in first and "registrations.csv" not in first
        return
    answer = cast[ORGANISER].post(link_to(first, "registrations.csv"), {"why": "badges"})
    assert exported(answer) == shown


def test_pages_of_fifty_hold_everybody_once(cast: dict[str, Browser]) -> None:
    everybody = [each["name"] for each in json.loads((SAMPLES / "eiip2025.json").read_bytes())["registrations"]]
    pages = [
        names_on(cast[RECEPTION].get(f"{DESK}/registrations?page={page}").get_data(as_text=True)) for page in (1, 2)
    ]
    assert [len(page) for page in pages] == [50, len(everybody) - 50]
    assert sorted(pages[0] + pages[1]) == sorted(everybody)
    for odd in (
        "page=0",
        "page=-3",
        "page=99999",
        "page=x",
        "sort=;drop",
        "q=" + "x" * 9000,
    ):
        assert cast[RECEPTION].get(f"{DESK}/registrations?{odd}").status_code in (200, 422), odd


def test_a_filter_that_names_nothing_is_said(cast: dict[str, Browser]) -> None:
    for query in ("country=XX", "delegation=nowhere", "where=shoe+size%3D44", "session=2222222222"):
        answer = cast[OWNER].get(f"{DESK}/registrations?{query}")
        assert answer.status_code == 422 and 'role="alert"' in answer.get_data(as_text=True), query
    answer = cast[OWNER].get(f"{DESK}/registrations.csv?where=shoe+size%3D44")
    assert answer.status_code == 422 and 'name="why"' not in answer.get_data(as_text=True)


def test_no_file_leaves_without_a_reason_and_each_is_in_the_log(cast: dict[str, Browser], database: Database) -> None:
    for kind in KINDS:
        asked = cast[OWNER].get(f"{DESK}/{kind}")
        assert asked.status_code == 200 and 'name="why"' in asked.get_data(as_text=True)
        for why in ("", "   ", "\u200b"):
            refused = cast[OWNER].post(f"{DESK}/{kind}", {"why": why})
            assert refused.status_code == 422 and "Say why" in refused.get_data(as_text=True)
        for why, told_why in (("a\0b", "U+0000"), ("a\x1bb", "U+001B"), ("x" * 301, "This has 301 characters")):
            refused = cast[OWNER].post(f"{DESK}/{kind}", {"why": why})
            page = refused.get_data(as_text=True)
            assert (refused.status_code, told_why in page, f'value="{why}"' in page) == (422, True, True)
    assert told(database) == []
    for kind in ("registrations.csv", "registrations.xlsx", "forum.json"):
        answer = cast[OWNER].post(
            f"{DESK}/{kind}?where=country%3DBD" if kind != "forum.json" else f"{DESK}/{kind}",
            {"why": " Rooms\nand visas "},
        )
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"] == f'attachment; filename="eiip2025-{kind}"'
        assert (answer.headers["Cache-Control"], answer.headers["X-Content-Type-Options"]) == (
            "private, no-store",
            "nosniff",
        )
    entries = told(database)
    assert [entry["subject"] for entry in entries] == ["registrations.csv", "registrations.xlsx", "eiip2025"]
    assert all(entry["why"] == "Rooms and visas" and entry["actor"] == cast[OWNER].account for entry in entries)
    assert [entry["people"] for entry in entries[:2]] == [14, 14] and entries[0]["where"] == ["country=BD"]
    log = text_of(cast[OWNER].get(f"{DESK}/log").get_data(as_text=True))
    assert "List of people exported Participants (CSV) Owner" in log and "Why (nothing) Rooms and visas" in log


def test_printed_lists_say_in_the_log_how_many_they_hold(cast: dict[str, Browser], database: Database) -> None:
    for kind, number in (
        ("registrations.pdf", 14),
        ("attendance.pdf", 13),
        ("badges.pdf", 13),
        ("name-plates.pdf", 13),
    ):
        page = text_of(cast[OWNER].get(f"{DESK}/{kind}?where=country%3DBD").get_data(as_text=True))
        assert f"personal data of {number} people" in page and "Country or territory Bangladesh" in page
        answer = cast[OWNER].post(f"{DESK}/{kind}?where=country%3DBD", {"why": "the door"})
        assert answer.status_code == 200 and answer.data.startswith(b"%PDF-")
        assert told(database)[-1]["people"] == number


def test_who_prints_badges_chooses_the_paper_and_how_many_are_empty(
    cast: dict[str, Browser], database: Database
) -> None:
    page = cast[OWNER].get(f"{DESK}/badges.pdf?where=role%3Dmoderator&paper=card").get_data(as_text=True)
    assert '<option value="card" selected>' in page and 'id="blanks" name="blanks" value="0"' in page
    assert "Role Moderator" in text_of(page) and "comes in person" in text_of(page)
    assert 'id="paper"' not in cast[OWNER].get(f"{DESK}/name-plates.pdf").get_data(as_text=True)
    refused = cast[OWNER].post(f"{DESK}/badges.pdf", {"why": "", "paper": "a6", "blanks": "7"})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422 and '<option value="a6" selected>' in page and 'value="7"' in page
    for paper, blanks in (("a5", "0"), ("a6", "-1"), ("a6", "401"), ("a6", "x\0")):
        refused = cast[OWNER].post(f"{DESK}/badges.pdf", {"why": "desk", "paper": paper, "blanks": blanks})
        assert refused.status_code == 422 and 'role="alert"' in refused.get_data(as_text=True)
    assert told(database) == []
    form = {"why": "the desk", "paper": "a6", "blanks": "2", "group": "role"}
    answer = cast[OWNER].post(f"{DESK}/badges.pdf?where=role%3Dmoderator&where=country%3DBD", form)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="eiip2025-badges.pdf"'
    entry = told(database)[-1]
    assert (entry["paper"], entry["blanks"], entry["group"], entry["why"]) == ("a6", 2, "role", "the desk")
    assert len(PdfReader(io.BytesIO(answer.data)).pages) == entry["people"] + 2
    log = text_of(cast[OWNER].get(f"{DESK}/log").get_data(as_text=True))
    assert "Badges (PDF)" in log and "Empty badges (nothing) 2" in log


def test_the_list_is_chosen_by_role_and_badges_are_of_those_shown(cast: dict[str, Browser]) -> None:
    query = "role=moderator&status=confirmed&mode=in-person&sort=-name"
    page = cast[ORGANISER].get(f"{DESK}/registrations?{query}").get_data(as_text=True)
    shown = names_on(page)
    assert shown and '<option value="moderator" selected>Moderator</option>' in page
    answer = cast[ORGANISER].post(link_to(page, "badges.pdf"), {"why": "badges", "paper": "card"})
    badges = [line for line in headings(Paper(answer.data)) if line[0] == 2]
    assert [name for _level, name in badges] == shown
    assert cast[ORGANISER].get(f"{DESK}/registrations?role=cook").status_code == 422


def test_a_workbook_and_the_whole_forum_are_what_they_say(cast: dict[str, Browser]) -> None:
    book = load_workbook(
        io.BytesIO(cast[OWNER].post(f"{DESK}/registrations.xlsx?columns=name,country", {"why": "x"}).data)
    )
    assert [cell.value for cell in next(book.active.iter_rows())] == ["Name", "Country or territory"]
    whole = json.loads(cast[OWNER].post(f"{DESK}/forum.json", {"why": "x"}).data)
    assert len(whole["registrations"]) == 86


@pytest.mark.parametrize("kind", KINDS)
def test_files_are_for_those_who_may_take_them(cast: dict[str, Browser], database: Database, kind: str) -> None:
    statuses = {
        member: cast[member].get(f"{DESK}/{kind}").status_code
        for member in (EDITOR, RECEPTION, VIEWER, NEIGHBOUR, STRANGER)
    }
    assert statuses == {EDITOR: 403, RECEPTION: 403, VIEWER: 403, NEIGHBOUR: 404, STRANGER: 303}
    for member in (EDITOR, RECEPTION, VIEWER, NEIGHBOUR, STRANGER):
        answer = cast[member].post(f"{DESK}/{kind}", {"why": "curious"})
        assert answer.status_code in (303, 403, 404) and b"@example" not in answer.data
    forged = cast[OWNER].client.post(f"{DESK}/{kind}", data={"why": "forged"})
    assert forged.status_code in (403, 400) and told(database) == []


def test_reception_sees_the_list_and_no_files(cast: dict[str, Browser]) -> None:
    page = cast[RECEPTION].get(f"{DESK}/registrations").get_data(as_text=True)
    assert (
        len(names_on(page)) == 50
        and "registrations.csv" not in page
        and "@" not in text_of(page).partition("Registrations")[2].partition("Sign out")[2]
    )
