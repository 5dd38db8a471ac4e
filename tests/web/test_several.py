"""Several things of a list at once: changed all or none, nobody's edit lost, taken back in one press."""

import pytest
from flask import Flask
from sqlalchemy import event

from forum_app.database import Database
from forum_app.domain.draft import Draft
from forum_app.services.forum_files import draft_named
from forum_app.services.media import Media
from tests.cast import EDITOR, OWNER, VIEWER, Browser, Browsers, join
from tests.houses import Start
from tests.web.test_things import Form, the_form

SLUG, DESK = "eiip2025", "/manage/eiip2025"


@pytest.fixture
def start() -> Start:
    return Start(drafts=(SLUG,))


@pytest.fixture
def cast(app: Flask, database: Database) -> dict[str, Browser]:
    return Browsers(app, database, join(database, SLUG))


def draft(database: Database, media: Media) -> Draft:
    return draft_named(database, media, SLUG)


def page_of(browser: Browser, noun: str, keys: list[str]) -> Form:
    """The page for these things, as a form; what is posted goes to the address without a query."""
    return the_form(browser, f"{DESK}/several/{noun}?" + "&".join(f"key={key}" for key in keys))


def send(browser: Browser, noun: str, form: Form, **changed: object):
    fields = form.sent()
    for control in (
        "room",
        "kind",
        "status",
        "mode",
        "themes",
        "colour",
        "country",
        "audience",
        "language",
        "role",
        "state",
    ):
        fields.pop(
            control, None
        )  # what a page without a script would send for a field that is left as it is: nothing chosen
    return browser.client.post(f"{DESK}/several/{noun}", data={**fields, **changed})  # fmt: skip


def undone(browser: Browser, answer) -> str:
    """Presses Undo on the page that follows; what the next page says."""
    page = browser.get(answer.headers["Location"]).get_data(as_text=True)
    address = page.split('action="/manage/eiip2025/several/')[1].split('"')[0]
    after = browser.post(f"/manage/eiip2025/several/{address}")
    assert after.status_code == 303
    return browser.get(after.headers["Location"]).get_data(as_text=True)


