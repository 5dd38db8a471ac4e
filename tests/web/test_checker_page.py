"""The checker's page when much is found: one cause is one line that opens, and what each rule does stays at hand."""

import re

import pytest
from flask import Flask

from forum_app.database import Database
from forum_app.domain.checker import check
from forum_app.domain.draft import Draft
from forum_app.services.forum_files import draft_named, keep_draft
from forum_app.services.media import Media
from forum_app.web.manage.finding_causes import MOST, causes_of
from forum_app.web.manage.release_words import Found, Line
from tests.cast import EDITOR, OWNER, Browser, Browsers, join
from tests.houses import Start

SLUG = "eiip2025"
PAGE = f"/manage/{SLUG}/checker"


@pytest.fixture
def start() -> Start:
    return Start(drafts=(SLUG,))


@pytest.fixture
def cast(app: Flask, database: Database) -> dict[str, Browser]:
    return Browsers(app, database, join(database, SLUG))


def spoiled(draft: Draft) -> Draft:
    """The sample without photos, lives and posts, its Arabic titles and summaries gone, and two in one room."""
    for person in draft.people:
        person.photo, person.posts, person.biography = None, [], {}
        person.name = {"en": person.name["en"]}
    for session in draft.sessions:
        session.title, session.summary = {"en": session.title["en"]}, {}
        session.languages = []
        session.objectives = {"en": "<p>To see.</p>"}
        session.expected_outcomes = {"en": "<p>Seen.</p>"}
        for talk in session.talks:
            talk.title, talk.abstract = {"en": talk.title["en"]}, {"en": "<p>About it.</p>"}
    first, second = [session for session in draft.sessions if session.start and session.room][:2]
    second.start, second.room = first.start, first.room
    return draft


def found(reason: str, thing: str, address: str = "", also: tuple[Line, ...] = ()) -> Found:
    return Found(reason, thing, address or f"/{thing}", "", also)


def test_what_is_said_of_several_things_or_of_one_is_one_cause() -> None:
    causes = causes_of(
        [
            found("No photo.", "Ana"),
            found("In two places at 9.", "Rui", "/rui#a"),
            found("No photo.", "Eva"),
            found("In two places at 10.", "Rui", "/rui#b"),
            found("No title.", "Talk"),
            found("No room.", "Opening", also=(Line("Closing", "/Closing"), Line("Lunch", "/Lunch"))),
        ]
    )
    assert [(cause.head, [line.text for line in cause.lines]) for cause in causes] == [
        ("No photo.", ["Ana", "Eva"]),
        ("Rui", ["In two places at 9.", "In two places at 10."]),
        ("No title.", ["Talk"]),
        ("No room.", ["Opening", "Closing", "Lunch"]),
    ]
    assert [cause.count for cause in causes] == [2, 2, 1, 3]
    many = causes_of([found("No photo.", str(number)) for number in range(MOST + 5)])
    assert [(len(cause.lines), cause.more, cause.count) for cause in many] == [(MOST, 5, MOST + 5)]


def test_three_hundred_findings_are_a_page_of_folded_causes_with_every_place_in_it(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    draft = spoiled(draft_named(database, media, SLUG))
    database.write(lambda connection: keep_draft(connection, draft, True, "test"))
    findings = check(draft)
    places = sum(1 + len(each.also) for each in findings)
    assert places > 300
    page = cast[OWNER].get(PAGE).text
    rules = re.findall(
        r'<article class="ck-rule"><details( open)?>.*?<h3>.*?<span class="count">(\d+)</span>', page, re.S
    )
    assert sum(int(count) for _open, count in rules) == places
    section = page.split('class="ck-list"')[1].split('<details class="bx group">')[0]
    assert len(re.findall(r'<a href="/manage/eiip2025/[^"]+" dir="auto">', section)) == places
    # What is said of the same stands once, beside how many it is said of.
    assert section.count("There is no photo.") == 1
    assert re.search(r"There is no photo\.</span>\s*<span class=\"count\">\d+</span>", section)
    assert set(re.findall(r'name="does\.([a-z-]+)"', section)) == {each.rule for each in findings}
    assert len(page) < 250 * places
    # Few causes stand open, their places folded; of many causes only those of a rule that stops publishing.
    assert all(is_open for is_open, _count in rules) and section.count("<li><details>") > 10
    for session in draft.sessions:
        session.summary = {"en": "<p>The session lasts nine hours.</p>"}
    database.write(lambda connection: keep_draft(connection, draft, True, "test"))
    rules = re.findall(r'<article class="ck-rule"><details( open)?>', cast[OWNER].get(PAGE).text)
    assert "" in rules and " open" in rules
    folded = f"{PAGE}?rule=length-stated"
    asked = re.findall(r'<article class="ck-rule"><details( open)?>', cast[OWNER].get(folded).text)
    assert asked.count("") == rules.count("") - 1
    cast[OWNER].post(PAGE, {"does.text-missing": "stop", "was.text-missing": "warn"})
    stopping = cast[OWNER].get(PAGE).text.split('<article class="ck-rule">')[1]
    assert stopping.startswith("<details open>") and 'id="text-missing"' in stopping
    assert '<option value="stop" selected>' in stopping


def test_who_may_not_choose_reads_the_same_page(cast: dict[str, Browser], database: Database, media: Media) -> None:
    draft = spoiled(draft_named(database, media, SLUG))
    database.write(lambda connection: keep_draft(connection, draft, True, "test"))
    page = cast[EDITOR].get(PAGE).text
    assert "There is no photo." in page and "Save what rules do" not in page
    assert re.search(r'<select [^>]*name="does\.[a-z-]+" disabled>', page)
