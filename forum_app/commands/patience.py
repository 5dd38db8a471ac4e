"""gunicorn's threaded worker made patient: a connection takes a thread once the head of its request is here whole.

As it comes, gunicorn gives a thread to every connection and lets it read for as long as the other side likes, so a
few that send half a request keep everybody else out; and it stops for two seconds, in the loop that serves all, for
each client that was answered and doesn't close. Here both wait where waiting costs nothing, and not for long.
"""

import errno
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from selectors import EVENT_READ
from typing import Any

from gunicorn.http.errors import (
    ConfigurationProblem,
    ExpectationFailed,
    InvalidResponseHeader,
    InvalidResponseHeaderName,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
    UnsupportedTransferCoding,
)
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import TConn, ThreadWorker

from forum_app.commands.context import house
from forum_app.pages.errors import render_error
from forum_app.pages.reader import Reader
from forum_app.web.headers import ALWAYS, STRICT

HEAD_SECONDS, GOODBYE_SECONDS = 10.0, 2.0
LONGEST_HEAD = 32 * 1024
REFUSED = {
    InvalidResponseHeader: 500,  # ours, not the client's
    InvalidResponseHeaderName: 500,
    ConfigurationProblem: 500,
    LimitRequestLine: 414,
    LimitRequestHeaders: 431,
    UnsupportedTransferCoding: 501,
    ExpectationFailed: 417,
    ParseException: 400,
}
MOST_UNREAD = 1024 * 1024
READER_MILLISECONDS = 20_000  # a reader who takes nothing for so long is cut off


def refusal(code: int) -> bytes:
    """A whole answer with our page for a status, for a request that never reaches the application."""
    base = house.config.base_url
    page = render_error(code, "", "", Reader(language="en", base_url=base)).encode()
    headers = [*ALWAYS, ("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")]
    if base.startswith("https:"):
        headers.append(STRICT)
    headers += [("Content-Length", str(len(page))), ("Connection", "close")]
    lines = [f"HTTP/1.1 {code} {HTTPStatus(code).phrase}", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + page


class Connection(TConn):  # type: ignore[misc]
    """A connection that knows how much of its next head has been seen, and how to part in peace."""

    seen = 0
    part: "Callable[[Connection], None]"

    def close(self, graceful: bool = False) -> None:
        if graceful:
            self.part(self)
        else:
            super().close()

    def head_is_here(self) -> bool:
        """Whether a thread can read the head without waiting: it is whole, too long, or nothing more will come.

        Where it isn't, the socket is not readable again before there is more than now.
        """
        try:
            waiting = self.sock.recv(LONGEST_HEAD, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:
            return True
        whole = b"\r\n\r\n" in waiting  # the beginning of a body may be here too
        if not whole and len(waiting) >= LONGEST_HEAD:
            self.sock.shutdown(socket.SHUT_RD)  # what is here is refused; the rest is not read
        elif not whole and len(waiting) > self.seen:
            self.seen = len(waiting)
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, self.seen + 1)
            return False
        self.seen = 0
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1)
        return True


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """Threads only read heads that are here; who takes longer than ``HEAD_SECONDS`` for one is hung up on."""

    def accept(self, listener: socket.socket) -> None:
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno in (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK):
                return
            raise
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, READER_MILLISECONDS)
        connection = Connection(self.cfg, client, address, listener.getsockname())
        connection.data_ready = True
        connection.part = self._part
        self.nr_conns += 1
        self._await_head(connection)

    def on_pending_socket_readable(self, conn: Connection, client: socket.socket) -> None:
        if conn.head_is_here():
            super().on_pending_socket_readable(conn, client)

    def on_client_socket_readable(self, conn: Connection, client: socket.socket) -> None:
        if conn.head_is_here():
            super().on_client_socket_readable(conn, client)
            return
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._await_head(conn)

    def _await_head(self, conn: Connection) -> None:
        self._await(conn, HEAD_SECONDS, self.on_pending_socket_readable)

    def _await(self, conn: Connection, seconds: float, then: Callable[[Connection, socket.socket], None]) -> None:
        conn.timeout = time.monotonic() + seconds
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(then, conn))

    def _part(self, conn: Connection) -> None:
        """Says goodbye, and takes what an answered client still sends, so that its answer isn't lost (RFC 9112, 9.6)."""
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.setblocking(False)
        except OSError:
            conn.close()
            return
        conn.seen = 0
        self.nr_conns += 1
        self._await(conn, GOODBYE_SECONDS, self._drain)

    def _drain(self, conn: Connection, client: socket.socket) -> None:
        try:
            more = len(client.recv(65536))
        except BlockingIOError:
            return
        except OSError:
            more = 0
        conn.seen += more
        if not more or conn.seen > MOST_UNREAD:
            self.poller.unregister(client)
            self.pending_conns.remove(conn)
            self.nr_conns -= 1
            conn.close()

    def handle_error(self, req: Any, client: socket.socket, addr: object, exc: BaseException) -> None:
        """What gunicorn itself refuses gets the page and headers of every other refusal; nobody's address is logged."""
        code = next((code for kind, code in REFUSED.items() if isinstance(exc, kind)), 500)
        if code == 500:
            self.log.exception("Error handling a request", exc_info=exc)
        else:
            self.log.warning("Refused a request: %s", type(exc).__name__)
        with suppress(OSError):
            write_nonblock(client, refusal(code))

    def _cap_keepalive(self, deadline: float) -> None:
        """When stopping, those who have sent nothing yet wait no longer than those who were answered."""
        super()._cap_keepalive(deadline)
        for conn in self.pending_conns:
            conn.timeout = min(conn.timeout, deadline)