def test_sessions_get_a_room_and_one_theme_more_and_keep_everything_else(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before = draft(database, media)
    chosen = [session for session in before.sessions if session.themes][:3]
    room, theme = before.rooms[-1].id, before.themes[-1].id
    form = page_of(cast[EDITOR], "sessions", [session.id for session in chosen])
    answer = send(
        cast[EDITOR], "sessions", form, **{"room@how": "set", "room": room, "themes@how": "add", "themes": [theme]}
    )
    assert answer.status_code == 303
    after = draft(database, media)
    for was in chosen:
        now = next(session for session in after.sessions if session.id == was.id)
        assert now.room == room and now.themes == [*was.themes, *([theme] if theme not in was.themes else [])]
        now.room, now.themes = was.room, was.themes
    assert after == before
    assert "3 are as they were." in undone(cast[EDITOR], answer)
    assert draft(database, media) == before  # fmt: skip


def test_themes_are_taken_out_and_seats_emptied(cast: dict[str, Browser], database: Database, media: Media) -> None:
    before = draft(database, media)
    theme = before.themes[0].id
    keys = [session.id for session in before.sessions if theme in session.themes]
    form = page_of(cast[OWNER], "sessions", keys)
    changed = {"themes@how": "drop", "themes": [theme], "capacity@how": "empty", "sign_up@how": "set"}
    assert send(cast[OWNER], "sessions", form, **changed).status_code == 303
    after = [session for session in draft(database, media).sessions if session.id in keys]
    assert all(theme not in session.themes and session.capacity is None and session.sign_up for session in after)


def test_what_somebody_else_changed_meanwhile_is_asked_and_then_done_as_chosen(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    sessions = [session for session in draft(database, media).sessions if session.room][:3]
    keys = [session.id for session in sessions]
    rooms = [room.id for room in draft(database, media).rooms]
    form = page_of(cast[EDITOR], "sessions", keys)
    other = next(room for room in rooms if room not in [session.room for session in sessions])
    for key in keys[:2]:
        hers = the_form(cast[OWNER], f"{DESK}/sessions/{key}")
        assert cast[OWNER].client.post(f"{DESK}/sessions/{key}", data=hers.sent(room=other)).status_code == 303
    wanted = {"room@how": "set", "room": rooms[0]}
    answer = send(cast[EDITOR], "sessions", form, **wanted)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and page.count("Leave this one as it is now") == 2 and "Owner changed:" in page
    assert [session.room for session in draft(database, media).sessions if session.id in keys][:2] == [other, other]
    again = Form(page, f"{DESK}/several/sessions")
    half = send(cast[EDITOR], "sessions", again, **wanted, **{f"{keys[0]}@choose": "theirs"})
    assert half.status_code == 409 and half.get_data(as_text=True).count("Leave this one as it is now") == 1
    choice = {f"{keys[0]}@choose": "theirs", f"{keys[1]}@choose": "mine", "_asked": keys[:2]}
    answer = send(cast[EDITOR], "sessions", again, **wanted, **choice)
    assert answer.status_code == 303
    by_key = {session.id: session.room for session in draft(database, media).sessions}
    assert [by_key[key] for key in keys] == [other, rooms[0], rooms[0]]


def test_undo_leaves_what_was_changed_again_since(cast: dict[str, Browser], database: Database, media: Media) -> None:
    before = draft(database, media)
    keys = [session.id for session in before.sessions if session.room][:3]
    form = page_of(cast[EDITOR], "sessions", keys)
    answer = send(cast[EDITOR], "sessions", form, **{"minutes@how": "set", "minutes": "25"})
    hers = the_form(cast[OWNER], f"{DESK}/sessions/{keys[0]}")
    cast[OWNER].client.post(f"{DESK}/sessions/{keys[0]}", data=hers.sent(minutes="35"))
    page = undone(cast[EDITOR], answer)
    assert "2 are as they were." in page and "One was changed again since and stays." in page
    minutes = {session.id: session.minutes for session in draft(database, media).sessions}
    was = {session.id: session.minutes for session in before.sessions}
    assert [minutes[key] for key in keys] == [35, was[keys[1]], was[keys[2]]]


def test_people_are_deleted_together_and_come_back_with_their_parts(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before = draft(database, media)
    keys = [role.person for session in before.sessions for role in session.roles][:3]
    answer = cast[EDITOR].post(f"{DESK}/several/people/delete", {"keys": " ".join(keys)})
    assert answer.status_code == 303
    assert not {person.id for person in draft(database, media).people} & set(keys)
    undone(cast[EDITOR], answer)
    assert draft(database, media) == before


def test_all_that_a_list_finds_can_be_chosen_and_no_more_than_that(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    found = [person for person in draft(database, media).people if person.country == "BD"]
    form = the_form(cast[EDITOR], f"{DESK}/several/people?every=1&q=Bangladesh")
    assert set(form.sent()["keys"][0].split()) >= {person.id for person in found}
    listed = cast[EDITOR].get(f"{DESK}/people?q=Bangladesh").get_data(as_text=True).count('name="key"')
    assert len(form.sent()["keys"][0].split()) == listed


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "Nothing is changed yet"),
        ({"minutes@how": "set", "minutes": "0"}, "The number must be from 1 to"),
        ({"minutes@how": "set", "minutes": "many"}, "This is no number"),
        ({"minutes@how": "set"}, "This is needed"),
        ({"minutes": "20"}, "Say above what becomes of this"),
        ({"room@how": "set", "room": "9999999999"}, "This can’t be chosen here"),
        ({"themes@how": "set"}, "This is needed"),
        ({"kind@how": "empty", "kind": ""}, "Nothing is changed yet"),
        ({"online.platform@how": "set", "online.platform": "x" * 300}, "This has 300 characters"),
    ],
)
def test_what_can_not_be_is_said_at_its_field_and_changes_nothing(
    cast: dict[str, Browser], database: Database, media: Media, changed: dict[str, str], words: str
) -> None:
    before = draft(database, media)
    form = page_of(cast[EDITOR], "sessions", [session.id for session in before.sessions[:3]])
    answer = send(cast[EDITOR], "sessions", form, **changed)
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True).replace("&#39;", "’").replace("can't", "can’t")
    assert draft(database, media) == before


