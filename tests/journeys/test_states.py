"""Pages as they are when something went wrong or is empty: read by axe, from both sides, and fit for a thumb."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.served import served
from tests.journeys.test_desk import come_in, link
from tests.journeys.test_reading import AXE, TAGS

pytestmark = [pytest.mark.browser, pytest.mark.broad]
DESK = "/manage/eiip2025"
PHONE = {"width": 390, "height": 6000}
# What is sent from a page: its address, what is filled in, the button.
REFUSED = [
    ("/manage/new", {}, ".saves .pri, main form .pri"),
    (f"{DESK}/rooms/new", {"capacity": "-3"}, ".saves .pri"),
    (f"{DESK}/sessions/new", {"capacity": "many"}, ".saves .pri"),
    (f"{DESK}/members", {"email": "nobody"}, "aside .pri"),
    (f"{DESK}/registrations.csv", {}, "main .pri"),
    (f"{DESK}/messages/write", {}, "[value=preview]"),
    (f"{DESK}/settings/branding", {"accent": "#zz"}, "main form .pri"),
    (f"{DESK}/settings/delete", {"typed": "another"}, "main .bad"),
    (f"{DESK}/people/paste", {"text": "Name\tE-mail\nLi Wei\tnot-an-address"}, "main .pri"),
    (f"{DESK}/sessions/paste", {"text": "Title\tStart\tRoom\nA talk\t25:00\tNowhere"}, "main .pri"),
    ("/manage/account", {}, "form[action$=password] .btn"),
]
# Smaller than a thumb, and not inside a sentence: what the script gives back is empty where all is well.
SMALL = """() => [...document.querySelectorAll('main :is(a.btn, button, select, summary, input:not([type=hidden]))')]
    .filter(each => each.checkVisibility() && !each.matches('.vh, [aria-hidden=true], input[type=color]'))
    .map(each => each.matches('[type=checkbox], [type=radio]') ? each.closest('label') || each : each)
    .filter(each => each.getBoundingClientRect().height < 43.5).map(each => each.outerHTML.slice(0, 150))"""


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("states")


@pytest.fixture(scope="module")
def base(instance: Path) -> Iterator[str]:
    with served(instance) as address:
        yield address


def amiss(page: Page) -> list[object]:
    page.evaluate(AXE.read_text("utf-8"))
    result = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
    wide = page.evaluate("document.documentElement.scrollWidth")
    found = [(item["id"], item["nodes"][0]["html"][:200]) for item in result["violations"]]
    return [*found, *page.evaluate(SMALL), *([f"{wide} wide"] if wide > PHONE["width"] else [])]


def test_refusals_and_gone_things_are_read_by_axe_and_fit_a_thumb(browser: Browser, base: str, instance: Path) -> None:
    for words in (("--forum", "eiip2025", "--role", "owner"), ()):
        address = link(instance, base, "owner@example.org", *words)
    page = come_in(browser, address, locale="ar", color_scheme="dark", viewport=PHONE)
    found = {}
    for path, filled, button in REFUSED:
        page.goto(base + path)
        page.evaluate("document.querySelectorAll('form').forEach(each => each.noValidate = true)")
        for name, value in filled.items():
            page.locator(f"[name='{name}']").first.fill(value)
        with page.expect_navigation():
            page.locator(button).first.click()
        found[path] = amiss(page)
    page.goto(f"{base}{DESK}/terms")
    page.locator(".things tbody th a").first.click()
    term, other = page.url, page.context.new_page()
    other.goto(term)
    with other.expect_navigation():
        other.locator("button[form=delete]").click()
    page.locator("main input[type=text]").first.fill("ZZ")
    with page.expect_navigation():
        page.locator(".saves .pri").click()
    found["written, and gone"] = amiss(page)
    page.goto(term)
    found["gone"] = amiss(page)
    page.context.close()
    assert {path: faults for path, faults in found.items() if faults} == {}
