"""Many organisers at the agenda's builder at once: nothing lost, nothing doubled, and the log explains what is there."""

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from forum_app.database import Database
from forum_app.domain.trees import tree_of, value_at
from forum_app.models.agenda import AgendaStep
from forum_app.models.forum import Forum
from forum_app.models.publishing import AuditEntry
from forum_app.services.agenda_board import board_now
from tests.databases import Databases
from tests.quality.many import MANY, SECONDS, desk, prepare, signed_in
from tests.quality.movers import PLACES, Mover, Slot

Agenda = dict[str, Slot]


@pytest.fixture
def url(databases: Databases, database_kind: str) -> Iterator[str]:
    with databases.fresh(database_kind) as found:
        prepare(found)
        yield found


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """The one that the servers work with."""
    found = Database(url)
    yield found
    found.close()


def forum_of(database: Database) -> str:
    with database.reading() as connection:
        return str(connection.execute(select(Forum.id)).scalar_one())


def agenda_of(database: Database) -> tuple[Agenda, dict[str, Any]]:
    """Where every session is, and all else that is known of it."""
    trees = {each.id: tree_of(each) for each in board_now(database, forum_of(database)).draft.sessions}
    agenda = {key: {place: tree[place] for place in PLACES} for key, tree in trees.items()}
    rest = {key: {name: value for name, value in tree.items() if name not in PLACES} for key, tree in trees.items()}
    return agenda, rest


class Replay:
    """The log gone through from a state on, step by step; ``entry`` was its last then."""

    def __init__(self, database: Database, first: Agenda, entry: int) -> None:
        self.agenda = {key: dict(slot) for key, slot in first.items()}
        self.deleted: Agenda = {}
        with database.reading() as connection:
            query = select(AuditEntry).where(AuditEntry.id > entry).order_by(AuditEntry.id)
            self.entries = {each.id: each for each in connection.execute(query)}
            self.steps = connection.execute(select(AgendaStep).order_by(AgendaStep.at)).all()

    def entries_of(self, step: Any) -> list[Any]:
        return [each for key, each in self.entries.items() if step.first <= key <= step.last] if step.first else []

    def go(self, step: Any) -> None:
        for entry in self.entries_of(step):
            assert entry.actor == step.actor
            if entry.action.startswith("session."):
                self._one(entry.thing, entry.action.partition(".")[2], entry)

    def _one(self, key: str, what: str, entry: Any) -> None:
        if what == "added":
            assert key not in self.agenda and key not in self.deleted
            self.agenda[key] = {place: value_at(entry.after, place) for place in PLACES}
            self.agenda[key]["fold"] = self.agenda[key]["fold"] or 0
        elif what == "deleted":
            self.deleted[key] = self.agenda.pop(key)
        elif what == "brought-back":
            self.agenda[key] = self.deleted.pop(key)
        else:
            assert entry.before == {place: self.agenda[key][place] for place in entry.before}
            self.agenda[key] |= entry.after


def check_steps(replay: Replay, movers: list[Mover]) -> None:
    """Each step that was answered for is in the log once, as it was asked for; and there is nothing else in it. Steps that
    changed nothing stand where they came: what they asked for was so then."""
    said = {done.key: done for one in movers for done in one.done}
    assert sorted(step.id for step in replay.steps) == sorted(said)
    told = [key for step in replay.steps for key in (each.id for each in replay.entries_of(step))]
    assert told == sorted(replay.entries)
    before: dict[str, tuple[Agenda, set[str]]] = {}
    for step in replay.steps:
        done = said[step.id]
        assert (bool(step.first), step.undoes or "") == (done.changed, done.undid)
        touched = {(entry.thing, place) for entry in replay.entries_of(step) for place in entry.after or {}}
        before[step.id] = {key: dict(slot) for key, slot in replay.agenda.items()}, touched
        replay.go(step)
        for key, values in done.asked.items():
            assert {place: replay.agenda[key][place] for place in values} == values
        if done.made:
            assert done.made in replay.agenda
        was, undone = before.get(done.undid, ({}, set()))
        for key, place in undone & {(key, place) for key in was for place in PLACES}:
            assert replay.agenda[key][place] == was[key][place]


@pytest.mark.parametrize(
    ("many", "turns", "seconds"),
    [pytest.param(4, 8, 0, id="some"), pytest.param(MANY, 8, SECONDS, id="many", marks=pytest.mark.soak)],
)
def test_nothing_is_lost_or_doubled_while_many_build(
    url: str, database: Database, tmp_path: Path, many: int, turns: int, seconds: float
) -> None:
    movers = [Mover(number, token) for number, token in enumerate(signed_in(url, many), 1)]
    first, rest = agenda_of(database)
    with database.reading() as connection:
        entry = connection.execute(select(func.max(AuditEntry.id))).scalar_one()
    with desk(url, tmp_path) as (port, _pid), ThreadPoolExecutor(many) as pool:
        for one in movers:
            one.port = port
        end = time.monotonic() + seconds
        for going in [pool.submit(one.moves, turns, end) for one in movers]:
            going.result()
        for one in movers:
            one.hear()
    assert {status for one in movers for status in one.statuses} <= {200, 409, 422}
    assert "Traceback" not in (tmp_path / "server.log").read_text()
    replay = Replay(database, first, entry)
    check_steps(replay, movers)
    last, rest_now = agenda_of(database)
    assert replay.agenda == last
    assert {key: rest_now[key] for key in rest} == rest
    for one in movers:  # what its page shows is what is kept
        assert one.shown == {key: last[key] for key in one.shown}
    counts = Counter(done.doing for one in movers for done in one.done if done.changed)
    sums = {name: sum(getattr(one, name) for one in movers) for name in ("lost", "chosen", "repeated")}
    print(dict(counts), sums)
    if seconds:
        assert set(counts) == {
            "place",
            "several",
            "longer",
            "unschedule",
            "swap",
            "shift",
            "copy",
            "delete",
            "undo",
            "redo",
        }
        assert min(*counts.values(), *sums.values()) > 0
