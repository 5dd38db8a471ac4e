"""A real server with its worker, on a folder of its own, with the sample forums."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS_TO_START = 60


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def served(instance: Path, **settings: str) -> Iterator[str]:
    """The address of ``forum serve`` with ``settings`` in its environment, ended at the end."""
    port = free_port()
    env = {**os.environ, "FORUM_INSTANCE": str(instance), "PORT": str(port), **settings}
    env.pop("FORUM_DATABASE_URL", None)
    forum = [sys.executable, "-m", "forum_app"]
    for words in (["db", "upgrade"], ["demo"]):
        subprocess.run([*forum, *words], env=env, check=True, capture_output=True)
    server = subprocess.Popen([*forum, "serve", "--workers", "1"], env=env)
    try:
        base = f"http://localhost:{port}"
        wait_for(f"{base}/readyz")
        yield base
    finally:
        server.terminate()
        server.wait(timeout=40)


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
