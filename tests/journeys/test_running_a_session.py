"""A session is run from three screens: two of its moderator's, and the one that faces the speaker. One loses its network."""

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import insert, select

from forum_app.database import Database
from forum_app.models.people import Person
from forum_app.models.speaking import PreparedAnswer
from forum_app.services.personal_keys import keep_key, new_personal_key
from tests.journeys.served import served
from tests.journeys.test_reading import AXE, TAGS
from tests.lists.cut import seen

pytestmark = pytest.mark.browser
SESSION, MODERATOR, SPEAKER = "225py65p8d", "p7vuurgmg2", "3cukgsgx4f"
OPENING, FIRST, SECOND = "Opening: alliances for recovery", "Mr Helder da Costa", "Mr Anir Chowdhury"
PATIENCE = 15_000
TWICE = 700  # what is pressed sooner after Next was a second click


@dataclass
class House:
    """A served house, and where its moderator runs the session."""

    base: str
    run: str


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    instance = tmp_path_factory.mktemp("run")
    with served(instance, FORUM_NOW="2022-09-13T03:29:00+00:00") as base:
        key, database = new_personal_key(), Database(f"sqlite:///{instance / 'forum.db'}")

        def job(connection: Any) -> None:
            forum = connection.execute(select(Person.forum_id).where(Person.id == MODERATOR)).scalar_one()
            keep_key(connection, key, forum, person=MODERATOR)
            own = {"forum_id": forum, "person": SPEAKER, "updated_at": datetime.now(UTC)}
            connection.execute(insert(PreparedAnswer).values(question="hmtc74xbzr", text="Two years.", **own))

        database.write(job)
        database.close()
        yield House(base, f"{base}/s/{key}/sessions/{SESSION}/run")


@pytest.fixture
def screens(browser: Browser, house: House) -> Iterator[tuple[Page, Page, Page]]:
    """Two of the moderator's, a third that faces the speaker, each a device of its own; the run is begun anew."""
    _put_aside(browser, house)
    one, two = (_device(browser, house.run) for _ in range(2))
    with one.expect_popup() as opened:
        one.get_by_role("button", name="Screen for the speaker").click()
    address = opened.value.get_by_label("Address of the screen").input_value()
    opened.value.close()
    speaker = _device(browser, address)
    for page in (one, two):
        expect(page.locator("body")).to_have_attribute("data-phase", "waiting", timeout=PATIENCE)
    yield one, two, speaker
    for page in (one, two, speaker):
        page.context.close()


def _put_aside(browser: Browser, house: House) -> None:
    """Ends what the test before ran, on a page that is closed: pages opened while it ran would be made anew by themselves."""
    page = _device(browser, house.run)
    if page.locator("body").get_attribute("data-phase") != "waiting":
        page.get_by_text("Begin anew", exact=True).click()
        page.get_by_role("button", name="Yes, begin anew").click()
    end = time.monotonic() + PATIENCE / 1000
    while page.request.get(f"{house.run}/state").json()["run"].get("plan"):
        assert time.monotonic() < end
        page.wait_for_timeout(100)
    page.context.close()


def _device(browser: Browser, address: str, **options: Any) -> Page:
    page = browser.new_context(locale="en-GB", bypass_csp=True, **options).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    return page


def speaks(page: Page, who: str) -> None:
    expect(page.locator("[data-now]:not([hidden]) h2")).to_have_text(who, timeout=PATIENCE)


def begin(page: Page) -> None:
    page.get_by_role("button", name="Start").click()
    page.wait_for_timeout(TWICE)


def started(*pages: Page) -> None:
    for page in pages:
        expect(page.locator("body")).to_have_attribute("data-phase", "going", timeout=PATIENCE)
        speaks(page, OPENING)


def seconds(page: Page) -> int:
    """What is left by the clock that a page shows."""
    minutes, rest = page.locator("[data-timer]").inner_text().removeprefix("+").split(":")
    return int(minutes) * 60 + int(rest)


