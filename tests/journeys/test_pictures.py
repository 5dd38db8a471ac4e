"""A photo from a real browser: sent with progress, refused at once or in words, cut by keys, and all of it without a script."""

import json
import os
import re
import socket
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from forum_app.database import Database
from forum_app.services.signing_in import From, begin
from tests.cast import EDITOR, join
from tests.journeys.served import served
from tests.pictures import files

pytestmark = pytest.mark.broad


@dataclass
class Site:
    base: str
    token: str
    person: str
    instance: Path

    @property
    def photo(self) -> str:
        return f"{self.base}/manage/gssd2022/people/{self.person}/photo"

    @property
    def kept(self) -> dict:
        """The photo as the draft has it."""
        with sqlite3.connect(self.instance / "forum.db") as connection:
            row = connection.execute("select photo from person where id = ?", (self.person,)).fetchone()
        connection.close()
        return json.loads(row[0])

    def colours(self) -> list[str]:
        name = self.kept["file"]
        with Image.open(self.instance / "uploads" / name[:2] / name) as image:
            return files.corners(image)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    instance = tmp_path_factory.mktemp("pictures")
    with served(instance) as base:
        database = Database(f"sqlite:///{instance / 'forum.db'}")
        ids = join(database, "gssd2022")
        token = database.write(lambda connection: begin(connection, ids[EDITOR], From("127.0.0.1"), "test"))
        with sqlite3.connect(instance / "forum.db") as connection:
            person = connection.execute("select id from person order by position limit 1").fetchone()[0]
        connection.close()
        database.close()
        yield Site(base, token, person, instance)


def signed_in(browser: Browser, site: Site, **options: object) -> Page:
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900}, **options)  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    context.add_cookies([{"name": "forum-session", "value": site.token, "url": site.base}])
    return context.new_page()


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    found = signed_in(browser, site)
    faults: list[str] = []
    found.on("pageerror", lambda error: faults.append(str(error)))
    found.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    yield found
    found.context.close()
    assert faults == []


def chosen(page: Page, site: Site, name: str, data: bytes) -> None:
    page.goto(site.photo)
    page.set_input_files("#file", {"name": name, "mimeType": "image/jpeg", "buffer": data})


def test_a_photo_is_sent_and_the_page_says_so(page: Page, site: Site) -> None:
    chosen(page, site, "IMG_0001.HEIC", files.heic(files.scene(), quality=90))
    expect(page.locator(".say.ok")).to_contain_text("The photo is kept.")
    assert site.colours() == ["red", "green", "blue", "white"]
    assert page.locator(".pic-stage img").first.evaluate("image => image.naturalWidth") == 640


def test_what_is_too_large_is_not_even_sent(page: Page, site: Site) -> None:
    before, sent = site.kept, []
    page.on("request", lambda request: sent.append(request.method))
    chosen(page, site, "huge.jpg", b"\xff\xd8\xff" + b"\0" * 21 * 1024 * 1024)
    expect(page.locator("#file-error")).to_contain_text("The file has 22 MB; at most 20 MB are taken.")
    assert page.locator("#file").get_attribute("aria-invalid") == "true"
    assert "POST" not in sent and site.kept == before


def test_a_refusal_stands_beside_the_field_and_the_next_try_takes_it_away(page: Page, site: Site) -> None:
    before = site.kept
    chosen(page, site, "photo.jpg", files.pdf())
    expect(page.locator("#file-error")).to_contain_text("This is a PDF, whatever its name says.")
    assert page.evaluate("document.activeElement.id") == "file" and site.kept == before
    page.set_input_files(
        "#file", {"name": "x.png", "mimeType": "image/png", "buffer": files.saved(files.scene(), "PNG")}
    )
    expect(page.locator(".say.ok")).to_contain_text("The photo is kept.")


