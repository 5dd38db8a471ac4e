"""Reading a programme in a real browser: the drawer, its address and its keys, filters as chips, a phone, no script."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from forum_app.domain.draft import Session
from forum_app.domain.vocabularies import SessionKind, SessionStatus
from tests.factories import FIRST_DAY, HALL, SEEDS, STUDIO, a_draft, a_plain_session, a_session, an_id, wall
from tests.journeys.served import served
from tests.journeys.test_reading import AXE, TAGS

PROGRAMME = "/forums/harvest/agenda"
NOW = "2030-05-14T03:05:00+00:00"  # 10:05 at the forum: the plenary's first talk


def held(number: int, title: str, hour: int, **changes: object) -> Session:
    return a_plain_session(an_id(number, "s"), title={"en": title}, start=wall(hour), **changes)


def sessions() -> list[Session]:
    later = FIRST_DAY + timedelta(days=1)
    return [
        a_session(),
        held(11, "Compost clinic", 10, room=STUDIO, themes=[SEEDS]),
        held(12, "Bees", 12, room=HALL, kind=SessionKind.PANEL),
        held(13, "Soil", 12, room=STUDIO, status=SessionStatus.CANCELLED),
        held(14, "Dams", 14, room=HALL, kind=SessionKind.PANEL),
        held(15, "Pumps", 14, room=STUDIO, kind=SessionKind.NETWORKING),
        held(16, "Goats", 15, room=STUDIO),
        a_plain_session(an_id(17, "s"), title={"en": "Harvest home"}, start=wall(9, day=later), room=HALL),
    ]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("programme")
    with served(folder, FORUM_NOW=NOW) as address:
        (folder / "harvest.json").write_bytes(msgspec.json.encode(a_draft(*sessions())))
        env = {**os.environ, "FORUM_INSTANCE": str(folder), "PORT": address.rpartition(":")[2]}
        env.pop("FORUM_DATABASE_URL", None)
        command = [sys.executable, "-m", "forum_app", "import", str(folder / "harvest.json"), "--publish"]
        subprocess.run(command, env=env, check=True, capture_output=True)
        yield address


def opened(browser: Browser, address: str, width: int = 1280, **options: object) -> Page:
    made = browser.new_context(
        bypass_csp=True, locale="en", timezone_id="Asia/Bangkok", viewport={"width": width, "height": 900}, **options
    )  # type: ignore[arg-type]
    made.set_default_timeout(15_000)
    page = made.new_page()
    page.goto(address)
    return page


@pytest.fixture
def page(browser: Browser, base: str) -> Iterator[Page]:
    page = opened(browser, f"{base}{PROGRAMME}?day=2030-05-14&lang=en", reduced_motion="reduce")
    yield page
    page.context.close()


def heading(page: Page) -> str:
    return page.locator("dialog h2").inner_text()


def test_a_card_opens_its_session_beside_the_programme_and_back_closes_it(page: Page, base: str) -> None:
    programme = page.url
    card = page.get_by_role("link", name="Water for all")
    card.click()
    drawer = page.get_by_role("dialog", name="Water for all")
    expect(drawer.get_by_text("Who gets water, and when.")).to_be_visible()
    assert page.url == base + (card.get_attribute("href") or "")
    assert page.title() == "Water for all"
    assert drawer.bounding_box()["width"] == 456  # type: ignore[index]
    address = page.url
    page.go_back()
    expect(drawer).to_be_hidden()
    assert page.url == programme
    expect(card).to_be_focused()
    page.go_forward()
    expect(page.get_by_role("dialog", name="Water for all")).to_be_visible()
    page.goto(address)
    expect(page.get_by_role("heading", level=1, name="Water for all")).to_be_visible()


def test_escape_and_the_button_close_it_and_the_address_returns(page: Page) -> None:
    programme = page.url
    for close in (lambda: page.keyboard.press("Escape"), lambda: page.get_by_role("button", name="Close").last.click()):
        page.get_by_role("link", name="Bees").click()
        expect(page.get_by_role("dialog", name="Bees")).to_be_visible()
        close()
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.wait_for_url(programme)
        expect(page.get_by_role("link", name="Bees")).to_be_focused()


def test_next_and_previous_go_through_what_is_shown_and_one_step_back_still_closes(page: Page, base: str) -> None:
    page.goto(f"{base}{PROGRAMME}?kind=panel&kind=networking&lang=en")
    programme = page.url
    page.get_by_role("link", name="Bees").click()
    seen = [heading(page)]
    for _ in range(2):
        page.get_by_role("button", name="Next session").click()
        seen.append(heading(page))
    assert seen == ["Bees", "Dams", "Pumps"]
    assert page.get_by_role("button", name="Next session").get_attribute("aria-disabled") == "true"
    page.get_by_role("button", name="Previous session").click()
    assert heading(page) == "Dams"
    page.go_back()
    page.wait_for_url(programme)
    expect(page.get_by_role("link", name="Dams")).to_be_focused()


def test_the_drawer_says_what_is_on_now_and_which_talk(page: Page) -> None:
    page.get_by_role("link", name="Water for all").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text("Live now")).to_be_visible()
    expect(drawer.locator("li", has_text="Wells that last").get_by_text("Now, until 10:20")).to_be_visible()
    page.get_by_role("button", name="Next session").click()
    expect(drawer.get_by_text("Live now")).to_be_visible()
    page.get_by_role("button", name="Next session").click()
    expect(drawer.locator("article")).to_be_visible()
    expect(drawer.get_by_text("Live now")).to_be_hidden()


def test_what_could_not_be_loaded_says_so_and_can_be_tried_again(page: Page) -> None:
    page.route(re.compile("/drawer"), lambda route: route.abort())
    page.get_by_role("link", name="Water for all").click()
    expect(page.get_by_role("alert")).to_have_text(re.compile("could not be loaded"))
    page.unroute(re.compile("/drawer"))
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("dialog").get_by_text("Who gets water, and when.")).to_be_visible()
    expect(page.get_by_role("alert")).to_be_hidden()


def test_what_takes_long_shows_bars_then_words_and_comes_in_the_end(page: Page) -> None:
    waiting: list[Route] = []
    page.clock.install()
    page.route(re.compile("/drawer"), lambda route: waiting.append(route))
    page.get_by_role("link", name="Water for all").click()
    expect(page.locator(".dw-wait")).to_be_hidden()
    page.clock.fast_forward(400)
    expect(page.locator(".dw-wait")).to_be_visible()
    expect(page.locator(".dw-c")).to_have_attribute("aria-busy", "true")
    page.clock.fast_forward(8000)
    expect(page.get_by_role("alert")).to_have_text(re.compile("taking longer"))
    waiting[0].continue_()
    expect(page.get_by_role("dialog").get_by_text("Who gets water, and when.")).to_be_visible()
    expect(page.locator(".dw-wait")).to_be_hidden()


def test_whoever_asks_for_a_new_tab_gets_the_page(page: Page) -> None:
    with page.context.expect_page() as other:
        page.get_by_role("link", name="Bees").click(modifiers=["ControlOrMeta"])
    expect(other.value.get_by_role("heading", level=1, name="Bees")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_arrows_go_across_rooms_and_along_times_and_enter_opens(page: Page) -> None:
    page.get_by_role("link", name="Water for all").focus()
    for key, title in (
        ("ArrowRight", "Compost clinic"),
        ("ArrowDown", "Soil"),
        ("ArrowLeft", "Bees"),
        ("ArrowDown", "Dams"),
        ("ArrowUp", "Bees"),
    ):
        page.keyboard.press(key)
        expect(page.get_by_role("link", name=title)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Bees")).to_be_visible()


def test_chips_take_several_values_and_each_can_be_taken_back(page: Page) -> None:
    page.locator("summary", has_text="Kind").click()
    page.get_by_label("Panel").check()
    page.get_by_label("Networking").check()
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**/agenda?**kind=panel&kind=networking**")
    expect(page.get_by_role("status").filter(has_text="3 sessions of 8.")).to_have_count(1)
    assert page.locator(".list > li[id]").count() == 3
    page.get_by_label("Search sessions and speakers").fill("DÂMS")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="1 session of 8.")).to_have_count(1)
    page.get_by_role("link", name="Remove the filter Kind").click()
    expect(page.get_by_label("Search sessions and speakers")).to_have_value("DÂMS")
    page.get_by_role("link", name="Clear all filters").click()
    assert page.locator(".list > li[id]").count() == 7


def test_nothing_found_offers_ways_out(page: Page, base: str) -> None:
    page.goto(f"{base}{PROGRAMME}?day=2030-05-15&q=bees&kind=panel&lang=en")
    expect(page.get_by_role("heading", name="No session matches")).to_be_visible()
    page.locator(".empty").get_by_role("link", name="1 session on all days").click()
    expect(page.get_by_role("link", name="Bees")).to_be_visible()


def test_the_menu_of_calendars_copies_the_address_of_what_is_shown(page: Page, base: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{base}{PROGRAMME}?kind=panel&lang=en")
    page.locator("summary", has_text="Subscribe").click()
    page.get_by_role("button", name="Copy the address").first.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{base}/forums/harvest/agenda.ics?kind=panel&lang=en"


def test_a_phone_has_the_filters_behind_one_button_and_the_drawer_over_the_whole(browser: Browser, base: str) -> None:
    page = opened(
        browser,
        f"{base}{PROGRAMME}?day=2030-05-14&kind=panel&lang=en",
        width=390,
        has_touch=True,
        reduced_motion="reduce",
    )
    expect(page.get_by_text("Attendance")).to_be_hidden()
    page.get_by_role("button", name="Filters (1)").tap()
    page.locator("summary", has_text="Room").tap()
    page.get_by_label("Great Hall").check()
    page.get_by_role("button", name="Show sessions").tap()
    page.wait_for_url("**room=**")
    expect(page.get_by_role("button", name="Filters (2)")).to_be_visible()
    page.get_by_role("link", name="Bees").tap()
    assert page.get_by_role("dialog").bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 900}
    small = page.evaluate(
        """() => [...document.querySelectorAll('dialog :is(a, button, summary)')].map(e => [e, e.getBoundingClientRect()])
        .filter(([e, r]) => r.width && (r.height < 24 || r.width < 24) && getComputedStyle(e).display !== 'inline')
        .map(([e]) => e.outerHTML)"""
    )
    assert small == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.querySelector('.dw-b').scrollWidth <= 320")
    page.context.close()


def test_the_days_stay_in_sight_on_a_phone_and_now_is_one_press_away(browser: Browser, base: str) -> None:
    page = opened(browser, f"{base}{PROGRAMME}?day=2030-05-14&lang=en", width=390, has_touch=True)
    page.evaluate("scrollTo(0, 900)")
    expect(page.get_by_role("navigation", name="Days")).to_be_in_viewport()
    page.get_by_role("link", name="Now, 10:05").tap()
    expect(page.get_by_role("link", name="Water for all")).to_be_in_viewport()
    page.context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_without_script_cards_lead_to_pages_and_chips_and_the_zone_work(
    browser: Browser, base: str, width: int
) -> None:
    page = opened(browser, f"{base}{PROGRAMME}?lang=en", width=width, java_script_enabled=False)
    if width == 390:
        page.get_by_role("button", name="Filters").click()
    page.locator("summary", has_text="Kind").click()
    page.get_by_label("Panel").check()
    page.get_by_role("button", name="Show sessions" if width == 390 else "Show", exact=True).click()
    assert page.locator(".list > li[id]").count() == 2
    page.get_by_role("button", name=re.compile("^Bangkok time")).click()
    page.get_by_label("Show times also in").select_option("Europe/Paris")
    page.get_by_role("button", name="Show these times").click()
    expect(page.locator(".list time small").first).to_have_text("07:00")
    page.get_by_role("link", name="Bees").click()
    expect(page.get_by_role("heading", level=1, name="Bees")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.broad
def test_axe_finds_nothing_with_the_drawer_or_the_filters_open(
    browser: Browser, base: str, scheme: str, width: int
) -> None:
    address = f"{base}{PROGRAMME}?day=2030-05-14&kind=panel&kind=plenary&lang=en"
    page = opened(browser, address, width, color_scheme=scheme, reduced_motion="reduce")
    page.evaluate(AXE.read_text("utf-8"))

    def faults() -> list[tuple[str, str]]:
        result = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
        return [(item["id"], item["nodes"][0]["html"]) for item in result["violations"]]

    if width == 390:
        page.get_by_role("button", name="Filters (1)").click()
    page.get_by_text(re.compile("^Kind: ")).click()
    assert faults() == []
    page.keyboard.press("Escape")
    if width == 390:
        page.keyboard.press("Escape")
    page.get_by_role("link", name="Water for all").click()
    expect(page.get_by_role("dialog").locator("article")).to_be_visible()
    assert faults() == []
    page.context.close()
