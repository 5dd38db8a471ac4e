"""Many organisers at one desk: each edits its own session and all of them the same one; a server killed meanwhile."""

import http.client
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from forum_app.database import Database
from forum_app.domain.trees import Tree, put_at, same, value_at
from forum_app.models.forum import Forum, Room
from forum_app.models.publishing import AuditEntry
from forum_app.services.things import thing_named
from tests.databases import Databases
from tests.factories import an_id
from tests.quality.many import DESK, MANY, SECONDS, Caller, desk, prepare, signed_in
from tests.web.test_things import Form

pytestmark = pytest.mark.soak
SHARED = an_id(0, "s")
# What organisers change in the shared session beside its title: a fourth of them each, so that some are merged, some clash.
BESIDE = ("label__en", "capacity", "minutes", "summary__en")


@dataclass
class Organiser(Caller):
    """Who edits. ``kept`` is what the server last said it saved, ``asked`` what it was sent since;
    ``acknowledged`` are all values that it said it saved in the shared session, by place."""

    kept: dict[str, str] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    saved: int = 0
    clashes: int = 0
    acknowledged: list[tuple[str, str]] = field(default_factory=list)

    def edit(self, port: int, key: str, values: dict[str, str]) -> None:
        """Opens a form, changes some fields, and chooses its own where somebody else was faster."""
        path = f"{DESK}/sessions/{key}"
        status, page = self.ask(port, "GET", path)
        assert status == 200, page
        fields = Form(page, path).sent(**values)
        for _ in range(5_000):  # of sixteen who press at once, one is first: a person would not press so fast
            status, page = self.ask(port, "POST", path, fields)
            if status == 303:
                self.saved += 1
                return
            assert status == 409, (status, page)
            self.clashes += 1
            fields = Form(page, path).sent(**values)
            fields |= {f"{name}@choose": ["mine"] for name in fields["_asked"]}
        raise AssertionError("It was never its turn.")

    def edits(self, port: int, end: float) -> None:
        """Its own session and the shared one in turn, until the end or until nobody answers."""
        turn = 0
        while time.monotonic() < end:
            turn += 1
            text, number = f"Organiser {self.number}, turn {turn}", self.number * 1000 + turn % 1000
            self.asked = {"title__en": text, "label__en": f"Label of {text}", "capacity": str(number)}
            try:
                self.edit(port, an_id(self.number, "s"), self.asked)
                self.kept = self.asked
                beside = BESIDE[self.number % len(BESIDE)]
                value = f"Shared by {text}" if beside.endswith("__en") else str(number % 10_000)
                shared = {"title__en": f"Shared: {self.number}, {turn}", beside: value}
                self.edit(port, SHARED, shared)
                self.acknowledged += [(name.replace("__", "."), value) for name, value in shared.items()]
            except (OSError, http.client.HTTPException):
                return  # the server was killed


@pytest.fixture
def url(databases: Databases, database_kind: str) -> Iterator[str]:
    with databases.fresh(database_kind) as found:
        prepare(found)
        yield found


@pytest.fixture
def organisers(url: str) -> list[Organiser]:
    return [Organiser(number, token) for number, token in enumerate(signed_in(url), 1)]


def all_edit(organisers: list[Organiser], port: int, seconds: float) -> None:
    end = time.monotonic() + seconds
    with ThreadPoolExecutor(MANY) as pool:
        for done in [pool.submit(one.edits, port, end) for one in organisers]:
            done.result()


def tree_of(database: Database, key: str) -> Tree:
    with database.reading() as connection:
        forum = connection.execute(select(Forum.id)).scalar_one()
    return thing_named(database, forum, "session", key).tree


def entries_of(database: Database, key: str) -> list[tuple[Tree, Tree]]:
    """What the log says of a session, in order: places before and after."""
    query = select(AuditEntry.before, AuditEntry.after).where(AuditEntry.thing == key).order_by(AuditEntry.id)
    with database.reading() as connection:
        return [(row.before, row.after) for row in connection.execute(query)]


def written(values: dict[str, str], tree: Tree) -> dict[str, str]:
    """What stands in a session at the places of these values, as a form has it."""
    return {name: str(value_at(tree, name.replace("__", "."))) for name in values}


