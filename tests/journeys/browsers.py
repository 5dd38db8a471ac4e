"""The browser of all journeys: the system's Chromium, or where there is none Playwright's own."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

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


@contextmanager
def a_browser() -> Iterator[Browser]:
    """A running browser. Where none is found, Playwright says so: run `make setup`."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), str(SETUP / "bin")])
    program = next(filter(None, (shutil.which(name, path=path) for name in NAMES)), None)
    if (SETUP / "browsers").is_dir():
        os.environ.setdefault("PLAYWRIGHT_BROWSERS_PATH", str(SETUP / "browsers"))
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield running
        running.close()
