"""Lists of 20,000 people: as CSV against the bare driver and the csv module, as XLSX against XlsxWriter alone; and the
desk's pages of them, beside those of 200.

    python -m tests.bench.lists

The floor runs the very query of the list on the same rows. Memory is what a process needs more for the whole list.
"""

import csv
import io
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter

from forum_app.application import create_app
from forum_app.config import Config
from forum_app.database import Database
from forum_app.services.forum_files import keep_draft
from forum_app.services.list_exports import export_list
from forum_app.services.registration_facts import facts_of
from forum_app.services.registration_lists import Asked, RegistrationList
from forum_app.services.schema import upgrade
from tests.bench.__main__ import BASE_URL, ratio, row, timed
from tests.bench.desk import ROUNDS, Queries, opened
from tests.cast import ORGANISER, Browser, browser_of, join
from tests.factories import a_draft, an_id
from tests.services.comers import a_registration

PEOPLE, FEW = 20_000, 200
PAGES = (
    ("the list of registrations", "/registrations"),
    ("its last page", "/registrations?page=999999"),
    ("the list of one country, in order of arrival", "/registrations?country=BD&sort=-registered"),
    ("a search in it", "/registrations?q=chowdhury"),
    ("one registration", f"/registrations/{an_id(77, 'n')}"),
    ("the list at the door", "/check-in"),
    ("a name looked for at the door", "/check-in?q=chow"),
)
COLUMNS = "name,given_name,family_name,post,institution,constituency,country,mode,status,email,phone,registered_at"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "forum.db"
        database = Database(f"sqlite:///{path}")
        upgrade(database)
        draft = a_draft(registrations=[a_registration(number) for number in range(PEOPLE)])
        start = time.perf_counter()
        database.write(lambda connection: keep_draft(connection, draft, False, "bench"))
        print(f"{PEOPLE:,} registrations kept in {time.perf_counter() - start:.1f} s\n")
        print("| what | ours | floor | ratio | target |\n|---|---|---|---|---|")
        query = sql_of(database)
        row("20,000 people as CSV", ratio(lambda: ours(database, "csv"), lambda: bare_csv(path, query), 7, 1), "2")
        row("20,000 people as XLSX", ratio(lambda: ours(database, "xlsx"), lambda: bare_xlsx(path, query), 3, 1), "1.2")
        for kind in ("csv", "xlsx"):
            needed = {count: memory(path, kind, count) for count in (200, PEOPLE)}
            print(f"\nmemory for {kind}: {needed[200]} MiB for 200 people, {needed[PEOPLE]} MiB for {PEOPLE:,}", end="")
        print()
        database.close()
    pages()


def pages() -> None:
    """Milliseconds of the desk's pages and how many queries they take, with few people and with many."""
    cells: dict[str, list[str]] = {}
    for people in (FEW, PEOPLE):
        with tempfile.TemporaryDirectory() as folder:
            database = Database(f"sqlite:///{Path(folder) / 'forum.db'}")
            upgrade(database)
            comers = [a_registration(number) for number in range(people)]
            database.write(
                lambda connection, them=comers: keep_draft(connection, a_draft(registrations=them), False, "bench")
            )  # type: ignore[misc]
            app = create_app(Config(Path(folder), str(database.url), BASE_URL, "k" * 40, False, None, 0), database)
            browser, queries = browser_of(app, database, join(database, "harvest")[ORGANISER]), Queries(database)
            for name, path in PAGES:
                cells.setdefault(name, []).append(page(browser, queries, path))
            database.close()
    print(f"\n| what | {FEW} people | {PEOPLE:,} |\n|---|---|---|")
    for name, found in cells.items():
        print(f"| {name} | {' | '.join(found)} |")


def page(browser: Browser, queries: Queries, path: str) -> str:
    """How long one page takes once the process is warm, and its queries."""
    opened(browser, "harvest", path)
    queries.taken()
    opened(browser, "harvest", path)
    asked_for = queries.taken()
    return f"{timed(lambda: opened(browser, 'harvest', path), ROUNDS) / 1000:.0f} ms, {asked_for} queries"


def sql_of(database: Database) -> str:
    """The query of the list, as the database gets it."""
    with database.reading() as connection:
        chosen = RegistrationList(connection, facts_of(connection, an_id(1, "f"), ""), Asked(columns=COLUMNS))
        query = chosen.query.compile(connection, compile_kwargs={"literal_binds": True})
        return str(query)


def ours(database: Database, kind: str, columns: str = COLUMNS) -> None:
    with tempfile.TemporaryFile() as out:
        export_list(database, "harvest", f"registrations.{kind}", Asked(columns=columns), out, actor="bench")


def bare_csv(path: Path, query: str) -> None:
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerows(sqlite3.connect(path).execute(query))


def bare_xlsx(path: Path, query: str) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet()
    for number, cells in enumerate(sqlite3.connect(path).execute(query)):
        for index, cell in enumerate(cells):
            sheet.write_string(number, index, str(cell))
    book.close()


def memory(path: Path, kind: str, people: int) -> int:
    """MiB at the peak of a process that writes a list of so many of them."""
    code = (
        "import sys, resource\nfrom forum_app.database import Database\nfrom forum_app.services.list_exports import export_list\n"
        "from forum_app.services.registration_lists import Asked\n"
        "database, kind, text = Database('sqlite:///' + sys.argv[1]), sys.argv[2], sys.argv[3]\n"
        "out = open('/dev/null', 'wb')\n"
        "export_list(database, 'harvest', 'registrations.' + kind, Asked(where=('text=' + text,)), out, actor='bench')\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)\n"
    )
    text = "person" if people == PEOPLE else "person77"
    done = subprocess.run([sys.executable, "-c", code, str(path), kind, text], capture_output=True, check=True)
    return int(done.stdout)


if __name__ == "__main__":
    main()
