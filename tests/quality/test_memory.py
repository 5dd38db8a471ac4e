"""B058: what bodies of megabytes took of the server's memory is given back."""

import http.client
import re
from contextlib import closing
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.quality.serving import Server, serving
from tests.quality.test_desk_doors import HUGE, bodies
from tests.quality.test_desk_faults import NEW, a_desk

pytestmark = pytest.mark.soak
ROUNDS, MOST_MORE = 10, 48 << 20  # bytes: less than one of the bodies


def resident(pid: int) -> int:
    """Bytes in memory of a process and of all that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    own = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return (int(own[1]) << 10 if own else 0) + sum(resident(int(child)) for child in children)


def send_all(server: Server, token: str, csrf: str) -> None:
    """Every body that no browser sends, to a form that takes such forms."""
    for kind, body in bodies(csrf, HUGE).values():
        with closing(http.client.HTTPConnection("localhost", server.port, timeout=60)) as connection:
            headers = {"Cookie": f"forum-session={token}", "Content-Type": kind}
            try:
                connection.request("POST", NEW, body, headers)
                assert connection.getresponse().status < 500
            except (ConnectionError, http.client.BadStatusLine):
                pass  # it need not hear all of it


def test_memory_comes_back_after_bodies_that_no_browser_sends(databases: Databases, tmp_path: Path) -> None:
    with databases.fresh("sqlite") as url:
        token = a_desk(url, tmp_path)
        with serving(tmp_path, url) as server:
            with closing(http.client.HTTPConnection("localhost", server.port, timeout=60)) as connection:
                connection.request("GET", NEW, headers={"Cookie": f"forum-session={token}"})
                page = connection.getresponse().read().decode()
            found = re.search(r'name="_csrf" value="([0-9a-f]{64})"', page)
            assert found is not None
            held = []
            for _ in range(2):  # what each thread keeps for the next request stays
                for _ in range(ROUNDS):
                    send_all(server, token, found[1])
                held.append(resident(server.pid))
    assert held[1] - held[0] < MOST_MORE, [f"{size >> 20} MiB" for size in held]
