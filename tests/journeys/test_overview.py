"""The overview in a real browser: axe in both directions and in the dark, phones, "/" finds anything, tables by keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.served import served
from tests.journeys.test_desk import come_in, link
from tests.journeys.test_reading import AXE, TAGS

pytestmark = pytest.mark.browser
DESK = "/manage/eiip2025"
PAGES = (
    "/manage/", f"{DESK}/", f"{DESK}/registrations", f"{DESK}/registrations?country=BD&status=confirmed",
    f"{DESK}/registrations?q=nobody-like-this", f"{DESK}/registrations?country=XX", f"{DESK}/registrations.csv?where=country%3DBD",
    f"{DESK}/registrations.csv?where=shoe%3D44", f"{DESK}/log", f"{DESK}/log?day=2001-01-01", f"{DESK}/find", f"{DESK}/find?q=a",
    f"{DESK}/find?q=nothing-like-this",
)  # fmt: skip
TALL = {"width": 1280, "height": 6000}


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("overview")


@pytest.fixture(scope="module")
def base(instance: Path) -> Iterator[str]:
    with served(instance) as address:
        yield address


def owner(browser: Browser, base: str, instance: Path, **options: object) -> Page:
    address = link(instance, base, "owner@example.org", "--forum", "eiip2025", "--role", "owner")
    return come_in(browser, address, **options)


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")


@pytest.mark.parametrize(
    ("language", "scheme"), [("ar", "dark"), pytest.param("en-GB", "light", marks=pytest.mark.soak)]
)
@pytest.mark.broad
def test_axe_finds_nothing(browser: Browser, base: str, instance: Path, language: str, scheme: str) -> None:
    page = owner(browser, base, instance, locale=language, color_scheme=scheme, viewport=TALL)
    source, found = AXE.read_text("utf-8"), {}
    for path in PAGES:
        page.goto(base + path)
        open_all(page)
        page.evaluate(source)
        result = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
        found[path] = [(item["id"], item["nodes"][0]["html"][:200]) for item in result["violations"]]
    page.context.close()
    assert {path: violations for path, violations in found.items() if violations} == {}


@pytest.mark.parametrize("language", ["en-GB", pytest.param("ar", marks=pytest.mark.soak)])
@pytest.mark.parametrize(
    "width", [320, 1024, *(pytest.param(each, marks=pytest.mark.soak) for each in (390, 760, 1210))]
)
def test_nothing_scrolls_sideways_and_no_word_of_a_chart_is_small(
    browser: Browser, base: str, instance: Path, width: int, language: str
) -> None:
    page = owner(browser, base, instance, locale=language, viewport={"width": width, "height": 800})
    wide = {}
    for path in PAGES:
        page.goto(base + path)
        open_all(page)
        wide[path] = page.evaluate("document.documentElement.scrollWidth")
    page.goto(f"{base}{DESK}/")
    shown = page.evaluate(
        """() => [...document.querySelectorAll('.chart')].filter(each => each.checkVisibility()).map(each => {
            const box = each.getBoundingClientRect();
            const texts = [...each.querySelectorAll('text')].map(text => text.getBoundingClientRect());
            const scale = box.width / each.viewBox.baseVal.width;
            return [12 * scale, texts.every(text => text.left >= box.left - 1 && text.right <= box.right + 1)];
        })"""
    )
    page.context.close()
    assert {path: size for path, size in wide.items() if size > width} == {}
    assert len(shown) == 1 and shown[0][0] > 10.9 and shown[0][1]


def test_a_slash_finds_anything_and_escape_lets_go(browser: Browser, base: str, instance: Path) -> None:
    page = owner(browser, base, instance)
    page.goto(f"{base}{DESK}/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Find anything")).to_be_focused()
    page.keyboard.type("joao")
    hit = page.locator(".find-list a").first
    expect(hit).to_have_text("João Belo Soares")
    page.keyboard.press("Escape")
    expect(page.locator(".find-list")).to_be_hidden()
    page.keyboard.type(" belo")
    expect(hit).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/*")
    page.context.close()


def test_a_chart_is_a_table_too_by_keys(browser: Browser, base: str, instance: Path) -> None:
    page = owner(browser, base, instance)
    page.goto(f"{base}{DESK}/")
    summary = page.locator(".has-table summary").first
    summary.focus()
    page.keyboard.press("Enter")
    table = page.locator(".has-table").first.get_by_role("table")
    expect(table.get_by_role("row")).to_have_count(7)
    expect(table).to_contain_text("80")
    page.context.close()


def test_what_is_filtered_is_exported_once_there_is_a_reason(browser: Browser, base: str, instance: Path) -> None:
    page = owner(browser, base, instance, java_script_enabled=False)
    page.goto(f"{base}{DESK}/registrations")
    page.get_by_label("Country or territory").select_option("Nepal")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Confirmed").click()
    shown = page.locator(".comers tbody tr").count()
    page.get_by_role("link", name="CSV").click()
    expect(page.get_by_text(f"personal data of {shown} people")).to_be_visible()
    page.get_by_label("Why is it needed?").fill("Visas")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert len(download.value.path().read_text("utf-8-sig").strip().splitlines()) == shown + 1
    page.goto(f"{base}{DESK}/log?kind=list")
    expect(page.locator(".log .bx").first).to_contain_text("List of people exported")
    page.context.close()