def test_what_is_pressed_on_one_screen_is_seen_on_the_others(screens: tuple[Page, Page, Page]) -> None:
    one, two, speaker = screens
    expect(one.locator("[data-net]")).to_have_text("Screens joined: 3", timeout=PATIENCE)
    expect(speaker.locator("[data-word]")).to_contain_text("Not started")
    one.keyboard.press("Enter")
    started(one, two)
    two.get_by_role("button", name="Next").click()
    for page in (one, two):
        speaks(page, FIRST)
    one.keyboard.press("Space")
    for page in screens:
        expect(page.locator("body")).to_have_attribute("data-tone", "paused", timeout=PATIENCE)
    assert len({page.locator("[data-timer]").inner_text() for page in screens}) == 1
    one.keyboard.press("Space")
    two.keyboard.press("w")
    expect(speaker.locator("[data-flash]")).to_be_visible(timeout=PATIENCE)
    expect(speaker.locator("[data-flash]")).to_have_text("2 minutes")
    one.get_by_role("button", name="1 minute more").click()
    expect(two.locator(".on [data-length]")).to_have_text("12 min", timeout=PATIENCE)
    one.get_by_role("button", name="Back").click()
    speaks(two, OPENING)


def test_a_camera_reads_the_address_of_the_speakers_screen(browser: Browser, house: House) -> None:
    page = _device(browser, house.run)
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Screen for the speaker").click()
    address = opened.value.get_by_label("Address of the screen").input_value()
    for scheme in ("light", "dark"):
        opened.value.emulate_media(color_scheme=scheme)
        assert seen(opened.value.locator(".screen-q").screenshot()) == [address]
    page.context.close()


def test_a_screen_without_a_network_goes_on_and_all_agree_once_it_is_back(screens: tuple[Page, Page, Page]) -> None:
    one, two, speaker = screens
    begin(one)
    started(one, two)
    two.context.set_offline(True)
    expect(two.locator("[data-net]")).to_have_text("Not connected: goes on by itself.", timeout=PATIENCE)
    two.get_by_role("button", name="Next").click()  # first, though it is told last
    two.get_by_role("button", name="1 minute more").click()
    speaks(two, FIRST)
    expect(two.locator("[data-net]")).to_contain_text("Presses to send: 2")
    before = seconds(two)
    one.get_by_role("button", name="Next").click()
    speaks(one, FIRST)
    two.wait_for_timeout(30_000)
    assert before - seconds(two) in range(28, 36)
    one.get_by_role("button", name="Next").click()
    speaks(one, SECOND)
    speaks(two, FIRST)
    two.context.set_offline(False)
    for page in (one, two):
        speaks(page, SECOND)
        expect(page.locator("[data-net]")).to_have_text(re.compile("Screens joined"), timeout=PATIENCE)
        expect(page.locator(".ro li").nth(1).locator("[data-length]")).to_have_text("12 min", timeout=PATIENCE)
    end = time.monotonic() + 10
    while len({page.locator(".ro").inner_text() for page in (one, two)}) > 1:  # unless a second went by between the two
        assert time.monotonic() < end
    assert abs(seconds(one) - seconds(two)) <= 1 and abs(seconds(one) - seconds(speaker)) <= 1


@pytest.mark.broad
def test_what_waits_for_a_network_outlives_its_page(screens: tuple[Page, Page, Page], house: House) -> None:
    one, two, _speaker = screens
    begin(one)
    started(one, two)
    two.route("**/run/steps", lambda route: route.abort())
    two.get_by_role("button", name="Next").click()
    speaks(two, FIRST)
    two.unroute("**/run/steps")
    two.goto(house.run)
    for page in (one, two):
        speaks(page, FIRST)


def answering(**answer: Any) -> Any:
    """A network on which something else answers for the application."""
    return lambda route: route.fulfill(**answer)


BETWEEN = {
    "a hotel's page": answering(status=200, content_type="text/html", body="<form>Sign in to the hotel</form>"),
    "led elsewhere": answering(status=302, headers={"Location": "/"}),
    "too many": answering(status=429, headers={"Retry-After": "1"}),
    "too slow": answering(status=408),
    "a proxy's refusal": answering(status=400, content_type="text/html", body="Bad request"),
}


