"""What no browser sends of itself to the desk: parts of lists that were written by hand, numbers too large for any key,
numbers that are no digits, states that a note can't have. Refused as data, on both databases."""

import json
from typing import Any

import pytest
from flask import Flask

from forum_app.database import Database
from forum_app.domain.draft import Draft
from forum_app.services.forum_files import draft_named
from forum_app.services.media import Media
from tests.cast import OWNER, WHOLE, Browser, Browsers, join
from tests.houses import Start
from tests.web.test_things import Form

SLUG, OTHER, DESK = "eiip2025", "gssd2022", "/manage/eiip2025"
UNARRIVED = "Part of this list had not arrived"


@pytest.fixture
def start() -> Start:
    return Start(drafts=(SLUG, OTHER))


@pytest.fixture
def owner(app: Flask, database: Database, media: Media) -> Browser:
    return Browsers(app, database, join(database, SLUG))[OWNER]


@pytest.fixture
def before(database: Database, media: Media) -> Draft:
    return draft_named(database, media, SLUG)


def speakers_of(draft: Draft) -> list[Any]:
    return [role for session in draft.sessions for talk in session.talks for role in talk.speakers]


def the_talk(draft: Draft) -> Any:
    return next(talk for session in draft.sessions for talk in session.talks if talk.speakers)


def form_of(owner: Browser, address: str) -> Form:
    return Form(owner.get(address).get_data(as_text=True), address)


def item_of(form: Form, name: str) -> dict[str, Any]:
    return json.loads(next(value for field, value in form.fields if field == name))


def test_a_part_with_the_id_of_anothers_is_a_new_part(
    owner: Browser, before: Draft, database: Database, media: Media
) -> None:
    others = draft_named(database, media, OTHER)
    talk = the_talk(before)
    address = f"{DESK}/talks/{talk.id}"
    mine = next(role.id for session in before.sessions for role in session.roles)
    for taken in (
        mine,
        next(role.id for session in others.sessions for role in session.roles),
        speakers_of(others)[0].id,
    ):
        form = form_of(owner, address)
        crafted = json.dumps({**item_of(form, "speakers[0]@item"), "id": taken})
        assert owner.client.post(address, data=form.sent(**{"speakers[0]@item": crafted})).status_code == 303, taken
        now = the_talk(draft_named(database, media, SLUG))
        assert taken not in [role.id for role in now.speakers]
        assert [role.person for role in now.speakers] == [role.person for role in talk.speakers]
    now = draft_named(database, media, SLUG)
    assert [session.roles for session in now.sessions] == [session.roles for session in before.sessions]
    assert draft_named(database, media, OTHER) == others


def test_a_part_that_came_twice_is_two_parts(owner: Browser, before: Draft, database: Database, media: Media) -> None:
    address = f"{DESK}/talks/{the_talk(before).id}"
    form = form_of(owner, address)
    sent = form.sent()
    person = before.people[-1].name["en"]
    more = {
        "speakers[99]@item": sent["speakers[0]@item"][0],
        "speakers[99].person": person,
        "speakers[99].state": "confirmed",
    }
    assert owner.client.post(address, data={**sent, **more}).status_code == 303
    now = the_talk(draft_named(database, media, SLUG)).speakers
    assert len(now) == len({role.id for role in now}) == len(the_talk(before).speakers) + 1


CRAFTED = (
    {"abstract": {"en": 5}},
    {"abstract": "text"},
    {"abstract": ["en"]},
    {"abstract": {"en": {"en": "x"}}},
    {"id": 5},
    {"id": "'; DROP TABLE role"},
    {"id": "x" * 5_000},
    {"id": "a\x00b"},
    {"id": ["2222222222"]},
    {"state": {"a": 1}, "id": 7},
    {"responsible_for": {"en": 5}},
    {"contact": 10**40},
    {"id": True},
)


