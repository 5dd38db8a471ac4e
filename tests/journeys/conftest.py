"""A real browser: the system's Chromium, or where there is none Playwright's own, driven by Playwright."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SETUP = Path(__file__).resolve().parents[2] / ".setup"
# No sandbox because root can't have one; the rest keeps the browser from asking its maker's hosts.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is in this folder is marked as a browser test, so that ``-m "not browser"`` leaves it out."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all journeys of this process. Where none is found, Playwright says so: run `make setup`."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), str(SETUP / "bin")])
    program = next(filter(None, (shutil.which(name, path=path) for name in NAMES)), None)
    if (SETUP / "browsers").is_dir():
        os.environ.setdefault("PLAYWRIGHT_BROWSERS_PATH", str(SETUP / "browsers"))
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield running
        running.close()


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
