"""The doors of the desk against odd addresses, keys, bodies, pages of lists and searches, on both databases."""

import io
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from forum_app.database import Database
from forum_app.models.accounts import Account, Membership, OneTimeKey
from forum_app.models.messages import Message
from forum_app.services.credentials import password_hash
from forum_app.services.forum_files import draft_named
from forum_app.services.media import Media
from tests.cast import ADMINISTRATOR, EDITOR, ORGANISER, OWNER, STRANGER, WHOLE, Browser, Browsers, join
from tests.houses import Start

SLUG, DESK = "gssd2022", "/manage/gssd2022"


@pytest.fixture
def start() -> Start:
    return Start(drafts=(SLUG,))


@pytest.fixture
def cast(app: Flask, database: Database, media: Media) -> dict[str, Browser]:
    return Browsers(app, database, join(database, SLUG))


def column(database: Database, query: Any) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(query).scalars())


# B031: each is refused beside the field, or is one address in the one form that is kept.
NO_ADDRESS = (
    "", "a@b", "a@@b.org", "@b.org", "a@b..org", "a b@c.org", "a@b.org,c@d.org", "a@b.org;c@d.org", "a@b.org\r\nBcc:x@y.org",
    "a@b.org\nTo: x@y.org", "<a@b.org>", "Ana <a@b.org>", '"a b"@c.org', "a@b.org\x00", "a\u202e@b.org", "a@" + "b." * 130 + "org",
    "x" * 250 + "@b.org", "a@" + "b" * 64 + ".org", "a@b.org%0d%0aBcc:x@y.org", "a@[::1]", "mailto:a@b.org",
)  # fmt: skip


def test_what_is_no_address_invites_nobody_and_makes_no_account(cast: dict[str, Browser], database: Database) -> None:
    before = len(column(database, select(Account.id)))
    for address in NO_ADDRESS:
        for member, place, more in ((OWNER, f"{DESK}/members", {"role": "editor"}), (ADMINISTRATOR, "/manage/accounts", {})):  # fmt: skip
            answer = cast[member].post(place, {"email": address, **more})
            page = answer.get_data(as_text=True)
            assert (answer.status_code, 'id="email-error"' in page) == (422, True), (address, place)
    assert column(database, select(Message.id)) == []
    assert column(database, select(OneTimeKey.key)) == []
    assert len(column(database, select(Account.id))) == before


# B032, B010: who differs only in case, blanks, a last point or the domain's letters is one; plus, dots and letters aren't.
SAME = ("Eva@Bücher.Example", " eva@bücher.example ", "EVA@XN--BCHER-KVA.EXAMPLE", "eva@bücher.example.")
OTHER = ("eva+1@bücher.example", "e.va@bücher.example", "evaa@bücher.example", "eva@bucher.example")


def test_one_person_is_one_account_however_the_address_is_written(cast: dict[str, Browser], database: Database) -> None:
    before = set(column(database, select(Account.id)))
    for address in (*SAME, *OTHER):
        answer = cast[ADMINISTRATOR].post("/manage/accounts", {"email": address, "name": "Eva"})
        assert answer.status_code in (303, 422), address
    made = set(column(database, select(Account.id))) - before
    assert len(made) == 1 + len(OTHER)
    assert len(set(column(database, select(Account.address)))) == len(before) + len(made)


# B056, beside those of web/test_sign_in.py: only a path of the desk is gone on to, however it is disguised.
ELSEWHERE = ("///evil.example", "/%09/evil.example", "/\t/evil.example", "\\\\evil.example", "/\\/evil.example", "//[::1]/", "\uff0f\uff0fevil.example",
             "/manage/../../evil", "/manage/..%2f..%2fevil", "/manage/%2e%2e/x", "/manage/\\evil.example", "manage/", "?next=//evil.example",
             "http:evil.example", "HTTPS:/evil.example", "data:text/html,x", " //evil.example", "/manage/%0d%0aX:y", "\x00/manage/")  # fmt: skip


def test_signing_in_leads_nowhere_else(app: Flask, cast: dict[str, Browser], database: Database) -> None:
    hashed = password_hash("four quiet herons wade")
    of_editor = update(Account).where(Account.id == cast[EDITOR].account).values(password=hashed)
    database.write(lambda connection: connection.execute(of_editor))
    for path in ELSEWHERE:
        client = app.test_client()
        token = re.search(r'name="_csrf" value="([0-9a-f]{64})"', client.get("/sign-in").get_data(as_text=True))[1]
        fields = {"email": "editor@cast.example", "password": "four quiet herons wade", "how": "password"}
        answer = client.post("/sign-in", data={"_csrf": token, "next": path, **fields})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/manage/"), path


