"""The site under a path of somebody's host (B141): every address leads there, and nothing that people typed is changed."""

import dataclasses
import io
import json
import re
from urllib.parse import urldefrag, urlsplit

import pytest
from flask import Flask
from lxml import html as lxml_html
from PIL import Image
from werkzeug.test import TestResponse

from forum_app.application import create_app
from forum_app.config import Config
from forum_app.database import Database
from forum_app.services.forum_files import draft_named
from forum_app.services.forum_ids import forum_id_of
from forum_app.services.media import Media
from forum_app.services.publishing import publish_release
from forum_app.services.things import Edit, save_thing
from tests.cast import OWNER, WHOLE, Browser, Browsers, join
from tests.houses import NOW, Start

HOST = "https://forum.example"
SAID = {"Host": "forum.example", "X-Forwarded-Proto": "https"}
NO_PAGES = re.compile(r"\.(pdf|ics|docx|xlsx|csv|xml|json|atom|png|webp|jpg|zip)\b|/static/|/sign-out|/export")
LEADS = ("href", "src", "action", "formaction")


@pytest.fixture
def start() -> Start:
    return Start(published=("gssd2022",))


@pytest.fixture(params=["/a/events", "/forums"])
def path(request: pytest.FixtureRequest) -> str:
    """One of them is what addresses of ours begin with too."""
    found: str = request.param
    return found


@pytest.fixture
def under(config: Config, database: Database, path: str) -> Flask:
    return create_app(dataclasses.replace(config, base_url=HOST + path, proxies=1), database)


@pytest.fixture
def owner(under: Flask, database: Database) -> Browser:
    browser = Browsers(under, database, join(database, "gssd2022"))[OWNER]
    cookie = browser.client.get_cookie("forum-session")
    assert cookie
    browser.client.set_cookie("__Host-forum-session", cookie.value, domain="forum.example", secure=True)
    return browser


def asked(browser: Browser, address: str, **more: object) -> TestResponse:
    return browser.get(address, headers=SAID, base_url="https://forum.example", **more)


def led_to(page: TestResponse, names: tuple[str, ...] = LEADS) -> set[str]:
    """Where a page leads on this host."""
    root = lxml_html.fromstring(page.get_data(as_text=True))
    found = {each.get(name) for name in names for each in root.iter() if isinstance(each.tag, str) and each.get(name)}
    found |= {
        value for each in root.iter() for name, value in each.items() if names is LEADS and name.startswith("data-")
    }
    return {address for address in found if address.startswith("/")}


def test_every_address_of_every_page_is_under_the_path_and_leads_somewhere(owner: Browser, path: str) -> None:
    waiting, seen = [f"{path}/", f"{path}/forums/gssd2022/", f"{path}/manage/", f"{path}/manage/gssd2022/"], set()
    while waiting and len(seen) < 70:
        address = waiting.pop(0)
        kind = re.sub(r"[2-9a-z]{10}", "KEY", urlsplit(address).path)
        if kind in seen or NO_PAGES.search(address):
            continue
        seen.add(kind)
        answer = asked(owner, address)
        assert answer.status_code in (200, 303), (address, answer.status_code)
        if answer.status_code == 303:
            waiting.append(urlsplit(answer.location)._replace(scheme="", netloc="").geturl())
            assert waiting[-1].startswith(f"{path}/")
            continue
        if answer.mimetype != "text/html":
            continue
        assert int(answer.headers["Content-Length"]) == len(answer.data)
        for led in led_to(answer):
            assert led.startswith(f"{path}/"), (address, led)
        waiting += [urldefrag(led).url for led in led_to(answer, ("href",))]
    assert len(seen) > 40


def test_files_of_style_and_scripts_come_and_are_kept(owner: Browser, path: str) -> None:
    page = asked(owner, f"{path}/manage/gssd2022/agenda")
    files = [led for led in led_to(page) if "/static/" in led and "." in led]
    assert len(files) > 3
    for file in files:
        answer = owner.get(file, headers=SAID | {"Accept-Encoding": "gzip"}, base_url="https://forum.example")
        assert answer.status_code == 200
        answer.close()
        assert "immutable" in answer.headers["Cache-Control"] or "/built/" not in file


def test_what_is_asked_for_again_is_not_sent_again_and_a_head_says_no_length_that_is_wrong(
    owner: Browser, path: str
) -> None:
    address = f"{path}/forums/gssd2022/agenda"
    first = asked(owner, address)
    said = SAID | {"If-None-Match": first.headers["ETag"]}
    assert owner.get(address, headers=said, base_url="https://forum.example").status_code == 304
    head = owner.client.head(address, headers=SAID, base_url="https://forum.example")
    assert head.status_code == 200 and "Content-Length" not in head.headers


