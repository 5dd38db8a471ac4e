"""Many organisers at one desk: each edits its own session and all of them the same one; a server killed meanwhile."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from forum_app.database import Database
from forum_app.domain.vocabularies import MemberRole
from forum_app.models.forum import Forum
from forum_app.models.publishing import AuditEntry
from forum_app.services.accounts import give_role, make_account
from forum_app.services.forum_files import keep_draft
from forum_app.services.schema import upgrade
from forum_app.services.signing_in import From, begin
from forum_app.services.things import thing_named
from tests.bench.sizes import a_programme
from tests.databases import Databases
from tests.factories import an_id
from tests.journeys.served import free_port, wait_for
from tests.web.test_things import Form

pytestmark = pytest.mark.soak
SECONDS = float(os.environ.get("FORUM_SOAK_SECONDS", "60"))
MANY, SHARED = 16, an_id(0, "s")
DESK = "/manage/size-24"


@dataclass
class Organiser:
    """One browser of one account. ``kept`` is what the server last said it saved; ``asked`` what it was sent since."""

    number: int
    token: str
    kept: str = ""
    asked: str = ""
    saved: int = 0
    clashes: int = 0
    statuses: list[int] = field(default_factory=list)

    def ask(self, port: int, method: str, path: str, fields: dict[str, list[str]] | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("localhost", port, timeout=60)
        headers = {"Cookie": f"forum-session={self.token}", "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, path, urlencode(fields or {}, doseq=True) if fields else None, headers)
            answer = connection.getresponse()
            body = answer.read().decode()
        finally:
            connection.close()
        self.statuses.append(answer.status)
        return answer.status, body

    def edit(self, port: int, key: str, value: str) -> None:
        """Opens a form, changes the title, and chooses its own where somebody else was faster."""
        path = f"{DESK}/sessions/{key}"
        status, page = self.ask(port, "GET", path)
        assert status == 200, page
        fields = Form(page, path).sent(title__en=value)
        for _ in range(50):
            status, page = self.ask(port, "POST", path, fields)
            if status == 303:
                self.saved += 1
                return
            assert status == 409, (status, page)
            self.clashes += 1
            fields = Form(page, path).sent(title__en=value) | {"title.en@choose": ["mine"]}
        raise AssertionError("It was never its turn.")

    def edits(self, port: int, end: float) -> None:
        """Its own session and the shared one in turn, until the end or until nobody answers."""
        turn = 0
        while time.monotonic() < end:
            turn += 1
            self.asked = f"Organiser {self.number}, turn {turn}, {self.token[:6]}"
            try:
                self.edit(port, an_id(self.number, "s"), self.asked)
                self.kept = self.asked
                self.edit(port, SHARED, f"Shared: {self.number}, {turn}")
            except (OSError, http.client.HTTPException):
                return  # the server was killed


@pytest.fixture
def url(databases: Databases, database_kind: str) -> Iterator[str]:
    with databases.fresh(database_kind) as found:
        database = Database(found)
        upgrade(database)
        database.write(lambda connection: keep_draft(connection, a_programme(24), False, "test"))
        database.close()
        yield found


@pytest.fixture
def organisers(url: str) -> list[Organiser]:
    database = Database(url)

    def job(connection) -> list[Organiser]:
        forum = connection.execute(select(Forum.id)).scalar_one()
        found = []
        for number in range(1, MANY + 1):
            account = make_account(connection, f"organiser{number}@load.example", "test", name=f"Organiser {number}")
            give_role(connection, forum, account, MemberRole.ORGANISER, "test")
            found.append(Organiser(number, begin(connection, account, From("127.0.0.1"), "test")))
        return found

    made = database.write(job)
    database.close()
    return made


@contextmanager
def desk(url: str, folder: Path) -> Iterator[tuple[int, int]]:
    """The port and the process of a server; two workers where the database is one for many."""
    port = free_port()
    env = {**os.environ, "FORUM_INSTANCE": str(folder), "FORUM_DATABASE_URL": url, "PORT": str(port)}
    workers = "1" if url.startswith("sqlite") else "2"
    with (folder / "server.log").open("ab") as log:
        command = [sys.executable, "-m", "forum_app", "serve", "--workers", workers]
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log, start_new_session=True)
    try:
        wait_for(f"http://localhost:{port}/readyz")
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=40)


def all_edit(organisers: list[Organiser], port: int, seconds: float) -> None:
    end = time.monotonic() + seconds
    with ThreadPoolExecutor(MANY) as pool:
        for done in [pool.submit(one.edits, port, end) for one in organisers]:
            done.result()


def title_of(database: Database, key: str) -> str:
    with database.reading() as connection:
        forum = connection.execute(select(Forum.id)).scalar_one()
    return str(thing_named(database, forum, "session", key).tree["title"]["en"])


def replayed(database: Database, key: str) -> list[tuple[str, str]]:
    """What the log says of a session's title, in order: before and after."""
    query = select(AuditEntry.before, AuditEntry.after).where(AuditEntry.thing == key).order_by(AuditEntry.id)
    with database.reading() as connection:
        return [(row.before["title.en"], row.after["title.en"]) for row in connection.execute(query)]


