"""``forum worker`` as it is started: killed between the server's word and the mark, told to stop, without a server."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from forum_app.config import Misconfigured, read_config
from forum_app.database import Database
from forum_app.domain.messages import MessageKind
from forum_app.domain.vocabularies import MessageState
from forum_app.models.messages import Message
from forum_app.services.outbox import Mail, queue
from tests.databases import Databases
from tests.houses import migrated
from tests.services.mail_servers import Box, serving

WORKER = [sys.executable, "-m", "forum_app", "worker"]


@pytest.fixture
def outbox(
    databases: Databases, database_kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """A migrated database that the environment names, and an instance folder of its own."""
    with databases.make_template(database_kind, migrated).copy() as url:
        monkeypatch.setenv("FORUM_INSTANCE", str(tmp_path / "instance"))
        monkeypatch.setenv("FORUM_DATABASE_URL", url)
        monkeypatch.delenv("FORUM_NOW", raising=False)
        database = Database(url)
        yield database
        database.close()


def fill(database: Database, count: int, kind: MessageKind = MessageKind.SLOT) -> None:
    def job(connection: Any) -> None:
        for number in range(count):
            queue(
                connection, Mail(kind, f"p{number:03}@example.org", "en", "Hello", f"Text {number}\n", "<p>Hello</p>")
            )

    database.write(job)


def states(database: Database) -> set[tuple[str, int]]:
    with database.reading() as connection:
        return {(row.state.value, row.attempts) for row in connection.execute(select(Message.state, Message.attempts))}


def until(true: Any, seconds: float = 30) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.05)


def served(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    monkeypatch.setenv("FORUM_SMTP_URL", f"smtp://127.0.0.1:{port}")
    monkeypatch.setenv("FORUM_MAIL_FROM", "Forums <forum@example.org>")


@pytest.mark.broad
def test_a_worker_killed_between_the_servers_word_and_its_mark_loses_nothing_and_doubles_one_at_most(
    outbox: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(outbox, 40)
    box = Box()
    killed: list[int] = []

    def kill(_address: str) -> None:  # the server has the mail, its answer is not yet on its way
        if len(box.mails) in (7, 19, 33) and len(killed) < 3 and worker.pid not in killed:
            killed.append(worker.pid)
            os.kill(worker.pid, signal.SIGKILL)

    box.on_data = kill
    with serving(box) as port:
        served(monkeypatch, port)
        for _ in range(3):
            worker = subprocess.Popen(WORKER, stderr=subprocess.DEVNULL)
            assert worker.wait(timeout=60) == -signal.SIGKILL
            past = datetime.now(UTC) - timedelta(seconds=1)
            left = update(Message).where(Message.state == MessageState.SENDING).values(lease_until=past)
            outbox.write(lambda connection, left=left: connection.execute(left))
        worker = subprocess.Popen(WORKER, stderr=subprocess.DEVNULL)
        until(lambda: {state for state, _attempts in states(outbox)} == {"sent"})
        worker.terminate()
        assert worker.wait(timeout=30) == 0
    assert set(box.counts) == {f"p{number:03}@example.org" for number in range(40)}
    assert sorted(box.counts.values()) == [1] * 37 + [2] * 3
    assert len(set(box.ids)) == 40


@pytest.mark.broad
def test_two_workers_at_once_send_each_mail_once(outbox: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(outbox, 80)
    box = Box()
    with serving(box) as port:
        served(monkeypatch, port)
        workers = [subprocess.Popen(WORKER, stderr=subprocess.DEVNULL) for _ in range(2)]
        until(lambda: states(outbox) == {("sent", 1)})
        for worker in workers:
            worker.terminate()
        assert [worker.wait(timeout=30) for worker in workers] == [0, 0]
    assert box.counts == {f"p{number:03}@example.org": 1 for number in range(80)}


def test_a_worker_sends_what_waits_once_and_says_how_many(outbox: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(outbox, 3)
    box = Box()
    with serving(box) as port:
        served(monkeypatch, port)
        done = subprocess.run([*WORKER, "--once"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and "3 mails sent" in done.stderr
    assert "@example.org" not in done.stderr  # a log names nobody
    assert states(outbox) == {("sent", 1)}


@pytest.mark.parametrize("production", [False, True])
def test_without_a_mail_server_codes_are_told_in_development_alone(
    outbox: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, production: bool
) -> None:
    monkeypatch.delenv("FORUM_SMTP_URL", raising=False)
    if production:
        monkeypatch.setenv("FORUM_ENV", "production")
    fill(outbox, 1, MessageKind.CODE)
    fill(outbox, 1, MessageKind.SLOT)
    said = tmp_path / "said"
    with said.open("w") as file:
        if production:
            assert subprocess.run([*WORKER, "--once"], stderr=file, timeout=120).returncode == 0
        else:
            with subprocess.Popen(WORKER, stderr=file) as worker:
                until(lambda: "To p000@example.org: Hello" in said.read_text())
                time.sleep(1)
                worker.terminate()
                assert worker.wait(timeout=30) == 0
    assert said.read_text().count("To p000@example.org: Hello") == (0 if production else 1)
    assert states(outbox) == {("waiting", 0)}


@pytest.mark.parametrize(
    ("url", "sender", "said"),
    [
        ("http://mail.example.org", "a@example.org", "FORUM_SMTP_URL is no address of a mail server"),
        ("smtp://:99999", "a@example.org", "FORUM_SMTP_URL is no address of a mail server"),
        ("smtp://mail.example.org", "", "FORUM_MAIL_FROM is needed with FORUM_SMTP_URL"),
        ("smtp://mail.example.org", "Zoe\r\nBcc: x@example.org", "FORUM_MAIL_FROM is needed"),
        ("smtp://user:s3cret@mail.example.org", "a@example.org", "would send a password that anybody"),
    ],
)
def test_a_wrong_mail_server_is_said_at_the_start_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, sender: str, said: str
) -> None:
    monkeypatch.setenv("FORUM_INSTANCE", str(tmp_path))
    monkeypatch.setenv("FORUM_SMTP_URL", url)
    monkeypatch.setenv("FORUM_MAIL_FROM", sender)
    with pytest.raises(Misconfigured) as refused:
        read_config()
    assert said in str(refused.value) and "s3cret" not in str(refused.value)


def test_a_password_is_read_and_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORUM_INSTANCE", str(tmp_path))
    monkeypatch.setenv("FORUM_SMTP_URL", "smtp+tls://us%40er:s3%2Fcret@mail.example.org")
    monkeypatch.setenv("FORUM_MAIL_FROM", "Forums <forum@example.org>")
    server = read_config().mail_server
    assert server is not None
    assert (server.host, server.port, server.user, server.password) == ("mail.example.org", 587, "us@er", "s3/cret")
    assert server.address == "forum@example.org" and "cret" not in repr(read_config())
