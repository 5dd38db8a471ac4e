"""My agenda in a real browser: stars on the device, kept with a registration, in a calendar that follows, told by mail."""

import re
import urllib.request
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from forum_app.database import Database
from forum_app.domain.draft_parts import RegistrationPlan
from forum_app.domain.vocabularies import RegistrationState, SessionStatus
from forum_app.models.messages import Message
from tests.factories import FIRST_DAY, HALL, STUDIO, a_draft, a_plain_session, a_session, an_id, wall
from tests.journeys.served import served, told
from tests.journeys.test_reading import AXE, TAGS

PROGRAMME = "/forums/harvest/agenda?day=2030-05-14&lang=en"
NOW = "2030-04-14T03:05:00+00:00"
BEES, SOIL, GOATS, RIVERS, WELLS = (an_id(number, "s") for number in (12, 13, 16, 17, 18))
SECOND_DAY = wall(10, day=FIRST_DAY + timedelta(days=1))


def draft(
    bees: int = 12,
    *,
    rivers: datetime = SECOND_DAY,
    goats: bool = True,
    soil: SessionStatus = SessionStatus.CONFIRMED,
) -> bytes:
    """A day of a forum that people can register for; bees and soil are at the same time, at noon."""
    sessions = [
        a_session(),
        a_plain_session(BEES, title={"en": "Bees"}, start=wall(bees), room=HALL),
        a_plain_session(SOIL, title={"en": "Soil"}, start=wall(12), room=STUDIO, status=soil),
        *([a_plain_session(GOATS, title={"en": "Goats"}, start=wall(15), room=STUDIO)] if goats else []),
        a_plain_session(RIVERS, title={"en": "Rivers"}, start=rivers, room=HALL),
        a_plain_session(WELLS, title={"en": "Wells"}, start=SECOND_DAY, room=STUDIO),
    ]
    plan = RegistrationPlan(state=RegistrationState.HERE)
    return bytes(msgspec.json.encode(a_draft(*sessions, forum={"registration": plan})))


class House:
    """A server whose forum is published, and what its desk does beside the browser."""

    def __init__(self, folder: Path, base: str) -> None:
        self.folder, self.base = folder, base

    def publish(self, bees: int = 12, **changed: Any) -> None:
        (self.folder / "harvest.json").write_bytes(draft(bees, **changed))
        told(self.folder, self.base, "import", str(self.folder / "harvest.json"), "--replace", "--publish")

    def mails(self) -> list[Any]:
        database = Database(f"sqlite:///{self.folder / 'forum.db'}")
        with database.reading() as connection:
            rows = connection.execute(select(Message).order_by(Message.created_at)).all()
        database.close()
        return list(rows)

    def key(self) -> str:
        """The key in the last mail that holds one."""
        return str(next(mail.text for mail in reversed(self.mails()) if "/r/" in mail.text)).split("/r/")[1].split()[0]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("agenda")
    with served(folder, FORUM_NOW=NOW) as address:
        house = House(folder, address)
        house.publish()
        yield house


def a_context(browser: Browser, width: int = 390, **options: Any) -> BrowserContext:
    made = browser.new_context(
        bypass_csp=True, locale="en", timezone_id="Asia/Bangkok", viewport={"width": width, "height": 844}, **options
    )
    made.set_default_timeout(15_000)
    return made


def star(page: Page, title: str) -> Any:
    return page.get_by_role("button", name=f"Add to my agenda: {title}")


def clean(page: Page) -> None:
    page.evaluate(AXE.read_text("utf-8"))
    result = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
    assert [(found["id"], found["nodes"][0]["html"]) for found in result["violations"]] == []


def events(address: str) -> dict[str, dict[str, str]]:
    """What a calendar holds: by id of the session, some properties."""
    with urllib.request.urlopen(address, timeout=10) as answer:
        text = answer.read().decode().replace("\r\n ", "")
    found = re.findall(r"BEGIN:VEVENT\r\nUID:(.{10})(.*?)END:VEVENT", text, re.DOTALL)
    return {key: dict(re.findall(r"(DTSTART|SEQUENCE|STATUS):(.*?)\r\n", body)) for key, body in found}


