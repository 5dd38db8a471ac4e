"""Backups through the real command: taken while others write, restored elsewhere, on either database, or refused whole."""

import io
import os
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import vobject
from sqlalchemy import func, insert, select

from forum_app.application import create_app
from forum_app.config import Config
from forum_app.database import Database
from forum_app.models.forum import Forum
from forum_app.models.publishing import AuditEntry, Release
from forum_app.models.publishing import Installation as InstallationRow
from forum_app.services.accounts import make_account
from forum_app.services.audit import record
from forum_app.services.backup_file import BackupRefused
from forum_app.services.media import Media
from forum_app.services.restoring import restore_backup
from forum_app.services.samples import load_samples
from forum_app.services.schema import migrate, upgrade
from tests.command_line import run_forum
from tests.databases import KINDS, Databases
from tests.houses import NOW

OTHER = "https://elsewhere.example"


class Place:
    """An installation: a folder, a database, and the program as its users start it."""

    def __init__(self, folder: Path, url: str, base_url: str = "http://localhost:8000") -> None:
        folder.mkdir(exist_ok=True)
        self.folder, self.url, self.base_url = folder, url, base_url
        self.settings = {"FORUM_INSTANCE": str(folder), "FORUM_DATABASE_URL": url, "FORUM_BASE_URL": base_url}

    def start(self, *words: object) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "forum_app", *map(str, words)]
        return subprocess.Popen(
            command, env={**os.environ, **self.settings}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def run(self, *words: object) -> tuple[int, str, str]:
        return run_forum(self.settings, *words)

    @contextmanager
    def database(self) -> Iterator[Database]:
        found = Database(self.url)
        yield found
        found.close()

    def get(self, address: str) -> bytes:
        with self.database() as database:
            config = Config(self.folder, self.url, self.base_url, "k" * 40, False, NOW, 0)
            client = create_app(config, database).test_client()
            answer = client.get(address, base_url=self.base_url)
            assert answer.status_code == 200, answer.get_data(as_text=True)
            return answer.get_data()

    def lines(self, file: Path) -> list[str]:
        """What the installation holds, row by row, as a backup of it says."""
        assert self.run("backup", file)[0] == 0
        with tarfile.open(file) as tar:
            rows = [
                f"{member.name} {line.decode()}"
                for member in tar
                if member.name.startswith("tables/")
                for line in tar.extractfile(member).read().splitlines()
            ]
            return rows + [member.name for member in tar if member.name.startswith("uploads/")]


@pytest.fixture
def filled(databases: Databases, database_kind: str, tmp_path: Path) -> Iterator[Place]:
    """An installation with a sample, an account and an entry of the log that hold odd texts."""
    with databases.fresh(database_kind) as url:
        place = Place(tmp_path / "here", url)
        with place.database() as database:
            upgrade(database)
            assert list(load_samples(database, Media(place.folder), host="localhost", slugs=["gssd2022"]))
            odd = "Ünï’ م 👩‍👩‍👧 \u2028 \r\n'"
            database.write(lambda connection: make_account(connection, "zoe@example.org", "test", name=odd[:20]))
            database.write(
                lambda connection: record(connection, "t", "odd", None, odd, {"a": odd, "b": None, "c": 0.1})
            )
        yield place


@pytest.fixture(params=KINDS)
def elsewhere(databases: Databases, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """An empty installation with another address, on SQLite and on PostgreSQL."""
    with databases.fresh(request.param) as url:
        yield Place(tmp_path / "there", url, OTHER)


def events_of(feed: bytes) -> dict[str, tuple[str, str]]:
    """UID → SEQUENCE and start, read by another library."""
    calendar = vobject.readOne(feed.decode())
    return {event.uid.value: (event.sequence.value, str(event.dtstart.value)) for event in calendar.vevent_list}


def test_everything_comes_back_on_either_database_under_another_address(
    filled: Place, elsewhere: Place, tmp_path: Path
) -> None:
    before = filled.lines(tmp_path / "one.backup")
    assert (tmp_path / "one.backup").stat().st_mode & 0o777 == 0o600
    status, out, err = elsewhere.run("restore", tmp_path / "one.backup")
    assert (status, out.splitlines()[-1]) == (0, "Everybody signs in again."), err
    after = elsewhere.lines(tmp_path / "two.backup")
    assert [line for line in after if '"installation.' not in line] == before
    feed = "/forums/gssd2022/agenda.ics"
    here, there = filled.get(feed), elsewhere.get(feed)
    assert events_of(there) == events_of(here) != {}
    assert b"@localhost" in there and b"localhost:8000" not in there and OTHER.encode() in there
    with elsewhere.database() as database, database.reading() as connection:
        assert connection.execute(select(InstallationRow.value)).scalars().all() == ["localhost"]


def test_what_is_made_after_a_restore_is_numbered_after_what_came_back(
    filled: Place, elsewhere: Place, tmp_path: Path
) -> None:
    assert filled.run("backup", tmp_path / "one.backup")[0] == 0
    assert elsewhere.run("restore", tmp_path / "one.backup")[0] == 0
    status, out, _err = elsewhere.run("publish", "gssd2022", "--again", "1")
    assert (status, out.splitlines()[0]) == (0, "Release 3 is published.")
    with elsewhere.database() as database, database.reading() as connection:
        ids = connection.execute(select(AuditEntry.id)).scalars().all()
        assert len(ids) == len(set(ids))
        assert connection.execute(select(func.max(Release.number))).scalar() == 3


def test_a_backup_taken_while_others_write_is_one_moment_of_the_installation(filled: Place, tmp_path: Path) -> None:
    writer = """
import sys
from forum_app.database import Database
from forum_app.services.audit import record
from forum_app.services.backup_file import BackupRefused
database = Database(sys.argv[1])
for number in range(100_000):
    def job(connection):
        record(connection, "writer", "pair", None, f"{number} first")
        record(connection, "writer", "pair", None, f"{number} second", {"filling": "x" * 2000})
    database.write(job)
    print(number, flush=True)
"""
    command = [sys.executable, "-c", writer, filled.url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        while int(process.stdout.readline()) < 20:
            pass
        status, _out, err = filled.run("backup", tmp_path / "one.backup")
        process.send_signal(signal.SIGKILL)
        written = len(process.stdout.read().splitlines())
    assert (status, written > 5) == (0, True), err
    folder = tmp_path / "there"
    place = Place(folder, f"sqlite:///{folder / 'forum.db'}", OTHER)
    assert place.run("restore", tmp_path / "one.backup")[0] == 0
    with place.database() as database, database.reading() as connection:
        told = connection.execute(select(AuditEntry.subject).where(AuditEntry.action == "pair")).scalars().all()
        numbers = [int(subject.split()[0]) for subject in told]
        assert numbers == sorted(list(range(len(numbers) // 2)) * 2) and len(numbers) >= 40
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def test_a_restore_wants_an_empty_installation_and_changes_nothing_in_another(filled: Place, tmp_path: Path) -> None:
    before = filled.lines(tmp_path / "one.backup")
    status, out, err = filled.run("restore", tmp_path / "one.backup")
    assert (status, out, len(err.splitlines())) == (1, "", 1)
    assert "This installation is not empty" in err
    after = filled.lines(tmp_path / "two.backup")
    assert [line for line in after if '"installation.backed-up"' not in line] == before


@pytest.fixture
def a_backup(databases: Databases, tmp_path: Path) -> bytes:
    folder = tmp_path / "one"
    place = Place(folder, f"sqlite:///{folder / 'forum.db'}")
    assert place.run("db", "upgrade")[0] == place.run("demo", "gssd2022")[0] == 0
    assert place.run("backup", tmp_path / "whole.backup")[0] == 0
    return (tmp_path / "whole.backup").read_bytes()


def rewritten(data: bytes, change: dict[str, bytes | None]) -> bytes:
    """The archive with members changed, left out or added, and everything else as it was."""
    out = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(data)) as old, tarfile.open(fileobj=out, mode="w") as new:
        for member in old:
            content = old.extractfile(member).read()
            if (found := change.pop(member.name, content)) is not None:
                member.size = len(found)
                new.addfile(member, io.BytesIO(found))
        for name, content in change.items():
            member = tarfile.TarInfo(name)
            member.size = len(content or b"")
            new.addfile(member, io.BytesIO(content or b""))
    return out.getvalue()


def test_a_file_that_is_cut_off_altered_or_foreign_is_refused_whole(a_backup: bytes, tmp_path: Path) -> None:
    flipped = bytearray(a_backup)
    flipped[a_backup.index(b"Talents") if b"Talents" in a_backup else len(a_backup) // 2] ^= 1
    with tarfile.open(fileobj=io.BytesIO(a_backup)) as tar:
        upload = next(member.name for member in tar if member.name.startswith("uploads/"))
    newer = rewritten(a_backup, {}).replace(b'"revision": "2', b'"revision": "9')
    cases = {
        b"": "no backup",
        b"Some text that is nothing of the kind.\n" * 500: "no backup",
        a_backup[:700]: "cut off",
        a_backup[: len(a_backup) // 3]: "cut off",
        a_backup[: len(a_backup) * 9 // 10]: "cut off",
        bytes(flipped): "altered",
        a_backup + b"more" * 3000: "altered",
        rewritten(a_backup, {"tables/person.0001.jsonl": None}): "altered",
        rewritten(a_backup, {upload: b"\x89PNG\r\n\x1a\nanother"}): "altered",
        rewritten(a_backup, {"manifest.json": None}): "cut off",
        rewritten(a_backup, {"../../etc/cron.d/x": b"x"}): "altered",
        newer: "newer than this one",
    }
    folder = tmp_path / "there"
    place = Place(folder, f"sqlite:///{folder / 'forum.db'}", OTHER)
    bad = tmp_path / "bad.backup"
    with place.database() as database:
        upgrade(database)
        for data, said in cases.items():
            bad.write_bytes(data)
            with pytest.raises(BackupRefused, match=said):
                restore_backup(
                    database, Media(folder), bad, base_url=OTHER, actor="test", now=NOW, progress=lambda *_told: None
                )
            with database.reading() as connection:
                assert connection.execute(select(func.count()).select_from(Forum)).scalar() == 0
            assert not list((folder / "uploads").glob("*/*"))
    status, out, err = place.run("restore", bad)
    assert (status, out) == (1, "") and err.startswith("forum: The backup is of version ")
    (tmp_path / "whole.backup").write_bytes(a_backup)
    assert place.run("restore", tmp_path / "whole.backup")[0] == 0


def test_a_backup_replaces_an_older_one_and_nothing_else(a_backup: bytes, tmp_path: Path) -> None:
    place = Place(tmp_path / "one", f"sqlite:///{tmp_path / 'one' / 'forum.db'}")
    assert place.run("backup", tmp_path / "whole.backup")[0] == 0
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all")
    status, _out, err = place.run("backup", letter)
    assert (status, letter.read_text()) == (1, "Dear all") and "is no backup" in err
    status, _out, err = place.run("backup", tmp_path / "nowhere" / "x.backup")
    assert status == 1 and "No such file or directory" in err
    assert not list(tmp_path.glob("*.part"))


def test_stored_files_that_are_gone_or_damaged_are_named(a_backup: bytes, tmp_path: Path) -> None:
    place = Place(tmp_path / "one", f"sqlite:///{tmp_path / 'one' / 'forum.db'}")
    first, second = sorted(path for path in (tmp_path / "one" / "uploads").glob("*/*"))[:2]
    first.unlink()
    second.write_bytes(b"something else")
    status, _out, err = place.run("backup", tmp_path / "whole.backup")
    assert status == 0 and first.name in err and second.name in err
    there = Place(tmp_path / "there", f"sqlite:///{tmp_path / 'there' / 'forum.db'}", OTHER)
    status, _out, err = there.run("restore", tmp_path / "whole.backup")
    assert status == 0 and first.name in err and second.name in err


@pytest.mark.broad
def test_a_restore_that_is_killed_leaves_nothing_and_can_be_done_again(a_backup: bytes, tmp_path: Path) -> None:
    for round_ in range(3):
        folder = tmp_path / f"round{round_}"
        place = Place(folder, f"sqlite:///{folder / 'forum.db'}", OTHER)
        process = place.start("restore", tmp_path / "whole.backup")
        time.sleep(0.8 + round_ * 0.5)
        process.kill()
        out, _err = process.communicate()
        status, _out, err = place.run("restore", tmp_path / "whole.backup")
        if "Restored" in out:
            assert status == 1 and "not empty" in err
        else:
            assert status == 0 or "not empty" in err, err
        assert len(events_of(place.get("/forums/gssd2022/agenda.ics"))) > 0


def test_a_backup_of_an_older_version_is_brought_to_this_one(
    tmp_path: Path, database_kind: str, databases: Databases
) -> None:
    folder = tmp_path / "old"
    place = Place(folder, f"sqlite:///{folder / 'forum.db'}")
    with place.database() as database:
        with database.upgrading() as connection:
            migrate(connection, "20261124_0600")
        with database.writing() as connection:
            connection.execute(insert(InstallationRow).values(name="uid_host", value="old.example"))
    status, _out, err = place.run("backup", tmp_path / "old.backup")
    assert status == 0, err
    with databases.fresh(database_kind) as url:
        there = Place(tmp_path / "there", url, OTHER)
        assert there.run("restore", tmp_path / "old.backup")[0] == 0
        with there.database() as database, database.reading() as connection:
            assert connection.execute(select(InstallationRow.value)).scalars().all() == ["old.example"]
        assert there.run("demo", "gssd2022")[0] == 0