@pytest.mark.broad
def test_no_press_is_lost_to_what_answers_on_the_way(screens: tuple[Page, Page, Page]) -> None:
    one, two, _speaker = screens
    begin(one)
    started(one, two)
    tries: list[str] = []
    two.on("request", lambda request: tries.append(request.url))
    for minutes, (what, between) in enumerate(BETWEEN.items(), 9):
        two.route("**/run/*", between)
        two.get_by_role("button", name="1 minute more").click()
        expect(two.locator("[data-net]"), what).to_contain_text("Presses to send: 1", timeout=PATIENCE)
        tries.clear()
        two.wait_for_timeout(4_000)
        assert 1 <= len(tries) <= 4, (what, tries)  # and it isn't asked ever faster
        expect(two.locator(".on [data-length]"), what).to_have_text(f"{minutes} min")
        expect(one.locator(".on [data-length]"), what).to_have_text(f"{minutes - 1} min")
        two.unroute("**/run/*")
        expect(one.locator(".on [data-length]"), what).to_have_text(f"{minutes} min", timeout=PATIENCE)
        expect(two.locator("[data-net]"), what).to_contain_text("Screens joined", timeout=PATIENCE)


@pytest.mark.broad
def test_a_network_that_swallows_what_is_sent_is_told_at_once(screens: tuple[Page, Page, Page]) -> None:
    one, two, _speaker = screens
    begin(one)
    started(one, two)
    two.route("**/run/*", lambda _route: None)
    two.get_by_role("button", name="Next").click()
    expect(two.locator("[data-net]")).to_have_text("Waiting for the network", timeout=4_000)
    expect(two.locator("[data-net]")).to_contain_text("Presses to send: 1", timeout=8_000)
    two.unroute("**/run/*")
    speaks(one, FIRST)


@pytest.mark.broad
def test_of_several_presses_the_one_that_is_refused_is_told_and_the_others_are_taken(
    screens: tuple[Page, Page, Page],
) -> None:
    one, two, _speaker = screens
    begin(one)
    started(one, two)
    two.context.set_offline(True)
    expect(two.locator("[data-net]")).to_contain_text("Not connected", timeout=PATIENCE)
    two.get_by_role("button", name="1 minute more").click()
    two.get_by_role("button", name="Next").click()

    def broken(route: Route) -> None:
        sent = json.loads(route.request.post_data or "")
        for step in sent["steps"]:
            if step["do"] == "add":
                step["length"] = 10**12
        route.continue_(post_data=json.dumps(sent))

    two.route("**/run/steps", broken)
    two.context.set_offline(False)
    expect(two.locator("[data-refusals]")).to_have_text("Presses that the server didn’t take: 1", timeout=PATIENCE)
    for page in (one, two):
        speaks(page, FIRST)
        expect(page.locator(".ro li").nth(0).locator("[data-length]")).to_have_text("8 min")


@pytest.mark.broad
def test_a_clock_that_is_set_on_a_device_changes_nothing(screens: tuple[Page, Page, Page]) -> None:
    one, two, speaker = screens
    begin(one)
    started(one, two)
    for page in (two, speaker):
        page.context.set_offline(True)
        page.evaluate("() => { const real = Date.now; Date.now = () => real() + 3_600_000 }")
    two.wait_for_timeout(1_000)
    assert max(abs(seconds(page) - seconds(one)) for page in (two, speaker)) <= 1
    for page in (two, speaker):
        page.context.set_offline(False)
    expect(two.locator("[data-net]")).to_contain_text("Screens joined", timeout=PATIENCE)
    assert max(abs(seconds(page) - seconds(one)) for page in (two, speaker)) <= 1


def test_a_second_click_on_start_or_next_passes_nobody_over(screens: tuple[Page, Page, Page]) -> None:
    one, two, _speaker = screens
    one.get_by_role("button", name="Start").dblclick()
    started(one, two)
    one.wait_for_timeout(1_200)
    speaks(one, OPENING)
    one.get_by_role("button", name="Next").dblclick()
    speaks(two, FIRST)
    one.wait_for_timeout(1_200)
    for page in (one, two):
        speaks(page, FIRST)


