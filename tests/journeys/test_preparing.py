"""A speaker on a telephone: a biography that the desk takes over, a photo cut to a square, slides through a lost connection."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from forum_app.database import Database
from forum_app.services.parts_of_upload import PART
from tests.journeys.served import served
from tests.journeys.test_desk import come_in, link
from tests.journeys.test_reading import AXE, TAGS
from tests.journeys.test_states import amiss
from tests.pictures import files
from tests.pictures.test_presentations import a_pptx
from tests.services.speakers import key_for

pytestmark = pytest.mark.browser
PHONE: ViewportSize = {"width": 390, "height": 844}
NOW = {"FORUM_NOW": "2022-09-01T09:00:00+00:00"}


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("preparing") / "house"


@pytest.fixture(scope="module")
def base(instance: Path) -> Iterator[str]:
    instance.mkdir()
    with served(instance, **NOW) as address:
        yield address


@pytest.fixture(scope="module")
def mine(base: str, instance: Path) -> str:
    """The address of a speaker's own page."""
    database = Database(f"sqlite:///{instance / 'forum.db'}")
    key = key_for(database, "Helder")
    database.close()
    return f"{base}/s/{key}"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB", viewport=PHONE)
    faults: list[str] = []
    found = context.new_page()
    found.on("pageerror", lambda error: faults.append(str(error)))
    found.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    yield found
    context.close()
    assert faults == []


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_biography_is_written_on_a_telephone_and_taken_over_at_the_desk(
    browser: Browser, phone: Page, mine: str, base: str, instance: Path
) -> None:
    phone.goto(mine)
    phone.get_by_role("link", name="Edit Biography").click()
    phone.locator("[id='biography.en']").fill("He leads the secretariat.")
    expect(phone.locator("[id='biography.en-count']")).to_have_text("4 of 90 words")
    phone.get_by_role("button", name="Propose the changes").click()
    expect(phone.get_by_role("status").first).to_contain_text("Proposed. The organisers look at it.")
    assert (amiss(phone), fits(phone)) == ([], True)
    desk = come_in(browser, link(instance, base, "ana@preparing.example", "--forum", "gssd2022", "--role", "owner"))
    desk.goto(f"{base}/manage/gssd2022/")
    desk.get_by_role("link", name=re.compile("Look at them")).click()
    expect(desk.locator("ins").first).to_contain_text("secretariat.")
    desk.evaluate(AXE.read_text("utf-8"))
    found = desk.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
    assert found["violations"] == []
    desk.get_by_role("button", name=re.compile("Take over.*Biography")).click()
    expect(desk.locator(".say.ok")).to_contain_text("One change is taken over.")
    desk.context.close()
    phone.goto(f"{mine}/profile")
    expect(phone.locator("[id='biography.en']")).to_have_value("He leads the secretariat.")
    expect(phone.get_by_text("the organisers look at it")).to_have_count(0)


def test_who_told_no_zone_sees_the_slot_on_the_clocks_of_their_device(browser: Browser, mine: str) -> None:
    for zone, said in (("Africa/Nairobi", "06:30–07:50 where you are, Nairobi (UTC+3)"), ("Asia/Bangkok", "")):
        context = browser.new_context(locale="en-GB", viewport=PHONE, timezone_id=zone)
        page = context.new_page()
        page.goto(mine)
        own = page.locator(".own-time")
        if said:
            expect(own).to_contain_text(said)
        else:
            page.wait_for_load_state("networkidle")
            expect(own).to_be_hidden()
        context.close()


def test_a_photo_is_chosen_cut_and_waits(phone: Page, mine: str) -> None:
    phone.goto(f"{mine}/photo")
    photo = files.saved(files.scene().resize((600, 800)), "JPEG")
    phone.locator("[name=agree]").check()
    phone.set_input_files("#file", {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": photo})
    expect(phone.get_by_text("Your photo is here.")).to_be_visible(timeout=40_000)
    expect(phone.locator(".cropper-crop-box")).to_be_visible()
    assert (amiss(phone), fits(phone)) == ([], True)
    phone.locator(".pic-stage").focus()
    for _ in range(10):
        phone.keyboard.press("-")
    phone.locator("form[action$='/shown'] button[type=submit]").click()
    expect(phone.get_by_text("This photo is proposed")).to_be_visible(timeout=40_000)
    expect(phone.locator("#size")).to_have_value("80")


def test_slides_go_on_after_a_lost_connection_and_after_another_visit(phone: Page, mine: str) -> None:
    data = a_pptx(**{"ppt/media/film.mp4": random.Random(2).randbytes(2 * PART + 1000)})
    chosen = {"name": "mine.pptx", "mimeType": "application/octet-stream", "buffer": data}
    sent: list[str] = []

    def lossy(route: Route) -> None:
        sent.append(route.request.url.rpartition("/")[2])
        if len(sent) == 2:
            route.abort()
        else:
            route.continue_()

    phone.route("**/slides/parts/*/*", lossy)
    phone.goto(f"{mine}/slides")
    phone.set_input_files("input[type=file]", chosen)
    phone.get_by_role("button", name="Send the slides").click()
    expect(phone.get_by_text("Your slides are here.")).to_be_visible(timeout=40_000)
    assert sent == ["0", "1", "1", "2"]
    assert (amiss(phone), fits(phone)) == ([], True)
    phone.unroute("**/slides/parts/*/*")
    phone.get_by_role("button", name="Take the slides away").click()
    expect(phone.get_by_text("The slides are taken away.")).to_be_visible()


def test_without_a_script_everything_works(browser: Browser, mine: str) -> None:
    context = browser.new_context(locale="en-GB", java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{mine}/profile")
    page.get_by_role("button", name="Add a link").click()
    page.locator("[id='links[0].url']").fill("https://example.org/helder")
    page.get_by_role("button", name="Propose the changes").click()
    expect(page.get_by_text("Proposed. The organisers look at it.")).to_be_visible()
    page.goto(f"{mine}/photo")
    page.locator("[name=agree]").check()
    photo = files.saved(files.scene().resize((600, 800)), "JPEG")
    page.set_input_files("#file", {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": photo})
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("Your photo is here.")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("This photo is proposed")).to_be_visible()
    page.goto(f"{mine}/slides")
    expect(page.get_by_text("Without a script in the browser at most 16 MB are taken")).to_be_visible()
    page.set_input_files("input[type=file]", {"name": "x.pptx", "mimeType": "application/zip", "buffer": a_pptx()})
    page.get_by_role("button", name="Send the slides").click()
    expect(page.get_by_text("Your slides are here.")).to_be_visible()
    page.goto(mine)
    page.get_by_label("I agree", exact=True).check(force=True)
    page.locator("#needs").get_by_role("button", name="Save").click()
    expect(page.get_by_text("You said so on")).to_be_visible()
    context.close()