def test_nothing_is_lost_while_many_edit(url: str, organisers: list[Organiser], tmp_path: Path) -> None:
    with desk(url, tmp_path) as (port, _pid):
        all_edit(organisers, port, SECONDS)
    database = Database(url)
    assert {status for one in organisers for status in one.statuses} <= {200, 303, 409}
    assert all(one.saved >= 2 for one in organisers)
    for one in organisers:
        assert title_of(database, an_id(one.number, "s")) in (one.kept, one.asked)
    said = replayed(database, SHARED)
    assert len(said) == sum(one.saved for one in organisers) - sum(
        len(replayed(database, an_id(one.number, "s"))) for one in organisers
    )
    assert all(after == before for (_, after), (before, _) in zip(said, said[1:], strict=False))
    assert said[-1][1] == title_of(database, SHARED)
    assert "Traceback" not in (tmp_path / "server.log").read_text()
    print({"saved": sum(one.saved for one in organisers), "chosen": sum(one.clashes for one in organisers)})
    database.close()


def test_a_form_sent_twice_at_once_makes_one_thing(url: str, organisers: list[Organiser], tmp_path: Path) -> None:
    path = f"{DESK}/rooms/new"
    with desk(url, tmp_path) as (port, _pid), ThreadPoolExecutor(MANY) as pool:
        for number, one in enumerate(organisers):
            _status, page = one.ask(port, "GET", path)
            fields = Form(page, path).sent(name__en=f"Doubled {number}")
            sent = [pool.submit(one.ask, port, "POST", path, fields) for _ in range(4)]
            assert {answer.result()[0] for answer in sent} == {303}
        _status, page = organisers[0].ask(port, "GET", f"{DESK}/rooms?q=Doubled")
    database = Database(url)
    with database.reading() as connection:
        entries = connection.execute(select(AuditEntry.thing).where(AuditEntry.action == "room.added")).scalars().all()
    assert len(entries) == len(set(entries)) == MANY
    database.close()


def test_what_was_acknowledged_survives_a_kill(url: str, organisers: list[Organiser], tmp_path: Path) -> None:
    with desk(url, tmp_path) as (port, pid), ThreadPoolExecutor(MANY) as pool:
        edits = [pool.submit(one.edits, port, time.monotonic() + SECONDS) for one in organisers]
        time.sleep(min(8.0, SECONDS / 2))
        os.killpg(pid, signal.SIGKILL)
        for done in edits:
            done.result()
    with desk(url, tmp_path) as (port, _pid):
        for one in organisers:
            assert one.kept
            path = f"{DESK}/sessions/{an_id(one.number, 's')}"
            status, page = one.ask(port, "GET", path)
            title = dict(Form(page, path).fields)["title.en"]
            assert (status, title) in ((200, one.kept), (200, one.asked))