@pytest.mark.broad
def test_the_speaker_is_shown_two_minutes_from_a_keyboard_in_any_script_and_the_page_knows_who_looks(
    screens: tuple[Page, Page, Page],
) -> None:
    one, _two, speaker = screens
    begin(one)
    started(one)
    one.evaluate("() => dispatchEvent(new KeyboardEvent('keydown', { key: 'ص', code: 'KeyW' }))")
    expect(speaker.locator("[data-flash]")).to_be_visible(timeout=PATIENCE)
    expect(one.locator("[data-warned]")).to_have_text("Sent to the speaker’s screen", timeout=PATIENCE)
    speaker.goto("about:blank")
    expect(one.locator("[data-warned]")).to_be_hidden(timeout=PATIENCE)
    one.keyboard.press("w")
    expect(one.locator("[data-warned]")).to_have_text("No speaker’s screen is open", timeout=PATIENCE)


@pytest.mark.broad
def test_a_screen_stays_on_while_it_is_looked_at(browser: Browser, house: House) -> None:
    page = browser.new_context(bypass_csp=True).new_page()
    page.add_init_script(
        "window.kept = []; navigator.wakeLock.request = async (kind) => { window.kept.push(kind); return {} }"
    )
    for address in (house.run, f"{house.run}/screen"):
        page.goto(address)
        page.wait_for_function("() => window.kept.length === 1")
        page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")  # as when it is shown again
        assert page.evaluate("() => window.kept") == ["screen", "screen"]
    page.context.close()


def touched(page: Page, button: str) -> None:
    """Presses where a button is shown, without bringing it into sight before."""
    box = page.get_by_role("button", name=button).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_on_a_phone_the_time_stays_in_sight(screens: tuple[Page, Page, Page]) -> None:
    one, _two, _speaker = screens
    one.set_viewport_size({"width": 390, "height": 844})
    one.evaluate("() => scrollTo(0, 0)")
    touched(one, "Start")
    started(one)
    one.wait_for_timeout(TWICE)
    for who in (FIRST, SECOND):
        touched(one, "Next")
        speaks(one, who)
        one.wait_for_timeout(TWICE)
        assert one.evaluate("() => scrollY") == 0
        expect(one.locator("[data-timer]")).to_be_in_viewport()
    expect(one.locator("[data-timer-small]")).to_be_hidden()
    one.locator(".ro li").last.scroll_into_view_if_needed()
    expect(one.locator("[data-timer-small]")).to_be_in_viewport()
    assert re.fullmatch(r"\d+:\d\d", one.locator("[data-timer-small]").inner_text())


@pytest.mark.broad
def test_who_waits_sees_the_programme_as_it_is_changed(screens: tuple[Page, Page, Page], house: House) -> None:
    one, _two, speaker = screens
    before = speaker.locator("[data-timer]").inner_text()
    prepared = one.context.new_page()
    prepared.goto(house.run.removesuffix("/run"))
    minutes = prepared.locator("input[name='m-gkvaaw9f4b'], input[id*='gkvaaw9f4b']").first
    was = minutes.input_value()
    for typed, shown in (("6", "6:00"), (was, before)):
        minutes.fill(typed)
        minutes.press("Enter")
        prepared.wait_for_load_state()
        for page in (one, speaker):
            expect(page.locator("[data-timer]")).to_have_text(shown, timeout=PATIENCE)
    prepared.close()