def test_stars_stay_on_the_device_and_say_what_is_at_the_same_time(browser: Browser, house: House) -> None:
    context = a_context(browser)
    page = context.new_page()
    page.goto(house.base + PROGRAMME)
    mine = page.get_by_role("button", name=re.compile("^My agenda"))
    mine.click()
    expect(page.get_by_role("heading", name="No session is starred yet")).to_be_visible()
    mine.click()
    star(page, "Bees").click()
    expect(star(page, "Bees")).to_have_attribute("aria-pressed", "true")
    expect(mine).to_have_text(re.compile(r"\(1\)"))
    page.get_by_role("link", name="Soil").focus()
    page.keyboard.press("s")
    expect(page.get_by_text("At the same time as “Bees”")).to_be_visible()
    expect(page.get_by_text("At the same time as “Soil”")).to_be_visible()
    page.reload()
    expect(star(page, "Soil")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("At the same time as “Bees”")).to_be_visible()  # before anything is pressed
    mine.click()
    expect(page.get_by_text("Tuesday 14 May, 12:00: 2 of yours at the same time: Bees; Soil")).to_be_visible()
    expect(page.get_by_role("link", name="Goats")).to_be_hidden()
    clean(page)
    feed = page.get_by_role("link", name="Add these to a calendar").get_attribute("href") or ""
    assert set(events(feed)) == {BEES, SOIL}
    page.reload()  # the address says that only these are shown
    expect(page.get_by_role("link", name="Goats")).to_be_hidden()
    mine.click()
    expect(page.get_by_role("link", name="Goats")).to_be_visible()
    star(page, "Soil").click()
    expect(page.get_by_text("At the same time as")).to_have_count(0)
    context.close()


def test_a_day_without_stars_says_so_and_leads_to_all_that_is_starred(browser: Browser, house: House) -> None:
    context = a_context(browser, 320)
    page = context.new_page()
    page.goto(house.base + PROGRAMME)
    for title in ("Bees", "Soil", "Goats"):
        star(page, title).click()
    page.goto(house.base + PROGRAMME.replace("05-14", "05-15"))
    page.get_by_role("button", name=re.compile("^My agenda")).click()
    expect(page.get_by_text("Starred on this device: 3. On this page: 0")).to_be_visible()
    expect(page.get_by_role("heading", name="None of yours on this day")).to_be_visible()
    expect(page.get_by_role("heading", name="No session is starred yet")).to_be_hidden()
    clean(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.get_by_role("link", name="All that is starred").click()
    mine = page.get_by_role("button", name=re.compile("^My agenda"))
    expect(mine).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("link", name="Goats")).to_be_visible()
    expect(page.get_by_role("link", name="Rivers")).to_be_hidden()
    context.close()


def test_the_header_leads_to_what_is_starred_with_its_number(browser: Browser, house: House) -> None:
    context = a_context(browser, 1440)
    page = context.new_page()
    page.goto(house.base + PROGRAMME)
    star(page, "Bees").click()
    page.goto(f"{house.base}/forums/harvest/?lang=en")
    page.get_by_role("banner").get_by_role("link", name="My agenda (1)").click()
    expect(page.get_by_role("button", name="My agenda (1)")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("link", name="Bees")).to_be_visible()
    context.close()


def test_the_drawer_and_the_page_of_a_session_have_a_star_and_a_second_window_sees_it(
    browser: Browser, house: House
) -> None:
    context = a_context(browser, 1280)
    page, second = context.new_page(), context.new_page()
    for each in (page, second):
        each.goto(house.base + PROGRAMME)
    page.get_by_role("link", name="Goats").click()
    drawer = page.get_by_role("dialog", name="Goats")
    drawer.get_by_role("button", name="Add to my agenda").click()
    expect(drawer.get_by_role("button", name="In my agenda")).to_have_attribute("aria-pressed", "true")
    expect(star(second, "Goats")).to_have_attribute("aria-pressed", "true")
    page.goto(f"{house.base}/forums/harvest/sessions/{GOATS}?lang=en")
    page.get_by_role("button", name="In my agenda").click()
    expect(page.get_by_role("button", name="Add to my agenda")).to_have_attribute("aria-pressed", "false")
    expect(star(second, "Goats")).to_have_attribute("aria-pressed", "false")
    clean(page)
    context.close()


def register(page: Page, house: House, name: str) -> str:
    """Registers somebody; the address of their own page."""
    page.goto(f"{house.base}/forums/harvest/register?lang=en")
    page.get_by_label("Given name").fill(name)
    page.get_by_label("Family name").fill("Diallo")
    page.get_by_label("E-mail").fill(f"{name.lower()}@example.org")
    page.locator("select[name=country]").select_option("KE")
    for name in ("mode", "constituency"):
        for choice in page.locator(f"input[name={name}]").all()[:1]:
            choice.check(force=True)
    page.locator("input[name=consent]").check()
    page.get_by_role("button", name="Send registration").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are registered")
    return f"{house.base}/r/{house.key()}"