def test_one_that_the_rules_refuse_refuses_all_and_is_named(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before = draft(database, media)
    first, second = before.sessions[:2]
    loose = the_form(cast[EDITOR], f"{DESK}/sessions/{first.id}").sent(**{"start@day": "", "start@time": ""})
    cast[EDITOR].client.post(f"{DESK}/sessions/{first.id}", data=loose)
    before = draft(database, media)
    form = page_of(cast[EDITOR], "sessions", [first.id, second.id])
    answer = send(cast[EDITOR], "sessions", form, **{"minutes@how": "empty"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "A session with a start needs its length" in page
    assert f'<span dir="auto">{second.title["en"]}</span>: ' in page
    assert f'<span dir="auto">{first.title["en"]}</span>: ' not in page
    assert draft(database, media) == before


@pytest.mark.parametrize("keys", ["", "not-an-id", "9999999999", "' OR 1=1 --", "\x00", "2222222222 " * 3000])
def test_ids_that_are_no_things_choose_nothing(
    cast: dict[str, Browser], database: Database, media: Media, keys: str
) -> None:
    before = draft(database, media)
    answer = cast[EDITOR].post(f"{DESK}/several/sessions", {"keys": keys, "minutes@how": "set", "minutes": "5"})
    assert answer.status_code == 422 and "Nothing is chosen" in answer.get_data(as_text=True)
    assert cast[EDITOR].post(f"{DESK}/several/sessions/delete", {"keys": keys}).status_code == 303
    assert draft(database, media) == before


def test_nobody_takes_back_what_another_did(cast: dict[str, Browser], database: Database, media: Media) -> None:
    key = draft(database, media).sessions[0].id
    form = page_of(cast[EDITOR], "sessions", [key])
    answer = send(cast[EDITOR], "sessions", form, **{"minutes@how": "set", "minutes": "25"})
    page = cast[EDITOR].get(answer.headers["Location"]).get_data(as_text=True)
    address = "/manage/eiip2025/several/" + page.split('action="/manage/eiip2025/several/')[1].split('"')[0]
    assert cast[OWNER].post(address).status_code == 404
    assert cast[VIEWER].post(address).status_code == 403
    assert draft(database, media).sessions[0].minutes == 25


def test_the_page_asks_as_little_for_many_as_for_one(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    keys = [session.id for session in draft(database, media).sessions]
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    counts = []
    for chosen in (keys[:1], keys[:1], keys):  # the first finds nothing in memory
        asked.clear()
        page_of(cast[EDITOR], "sessions", chosen)
        counts.append(len(asked))
    assert counts[2] == counts[1]
    assert 'name="key"' not in cast[VIEWER].get(f"{DESK}/sessions").get_data(as_text=True)


def test_parts_of_sessions_and_talks_are_listed_and_confirmed_together(
    cast: dict[str, Browser], database: Database, media: Media
) -> None:
    before = draft(database, media)
    session = next(one for one in before.sessions if one.roles and one.talks and one.talks[0].speakers)
    role, speaker = session.roles[0].id, session.talks[0].speakers[0].id
    form = page_of(cast[EDITOR], "roles", [role, speaker])
    assert send(cast[EDITOR], "roles", form, **{"state@how": "set", "state": "invited"}).status_code == 303
    page = cast[EDITOR].get(f"{DESK}/roles?only=invited").get_data(as_text=True)
    assert page.count('name="key"') == 2 and f"{DESK}/talks/{session.talks[0].id}" in page and "/roles/new" not in page
    now = next(one for one in draft(database, media).sessions if one.id == session.id)
    assert (now.roles[0].state, now.talks[0].speakers[0].state) == ("invited", "invited")
    form = the_form(cast[EDITOR], f"{DESK}/several/roles?every=1&only=invited")
    assert send(cast[EDITOR], "roles", form, **{"state@how": "set", "state": "confirmed"}).status_code == 303
    assert draft(database, media) == before
