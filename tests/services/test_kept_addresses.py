"""An address that was kept before today's rules for addresses: whoever has it changes, cancels, is given a place, is found
and erased as anybody is, and nobody else is held up by it; on both databases."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.deciding import Step
from forum_app.domain.errors import NotFound
from forum_app.models.registrations import Registration as Row
from forum_app.services.my_registration import cancel_mine, change_mine, erase_me, mine_of, seen
from forum_app.services.personal_keys import holder_of
from forum_app.services.personal_links import links_of
from forum_app.services.registration_changes import step_with_one
from forum_app.services.registration_imports import import_list
from forum_app.services.retention import forget, kept_too_long
from forum_app.services.waiting_list import admit_waiting
from tests.houses import Start
from tests.services.opened import CANCELLED, CONFIRMED, NOW, WAITING, comes, mails, open_registration, people

OLD = "amina..haddad@example.org"


@pytest.fixture
def start() -> Start:
    return Start(published=("gssd2022",))


def has_old(database: Database, number: int = 1) -> str:
    """Gives somebody the address that is none any more, as it was kept; their id."""
    key = str(people(database)[f"person{number}@example.org"].id)
    values = {"email": OLD.capitalize(), "address": OLD}
    database.write(lambda connection: connection.execute(update(Row).where(Row.id == key).values(values)))
    return key


def told(database: Database) -> list[str]:
    return [mail.to for mail in mails(database)]


def test_whoever_has_it_changes_other_fields_and_cancels(database: Database, config: Config) -> None:
    forum_id = open_registration(database, seats_in_person=1)
    for number in (1, 2):
        comes(database, config, forum_id, number)
    key = has_old(database)
    with database.reading() as connection:
        here = mine_of(connection, forum_id, key).registration
    base, here.institution = seen(here), "Union"
    change_mine(database, config, forum_id, here, base)
    row = people(database)[OLD]
    assert (row.institution, row.email) == ("Union", OLD.capitalize())
    cancel_mine(database, config, forum_id, key)
    assert [row.status for row in people(database).values()] == [CANCELLED, CONFIRMED]
    assert told(database) == ["person1@example.org", "person2@example.org", "person2@example.org"]


def test_whoever_has_it_and_waits_holds_nobody_up(database: Database, config: Config) -> None:
    """Those behind get their places in the same go, and their mails."""
    forum_id = open_registration(database, seats_in_person=0)
    for number in (1, 2):
        comes(database, config, forum_id, number)
    has_old(database)
    assert [row.status for row in people(database).values()] == [WAITING, WAITING]
    open_registration(database, seats_in_person=2)
    admit_waiting(database, forum_id, config)
    assert [row.status for row in people(database).values()] == [CONFIRMED, CONFIRMED]
    assert told(database)[2:] == ["person2@example.org"]


def test_organisers_decide_on_whoever_has_it(database: Database, config: Config) -> None:
    forum_id = open_registration(database, approval=True)
    comes(database, config, forum_id, 1)
    key = has_old(database)
    step_with_one(database, config, forum_id, Step.CONFIRM, key, 1, actor="ana2222222")
    assert people(database)[OLD].status == CONFIRMED


def test_whoever_has_it_is_erased(database: Database, config: Config, tmp_path: Path) -> None:
    forum_id = open_registration(database)
    for number in (1, 2):
        comes(database, config, forum_id, number)
    erase_me(database, config, tmp_path, forum_id, has_old(database))
    with database.reading() as connection:
        rows = connection.execute(select(Row.email, Row.address).order_by(Row.position)).all()
    assert [tuple(row) for row in rows] == [("", None), ("person2@example.org", "person2@example.org")]


def test_whoever_has_it_is_forgotten_with_all_others_once_the_months_are_over(
    database: Database, config: Config
) -> None:
    forum_id = open_registration(database, keep_months=12)
    for number in (1, 2):
        comes(database, config, forum_id, number)
    has_old(database)
    [kept] = kept_too_long(database, date(2030, 1, 1))
    assert forget(database, config, kept, actor="test").registrations == 2
    with database.reading() as connection:
        assert connection.execute(select(Row.email, Row.address)).all() == [("", None), ("", None)]


def test_whoever_has_it_is_made_a_new_link(database: Database, config: Config) -> None:
    """By hand: no mail brings one."""
    forum_id = open_registration(database)
    comes(database, config, forum_id, 1)
    key = has_old(database)
    [link] = links_of(database, "gssd2022", f" {OLD.upper()}", actor="test")
    with database.reading() as connection:
        found = holder_of(connection, link.removeprefix("/r/"), NOW)
    assert found is not None and found.registration == key
    database.write(lambda connection: connection.execute(update(Row).values(email="", address=None)))
    for email in (OLD, "", " ", "nobody"):
        with pytest.raises(NotFound):
            links_of(database, "gssd2022", email, actor="test")


def test_a_list_is_taken_in_beside_it(database: Database, config: Config) -> None:
    forum_id = open_registration(database)
    comes(database, config, forum_id, 1)
    has_old(database)
    rows = b"Name,Email\nBasma,basma@example.org\n"
    done = import_list(database, "gssd2022", rows, now=datetime.now(UTC), actor="test")
    assert (done.added, done.left) == (1, 1)
    assert list(people(database)) == [OLD, "basma@example.org"]
