"""People in a real browser: one who stands there twice is merged and parted, a copied table becomes people; by keyboard,
on a phone from right to left, and without a script."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.served import served
from tests.journeys.test_desk import come_as_owner, come_in, link
from tests.journeys.test_reading import AXE, TAGS

pytestmark = [pytest.mark.browser, pytest.mark.broad]
DESK = "/manage/gssd2022"
PHONE = {"width": 390, "height": 844}
COPIED = (
    "Title\tFirst name\tLast name\tEmail address\tPosition\tOrganization\tCountry\n"
    "Ms\tLina\tHaddad\tlina@haddad.example\tDirector\tMinistry of Work\tJordan\n"
    "Mr\tAnir\tChowdhury\t\tAdviser\tInnovation Office\tBangladesh\n"
    "Dr\tOmar\tSaleh\tno address\tChair\tMinistry of Work\tNarnia\n"
)


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("names")


@pytest.fixture(scope="module")
def base(instance: Path) -> Iterator[str]:
    with served(instance) as address:
        yield address


@pytest.fixture(scope="module")
def page(browser: Browser, instance: Path, base: str) -> Page:
    found = come_in(browser, link(instance, base, "names@example.org"))
    come_as_owner(instance, base, "names@example.org")
    return found


def as_other(browser: Browser, instance: Path, base: str, email: str, **options: object) -> Page:
    found = come_in(browser, link(instance, base, email), **options)
    come_as_owner(instance, base, email)
    return found


def check_axe(page: Page) -> None:
    """Nothing is wrong for whoever reads with other tools, and nothing is wider than the window."""
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": size["width"], "height": 6000})
    page.evaluate(AXE.read_text("utf-8"))
    result = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
    assert [(found["id"], found["nodes"][0]["html"]) for found in result["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    page.set_viewport_size(size)


def test_a_copied_table_becomes_people_and_one_press_takes_it_back(page: Page, base: str) -> None:
    page.goto(f"{base}{DESK}/people")
    count = page.locator(".things tbody tr").count()
    page.get_by_role("link", name="Paste a list").click()
    field = page.get_by_label("The list")
    field.fill(COPIED)
    check_axe(page)
    page.get_by_role("button", name="Show what it becomes").press("Enter")
    expect(page.get_by_role("heading", name="What the list becomes")).to_be_visible()
    expect(page.get_by_label("First name")).to_have_value("given_name")
    expect(page.locator("#line-3")).to_contain_text("This is no e-mail address")
    expect(page.locator("#line-3")).to_contain_text("This is not known here")
    expect(page.locator("#line-1")).to_contain_text("New organisation: Ministry of Work")
    page.get_by_role("button", name="Save these people").press("Enter")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("One line wants an answer. Nothing was saved.")
    expect(summary).to_be_focused()
    check_axe(page)
    summary.get_by_role("link", name="line 2").press("Enter")
    choice = page.locator("#line-2").get_by_role("radio", name=re.compile("Somebody else"))
    choice.focus()
    choice.press("Space")
    page.get_by_role("button", name="Save these people").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("3 people are new. 2 organisations are new.")
    expect(page.locator(".things tbody tr")).to_have_count(count + 3)
    page.locator(".say button", has_text="Undo").press("Enter")
    expect(page.locator(".things tbody tr")).to_have_count(count)


def test_one_who_stands_there_twice_is_merged_and_parted(page: Page, base: str) -> None:
    page.goto(f"{base}{DESK}/people/paste")
    page.get_by_label("The list").fill("Mr A. Chowdhury, Chief of policy, Innovation Office, Bangladesh")
    page.get_by_role("button", name="Show what it becomes").click()
    page.get_by_role("button", name="Save these people").click()
    page.get_by_role("link", name="The same person twice?").click()
    pair = page.get_by_role("listitem").filter(has_text="An initial in place of a name")
    check_axe(page)
    pair.get_by_role("link").press("Enter")
    expect(page.get_by_role("heading", name="Are these two one person?")).to_be_visible()
    check_axe(page)
    name = page.get_by_role("group", name=re.compile("Name as it is shown English"))
    expect(name.get_by_role("radio", name="Anir Chowdhury")).to_be_checked()
    name.get_by_role("radio", name="Anir Chowdhury").press("ArrowRight")
    expect(name.get_by_role("radio", name="A. Chowdhury", exact=True)).to_be_checked()
    page.get_by_role("button", name="Merge into one").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("is part of this entry now")
    expect(page.get_by_role("heading", level=1)).to_have_text("A. Chowdhury")
    expect(page.get_by_label("Title of the post").nth(1)).to_have_value("Chief of policy")
    page.locator(".say button", has_text="Undo").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Anir Chowdhury")
    page.goto(f"{base}{DESK}/people?q=chowdhury")
    expect(page.locator(".things tbody tr")).to_have_count(2)


def test_on_a_phone_from_right_to_left_without_a_script(browser: Browser, base: str, instance: Path) -> None:
    there = {"locale": "ar", "viewport": PHONE, "color_scheme": "dark"}
    page = as_other(browser, instance, base, "phone@example.org", java_script_enabled=False, **there)
    page.goto(f"{base}{DESK}/people/paste")
    page.locator("#text").fill("Rania Saad\nAnir Chowdhury")
    page.locator("main .btn.pri").click()
    page.locator("#line-2 input[value=leave]").check()
    page.locator("main .saves .btn.pri").click()
    page.goto(f"{base}{DESK}/people?q=rania")
    page.locator(".things tbody th a").click()
    address = page.url.split("?")[0]
    page.goto(f"{address}/merge")
    page.locator("#two").fill("Anir Chowdhury")
    page.locator("main .saves .btn.pri").click()
    expect(page.locator("input[name=keep]")).to_have_count(2)
    page.locator("input[name=keep][value=two]").check()
    page.locator("main .saves .btn.pri").click()
    assert page.url.split("/")[-1] not in (address.split("/")[-1], "merge")
    seeing = as_other(browser, instance, base, "seeing@example.org", **there)
    for path in ("people/paste", "people/merge"):
        seeing.goto(f"{base}{DESK}/{path}")
        check_axe(seeing)
