"""The desk while the database is read for long, collides, is cut off or started anew, and while the disk is full."""

import errno
import http.client
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import Connection, event, func, select, text, update

from forum_app.database import Database
from forum_app.domain.vocabularies import MemberRole
from forum_app.models.accounts import Account, SignIn
from forum_app.models.forum import Forum, Room
from forum_app.models.publishing import AuditEntry
from forum_app.paths import SAMPLES
from forum_app.services.accounts import give_role, make_account
from forum_app.services.forum_files import import_forum
from forum_app.services.media import Media
from forum_app.services.schema import upgrade
from forum_app.services.signing_in import From, begin
from tests.cast import EDITOR, OWNER, WHOLE, Browser, Browsers, join
from tests.databases import Server as Postgres
from tests.houses import Start
from tests.quality.serving import Server, serving
from tests.web.test_things import Form

SLUG, DESK = "gssd2022", "/manage/gssd2022"
NEW = f"{DESK}/rooms/new"


@pytest.fixture
def start() -> Start:
    return Start(drafts=(SLUG,))


@pytest.fixture
def cast(app: Flask, database: Database, media: Media) -> dict[str, Browser]:
    return Browsers(app, database, join(database, SLUG))


def rooms(database: Database) -> list[str]:
    with database.reading() as connection:
        return [name["en"] for name in connection.execute(select(Room.name)).scalars()]


def test_forms_are_saved_while_a_long_list_is_read_and_the_list_stays_of_one_moment(
    cast: dict[str, Browser], database: Database
) -> None:
    """B126."""
    with database.reading() as connection:
        before = connection.execute(select(func.count()).select_from(Room)).scalar_one()
        for number in range(5):
            answer = cast[EDITOR].post(NEW, {**WHOLE, "_key": f"r22222222{number + 2}", "name.en": f"Hall {number}"})
            assert answer.status_code == 303
            assert connection.execute(select(func.count()).select_from(Room)).scalar_one() == before
    assert [name for name in rooms(database) if name.startswith("Hall")] == [f"Hall {number}" for number in range(5)]


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
@pytest.mark.postgres
def test_what_collides_is_done_again_and_not_shown(cast: dict[str, Browser], database: Database) -> None:
    """B127: a row that changed since it was read (40001), and two that wait for each other (40P01)."""
    one, other = cast[OWNER].account, cast[EDITOR].account
    tries: dict[str, int] = {"first": 0, "second": 0}
    both = threading.Barrier(2, timeout=10)

    def adds(who: str, order: tuple[str, str]) -> None:
        def job(connection: Connection) -> None:
            tries[who] += 1
            for account in order:
                name = connection.execute(select(Account.name).where(Account.id == account)).scalar_one()
                connection.execute(update(Account).where(Account.id == account).values(name=f"{name}+"))
                if tries[who] == 1 and account == order[0]:
                    both.wait()

        database.write(job)

    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(adds, "first", (one, other)), pool.submit(adds, "second", (other, one))]
        for each in done:
            each.result()
    assert sum(tries.values()) > 2
    with database.reading() as connection:
        names = {row.id: row.name for row in connection.execute(select(Account.id, Account.name))}
    assert (names[one], names[other]) == ("Owner++", "Editor++")


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
@pytest.mark.postgres
def test_a_connection_that_was_cut_is_made_anew_and_one_cut_while_saving_keeps_nothing_by_halves(
    cast: dict[str, Browser], database: Database, databases: Any
) -> None:
    """B134, a connection at a time."""
    ends = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()")
    browser = cast[EDITOR]
    assert browser.get(f"{DESK}/rooms").status_code == 200
    admin = databases.server.admin
    name = database.url.database
    admin.execute(f"{ends.text.split('WHERE')[0]} WHERE datname = %s", (name,))  # every connection that waits
    assert browser.get(f"{DESK}/rooms").status_code == 200

    def cut(connection: Connection, *_more: Any) -> None:
        if armed and armed.pop():
            admin.execute(f"{ends.text.split('WHERE')[0]} WHERE datname = %s", (name,))

    armed = [True]
    event.listen(database.engine, "commit", cut)
    answer = browser.post(NEW, {**WHOLE, "_key": "r222222222", "name.en": "Cut"})
    event.remove(database.engine, "commit", cut)
    assert answer.status_code == 503 and answer.headers["Retry-After"]
    assert ("Name (English)", "Cut") in written(answer.get_data(as_text=True))
    assert browser.post(NEW, {**WHOLE, "_key": "r222222222", "name.en": "Cut"}).status_code == 303
    assert rooms(database).count("Cut") == 1


