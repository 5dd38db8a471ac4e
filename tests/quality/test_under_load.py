"""Many at once, processes that are killed, disks that are full: the real server and its worker, on both databases."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from forum_app.database import Database
from forum_app.services.live_releases import release_history
from forum_app.services.media import Media
from forum_app.services.publishing import bring_back
from forum_app.services.samples import load_samples
from forum_app.services.schema import upgrade
from tests.databases import Databases
from tests.houses import NOW
from tests.quality.serving import Server, serving

pytestmark = pytest.mark.soak
FORUM = b"/forums/gssd2022"


def with_samples(url: str, instance: Path) -> None:
    database = Database(url)
    upgrade(database)
    assert all(
        loaded for _slug, loaded in load_samples(database, Media(instance), host="localhost", slugs=["gssd2022"])
    )
    database.close()


@pytest.fixture
def prepared(databases: Databases, database_kind: str, tmp_path: Path) -> Iterator[str]:
    with databases.fresh(database_kind) as url:
        with_samples(url, tmp_path)
        yield url


def document(server: Server, address: bytes) -> bytes:
    """A document asked for as often as it takes, within a minute."""
    for _ in range(120):
        answer = server.get(FORUM + address)
        if answer.status == 200:
            return answer.body
        assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
        time.sleep(0.5)
    raise AssertionError(f"{address!r} was never made")


def test_pages_are_served_while_many_ask_for_documents_and_some_hang_up(prepared: str, tmp_path: Path) -> None:
    with serving(tmp_path, prepared) as server:
        gone = [server.connected() for _ in range(10)]
        for connection in gone:
            connection.sendall(b"GET " + FORUM + b"/agenda.pdf?lang=fr HTTP/1.1\r\nHost: localhost\r\n\r\n")
            connection.close()
        addresses = [b"/concept-note.pdf", b"/concept-note.pdf?lang=fr", b"/agenda.pdf", b"/agenda.pdf?lang=fr"]
        with ThreadPoolExecutor(24) as readers:
            made = [readers.submit(document, server, addresses[number % 4]) for number in range(20)]
            for address in (b"/", b"/agenda", b"/agenda.ics", b"/changes.atom") * 5:
                assert server.get(FORUM + address).status == 200
            found = [one.result() for one in made]
        assert len(set(found)) == 4 and all(pdf.startswith(b"%PDF-") for pdf in found)
        assert {server.get(FORUM + addresses[0]).body for _ in range(50)} == {found[0]}
        assert "Traceback" not in server.log.read_text()


def test_a_publication_that_is_killed_leaves_the_release_before_it_or_the_whole_next_one(
    prepared: str, tmp_path: Path
) -> None:
    env = {**os.environ, "FORUM_INSTANCE": str(tmp_path), "FORUM_DATABASE_URL": prepared}
    database = Database(prepared)
    with database.reading() as connection:
        forum_id = connection.exec_driver_sql("SELECT id FROM forum").scalar_one()
    said = 2  # the sample's releases
    for round_ in range(24):
        command = [sys.executable, "-m", "forum_app", "publish", "gssd2022", "--again", "1"]
        process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            process.wait(0.5 + round_ * 0.06)  # somewhere in its life, the next time a little later
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        out, _ = process.communicate()
        if out:
            said = int(out.split()[1])
        numbers = [news.number for news in release_history(database, forum_id)]
        assert numbers == list(range(len(numbers), 0, -1))
        assert numbers[0] >= said
    assert bring_back(database, "gssd2022", 1, now=NOW, host="localhost", actor="t").number == numbers[0] + 1
    database.close()


def test_a_server_that_is_killed_while_it_is_read_and_published_starts_again(prepared: str, tmp_path: Path) -> None:
    database = Database(prepared)
    for number in range(3, 6):
        with serving(tmp_path, prepared) as server, ThreadPoolExecutor(8) as readers:
            asked = [readers.submit(server.get, FORUM + b"/agenda?q=%d" % one) for one in range(40)]
            published = bring_back(database, "gssd2022", 1, now=NOW, host="localhost", actor="t")
            for pid in _workers_of(server):
                os.kill(pid, signal.SIGKILL)
            assert published.number == number
            assert {one.result().status for one in asked} <= {0, 200}, server.log.read_text()
            for _ in range(5):
                if server.get(FORUM + b"/changes").status == 200:
                    break
            assert b"Release %d" % number in server.get(FORUM + b"/changes?lang=en").body
    database.close()


def _workers_of(server: Server) -> list[int]:
    """The processes that answer: children of the one we started, which starts others in their place."""
    done = subprocess.run(["pgrep", "-P", str(server.pid), "-f", "serve"], capture_output=True, text=True)
    return [int(pid) for pid in done.stdout.split()]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", folder], capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_is_said_and_everything_goes_on_once_there_is_room(small_disk: Path) -> None:
    url = f"sqlite:///{small_disk}/forum.db"
    with_samples(url, small_disk)
    with serving(small_disk, url) as server:
        assert server.get(FORUM + b"/").status == 200
        filler = small_disk / "filler"
        with filler.open("wb", buffering=0) as out:
            try:
                while out.write(b"x" * 4096):
                    pass
            except OSError:
                pass
        for address in (b"/", b"/agenda", b"/agenda.ics", b"/card.png"):
            assert server.get(FORUM + address).status == 200
        assert server.get(FORUM + b"/agenda.pdf").status == 503
        database = Database(url)
        with pytest.raises(Exception, match="full"):
            bring_back(database, "gssd2022", 1, now=NOW, host="localhost", actor="t")
        filler.unlink()
        assert bring_back(database, "gssd2022", 1, now=NOW, host="localhost", actor="t").number == 3
        database.close()
        assert document(server, b"/agenda.pdf?lang=fr").startswith(b"%PDF-")
        assert document(server, b"/concept-note.pdf").startswith(b"%PDF-")
