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
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Barrier
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from sqlalchemy import func, select

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


def mails(database: Database) -> Counter[str]:
    with database.reading() as connection:
        return Counter(connection.execute(select(Message.to)).scalars())


def at_once(comers: list[Comer], bases: list[str]) -> list[list[str]]:
    """All send at the same moment, each twice; what each was told."""
    barrier = Barrier(len(comers))

    def go(pair: tuple[int, Comer]) -> list[str]:
        number, comer = pair
        barrier.wait()
        base = bases[number % len(bases)]
        return [comer.sends(base), comer.sends(base)]

    with ThreadPoolExecutor(len(comers)) as pool:
        return list(pool.map(go, enumerate(comers)))


def test_two_hundred_come_for_the_last_twenty_seats(
    url: str, database: Database, database_kind: str, tmp_path: Path
) -> None:
    """REL-1, B115, B117: on PostgreSQL through two servers; everybody presses twice."""
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
    assert all(first == second for first, second in told), "the second press is answered as the first"
    assert Counter(first for first, _second in told) == {CONFIRMED: 20, WAITING: 180}
    found = rows(database)
    assert [row.status for row in found] == [RegistrationStatus.CONFIRMED] * 20 + [RegistrationStatus.WAITING] * 180
    assert [row.queue for row in found[20:]] == list(range(1, 181)), "in the order in which they were kept"
    by_address = {row.email: row.status for row in found}
    for comer, (first, _second) in zip(comers, told, strict=True):
        assert (by_address[comer.fields["email"]] == RegistrationStatus.CONFIRMED) == (first == CONFIRMED)
    assert set(mails(database).values()) == {1} and len(mails(database)) == 200


def test_what_was_answered_survives_a_kill(url: str, database: Database, tmp_path: Path) -> None:
    """REL-5, B128: a thousand register while the server is killed three times; each that was answered is there once, with
    its mail queued once."""
    open_registration(database, seats_in_person=600)
    port = free_port()
    env = {**os.environ, **BEFORE, "FORUM_INSTANCE": str(tmp_path), "FORUM_DATABASE_URL": url, "PORT": str(port)}
    command = [sys.executable, "-m", "forum_app", "serve", "--workers", "1"]
    base, told = f"http://localhost:{port}", {}
    comers = [Comer(base, number) for number in range(1000)]

    def start(log: Any) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log, start_new_session=True)
        wait_for(f"{base}/readyz")
        return process

    def go(number: int) -> None:
        comer = comers[number]
        for _ in range(60):
            with suppress(OSError, http.client.HTTPException):
                if "_form" not in comer.fields:
                    comer.opens()
                answer = comer.sends()
                if answer in (CONFIRMED, WAITING):
                    told[number] = answer
                    return
            time.sleep(0.3)

    with (tmp_path / "server.log").open("wb") as log:
        process = start(log)
        try:
            with ThreadPoolExecutor(24) as pool:
                done = pool.map(go, range(1000))
                for share in (150, 400, 700):
                    while len(told) < share:
                        time.sleep(0.02)
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
                    process = start(log)
                list(done)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=60)
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
