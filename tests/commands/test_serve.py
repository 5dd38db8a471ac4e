"""The server as its users start it: what it says, and what it refuses before the application hears of it."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from forum_app.database import Database
from forum_app.services.media import Media
from forum_app.services.samples import load_samples
from forum_app.web.headers import ALWAYS
from tests.databases import Databases
from tests.houses import migrated
from tests.quality.serving import Server, serving
from tests.services.speakers import key_for

FORUM = b"/forums/gssd2022"


@pytest.fixture(scope="module")
def server(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("serve")
    with databases.make_template("sqlite", migrated).copy() as url:
        database = Database(url)
        assert all(loaded for _slug, loaded in load_samples(database, Media(folder), host="localhost"))
        database.close()
        with serving(folder, url, FORUM_BASE_URL="https://forum.example.org") as found:
            yield found


REFUSED = {
    "a line of ten thousand characters": (b"GET " + FORUM + b"/agenda?q=" + b"x" * 10_000 + b" HTTP/1.1\r\n\r\n", 414),
    "a header of twenty thousand": (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 20_000 + b"\r\n\r\n", 431),
    "a name that is none": (b"GET / HTTP/1.1\r\nHost: localhost\r\nX (y): z\r\n\r\n", 400),
    "a version that is none": (b"GET / HTTP/nine\r\nHost: localhost\r\n\r\n", 400),
    "a coding that is none": (b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: rubbish\r\n\r\n", 501),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_never_reaches_the_application_gets_our_page_and_headers(server: Server, case: str) -> None:
    raw, status = REFUSED[case]
    answer = server.send(raw)
    assert answer.status == status
    for name, value in ALWAYS:
        assert answer.headers[name] == value
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert b'<html lang="en"' in answer.body and b"<h1>" in answer.body
    assert b"xxx" not in answer.body and b"rubbish" not in answer.body
    assert int(answer.headers["Content-Length"]) == len(answer.body)


def test_what_is_refused_is_logged_without_the_address_of_whoever_asked(server: Server) -> None:
    server.send(b"GET / HTTP/nine\r\nHost: localhost\r\n\r\n")
    log = server.log.read_text()
    assert "Refused a request: InvalidHTTPVersion" in log
    assert "127.0.0.1" not in log.replace("http://127.0.0.1", "")


def test_a_long_search_that_fits_a_line_is_refused_by_the_page(server: Server) -> None:
    answer = server.get(FORUM + b"/agenda?q=" + b"x" * 5_000, b"Accept-Language: en")
    assert (answer.status, b"more than 200 characters" in answer.body) == (400, True)


def test_it_prints_its_address_and_writes_no_log_of_readers(server: Server) -> None:
    assert server.get(FORUM + b"/").status == 200
    log = server.log.read_text()
    assert log.splitlines()[0] == f"http://localhost:{server.port}"
    assert "/forums/gssd2022" not in log


def test_the_log_of_requests_holds_no_key_however_its_address_is_written(databases: Databases, tmp_path: Path) -> None:
    """GDPR-7: also where the page is found behind two slashes, and where nothing answers."""
    with databases.make_template("sqlite", migrated).copy() as url:
        database = Database(url)
        assert all(loaded for _slug, loaded in load_samples(database, Media(tmp_path), host="localhost"))
        key = key_for(database, "Rie Vejs").encode()
        database.close()
        ways = {
            b"/s/%b": 200,
            b"//s/%b?lang=en": 200,
            b"///s/%b": 200,
            b"/s//%b": 308,
            b"/S/%b": 404,
            b"/-/%%C3%%A9/s/%b": 404,
        }
        ways |= {b"/s./%b": 404, b"/s%%2F%b": 200, b"/%b": 404, b"/x?next=/s/%b": 404, b"/s/%b%%2E": 404}
        log = tmp_path / "access.log"
        with serving(tmp_path, url, "--access-log", str(log)) as server:
            assert {way: server.get(way % key).status for way in ways} == ways
        written = log.read_text()
    asked = [line.split()[2] for line in written.splitlines() if "/readyz" not in line]
    wanted = ["/s/…"] * 4 + ["/S/…", "/-/Ã©/s/…", "/s./…", "/s/…", "/…", "/x", "/s/…"]
    assert sorted(asked) == sorted(wanted)  # a line is written after its answer: the next may be earlier
    assert key.decode() not in written and key.decode().lower() not in written.lower()


def workers_of(server: Server) -> list[int]:
    """The processes beside the server that make documents."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = int(path.read_text().rpartition(")")[2].split()[1])
            if parent == server.pid and b"\0worker\0" in (path.parent / "cmdline").read_bytes():
                found.append(int(path.parent.name))
    return found


def test_a_worker_that_is_killed_is_started_again_and_documents_go_on(server: Server) -> None:
    for _ in range(2):
        (first,) = workers_of(server)
        os.kill(first, signal.SIGKILL)
        end = time.monotonic() + 60
        while first in (now := workers_of(server)) or not now:
            assert time.monotonic() < end
            time.sleep(0.05)
    assert "the worker ended; it is started again in 1 seconds" in server.log.read_text()
    assert "the worker ended; it is started again in 2 seconds" in server.log.read_text()
    while (answer := server.get(FORUM + b"/agenda.pdf")).status == 503:
        assert time.monotonic() < end + 60
    assert (answer.status, answer.body[:5]) == (200, b"%PDF-")
