"""Every door of the desk, asked by the whole cast: the matrix of rules, and nothing behind a door for whom it is shut."""

import re

import pytest
from flask import Flask
from werkzeug.routing import BaseConverter, IntegerConverter

from forum_app.database import Database
from forum_app.domain.permissions import ADMINISTRATORS_TOO, MATRIX
from forum_app.services.media import Media
from forum_app.web.access import door_of
from tests.cast import ADMINISTRATOR, CAST, NEIGHBOUR, OWNER, STRANGER, WHOLE, Browser, browser_of, join
from tests.houses import Start
from tests.keyholders import PERSONAL_DOORS

SECRETS = (b"Rie Vejs", b"rie.vejs", b"Helder")


@pytest.fixture
def start() -> Start:
    return Start(drafts=("gssd2022", "eiip2025"))


@pytest.fixture
def cast(app: Flask, database: Database, media: Media) -> dict[str, Browser]:
    accounts = join(database, "gssd2022", "eiip2025")
    return {member: browser_of(app, database, accounts.get(member, "")) for member in CAST}


def allowed(door: str, member: str) -> bool:
    if member == ADMINISTRATOR:
        return door in ADMINISTRATORS_TOO or door in ("signed in", "may_administer", "may_create_forum")
    if door == "signed in":
        return member != STRANGER
    return member in {role.value for role in MATRIX.get(door, ())}


def _any_value(converter: BaseConverter) -> str | int:
    """Something that fits a part of an address: the first of a closed list, a number, else an id that nothing has."""
    closed = getattr(converter, "items", None)
    if closed:
        return sorted(closed)[0]
    return 2 if isinstance(converter, IntegerConverter) else "2222222222"


def guarded(app: Flask) -> list[tuple[str, str, str]]:
    found = []
    for rule in app.url_map.iter_rules():
        door = door_of(app.view_functions[rule.endpoint])
        if door in ("public", "anybody", *PERSONAL_DOORS):  # the latter are asked in test_personal_doors.py
            continue
        values = {name: _any_value(rule._converters[name]) for name in rule.arguments}
        values |= {"slug": "gssd2022"} if "slug" in rule.arguments else {}
        with app.test_request_context():
            address = app.url_map.bind("localhost").build(rule.endpoint, values)
        found += [(method, address, str(door)) for method in sorted((rule.methods or set()) & {"GET", "POST"})]
    return found


# What would end the sign-ins or the roles that the rest of the walk needs.
ENDING = ("sign-out-everywhere", "/members/join")


def test_every_door_opens_for_its_roles_and_for_nobody_else(app: Flask, cast: dict[str, Browser]) -> None:
    wrong = []
    for method, address, door in guarded(app):
        assert door in MATRIX or door in ("signed in", "may_administer", "may_create_forum"), address
        for member, browser in cast.items():
            if address.endswith(ENDING) and allowed(door, member):
                continue
            answer = browser.get(address) if method == "GET" else browser.post(address)
            code, to = answer.status_code, answer.headers.get("Location", "")
            shut = code in (403, 404) or (code == 303 and to.startswith("/sign-in"))
            if member == STRANGER:
                fine = code == 303 and to.startswith("/sign-in") if method == "GET" else code == 403
            elif allowed(door, member):
                patience = code == 503 and "Retry-After" in answer.headers  # a document that is still being made
                fine = code != 403 and not to.startswith("/sign-in") and (code < 500 or patience)
            else:
                fine = shut and not any(secret in answer.data for secret in SECRETS)
            if not fine:
                wrong.append((member, method, address, door, code, to))
    assert wrong == []


def test_what_stands_behind_a_door_is_kept_by_nobody(cast: dict[str, Browser]) -> None:
    answer = cast["owner"].get("/manage/gssd2022/people")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_a_thing_of_another_forum_is_not_found_in_ones_own(
    app: Flask, cast: dict[str, Browser], database: Database
) -> None:
    with database.reading() as connection:
        from sqlalchemy import select

        from forum_app.models.forum import Forum
        from forum_app.models.people import Person

        other = select(Forum.id).where(Forum.slug == "eiip2025").scalar_subquery()
        key = connection.execute(select(Person.id).where(Person.forum_id == other).limit(1)).scalar_one()
    for member in ("owner", NEIGHBOUR):
        assert cast[member].get(f"/manage/gssd2022/people/{key}").status_code == 404
    assert cast["owner"].post(f"/manage/gssd2022/people/{key}/delete").status_code == 404
    assert cast[NEIGHBOUR].get(f"/manage/eiip2025/people/{key}").status_code == 200


