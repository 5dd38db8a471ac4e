"""The agenda's builder in a real browser: by mouse, by finger, by keys; two at once; without a connection."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.served import served
from tests.journeys.test_desk import come_in, link
from tests.journeys.test_reading import AXE, TAGS

pytestmark = pytest.mark.browser
AGENDA = "/manage/eiip2025/agenda?day=2025-02-18"


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("agenda")


@pytest.fixture(scope="module")
def base(instance: Path) -> Iterator[str]:
    with served(instance) as address:
        yield address


def organiser(browser: Browser, base: str, instance: Path, name: str, **how: object) -> Page:
    page = come_in(browser, link(instance, base, f"{name}@example.org", "--forum", "eiip2025"), **how)
    page.set_viewport_size({"width": 1440, "height": 1010})
    page.goto(base + AGENDA)
    expect(page.locator(".ev .grip").first).to_be_attached()
    return page


def card(page: Page, title: str) -> Locator:
    return page.locator(".ev").filter(has_text=title)


def told(page: Page) -> Locator:
    return page.locator("[data-say-status]")


def start(page: Page, title: str) -> tuple[str, str]:
    """When and in which room a session is, as its card says: 11:15–12:15, Jamuna Room."""
    found = card(page, title)
    room = found.get_attribute("data-room")
    head = page.locator(f'[data-column="{room}"]').inner_text() if room else ""
    return found.locator("time").inner_text(), re.sub(r" \d+$", "", head)


def cell(page: Page, room: str, clock: str) -> tuple[float, float]:
    """The point of the page that is a room at a time."""
    heads = page.locator("[data-column]").all_inner_texts()
    number = next(index for index, head in enumerate(heads) if head.startswith(room))
    column = page.locator(".grid5 .col").nth(number).bounding_box()
    hour = page.locator(".grid5 .hr").filter(has_text=f"{clock[:2]}:00").evaluate("each => each.nextElementSibling.getBoundingClientRect().top")  # fmt: skip
    after = page.locator(".grid5 .ln").nth(1).evaluate("each => each.getBoundingClientRect().top") - page.locator(".grid5 .ln").nth(0).evaluate("each => each.getBoundingClientRect().top")  # fmt: skip
    assert column
    return column["x"] + column["width"] / 2, hour + after * int(clock[3:]) / 60


def carry(page: Page, title: str, to: tuple[float, float]) -> None:
    """By mouse, held at its head."""
    box = card(page, title).bounding_box()
    assert box
    x, y = box["x"] + min(box["width"] / 2, 90), box["y"] + 12
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 10, y + 10)
    page.mouse.move(to[0], to[1] + 12, steps=6)
    page.mouse.up()


def test_a_card_is_carried_by_mouse_to_another_time_room_day_and_the_tray_and_all_is_taken_back(
    browser: Browser, base: str, instance: Path
) -> None:
    page = organiser(browser, base, instance, "mouse")
    title = "How many jobs?"
    before = start(page, title)
    assert before == ("11:15–12:15", "Karnaphuli Room")
    carry(page, title, cell(page, "Surma Studio", "11:30"))
    expect(told(page)).to_contain_text("Saved.")
    assert start(page, title) == ("11:30–12:30", "Surma Studio")
    carry(page, title, cell(page, "Jamuna Room", "11:45"))
    expect(told(page)).to_contain_text("is taken by")
    expect(page.locator("[data-problems]")).to_contain_text("Problems:")
    expect(card(page, title).locator(".bdg.bad")).to_contain_text("Room")
    tray = page.locator("[data-tray]").bounding_box()
    assert tray
    carry(page, title, (tray["x"] + 100, tray["y"] + 40))
    expect(page.locator("[data-tray] .ev")).to_have_count(1)
    expect(page.locator("[data-problems]")).to_be_hidden()
    for place in (("11:45–12:45", "Jamuna Room"), ("11:30–12:30", "Surma Studio"), before):
        page.get_by_role("button", name="Undo", exact=True).click()
        expect(told(page)).to_have_text("It is taken back.")
        expect(card(page, title).locator("time")).to_have_text(place[0])
        assert start(page, title) == place
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_disabled()
    page.get_by_role("button", name="Redo").click()
    expect(card(page, title).locator("time")).to_have_text("11:30–12:30")
    page.keyboard.press("Control+z")
    expect(card(page, title).locator("time")).to_have_text("11:15–12:15")
    tab = page.locator("[data-day-tab]").nth(1).bounding_box()
    assert tab
    carry(page, title, (tab["x"] + 20, tab["y"]))
    expect(card(page, title)).to_have_count(0)
    page.locator("[data-day-tab]").nth(1).click()
    expect(card(page, title).locator("time")).to_have_text("11:15–12:15")
    page.keyboard.press("Control+z")
    expect(card(page, title)).to_have_count(0)
    page.context.close()


def test_several_are_carried_together_and_sent_back_to_wait(browser: Browser, base: str, instance: Path) -> None:
    page = organiser(browser, base, instance, "several")
    one, two = "Decent work on site", "How many jobs?"
    card(page, one).click(modifiers=["Control"])
    card(page, two).locator(".grip").focus()
    page.keyboard.press("x")
    expect(told(page)).to_contain_text("Chosen: 2.")
    carry(page, one, cell(page, "Karnaphuli Room", "11:30"))
    expect(told(page)).to_contain_text("Saved.")
    assert start(page, one) == ("11:30–12:30", "Karnaphuli Room")
    assert start(page, two) == ("11:30–12:30", "Surma Studio")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(card(page, two).locator("time")).to_have_text("11:15–12:15")
    assert start(page, one) == ("11:15–12:15", "Jamuna Room")
    for title in (one, two):
        card(page, title).click(modifiers=["Control"])
    tray = page.locator("[data-tray]").bounding_box()
    assert tray
    carry(page, two, (tray["x"] + 100, tray["y"] + 40))
    expect(page.locator("[data-tray] .ev")).to_have_count(2)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator("[data-tray] .ev")).to_have_count(0)
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_disabled()
    page.context.close()


def test_a_lower_edge_makes_it_longer_and_escape_lets_go(browser: Browser, base: str, instance: Path) -> None:
    page = organiser(browser, base, instance, "edge")
    title = "Decent work on site"
    edge = card(page, title).locator(".sizer").bounding_box()
    assert edge
    page.mouse.move(edge["x"] + 50, edge["y"] + 3)
    page.mouse.down()
    page.mouse.move(edge["x"] + 50, edge["y"] + 3 + 7.5 * 3, steps=4)
    expect(page.locator(".drop")).to_contain_text("11:15–12:30")
    page.keyboard.press("Escape")
    page.mouse.up()
    assert start(page, title)[0] == "11:15–12:15"
    page.mouse.move(edge["x"] + 50, edge["y"] + 3)
    page.mouse.down()
    page.mouse.move(edge["x"] + 50, edge["y"] + 3 + 7.5 * 3, steps=4)
    page.mouse.up()
    expect(told(page)).to_contain_text("Saved.")
    assert start(page, title)[0] == "11:15–12:30"
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(card(page, title).locator("time")).to_have_text("11:15–12:15")
    page.context.close()


def test_keys_carry_a_card_and_each_step_is_told(browser: Browser, base: str, instance: Path) -> None:
    page = organiser(browser, base, instance, "keys")
    title = "How many jobs?"
    grip = page.get_by_role("button", name="Move How many jobs? A counting clinic")
    grip.focus()
    page.keyboard.press("Space")
    expect(told(page)).to_contain_text("is lifted")
    page.keyboard.press("ArrowDown")
    expect(told(page)).to_have_text("Karnaphuli Room, 11:20–12:20, free")
    page.keyboard.press("ArrowLeft")
    expect(told(page)).to_have_text("Jamuna Room, 11:20–12:20, taken by Decent work on site: pay, safety, voice")
    page.keyboard.press("Escape")
    expect(told(page)).to_have_text("It is back where it was.")
    expect(grip).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("PageDown")
    expect(page.locator("[data-day-tab]").nth(1)).to_have_attribute("aria-current", "true")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Enter")
    expect(told(page)).to_contain_text("Saved.")
    expect(card(page, title).locator("time")).to_have_text("11:45–12:45")
    expect(grip).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Delete")
    expect(page.locator("[data-tray] .ev")).to_have_count(1)
    for _ in range(2):
        page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_disabled()
    page.locator("[data-day-tab]").first.click()
    expect(card(page, title).locator("time")).to_have_text("11:15–12:15")
    page.context.close()


TOUCH = """([grip, to]) => {
  const box = grip.getBoundingClientRect();
  const at = (x, y) => ({ pointerId: 7, pointerType: "touch", isPrimary: true, bubbles: true, cancelable: true, button: 0, clientX: x, clientY: y });
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  grip.dispatchEvent(new PointerEvent("pointerdown", at(x, y)));
  for (const part of [.1, .5, 1]) grip.dispatchEvent(new PointerEvent("pointermove", at(x + (to[0] - x) * part, y + (to[1] - y) * part)));
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
    grip.dispatchEvent(new PointerEvent("pointerup", at(to[0], to[1])));
    done();
  })));
}"""


def test_a_finger_takes_a_card_by_its_grip(browser: Browser, base: str, instance: Path) -> None:
    page = organiser(browser, base, instance, "finger", has_touch=True)
    title = "How many jobs?"
    x, y = cell(page, "Surma Studio", "11:00")
    grip = card(page, title).locator(".grip").element_handle()
    page.evaluate(TOUCH, [grip, [x, y + 14]])
    expect(told(page)).to_contain_text("Saved.")
    assert start(page, title) == ("11:00–12:00", "Surma Studio")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(card(page, title).locator("time")).to_have_text("11:15–12:15")
    page.context.close()


def test_two_organisers_see_each_other_and_choose_where_both_changed_the_same(
    browser: Browser, base: str, instance: Path
) -> None:
    ana, ben = (organiser(browser, base, instance, name) for name in ("ana", "ben"))
    title = "The first hundred days"
    carry(ana, title, cell(ana, "Karnaphuli Room", "13:45"))
    expect(told(ana)).to_contain_text("Saved.")
    expect(card(ben, title)).to_have_attribute("data-room", card(ana, title).get_attribute("data-room") or "")
    ben.route("**/changes?**", lambda route: route.abort())
    carry(ana, title, cell(ana, "Karnaphuli Room", "14:00"))
    expect(card(ana, title).locator("time")).to_have_text("14:00–15:00")
    expect(told(ana)).to_contain_text("Saved.")
    carry(ben, title, cell(ben, "Surma Studio", "09:30"))
    dialog = ben.get_by_role("dialog")
    expect(dialog).to_contain_text("ana@example.org changed this at")
    expect(dialog).to_contain_text("2025-02-18 14:00")
    expect(dialog).to_contain_text("2025-02-18 09:30")
    expect(card(ben, title).locator("time")).to_have_text("14:00–15:00")
    dialog.get_by_role("button", name="Use mine all the same").click()
    expect(card(ben, title).locator("time")).to_have_text("09:30–10:30")
    expect(card(ana, title).locator("time")).to_have_text("09:30–10:30")
    ana.get_by_role("button", name="Undo", exact=True).click()
    expect(ana.get_by_role("dialog")).to_contain_text("ben@example.org changed this at")
    ana.get_by_role("dialog").get_by_role("button", name="Keep what is saved now").click()
    assert start(ana, title) == ("09:30–10:30", "Surma Studio")
    ben.unroute_all()
    for page in (ana, ben):
        page.context.close()


def test_without_a_connection_steps_stay_and_are_sent_when_there_is_one(
    browser: Browser, base: str, instance: Path
) -> None:
    page = organiser(browser, base, instance, "offline")
    title = "Meet the ITC-ILO eCampus"
    page.context.set_offline(True)
    carry(page, title, cell(page, "Surma Studio", "09:15"))
    expect(told(page)).to_contain_text("Steps kept on this device: 1.")
    carry(page, title, cell(page, "Surma Studio", "09:30"))
    expect(told(page)).to_contain_text("Steps kept on this device: 2.")
    assert start(page, title) == ("09:30–10:30", "Surma Studio")
    page.context.set_offline(False)
    expect(told(page)).to_contain_text("Saved.")
    page.wait_for_function("!Object.keys(localStorage).some((name) => name.startsWith('steps '))")
    page.reload()
    assert start(page, title) == ("09:30–10:30", "Surma Studio")
    page.context.close()


def test_a_session_is_chosen_changed_and_sent_out_of_a_clash_beside_the_grid(
    browser: Browser, base: str, instance: Path
) -> None:
    page = organiser(browser, base, instance, "panel")
    title = "How many jobs?"
    carry(page, title, cell(page, "Jamuna Room", "11:30"))
    expect(told(page)).to_contain_text("is taken by")
    card(page, title).locator(".ev-t").click()
    panel = page.locator("#panel")
    expect(panel.get_by_role("heading", name="How many jobs? A counting clinic")).to_be_focused()
    panel.locator(".pn-ways button").first.click()
    expect(card(page, title).locator(".bdg.bad")).to_have_count(0)
    expect(panel.locator(".pn-ways")).to_have_count(0)
    panel.get_by_label("Length in minutes").fill("0")
    panel.get_by_role("button", name="Save", exact=True).click()
    expect(panel.get_by_role("alert")).to_contain_text("from 1 to")
    panel.get_by_label("Length in minutes").fill("50")
    for language in ("English", "Arabic"):
        panel.get_by_role("group", name="Languages spoken").get_by_label(language, exact=True).check()
    panel.get_by_role("button", name="Save", exact=True).click()
    expect(told(page)).to_contain_text("Saved.")
    expect(card(page, title)).to_have_attribute("data-minutes", "50")
    page.keyboard.press("Escape")
    for _ in range(3):
        page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_disabled()
    expect(card(page, title).locator("time")).to_have_text("11:15–12:15")
    assert start(page, title) == ("11:15–12:15", "Karnaphuli Room")
    page.context.close()


@pytest.mark.parametrize(("locale", "theme"), [pytest.param("en-GB", "light", marks=pytest.mark.broad), ("ar", "dark")])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, base: str, instance: Path, locale: str, theme: str
) -> None:
    page = organiser(browser, base, instance, "axe", locale=locale, color_scheme=theme)
    page.locator(".grid5 .ev-t").first.click()
    expect(page.locator("#panel h2").first).to_be_focused()
    for width in (1440, 1024, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        page.evaluate(AXE.read_text("utf-8"))
        found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)["violations"]
        assert [(each["id"], [node["html"][:200] for node in each["nodes"]][:3]) for each in found] == [], width
    page.context.close()