def test_a_form_leads_back_and_what_was_typed_stays_as_it_was(
    owner: Browser, path: str, database: Database, media: Media
) -> None:
    session = draft_named(database, media, "gssd2022").sessions[0]
    address = f"{path}/manage/gssd2022/sessions/{session.id}"
    typed = 'See /manage/x and href="/manage/y" or "a": "/forums/z"'
    page = lxml_html.fromstring(asked(owner, address).get_data(as_text=True))
    form = next(each for each in page.forms if "title.en" in each.fields)
    fields = {**dict(form.form_values()), "title.en": typed}
    answer = owner.post(address, {**fields, "_csrf": owner.csrf}, headers=SAID, base_url="https://forum.example")
    assert answer.status_code == 303 and answer.location.startswith(f"{path}/manage/gssd2022/")
    assert all(f"Path={path}/manage" in each for each in answer.headers.getlist("Set-Cookie"))
    assert next(each for each in draft_named(database, media, "gssd2022").sessions).title["en"] == typed
    form = lxml_html.fromstring(asked(owner, address).get_data(as_text=True)).get_element_by_id("title.en")
    assert form.get("value") == typed


def test_what_scripts_are_answered_leads_there_too(owner: Browser, path: str, database: Database, media: Media) -> None:
    session = draft_named(database, media, "gssd2022").sessions[0]
    wishes = json.dumps([{"session": session.id, "values": {"minutes": 55}}])
    fields = {**WHOLE, "do": "place", "wishes": wishes, "_csrf": owner.csrf}
    said = SAID | {"Accept": "application/json"}
    answer = owner.post(f"{path}/manage/gssd2022/agenda/steps", fields, headers=said, base_url="https://forum.example")
    assert answer.status_code == 200
    card = lxml_html.fromstring(answer.get_json()["cards"][session.id])
    assert [each.get("href").startswith(f"{path}/manage/gssd2022/agenda?") for each in card.iter("a")] == [True]


def test_files_of_data_hold_what_was_typed(owner: Browser, path: str, database: Database, media: Media) -> None:
    typed = '"go": "/manage/x", "cards": {} and href="/manage/y"'
    stored = draft_named(database, media, "gssd2022").sessions[0]
    with database.reading() as connection:
        forum = forum_id_of(connection, "gssd2022")
    save_thing(database, forum, "session", stored.id, Edit({"title.en": typed}), actor="test")
    publish_release(database, "gssd2022", now=NOW, host="localhost", actor="test")
    told = asked(owner, f"{path}/forums/gssd2022/agenda.json").get_json()
    assert typed in [session["title"] for session in told["sessions"]]


def test_a_picture_sent_by_a_script_leads_to_its_page(owner: Browser, path: str) -> None:
    address = f"{path}/manage/gssd2022/settings/logo"
    logo = io.BytesIO()
    Image.new("RGB", (400, 200), "#246").save(logo, "PNG")
    logo.seek(0)
    fields = {"_csrf": owner.csrf, "file": (logo, "logo.png")}
    said = SAID | {"Accept": "application/json"}
    answer = owner.post(address, fields, headers=said, base_url="https://forum.example")
    assert answer.status_code == 200, answer.text
    assert answer.get_json()["go"].startswith(f"{path}/manage/gssd2022/")


@pytest.mark.parametrize("name", ["agenda.ics", "changes.atom", "agenda.json", "schedule.xml"])
def test_addresses_in_files_are_whole_and_names_of_events_stay_as_they_were_published(
    owner: Browser, path: str, name: str
) -> None:
    text = asked(owner, f"{path}/forums/gssd2022/{name}").get_data(as_text=True).replace("\r\n ", "")
    assert f"{HOST}{path}/forums/gssd2022/" in text
    assert not re.search(rf"{HOST}/(?!{path[1:]}/)", text)
    assert name != "agenda.ics" or re.search(r"^UID:[2-9a-z]{10}@localhost\r?$", text, re.MULTILINE)


@pytest.mark.parametrize("name", ["manage", "forums/gssd2022"])
def test_an_address_without_its_last_slash_leads_to_the_one_with_it(owner: Browser, path: str, name: str) -> None:
    answer = asked(owner, f"{path}/{name}")
    assert (answer.status_code, answer.location) == (308, f"{path}/{name}/")


def test_outside_the_path_there_is_nothing_but_the_servers_own_health(under: Flask, path: str) -> None:
    client = under.test_client()
    for address, status in (("/healthz", 200), ("/readyz", 200), ("/", 302), (path, 302), ("/manage/gssd2022/", 404)):
        answer = client.get(address, headers=SAID, base_url="https://forum.example")
        assert answer.status_code == status, address
        assert status != 302 or answer.location == f"{path}/"
    answer = client.get(f"{path}x/forums/gssd2022/", headers=SAID, base_url="https://forum.example")
    assert answer.status_code == 404 and f'href="{path}/' in answer.text
