"""New forums as an administrator makes them: from nothing, as a copy, from a file; bad input keeps what was typed."""

from datetime import datetime
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select, update

from forum_app.database import Database
from forum_app.domain.identity import ALPHABET
from forum_app.domain.vocabularies import MemberRole, NoteState, RoleState
from forum_app.models.accounts import Membership
from forum_app.models.forum import Forum
from forum_app.models.programme import Session
from forum_app.paths import SAMPLES
from forum_app.services.accounts import give_role
from forum_app.services.forum_files import draft_named
from forum_app.services.media import Media
from tests.cast import ADMINISTRATOR, OWNER, Browser, browser_of, join
from tests.houses import Start

GIVEN = {
    "way": "blank",
    "title": "Skills Forum",
    "slug": "skills2027",
    "first_day": "2027-03-01",
    "last_day": "2027-03-02",
    "zone": "Asia/Bangkok",
    "city": "Bangkok",
    "languages": ["en", "fr"],
    "original": "fr",
}


@pytest.fixture
def start() -> Start:
    return Start(drafts=("gssd2022",))


@pytest.fixture
def cast(database: Database, media: Media) -> dict[str, str]:
    return join(database, "gssd2022")


@pytest.fixture
def maker(app: Flask, database: Database, cast: dict[str, str]) -> Browser:
    return browser_of(app, database, cast[ADMINISTRATOR])


def source_id(database: Database) -> str:
    with database.reading() as connection:
        return str(connection.execute(select(Forum.id).where(Forum.slug == "gssd2022")).scalar_one())


def give(database: Database, account: str, role: MemberRole) -> str:
    source = source_id(database)
    database.write(lambda connection: give_role(connection, source, account, role, "test"))
    return source


