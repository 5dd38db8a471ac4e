"""Many register at once, as they would on the day it opens: seats, order, replays, and a server that is killed."""

import http.client
import os
import re
import secrets
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from itertools import count
from pathlib import Path
from threading import Barrier
from typing import Any, BinaryIO
from urllib.parse import urlencode, urlsplit

import pytest
from sqlalchemy import func, select, text

from forum_app.database import Database
from forum_app.domain.vocabularies import RegistrationStatus
from forum_app.models.messages import Message
from forum_app.models.registrations import Registration
from forum_app.services.media import Media
from forum_app.services.samples import load_samples
from forum_app.services.schema import upgrade
from tests.databases import Databases
from tests.journeys.served import free_port, wait_for
from tests.quality.serving import serving
from tests.services.opened import open_registration

pytestmark = pytest.mark.soak
ADDRESS = "/forums/gssd2022/register"
HIDDEN = re.compile(r'<input type="hidden" name="(_csrf|_form)" value="([^"]*)">')
BEFORE = {"FORUM_NOW": "2022-09-01T12:00:00+00:00"}  # the sample's forum is to come
HEADING = re.compile(r"<h1[^>]*>([^<]*)</h1>")
PATIENCE = 240  # seconds until everybody was answered
CONFIRMED, WAITING = "You are registered", "You are on the waiting list"


@pytest.fixture
def url(databases: Databases, database_kind: str, tmp_path: Path) -> Iterator[str]:
    with databases.fresh(database_kind) as found:
        database = Database(found)
        upgrade(database)
        list(load_samples(database, Media(tmp_path), host="localhost", slugs=("gssd2022",)))
        database.close()
        yield found


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    found = Database(url)
    yield found
    found.close()


class Comer:
    """Somebody with a browser: opens the form once, sends it as often as they press."""

    def __init__(self, base: str, number: int) -> None:
        self.base = base
        self.fields = {
            "given_name": f"Person {number}",
            "email": f"person{number}@example.org",
            "country": "KE",
            "consent": "1",
        }

    def opens(self) -> None:
        status, body, _location = self._ask("GET", self.base, ADDRESS)
        assert status == 200, body[:300]
        self.fields |= dict(HIDDEN.findall(body))

    def sends(self, base: str = "") -> str:
        """The heading of what comes back, empty where nothing did."""
        base = base or self.base
        status, _body, location = self._ask("POST", base, ADDRESS, urlencode(self.fields))
        if status != 303:
            return str(status)
        found = HEADING.search(self._ask("GET", base, location)[1])
        return found[1] if found else ""

    def _ask(self, method: str, base: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("localhost", urlsplit(base).port or 80, timeout=60)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept-Language": "en"}
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), answer.getheader("Location") or ""
        finally:
            connection.close()


def rows(database: Database) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(select(Registration).order_by(Registration.position)))


def by_commit(database: Database) -> list[str]:
    """Addresses in the order in which the database committed them, by its own account."""
    order = "rowid" if database.is_sqlite else "pg_xact_commit_timestamp(xmin)"
    with database.reading() as connection:
        return list(connection.execute(text(f"SELECT email FROM registration ORDER BY {order}")).scalars())


def mails(database: Database) -> Counter[str]:
    with database.reading() as connection:
        return Counter(connection.execute(select(Message.to)).scalars())


def at_once(comers: list[Comer], bases: list[str]) -> list[tuple[str, str]]:
    """All press twice, everybody at the same moment, the second time at the next server; what each was told."""
    barrier = Barrier(2 * len(comers))

    def go(press: int) -> str:
        number, second = divmod(press, 2)
        barrier.wait()
        return comers[number].sends(bases[(number + second) % len(bases)])

    with ThreadPoolExecutor(2 * len(comers)) as pool:
        told = list(pool.map(go, range(2 * len(comers))))
    return list(zip(told[::2], told[1::2], strict=True))


class Killable:
    """A server with a process of its own, on the same address after each start."""

    def __init__(self, url: str, folder: Path, log: BinaryIO, variables: dict[str, str]) -> None:
        self.port, self.log = free_port(), log
        self.base = f"http://localhost:{self.port}"
        own = {"FORUM_INSTANCE": str(folder), "FORUM_DATABASE_URL": url, "PORT": str(self.port)}
        self.env = {**os.environ, **variables, **own}

    def start(self) -> None:
        command = [sys.executable, "-m", "forum_app", "serve", "--workers", "1"]
        self.process = subprocess.Popen(command, env=self.env, stdout=self.log, stderr=self.log, start_new_session=True)
        wait_for(f"{self.base}/readyz")

    def end(self, how: signal.Signals) -> None:
        with suppress(ProcessLookupError):  # it did not start
            os.killpg(self.process.pid, how)
        self.process.wait(timeout=60)