def written(page: str) -> list[tuple[str, str]]:
    """What a page says was written: names and values."""
    soup = BeautifulSoup(page, "lxml")
    return [(row.dt.get_text(), row.dd.get_text()) for row in soup.select("dl.kept div")]


def test_what_was_written_while_the_server_failed_is_on_the_page_that_says_so_and_is_sent_again_from_it(
    cast: dict[str, Browser], database: Database
) -> None:
    """B132: the disk is full when the form is saved, the database is away when it is asked who is signed in, and a fault."""
    browser = cast[EDITOR]
    for failing, status in ((OSError(errno.ENOSPC, "full"), 507), (ValueError("a fault"), 500)):

        def fail(*_any: Any, error: Exception = failing) -> None:
            raise error

        name = f"Kept {status} <i>"
        event.listen(database.engine, "commit", fail)
        answer = browser.post(NEW, {**WHOLE, "_key": f"r222222{status}".replace("0", "z"), "name.en": name})
        event.remove(database.engine, "commit", fail)
        page = answer.get_data(as_text=True)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (status, "private, no-store")
        assert ("Name (English)", name) in written(page) and name not in rooms(database)
        assert browser.client.post(NEW, data=Form(page, NEW).sent()).status_code == 303
        assert rooms(database).count(name) == 1


def test_when_every_connection_is_in_use_it_is_said_and_goes_on_afterwards(
    cast: dict[str, Browser], database: Database
) -> None:
    """B134: the pool is exhausted."""
    browser, pool = cast[EDITOR], database.engine.pool
    pool._timeout = 0.05  # seconds; else ten
    form = Form(browser.get(NEW).get_data(as_text=True), NEW).sent(name__en="Patient")
    with ExitStack() as held:
        for _ in range(15):
            held.enter_context(database.engine.connect())
        answers = [browser.get(f"{DESK}/rooms"), browser.client.post(NEW, data=form)]
    assert [(answer.status_code, answer.headers["Retry-After"]) for answer in answers] == [(503, "5")] * 2
    assert ("Name (English)", "Patient") in written(answers[1].get_data(as_text=True)) and "Patient" not in rooms(
        database
    )
    again = Form(answers[1].get_data(as_text=True), NEW).sent()
    assert browser.client.post(NEW, data=again).status_code == 303 and rooms(database).count("Patient") == 1


def test_a_password_is_not_on_a_page_that_says_that_the_server_failed(
    cast: dict[str, Browser], database: Database
) -> None:
    def fail(*_any: Any) -> None:
        raise OSError(errno.ENOSPC, "full")

    browser = cast[EDITOR]
    event.listen(database.engine, "commit", fail)
    fields = {"old": "", "new": "seven slow barges pass", "again": "seven slow barges pass"}
    answer = browser.post("/manage/account/password", fields)
    event.remove(database.engine, "commit", fail)
    assert answer.status_code == 507 and "barges" not in answer.get_data(as_text=True)


def test_a_clock_that_steps_neither_signs_out_nor_lets_anybody_stay_for_ever(
    cast: dict[str, Browser], database: Database
) -> None:
    """B137: the server's clock went back by an hour after a sign-in, or forward by a year."""
    browser = cast[EDITOR]
    later = datetime.now(UTC) + timedelta(hours=1)
    database.write(lambda connection: connection.execute(update(SignIn).values(created_at=later, seen_at=later)))
    assert browser.get(f"{DESK}/rooms").status_code == 200
    assert browser.post(NEW, {**WHOLE, "_key": "r222222222", "name.en": "Back"}).status_code == 303
    ago = datetime.now(UTC) - timedelta(days=365)
    database.write(lambda connection: connection.execute(update(SignIn).values(created_at=ago, seen_at=ago)))
    assert browser.post(NEW, {**WHOLE, "_key": "r322222222", "name.en": "Forward"}).status_code == 403
    assert "Forward" not in rooms(database)


# What needs the real server, a database of its own or a disk of its own: among the slow checks.


def a_desk(url: str, folder: Path) -> str:
    """An imported forum with an editor: the cookie of that editor's browser."""
    database, media = Database(url), Media(folder)
    upgrade(database)
    import_forum(database, media, (SAMPLES / f"{SLUG}.json").read_bytes(), actor="test")

    def job(connection: Connection) -> str:
        account = make_account(connection, "editor@cast.example", "test", name="Editor")
        forum = connection.execute(select(Forum.id)).scalar_one()
        give_role(connection, forum, account, MemberRole.EDITOR, "test")
        return begin(connection, account, From("127.0.0.1"), "test")

    token = database.write(job)
    database.close()
    return token


