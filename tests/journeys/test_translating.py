"""Live figures of a colour, a short name suggested while typing, and translating by keyboard, in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.served import served
from tests.journeys.test_desk import come_as_owner, come_in, link

pytestmark = [pytest.mark.browser, pytest.mark.broad]
DESK = "/manage/gssd2022"


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("translating")


@pytest.fixture(scope="module")
def base(instance: Path) -> Iterator[str]:
    with served(instance) as address:
        yield address


@pytest.fixture(scope="module")
def page(browser: Browser, instance: Path, base: str) -> Page:
    found = come_in(browser, link(instance, base, "amina@example.org"))
    come_as_owner(instance, base, "amina@example.org")
    return found


def test_a_colour_is_judged_while_it_is_chosen(page: Page, base: str) -> None:
    page.goto(f"{base}{DESK}/settings/branding")
    expect(page.get_by_role("button", name="Preview")).to_be_hidden()
    page.get_by_label("Colour", exact=True).fill("#f5b800")
    expect(page.locator("#swatches")).to_contain_text("buttons carry dark letters")
    button = page.locator(".swatch-one").first
    expect(button).to_have_css("background-color", "rgb(245, 184, 0)")
    expect(button).to_contain_text("9.1")


def test_a_short_name_is_suggested_while_a_title_is_typed(page: Page, base: str) -> None:
    page.goto(f"{base}/manage/new")
    page.get_by_label("Title").fill("Skills Forum for the South")
    page.get_by_label("First day").fill("2027-05-03")
    expect(page.get_by_label("Short name")).to_have_attribute("placeholder", "skills-forum-south-2027")


def test_a_translation_is_saved_by_keyboard_and_the_next_one_is_entered(page: Page, base: str) -> None:
    page.goto(f"{base}{DESK}/languages?only=all&kind=theme")
    field = page.locator("#v0")
    field.fill("Une autre formulation")
    field.press("Control+Enter")
    expect(page.get_by_text("1 text is saved.")).to_be_visible()
    expect(page).to_have_url(f"{base}{DESK}/languages?to=fr&only=all&kind=theme#row-1")
    expect(page.locator("#v0")).to_have_value("Une autre formulation")