def test_an_editor_sees_no_private_field_and_cannot_post_one(cast: dict[str, Browser], database: Database) -> None:
    people = cast["owner"].get("/manage/gssd2022/people").get_data(as_text=True)
    key = re.findall(r'href="/manage/gssd2022/people/([a-z0-9]{10})"', people)[0]
    address = f"/manage/gssd2022/people/{key}"
    field = re.search(r'<input[^>]*name="private.email"[^>]*>', cast["organiser"].get(address).get_data(as_text=True))
    assert field is not None
    private = re.search(r'value="([^"]+@example.org)"', field[0])
    assert private is not None
    page = cast["editor"].get(address)
    assert (page.status_code, b"private." in page.data, private[1].encode() in page.data) == (200, False, False)
    answer = cast["editor"].post(address, {**WHOLE, "name.en": "Rie", "private.email": "evil@example.net"})
    assert answer.status_code == 303
    assert b"evil@example.net" not in cast["owner"].get(address).data


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null", "Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_what_another_site_sends_changes_nothing(cast: dict[str, Browser], headers: dict[str, str]) -> None:
    form = {"name.en": "Roof", "_key": "r222222222"}
    answer = cast["owner"].post("/manage/gssd2022/rooms/new", form, headers=headers)
    assert answer.status_code == 403
    assert b"Roof" not in cast["owner"].get("/manage/gssd2022/rooms").data


@pytest.mark.parametrize("token", ["", "0" * 64, "neighbour"])
def test_a_form_without_its_token_changes_nothing_and_what_was_written_is_kept(
    cast: dict[str, Browser], token: str
) -> None:
    given = cast[NEIGHBOUR].csrf if token == "neighbour" else token
    form = {"_csrf": given, "name.en": "Roof <b>terrace</b>"}
    answer = cast["owner"].client.post("/manage/gssd2022/rooms/new", data=form)
    assert answer.status_code == 403
    assert b"Roof &lt;b&gt;terrace&lt;/b&gt;" in answer.data
    assert b"terrace" not in cast["owner"].get("/manage/gssd2022/rooms").data


def test_who_lost_their_role_keeps_what_they_wrote(cast: dict[str, Browser], database: Database) -> None:
    form = {"name.en": "Roof <b>terrace</b>", "capacity": "77", "name.en@was": "x", "_base": "{}", "password": "geheim"}
    for member, status in (("viewer", 403), (NEIGHBOUR, 404)):
        for address in ("/manage/gssd2022/rooms/new", "/manage/none-such/rooms/new"):
            answer = cast[member].post(address, form)
            page = answer.get_data(as_text=True)
            assert answer.status_code == (status if "gssd" in address else 404)
            assert "Roof &lt;b&gt;terrace&lt;/b&gt;" in page and "Name (English)" in page and ">77<" in page
            assert not any(word in page for word in ("name.en", "geheim", "_base", "Send it now"))
    assert b"terrace" not in cast["owner"].get("/manage/gssd2022/rooms").data


@pytest.mark.parametrize("sent", ["AB%ED%A0%80CD", "AB%C0%AFCD", "AB%FFCD", "%E9", "caf\xe9"])
def test_a_form_that_is_no_text_is_refused_whole(cast: dict[str, Browser], sent: str) -> None:
    owner, address = cast[OWNER], "/manage/gssd2022/rooms/new"
    for before in ("name.en=", "name.en=Blue&%C3="):
        answer = owner.client.post(
            address,
            data=f"_csrf={owner.csrf}&{before}{sent}".encode("latin-1"),
            content_type="application/x-www-form-urlencoded",
        )
        assert (answer.status_code, "no text in UTF-8" in answer.get_data(as_text=True)) == (400, True)
    assert "Blue" not in owner.get("/manage/gssd2022/rooms").get_data(as_text=True)
    assert owner.get("/manage/gssd2022/rooms?name=%E9").status_code == 200


def test_json_and_plain_bodies_are_no_forms(cast: dict[str, Browser]) -> None:
    for kind in ("application/json", "text/plain"):
        body = b'{"name.en":"Roof","_csrf":"' + cast["owner"].csrf.encode() + b'"}'
        answer = cast["owner"].client.post("/manage/gssd2022/rooms/new", data=body, content_type=kind)
        assert answer.status_code == 403
