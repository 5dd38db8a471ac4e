"""A real server with its worker, on a folder of its own, with the sample forums."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from forum_app.database import Database
from forum_app.services.media import Media
from forum_app.services.samples import TIMES, load_samples
from forum_app.services.schema import upgrade
from tests.command_line import run_forum

SECONDS_TO_START = 60


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@cache
def _samples(folder: Path) -> Path:
    """An instance with the sample forums, made once for all servers of this process."""
    database = Database(f"sqlite:///{folder / 'forum.db'}")
    upgrade(database)
    assert dict(load_samples(database, Media(folder), host="localhost")) == dict.fromkeys(TIMES, True)
    database.close()
    return folder


@contextmanager
def served(instance: Path, *, demo: bool = False, path: str = "", **settings: str) -> Iterator[str]:
    """The address of ``forum serve`` with ``settings`` in its environment, ended at the end; ``path`` as a proxy has it.

    The samples are a copy of what ``forum demo`` makes, without its order for eight documents that would be made while
    the tests run; with ``demo`` the command itself loads them.
    """
    port = free_port()
    env = {**os.environ, "FORUM_INSTANCE": str(instance), "PORT": str(port), **settings}
    env.pop("FORUM_DATABASE_URL", None)
    if path:
        env["FORUM_BASE_URL"] = f"http://localhost:{port}{path}"
    command = [sys.executable, "-m", "forum_app"]
    if demo:
        for words in (["db", "upgrade"], ["demo"]):
            subprocess.run([*command, *words], env=env, check=True, capture_output=True)
    else:
        ready = instance.parent / "with-samples"
        ready.mkdir(exist_ok=True)
        shutil.copytree(_samples(ready), instance, dirs_exist_ok=True)
    server = subprocess.Popen([*command, "serve", "--workers", "1"], env=env)
    try:
        base = f"http://localhost:{port}"
        wait_for(f"{base}/readyz")
        yield base + path
    finally:
        server.terminate()
        server.wait(timeout=40)


def told(instance: Path, base: str, *words: str) -> str:
    """What the command line prints for the house that is served at ``base``."""
    settings = {"FORUM_INSTANCE": str(instance), "FORUM_BASE_URL": base, "FORUM_DATABASE_URL": ""}
    done = run_forum(settings, *words)
    assert done.status == 0, done.err
    return done.out.strip()


def wait_for(address: str) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > end:
                raise
        time.sleep(0.1)
