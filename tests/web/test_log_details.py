"""The log says from what to what: of long texts around what changed, of texts in languages those that are others now."""

import pytest
from flask import Flask
from sqlalchemy import select

from forum_app.database import Database
from forum_app.i18n import words
from forum_app.models.forum import Forum
from forum_app.models.registrations import Question
from forum_app.services.audit import record
from forum_app.services.forum_files import draft_named
from forum_app.services.media import Media
from forum_app.web.manage.log_details import Details
from forum_app.web.manage.log_excerpts import LONGEST, told
from tests.cast import ADMINISTRATOR, ORGANISER, Browser, Browsers, join
from tests.houses import Start
from tests.web.test_log import DESK, text_of

LONG = "A lifetime of water, told at length. " * 30


@pytest.fixture
def start() -> Start:
    return Start(drafts=("eiip2025",))


@pytest.fixture
def cast(app: Flask, database: Database, media: Media) -> dict[str, Browser]:
    return Browsers(app, database, join(database, "eiip2025"))


def page_after(cast: dict[str, Browser], database: Database, action: str, before: object, after: object) -> str:
    """The log of one entry, as it is read."""
    with database.reading() as connection:
        forum = connection.execute(select(Forum.id)).scalar_one()
    database.write(lambda writing: record(writing, "test", action, forum, "X", before, after, thing="ijkmnpqrst"))
    return cast[ORGANISER].get(f"{DESK}/log?thing=ijkmnpqrst").get_data(as_text=True)


def test_a_long_text_is_shown_around_what_changed_and_opens_whole(cast: dict[str, Browser], database: Database) -> None:
    before, after = (f"<p>{LONG}{end} And on it goes. {LONG}</p>" for end in ("Old ending.", "New ending."))
    page = page_after(cast, database, "person.changed", {"biography.en": before}, {"biography.en": after})
    cells = page.split('<th scope="row">')[1].split("<td")[1:]
    for cell, mine, other in ((cells[0], "Old", "New"), (cells[1], "New", "Old")):
        excerpt, whole = cell.split("<details")
        assert f"{mine} ending." in excerpt and f"{other} ending." not in excerpt
        assert excerpt.count("…") == 2 and "Whole text" in whole and text_of(whole).count("A lifetime") == 60


def test_a_first_translation_shows_what_was_written(cast: dict[str, Browser], database: Database) -> None:
    before = {"en": f"<p>{LONG}</p>"}
    after = {**before, "fr": "<p>Une vie d’eau.</p>", "fr@en": "12345678"}
    read = text_of(page_after(cast, database, "section.changed", {"body": before}, {"body": after}))
    assert "Text (French) Before After" not in read and "Text (French) (nothing) Une vie d’eau." in read
    assert "A lifetime" not in read and "One detail" in read


def test_a_venue_saved_whole_is_told_by_what_changed(cast: dict[str, Browser], database: Database) -> None:
    before = {"venue": {"name": {"en": "Brussels"}, "city": {"en": "Brussels"}, "latitude": 50.8}}
    after = {"venue": {**before["venue"], "name": {"en": "Brussels", "fr": "Bruxelles", "fr@en": "12345678"}}}
    read = text_of(page_after(cast, database, "forum.changed", before, after))
    assert "One detail" in read and "Venue (French) (nothing) Bruxelles" in read and "venue" not in read


def test_signs_of_a_plain_title_stay(cast: dict[str, Browser], database: Database) -> None:
    old, new = "Opening: why & what next", "Opening: why <reuse> & what next"
    page = page_after(cast, database, "session.changed", {"title.en": old}, {"title.en": new})
    assert "why &lt;reuse&gt; &amp; what next" in page


def test_a_start_is_told_as_a_day_and_a_time(cast: dict[str, Browser], database: Database) -> None:
    at = {"start": "2027-03-28T20:30:00"}, {"start": "2027-03-28T21:30:00"}
    read = text_of(page_after(cast, database, "session.changed", *at))
    assert "Start 28 March 2027, 20:30 28 March 2027, 21:30" in read
    assert Details(words("fr"), {}).of("session.changed", [("start", None, at[0]["start"])])[0].after == (
        "28 mars 2027, 20:30"
    )
    told_at = Details(words("en"), {}, "Asia/Bangkok").of("release.x", [("until", None, "2027-03-28T20:30:00+00:00")])
    assert told_at[0].after == "29 March 2027, 03:30"


def test_columns_of_a_list_are_called_as_their_headings(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    draft = draft_named(database, media, "eiip2025")
    with database.reading() as connection:
        known = connection.execute(select(Question.id)).scalars().first()
    key = known or "abcdefghjk"
    if not known:
        row = {"position": 0, "text": {"en": "Do you come by train?"}, "choices": [], "required": False}
        database.write(lambda w: w.execute(Question.__table__.insert().values(id=key, forum_id=draft.forum.id, **row)))
    after = {"columns": ["name", "given_name", f"answer:{key}"]}
    read = text_of(page_after(cast, database, "list.exported", None, after))
    assert "Name; Given name; " in read and "given_name" not in read and "answer:" not in read and key not in read


def test_a_forum_made_from_nothing_came_from_no_file(cast: dict[str, Browser], database: Database) -> None:
    maker = cast[ADMINISTRATOR]
    given = {"way": "blank", "title": "Skills", "slug": "skills2027", "first_day": "2027-03-01", "zone": "Asia/Bangkok"}
    given |= {"last_day": "2027-03-02", "city": "Bangkok", "original": "en", "languages": "en"}
    assert maker.post("/manage/new", given).status_code == 303
    read = text_of(maker.get("/manage/skills2027/log").get_data(as_text=True))
    assert "Forum made" in read and "from a file" not in read
    assert read.index("Role given") < read.index("Forum made", read.index("Role given"))


def test_excerpts_hold_the_first_difference_however_the_text_is_written() -> None:
    for filler in ("水", "word ", "كلمة "):
        same = filler * LONGEST
        one = told("x", f"{same}A{same}", f"{same}B")
        assert "A" in one.before and "B" in one.after and one.whole_before and one.whole_after
        assert len(one.before) <= LONGEST + 2 and one.before.startswith("…") and not one.after.endswith("…")
    assert told("x", "short", "text") == ("x", "short", "text", "", "")