def test_nothing_is_lost_while_many_edit(url: str, organisers: list[Organiser], tmp_path: Path) -> None:
    database = Database(url)
    keys = [an_id(one.number, "s") for one in organisers]
    first = {key: tree_of(database, key) for key in [SHARED, *keys]}
    with desk(url, tmp_path) as (port, _pid):
        all_edit(organisers, port, SECONDS)
    assert {status for one in organisers for status in one.statuses} <= {200, 303, 409}
    assert all(one.saved >= 2 for one in organisers)
    for key, replayed in first.items():  # the log alone leads from the first state to the last, in every field
        for before, after in entries_of(database, key):
            assert before == {place: value_at(replayed, place) for place in after}
            for place, value in after.items():
                put_at(replayed, place, value)
        last = tree_of(database, key)
        assert {place for place, value in replayed.items() if not same(unmarked(value), unmarked(last[place]))} == set()
    for one, key in zip(organisers, keys, strict=True):
        assert written(one.kept, tree_of(database, key)) == one.kept
    said = Counter(
        (place, value_in_form(value)) for _, after in entries_of(database, SHARED) for place, value in after.items()
    )
    acknowledged = Counter((place, value) for one in organisers for place, value in one.acknowledged)
    assert {place for place, _ in said} == {"title.en", *(place.replace("__", ".") for place in BESIDE)}
    assert {entry for entry in acknowledged if not said[entry]} == set()
    assert {entry for entry in said if not acknowledged[entry]} == set()
    assert "Traceback" not in (tmp_path / "server.log").read_text()
    print({"saved": sum(one.saved for one in organisers), "chosen": sum(one.clashes for one in organisers)})
    database.close()


def unmarked(value: Any) -> Any:
    """A text without the fingerprints of what its translations were made from: they follow from the texts."""
    return {key: text for key, text in value.items() if "@" not in key} if isinstance(value, dict) else value


def value_in_form(value: Any) -> str:
    """A value of the log as it was typed: rich texts without their paragraph."""
    return str(value).removeprefix("<p>").removesuffix("</p>")


def test_a_form_sent_twice_at_once_makes_one_thing(url: str, organisers: list[Organiser], tmp_path: Path) -> None:
    path = f"{DESK}/rooms/new"
    with desk(url, tmp_path) as (port, _pid), ThreadPoolExecutor(MANY) as pool:
        for number, one in enumerate(organisers):
            _status, page = one.ask(port, "GET", path)
            fields = Form(page, path).sent(name__en=f"Doubled {number}")
            sent = [pool.submit(one.ask, port, "POST", path, fields) for _ in range(4)]
            assert {answer.result()[0] for answer in sent} == {303}
        _status, page = organisers[0].ask(port, "GET", f"{DESK}/rooms?q=Doubled")
    database = Database(url)
    with database.reading() as connection:
        entries = connection.execute(select(AuditEntry.thing).where(AuditEntry.action == "room.added")).scalars().all()
        rooms = connection.execute(select(Room.id, Room.name)).all()
    assert len(entries) == len(set(entries)) == MANY
    assert Counter(row.name["en"] for row in rooms if row.id in entries) == {f"Doubled {n}": 1 for n in range(MANY)}
    assert page.count(">Doubled ") == MANY
    database.close()


def test_what_was_acknowledged_survives_a_kill(url: str, organisers: list[Organiser], tmp_path: Path) -> None:
    with desk(url, tmp_path) as (port, pid), ThreadPoolExecutor(MANY) as pool:
        edits = [pool.submit(one.edits, port, time.monotonic() + 10 * SECONDS) for one in organisers]
        while not all(one.saved > 2 for one in organisers) and not any(done.done() for done in edits):
            time.sleep(0.2)
        os.killpg(pid, signal.SIGKILL)
        for done in edits:
            done.result()
    with desk(url, tmp_path) as (port, _pid):
        for one in organisers:
            assert one.kept
            path = f"{DESK}/sessions/{an_id(one.number, 's')}"
            status, page = one.ask(port, "GET", path)
            fields = dict(Form(page, path).fields)
            found = {name: fields[name.replace("__", ".")] for name in one.kept}
            assert status == 200
            assert found in (one.kept, one.asked)  # the last may have been kept before its answer was cut off
