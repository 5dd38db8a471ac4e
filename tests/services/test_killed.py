"""Killed at any moment of a publication or of making a document, the next start finds what was before or after."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from forum_app.database import Database
from forum_app.models.forum import Forum
from forum_app.models.programme import Session
from forum_app.services.forum_files import import_forum
from forum_app.services.media import Media
from forum_app.services.publishing import publish_release
from forum_app.services.samples import load_samples
from tests.documents import forums
from tests.documents.test_programme import expo
from tests.services.killed import BASE_URL, SLUG


def lines(job: str, database: Database, folder: Path, every: int = 1, seconds: int = 280) -> list:
    url = database.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.services.killed", job, url, str(folder), str(every)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.broad
def test_a_publication_that_is_killed_leaves_release_requests_and_mails_or_nothing(
    database: Database, media: Media, tmp_path: Path
) -> None:
    list(load_samples(database, media, host="forum.test", base_url=BASE_URL))
    with database.writing() as connection:
        connection.execute(update(Forum).where(Forum.slug == SLUG).values(accent="#7a1f3d"))
        connection.execute(update(Session).values(minutes=85))
    states = lines("publish", database, tmp_path)
    told = states[-1][-1]
    assert told == 2
    before, after = [2, 2, 2, 4, 2, 0], [3, 3, 3, 4, 3, told]
    assert len(states) > 20
    assert states[0] == before
    change = states.index(after)
    assert states == [before] * change + [after] * (len(states) - change)


@pytest.fixture
def long_programme(database: Database, tmp_path: Path) -> Path:
    """A published programme, long where six sessions fill a part."""
    data = expo(18, days=3)
    for person in data["people"]:
        del person["photo"]
    for session in data["sessions"]:
        del session["roles"][0]["id"]
    import_forum(database, Media(tmp_path), json.dumps(data, default=str).encode(), actor="test")
    slug = data["forum"]["slug"]
    now = datetime(2031, 1, 1, tzinfo=UTC)
    publish_release(database, slug, now=now, host="forum.test", actor="test", base_url=forums.BASE)
    return tmp_path


def check(states: list) -> None:
    whole = states[0]["whole"]
    assert states[0] == {"state": "ready", "done": 3, "whole": whole, "parts": 0}
    for state in states[1:]:
        found = state["found"]
        assert found["whole"] in ("", whole)
        assert found["whole"] == whole or found["state"] in ("asked", "making"), state
        assert found["parts"] >= found["done"] or found["state"] == "ready", state
        assert state["then"] == states[0] | {"parts": state["then"]["parts"]}, state
    assert {state["found"]["done"] for state in states[1:]} == {0, 1, 2, 3}


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.broad
def test_a_worker_that_is_killed_here_and_there_is_followed_by_one_that_makes_the_same_bytes(
    database: Database, long_programme: Path
) -> None:
    check(lines("make", database, long_programme, every=11))


@pytest.mark.soak
@pytest.mark.timeout(1200)
def test_a_worker_that_is_killed_at_any_step_is_followed_by_one_that_makes_the_same_bytes(
    database: Database, long_programme: Path
) -> None:
    check(lines("make", database, long_programme, seconds=1100))