def test_a_broken_line_is_said_and_the_form_is_ready_again(page: Page, site: Site) -> None:
    before = site.kept
    page.goto(site.photo)
    page.context.set_offline(True)
    page.set_input_files(
        "#file", {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": files.saved(files.scene(300, 300), "JPEG")}
    )
    expect(page.locator("#file-error")).to_contain_text("The file did not arrive")
    page.context.set_offline(False)
    assert site.kept == before
    page.click("text=Upload")
    expect(page.locator(".say.ok")).to_contain_text("The photo is kept.")


def test_progress_is_shown_on_a_slow_line(page: Page, site: Site) -> None:
    page.goto(site.photo)
    noise = Image.merge("RGB", [Image.effect_noise((900, 900), 90) for _ in range(3)])
    slow = page.context.new_cdp_session(page)
    slow.send("Network.enable")
    conditions = {"offline": False, "latency": 50, "downloadThroughput": 1_000_000, "uploadThroughput": 150_000}
    slow.send("Network.emulateNetworkConditions", conditions)
    noisy = files.saved(noise, "JPEG", quality=90)
    page.set_input_files("#file", {"name": "noise.jpg", "mimeType": "image/jpeg", "buffer": noisy})
    expect(page.locator(".pic-going")).to_be_visible()
    expect(page.locator(".pic-going [role=status]")).to_contain_text(re.compile("% is sent|being read"))
    slow.send("Network.emulateNetworkConditions", {**conditions, "uploadThroughput": -1, "latency": 0})
    expect(page.locator(".say.ok")).to_contain_text("The photo is kept.", timeout=30_000)


def test_keys_move_the_square_and_what_they_did_is_announced(page: Page, site: Site) -> None:
    chosen(page, site, "x.jpg", files.saved(files.scene(), "JPEG"))
    page.wait_for_selector(".say.ok")
    page.check("input[name=cut][value=square]")
    page.select_option("#size", "50")
    page.check("input[name=focus][value='0-0']")
    page.focus(".pic-stage")
    for _ in range(40):
        page.keyboard.press("Shift+ArrowRight")
    for _ in range(40):
        page.keyboard.press("ArrowDown")
    expect(page.locator(".pic-crop [role=status]")).to_have_text(
        re.compile("The square begins at 6[23]% from the left and 50% from the top; it is 50% of the shorter side.")
    )
    page.keyboard.press("-")
    page.click("button:has-text('Save')")
    expect(page.locator(".say.ok")).to_contain_text("Saved.")
    crop = site.kept["crop"]
    assert abs(crop["size"] - 0.48) < 0.005 and abs(crop["x"] - 0.6325) < 0.01 and abs(crop["y"] - 0.51) < 0.01
    assert site.colours() == ["white"] * 4
    page.goto(site.photo)
    page.check("input[name=cut][value=whole]")
    page.click("button:has-text('Save')")
    expect(page.locator(".say.ok")).to_contain_text("Saved.")
    assert site.colours() == ["red", "green", "blue", "white"]


def test_a_pointer_draws_the_square(page: Page, site: Site) -> None:
    chosen(page, site, "x.jpg", files.saved(files.scene(), "JPEG"))
    page.wait_for_selector(".say.ok")
    page.check("input[name=cut][value=square]")
    page.select_option("#size", "50")
    page.check("input[name=focus][value='0-0']")
    face = page.locator(".cropper-face").bounding_box()
    stage = page.locator(".pic-stage").bounding_box()
    assert face and stage
    page.mouse.move(face["x"] + 20, face["y"] + 20)
    page.mouse.down()
    page.mouse.move(face["x"] + 20 + stage["width"], face["y"] + 20, steps=8)
    page.mouse.up()
    page.click("button:has-text('Save')")
    page.wait_for_selector(".say.ok:has-text('Saved')")
    assert site.colours() == ["green"] * 4


def test_all_of_a_portrait_is_there_when_the_window_changes_and_the_size_follows_the_hand(
    page: Page, site: Site
) -> None:
    chosen(page, site, "x.jpg", files.saved(files.scene(240, 300), "JPEG"))
    page.wait_for_selector(".say.ok:has-text('kept')")
    for cut in ("square", "whole"):
        page.check(f"input[name=cut][value={cut}]")
        for width in (1000, 1440, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(300)
            whole = page.locator(".cropper-canvas img").bounding_box()
            stage = page.locator(".pic-stage").bounding_box()
            assert whole and stage and whole["y"] + whole["height"] <= stage["y"] + stage["height"] + 1, (cut, width)
    save, bar = page.get_by_role("button", name="Save", exact=True).bounding_box(), page.locator(".rel").bounding_box()
    assert save and bar and save["y"] + save["height"] <= bar["y"]
    page.check("input[name=cut][value=square]")
    page.focus(".pic-stage")
    for _ in range(6):
        page.keyboard.press("-")
    assert page.locator("#size option:checked").inner_text() == "88%"
    page.keyboard.press("Shift+ArrowDown")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"**/people/{site.person}")
    assert site.kept["crop"]["size"] == pytest.approx(0.88, abs=0.005)


def test_all_of_it_works_without_a_script(browser: Browser, site: Site) -> None:
    page = signed_in(browser, site, java_script_enabled=False)
    chosen(page, site, "half.jpg", files.saved(files.scene(), "JPEG")[:3000])
    page.click("text=Upload")
    expect(page.locator("#file-error")).to_contain_text("The file was cut off")
    chosen(page, site, "x.jpg", files.turned(8))
    page.click("text=Upload")
    expect(page.locator(".say.ok")).to_contain_text("The photo is kept.")
    page.check("input[name=cut][value=square]")
    page.check("input[name=focus][value='0-2']")
    page.select_option("#size", "35")
    page.fill("input[name='photo.alt.en']", "In blue")
    page.click("button:has-text('Save')")
    expect(page.locator(".say.ok")).to_contain_text("Saved.")
    assert page.url.endswith(site.person)
    assert site.colours() == ["blue"] * 4 and site.kept["alt"]["en"] == "In blue"
    page.context.close()


@pytest.mark.parametrize("width", [1440, 390, 320])
@pytest.mark.parametrize("language", ["en-GB", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_and_is_accessible(browser: Browser, site: Site, width: int, language: str, scheme: str) -> None:
    context = browser.new_context(locale=language, viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    context.add_cookies([{"name": "forum-session", "value": site.token, "url": site.base}])
    page = context.new_page()
    page.goto(site.photo)
    page.check("input[name=cut][value=square]")
    page.wait_for_timeout(400)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    axe = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
    page.evaluate(axe.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    context.close()


def test_a_body_that_comes_with_its_head_is_no_long_head(site: Site) -> None:
    host, port = site.base.removeprefix("http://").split(":")
    body = os.urandom(600_000)
    head = f"POST /sign-in HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(head.encode() + body)
        answer = line.recv(4096)
    assert answer.startswith(b"HTTP/1.1 403 "), answer[:200]


def test_an_image_is_put_into_a_text_and_described(page: Page, site: Site) -> None:
    page.goto(f"{site.base}/manage/gssd2022/people/{site.person}")
    text, button = page.locator(".rt-text").first, page.locator("button[aria-label='Image']").first
    text.click()
    page.keyboard.press("Control+End")
    button.click()
    form = page.locator(".rt-image")
    half = files.saved(files.scene(), "JPEG")[:3000]
    form.locator("input[type=file]").set_input_files({"name": "x.jpg", "mimeType": "image/jpeg", "buffer": half})
    form.locator("button").click()
    expect(form.locator(".wrong")).to_contain_text("Say what the picture shows, or that it only decorates.")
    form.get_by_label("It only decorates").check()
    form.locator("button").click()
    expect(form.locator(".wrong")).to_contain_text("The file was cut off")
    form.get_by_label("It only decorates").uncheck()
    whole = files.saved(files.scene(), "JPEG")
    form.locator("input[type=file]").set_input_files({"name": "x.jpg", "mimeType": "image/jpeg", "buffer": whole})
    form.locator("input[type=text]").fill("Four quarters")
    form.locator("input[type=text]").press("Enter")
    shown = text.locator("img").last
    expect(shown).to_have_attribute("alt", "Four quarters")
    shown.click()
    button.click()
    form.locator("input[type=text]").fill("Red, green, blue, white")
    form.locator("input[type=text]").press("Enter")
    page.click(".saves .btn.pri")
    expect(page.locator(".say.ok")).to_contain_text("Saved.")
    with sqlite3.connect(site.instance / "forum.db") as connection:
        row = connection.execute("select biography from person where id = ?", (site.person,)).fetchone()
    connection.close()
    assert re.search(r'<img src="media:[0-9a-f]{64}\.jpg" alt="Red, green, blue, white">', json.loads(row[0])["en"])
