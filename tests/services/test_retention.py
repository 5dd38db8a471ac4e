"""What is kept of people goes once the months are over that they were told: looked at first, done once, counts and what
was published stay."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.vocabularies import MessageState
from forum_app.models.forum import Forum
from forum_app.models.messages import Message
from forum_app.models.personal import PersonalKey
from forum_app.models.publishing import AuditEntry
from forum_app.models.registrations import ListView, Registration
from forum_app.services.personal_keys import holder_of, keep_key, new_personal_key
from forum_app.services.publishing import release_numbered
from forum_app.services.retention import Kept, forget, kept_too_long
from forum_app.services.things import Edit, save_thing
from tests.factories import BORIS, an_id
from tests.services.test_erasing import CANARY, COMING, EMAIL, NAME, fill, places_of
from tests.services.test_erasing_speakers import FORUM, prepare

SLUG = "harvest"


@pytest.fixture
def config(config: Config, tmp_path: Path) -> Config:
    return replace(config, instance=tmp_path)


@pytest.fixture
def full(database: Database, tmp_path: Path) -> Database:
    """A forum with somebody's name in everything that is private, and in what was published."""
    fill(database, tmp_path)
    prepare(database, tmp_path)
    save_thing(database, FORUM, "person", BORIS, Edit({"private.phone": f"{CANARY} 7"}), actor="test")
    with database.writing() as connection:
        view = {"id": an_id(1, "v"), "forum_id": FORUM, "name": "Wells", "folded": "wells", "query": {"q": [CANARY]}}
        connection.execute(insert(ListView).values(**view, made_by="test"))
        for whose in ({"registration": COMING}, {"person": BORIS}):
            keep_key(connection, new_personal_key(), FORUM, **whose)  # and one that was there
    return database


def over(database: Database) -> date:
    """The day after the last on which anything is kept."""
    with database.reading() as connection:
        last: date = connection.execute(select(Forum.last_day)).scalar_one()
    return last.replace(year=last.year + 1) + timedelta(days=1)


def private(database: Database, folder: Path) -> set[str]:
    """Tables in which the name still stands, and files."""
    return {place.partition(":")[0] for place in places_of(database, folder)}


def run(database: Database, config: Config) -> list[Kept]:
    found = kept_too_long(database, over(database))
    return [forget(database, config, each, actor="test") for each in found]


def test_nothing_is_said_before_the_months_are_over(full: Database) -> None:
    day = over(full)
    assert kept_too_long(full, day - timedelta(days=1)) == []
    [kept] = kept_too_long(full, day)
    assert (kept.slug, kept.until) == (SLUG, day - timedelta(days=1))
    assert (kept.registrations, kept.mails, kept.links) == (2, 2, 3)
    assert kept.people == 1 and kept.entries > 0
    with full.writing() as connection:
        connection.execute(update(Forum).values(registration={"keep_months": 120}))
    assert kept_too_long(full, day) == [], "another forum keeps it for ten years"
    assert kept_too_long(full, day.replace(year=day.year + 9)) != []


def test_looking_changes_nothing(full: Database, tmp_path: Path) -> None:
    before = sorted(places_of(full, tmp_path))
    assert kept_too_long(full, over(full)) == kept_too_long(full, over(full))
    assert sorted(places_of(full, tmp_path)) == before


def test_what_was_private_goes_and_what_was_published_stays(full: Database, config: Config, tmp_path: Path) -> None:
    published = [release_numbered(full, SLUG, number).content for number in (1, 2)]
    counts = attendance(full)
    assert {"person_private", "registration", "message", "proposal", "prepared_answer", "list_view"} <= private(
        full, tmp_path
    )
    run(full, config)
    left = private(full, tmp_path)
    public = {"person", "post", "role", "talk", "release", "audit_entry", "artefact"}
    assert {place for place in left if "/" not in place} <= public
    assert [release_numbered(full, SLUG, number).content for number in (1, 2)] == published
    assert attendance(full) == counts
    with full.reading() as connection:
        names = set(connection.execute(select(Registration.name)).scalars())
        links = connection.execute(select(func.count()).select_from(PersonalKey)).scalar_one()
        mails = connection.execute(select(Message)).all()
        entries = connection.execute(select(AuditEntry)).all()
    assert (names, links) == ({"Name removed"}, 0)
    assert {(mail.to, mail.text, mail.html, mail.state) for mail in mails} == {("", "", "", MessageState.CANCELLED)}
    assert all(EMAIL not in str((entry.before, entry.after, entry.subject)) for entry in entries)
    assert all(CANARY + " 7" not in str((entry.before, entry.after)) for entry in entries)
    [done] = [entry for entry in entries if entry.action == "forum.data-forgotten"]
    assert done.after == {"registrations": 2, "people": 1, "mails": 2, "links": 3}
    assert NAME not in str(done)


def attendance(database: Database) -> Any:
    """What is counted of who comes."""
    same = (
        Registration.status,
        Registration.country,
        Registration.constituency,
        Registration.gender,
        Registration.mode,
    )
    with database.reading() as connection:
        rows = connection.execute(select(*same, func.count()).group_by(*same).order_by(*same))
        return [tuple(row) for row in rows]


def test_done_again_it_finds_nothing(full: Database, config: Config, tmp_path: Path) -> None:
    assert len(run(full, config)) == 1
    after = sorted(places_of(full, tmp_path))
    assert run(full, config) == []
    assert sorted(places_of(full, tmp_path)) == after


def test_ended_half_way_it_goes_on(full: Database, config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """The registrations are anonymous, then it is ended: the rest is still found, and done."""
    [kept] = kept_too_long(full, over(full))
    monkeypatch.setattr("forum_app.services.retention._programme", ended)
    with pytest.raises(KeyboardInterrupt):
        forget(full, config, kept, actor="test")
    monkeypatch.undo()
    [rest] = kept_too_long(full, over(full))
    assert (rest.registrations, rest.people, rest.links) == (0, 1, 2)
    run(full, config)
    assert kept_too_long(full, over(full)) == []


def ended(*_given: Any) -> None:
    raise KeyboardInterrupt


def test_many_are_taken_in_steps(full: Database, config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum_app.services.retention.AT_ONCE", 1)
    run(full, config)
    with full.reading() as connection:
        assert set(connection.execute(select(Registration.email)).scalars()) == {""}


def test_a_link_opens_as_long_as_what_is_behind_it_is_kept(full: Database, config: Config) -> None:
    key, day = new_personal_key(), over(full)
    full.write(lambda connection: keep_key(connection, key, FORUM, person=BORIS))

    def expired(on: date, months: int) -> bool:
        full.write(lambda connection: connection.execute(update(Forum).values(registration={"keep_months": months})))
        now = replace(config, now_at=config.now().replace(year=on.year, month=on.month, day=on.day)).now()
        with full.reading() as connection:
            found = holder_of(connection, key, now)
        assert found is not None
        return found.expired

    assert [expired(day - timedelta(days=1), 12), expired(day, 12), expired(day, 13), expired(day, 1)] == [
        False,
        True,
        False,
        True,
    ]
