"""Killed at any moment of an import, the database holds what it held before, until it holds the whole file."""

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from forum_app.database import Database
from forum_app.paths import SAMPLES
from forum_app.services.forum_files import draft_named, import_forum, keep_draft, parse_forum_json
from forum_app.services.media import Media
from forum_app.services.programme_files import import_programme
from forum_app.services.registration_imports import import_list
from tests.exchange.generated import AUTUMN, as_json, as_xml, facts, found, programme
from tests.exchange.test_generated import changed
from tests.factories import a_draft, a_session
from tests.services.comers import a_registration
from tests.services.killed_imports import NOW, everything

# At every fifth step of an import, and where there is time at each.
pytestmark = pytest.mark.broad
STEPS = pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.soak)])


def states(job: str, database: Database, folder: Path, data: bytes, every: int = 1) -> list[str]:
    (folder / "file").write_bytes(data)
    url = database.url.render_as_string(hide_password=False)
    more = [job, url, str(folder), str(folder / "file"), str(every)]
    command = [sys.executable, "-m", "tests.services.killed_imports", *more]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@STEPS
def test_a_forum_is_there_whole_or_not_at_all(database: Database, media: Media, tmp_path: Path, every: int) -> None:
    before = everything(database.url.render_as_string(hide_password=False))
    data = (SAMPLES / "gssd2022.json").read_bytes()
    seen = states("forum", database, tmp_path, data, every)
    assert len(seen) * every > 20
    assert set(seen[:-1]) == {before}
    assert seen[-1] != before
    assert draft_named(database, media, "gssd2022", everybody=True) == parse_forum_json(data)
    assert import_forum(database, media, data, replace=True, actor="test").changed_rows == 0


PEOPLE = b"""Name,E-mail,Delegation,Sessions,Shoe
Ana Lee,person0@example.org,Lake Union,Water for all,38
Bo Li,person1@example.org,Lake Union,Seed swap,
Cy Moe,,Hill Union,,44
"""


@STEPS
def test_a_list_of_people_is_in_whole_or_not_at_all(
    database: Database, media: Media, tmp_path: Path, every: int
) -> None:
    draft = a_draft(registrations=[a_registration(number) for number in range(2)])
    database.write(lambda connection: keep_draft(connection, draft, False, "test"))
    before = everything(database.url.render_as_string(hide_password=False))
    seen = states("list", database, tmp_path, PEOPLE, every)
    assert len(seen) * every > 15
    assert set(seen[:-1]) == {before}
    found = draft_named(database, media, "harvest", everybody=True)
    assert [item.name for item in found.registrations] == ["Ana Lee", "Bo Li", "Cy Moe"]
    assert [len(things) for things in (found.delegations, found.questions)] == [2, 1]
    assert import_list(database, "harvest", PEOPLE, replace=True, now=NOW, actor="test").same == 3


@STEPS
def test_a_forum_takes_the_place_of_one_whole_or_not_at_all(
    database: Database, media: Media, tmp_path: Path, every: int
) -> None:
    database.write(lambda connection: keep_draft(connection, a_draft(), False, "test"))
    before = everything(database.url.render_as_string(hide_password=False))
    changed_draft = a_draft(a_session(title={"en": "Anew"}, talks=[]), registrations=[a_registration()])
    seen = states("forum in place", database, tmp_path, msgspec.json.encode(changed_draft), every)
    assert len(seen) * every > 15
    assert set(seen[:-1]) == {before}
    assert draft_named(database, media, "harvest").sessions == changed_draft.sessions


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_a_programme_is_replaced_whole_or_not_at_all(database: Database, media: Media, tmp_path: Path) -> None:
    made = programme(AUTUMN)[:45]
    import_programme(database, media, as_xml(AUTUMN, made), actor="test")
    before = everything(database.url.render_as_string(hide_password=False))
    seen = states("programme", database, tmp_path, as_json(AUTUMN, changed(made)))
    assert len(seen) > 20
    assert set(seen[:-1]) == {before}
    assert found(draft_named(database, media, "realsize")) == facts(changed(made))
