"""Two organisers publish in two browsers: reviewed, pressed twice, overtaken, taken back; the preview and its documents."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.served import served
from tests.journeys.test_desk import DESK, come_in, link

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("publishing")


@pytest.fixture(scope="module")
def base(instance: Path) -> Iterator[str]:
    with served(instance, FORUM_NOW="2022-09-10T12:00:00+00:00") as address:
        yield address


def test_two_organisers_publish_and_one_takes_it_back(browser: Browser, instance: Path, base: str) -> None:
    rights = ("--forum", "gssd2022", "--role", "owner")
    ama = come_in(browser, link(instance, base, "ama@desk.example", *rights))
    bo = come_in(browser, link(instance, base, "bo@desk.example", *rights))

    ama.goto(f"{base}{DESK}/sessions")
    expect(ama.locator(".rel")).to_contain_text("No changes since release 2")
    ama.locator("tbody th a").first.click()
    ama.locator('[name="minutes"]').fill("85")
    ama.get_by_role("button", name="Save", exact=True).click()
    expect(ama.locator(".rel")).to_contain_text("One change since release 2")
    expect(ama.locator(".rel")).to_contain_text("Publishing tells 2 people.")

    bo.goto(f"{base}{DESK}/publish")
    ama.locator(".rel").get_by_role("link", name="Review and publish").click()
    expect(ama.get_by_role("main")).to_contain_text("now lasts 85 minutes instead of 80 minutes")
    expect(ama.get_by_role("main")).to_contain_text("anir.chowdhury@example.org")
    ama.get_by_label("A line about this release").fill("Five minutes more")
    ama.get_by_role("button", name="Publish release 3").dblclick()
    expect(ama.get_by_role("status").first).to_contain_text("Release 3 is published. 2 people will be told at")
    expect(ama.locator(".rl-clock").first).to_contain_text("9:")

    # Bo looked at the same page: what he sees now is the release that holds it all.
    bo.get_by_role("button", name="Publish release 3").click()
    expect(bo.get_by_role("heading", level=1)).to_have_text("Release 3")
    expect(bo.get_by_role("main")).to_contain_text("ama@desk.example")

    ama.get_by_role("button", name="Take release 3 back").first.click()
    expect(ama.get_by_role("main")).to_contain_text("Release 3 is taken back.")
    expect(ama.locator(".rel")).to_contain_text("One change since release 4")
    bo.goto(f"{base}{DESK}/messages")
    expect(bo.get_by_role("main")).to_contain_text("anir.chowdhury@example.org")
    for page in (ama, bo):
        page.context.close()


def test_the_preview_is_one_press_away_and_leads_back(browser: Browser, instance: Path, base: str) -> None:
    page = come_in(browser, link(instance, base, "cy@desk.example", "--forum", "gssd2022", "--role", "editor"))
    page.goto(f"{base}{DESK}/releases")
    page.get_by_role("link", name="Preview the draft").click()
    expect(page.get_by_text("Preview of the draft: this page is not published.")).to_be_visible()
    page.get_by_role("link", name="Programme", exact=True).first.click()
    expect(page.get_by_text("Preview of the draft: this page is not published.")).to_be_visible()
    made = page.request.get(f"{base}{DESK}/preview/concept-note.pdf", timeout=60_000)
    assert (made.status, made.body()[:5]) == (200, b"%PDF-") or made.headers["retry-after"]
    page.get_by_role("link", name="Back to the desk").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Releases")
    page.context.close()