def test_stars_come_to_a_registration_and_a_session_that_moves_is_told_and_moves_in_the_calendar(
    browser: Browser, house: House
) -> None:
    context = a_context(browser)
    page = context.new_page()
    page.goto(house.base + PROGRAMME)
    star(page, "Bees").click()
    star(page, "Soil").click()
    mine = register(page, house, "Zoe")
    page.goto(mine)
    expect(page.get_by_text("Starred on this device and not in your agenda: 2")).to_be_visible()
    clean(page)
    page.get_by_role("button", name="Keep them with your registration").click()
    expect(page.get_by_text("Tuesday 14 May, 12:00: 2 of yours at the same time: Bees; Soil")).to_be_visible()
    expect(page.get_by_role("button", name="Keep them with your registration")).to_be_hidden()
    page.get_by_role("button", name="Take out of my agenda: Soil").click()
    expect(page.get_by_text("at the same time")).to_have_count(0)
    clean(page)
    subscribe = page.locator("#agenda").get_by_role("link", name="Subscribe").get_attribute("href") or ""
    assert subscribe.startswith("webcal://")
    feed = subscribe.replace("webcal://", "http://")
    before = events(feed)
    assert before == {BEES: {"DTSTART": "20300514T050000Z", "SEQUENCE": "0", "STATUS": "CONFIRMED"}}
    house.publish(bees=13)
    [mail] = [mail for mail in house.mails() if mail.kind == "agenda"]
    assert (mail.to, "Bees" in mail.text, "13:00" in mail.text) == ("zoe@example.org", True, True)
    assert mine not in mail.text and f"/forums/harvest/sessions/{BEES}" in mail.text
    page.wait_for_timeout(1_200)  # each process asks once a second which release is current
    assert events(feed) == {BEES: {"DTSTART": "20300514T060000Z", "SEQUENCE": "1", "STATUS": "CONFIRMED"}}
    context.close()


def test_without_a_script_sessions_are_ticked(browser: Browser, house: House) -> None:
    context = a_context(browser, 320, java_script_enabled=False)
    page = context.new_page()
    page.goto(house.base + PROGRAMME)
    expect(page.get_by_role("button", name=re.compile("^My agenda"))).to_have_count(0)
    mine = register(page, house, "Anne")
    page.goto(mine)
    page.get_by_role("link", name="Choose your sessions").click()
    page.get_by_label("Goats").check()
    page.get_by_label("Soil").check()
    page.get_by_role("button", name="Save my agenda").click()
    agenda = page.locator("#agenda")
    assert agenda.locator("h3 a").all_inner_texts() == ["Soil", "Goats"]
    page.get_by_role("link", name="Choose your sessions").click()
    page.get_by_label("Soil").uncheck()
    page.get_by_role("button", name="Save my agenda").click()
    assert agenda.locator("h3 a").all_inner_texts() == ["Goats"]
    assert set(events(f"{mine}/agenda.ics")) == {GOATS}
    context.close()


def test_the_page_of_ticks_is_clean_and_narrow(browser: Browser, house: House) -> None:
    context = a_context(browser, 320)
    page = context.new_page()
    page.goto(register(page, house, "Omar") + "/agenda")
    clean(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    context.close()


def test_the_device_tells_once_of_a_session_that_moved_was_cancelled_or_went(browser: Browser, house: House) -> None:
    context = a_context(browser)
    page = context.new_page()
    second_day = house.base + PROGRAMME.replace("05-14", "05-15")
    page.goto(house.base + PROGRAMME)
    star(page, "Soil").click()
    star(page, "Goats").click()
    page.goto(second_day)
    star(page, "Rivers").click()
    house.publish(rivers=wall(9), goats=False, soil=SessionStatus.CANCELLED)
    page.wait_for_timeout(1_200)  # each process asks once a second which release is current
    rows, moved = page.locator(".mine-new"), "“Rivers” moved: from Wednesday 15 May, 10:00 to Tuesday 14 May, 09:00."
    page.goto(second_day)  # of its own day it is gone, and its own page knows where it went
    expect(page.get_by_role("status").get_by_text(moved)).to_be_visible()
    expect(rows).to_have_count(1)
    page.goto(house.base + PROGRAMME)
    expect(rows.filter(has_text="Rivers")).to_contain_text(moved)
    expect(rows.filter(has_text="Soil")).to_contain_text("“Soil” is cancelled.")
    expect(rows.filter(has_text="Goats")).to_contain_text("“Goats” was taken out of the programme.")
    clean(page)
    rows.filter(has_text="Goats").get_by_role("button", name="Remove").click()
    rows.filter(has_text="Soil").get_by_role("button", name="Understood").click()
    expect(page.get_by_role("button", name="My agenda (2)")).to_be_visible()
    rows.filter(has_text="Rivers").get_by_role("button", name="Understood").click()
    expect(rows).to_have_count(0)
    page.goto(f"{house.base}/forums/harvest/agenda?lang=en")
    expect(star(page, "Rivers")).to_have_attribute("aria-pressed", "true")
    expect(rows).to_have_count(0)
    context.close()
