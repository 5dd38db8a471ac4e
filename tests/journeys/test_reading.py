"""A reader in a real browser: pages read well with and without JavaScript, at 320 pixels, in the dark, by keyboard."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from forum_app.paths import SAMPLES
from tests.journeys.served import served

pytestmark = pytest.mark.browser

SAMPLE = json.loads((SAMPLES / "gssd2022.json").read_bytes())
SESSION = SAMPLE["sessions"][0]["id"]
PERSON = SAMPLE["sessions"][0]["roles"][0]["person"]
FORUM = "/forums/gssd2022"
PAGES = [
    "/",
    "/privacy",
    "/accessibility",
    f"{FORUM}/",
    f"{FORUM}/agenda",
    f"{FORUM}/agenda?q=nothing-like-this",
    f"{FORUM}/sessions/{SESSION}",
    f"{FORUM}/speakers",
    f"{FORUM}/speakers/{PERSON}",
    f"{FORUM}/concept-note",
    f"{FORUM}/changes",
    f"{FORUM}/nowhere",
]
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("served"), demo=True) as address:
        yield address


def opened(browser: Browser, **options: object) -> Page:
    return browser.new_context(bypass_csp=True, timezone_id="Europe/Zurich", **options).new_page()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "scheme"),
    [
        ("fr", "light"),
        *(pytest.param(*each, marks=pytest.mark.broad) for each in (("en", "dark"), ("en", "light"), ("fr", "dark"))),
    ],
)
def test_axe_finds_nothing_on_any_page(browser: Browser, base: str, language: str, scheme: str) -> None:
    page = opened(browser, locale=language, color_scheme=scheme, reduced_motion="reduce")
    source = AXE.read_text("utf-8")
    found = {}
    for path in PAGES:
        page.goto(base + path)
        page.evaluate(source)
        result = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
        found[path] = [(item["id"], item["nodes"][0]["html"]) for item in result["violations"]]
    page.context.close()
    assert found == {path: [] for path in PAGES}


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_no_page_scrolls_sideways(browser: Browser, base: str, width: int) -> None:
    page = opened(browser, viewport={"width": width, "height": 800}, locale="fr")
    wide = {}
    for path in PAGES:
        page.goto(base + path)
        wide[path] = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()
    assert {path: size for path, size in wide.items() if size > width} == {}


def test_everything_can_be_read_without_javascript(browser: Browser, base: str) -> None:
    page = opened(browser, java_script_enabled=False, locale="en", viewport={"width": 390, "height": 800})
    page.goto(f"{base}{FORUM}/")
    assert page.get_by_role("heading", level=1).inner_text().startswith("Building")
    page.goto(f"{base}{FORUM}/?lang=fr")
    assert page.locator("html").get_attribute("lang") == "fr"
    page.goto(f"{base}{FORUM}/sessions/{SESSION}?tz=Europe/Zurich&lang=en")
    assert page.get_by_text("05:30–06:50").first.is_visible()
    page.context.close()


def test_a_readers_own_time_stands_beside_the_forums(browser: Browser, base: str) -> None:
    page = opened(browser, locale="en")
    page.goto(f"{base}{FORUM}/")
    page.get_by_text("05:30–06:50").first.wait_for(state="visible", timeout=10_000)
    assert page.get_by_text("10:30–11:50").first.is_visible()
    page.context.close()


def test_a_reader_in_utc_is_told_so_once(browser: Browser, base: str) -> None:
    page = browser.new_context(timezone_id="UTC", locale="en").new_page()
    page.goto(f"{base}{FORUM}/")
    said = page.get_by_text("where you are").first
    said.wait_for(state="visible", timeout=10_000)
    assert said.inner_text() == "03:30–04:50 where you are, UTC"
    page.context.close()


def test_the_first_key_press_offers_to_skip_to_the_content(browser: Browser, base: str) -> None:
    page = opened(browser, locale="en")
    page.goto(f"{base}{FORUM}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    page.context.close()


def test_nothing_is_asked_of_another_host_and_nothing_fails(browser: Browser, base: str) -> None:
    page = opened(browser, locale="en")
    asked: list[str] = []
    troubles: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    for path in PAGES[:-1]:
        page.goto(base + path)
    page.context.close()
    assert [url for url in asked if not url.startswith((base, "data:"))] == []
    assert troubles == []


def test_the_concept_note_and_the_programme_come_as_pdf(browser: Browser, base: str) -> None:
    page = opened(browser)
    for name in ("concept-note.pdf", "agenda.pdf", "concept-note.pdf?lang=fr"):
        for _attempt in range(20):
            answer = page.request.get(f"{base}{FORUM}/{name}", timeout=30_000)
            if answer.status != 503:
                break
            assert answer.headers["retry-after"] == "5"
            page.wait_for_timeout(1000)
        assert (answer.status, answer.body()[:5]) == (200, b"%PDF-")
        again = page.request.get(f"{base}{FORUM}/{name}", headers={"If-None-Match": answer.headers["etag"]})
        assert again.status == 304
    page.context.close()


def test_what_is_on_now_is_said_on_the_programme(browser: Browser, tmp_path: Path) -> None:
    with served(tmp_path, FORUM_NOW="2022-09-13T03:35:00+00:00") as address:
        page = browser.new_context(timezone_id="America/Lima", locale="en").new_page()
        page.goto(f"{address}{FORUM}/agenda")
        page.get_by_role("link", name="Now, 10:35").wait_for(state="visible", timeout=10_000)
        assert page.locator(".list > li.live .live-w").inner_text() == "Live"
        assert page.locator(".now-i").inner_text() == "Now, 10:35"
        page.context.close()
