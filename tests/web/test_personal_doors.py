"""Every door that a key opens, asked with every kind of key; what its answers say to caches, search engines and other
sites; and the desk's doors, asked with keys that are none of theirs."""

import re
from typing import Any

import pytest
from flask import Flask

from forum_app.config import Config
from forum_app.database import Database
from forum_app.web.personal.doors import form_token
from tests.cast import OWNER, Browsers, join
from tests.houses import Start
from tests.keyholders import FORM, OVER, PERSON, REGISTRATION, SCREEN, SLUG, Ask, Holder, asks, keyholders
from tests.web.test_access import SECRETS, guarded

PERSONAL = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
RIGHT = {REGISTRATION: "attendee", PERSON: "speaker", SCREEN: "screen"}
# What is there for nobody, or led on, in the house of these tests.
OTHERWISE = {
    "/forums/<slug>/register/sent/<key>": 303,
    "/s/<key>/media/<name>": 404,
    "/s/<key>/style-<name>.css": 404,
}


@pytest.fixture
def start() -> Start:
    return Start(published=(SLUG,), drafts=(OVER,))


@pytest.fixture
def holders(app: Flask, database: Database, config: Config) -> dict[str, Holder]:
    return keyholders(database, config)


def told(ask: Ask, who: str, holder: Holder) -> int:
    """The status that docs/routes.md promises: whether this key opens this door."""
    if ask.door not in (FORM, holder.opens):
        return 404
    if holder.expired and ask.door != FORM:
        return 410
    moderated, spoken = "<session>" in ask.rule and ask.door == PERSON, "<talk>" in ask.rule
    if (moderated and who != "moderator") or (spoken and who != "speaker"):
        return 404
    return OTHERWISE.get(ask.rule, 200)


def test_each_key_opens_its_own_door_for_its_own_part_and_no_other(app: Flask, holders: dict[str, Holder]) -> None:
    """B043, B047, B049."""
    wrong, client = [], app.test_client()
    for ask in asks(app):
        if ask.method != "GET":
            continue
        for who, holder in holders.items():
            answer = client.get(ask.address(holder.key))
            others = [each.name for each in holders.values() if each.name and each.key != holder.key]
            named = [name for name in others if name.encode() in answer.data]
            if answer.status_code != told(ask, who, holder) or named or "Set-Cookie" in answer.headers:
                wrong.append((who, ask, answer.status_code, told(ask, who, holder), named))
    assert wrong == []


def test_nothing_is_sent_through_a_door_by_a_key_that_does_not_open_it(
    app: Flask, database: Database, holders: dict[str, Holder]
) -> None:
    """With the token that the key's own forms carry; and with the right key, never without its token."""
    wrong, client = [], app.test_client()
    with app.test_request_context():
        tokens = {holder.key: form_token(holder.key) for holder in holders.values()}
    for ask in asks(app):
        if ask.method != "POST":
            continue
        for who, holder in holders.items():
            status = told(ask, who, holder)
            opens = status not in (404, 410)
            address, data = ask.address(holder.key), {"_csrf": "" if opens else tokens[holder.key]}
            answer = client.post(address, data=data)
            named = [each.name for each in holders.values() if each.name and each.name.encode() in answer.data]
            if answer.status_code != (403 if opens else status) or named:
                wrong.append((who, ask, answer.status_code, status, named))
    assert wrong == []


def test_a_role_at_the_desk_opens_nobodys_page(app: Flask, database: Database, holders: dict[str, Holder]) -> None:
    browser = Browsers(app, database, join(database, SLUG))[OWNER]
    for ask in asks(app):
        if ask.door == FORM:
            continue
        for who in ("nobody", "attendee who was erased", "screen of long ago"):
            answer = browser.get(ask.address(holders[who].key)) if ask.method == "GET" else browser.post(ask.address(holders[who].key))  # fmt: skip
            assert answer.status_code == 404, (who, ask)


