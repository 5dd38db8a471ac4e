"""How soon the other screens of a session that runs show what was pressed on one, and what asking for its state costs.

    python -m tests.bench.running

Three screens in one browser: two of the moderator's and the speaker's, on one clock. From the press until the page of each
other screen is drawn anew; they ask every 0.8 seconds. Below it one question for the state, where nothing changed, through the
whole application in this process.
"""

import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from sqlalchemy import select

from forum_app.application import create_app
from forum_app.config import Config
from forum_app.database import Database
from forum_app.models.people import Person
from forum_app.services.personal_keys import keep_key, new_personal_key
from tests.bench.__main__ import BASE_URL
from tests.journeys.browsers import a_browser
from tests.journeys.served import served

SESSION, MODERATOR = "225py65p8d", "p7vuurgmg2"
PRESSES, ASKED = 24, 300
# Notes when the page's own mark of the standstill was drawn, by the clock that all pages of a machine share.
WATCH = """() => { window.seen = []; new MutationObserver(() => seen.push([document.body.dataset.tone, Date.now()]))
  .observe(document.body, {attributes: true, attributeFilter: ["data-tone"]}) }"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        instance = Path(folder) / "instance"
        instance.mkdir()
        with served(instance, FORUM_NOW="2022-09-13T03:30:00+00:00") as base, a_browser() as browser:
            address = f"/s/{_key(instance)}/sessions/{SESSION}/run"
            pages = [browser.new_context(locale="en-GB", bypass_csp=True).new_page() for _ in range(3)]
            for page, path in zip(pages, (address, address, f"{address}/screen"), strict=True):
                page.goto(base + path)
                page.evaluate(WATCH)
            took = _pressed(pages)
        print("| from a press to the other screens | median | longest | target |\n|---|---|---|---|")
        print(f"| {len(took)} times | {statistics.median(took):.0f} ms | {max(took):.0f} ms | 1 s |")
        asked = _asked(instance, address)
        print(f"\nOne question for the state, answered 304: {statistics.median(asked):.1f} ms (SQLite).")


def _key(instance: Path) -> str:
    key, database = new_personal_key(), Database(f"sqlite:///{instance / 'forum.db'}")

    def job(connection: Any) -> None:
        forum = connection.execute(select(Person.forum_id).where(Person.id == MODERATOR)).scalar_one()
        keep_key(connection, key, forum, person=MODERATOR)

    database.write(job)
    database.close()
    return key


def _pressed(pages: list[Page]) -> list[float]:
    """Milliseconds from each press of Space on the first page until each other page shows what came of it."""
    first, *others = pages
    first.keyboard.press("Enter")
    for page in pages:
        page.wait_for_function("document.body.dataset.tone === 'plain'")
    took = []
    for number in range(PRESSES):
        tone = "plain" if number % 2 else "paused"
        first.wait_for_timeout(137 * (number % 11))  # at any moment between two questions
        pressed = first.evaluate("Date.now()")
        first.keyboard.press("Space")
        for page in others:
            page.wait_for_function("tone => document.body.dataset.tone === tone", arg=tone)
            took.append(page.evaluate("tone => seen.findLast(([what]) => what === tone)[1]", tone) - pressed)
    return took


def _asked(instance: Path, address: str) -> list[float]:
    database = Database(f"sqlite:///{instance / 'forum.db'}")
    now = datetime(2022, 9, 13, 3, 30, tzinfo=UTC)
    client = create_app(Config(instance, str(database.url), BASE_URL, "k" * 40, False, now, 0), database).test_client()
    path = f"{address}/state?screen=screen2222"
    client.get(path)
    tag = client.get(path).headers["ETag"]
    took = []
    for _ in range(ASKED):
        start = time.perf_counter()
        assert client.get(path, headers={"If-None-Match": tag}).status_code in (200, 304)
        took.append((time.perf_counter() - start) * 1000)
    database.close()
    return took


if __name__ == "__main__":
    main()
