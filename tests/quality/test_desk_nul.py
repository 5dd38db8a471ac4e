"""U+0000 in addresses, queries and fields of the desk: refused in words on both databases, and kept nowhere."""

import re
from collections.abc import Mapping
from functools import partial
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import IntegerConverter, Rule

from forum_app.database import Database
from forum_app.models.accounts import Account
from forum_app.models.publishing import AuditEntry
from forum_app.services.forum_files import draft_named
from forum_app.services.media import Media
from forum_app.web.access import door_of
from tests.cast import ADMINISTRATOR, OWNER, WHOLE, Browser, Browsers, join
from tests.houses import Start

SLUG, DESK = "gssd2022", "/manage/gssd2022"
NUL = "a\x00b"


@pytest.fixture
def start() -> Start:
    return Start(drafts=(SLUG,))


@pytest.fixture
def cast(app: Flask, database: Database, media: Media) -> dict[str, Browser]:
    return Browsers(app, database, join(database, SLUG))


def _filled(values: Mapping[str, str], part: re.Match[str]) -> str:
    return quote(values[part[1]], safe="")


def addresses(rule: Rule) -> list[str]:
    """The addresses of a rule with the character in one part each; a closed list or a number takes it nowhere."""
    found = []
    for odd in rule.arguments:
        values = dict.fromkeys(rule.arguments, "2222222222") | {"slug": SLUG}
        for name in rule.arguments:
            converter = rule._converters[name]
            items = getattr(converter, "items", None)
            values[name] = (
                sorted(items)[0] if items else "2" if isinstance(converter, IntegerConverter) else values[name]
            )
        values[odd] = NUL
        found.append(re.sub(r"<(?:[^<>]+:)?([^:<>]+)>", partial(_filled, values), rule.rule))
    return found


@pytest.mark.timeout(120)
def test_no_address_of_the_desk_holds_the_character(app: Flask, cast: dict[str, Browser]) -> None:
    """B004 in every part of every address, asked and sent by who may everything there."""
    asked, wrong = 0, []
    for rule in app.url_map.iter_rules():
        if door_of(app.view_functions[rule.endpoint]) == "public":
            continue
        for address in addresses(rule):
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                browser = cast[OWNER]
                answer = browser.get(address) if method == "GET" else browser.post(address, WHOLE)
                asked += 1
                if answer.status_code != 404:
                    wrong.append((method, address, answer.status_code))
    assert asked > 200 and wrong == []


PAGES = ("log", "messages", "registrations", "find", "releases/compare", "languages", "sessions", "several/sessions", "agenda",
         "messages/templates", "concept-note", "options/people", "people/merge", "people/paste", "talks/new", "people", "publish")  # fmt: skip
ASKED = ("q", "only", "page", "day", "of", "section", "session", "where", "first", "since", NUL)


def test_no_question_holds_the_character(cast: dict[str, Browser]) -> None:
    for page in PAGES:
        for name in ASKED:
            answer = cast[OWNER].get(f"{DESK}/{page}", query_string={name: "\x00"})
            told = answer.get_data(as_text=True)
            assert (answer.status_code, "U+0000" in told, "My forums" in told) == (400, True, True), (page, name)


def forms(browser: Browser) -> list[tuple[str, dict[str, str]]]:
    """Fields that no form of a thing reads, or that it looks something up by."""
    language, note = {"name": "Ok", "language": "en"}, f"{DESK}/concept-note"
    item = '{"url":"x","label":{"en":"a\\u0000b"}}'
    return [
        ("/manage/account", {**language, "name": NUL}),
        ("/manage/account", {**language, "language": NUL}),
        ("/manage/account/sign-out", {"browser": NUL}),
        ("/manage/account/password", {"old": NUL, "new": NUL, "again": NUL}),
        ("/manage/account/second-factor", {"setting_up": NUL, "code": NUL}),
        (f"{note}/state", {"language": NUL, "state": "final"}),
        (f"{note}/state", {"language": "en", "state": NUL}),
        (f"{note}/state", {"language": "en", "state": "final", "session": NUL}),
        (note, {"_do": "add", "section": NUL}),
        (note, {"_do": "up", "section": NUL, "here": NUL}),
        (f"{DESK}/members", {"email": NUL, "role": "editor"}),
        (f"{DESK}/messages/write", {"subject.en": "x", "text.en": "y", "group": "speakers", "person": NUL}),
        (f"{DESK}/people/paste", {"list": NUL, "pasted": NUL, "text": NUL}),
        (f"{DESK}/people/paste/save", {"pasted": "Name\nA B", "key": NUL, "_key": NUL, "session": NUL}),
        (f"{DESK}/talks/new", {**WHOLE, "title.en": "x", "of": NUL}),
        (f"{DESK}/roles/new", {**WHOLE, "person": NUL, "of": NUL}),
        (f"{DESK}/rooms/new", {**WHOLE, "name.en": "Hall", "building": NUL, "equipment": NUL}),
        (f"{DESK}/organisations/new", {**WHOLE, "name.en": "O", "kind": "academia", "members": NUL}),
        (f"{DESK}/people/new", {**WHOLE, "name.en": "P", "links[0]@item": item, "links[0].url": "https://x.example"}),
        (f"{DESK}/several/rooms", {"key": NUL, "every": NUL}),
        (f"{DESK}/agenda/steps", {"do": "place", "_step": NUL, "day": NUL, "wishes": NUL}),
        (f"{DESK}/checker", {NUL: NUL}),
        (f"{DESK}/settings/visibility", {"visibility": NUL}),
        (f"{DESK}/settings/delete", {"typed": NUL}),
        (f"{DESK}/publish", {"number": "1", "version": "1", "note": NUL}),
        ("/sign-in", {"email": NUL, "password": NUL}),
        ("/sign-in/code", {"email": NUL, "code": NUL}),
    ]


def test_no_field_of_the_desk_holds_the_character(cast: dict[str, Browser], database: Database, media: Media) -> None:
    for address, fields in forms(cast[OWNER]):
        answer = cast[OWNER].post(address, fields)
        assert answer.status_code < 500, (address, fields)
    more = {"way": "blank", "title": "T", "slug": "okok", "first_day": "2027-01-01", "zone": "UTC", "languages": "en"}
    for address, fields in (
        ("/manage/accounts", {"email": "new@cast.example", "name": NUL}),
        (f"/manage/accounts/{cast[OWNER].account}", {"do": NUL}),
        ("/manage/new", {**more, "city": NUL}),
        ("/manage/new", {"way": "copy", "source": NUL}),
    ):
        assert cast[ADMINISTRATOR].post(address, fields).status_code < 500, (address, fields)
    now = draft_named(database, media, SLUG)
    now.files = []
    with database.reading() as connection:
        told = connection.execute(select(AuditEntry.subject, AuditEntry.after)).all()
        names = connection.execute(select(Account.name)).all()
    assert "\\x00" not in repr((now, told, names))


def test_what_was_written_beside_the_character_is_kept_to_be_copied(cast: dict[str, Browser]) -> None:
    fields = {**WHOLE, "title.en": "A talk <b>begun</b>", "of": NUL}
    page = cast[OWNER].post(f"{DESK}/talks/new", fields)
    told = page.get_data(as_text=True)
    assert (page.status_code, "U+0000" in told, "A talk &lt;b&gt;begun&lt;/b&gt;" in told) == (400, True, True)
