"""The command line on a house of its own: each command as a user types it, in this process."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from forum_app.__main__ import main
from forum_app.commands.context import house
from tests.databases import Databases
from tests.houses import migrated


@dataclass(frozen=True)
class Done:
    """What a command came to."""

    status: int
    out: str
    err: str


Forum = Callable[..., Done]


@pytest.fixture
def environment(databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An instance folder and a migrated database named by the environment; the command line's house opens them."""
    with databases.make_template("sqlite", migrated).copy() as url:
        monkeypatch.setenv("FORUM_INSTANCE", str(tmp_path / "instance"))
        monkeypatch.setenv("FORUM_DATABASE_URL", url)
        monkeypatch.setenv("FORUM_NOW", "2022-09-01T12:00:00+00:00")
        _forget()
        yield tmp_path
        _forget()


def _forget() -> None:
    if "any_database" in house.__dict__:
        house.any_database.close()
    house.__dict__.clear()


@pytest.fixture
def forum(environment: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Forum:
    """Runs ``forum WORDS`` and says how it ended. A traceback fails the test."""

    def run(*words: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["forum", *map(str, words)])
        _forget()
        status = 0
        try:
            main()
        except SystemExit as error:
            status = int(error.code or 0)
        out, err = capfd.readouterr()
        return Done(status, out, err)

    return run


@pytest.fixture
def sample_forum(forum: Forum) -> Forum:
    """The same, with the first sample forum in the house."""
    assert forum("demo", "gssd2022").out == "gssd2022: loaded\n"
    return forum
