"""The door on the day: two desks that see each other, keys and scanners, a camera that reads badges, a network that goes, and
a desk whose browser runs no script. What they see is read by axe, from both sides, and fits a thumb."""

import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import segno
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from forum_app.database import Database
from forum_app.models.registrations import Registration
from tests.journeys.browsers import FLAGS, NAMES
from tests.journeys.served import served
from tests.journeys.test_desk import come_in, link
from tests.journeys.test_states import amiss

pytestmark = pytest.mark.browser
DOOR = "/manage/eiip2025/check-in"
TABLET, PHONE = {"width": 1180, "height": 820}, {"width": 390, "height": 844}
NOW = "2025-02-18T03:04:00+00:00"  # 09:04 in Dhaka


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("door")


@pytest.fixture(scope="module")
def base(instance: Path) -> Iterator[str]:
    with served(instance, FORUM_NOW=NOW) as address:
        yield address


@pytest.fixture(scope="module")
def people(instance: Path, base: str) -> list[Any]:
    """Who is confirmed and comes in person, by name as the list sorts them."""
    database = Database(f"sqlite:///{instance / 'forum.db'}")
    query = select(Registration).where(Registration.status == "confirmed", Registration.mode == "in-person")
    with database.reading() as connection:
        found = list(connection.execute(query.order_by(Registration.sorted_by)))
    database.close()
    return found


def desk(browser: Browser, instance: Path, base: str, name: str, **options: Any) -> Page:
    """Somebody of the reception at the door."""
    address = link(instance, base, f"{name}@door.example", "--forum", "eiip2025", "--role", "reception")
    page = come_in(browser, address, **{"viewport": TABLET, **options})
    page.goto(base + DOOR)
    return page


def wrong_here(page: Page) -> list[object]:
    """What axe finds, what is smaller than a thumb, and what is wider than the screen."""
    assert page.viewport_size is not None
    wide = page.evaluate("document.documentElement.scrollWidth")
    found = [each for each in amiss(page) if not str(each).endswith(" wide")]
    return [*found, *([f"{wide} wide"] if wide > page.viewport_size["width"] else [])]


def last(page: Page) -> Any:
    return page.locator("#ci-last .ci-res")


def test_two_desks_see_each_other_and_nobody_comes_in_twice(
    browser: Browser, instance: Path, base: str, people: list[Any]
) -> None:
    ana = desk(browser, instance, base, "ana")
    ben = desk(browser, instance, base, "ben", locale="ar", color_scheme="dark", viewport=PHONE)
    first, second = people[0], people[1]
    wrong = [*wrong_here(ana), *wrong_here(ben)]
    ana.get_by_role("button", name=f"Check in: {first.name}").click()
    expect(last(ana)).to_contain_text("Checked in 09:04")
    expect(last(ana)).to_contain_text(first.name)
    expect(ana.locator("#ci-aloud")).to_contain_text(f"{first.name}")
    expect(ana.get_by_role("searchbox", name="Name, institution")).to_be_focused()
    expect(ana.locator("#ci-counts")).to_have_text(f"1 of {len(people)} are here")
    expect(ben.locator(f"#ci-people [data-person='{first.id}']")).to_contain_text("09:04")
    expect(ben.locator("#ci-counts b")).to_have_text("1")

    ben.locator(f"#ci-people button[value='{second.id}']").click()
    expect(ana.locator(f"#ci-people [data-person='{second.id}']")).to_be_visible()
    ana.locator(f"#ci-people [data-person='{second.id}']").click()
    expect(last(ana)).to_contain_text("Here since 09:04")
    wrong += [*wrong_here(ana), *wrong_here(ben)]
    ana.get_by_role("button", name="Undo").click()
    expect(last(ana)).to_contain_text("The check-in is taken back.")
    expect(ben.locator(f"#ci-people button[value='{second.id}']")).to_be_visible()
    for page in (ana, ben):
        page.context.close()
    assert wrong == []


def test_a_scanner_on_a_cable_and_the_keyboard_alone(
    browser: Browser, instance: Path, base: str, people: list[Any]
) -> None:
    page = desk(browser, instance, base, "carla")
    somebody, other = people[3], people[4]
    field = page.get_by_role("searchbox", name="Name, institution")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.type(f"{base}{DOOR}?code={somebody.code}\n", delay=2)
    expect(last(page)).to_contain_text("Checked in 09:04")
    expect(field).to_have_value("")
    expect(field).to_be_focused()
    page.keyboard.type(f"{somebody.code.upper()}\n", delay=2)
    expect(last(page)).to_contain_text("Checked in already, at 09:04")
    page.keyboard.type("ministry\n")
    expect(last(page)).to_contain_text("Several people are found")
    expect(field).to_have_value("ministry")
    page.keyboard.type(f"{other.name}\n")
    expect(last(page)).to_contain_text(other.name)
    expect(last(page)).to_contain_text("Checked in 09:04")
    page.keyboard.type("zzzzzz\n")
    expect(last(page)).to_contain_text("Nobody here has this code")
    expect(page.locator("#ci-people")).to_contain_text("Nobody is found")
    page.context.close()


