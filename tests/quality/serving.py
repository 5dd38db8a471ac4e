"""The real server as its users start it, on either database, and requests byte by byte, such as no client would send."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.served import free_port, wait_for

SECONDS = 20


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Server:
    port: int
    log: Path
    pid: int

    @property
    def base(self) -> str:
        return f"http://localhost:{self.port}"

    def send(self, raw: bytes) -> Answer:
        """What comes back for these bytes; status 0 where the connection is closed without a word."""
        with self.connected() as connection:
            with suppress(ConnectionError):  # it need not hear all of it
                connection.sendall(raw)
            return answer_of(connection)

    def get(self, target: bytes, *headers: bytes, method: bytes = b"GET") -> Answer:
        lines = [method + b" " + target + b" HTTP/1.1", b"Host: localhost", b"Connection: close", *headers]
        return self.send(b"\r\n".join(lines) + b"\r\n\r\n")

    def connected(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=SECONDS)


def answer_of(connection: socket.socket) -> Answer:
    received = b""
    try:
        while chunk := connection.recv(65536):
            received += chunk
            head, blank, body = received.partition(b"\r\n\r\n")
            if blank and len(body) >= _length(head):
                break
    except ConnectionError:
        pass
    if not received:
        return Answer(0, {}, b"")
    head, _blank, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines if ": " in line)
    return Answer(int(first.split(" ")[1]), headers, body)


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 10**9  # until it is closed


@contextmanager
def serving(instance: Path, database_url: str, *options: str, **settings: str) -> Iterator[Server]:
    """``forum serve`` on a prepared database, ended at the end; what it says goes to a log."""
    port = free_port()
    env = {**os.environ, "FORUM_INSTANCE": str(instance), "FORUM_DATABASE_URL": database_url, "PORT": str(port)}
    log = instance / "server.log"
    with log.open("wb") as out:
        command = [sys.executable, "-m", "forum_app", "serve", "--workers", "1", *options]
        process = subprocess.Popen(command, env=env | settings, stdout=out, stderr=out)
    try:
        wait_for(f"http://localhost:{port}/readyz")
        yield Server(port, log, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=40)
