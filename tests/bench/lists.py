"""Lists of 20,000 people: as CSV against the bare driver and the csv module, as XLSX against XlsxWriter alone.

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

from forum_app.database import Database
from forum_app.services.forum_files import keep_draft
from forum_app.services.list_exports import export_list
from forum_app.services.registration_facts import facts_of
from forum_app.services.registration_lists import Asked, RegistrationList
from forum_app.services.schema import upgrade
from tests.bench.__main__ import ratio, row
from tests.factories import a_draft, an_id
from tests.services.comers import a_registration

PEOPLE = 20_000
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
