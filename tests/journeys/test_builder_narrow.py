"""The agenda's builder beside its grid: on narrow windows what waits and one session are drawers; a new session is asked
for where it is to be; what is written in a session's form isn't lost by opening another."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.served import served
from tests.journeys.test_agenda_three_ways import Finger
from tests.journeys.test_building_an_agenda import AGENDA, card, carry, cell, organiser, start, told
from tests.journeys.test_reading import AXE, TAGS

pytestmark = [pytest.mark.browser, pytest.mark.broad]
SAVED = "Saved."


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("narrow")


@pytest.fixture(scope="module")
def base(instance: Path) -> Iterator[str]:
    with served(instance) as address:
        yield address


def narrowed(page: Page, base: str, width: int, height: int) -> Page:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(base + AGENDA)
    expect(page.locator(".ev .grip").first).to_be_attached()
    return page


def axe(page: Page) -> list[str]:
    page.add_script_tag(path=AXE)
    found = page.evaluate("(tags) => axe.run(document, {runOnly: tags})", TAGS)
    return [f"{each['id']}: {node['html'][:120]}" for each in found["violations"] for node in each["nodes"]]


def taken_back(page: Page, steps: int) -> None:
    """As many steps of the page: what other stories find is as it was."""
    for _ in range(steps):
        told(page).evaluate("each => each.textContent = ''")
        page.get_by_role("button", name="Undo").click()
        expect(told(page)).to_contain_text("It is taken back.")


def test_on_a_tablet_what_waits_is_beside_the_grid_while_it_is_wanted(
    browser: Browser, base: str, instance: Path
) -> None:
    page = narrowed(organiser(browser, base, instance, "tablet"), base, 1024, 768)
    title = "How many jobs?"
    before = start(page, title)
    waits = page.get_by_role("button", name="Unscheduled")
    expect(waits).to_have_attribute("aria-expanded", "false")
    box = waits.bounding_box()
    assert box
    carry(page, title, (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 - 12))
    expect(told(page)).to_contain_text(SAVED)
    expect(page.locator("[data-tray] .ev")).to_have_count(1)
    expect(page.locator(".tray")).to_be_hidden()
    waits.press("Enter")
    expect(page.locator("#tray-h")).to_be_focused()
    assert axe(page) == []
    carry(page, title, cell(page, "Surma Studio", "13:00"))
    expect(page.locator("[data-tray] .ev")).to_have_count(0)
    assert start(page, title) == ("13:00–14:00", "Surma Studio")
    page.locator("#tray-h").press("Escape")
    expect(page.locator(".tray")).to_be_hidden()
    expect(waits).to_be_focused()
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")  # its panes scroll, the page doesn't
    taken_back(page, 2)
    assert start(page, title) == before


def test_on_a_phone_a_finger_takes_a_session_out_of_what_waits_to_its_place(
    browser: Browser, base: str, instance: Path
) -> None:
    page = narrowed(organiser(browser, base, instance, "phone", has_touch=True), base, 390, 780)
    title = "Roads for islands"
    card(page, title).locator(".ev-t").click()
    expect(page.locator("[data-panel] h2")).to_contain_text(title)
    assert axe(page) == []
    page.get_by_role("button", name="Unschedule", exact=True).click()
    expect(told(page)).to_contain_text(SAVED)
    page.locator("[data-close]").click()
    page.locator(".grid-box").evaluate("each => each.scrollTo(0, 0)")
    page.get_by_role("button", name="Unscheduled").click()
    card(page, title).locator(".ev-t").tap()  # it opens over what waits
    page.locator("#panel").get_by_label("Title").fill("Roads for islands, again")
    page.locator("#panel").get_by_role("button", name="Save", exact=True).tap()
    expect(told(page)).to_contain_text(SAVED)
    page.locator("[data-close]").tap()
    waits = page.get_by_role("button", name="Unscheduled")
    expect(waits).to_be_focused()
    waits.tap()
    grip, to = card(page, title).locator(".grip").bounding_box(), page.locator(".grid5 .col").first.bounding_box()
    assert grip and to
    Finger(page).carry((grip["x"] + 8, grip["y"] + 8), (to["x"] + 40, 500))
    expect(card(page, title)).to_have_attribute("data-start", re.compile("2025-02-18T"))
    expect(page.locator(".tray")).to_be_hidden()
    expect(card(page, title)).to_be_in_viewport()
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_double_press_on_an_empty_place_asks_for_a_new_session_there(
    browser: Browser, base: str, instance: Path
) -> None:
    page = organiser(browser, base, instance, "new")
    x, y = cell(page, "Surma Studio", "09:00")
    page.mouse.dblclick(x, y + 5)
    asked = page.get_by_role("dialog", name="New session")
    expect(asked.get_by_label("Start")).to_have_value("09:00")
    expect(asked.get_by_label("Room").locator("option:checked")).to_have_text("Surma Studio")
    expect(asked.get_by_label("Title")).to_be_focused()
    page.keyboard.press("Enter")
    expect(asked.get_by_role("alert")).to_have_text("This is needed: write something here.")
    assert axe(page) == []
    page.keyboard.type("A <b>bridge</b> of sighs")
    page.keyboard.press("Enter")
    expect(page.locator("[data-panel] h2")).to_have_text("A <b>bridge</b> of sighs")
    assert start(page, "bridge") == ("09:00–10:00", "Surma Studio")
    page.get_by_role("button", name="Undo").click()
    expect(card(page, "bridge")).to_have_count(0)
    page.get_by_role("button", name="Redo").click()
    expect(card(page, "bridge")).to_have_count(1)
    assert start(page, "bridge") == ("09:00–10:00", "Surma Studio")


def test_a_new_session_without_a_time_waits_and_one_that_is_refused_is_asked_for_again(
    browser: Browser, base: str, instance: Path
) -> None:
    page = organiser(browser, base, instance, "later")
    page.get_by_role("link", name="New", exact=True).press("Enter")
    asked = page.get_by_role("dialog", name="New session")
    asked.get_by_label("Minutes").fill("45")
    asked.get_by_label("Title").evaluate("each => { each.maxLength = 5000; each.value = 'Nothing '.repeat(500); }")
    asked.get_by_label("Title").press("Enter")
    expect(asked.get_by_role("alert")).to_contain_text("characters")
    expect(asked.get_by_label("Title")).to_have_value(re.compile("^Nothing Nothing"))
    asked.get_by_label("Title").fill("Nothing is certain")
    page.keyboard.press("Enter")
    expect(page.locator("[data-tray] .ev")).to_contain_text("Nothing is certain")
    expect(page.locator("[data-tray] .ev time")).to_have_text("45 minutes")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-tray] .ev")).to_have_count(0)


def test_what_is_written_beside_the_grid_is_asked_about_before_another_session_is_opened(
    browser: Browser, base: str, instance: Path
) -> None:
    page = organiser(browser, base, instance, "writer")
    one, other = card(page, "How many jobs?"), card(page, "Meet the ITC-ILO eCampus")
    title = page.locator("[data-edit] [name='title.en']")
    asked = page.get_by_role("dialog", name="What you wrote is not saved")
    one.locator(".ev-t").click()
    expect(title).to_have_value("How many jobs? A counting clinic")
    title.fill("How many jobs, and whose?")
    other.locator(".ev-t").click()
    asked.get_by_role("button", name="Go on writing").click()
    expect(title).to_have_value("How many jobs, and whose?")
    page.locator("[data-close]").click()
    expect(asked).to_be_visible()
    page.keyboard.press("Escape")
    expect(title).to_have_value("How many jobs, and whose?")
    other.locator(".ev-t").click()
    asked.get_by_role("button", name="Throw it away").click()
    expect(title).to_have_value("Meet the ITC-ILO eCampus")
    title.fill(" ")
    one.locator(".ev-t").click()
    asked.get_by_role("button", name="Save").click()
    expect(page.locator("[data-panel]").get_by_role("alert").first).to_contain_text("This is needed")
    expect(title).to_have_value(" ")  # what is refused stays to be mended, and is asked about again
    one.locator(".ev-t").click()
    asked.get_by_role("button", name="Go on writing").click()
    title.fill("Who pays?")
    one.locator(".ev-t").click()
    asked.get_by_role("button", name="Save").click()
    expect(title).to_have_value("How many jobs? A counting clinic")
    expect(card(page, "Who pays?")).to_have_count(1)
    page.locator("[data-close]").click()
    expect(page.locator("[data-panel] h2")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(card(page, "Meet the ITC-ILO eCampus")).to_have_count(1)


def test_words_written_while_the_form_is_being_saved_are_asked_about_and_those_before_a_lost_answer_stay(
    browser: Browser, base: str, instance: Path
) -> None:
    page = organiser(browser, base, instance, "hasty")
    one, other = card(page, "How many jobs?"), card(page, "Meet the ITC-ILO eCampus")
    title = page.locator("[data-edit] [name='title.en']")
    asked = page.get_by_role("dialog", name="What you wrote is not saved")
    one.locator(".ev-t").click()
    expect(title).to_have_value("How many jobs? A counting clinic")
    waiting: list[Route] = []
    page.route("**/agenda/steps", lambda route: waiting.append(route))
    for leave, chosen in ((page.locator("[data-close]"), "Go on writing"), (other.locator(".ev-t"), "Throw it away")):
        title.fill(f"Jobs, {chosen}")
        leave.click()
        with page.expect_request("**/agenda/steps"):
            asked.get_by_role("button", name="Save").click()
        title.fill(f"Jobs, {chosen}, and more")
        waiting.pop().continue_()
        expect(asked).to_be_visible()
        expect(title).to_have_value(f"Jobs, {chosen}, and more")
        asked.get_by_role("button", name=chosen).click()
    expect(title).to_have_value("Meet the ITC-ILO eCampus")
    page.unroute("**/agenda/steps")
    page.route(re.compile(r"/agenda/sessions/"), lambda route: route.abort())
    card(page, "Jobs, Throw it away").locator(".ev-t").click()
    expect(told(page)).to_have_text("There is no answer. Try again.")
    expect(other).to_have_class(re.compile(r"\bsel\b"))
    page.unroute(re.compile(r"/agenda/sessions/"))
    title.fill("Meet the eCampus")
    page.locator("#panel").get_by_role("button", name="Save", exact=True).click()
    expect(card(page, "Meet the eCampus")).to_have_count(1)
    card(page, "Jobs, Throw it away").locator(".ev-t").click()
    expect(title).to_have_value("Jobs, Throw it away")
    taken_back(page, 3)


def test_of_two_sessions_opened_at_once_the_later_is_shown(browser: Browser, base: str, instance: Path) -> None:
    page = organiser(browser, base, instance, "double")
    one, other = card(page, "Roads for islands"), card(page, "Decent work on site")
    waiting: list[Route] = []
    page.route(f"**/agenda/sessions/{one.get_attribute('data-key')}", lambda route: waiting.append(route))
    with page.expect_request("**/agenda/sessions/*"):
        one.locator(".ev-t").click()
    other.locator(".ev-t").click()
    heading = page.locator("[data-panel] h2")
    expect(heading).to_contain_text("Decent work on site")
    waiting.pop().continue_()
    expect(page.locator("[data-panel]")).not_to_have_attribute("aria-busy", "true")
    expect(heading).to_contain_text("Decent work on site")
    expect(other).to_have_class(re.compile(r"\bsel\b"))


def test_what_is_asked_of_a_new_session_is_read_as_it_was_meant_or_asked_again(
    browser: Browser, base: str, instance: Path
) -> None:
    page = organiser(browser, base, instance, "meant")
    asked = page.get_by_role("dialog", name="New session")
    minutes, wrong = asked.get_by_label("Minutes"), asked.get_by_role("alert")
    page.get_by_role("link", name="New", exact=True).click()
    expect(asked.get_by_label("Day")).to_have_value("")
    asked.get_by_label("Title").fill("After the last boat")
    asked.get_by_label("Day").select_option("2025-02-18")
    page.keyboard.press("Enter")
    expect(wrong).to_have_text("Give a start too, or choose “Not yet scheduled”.")
    expect(asked.get_by_label("Start")).to_be_focused()
    asked.get_by_label("Start").fill("01:30")
    minutes.fill("45 min")
    page.keyboard.press("Enter")
    expect(wrong).to_have_text("This is no number: write digits only.")
    expect(minutes).to_be_focused()
    minutes.fill("٤٥")
    page.keyboard.press("Enter")
    expect(page.locator("[data-panel] h2")).to_contain_text("After the last boat")
    late = card(page, "After the last boat")
    expect(late).to_have_attribute("data-start", "2025-02-19T01:30:00")  # the day's last: it starts at four
    expect(late).to_have_attribute("data-minutes", "45")
    page.get_by_role("button", name="Undo").click()
    expect(late).to_have_count(0)
    page.get_by_role("link", name="New", exact=True).click()
    asked.get_by_label("Title").fill("Never")
    asked.get_by_label("Start").fill("10:00")
    expect(asked.get_by_label("Day")).to_have_value("2025-02-18")
    minutes.fill("0")
    waiting: list[Route] = []
    page.route("**/agenda/steps", lambda route: waiting.append(route))
    with page.expect_request("**/agenda/steps"):
        page.keyboard.press("Enter")
    page.get_by_role("link", name="New", exact=True).click()
    asked.get_by_label("Title").fill("Another")
    waiting.pop().continue_()
    expect(told(page)).to_have_text("The number must be at least 1.")
    expect(asked.get_by_label("Title")).to_have_value("Another")
    page.keyboard.press("Escape")
    expect(asked.get_by_label("Title")).to_have_value("Never")
    expect(asked.get_by_label("Start")).to_have_value("10:00")
    expect(minutes).to_have_value("0")


def test_cards_follow_each_other_in_time_and_keep_the_focus_wherever_they_go(
    browser: Browser, base: str, instance: Path
) -> None:
    page = organiser(browser, base, instance, "order")
    starts = "[...document.querySelectorAll('.grid5 .ev')].map((each) => each.dataset.start)"
    for clock in ("13:00", "09:15"):
        carry(page, "Roads for islands", cell(page, "Surma Studio", clock))
        expect(told(page)).to_contain_text(SAVED)
        expect(card(page, "Roads for islands").locator("time")).to_contain_text(clock)
        assert page.evaluate(starts) == sorted(page.evaluate(starts))
        page.locator("[data-say-status]").evaluate("each => each.textContent = ''")
    page.set_viewport_size({"width": 390, "height": 780})
    grip = card(page, "Roads for islands").locator(".grip")
    grip.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Delete")
    expect(told(page)).to_contain_text(SAVED)
    expect(page.get_by_role("button", name="Unscheduled")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(told(page)).to_contain_text("It is taken back.")
    grip.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("PageDown")
    page.keyboard.press("Enter")
    expect(told(page)).to_contain_text(SAVED)
    grip.focus()
    page.keyboard.press("Control+z")
    expect(card(page, "Roads for islands")).to_have_count(0)
    expect(page.locator(".grid-box")).to_be_focused()


def test_words_of_a_save_that_is_refused_are_there_again_also_where_the_form_was_left_before_the_answer(
    browser: Browser, base: str, instance: Path
) -> None:
    page = organiser(browser, base, instance, "left")
    one, other = card(page, "How many jobs?"), card(page, "Meet the ITC-ILO eCampus")
    title = page.locator("[data-edit] [name='title.en']")
    minutes = page.locator("[data-edit] [name='minutes']")
    save = page.locator("#panel").get_by_role("button", name="Save", exact=True)
    asked = page.get_by_role("dialog", name="What you wrote is not saved")
    waiting: list[Route] = []
    page.route("**/agenda/steps", lambda route: waiting.append(route))
    for writes in (False, True):
        one.locator(".ev-t").click()
        expect(title).to_have_value("How many jobs? A counting clinic")
        minutes.fill("0")
        title.fill("Jobs that were counted")
        with page.expect_request("**/agenda/steps"):
            save.click()
        other.locator(".ev-t").click()
        expect(title).to_have_value("Meet the ITC-ILO eCampus")
        if writes:
            title.fill("Meet us")
        waiting.pop().continue_()
        if writes:
            expect(told(page)).to_contain_text("What you wrote there is kept: open the session again.")
            expect(title).to_have_value("Meet us")
            one.locator(".ev-t").click()
            asked.get_by_role("button", name="Throw it away").click()
        expect(title).to_have_value("Jobs that were counted")
        expect(minutes).to_have_value("0")
        alert = page.locator("[data-edit]").get_by_role("alert")
        expect(alert).to_contain_text("The number must be")
        expect(alert).to_be_in_viewport()
        page.locator("[data-close]").click()
        asked.get_by_role("button", name="Throw it away").click()
        expect(page.locator("[data-panel] h2")).to_have_count(0)
    one.locator(".ev-t").click()
    expect(title).to_have_value("How many jobs? A counting clinic")


def test_the_same_words_written_again_after_they_were_taken_back_are_asked_about(
    browser: Browser, base: str, instance: Path
) -> None:
    page = organiser(browser, base, instance, "again")
    title = page.locator("[data-edit] [name='title.en']")
    card(page, "How many jobs?").locator(".ev-t").click()
    title.fill("Who counts?")
    page.locator("#panel").get_by_role("button", name="Save", exact=True).click()
    expect(card(page, "Who counts?")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(title).to_have_value("How many jobs? A counting clinic")
    title.fill("Who counts?")
    card(page, "Meet the ITC-ILO eCampus").locator(".ev-t").click()
    expect(page.get_by_role("dialog", name="What you wrote is not saved")).to_be_visible()


def test_what_is_written_in_a_session_that_somebody_deletes_stays_to_be_read(
    browser: Browser, base: str, instance: Path
) -> None:
    page, colleague = (organiser(browser, base, instance, name) for name in ("reader", "remover"))
    title = page.locator("[data-edit] [name='title.en']")
    first = page.locator("[data-day-tab] small").first
    count = int(first.inner_text())
    for desk in (page, colleague):
        card(desk, "How many jobs?").locator(".ev-t").click()
        expect(desk.locator("[data-panel] h2")).to_contain_text("How many jobs?")
    title.fill("Many words that took an hour")
    colleague.locator("#panel").get_by_role("button", name="Delete", exact=True).click()
    expect(card(colleague, "How many jobs?")).to_have_count(0)
    expect(card(page, "How many jobs?")).to_have_count(0)
    expect(page.locator("[data-edit]").get_by_role("alert")).to_have_text("This was deleted meanwhile.")
    expect(title).to_have_value("Many words that took an hour")
    expect(first).to_have_text(str(count - 1))
    colleague.get_by_role("button", name="Undo").click()
    expect(card(page, "How many jobs?")).to_have_count(1)
    expect(title).to_have_value("Many words that took an hour")
    page.locator("#panel").get_by_role("button", name="Save", exact=True).click()
    expect(card(page, "Many words that took an hour")).to_have_count(1)
    taken_back(page, 1)
