"""A list in a real browser: a stretch ticked with Shift, changed at once, taken back; and the same by keys, on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.served import served
from tests.journeys.test_overview import owner
from tests.journeys.test_reading import AXE, TAGS

pytestmark = [pytest.mark.browser, pytest.mark.broad]
LIST = "/manage/eiip2025/sessions"


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("several")


@pytest.fixture(scope="module")
def base(instance: Path) -> Iterator[str]:
    with served(instance) as address:
        yield address


def test_four_sessions_move_to_one_room_and_back(browser: Browser, base: str, instance: Path) -> None:
    page = owner(browser, base, instance, locale="en-GB")
    page.goto(base + LIST)
    expect(page.get_by_role("button", name="Change those chosen")).to_be_hidden()
    rooms = page.locator("tbody td:nth-child(4)").all_inner_texts()
    ticks = page.locator("input[name=key]")
    ticks.nth(1).click()
    ticks.nth(4).click(modifiers=["Shift"])
    expect(page.get_by_text("Chosen: 4")).to_be_visible()
    page.get_by_role("button", name="Change those chosen").click()
    expect(page.get_by_label("Room", exact=True)).to_be_hidden()
    page.get_by_label("What becomes of: Room").select_option(label="Set to")
    page.get_by_label("Room", exact=True).select_option(index=2)
    page.get_by_role("button", name="Change 4").click()
    expect(page.get_by_text("4 are changed.")).to_be_visible()
    assert page.locator("tbody td:nth-child(4)").all_inner_texts()[1:5] == ["Meghna Room"] * 4
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("4 are as they were.")).to_be_visible()
    assert page.locator("tbody td:nth-child(4)").all_inner_texts() == rooms
    page.context.close()


def test_all_of_a_page_and_all_that_is_found_are_chosen_by_keys(browser: Browser, base: str, instance: Path) -> None:
    page = owner(browser, base, instance, locale="en-GB", viewport={"width": 390, "height": 800})
    page.goto(base + LIST)
    page.locator("input[name=key]").first.focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("Chosen: 1")).to_be_visible()
    page.get_by_role("button", name="Choose none").press("Enter")
    expect(page.get_by_role("button", name="Choose none")).to_be_hidden()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_label("Choose all on this page").press("Space")
    expect(page.get_by_text("Chosen: 50")).to_be_visible()
    page.get_by_label("All 51 that are found, on every page").check()
    page.get_by_role("button", name="Change those chosen").press("Enter")
    expect(page.get_by_role("heading", name="Change 51 at once")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize(("language", "scheme"), [("en-GB", "light"), ("ar", "dark")])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, base: str, instance: Path, language: str, scheme: str
) -> None:
    page = owner(browser, base, instance, locale=language, color_scheme=scheme, viewport={"width": 320, "height": 4000})
    page.goto(base + LIST)
    keys = [tick.get_attribute("value") for tick in page.locator("input[name=key]").all()[:3]]
    found = {}
    for path in (
        LIST,
        f"/manage/eiip2025/several/sessions?key={'&key='.join(map(str, keys))}",
        "/manage/eiip2025/several/terms",
    ):
        page.goto(base + path)
        page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
        page.evaluate(AXE.read_text("utf-8"))
        result = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
        found[path] = [(item["id"], item["nodes"][0]["html"][:200]) for item in result["violations"]]
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        found[path] += [f"sideways {page.evaluate(wider)}"] if page.evaluate(wider) else []
    page.context.close()
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
