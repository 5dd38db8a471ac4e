"""Two people at the same time in two browsers: in the settings, a section of the note, a translation, and at a merge."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.served import served
from tests.journeys.test_desk import DESK, come_in, link

pytestmark = [pytest.mark.browser, pytest.mark.broad]
RIGHTS = ("--forum", "gssd2022", "--role", "owner")


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("two")


@pytest.fixture(scope="module")
def base(instance: Path) -> Iterator[str]:
    with served(instance) as address:
        yield address


@pytest.fixture(scope="module")
def both(browser: Browser, instance: Path, base: str) -> Iterator[tuple[Page, Page]]:
    """Ama and Bo, owners of the forum, each in a browser of their own."""
    pages = tuple(come_in(browser, link(instance, base, f"{name}@two.example", *RIGHTS)) for name in ("ama", "bo"))
    yield pages[0], pages[1]
    for page in pages:
        page.context.close()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).last.click()


def test_in_the_settings_the_second_sees_both_and_chooses(both: tuple[Page, Page], base: str) -> None:
    ama, bo = both
    for page in both:
        page.goto(f"{base}{DESK}/settings")
    ama.locator("[name='short_title.en']").fill("Forum of solutions")
    save(ama)
    expect(ama.get_by_role("status").first).to_contain_text("Saved.")
    bo.locator("[name='short_title.en']").fill("Solutions for work")
    bo.locator("[name='theme.en']").fill("What works, and why")
    save(bo)
    expect(bo.get_by_role("alert").first).to_contain_text("ama@two.example saved changes at")
    expect(bo.locator(".clash")).to_contain_text("Forum of solutions")
    expect(bo.locator("[name='short_title.en']")).to_have_value("Solutions for work")
    bo.get_by_label("Keep what is saved now").check()
    save(bo)
    expect(bo.get_by_role("status").first).to_contain_text("Saved.")
    expect(bo.locator("[name='short_title.en']")).to_have_value("Forum of solutions")
    expect(bo.locator("[name='theme.en']")).to_have_value("What works, and why")


def test_in_a_section_of_the_note_what_saves_itself_stops_and_both_are_shown(
    both: tuple[Page, Page], base: str
) -> None:
    ama, bo = both
    ama.goto(f"{base}{DESK}/concept-note")
    ama.locator("main a[href*='?section=']").nth(1).click()
    bo.goto(ama.url)
    ama.locator("[name='heading.en']").fill("Why we meet")
    expect(ama.locator(".saves .state")).to_contain_text("Saved")
    bo.locator("[name='heading.en']").fill("Why now")
    expect(bo.locator(".saves .state")).to_contain_text("This section was changed meanwhile.")
    save(bo)
    expect(bo.locator(".clash")).to_contain_text("Why we meet")
    bo.get_by_label("Use mine, in the field below").check()
    save(bo)
    expect(bo.locator("[name='heading.en']")).to_have_value("Why now")
    ama.reload()
    expect(ama.locator("[name='heading.en']")).to_have_value("Why now")


def test_of_two_who_translate_the_same_the_second_is_shown_both(both: tuple[Page, Page], base: str) -> None:
    ama, bo = both
    for page in both:
        page.goto(f"{base}{DESK}/languages?only=all&kind=theme")
    ama.locator("#v0").fill("La version d’Ama")
    ama.locator("#v0").press("Control+Enter")
    expect(ama.get_by_text("1 text is saved.")).to_be_visible()
    bo.locator("#v0").fill("La version de Bo")
    bo.locator("#v0").press("Control+Enter")
    expect(bo.get_by_role("main")).to_contain_text("La version d’Ama")
    expect(bo.get_by_role("main")).to_contain_text("Somebody changed this while you were writing.")
    expect(bo.locator("#v0")).to_have_value("La version de Bo")
    bo.get_by_role("button", name="Keep what is saved now").first.click()
    expect(bo.locator("#v0")).to_have_value("La version d’Ama")


def test_whoever_merges_two_is_told_that_one_of_them_changed(both: tuple[Page, Page], base: str) -> None:
    ama, bo = both
    ama.goto(f"{base}{DESK}/people/new")
    ama.locator("[name='name.en']").fill("A. Chowdhury")
    save(ama)
    ama.goto(f"{base}{DESK}/people?q=a.+chowdhury")
    ama.locator(".things tbody th a").first.click()
    key = ama.url.split("?")[0].split("/")[-1]
    bo.goto(f"{base}{DESK}/people/{key}")
    ama.goto(f"{base}{DESK}/people/{key}/merge")
    ama.locator("#two").fill("Anir Chowdhury")
    ama.locator("main .btn.pri").last.click()
    expect(ama.get_by_role("heading", name="Are these two one person?")).to_be_visible()
    bo.locator("[name='name.en']").fill("Amir Chowdhury")
    save(bo)
    expect(bo.get_by_role("status").first).to_contain_text("Saved.")
    ama.get_by_role("button", name="Merge into one").click()
    expect(ama.get_by_role("main")).to_contain_text("bo@two.example changed one of the two at")
    expect(ama.get_by_role("main")).to_contain_text("Amir Chowdhury")
    ama.get_by_role("button", name="Merge into one").click()
    expect(ama.get_by_role("status").first).to_contain_text("is part of this entry now")