# B048: a key opens something only whole and exact.
def test_a_part_of_an_invitations_key_opens_nothing(cast: dict[str, Browser], database: Database) -> None:
    cast[OWNER].post(f"{DESK}/members", {"email": "dina@new.example", "role": "editor"})
    key = re.search(r"/invitation/([\w-]{43})", column(database, select(Message.text))[0])[1]
    stranger = cast[STRANGER]
    assert stranger.get(f"/invitation/{key}").status_code == 200
    wrong = (key[:-1], key + "A", key.swapcase(), "%25", "_" * 43, key[:-1] + "%25", "A" * 5000, "t%5B%5D", "%00" + key)
    for other in wrong:
        for answer in (stranger.get(f"/invitation/{other}"), stranger.post(f"/invitation/{other}")):
            assert answer.status_code in (404, 410, 414), other
            assert b"dina@new.example" not in answer.data
    # B050: what looks at every link of a mail does nothing by it.
    for _ in range(3):
        assert stranger.get(f"/invitation/{key}").status_code == 200
        assert stranger.client.head(f"/invitation/{key}").status_code == 200
    assert column(database, select(Account.id).where(Account.address == "dina@new.example")) == []
    assert stranger.post(f"/invitation/{key}").status_code == 303


# B045: fields of others in the forms about people change nothing.
def test_no_form_about_oneself_gives_a_role_or_an_address(cast: dict[str, Browser], database: Database) -> None:
    with database.reading() as connection:
        members = connection.execute(select(Membership.account, Membership.role)).all()
    more = {"role": "owner", "administrator": "1", "email": "x@y.example", "address": "x@y.example", "disabled": "1",
            "id": "x222222222", "account": cast[OWNER].account, "forum_id": "x222222222"}  # fmt: skip
    assert cast[EDITOR].post("/manage/account", {"name": "Edie", "language": "en", **more}).status_code == 303
    with database.reading() as connection:
        after = connection.execute(select(Membership.account, Membership.role)).all()
        edie = connection.execute(select(Account).where(Account.id == cast[EDITOR].account)).one()
    assert sorted(after) == sorted(members)
    assert (edie.name, edie.administrator, edie.disabled, edie.address) == ("Edie", False, False, "editor@cast.example")


# B041: whoever is signed out or disabled while a form is open saves nothing, and keeps what was written.
def test_who_is_disabled_while_a_form_is_open_keeps_what_was_written(cast: dict[str, Browser]) -> None:
    editor = cast[EDITOR]
    done = cast[ADMINISTRATOR].post(f"/manage/accounts/{editor.account}", {"_do": "disable", "do": "disable"})
    assert done.status_code == 303
    answer = editor.post(f"{DESK}/rooms/new", {**WHOLE, "name.en": "Roof <b>terrace</b>"})
    assert answer.status_code in (303, 403)
    assert b"terrace" not in cast[OWNER].get(f"{DESK}/rooms").data
    assert answer.status_code == 303 or b"Roof &lt;b&gt;terrace" in answer.data


# B052: what completes names is for members, short, and tells no address of anybody.
def test_what_completes_names_tells_no_addresses_and_no_strangers(cast: dict[str, Browser]) -> None:
    for source in ("people", "organisations"):
        address = f"{DESK}/options/{source}?q=a"
        assert cast[STRANGER].get(address).status_code in (303, 401, 404)
        answer = cast[EDITOR].get(address)
        assert answer.status_code == 200
        assert "@" not in answer.get_data(as_text=True)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert len(answer.get_data(as_text=True)) < 20_000


MULTIPART = "multipart/form-data; boundary=b"


def part(name: str, value: bytes = b"x", more: bytes = b"") -> bytes:
    return (
        b'--b\r\nContent-Disposition: form-data; name="' + name.encode() + b'"' + more + b"\r\n\r\n" + value + b"\r\n"
    )


HUGE = 64_000_000


