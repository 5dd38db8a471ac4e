"""What is done often lies at hand and loses no place: sections of a note put in order while one of them is written, a
photo chosen beside the form of its person."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.served import served
from tests.journeys.test_desk import DESK, come_as_owner, come_in, link
from tests.pictures import files

pytestmark = [pytest.mark.browser, pytest.mark.broad]


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("at-hand")


@pytest.fixture(scope="module")
def base(instance: Path) -> Iterator[str]:
    with served(instance) as address:
        yield address


@pytest.fixture(scope="module")
def owner(browser: Browser, instance: Path, base: str) -> Iterator[Page]:
    page = come_in(browser, link(instance, base, "owner@example.org"), viewport={"width": 1440, "height": 900})
    come_as_owner(instance, base, "owner@example.org")
    yield page
    page.context.close()


def test_sections_are_put_in_order_while_one_of_them_is_written(owner: Page, base: str) -> None:
    owner.goto(f"{base}{DESK}/concept-note")
    owner.evaluate("document.body.dataset.same = 'yes'")
    owner.get_by_label("Heading", exact=True).fill("Introduction, half writ")
    line = owner.locator(".note-outline ol li").filter(has_text="Key questions")
    line.hover()
    line.get_by_role("button", name="Move up: Key questions").click()
    lines = owner.locator(".note-outline ol li a")
    expect(lines.nth(4)).to_contain_text("Key questions")
    expect(owner.get_by_role("button", name="Move up: Key questions")).to_be_focused()
    expect(owner.locator("#order [role=status]")).to_have_text("“Key questions” stands at place 5 of 11 now.")
    owner.keyboard.press("Enter")
    expect(lines.nth(3)).to_contain_text("Key questions")
    assert owner.evaluate("document.body.dataset.same") == "yes"
    expect(owner.get_by_label("Heading", exact=True)).to_have_value("Introduction, half writ")


def test_a_new_section_comes_below_the_one_that_is_open_and_is_named_at_once(owner: Page, base: str) -> None:
    owner.goto(f"{base}{DESK}/concept-note")
    owner.get_by_role("link", name="The Solution Forum").focus()
    owner.keyboard.press("Enter")
    owner.wait_for_url("**section=**")
    owner.get_by_role("button", name="Add a section below The Solution Forum").press("Enter")
    owner.wait_for_url("**#heading.en")
    expect(owner.get_by_label("Heading", exact=True)).to_be_focused()
    owner.keyboard.type("How to join")
    owner.keyboard.press("Control+s")
    owner.wait_for_load_state()
    expect(owner.locator(".note-outline ol li a").nth(2)).to_contain_text("How to join")


def test_without_a_script_the_page_comes_back_at_the_button(owner: Page, base: str) -> None:
    state = owner.context.storage_state()
    assert owner.context.browser is not None
    context = owner.context.browser.new_context(storage_state=state, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}{DESK}/concept-note")
    button = page.get_by_role("button", name="Move up: Focal points")
    place = button.get_attribute("id")
    button.click()
    page.wait_for_url(f"**#{place}")
    expect(page.locator(f"#{place}")).to_be_in_viewport()
    expect(page.locator(".say")).to_contain_text("“Focal points” stands at place")
    context.close()


def test_a_photo_is_chosen_beside_the_form_and_what_is_written_there_stays(owner: Page, base: str) -> None:
    owner.goto(f"{base}{DESK}/people")
    owner.locator("tbody th a").first.click()
    owner.get_by_role("link", name="Cut and describe").click()
    owner.get_by_role("button", name="Remove it").click()
    owner.locator(".crumb a").click()
    owner.get_by_label("Pronouns").fill("she")
    field = owner.get_by_label("Choose a photo")
    field.set_input_files({"name": "me.jpg", "mimeType": "image/jpeg", "buffer": files.saved(files.scene(), "JPEG")})
    expect(owner.locator("#photo .pic-now img")).to_be_visible()
    expect(owner.locator("#photo").get_by_role("link", name="Cut and describe")).to_be_focused()
    expect(owner.locator("#photo [role=status]")).to_have_text("The photo is kept.")
    expect(owner.get_by_label("Pronouns")).to_have_value("she")
    owner.get_by_role("button", name="Save").first.click()
    expect(owner.locator(".say.ok")).to_contain_text("Saved.")
    expect(owner.locator("#photo .pic-now img")).to_be_visible()