def test_no_key_opens_a_door_of_the_desk(app: Flask, database: Database, holders: dict[str, Holder]) -> None:
    """B043: in the address, as a cookie and in a header."""
    join(database, SLUG)
    wrong = []
    for who in ("attendee", "speaker", "moderator", "screen"):
        key = holders[who].key
        client = app.test_client()
        for name in ("forum-session", "forum-browser", "session", "key"):
            client.set_cookie(name, key, domain="localhost")
        headers = {"Authorization": f"Bearer {key}", "X-CSRF-Token": key, "X-Api-Key": key}
        for method, address, door in guarded(app):
            asked = re.sub(r"/2222222222(?=/|$)", f"/{key}", address) + f"?key={key}&token={key}"
            answer = client.open(
                asked, method=method, headers=headers, data={"_csrf": key} if method == "POST" else None
            )
            to = answer.headers.get("Location", "")
            shut = answer.status_code == 403 if method == "POST" else to.startswith("/sign-in")
            if not shut or any(secret in answer.data for secret in SECRETS):
                wrong.append((who, method, asked, door, answer.status_code, to))
    assert wrong == []


@pytest.mark.parametrize("way", ["/sign-in/link/", "/invitation/"])
def test_a_personal_key_signs_nobody_in(app: Flask, database: Database, holders: dict[str, Holder], way: str) -> None:
    """B034: also not whoever has an organiser's address."""
    join(database, SLUG)
    for who in ("attendee", "speaker", "moderator", "screen"):
        client = app.test_client()
        page = client.get(f"{way}{holders[who].key}")
        token = re.search(r'name="_csrf" value="([0-9a-f]{64})"', page.text)
        answer = client.post(f"{way}{holders[who].key}", data={"_csrf": token[1] if token else ""})
        assert answer.status_code in (200, 403, 404, 410), who
        assert client.get("/manage/").headers["Location"].startswith("/sign-in"), who


LARGE = b"x=" + b"y" * (2 * 1024 * 1024)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("method", "tail", "more"),
    [
        ("GET", "", {}),
        ("HEAD", "", {}),
        ("OPTIONS", "", {}),
        ("PUT", "", {}),
        ("DELETE", "", {}),
        ("POST", "", {}),
        ("POST", "", {"data": LARGE, "content_type": "application/x-www-form-urlencoded"}),
        ("POST", "", {"data": b"x=%E9", "content_type": "application/x-www-form-urlencoded"}),
        ("POST", "", {"headers": {"Origin": "https://evil.example"}}),
        ("GET", "/", {}),
        ("POST", "/", {}),
        ("GET", "/x", {}),
        ("GET", "%00", {}),
        ("GET", "?x=%00", {}),
        ("GET", "?x=%E9", {}),
        ("GET", "%E9", {}),
        ("GET", "", {"environ_overrides": {"PATH_INFO": "//r//x"}}),
        ("GET", "", {"environ_overrides": {"PATH_INFO": "//forums//x//register"}}),
    ],
    ids=lambda value: str(value)[:60] if isinstance(value, dict) else value,
)  # fmt: skip
def test_every_answer_at_a_personal_address_is_one_persons_own(
    app: Flask, holders: dict[str, Holder], method: str, tail: str, more: dict[str, Any]
) -> None:
    """WEB-12: errors that are said before any door was asked, too; which database is asked makes no difference."""
    client, wrong = app.test_client(), []
    for rule, door in sorted({(ask.rule, ask.door) for ask in asks(app)}):
        holder = holders["moderator" if "<session>" in rule and door == PERSON else RIGHT.get(door, "nobody")]
        address = Ask(rule, door, method).address(holder.key) + tail
        with client.open(address, method=method, **more) as answer:
            headers = {name: answer.headers.get(name) for name in PERSONAL}
            if headers != PERSONAL or answer.status_code >= 500 or "Set-Cookie" in answer.headers:
                wrong.append((address, answer.status_code, headers))
    assert wrong == []


def test_an_address_with_a_slash_at_its_end_leads_to_the_page(app: Flask, holders: dict[str, Holder]) -> None:
    client = app.test_client()
    attendee, speaker = holders["attendee"].key, holders["speaker"].key
    for address in (f"/r/{attendee}", f"/s/{speaker}", f"/r/{attendee}/agenda", f"/forums/{SLUG}/register"):
        answer = client.get(f"{address}/?lang=fr&x=%C3%A9")
        assert (answer.status_code, answer.location) == (303, f"{address}?lang=fr&x=%C3%A9")
        assert client.get(answer.location).status_code == 200
        assert client.post(f"{address}/").status_code == 404
    for address in (f"/r/{attendee}/x/", f"/r/{attendee}/offer/", "/r/", "/s//", "/forums/", f"/r/{attendee}%00/"):
        assert client.get(address).status_code in (303, 404)
        assert client.get(address, follow_redirects=True).status_code == 404
