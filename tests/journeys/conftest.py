"""A real browser, driven by Playwright, and a visitor with a tab in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.browsers import a_browser


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is in this folder is marked as a browser test, so that ``-m "not browser"`` leaves it out."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all journeys of this process."""
    with a_browser() as running:
        yield running


@pytest.fixture(autouse=True)
def no_tabs_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Closes what a test opened and left: its pages would go on asking their servers, beside all tests after it."""
    if "browser" not in request.fixturenames:
        yield
        return
    running = request.getfixturevalue("browser")
    before = list(running.contexts)
    yield
    for left in [each for each in running.contexts if each not in before]:
        left.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor of this test's own: no cookies, English, Bangkok time, waits of at most 10 seconds."""
    made = browser.new_context(locale="en-GB", timezone_id="Asia/Bangkok", viewport={"width": 1280, "height": 900})
    made.set_default_timeout(10_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab of that visitor."""
    return context.new_page()