def bodies(token: str, huge: int = 0) -> dict[str, tuple[str, bytes]]:
    """What no browser sends, each beginning as a right form does."""
    plain, first = f"_csrf={token}&name.en=Roof".encode(), part("_csrf", token.encode()) + part("name.en", b"Roof")
    form = "application/x-www-form-urlencoded"
    return {
        "20 000 fields": (form, plain + b"&a=b" * 20_000),
        "64 000 000 bytes": (form, plain + b"&a=" + b"x" * huge),
        "5 000 parts": (MULTIPART, first + part("a") * 5_000 + b"--b--\r\n"),
        "a long head of a part": (MULTIPART, first + part("a", b"x", b"; x=" + b"y" * 1_000_000) + b"--b--\r\n"),
        "no boundary": ("multipart/form-data", first + b"--b--\r\n"),
        "an empty boundary": ('multipart/form-data; boundary=""', first + b"--b--\r\n"),
        "another boundary": ("multipart/form-data; boundary=c", first + b"--b--\r\n"),
        "no end": (MULTIPART, first + part("a")[:-5]),
        "a part without a name": (MULTIPART, first + b"--b\r\n\r\nx\r\n--b--\r\n"),
        "deep JSON": ("application/json", b"[" * 200_000),
        "JSON in a form": (form, plain + b"&_base=" + b"[" * 100_000),
        "a deep item": (form, plain + b"&posts[0]@item=" + b'{"a":' * 50_000),
        "huge numbers of items": (form, plain + b"&posts[99999999999999999999].title.en=x&posts[-1].title.en=x"),
        "names of fields that are long": (form, plain + b"&" + b"a." * 100_000 + b"=x"),
        "an unknown coding": ("application/x-www-form-urlencoded; charset=utf-7", plain + b"&a=+ADw-"),
    }


PLACES = ("/sign-in", f"{DESK}/rooms/new", f"{DESK}/people/new", f"{DESK}/messages/write", "/manage/new/file",
          f"{DESK}/people/paste", f"{DESK}/settings/logo", f"{DESK}/several/rooms")  # fmt: skip


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", list(bodies("")))
def test_a_body_that_no_browser_sends_is_refused_quickly_at_every_form(
    cast: dict[str, Browser], database: Database, media: Media, name: str
) -> None:
    """B058: refused by what it is, never by a page that broke, and nothing is kept of it."""
    before = draft_named(database, media, SLUG)
    huge = HUGE if name == "64 000 000 bytes" else 0
    for address in PLACES[:2] if huge else PLACES:
        browser = cast[ADMINISTRATOR if address == "/manage/new/file" else ORGANISER]
        kind, body = bodies(browser.csrf, huge)[name]
        answer = browser.client.post(
            address, input_stream=io.BytesIO(body), content_length=len(body), content_type=kind
        )
        assert 200 <= answer.status_code < 500, (address, answer.status_code)
    after = draft_named(database, media, SLUG)
    after.rooms = [room for room in after.rooms if room.name.get("en") != "Roof"]
    assert after == before


LISTS = (*(f"{DESK}/{noun}" for noun in ("sessions", "people", "organisations", "themes", "rooms", "materials", "roles",
         "registrations", "messages", "log", "find", "members", "releases", "languages")), "/manage/", "/manage/accounts")  # fmt: skip
PAGES = ("-1", "0", "1000000000", "1" + "0" * 23, "1.5", "\u0661", "", "\x00", "9" * 4000)
SEARCHES = ("%", "_", "*", '"', "(", "\\", "(a+)+$", "' OR 1=1 --", "x" * 10_000, "\x00", "\u0130", "a\u0301" * 50, "NEAR(", "-")  # fmt: skip


@pytest.mark.timeout(120)
@pytest.mark.parametrize("address", LISTS)
def test_every_list_answers_whatever_page_order_and_words_are_asked_for(cast: dict[str, Browser], address: str) -> None:
    """B062 and B063: at once, never with a page that broke, never with more than a page."""
    browser = cast[ADMINISTRATOR if address == "/manage/accounts" else OWNER]
    assert browser.get(address).status_code == 200
    asked = [{name: page} for name in ("page", "before") for page in PAGES]
    asked += [{"q": words} for words in SEARCHES]
    asked += [{"sort": "unknown"}, {"sort": "9" * 30}, {"per_page": "1000000"}, {"page": "2", "q": "a", "sort": "0"},
              {"from": "2026-02-30", "to": "x"}, {"only": "%"}, {"by": "' OR 1=1"}, {"state": "none"}]  # fmt: skip
    for query in asked:
        answer = browser.get(address, query_string=query)
        assert answer.status_code in (200, 303, 400, 404, 422), (query, answer.status_code)
        assert len(answer.data) < 1_500_000, query


# B065: who takes no cookies is told so and keeps the address that was typed, and a form of the desk is shown in nobody's frame.
def test_who_takes_no_cookies_is_not_let_in_and_nothing_breaks(app: Flask, cast: dict[str, Browser]) -> None:
    client = app.test_client(use_cookies=False)
    form = client.get("/sign-in").get_data(as_text=True)
    token = re.search(r'name="_csrf" value="([0-9a-f]{64})"', form)
    fields = {"_csrf": token[1] if token else "", "email": "a@b.example", "password": "x", "how": "password"}
    answer = client.post("/sign-in", data=fields)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, "needs cookies" in page, 'value="a@b.example"' in page) == (403, True, True)
    for address in ("/sign-in", f"{DESK}/rooms/new"):
        policy = cast[EDITOR].get(address).headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy and "form-action 'self'" in policy