def test_a_forum_made_from_nothing_is_its_makers(maker: Browser, database: Database, media: Media) -> None:
    answer = maker.post("/manage/new", GIVEN)
    assert (answer.status_code, answer.location) == (303, "/manage/skills2027/settings")
    draft = draft_named(database, media, "skills2027")
    assert draft.forum.languages == ["fr", "en"]
    assert draft.forum.title == {"fr": "Skills Forum"}
    assert draft.forum.venue is not None and draft.forum.venue.city == {"fr": "Bangkok"}
    with database.reading() as connection:
        found = connection.execute(select(Membership).where(Membership.forum_id == draft.forum.id)).all()
    assert [(row.account, row.role) for row in found] == [(maker.account, MemberRole.OWNER)]
    assert maker.get("/manage/skills2027/settings").status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("title", "", "This is needed"),
        ("slug", "admin", "reserved word"),
        ("slug", "new", "reserved word"),
        ("slug", "accounts", "reserved word"),
        ("slug", "..", "no short name"),
        ("slug", "gssd2022", "Another forum has this short name"),
        ("first_day", "2026-02-29", "This is no date"),
        ("first_day", "31.12.2026", "This is no date"),
        ("first_day", "tomorrow", "This is no date"),
        ("first_day", "٢٠٢٦-٠١-٠١", "This is no date"),
        ("first_day", "0000-00-00", "This is no date"),
        ("first_day", "1931-01-01", "year must be from"),
        ("last_day", "2027-02-01", "before the first day"),
        ("last_day", "2029-02-01", "at most 366 days"),
        ("zone", "Mars/Phobos", "can&#39;t be chosen"),
        ("zone", "../etc/passwd", "can&#39;t be chosen"),
        ("zone", "EST", "can&#39;t be chosen"),
        ("zone", "", "This is needed"),
        ("languages", "xx-klingon", "can&#39;t be chosen"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(maker: Browser, field: str, value: str, says: str) -> None:
    answer = maker.post("/manage/new", {**GIVEN, field: value})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert says in page
    assert 'value="Bangkok"' in page


def test_a_title_without_letters_gets_a_short_name_all_the_same(maker: Browser) -> None:
    answer = maker.post("/manage/new", {**GIVEN, "title": "🎉 !!", "slug": ""})
    assert answer.status_code == 303
    name = answer.location.split("/")[2]
    assert name.startswith("forum-") and set(name.removeprefix("forum-")) <= set(ALPHABET)


def test_a_second_forum_of_one_title_gets_another_short_name(maker: Browser) -> None:
    first, second = (maker.post("/manage/new", {**GIVEN, "slug": ""}).location for _ in range(2))
    assert (first, second) == ("/manage/skills-forum-2027/settings", "/manage/skills-forum-2027-2/settings")
    assert maker.get("/manage/new/short-name?title=Skills+Forum&day=2027").text == "skills-forum-2027-3"


def test_an_administrator_copies_only_forums_that_gave_him_a_role(maker: Browser, database: Database) -> None:
    assert "gssd2022" not in maker.get("/manage/new?way=copy").text
    refused = maker.post("/manage/new", {**GIVEN, "way": "copy", "source": source_id(database), "take.people": "1"})
    assert refused.status_code == 404


def test_a_copy_takes_what_was_chosen_moved_to_the_new_days(maker: Browser, database: Database, media: Media) -> None:
    source = give(database, maker.account, MemberRole.ORGANISER)
    taken = {f"take.{name}": "1" for name in ("texts", "note", "people", "biographies", "private", "organisations", "sessions", "talks", "themes", "rooms")}  # fmt: skip
    answer = maker.post("/manage/new", {**GIVEN, "way": "copy", "source": source, "first_day": "2027-09-20", "last_day": "2027-09-21", **taken})  # fmt: skip
    assert answer.status_code == 303
    old, new = (draft_named(database, media, slug) for slug in ("gssd2022", "skills2027"))
    assert [len(new.sessions), len(new.people), len(new.organisations)] == [len(old.sessions), len(old.people), len(old.organisations)]  # fmt: skip
    days = new.forum.first_day - old.forum.first_day
    assert [session.start for session in new.sessions] == [session.start and session.start + days for session in old.sessions]  # fmt: skip
    assert not {item.id for item in [*old.people, *old.sessions]} & {item.id for item in [*new.people, *new.sessions]}
    states = {role.state for session in new.sessions for role in session.roles}
    assert states == {RoleState.TO_INVITE}
    assert new.forum.note is not None and set(new.forum.note.states.values()) == {NoteState.DRAFT}
    assert [person.private for person in new.people] == [person.private for person in old.people]
    assert {file.name: file.data for file in new.files}.items() <= {file.name: file.data for file in old.files}.items()
    assert new.forum.key_questions == [] and new.forum.materials == [] and new.forum.references == []


def test_private_data_is_copied_only_for_who_may_see_it(maker: Browser, database: Database, media: Media) -> None:
    source = give(database, maker.account, MemberRole.EDITOR)
    assert "take.private" not in maker.get(f"/manage/new?way=copy&source={source}").text
    answer = maker.post("/manage/new", {**GIVEN, "way": "copy", "source": source, "take.people": "1", "take.private": "1"})  # fmt: skip
    assert answer.status_code == 303
    assert {person.private for person in draft_named(database, media, "skills2027").people} == {None}


def test_an_hour_that_the_new_zone_skips_is_moved_and_told(maker: Browser, database: Database, media: Media) -> None:
    source = give(database, maker.account, MemberRole.OWNER)
    old = draft_named(database, media, "gssd2022")
    day = old.forum.first_day
    night = datetime(day.year, day.month, day.day, 2, 30)
    database.write(lambda one: one.execute(update(Session).values(start=night)))
    answer = maker.post("/manage/new", {**GIVEN, "way": "copy", "source": source, "zone": "Europe/Paris", "first_day": "2027-03-28", "last_day": "2027-03-29", "take.sessions": "1"})  # fmt: skip
    assert "The clocks skip 2027-03-28 02:30" in maker.get(answer.location).text
    starts = {session.start for session in draft_named(database, media, "skills2027").sessions}
    assert starts == {datetime(2027, 3, 28, 3, 0)}


def test_a_file_makes_a_forum_and_a_broken_one_nothing(maker: Browser, database: Database, media: Media) -> None:
    data = (SAMPLES / "eiip2025.json").read_bytes()
    answer = maker.post("/manage/new/file", {"file": (BytesIO(data), "forum.json")}, content_type="multipart/form-data")
    assert answer.location == "/manage/eiip2025/settings"
    again = maker.post("/manage/new/file", {"file": (BytesIO(data), "forum.json")}, content_type="multipart/form-data")
    assert again.status_code == 422 and "is here already" in again.text
    broken = data.replace(b'"zone": "Asia/Dhaka"', b'"zone": "Mars/Phobos"').replace(b'"eiip2025"', b'"other2025"', 1)
    refused = maker.post("/manage/new/file", {"file": (BytesIO(broken), "f.json")}, content_type="multipart/form-data")
    assert refused.status_code == 422 and "forum.zone" in refused.text
    nothing = maker.post("/manage/new/file", {"file": (BytesIO(b""), "f.json")}, content_type="multipart/form-data")
    assert nothing.status_code == 422 and "missing or empty" in nothing.text
    with database.reading() as connection:
        assert set(connection.execute(select(Forum.slug)).scalars()) == {"gssd2022", "eiip2025"}


def test_nobody_else_makes_forums(app: Flask, database: Database, cast: dict[str, str]) -> None:
    owner = browser_of(app, database, cast[OWNER])
    assert owner.get("/manage/new").status_code == 403
    assert owner.post("/manage/new", GIVEN).status_code == 403


def test_a_forum_from_nothing_says_what_to_begin_with(maker: Browser) -> None:
    answer = maker.post("/manage/new", {**GIVEN, "way": "blank"})
    assert answer.status_code == 303
    slug = answer.location.split("/")[2]
    page = maker.get(f"/manage/{slug}/").text
    for address in ("sessions/new", "people/new", "concept-note"):
        assert f'href="/manage/{slug}/{address}"' in page
    assert "No sessions yet" in page and "Begin the note" in page
