"""What the desk costs at 8, 200 and 2,000 sessions: its pages, from memory and after an edit, one edit, and queries.

    python -m tests.bench.desk

"After an edit": the draft is another one, so that what is kept of it in memory must be made anew. Public pages are
measured beside them: nothing of the desk may slow them down.
"""

import tempfile
import time
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import event, update

from forum_app.application import create_app
from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.identity import new_id
from forum_app.models.forum import Forum
from forum_app.services.forum_files import keep_draft
from forum_app.services.publishing import publish_release
from forum_app.services.schema import upgrade
from tests.bench.__main__ import BASE_URL, asked, timed
from tests.bench.sizes import NOW, SIZES, a_programme
from tests.cast import ORGANISER, WHOLE, Browser, browser_of, join
from tests.factories import FIRST_DAY, an_id

SLUG_OF = "size-{}".format
PAGES = (
    ("overview", "/"),
    ("the agenda's builder", "/agenda"),
    ("list of sessions", "/sessions"),
    ("list of people", "/people"),
    ("form of a session", f"/sessions/{an_id(1, 's')}"),
    ("bar of the release", "/release-bar"),
    ("find", "/find?q=session+7"),
)
ROUNDS, EDITS = 10, 5


class Queries:
    """How many statements a database was asked since the last look."""

    def __init__(self, database: Database) -> None:
        self.count = 0
        event.listen(database.engine, "before_cursor_execute", self._one)

    def _one(self, *_what: Any) -> None:
        self.count += 1

    def taken(self) -> int:
        count, self.count = self.count, 0
        return count


def main() -> None:
    figures: dict[str, list[str]] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), size, figures)
    print("| what | 8 sessions | 200 | 2,000 |\n|---|---|---|---|")
    for name, cells in figures.items():
        print(f"| {name} | {' | '.join(cells)} |")


def measure(folder: Path, size: int, figures: dict[str, list[str]]) -> None:
    database = Database(f"sqlite:///{folder / 'forum.db'}")
    upgrade(database)
    slug = SLUG_OF(size)
    database.write(lambda connection: keep_draft(connection, a_programme(size), False, "bench"))
    publish_release(database, slug, now=NOW, host="localhost", actor="bench")
    app = create_app(Config(folder, str(database.url), BASE_URL, "k" * 40, False, None, 0), database)
    browser = browser_of(app, database, join(database, slug)[ORGANISER])
    queries = Queries(database)
    for name, path in PAGES:
        after = [_after_an_edit(database, browser, slug, path) for _ in range(EDITS)]
        queries.taken()
        opened(browser, slug, path)
        asked_for = queries.taken()
        spent = timed(lambda path=path: opened(browser, slug, path), ROUNDS) / 1000  # type: ignore[misc]
        cell = f"{spent:.0f} ms, {sorted(after)[EDITS // 2]:.0f} after an edit, {asked_for} queries"
        figures.setdefault(name, []).append(cell)
    figures.setdefault("an edit saved", []).append(_edits(browser, slug, queries))
    figures.setdefault("a step of the builder", []).append(_steps(browser, slug, queries))
    for name, path in (("public: forum", "/"), ("public: agenda, kept", "/agenda")):
        ask = asked(app, f"/forums/{slug}{path}")
        ask()
        figures.setdefault(name, []).append(f"{timed(ask, 100) / 1000:.2f} ms")
    database.close()


def opened(browser: Browser, slug: str, path: str) -> None:
    """One page of a forum's desk, read to its end."""
    answer = browser.get(f"/manage/{slug}{path}")
    assert answer.status_code == 200, (path, answer.status_code)
    answer.get_data()


def _after_an_edit(database: Database, browser: Browser, slug: str, path: str) -> float:
    """Milliseconds of a page that is the first to see another draft."""
    another = update(Forum).where(Forum.slug == slug).values(version=Forum.version + 1)
    database.write(lambda connection: connection.execute(another))
    start = time.perf_counter()
    opened(browser, slug, path)
    return (time.perf_counter() - start) * 1000


def _edits(browser: Browser, slug: str, queries: Queries) -> str:
    """Posts of one changed field of one session: milliseconds of the middle one, and its queries."""
    taken: list[float] = []
    for number in range(EDITS):
        queries.taken()
        start = time.perf_counter()
        answer = browser.post(
            f"/manage/{slug}/sessions/{an_id(1, 's')}", {**WHOLE, "title.en": f"Another title {number}"}
        )
        taken.append((time.perf_counter() - start) * 1000)
        assert answer.status_code == 303, answer.get_data(as_text=True)
    return f"{sorted(taken)[EDITS // 2]:.0f} ms, {queries.taken()} queries"


def _steps(browser: Browser, slug: str, queries: Queries) -> str:
    """Moves of one session by five minutes, all clashes worked out: milliseconds of the middle one, and its queries."""
    taken: list[float] = []
    for number in range(EDITS):
        start_at = f"{FIRST_DAY}T10:{number * 5:02d}:00"
        wishes = msgspec.json.encode(
            [{"session": an_id(1, "s"), "values": {"start": start_at, "minutes": 60}}]
        ).decode()
        fields = {"do": "place", "_step": new_id(), "day": str(FIRST_DAY), "wishes": wishes}
        queries.taken()
        start = time.perf_counter()
        answer = browser.post(f"/manage/{slug}/agenda/steps", fields, headers={"Accept": "application/json"})
        taken.append((time.perf_counter() - start) * 1000)
        assert answer.status_code == 200, answer.get_data(as_text=True)
    return f"{sorted(taken)[EDITS // 2]:.0f} ms, {queries.taken()} queries"


if __name__ == "__main__":
    main()
