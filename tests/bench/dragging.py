"""What dragging a session over the agenda's grid costs the browser's main thread, at 8, 200, 900 and 2,000 sessions.

    python -m tests.bench.dragging [TRACE.JSON]

Tasks are the browser's own, from its trace: none may take more than 50 ms while a session is carried over the grid, its
edges (where it scrolls) and the days. The longest of each of three rounds is told, with how many were longer than that;
where the machine is busy with other things look at the milliseconds of work. Below it the drop, with the answer drawn.
With a file the last trace is kept in it, to be opened in a browser.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from forum_app.database import Database
from forum_app.services.forum_files import keep_draft
from forum_app.services.schema import upgrade
from tests.bench.sizes import a_programme
from tests.factories import FIRST_DAY, an_id
from tests.journeys.browsers import a_browser
from tests.quality.many import signed_in
from tests.quality.serving import serving

SIZES = (8, 200, 900, 2000)
ROUNDS, LONG = 3, 50.0
TRACED = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline", "blink.user_timing"]
Task = tuple[float, float]  # milliseconds from begin to end, and those of them in which the thread was at work
TASK = "ThreadControllerImpl::RunTask"


def main() -> None:
    figures: dict[str, list[str]] = {"carried over the grid": [], "put down, and the answer drawn": []}
    with a_browser() as browser:
        for size in SIZES:
            with tempfile.TemporaryDirectory() as folder:
                measure(browser, Path(folder), size, figures)
    print(
        f"| longest task of the browser's page, {ROUNDS} rounds | {' | '.join(f'{size:,}' for size in SIZES)} | target |"
    )
    print("|---" * (len(SIZES) + 2) + "|")
    for name, cells in figures.items():
        print(f"| {name} | {' | '.join(cells)} | {'none over 50 ms' if name.startswith('carried') else ''} |")


def measure(browser: Browser, folder: Path, size: int, figures: dict[str, list[str]]) -> None:
    url = f"sqlite:///{folder / 'forum.db'}"
    database = Database(url)
    upgrade(database)
    database.write(lambda connection: keep_draft(connection, a_programme(size), False, "bench"))
    database.close()
    (token,) = signed_in(url, 1)
    with serving(folder, url) as server:
        context = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 1010})
        context.add_cookies([{"name": "forum-session", "value": token, "url": server.base}])
        page = context.new_page()
        page.goto(f"{server.base}/manage/size-{size}/agenda?day={FIRST_DAY}")
        expect(page.locator(".ev .grip").first).to_be_attached()
        page.wait_for_load_state("networkidle")
        rounds = [
            (traced(browser, page, partial(carry, turn=turn)), traced(browser, page, put_down))
            for turn in range(ROUNDS)
        ]
        context.close()
    for name, tasks in zip(figures, zip(*rounds, strict=True), strict=True):
        longest = ", ".join(f"{max(whole for whole, _work in each):.0f}" for each in tasks)
        work = ", ".join(f"{max(work for _whole, work in each):.0f}" for each in tasks)
        long = sum(whole > LONG for each in tasks for whole, _work in each)
        figures[name].append(f"{longest} ms (work {work}); over 50 ms: {long}")


def traced(browser: Browser, page: Page, doing: Callable[[Page], None]) -> list[Task]:
    """The tasks of the page's main thread while something is done."""
    browser.start_tracing(page=page, categories=TRACED)
    doing(page)
    data = browser.stop_tracing()
    if sys.argv[1:]:
        Path(sys.argv[1]).write_bytes(data)
    return tasks_of(json.loads(data)["traceEvents"])


def tasks_of(events: list[dict[str, Any]]) -> list[Task]:
    mains = [(each["pid"], each["tid"]) for each in events if each.get("args", {}).get("name") == "CrRendererMain"]
    found: dict[tuple[int, int], list[Task]] = {main: [] for main in mains}
    for each in events:
        if each["name"] == TASK and each["ph"] == "X" and (where := (each["pid"], each["tid"])) in found:
            found[where].append((each["dur"] / 1000, each.get("tdur", each["dur"]) / 1000))
    return max(found.values(), key=lambda tasks: sum(whole for whole, _work in tasks))  # other renderers idle


def carry(page: Page, turn: int) -> None:
    """Some seconds over the grid, along its edges, over the days and back, as fast as a hand may be."""
    held = page.locator(f"#s-{an_id(0, 's')}")
    held.evaluate("each => each.scrollIntoView({ block: 'center', inline: 'center' })")
    card = held.bounding_box()
    grid = page.locator(".grid-box").bounding_box()
    tab = page.locator("[data-day-tab]").last.bounding_box()
    assert card and grid and tab
    left, top, right, bottom = grid["x"], grid["y"], grid["x"] + grid["width"], grid["y"] + grid["height"]
    page.mouse.move(card["x"] + card["width"] / 2, card["y"] + 12)
    page.mouse.down()
    for x, y in (
        (left + 300, top + 200), (right - 60, bottom - 60), (left + 120, bottom - 80), (right - 80, top + 90),
        (right - 10, top + 300), (left + 400, bottom - 10), (tab["x"] + 20, tab["y"] + 10), (left + 500, top + 60),
        (left + 10, top + 200), (left + 300, top + 120 + turn % 2 * 95),
    ):  # fmt: skip
        page.mouse.move(x, y, steps=30)


def put_down(page: Page) -> None:
    with page.expect_response("**/agenda/steps"):
        page.mouse.up()
    expect(page.locator("[data-say-status]")).to_contain_text("Saved.")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


if __name__ == "__main__":
    main()