def test_a_press_that_does_not_arrive_stays_and_is_sent_again(
    browser: Browser, instance: Path, base: str, people: list[Any]
) -> None:
    page = desk(browser, instance, base, "dinh")
    somebody = people[6]
    page.context.set_offline(True)
    page.get_by_role("button", name=f"Check in: {somebody.name}").click()
    unsent = page.locator("#ci-unsent li")
    expect(unsent).to_contain_text(f"{somebody.name} Not sent")
    expect(page.locator("#ci-camera-says")).to_contain_text("No connection")
    wrong = wrong_here(page)
    page.context.set_offline(False)
    unsent.get_by_role("button", name="Try again").click()
    expect(unsent).to_have_count(0)
    expect(last(page)).to_contain_text("Checked in 09:04")
    expect(page.locator("#ci-camera-says")).to_be_hidden()
    page.context.close()
    assert wrong == []


def test_without_a_script(browser: Browser, instance: Path, base: str, people: list[Any]) -> None:
    there = desk(browser, instance, base, "emma")
    state = there.context.storage_state()
    there.context.close()
    context = browser.new_context(storage_state=state, java_script_enabled=False, viewport=PHONE, locale="en-GB")
    page, somebody = context.new_page(), people[8]
    page.goto(base + DOOR)
    page.get_by_role("searchbox", name="Name, institution").fill(somebody.name)
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("button", name=f"Check in: {somebody.name}").click()
    expect(last(page)).to_contain_text("Checked in 09:04")
    page.get_by_role("button", name="Undo").click()
    expect(last(page)).to_contain_text("The check-in is taken back.")
    page.goto(f"{base}{DOOR}?code={somebody.code}")
    expect(last(page)).to_contain_text("Not here yet")
    page.keyboard.press("Enter")  # the large button has the focus
    expect(last(page)).to_contain_text("Checked in 09:04")
    page.get_by_label("Day or session").select_option(index=1)
    page.get_by_role("button", name="Show").last.click()
    expect(page.locator("#ci-counts b")).to_have_text("0")
    page.get_by_role("link", name="Walk-in").click()
    page.get_by_label("Given name").fill("Wanda")
    page.get_by_role("button", name="Register and check in").click()
    expect(last(page)).to_contain_text("Wanda")
    expect(page.locator("#ci-counts b")).to_have_text("1")
    context.close()


def film_of(code: str, path: Path) -> Path:
    """A second of what a camera sees: a badge with this code, held up in front of it, as YUV4MPEG2."""
    picture = BytesIO()
    segno.make(code, error="m", micro=False).save(picture, kind="png", scale=6, border=4)
    badge = Image.open(picture).convert("L").rotate(4, expand=True, fillcolor=200)
    scene = Image.new("L", (640, 480), 120)
    scene.paste(badge, ((640 - badge.width) // 2, (480 - badge.height) // 2))
    frame = b"FRAME\n" + scene.tobytes() + b"\x80" * (640 * 480 // 2)
    path.write_bytes(b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n" + frame * 10)
    return path


def test_a_camera_reads_a_badge_by_itself(
    browser: Browser, instance: Path, base: str, people: list[Any], tmp_path: Path
) -> None:
    somebody = people[10]
    film = film_of(f"{base}{DOOR}?code={somebody.code}", tmp_path / "badge.y4m")
    fake = (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )
    program = next(filter(None, map(shutil.which, NAMES)), None)
    with_camera = browser.browser_type.launch(executable_path=program, args=[*FLAGS, *fake])
    page = desk(with_camera, instance, base, "fatima")
    asked: list[bool] = []
    page.on("request", lambda request: asked.append(request.method == "POST"))
    page.reload()  # where the camera is allowed already, it begins by itself
    expect(last(page)).to_contain_text(somebody.name)
    expect(last(page)).to_contain_text(re.compile("Checked in (already, at )?09:04"))
    page.wait_for_timeout(1500)
    assert sum(asked) <= 1  # the badge stays in view: it is told once
    wrong = wrong_here(page)
    page.get_by_role("button", name="Turn the camera off").click()
    expect(page.get_by_role("button", name="Use the camera")).to_be_visible()
    with_camera.close()
    assert wrong == []


@pytest.mark.parametrize("width", [320, 1440])
def test_nothing_is_cut_on_small_and_wide_screens(browser: Browser, instance: Path, base: str, width: int) -> None:
    page = desk(browser, instance, base, "goran", viewport={"width": width, "height": 800})
    for address in (DOOR, f"{DOOR}?q=ministry", f"{DOOR}/walk-in"):
        page.goto(base + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    page.context.close()