def test_questions_are_ticked_off_with_what_was_prepared_beside_them(screens: tuple[Page, Page, Page]) -> None:
    one, two, _speaker = screens
    begin(one)
    for who in (OPENING, FIRST):
        speaks(one, who)
        one.wait_for_timeout(TWICE)
        one.get_by_role("button", name="Next").click()
    for page in (one, two):
        speaks(page, SECOND)
        expect(page.locator("[data-answer]:not([hidden])")).to_contain_text("Two years.")
        expect(page.locator("[data-question]:not([hidden]) [data-nth]")).to_have_text("question 1 of 2")
    one.get_by_role("button", name="Asked").click()
    for page in (one, two):
        expect(page.locator("[data-question]:not([hidden]) [data-nth]")).to_have_text(
            "question 2 of 2", timeout=PATIENCE
        )
        expect(page.get_by_text("Nothing was prepared for this question.")).to_be_visible()
    select = two.locator("[data-question]:not([hidden])").get_by_label("Ask this question in")
    select.select_option(label="Only in: Discussion: the two key questions")
    one.get_by_role("button", name="Bring back").click()
    for page in (one, two):
        expect(page.locator("[data-question]:not([hidden]) [data-nth]")).to_have_text(
            "question 1 of 2", timeout=PATIENCE
        )
    one.get_by_role("button", name="Asked").click()
    for page in (one, two):
        expect(page.locator("[data-question]:not([hidden]) [data-nth]")).to_have_text(
            "question 2 of 2", timeout=PATIENCE
        )
    two.get_by_role("button", name="Move").click()  # choosing alone moved nothing, and was kept while others pressed
    for page in (one, two):
        expect(page.get_by_text("No question is left here.")).to_be_visible(timeout=PATIENCE)


def test_keys_are_left_to_what_has_the_focus(screens: tuple[Page, Page, Page]) -> None:
    one, _two, _speaker = screens
    begin(one)
    one.get_by_role("button", name="Next").click()
    speaks(one, FIRST)
    one.keyboard.press("Space")  # the pointer left nothing on the button
    expect(one.locator("body")).to_have_attribute("data-tone", "paused")
    one.get_by_role("button", name="Go on").focus()
    one.keyboard.press("Enter")
    expect(one.locator("body")).to_have_attribute("data-tone", "plain")
    speaks(one, FIRST)


def test_the_time_speaks_at_two_minutes_thirty_seconds_and_nought_only(
    screens: tuple[Page, Page, Page], browser: Browser, house: House
) -> None:
    """On a device whose network is gone and whose clock is set forward: nothing but its own counting is left."""
    one, two, _speaker = screens
    begin(one)
    started(two)
    two.clock.install()
    two.reload()
    started(two)
    two.wait_for_timeout(1500)
    two.context.set_offline(True)
    expect(two.locator("[data-net]")).to_have_text("Not connected: goes on by itself.", timeout=PATIENCE)
    said, tones = [], []
    for _ in range(20):
        two.clock.run_for(30_000)
        said.append(two.locator("[data-says]").inner_text())
        tones.append(two.locator("body").get_attribute("data-tone"))
    assert list(dict.fromkeys(said)) == ["", "Two minutes left", "Thirty seconds left", "The time is over"]
    assert list(dict.fromkeys(tones)) == ["plain", "last", "end", "over"]
    assert two.locator("[data-timer]").inner_text().startswith("+")
    expect(two.locator("[data-way]")).to_contain_text("from Discussion: the two key questions to end on time.")
    two.context.set_offline(False)


@pytest.mark.broad
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    screens: tuple[Page, Page, Page], browser: Browser, house: House
) -> None:
    one, _two, speaker = screens
    begin(one)
    started(one)
    one.get_by_role("button", name="Next").click()
    speaks(one, FIRST)
    prepared = _device(browser, house.run.removesuffix("/run"))
    for page in (one, speaker, prepared):
        page.add_script_tag(path=AXE)
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme)  # of the pages that follow the device
            if page is not prepared:
                page.evaluate("scheme => { document.documentElement.dataset.theme = scheme }", scheme)
            for width, height in ((1440, 900), (1180, 820), (390, 844), (320, 640)):
                page.set_viewport_size({"width": width, "height": height})
                page.wait_for_timeout(300)
                result = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
                found = [(each["id"], [node["target"] for node in each["nodes"]]) for each in result["violations"]]
                assert found == [], (page.url, scheme, width)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, scheme, width)