@pytest.mark.parametrize("crafted", CRAFTED, ids=lambda item: json.dumps(item)[:30])
def test_a_part_of_another_shape_is_refused_in_words(
    owner: Browser, before: Draft, database: Database, media: Media, crafted: dict[str, Any]
) -> None:
    address = f"{DESK}/talks/{the_talk(before).id}"
    form = form_of(owner, address)
    item = {**item_of(form, "speakers[0]@item"), **crafted}
    answer = owner.client.post(address, data=form.sent(**{"speakers[0]@item": json.dumps(item), "title.en": "Other"}))
    page = answer.get_data(as_text=True)
    if answer.status_code == 303:  # a field that no speaker has is no part of them
        assert set(crafted) <= {"responsible_for", "contact"}
        return
    assert (answer.status_code, UNARRIVED in page, 'value="Other"' in page) == (422, True, True), page[:0]
    assert draft_named(database, media, SLUG) == before


LISTS = {"posts": {"title.en": "Head"}, "links": {"url": "https://x.example"}, "private.unavailable": {"note": "x"}}


@pytest.mark.parametrize("name", LISTS)
def test_rubbish_for_a_part_breaks_no_form(owner: Browser, before: Draft, name: str) -> None:
    for crafted in ("5", "[]", '{"title":5,"label":5}', '{"title":{"en":[]},"label":{"en":{}},"organisation":[1]}', '{"from":{"a":{}},"x":1e999}', '{"a":' + "9" * 5_000 + "}"):  # fmt: skip
        typed = {f"{name}[0].{field}": value for field, value in LISTS[name].items()}
        fields = {**WHOLE, "name.en": "New Person", f"{name}[0]@item": crafted, **typed}
        assert owner.post(f"{DESK}/people/new", fields).status_code in (303, 422), crafted


@pytest.mark.parametrize("number", ["2147483647", "2147483648", "9223372036854775808", "9" * 30])
def test_a_number_too_large_leads_nowhere(owner: Browser, number: str) -> None:
    for address in (
        f"{DESK}/undo/{number}",
        f"{DESK}/several/rooms/undo/1/{number}",
        f"{DESK}/releases/{number}/documents",
    ):
        answer = owner.post(address, WHOLE)
        assert answer.status_code == 404 or (answer.status_code == 303 and len(number) == 10), address
    assert owner.get(f"{DESK}/releases/{number}").status_code == 404


NO_DIGITS = ("1_000", "+5", "-5", "1e3", "1.5", "0x10", "²", "५x", "1 000", "9" * 5_000)


def test_numbers_are_digits_and_those_of_any_script(
    owner: Browser, before: Draft, database: Database, media: Media
) -> None:
    address = f"{DESK}/rooms/{before.rooms[0].id}"
    for typed in NO_DIGITS:
        answer = owner.client.post(address, data=form_of(owner, address).sent(capacity=typed))
        page = answer.get_data(as_text=True)
        assert (answer.status_code, "write digits only" in page, typed in page) == (422, True, True), typed
    assert draft_named(database, media, SLUG) == before
    for typed, number in (("120", 120), (" 0080 ", 80), ("٢٥٠", 250), ("۳۰", 30), ("९०", 90)):
        assert owner.client.post(address, data=form_of(owner, address).sent(capacity=typed)).status_code == 303, typed
        assert draft_named(database, media, SLUG).rooms[0].capacity == number
    settings = f"{DESK}/settings"
    for typed in ("1_3.5", "+13.5", "nan", "inf", "1e1", "--1", "1.2.3", "."):
        answer = owner.client.post(settings, data=form_of(owner, settings).sent(**{"venue.latitude": typed}))
        assert answer.status_code == 422, typed
    sent = form_of(owner, settings).sent(**{"venue.latitude": "-13,75"})
    assert owner.client.post(settings, data=sent).status_code == 303
    assert draft_named(database, media, SLUG).forum.venue.latitude == -13.75


def test_a_state_that_no_note_has_is_none(owner: Browser, database: Database, media: Media) -> None:
    owner.post(f"{DESK}/concept-note", {"_do": "start"})
    assert owner.post(f"{DESK}/concept-note/state", {"language": "en", "state": "final"}).status_code == 303
    before = draft_named(database, media, SLUG)
    assert before.forum.note.states["en"] == "final"
    for state in ("", "published", "FINAL", "draft "):
        assert owner.post(f"{DESK}/concept-note/state", {"language": "en", "state": state}).status_code == 404
    assert draft_named(database, media, SLUG) == before
