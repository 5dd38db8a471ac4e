"""Any bytes on the wire get an answer of 2xx to 4xx or a closed connection, never a fault, and others are served."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from forum_app.database import Database
from forum_app.services.media import Media
from forum_app.services.samples import load_samples
from forum_app.services.schema import upgrade
from tests.databases import KINDS, Databases
from tests.quality.serving import Server, answer_of, serving

FORUM = b"/forums/gssd2022"


def with_samples(url: str, instance: Path) -> None:
    database = Database(url)
    upgrade(database)
    assert all(loaded for _slug, loaded in load_samples(database, Media(instance), host="localhost"))
    database.close()


@pytest.fixture(
    scope="module",
    params=[pytest.param(kind, marks=pytest.mark.postgres if kind == "postgresql" else ()) for kind in KINDS],
)
def server(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    instance = tmp_path_factory.mktemp("served")
    with databases.fresh(request.param) as url:
        with_samples(url, instance)
        with serving(instance, url) as found:
            yield found


@pytest.fixture(autouse=True)
def _unharmed(server: Server) -> Iterator[None]:
    """After whatever a test sends, others are served, and nothing in the log is a fault of ours."""
    before = len(server.log.read_text())
    yield
    assert server.get(FORUM + b"/").status == 200
    said = server.log.read_text()[before:]
    assert "Traceback" not in said and "fault" not in said


def request(line: bytes, *headers: bytes, body: bytes = b"") -> bytes:
    return b"\r\n".join([line, *headers]) + b"\r\n\r\n" + body


HOST = b"Host: localhost"
LINES = {
    "rubbish": b"\x00\xff\x16\x03\x01\r\n\r\n",
    "a hand for TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200 + b"\r\n\r\n",
    "no version": b"GET /\r\n\r\n",
    "a strange version": request(b"GET / HTTP/9.9", HOST),
    "HTTP/2 without asking": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "no address": request(b"GET  HTTP/1.1", HOST),
    "no host": request(b"GET / HTTP/1.1"),
    "two hosts": request(b"GET / HTTP/1.1", HOST, b"Host: evil.test"),
    "two hosts the other way": request(b"GET / HTTP/1.1", b"Host: evil.test", HOST),
    "a host of rubbish": request(b"GET / HTTP/1.1", b"Host: local\xffhost"),
    "a host with a name before it": request(b"GET / HTTP/1.1", b"Host: localhost@evil.test"),
    "a host and a line": request(b"GET / HTTP/1.1", b"Host: localhost\rX: y"),
    "a folded header": request(b"GET / HTTP/1.1", HOST, b"X: a\r\n b"),
    "a header without a name": request(b"GET / HTTP/1.1", HOST, b": value"),
    "a header with a blank in its name": request(b"GET / HTTP/1.1", HOST, b"X Y: value"),
    "a header with NUL": request(b"GET / HTTP/1.1", HOST, b"X: a\x00b"),
    "a small get": request(b"get / HTTP/1.1", HOST),
    "a method of rubbish": request(b"G\x00T / HTTP/1.1", HOST),
    "a method of 5,000 letters": request(b"A" * 5000 + b" / HTTP/1.1", HOST),
    "an address of 32 KiB": request(b"GET /" + b"a" * 32768 + b" HTTP/1.1", HOST),
    "a question of 32 KiB": request(b"GET /?q=" + b"a" * 32768 + b" HTTP/1.1", HOST),
    "a header of 64 KiB": request(b"GET / HTTP/1.1", HOST, b"X: " + b"a" * 65536),
    "a cookie of 64 KiB": request(b"GET / HTTP/1.1", HOST, b"Cookie: s=" + b"a" * 65536),
    "300 headers": request(b"GET / HTTP/1.1", HOST, *(b"X-%d: y" % number for number in range(300))),
    "a length of rubbish": request(b"POST / HTTP/1.1", HOST, b"Content-Length: abc"),
    "a length below nothing": request(b"POST / HTTP/1.1", HOST, b"Content-Length: -1"),
    "a length with a sign": request(b"POST / HTTP/1.1", HOST, b"Content-Length: +3", body=b"abc"),
    "two lengths": request(b"POST / HTTP/1.1", HOST, b"Content-Length: 3", b"Content-Length: 4", body=b"abcd"),
    "a length and chunks": request(
        b"POST / HTTP/1.1", HOST, b"Content-Length: 4", b"Transfer-Encoding: chunked", body=b"0\r\n\r\nGET /x"
    ),
    "chunks of rubbish": request(b"POST / HTTP/1.1", HOST, b"Transfer-Encoding: chunked", body=b"zz\r\nabc\r\n"),
    "a chunk of more than there is": request(b"POST / HTTP/1.1", HOST, b"Transfer-Encoding: chunked", body=b"fffffffff\r\na"),
    "an encoding nobody knows": request(b"POST / HTTP/1.1", HOST, b"Transfer-Encoding: xchunked", body=b"0\r\n\r\n"),
    "an encoding twice": request(b"POST / HTTP/1.1", HOST, b"Transfer-Encoding: chunked, chunked", body=b"0\r\n\r\n"),
    "all addresses": request(b"OPTIONS * HTTP/1.1", HOST),
    "a proxy's line": request(b"CONNECT evil.test:443 HTTP/1.1", HOST),
    "an address of others": request(b"GET http://evil.test/forums/gssd2022/ HTTP/1.1", HOST),
    "an address without a scheme": request(b"GET evil.test/ HTTP/1.1", HOST),
    "an address of a file": request(b"GET file:///etc/passwd HTTP/1.1", HOST),
}  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_a_request_of_any_bytes_is_answered_or_hung_up_on(server: Server, name: str) -> None:
    with server.connected() as connection:
        try:
            connection.sendall(LINES[name])
            connection.shutdown(1)  # nothing more comes
        except OSError:
            pass
        answer = answer_of(connection)
    assert answer.status == 0 or 200 <= answer.status < 500 or answer.status in (501, 505)
    assert b"Traceback" not in answer.body
    assert b"//evil" not in answer.body
    assert "evil" not in answer.headers.get("Location", "")
    assert b"root:" not in answer.body


FOREIGN = [b"evil.test", b"localhost.evil.test", b"evil.test:8000", b"localhost@evil.test", b"[::1]", b"localhost:0x50", b"",
           b"localhost/evil.test", b"localhost#evil.test", b"127.0.0.1.evil.test", b"xn--", b"local host", b"\xff"]  # fmt: skip


@pytest.mark.parametrize("host", FOREIGN, ids=repr)
def test_another_host_is_refused(server: Server, host: bytes) -> None:
    answer = server.send(request(b"GET " + FORUM + b"/ HTTP/1.1", b"Host: " + host, b"Connection: close"))
    assert answer.status in (400, 421)
    assert b"evil" not in answer.body


FORGED = [
    b"X-Forwarded-Host: evil.test",
    b"X-Forwarded-Prefix: /evil",
    b"X-Forwarded-Proto: https",
    b"X-Forwarded-Port: 1",
    b"X-Forwarded-For: 1.2.3.4, evil",
    b"Forwarded: host=evil.test;proto=https;for=1.2.3.4",
    b"X-Original-URL: /evil",
    b"X-Rewrite-URL: /evil",
    b"X-HTTP-Method-Override: DELETE",
    b"X_Forwarded_Host: evil.test",
    b"Script-Name: /evil",
    b"SCRIPT_NAME: /evil",
    b"PATH_INFO: /evil",
    b"SCRIPT_NAME: /forums",
]


@pytest.mark.parametrize("address", [b"/", b"/agenda", b"/agenda.ics", b"/changes.atom", b"/agenda.json"])
def test_no_header_of_a_proxy_that_is_not_there_changes_a_byte(server: Server, address: bytes) -> None:
    plain = server.get(FORUM + address)
    for forged in FORGED:
        answer = server.get(FORUM + address, forged)
        # The server below refuses some of them outright.
        assert (forged, answer.status) == (forged, 400) or (answer.status, answer.body) == (200, plain.body)


@pytest.mark.parametrize(
    "method", [b"TRACE", b"PUT", b"DELETE", b"PATCH", b"POST", b"FOO", b"get", b"PROPFIND", b"CONNECT"]
)
def test_nothing_but_reading_is_possible_by_any_method(server: Server, method: bytes) -> None:
    for address in (FORUM + b"/", FORUM + b"/agenda.ics", b"/", b"/media/x", b"/static/x", b"/nowhere"):
        answer = server.get(address, b"X-Secret: mirror", b"Content-Length: 14", b"", b"_method=DELETE", method=method)
        assert answer.status in (400, 404, 405, 501)
        assert b"mirror" not in answer.body


def test_what_is_allowed_is_said(server: Server) -> None:
    answer = server.get(FORUM + b"/", method=b"OPTIONS")
    assert (answer.status, answer.body) == (200, b"")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


STEPS = [b"..%2f", b"%2e%2e/", b"%2e%2e%2f", b"..%5c", b"..\\", b"..;/", b"%252e%252e%252f", b"../", b"....//", b"%c0%ae%c0%ae/",
         b"%00/", b"//", b"%0d%0aSet-Cookie:x/"]  # fmt: skip


@pytest.mark.parametrize("step", STEPS, ids=repr)
def test_no_path_leads_out_of_its_folder(server: Server, step: bytes) -> None:
    for folder in (b"/static/", b"/media/", b"/static/built/", FORUM + b"/", FORUM + b"/sessions/", b"/"):
        for target in (
            step * 8 + b"etc/passwd",
            step * 2 + b"pyproject.toml",
            step + b"forum.db",
            step + b"secret_key",
        ):
            answer = server.get(folder + target)
            assert (folder + target, answer.status) in ((folder + target, status) for status in (308, 400, 404))
            assert b"root:" not in answer.body and b"[project]" not in answer.body
            assert "Set-Cookie" not in answer.headers
            assert answer.headers.get("Location", "http://localhost/").startswith("http://localhost/")


UNREADABLE = [b"\xed\xa0\x80", b"\xc0\xaf", b"\xff\xfe", b"\xe9", b"\xf0\x28\x8c\xbc", b"\x80"]


@pytest.mark.parametrize("raw", UNREADABLE, ids=repr)
def test_bytes_that_are_no_text_are_a_plain_refusal_or_found_nowhere(server: Server, raw: bytes) -> None:
    coded = b"".join(b"%%%02X" % byte for byte in raw)
    for written in (raw, coded):
        for path in (
            FORUM + b"/sessions/" + written,
            b"/forums/" + written + b"/",
            b"/" + written,
            b"/media/" + written,
        ):
            assert server.get(path).status in (400, 404)
        for name in (b"lang", b"q", b"session", b"theme", b"day"):
            for page in (b"/agenda?", b"/agenda.ics?", b"/agenda.json?"):
                assert server.get(FORUM + page + name + b"=" + written).status in (200, 400)
        assert server.get(FORUM + b"/", b"Cookie: a=" + written, b"Accept-Language: " + written).status in (200, 400)


MANY = b",".join(b"%d-%d" % (number, number) for number in range(1000))
HEADERS = [
    b"Range: bytes=" + MANY, b"Range: bytes=-0", b"Range: bytes=9-1", b"Range: bytes=a-b", b"Range: lines=1-2",
    b"Range: bytes=0-99999999999999999999999", b"Range: bytes=--1", b"Range: bytes=0-0", b"Range: ",
    b"If-Modified-Since: never", b"If-Modified-Since: Thu, 99 Foo 99999 99:99:99 GMT", b"If-Modified-Since: " + b"9" * 5000,
    b"If-Modified-Since: Sat, 01 Jan 0000 00:00:00 GMT", b"If-Unmodified-Since: never", b"If-Range: rubbish", b"If-Match: rubbish",
    b'If-None-Match: "' + b"a" * 5000, b'If-None-Match: W/"x", "\xff', b"Accept-Language: " + b"fr;q=0.1," * 600, b"Accept-Language: ;q=;;=,*",
    b"Accept-Language: fr;q=1e999, en;q=nan", b"Accept-Language: zh-Hant-HK-x-private-" + b"y" * 400, b"Accept-Encoding: gzip;q=nan, \xff",
    b"Accept: */" + b"*" * 4000, b"Expect: 200-maybe", b"Upgrade: h2c", b"TE: rubbish", b"Cookie: " + b"a=b; " * 1000, b"Cookie: ===;;;=",
    b"Authorization: Basic \xff", b"Content-Type: multipart/form-data; boundary=", b"Content-Encoding: br", b"Date: never",
]  # fmt: skip


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: repr(header[:30]))
def test_a_strange_header_gets_the_page_or_a_plain_refusal(server: Server, header: bytes) -> None:
    for address in (FORUM + b"/", FORUM + b"/agenda.ics", b"/static/icons/forum.svg", b"/nowhere"):
        assert server.get(address, header).status in (200, 206, 400, 404, 412, 416, 417)


BODIES = {
    "as long as it says": (b"Content-Length: 7", b"a=b&c=d"),
    "shorter than it says": (b"Content-Length: 4000", b"a=b"),
    "said to be 64 MiB": (b"Content-Length: 67108864", b"a" * 100_000),
    "said to be endless": (b"Content-Length: 99999999999999999999", b"a"),
    "20,000 fields": (b"Content-Length: 80000", b"a=b&" * 20_000),
    "in parts without a boundary": (b"Content-Type: multipart/form-data\r\nContent-Length: 6", b"--a--\r"),
    "nested JSON": (b"Content-Type: application/json\r\nContent-Length: 100000", b"[" * 100_000),
    "in good chunks": (b"Transfer-Encoding: chunked", b"3\r\nabc\r\n0\r\n\r\n"),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_nobody_asked_for_is_refused_with_its_method_or_left_unread(server: Server, name: str) -> None:
    header, body = BODIES[name]
    for method, fine in ((b"POST", (400, 404, 405, 413)), (b"GET", (200, 400, 404, 413))):
        for address in (FORUM + b"/", b"/nowhere"):
            answer = server.send(
                request(method + b" " + address + b" HTTP/1.1", HOST, header, b"Connection: close", body=body)
            )
            assert answer.status in fine


def test_what_follows_a_body_is_never_taken_for_a_request(server: Server) -> None:
    hidden = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    for length in (b"Content-Length: %d" % len(hidden), b"Transfer-Encoding: chunked\r\nContent-Length: 5"):
        line = b"POST " + FORUM + b"/ HTTP/1.1"
        answer = server.send(request(line, HOST, length, b"Connection: close", body=hidden))
        assert answer.status in (400, 405)
        assert b"ok\n" not in answer.body[-4:]


SLOW = {
    "nothing": (b"", b""),
    "a byte": (b"G", b""),
    "half a head": (b"GET / HTTP/1.1\r\nHost: local", b""),
    "half a second head": (b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", b"GET / HT"),
    "a head without end": (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 6000, b""),
    "everything, and stay": (b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", b""),
    "half a body": (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\nConnection: close\r\n\r\na", b""),
}


@pytest.mark.parametrize("name", SLOW)
def test_readers_are_served_while_fifty_others_send_a_part_and_wait(server: Server, name: str) -> None:
    first, second = SLOW[name]
    slow = [server.connected() for _ in range(50)]
    try:
        for connection in slow:
            connection.sendall(first)
            if second:
                assert connection.recv(100).startswith(b"HTTP/1.1 200")
                connection.sendall(second)
        for address in (FORUM + b"/", FORUM + b"/agenda.ics", b"/healthz"):
            assert server.get(address).status == 200
    finally:
        for connection in slow:
            connection.close()


def test_a_request_that_comes_byte_by_byte_is_answered_once_it_is_whole(server: Server) -> None:
    with server.connected() as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n":
            connection.sendall(bytes([byte]))
        assert answer_of(connection).body == b"ok\n"


def test_requests_that_come_together_are_answered_in_order(server: Server) -> None:
    one = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    last = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    with server.connected() as connection:
        connection.sendall(one * 3 + last)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    assert received.count(b"HTTP/1.1 200") == 4
    assert received.endswith(b"ready\n")


@pytest.mark.soak
def test_who_sends_half_a_request_is_hung_up_on(server: Server) -> None:
    with server.connected() as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: local")
        assert answer_of(connection).status == 0


@pytest.mark.soak
def test_readers_are_served_after_twenty_others_took_nothing_of_what_they_asked_for(server: Server) -> None:
    """Their threads are free again once nothing was taken for as long as the server waits."""
    idle = [server.connected() for _ in range(20)]
    try:
        for connection in idle:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
            connection.sendall((b"GET " + FORUM + b"/agenda HTTP/1.1\r\nHost: localhost\r\n\r\n") * 200)
        for _ in range(3):
            try:
                if server.get(b"/healthz").status == 200:
                    break
            except TimeoutError:
                continue
        assert server.get(FORUM + b"/").status == 200
    finally:
        for connection in idle:
            connection.close()
