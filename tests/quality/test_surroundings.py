"""Other locales, folders, rights, databases and settings around it: it works, or says in words what is wrong."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from forum_app.config import Misconfigured, read_config
from forum_app.database import Database, UnusableDatabase
from forum_app.services.schema import is_current
from tests.databases import Databases
from tests.documents.conftest import Paper
from tests.houses import migrated
from tests.quality.house import House, a_file, opened, tree_of

ROOT = Path(__file__).resolve().parents[2]
FORUM = [sys.executable, "-m", "forum_app"]


def settings(instance: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FORUM_")}
    return {**kept, "FORUM_INSTANCE": str(instance), "PYTHONPATH": str(ROOT), **more}


def said(words: list[str], instance: Path, **more: str) -> tuple[int, str]:
    """The exit status of a command and what it says of a refusal."""
    done = subprocess.run([*FORUM, *words], env=settings(instance, **more), capture_output=True, text=True, timeout=60)
    return done.returncode, done.stderr.replace(str(instance), "…")


KEY = "H8sPqz0vKc2mXw7LrT4yBn6JdUfGa1Ei"
WRONG = {
    "FORUM_SECRET_KEY": ["short", "x" * 31, "k" * 64, "0f1e2d3c4b5a" * 4, "changeme-H8sPqz0vKc2mXw7LrT4yBn6JdUfG", "ab" * 20],
    "FORUM_BASE_URL": ["ftp://x", "x", "http://", "http://x:99999", "http://x y", "http://a@x", "http://x?a", "http://x#a", "https://x/a b", "https://x/..", "https://x//y", "https://x/%2e", "http://x\\y", 'http://x"'],
    "FORUM_PROXIES": ["x", "-1", "1.5", "١", "1000"],
    "FORUM_NETWORK_FAILURES": ["x", "0", "-1", "1.5", "٣٠", "100000", "30000000000"],
    "FORUM_NOW": ["x", "13.9.2022"],
    "FORUM_ENV": ["Production", "prodution", "test", " production"],
    "FORUM_INSTANCE": ["/proc/forum", "/dev/null/x"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_setting_is_said_by_its_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    monkeypatch.setenv("FORUM_INSTANCE", str(tmp_path))
    monkeypatch.setenv(name, value)
    with pytest.raises(Misconfigured, match=name):
        read_config()


@pytest.mark.parametrize(("name", "value"), [("FORUM_NOW", "2022-09-13T03:30:00+00:00"), ("FLASK_DEBUG", "1")])
def test_what_is_for_development_is_refused_in_production(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    monkeypatch.setenv("FORUM_INSTANCE", str(tmp_path))
    monkeypatch.setenv("FORUM_ENV", "production")
    monkeypatch.setenv(name, value)
    with pytest.raises(Misconfigured, match=name):
        read_config()


@pytest.mark.parametrize("address", ["rubbish", "", "mysql://u:secret@h/x", "postgresql://h:port/x", "file:///x"])
def test_an_address_of_no_database_is_refused_without_its_password(address: str) -> None:
    with pytest.raises(UnusableDatabase, match="FORUM_DATABASE_URL") as refused:
        Database(address)
    assert "secret" not in str(refused.value)


def test_a_command_says_what_is_wrong_with_the_database_in_one_line(tmp_path: Path) -> None:
    garbage = tmp_path / "garbage.db"
    garbage.write_bytes(b"no database " * 2000)
    for url, words in (
        (f"sqlite:///{garbage}", "file is not a database"),
        ("postgresql://nobody@127.0.0.1:1/x", "Connection refused"),
        ("sqlite:////proc/forum.db", "can't be made"),
    ):
        status, line = said(["releases", "x"], tmp_path / "instance", FORUM_DATABASE_URL=url)
        assert (status, line.count("\n"), words in line) == (1, 1, True), line
    assert garbage.read_bytes() == b"no database " * 2000


def test_a_database_without_tables_is_said_on_every_page_and_by_the_sign_of_readiness(
    database_url: str, tmp_path: Path
) -> None:
    house = opened(database_url, tmp_path)
    for address in ("/", "/forums/x/", "/forums/x/agenda.ics"):
        answer = house.client.get(address)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert tree_of(answer.text).find(".//h1") is not None
        assert "Traceback" not in answer.text and "no such table" not in answer.text
    assert house.client.get("/readyz").status_code == 503
    migrated(database_url)
    assert house.client.get("/").status_code == 200
    house.database.close()


def filled(folder: Path) -> Path:
    """A SQLite database with a published forum, closed."""
    path = folder / "forum.db"
    migrated(f"sqlite:///{path}")
    house = opened(f"sqlite:///{path}", folder)
    house.open(a_file("kept"))
    house.database.close()
    return path


def test_a_broken_page_of_the_database_is_said_and_the_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = filled(tmp_path)
    whole = path.read_bytes()
    broken = whole[:100] + b"\xff" * (len(whole) - 100)
    path.write_bytes(broken)
    house = opened(f"sqlite:///{path}", tmp_path)
    assert house.client.get("/forums/kept/").status_code == 503
    house.database.close()
    status, line = said(["export", "kept", "agenda.ics"], tmp_path, FORUM_DATABASE_URL=f"sqlite:///{path}")
    assert (status, line.count("\n")) == (1, 1)
    assert path.read_bytes() == broken
    path.write_bytes(whole)
    house = opened(f"sqlite:///{path}", tmp_path)
    assert house.client.get("/forums/kept/").status_code == 200
    house.database.close()


def test_what_was_kept_is_there_when_the_log_beside_the_database_is_lost(tmp_path: Path) -> None:
    path = filled(tmp_path)
    for name in ("forum.db-wal", "forum.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    house = opened(f"sqlite:///{path}", tmp_path)
    assert house.client.get("/forums/kept/").status_code == 200
    house.database.close()


def test_readers_are_served_while_a_backup_or_a_writer_holds_the_database(house: House) -> None:
    house.open(a_file("held"))
    with house.database.writing() as connection:
        connection.exec_driver_sql("UPDATE forum SET epoch = epoch + 0")
        house.client.application.extensions["forum"].live.read_at = -10.0
        assert house.client.get("/forums/held/agenda.ics").status_code == 200


def frozen(folder: Path, words: list[str]) -> list[str]:
    """A command for which nothing in a folder can be written; empty where this system has no way to do that."""
    script = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
    unshare = shutil.which("unshare")
    for options in (["-m"], ["-rm"]):
        command = [str(unshare), *options, "sh", "-c", script, str(folder)]
        if unshare and subprocess.run([*command, "true"], capture_output=True).returncode == 0:
            return [*command, *words]
    return []


def test_a_database_that_may_only_be_read_is_left_alone_and_said_in_one_line(tmp_path: Path) -> None:
    path = filled(tmp_path)
    command = frozen(tmp_path, [*FORUM, "publish", "kept"])
    if not command:
        pytest.skip("this system lets nobody make a folder read-only for one command")
    before = path.read_bytes()
    environment = settings(tmp_path, FORUM_DATABASE_URL=f"sqlite:///{path}", FORUM_SECRET_KEY=KEY)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert done.stderr.startswith("forum: the database can't be used: ")
    assert path.read_bytes() == before


@pytest.mark.broad
def test_two_that_start_at_once_in_an_empty_folder_make_one_database_and_one_key(
    databases: Databases, database_kind: str, tmp_path: Path
) -> None:
    instance = tmp_path / "new"
    with databases.fresh(database_kind) as url:
        where = {} if database_kind == "sqlite" else {"FORUM_DATABASE_URL": url}
        script = "import sys; from forum_app.__main__ import main; sys.argv = ['forum', *sys.argv[1:]]; main()"
        started = [
            subprocess.Popen(
                [sys.executable, "-c", script, "db", "upgrade"],
                env=settings(instance, **where),
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        assert [(process.communicate(timeout=120)[1], process.returncode) for process in started] == [("", 0)] * 2
        loading = [
            subprocess.Popen(
                [*FORUM, "demo"],
                env=settings(instance, **where),
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        results = [process.communicate(timeout=120) for process in loading]
        assert [error for _out, error in results] == ["", ""], results
        said = sorted(line for out, _error in results for line in out.splitlines())
        assert said == [f"{slug}: {word}" for slug in ("eiip2025", "gssd2022") for word in ("here already", "loaded")]
        database = Database(url if where else f"sqlite:///{instance / 'forum.db'}")
        assert is_current(database)
        with database.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM forum").scalar_one() == 2
            assert connection.exec_driver_sql("SELECT count(*) FROM release").scalar_one() == 4
        database.close()
    assert len((instance / "secret_key").read_text()) >= 32


def alone(command: list[str]) -> list[str]:
    """The command without any network, where this system can do that."""
    unshare = shutil.which("unshare")
    for options in (["-n"], ["-rn"]):
        if unshare and subprocess.run([unshare, *options, "true"], capture_output=True).returncode == 0:
            return [unshare, *options, *command]
    return command


@pytest.mark.broad
def test_without_network_home_or_locale_in_a_strange_folder_everything_is_made_and_kept_from_others(
    tmp_path: Path,
) -> None:
    instance, empty = tmp_path / "instance", tmp_path / "empty"
    empty.mkdir()
    strange = {
        "HOME": "/nowhere",
        "LC_ALL": "C",
        "LANG": "",
        "TZ": "Asia/Tokyo",
        "FONTCONFIG_PATH": str(empty),
        "XDG_CACHE_HOME": "/nowhere",
    }
    environment = settings(instance, **strange, FORUM_NOW="2022-09-01T12:00:00Z")

    def run(*words: str) -> None:
        command = alone([*FORUM, *words])
        done = subprocess.run(command, cwd="/", env=environment, umask=0, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr

    run("db", "upgrade")
    run("demo")
    run("export", "gssd2022", "forum.json", "-o", str(tmp_path / "forum.json"))
    run("export", "gssd2022", "concept-note.pdf", "-o", str(tmp_path / "note.pdf"))
    paper = Paper((tmp_path / "note.pdf").read_bytes())
    assert paper.faults == set()
    assert "Building" in paper.text
    assert stat.S_IMODE((tmp_path / "forum.json").stat().st_mode) == 0o600
    open_to_others = [str(path.relative_to(instance)) for path in instance.rglob("*") if path.stat().st_mode & 0o077]
    assert open_to_others == []


@pytest.mark.soak
def test_an_upgrade_that_is_killed_anywhere_leaves_the_database_as_it_was_or_done(
    databases: Databases, database_kind: str, tmp_path: Path
) -> None:
    for tenth in range(4, 24):
        with databases.fresh(database_kind) as url:
            process = subprocess.Popen(
                [*FORUM, "db", "upgrade"], env=settings(tmp_path, FORUM_DATABASE_URL=url), stderr=subprocess.DEVNULL
            )
            try:
                process.wait(timeout=tenth / 20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            status, line = said(["db", "upgrade"], tmp_path, FORUM_DATABASE_URL=url)
            assert (status, line) == (0, "")
            database = Database(url)
            assert is_current(database)
            database.close()
