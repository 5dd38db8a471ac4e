"""Many organisers at one desk: a forum to work in, accounts that are signed in, the real server on either database."""

import http.client
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import select

from forum_app.database import Database
from forum_app.domain.vocabularies import MemberRole
from forum_app.models.forum import Forum
from forum_app.services.accounts import give_role, make_account
from forum_app.services.forum_files import keep_draft
from forum_app.services.schema import upgrade
from forum_app.services.signing_in import From, begin
from tests.bench.sizes import a_programme
from tests.journeys.served import free_port, wait_for

MANY = 16
SECONDS = float(os.environ.get("FORUM_SOAK_SECONDS", "60"))
DESK = "/manage/size-24"


@dataclass
class Caller:
    """One browser of one account, with the status of each answer it had."""

    number: int
    token: str
    statuses: list[int] = field(default_factory=list, kw_only=True)

    def ask(
        self, port: int, method: str, path: str, fields: dict[str, list[str]] | None = None, accept: str = "text/html"
    ) -> tuple[int, str]:
        connection = http.client.HTTPConnection("localhost", port, timeout=60)
        headers = {
            "Cookie": f"forum-session={self.token}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": accept,
        }
        try:
            connection.request(method, path, urlencode(fields or {}, doseq=True) if fields else None, headers)
            answer = connection.getresponse()
            body = answer.read().decode()
        finally:
            connection.close()
        self.statuses.append(answer.status)
        return answer.status, body


def prepare(url: str) -> None:
    """A forum of twenty-four sessions on a day, in a database that was empty."""
    database = Database(url)
    upgrade(database)
    database.write(lambda connection: keep_draft(connection, a_programme(24), False, "test"))
    database.close()


def signed_in(url: str, many: int = MANY) -> list[str]:
    """The tokens of as many organisers of that forum, each with an account of their own."""
    database = Database(url)

    def job(connection) -> list[str]:
        forum = connection.execute(select(Forum.id)).scalar_one()
        found = []
        for number in range(1, many + 1):
            account = make_account(connection, f"organiser{number}@load.example", "test", name=f"Organiser {number}")
            give_role(connection, forum, account, MemberRole.ORGANISER, "test")
            found.append(begin(connection, account, From("127.0.0.1"), "test"))
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
