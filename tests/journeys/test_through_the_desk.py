"""What an organiser does once a month: a forum from a file, where one registers, another zone, translations that are due,
old releases, what the checker may stop, and lists."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.served import served, told
from tests.journeys.test_desk import DESK, come_in, link
from tests.journeys.test_states import PHONE, amiss

pytestmark = [pytest.mark.browser, pytest.mark.broad]
RIGHTS = ("--forum", "gssd2022", "--role", "owner")


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("through")


@pytest.fixture(scope="module")
def base(instance: Path) -> Iterator[str]:
    with served(instance, FORUM_NOW="2022-09-10T12:00:00+00:00") as address:
        yield address


@pytest.fixture(scope="module")
def page(browser: Browser, instance: Path, base: str) -> Iterator[Page]:
    link(instance, base, "ama@once.example")  # an administrator, who may make forums
    found = come_in(browser, link(instance, base, "ama@once.example", *RIGHTS))
    for title in ("Waiting for a day", "Also waiting"):  # each story has them, whichever is the first
        found.goto(f"{base}{DESK}/sessions/new")
        found.locator("[name='title.en']").fill(title)
        save(found)
    yield found
    found.context.close()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_role("status").first).to_contain_text("Saved.")


def publish(page: Page, base: str) -> None:
    page.goto(f"{base}{DESK}/publish")
    page.locator("main").get_by_role("button", name="Publish release").click()
    expect(page.get_by_role("status").first).to_contain_text("is published.")


def test_a_list_is_filtered_and_sorted_and_back_leads_to_it_as_it_was(page: Page, base: str) -> None:
    page.goto(f"{base}{DESK}/sessions")
    page.get_by_role("navigation", name="Filter").get_by_role("link", name="Not scheduled").click()
    page.locator("thead").get_by_role("link", name="Title").click()
    expect(page.locator("tbody th a")).to_have_text(["Also waiting", "Waiting for a day"])
    page.locator("thead").get_by_role("link", name="Title").click()
    expect(page.locator("tbody th a")).to_have_text(["Waiting for a day", "Also waiting"])
    address = page.url
    page.locator("tbody th a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Waiting for a day")
    page.go_back()
    expect(page).to_have_url(address)
    expect(page.locator("tbody th a")).to_have_text(["Waiting for a day", "Also waiting"])
    expect(page.get_by_role("navigation", name="Filter").locator("[aria-current]")).to_contain_text("Not scheduled")


def test_who_belongs_to_an_alliance_is_ticked_and_shown_to_readers(page: Page, base: str, browser: Browser) -> None:
    page.goto(f"{base}{DESK}/organisations/new")
    page.locator("[name='name.en']").fill("Alliance of makers")
    page.locator("[name=kind]").select_option("alliance")
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    boxes = page.locator("[name=members]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    ticked = page.locator("label").filter(has=page.locator("[name=members]:checked")).all_inner_texts()
    assert len(ticked) == 2 and all(ticked)
    save(page)
    assert page.locator("[name=members]:checked").count() == 2
    page.goto(f"{base}{DESK}/sessions")
    page.locator("tbody th a").first.click()
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    page.locator("label", has_text="Alliance of makers").locator("[name=alliances]").check()
    save(page)
    publish(page, base)
    reader = browser.new_page()
    reader.goto(f"{base}/forums/gssd2022/")
    shown = reader.locator("#alliances li").filter(has_text="Alliance of makers")
    for name in ticked:
        expect(shown).to_contain_text(name.split(" – ")[0])  # the desk adds the acronym
    reader.close()


def test_where_one_registers_is_set_and_met_by_a_reader(page: Page, base: str, browser: Browser) -> None:
    page.goto(f"{base}{DESK}/settings")
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    page.locator("[name='registration.state']").select_option("elsewhere")
    page.locator("[name='registration.url']").fill("https://register.example/forum")
    page.locator("[name='registration.label.en']").fill("Sign up now")
    save(page)
    publish(page, base)
    reader = browser.new_page()
    reader.goto(f"{base}/forums/gssd2022/")
    expect(reader.get_by_role("link", name="Sign up now").first).to_have_attribute(
        "href", "https://register.example/forum"
    )
    reader.close()


def test_another_zone_asks_what_becomes_of_the_times_and_readers_see_it(
    page: Page, base: str, browser: Browser
) -> None:
    page.goto(f"{base}{DESK}/settings")
    page.locator("[name='zone']").select_option("Asia/Tokyo")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_role("alert").first).to_contain_text("One thing is not right yet.")
    page.get_by_label("Keep the moments").check()
    save(page)
    publish(page, base)
    reader = browser.new_page()
    reader.goto(f"{base}/forums/gssd2022/agenda")
    expect(reader.get_by_role("main")).to_contain_text("Tokyo time")
    reader.close()


def test_translations_that_are_due_are_counted_found_and_done(page: Page, base: str) -> None:
    page.goto(f"{base}{DESK}/rooms")
    page.locator("tbody th a").first.click()
    page.locator("[name='name.en']").fill("The upper hall")
    save(page)
    page.goto(f"{base}{DESK}/")
    due = page.get_by_role("listitem").filter(has_text="texts to translate")
    expect(due).to_contain_text("out of date")
    due.get_by_role("link").first.click()
    main = page.get_by_role("main")
    page.get_by_role("link", name="Out of date").first.click()
    expect(main).to_contain_text("The upper hall")
    while (right := page.get_by_role("button", name="Still right")).count():
        with page.expect_navigation():
            right.first.click()
    expect(main).not_to_contain_text(re.compile(r"\d out of date"))
    page.goto(f"{base}{DESK}/languages?only=missing")
    for field in page.locator("textarea[name^=v], input[name^=v]").all():
        field.fill("Une traduction")
    page.get_by_role("button", name="Save this page").first.click()
    expect(main).to_contain_text("texts are saved.")
    page.goto(f"{base}{DESK}/languages")
    expect(main).to_contain_text("Nothing is missing in this language, and nothing is out of date.")


def test_two_releases_are_compared_and_an_old_one_is_brought_back(page: Page, base: str) -> None:
    page.goto(f"{base}{DESK}/rooms")
    page.locator("tbody th a").first.click()
    page.locator("[name='name.en']").fill("The hall by the river")
    save(page)
    publish(page, base)
    page.goto(f"{base}{DESK}/releases")
    newest = page.locator("main tbody tr").first.inner_text().split()[1]
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="What changed")).to_be_visible()
    found = wrong_on_a_phone(page)
    page.locator("[name=first]").select_option("1")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("main .bx")).not_to_contain_text("Nothing that readers are told of.")
    page.goto(f"{base}{DESK}/releases/2/bring-back")
    expect(page.get_by_role("main")).to_contain_text("What the public sees change")
    found += wrong_on_a_phone(page)
    page.get_by_role("button", name="Bring it back as release").click()
    expect(page.get_by_role("status").first).to_contain_text("is published")
    page.goto(f"{base}{DESK}/releases")
    expect(page.locator("main tbody tr").first).to_contain_text(f"Release {int(newest) + 1}")
    assert found == []


def test_what_a_rule_does_is_chosen_and_a_finding_leads_to_its_field(page: Page, base: str) -> None:
    page.goto(f"{base}{DESK}/checker")
    rule = page.locator("section .ck-rule").filter(has=page.locator("#session-unscheduled"))
    if not rule.locator("details[open]").count():
        rule.locator("summary").click()
    rule.get_by_role("link", name="Waiting for a day").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Waiting for a day")
    expect(page.locator(page.url[page.url.index("#") :])).to_be_in_viewport()
    page.go_back()
    page.locator("[name='does.session-unscheduled']").select_option(label="Is ignored")
    page.get_by_role("button", name="Save what rules do").click()
    expect(page.locator("section", has=page.get_by_role("heading", name="Ignored rules"))).to_contain_text(
        "A confirmed session without a time."
    )
    expect(page.locator("#session-unscheduled")).to_have_count(1)


def test_a_forum_comes_from_a_file_and_a_file_takes_its_place(
    page: Page, base: str, instance: Path, browser: Browser
) -> None:
    page.goto(f"{base}{DESK}/rooms")
    room = page.locator("tbody th a").first.inner_text()
    kept, broken = instance / "forum.json", instance / "broken.json"
    kept.write_text(told(instance, base, "export", "gssd2022", "forum.json"), "utf-8")
    broken.write_text(kept.read_text("utf-8")[:-200], "utf-8")
    data, wrong = json.loads(kept.read_text("utf-8")), instance / "wrong.json"
    data["sessions"][0]["minutes"] = -5
    data["sessions"][0]["room"] = "nowhere"
    wrong.write_text(json.dumps(data), "utf-8")
    page.goto(f"{base}/manage/new?way=file")
    page.locator("[name=file]").set_input_files(broken)
    page.locator("[name=slug]").fill("again2023")
    page.locator("main .saves .pri").click()
    expect(page.get_by_role("alert").first).to_contain_text("as if it was cut off")
    page.locator("[name=file]").set_input_files(kept)
    page.locator("main .saves .pri").click()
    expect(page).to_have_url(f"{base}/manage/again2023/settings")
    page.goto(f"{base}/manage/again2023/sessions")
    expect(page.get_by_role("main")).to_contain_text("Waiting for a day")

    bo = come_in(browser, link(instance, base, "bo@once.example", *RIGHTS))
    bo.goto(f"{base}{DESK}/rooms")
    bo.locator("tbody th a").first.click()
    page.goto(f"{base}{DESK}/settings/file")
    page.locator("[name=file]").set_input_files(wrong)
    page.get_by_role("button", name="Show what it would change").click()
    refused = page.get_by_role("alert").first
    expect(refused).to_contain_text("Nothing was changed.")
    expect(refused).to_contain_text("sessions[0].minutes: The number must be at least 1.")
    expect(refused).to_contain_text("sessions[0].room")
    found = wrong_on_a_phone(page)
    page.locator("[name=file]").set_input_files(kept)
    page.get_by_role("button", name="Show what it would change").click()
    expect(page.get_by_role("main")).to_contain_text("What the file would change")
    bo.locator("[name='name.en']").fill("The lower hall")
    save(bo)
    bo.context.close()
    page.get_by_role("button", name="Put it in place of the draft").click()
    expect(page.get_by_role("alert").first).to_contain_text("changed")
    found += wrong_on_a_phone(page)
    expect(page.get_by_role("row", name="Rooms")).to_contain_text("1")
    page.get_by_role("button", name="Put it in place of the draft").click()
    page.goto(f"{base}{DESK}/rooms")
    expect(page.locator("tbody th a").first).to_have_text(room)
    assert found == []


def wrong_on_a_phone(page: Page) -> list[object]:
    """What axe, the width of a phone and a thumb find amiss."""
    size = page.viewport_size
    page.set_viewport_size(PHONE)
    found = amiss(page)
    page.set_viewport_size(size or PHONE)
    return found