def ask(server: Server, token: str, method: str, path: str, fields: Any = None) -> tuple[int, str, str | None]:
    with closing(http.client.HTTPConnection("localhost", server.port, timeout=60)) as connection:
        headers = {"Cookie": f"forum-session={token}", "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, urlencode(fields, doseq=True) if fields else None, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers["Retry-After"]


@pytest.mark.soak
def test_a_database_server_that_starts_anew_under_load_costs_no_saved_form(tmp_path: Path) -> None:
    """B134: meanwhile 503 with Retry-After; afterwards all goes on; what was acknowledged is there, once."""
    postgres = Postgres()
    try:
        postgres.create("restarted")
        postgres.admin.execute("ALTER DATABASE restarted SET synchronous_commit = on")  # as a server that is relied on
        url = postgres.url("restarted")
        token, saved, refused = a_desk(url, tmp_path), [], 0
        with serving(tmp_path, url) as server:
            form = Form(ask(server, token, "GET", NEW)[1], NEW)
            for number in range(60):
                if number in (20, 40):  # 20: it is told to stop at once; 40: it falls
                    postgres.admin.close()
                    postgres.process.send_signal(2 if number == 20 else 3)
                    postgres.process.wait(20)
                key = f"r2222222{'23456789abcdefghijkmnpqrstuvwxyz'[number // 30]}{'23456789abcdefghijkmnpqrstuvwxyz'[number % 30]}"
                fields = form.sent(name__en=f"Hall {number}") | {"_key": [key]}
                for attempt in range(60):
                    status, page, again = ask(server, token, "POST", NEW, fields)
                    if status == 303:
                        saved.append(f"Hall {number}")
                        break
                    assert status == 503 and again, (status, page)
                    refused += 1
                    if attempt == 2:
                        postgres.process = postgres._start()
                        postgres.admin = postgres._connect()
                    time.sleep(0.2)
        assert len(saved) == 60 and refused >= 4
        database = Database(url)
        assert sorted(name for name in rooms(database) if name.startswith("Hall ")) == sorted(saved)
        with database.reading() as connection:
            query = select(func.count()).where(AuditEntry.action == "room.added")
            assert connection.execute(query).scalar_one() == 60
        database.close()
    finally:
        postgres.stop()


@pytest.mark.soak
def test_a_full_disk_is_said_at_a_form_and_at_a_backup_and_leaves_nothing_by_halves(tmp_path: Path) -> None:
    """B132."""
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", small], capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    try:
        url = f"sqlite:///{small}/forum.db"
        token = a_desk(url, small)
        with serving(small, url) as server:
            form = Form(ask(server, token, "GET", NEW)[1], NEW)
            with (small / "filler").open("wb", buffering=0) as out:
                try:
                    while out.write(b"x" * 4096):
                        pass
                except OSError:
                    pass
            fields, statuses = form.sent(name__en="Full " + "x" * 200, where__en="y" * 300), [303]
            while statuses[-1] == 303 and len(statuses) < 500:  # what the database holds already has some room
                fields["_key"] = [f"r2222{len(statuses):05}".replace("0", "z").replace("1", "y")]
                statuses.append(ask(server, token, "POST", NEW, fields)[0])
            statuses.append(ask(server, token, "POST", NEW, fields)[0])
            assert statuses[-1] in (503, 507), statuses
            assert set(statuses) <= {303, 503, 507}, statuses
            assert ask(server, token, "GET", f"{DESK}/rooms")[0] == 200
            env = {"FORUM_INSTANCE": str(small), "FORUM_DATABASE_URL": url, "PATH": "/usr/bin:/bin"}
            command = [sys.executable, "-m", "forum_app", "backup", str(small / "kept.backup")]
            done = subprocess.run(command, env=env, capture_output=True, text=True)
            assert done.returncode != 0 and "Traceback" not in done.stderr and len(done.stderr.splitlines()) < 3
            assert not list(small.glob("*kept*"))
            (small / "filler").unlink()
            assert ask(server, token, "POST", NEW, fields | {"_key": ["r322222222"]})[0] == 303
        database = Database(url)
        assert sum(name.startswith("Full ") for name in rooms(database)) == statuses.count(303)
        database.close()
    finally:
        subprocess.run(["umount", "-l", small], check=True)
