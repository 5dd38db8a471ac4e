"""A process of our own that does one thing at a time for us, within limits of memory and time.

It is started with ``python -m``, never forked from a server with threads, and talks over stdin and stdout: each
message is its length, four bytes big-endian, and its body. Whatever else it prints goes to the log.
"""

import os
import resource
import selectors
import struct
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import BinaryIO, TypeVar

import msgspec

from forum_app.paths import PACKAGE

LARGEST = 256 * 1024 * 1024
Message = TypeVar("Message", bound=msgspec.Struct)


def encode(message: msgspec.Struct) -> bytes:
    """The message with its length before it."""
    body = msgspec.msgpack.encode(message)
    return struct.pack(">I", len(body)) + body


def decode(body: bytes, kind: type[Message]) -> Message:
    return msgspec.msgpack.decode(body, type=kind)


def read_message(stream: BinaryIO) -> bytes | None:
    """The next message's body; None at the end of the stream or in the middle of a message."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    length = struct.unpack(">I", head)[0]
    if length > LARGEST:
        return None
    body = stream.read(length)
    return body if len(body) == length else None


def streams_to_parent() -> tuple[BinaryIO, BinaryIO]:
    """In the child: what messages come from and go to; from now on ordinary output goes to stderr."""
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return incoming, outgoing


def limit_memory(bytes_most: int) -> None:
    """In the child: it may use no more address space than this, and leaves no core behind when it dies."""
    resource.setrlimit(resource.RLIMIT_AS, (bytes_most, bytes_most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class ChildProcess:
    """The parent's side. Not thread-safe: whoever owns it lets one thread at a time in."""

    def __init__(self, module: str, environment: Mapping[str, str]) -> None:
        self._module = module
        self._environment = environment
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> bool:
        """Starts it when it doesn't run; whether it was started just now."""
        if self.process is not None and self.process.poll() is None:
            return False
        self.stop()
        path = os.pathsep.join(part for part in (str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")) if part)
        self.process = subprocess.Popen(
            [sys.executable, "-m", self._module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # it finds the package where we did, wherever it is started
            env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0", **self._environment},
        )
        return True

    def stop(self) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue

    def exchange(self, message: bytes, seconds: float) -> bytes:
        """Sends a message and reads one answer's body. Raises TimeoutError, or OSError or EOFError when the child is
        gone; it has been stopped then."""
        try:
            if self.process is None:
                raise EOFError("not started")
            return _exchanged(self.process, message, time.monotonic() + seconds)
        except (OSError, EOFError):  # TimeoutError is an OSError
            self.stop()
            raise


def _exchanged(process: subprocess.Popen[bytes], message: bytes, deadline: float) -> bytes:
    """Writes all of ``message`` and reads one answer's body, both without blocking past ``deadline``."""
    if process.stdin is None or process.stdout is None:
        raise EOFError("no pipes")
    out, into = process.stdout.fileno(), process.stdin.fileno()
    os.set_blocking(out, False)
    os.set_blocking(into, False)
    received = bytearray()
    rest = memoryview(message)
    with selectors.DefaultSelector() as selector:
        selector.register(out, selectors.EVENT_READ)
        if rest:
            selector.register(into, selectors.EVENT_WRITE)
        while len(received) < 4 or len(received) < 4 + int.from_bytes(received[:4], "big"):
            ready = selector.select(max(deadline - time.monotonic(), 0))
            if not ready:
                raise TimeoutError
            for key, _events in ready:
                if key.fd == into:
                    rest = rest[os.write(into, rest[:65_536]) :]
                    if not rest:
                        selector.unregister(into)
                else:
                    chunk = os.read(out, 1 << 20)
                    if not chunk:
                        raise EOFError("no answer")
                    received += chunk
    return bytes(received[4:])