@contextmanager
def killable(url: str, folder: Path, **variables: str) -> Iterator[Killable]:
    folder.mkdir()
    with (folder / "server.log").open("wb") as log:
        server = Killable(url, folder, log, variables)
        server.start()
        try:
            yield server
        finally:
            server.end(signal.SIGTERM)


def test_two_hundred_come_for_the_last_twenty_seats(
    url: str, database: Database, database_kind: str, tmp_path: Path
) -> None:
    """REL-1, B115, B117: everybody presses twice at the same moment, on PostgreSQL at two servers."""
    open_registration(database, seats_in_person=20)
    with ExitStack() as stack:
        shared = {**BEFORE, "FORUM_SECRET_KEY": secrets.token_urlsafe(40)}
        count = 1 if database_kind == "sqlite" else 2
        folders = [tmp_path / str(number) for number in range(count)]
        for folder in folders:
            folder.mkdir()
        bases = [stack.enter_context(serving(folder, url, **shared)).base for folder in folders]
        comers = [Comer(bases[0], number) for number in range(200)]
        for comer in comers:
            comer.opens()
        told = at_once(comers, bases)
    assert all(first == second for first, second in told), "both presses are answered alike"
    assert Counter(first for first, _second in told) == {CONFIRMED: 20, WAITING: 180}
    found = rows(database)
    assert [row.status for row in found] == [RegistrationStatus.CONFIRMED] * 20 + [RegistrationStatus.WAITING] * 180
    assert [row.queue for row in found[20:]] == list(range(1, 181)), "numbered without a gap"
    assert [row.email for row in found] == by_commit(database)
    by_address = {row.email: row.status for row in found}
    for comer, (first, _second) in zip(comers, told, strict=True):
        assert (by_address[comer.fields["email"]] == RegistrationStatus.CONFIRMED) == (first == CONFIRMED)
    assert set(mails(database).values()) == {1} and len(mails(database)) == 200


def test_what_was_answered_survives_a_kill(url: str, database: Database, database_kind: str, tmp_path: Path) -> None:
    """REL-5, B128: a thousand register while servers are killed again and again, on PostgreSQL two of them, one after the
    other and both at once; each that was answered is there once, with its mail queued once."""
    open_registration(database, seats_in_person=600)
    told: dict[int, str] = {}
    comers = [Comer("", number) for number in range(1000)]
    shared = {**BEFORE, "FORUM_SECRET_KEY": secrets.token_urlsafe(40)}
    with ExitStack() as stack:
        several = 1 if database_kind == "sqlite" else 2
        servers = [stack.enter_context(killable(url, tmp_path / str(number), **shared)) for number in range(several)]

        end = time.monotonic() + PATIENCE

        def go(number: int) -> None:
            comer = comers[number]
            for turn in count(1):
                comer.base = servers[(number + turn) % several].base
                with suppress(OSError, http.client.HTTPException):
                    if "_form" not in comer.fields:
                        comer.opens()
                    answer = comer.sends()
                    if answer in (CONFIRMED, WAITING):
                        told[number] = answer
                        return
                assert time.monotonic() < end
                time.sleep(0.3)

        with ThreadPoolExecutor(24) as pool:
            done = pool.map(go, range(1000))
            for share, killed in ((150, servers[:1]), (400, servers[-1:]), (700, servers)):
                while len(told) < share:
                    time.sleep(0.02)
                for server in killed:
                    server.end(signal.SIGKILL)
                for server in killed:
                    server.start()
            list(done)
    assert len(told) == 1000, "everybody was answered in the end"
    by_address = Counter(row.email for row in rows(database))
    assert len(by_address) == 1000 and set(by_address.values()) == {1}
    states = {row.email: row.status for row in rows(database)}
    for number, answer in told.items():
        is_confirmed = states[f"person{number}@example.org"] == RegistrationStatus.CONFIRMED
        assert is_confirmed == (answer == CONFIRMED)
    assert set(mails(database).values()) == {1} and len(mails(database)) == 1000
    with database.reading() as connection:
        held = select(func.count()).where(Registration.status == RegistrationStatus.CONFIRMED)
        assert connection.execute(held).scalar_one() == 600
