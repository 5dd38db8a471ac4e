"""The whole site under a path of a host, in a browser: nothing is asked for beside it, and scripts find their way."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.journeys.served import served
from tests.journeys.test_building_an_agenda import card, carry, cell, told
from tests.journeys.test_desk import come_in, link

pytestmark = [pytest.mark.browser, pytest.mark.broad]


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("under-a-path")


@pytest.fixture(scope="module")
def base(instance: Path) -> Iterator[str]:
    with served(instance, path="/events") as address:
        yield address


def listened(page: Page) -> list[str]:
    """What a page asks for beside the path, or what isn't there."""
    wrong: list[str] = []

    def ask(request: Request) -> None:
        if request.url.startswith("http") and "/events/" not in request.url:
            wrong.append(request.url)

    page.on("request", ask)
    page.on("response", lambda answer: wrong.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    return wrong


def test_an_organiser_signs_in_carries_a_session_writes_and_signs_out(
    browser: Browser, base: str, instance: Path
) -> None:
    page = come_in(browser, link(instance, base, "ana@example.org", "--forum", "eiip2025"))
    wrong = listened(page)
    page.set_viewport_size({"width": 1440, "height": 1010})
    page.goto(f"{base}/manage/eiip2025/agenda?day=2025-02-18")
    expect(page.locator(".ev .grip").first).to_be_attached()
    carry(page, "How many jobs?", cell(page, "Surma Studio", "09:00"))
    expect(told(page)).to_contain_text("Saved.")
    card(page, "How many jobs?").locator(".ev-t").click()
    expect(page.locator("[data-panel] h2")).to_contain_text("How many jobs?")
    with page.expect_navigation():
        page.get_by_role("link", name="Concept note").click()
    text = page.locator(".rt-text").first
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Written under a path.")
    expect(page.locator(".saves .state")).to_contain_text("Saved ")
    page.reload()
    expect(text).to_contain_text("Written under a path.")
    page.get_by_role("searchbox", name="Find anything").first.fill("bamboo")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Bamboo")
    assert wrong == []


def test_a_reader_opens_a_session_beside_the_programme_and_a_photo_is_there(browser: Browser, base: str) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    wrong = listened(page)
    page.goto(f"{base}/")
    page.locator("main a[href*='/forums/gssd2022']").first.click()
    expect(page).to_have_url(re.compile(f"^{re.escape(base)}/forums/gssd2022/"))
    page.goto(f"{base}/forums/gssd2022/speakers")
    photo = page.locator("main img").first
    assert photo.evaluate("each => each.decode().then(() => each.naturalWidth)") > 0
    page.goto(f"{base}/forums/eiip2025/agenda")
    page.locator("main a[href*='/sessions/']").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert wrong == []
    page.context.close()
