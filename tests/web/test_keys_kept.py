"""What is kept of a personal key, and how long it opens anything."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.draft_parts import RegistrationPlan
from forum_app.domain.times import months_after
from forum_app.domain.trees import tree_of
from forum_app.domain.vocabularies import RegistrationState, RegistrationStatus
from forum_app.models.forum import Forum
from forum_app.models.messages import Message
from forum_app.models.personal import PersonalKey
from forum_app.models.registrations import Registration, SentForm
from forum_app.models.running import ScreenKey
from forum_app.services.outbox_turns import Fate, Outcome, turn
from forum_app.services.personal_links import links_of
from forum_app.web.personal.doors import form_token
from tests.houses import Start
from tests.keyholders import MODERATOR, SESSION, Keys
from tests.services.opened import open_registration
from tests.services.test_erasing import places_of
from tests.services.test_inviting import ask, speaker
from tests.web.test_registering import hidden, page_of, send

__all__ = ["speaker"]  # a fixture
LINK = re.compile(r"/[rs]/([0-9A-Za-z]{22})(?![0-9A-Za-z])")


@pytest.fixture
def start() -> Start:
    return Start(published=("gssd2022",))


def all_sent(database: Database) -> None:
    """The mail server takes everything that waits."""
    last = None
    while (row := turn(database, "w", last)) is not None:
        last = Outcome(row.id, Fate.SENT)


def in_mails(database: Database) -> set[str]:
    with database.reading() as connection:
        rows = connection.execute(select(Message.text, Message.html)).all()
    return {key for row in rows for key in LINK.findall(f"{row.text} {row.html}")}


def test_a_key_is_kept_as_its_digest_alone(
    app: Flask, database: Database, config: Config, speaker: str, tmp_path: Path
) -> None:
    """AUTH-5: after registering, asking for the link, replacing it, inviting, making one by hand, joining a screen."""
    client = app.test_client()
    open_registration(database)
    receipt = send(client).location.rpartition("/")[2]
    [mine] = in_mails(database)
    carried = hidden(page_of(client, "/forums/gssd2022/register/link"))
    client.post("/forums/gssd2022/register/link", data={**carried, "email": "amina@example.org"})
    ask(database, config, speaker)
    by_hand = links_of(database, "gssd2022", "zoe@example.org", actor="test")[0].rpartition("/")[2]
    before = in_mails(database) | {by_hand}
    assert len(before) == 4
    digests = {hashlib.sha256(key.encode()).hexdigest() for key in before}
    with database.reading() as connection:
        assert set(connection.execute(select(PersonalKey.key)).scalars()) == digests
        assert connection.execute(select(SentForm.key)).scalar() == hashlib.sha256(receipt.encode()).hexdigest()
    all_sent(database)
    for address in (f"/r/{mine}", f"/s/{by_hand}"):
        token = hidden(page_of(client, address))["_csrf"]
        assert client.post(f"{address}/new-link", data={"_csrf": token}).status_code == 200
    new = in_mails(database)
    with database.reading() as connection:
        kept = set(connection.execute(select(PersonalKey.key)).scalars())
    assert kept == {hashlib.sha256(key.encode()).hexdigest() for key in new} and not new & before
    moderator = Keys(database, config).given(person=MODERATOR)
    with app.test_request_context():
        token = form_token(moderator)
    page = client.post(f"/s/{moderator}/sessions/{SESSION}/run/screen-link", data={"_csrf": token}).text
    [screen] = {key for key in LINK.findall(page) if key != moderator}
    with database.reading() as connection:
        assert connection.execute(select(ScreenKey.key)).scalar() == hashlib.sha256(screen.encode()).hexdigest()
    all_sent(database)
    for key in (*before, *new, receipt, moderator, screen):
        rows = [place for place in places_of(database, tmp_path, key) if not Path(place).exists()]
        assert rows == []


def test_a_receipt_that_waits_while_the_link_is_replaced_leaves_with_a_good_one(
    app: Flask, database: Database, config: Config
) -> None:
    client = app.test_client()
    open_registration(database)
    send(client)
    [old] = in_mails(database)
    token = hidden(page_of(client, f"/r/{old}"))["_csrf"]
    assert client.post(f"/r/{old}/new-link", data={"_csrf": token}).status_code == 200
    keys = in_mails(database)
    assert len(keys) == 2 and old not in keys
    assert [client.get(f"/r/{key}").status_code for key in (old, *keys)] == [404, 200, 200]


@pytest.fixture
def clock(app: Flask, config: Config) -> Iterator[Any]:
    """Sets the site's clock to noon of a day; the application is others' afterwards."""
    house = app.extensions["forum"]

    def at(day: date) -> None:
        now = datetime.combine(day, time(12), tzinfo=UTC)
        app.extensions["forum"] = replace(house, config=replace(config, now_at=now))

    yield at
    app.extensions["forum"] = house


@pytest.mark.parametrize("months", [1, 12])
def test_a_link_is_good_until_its_months_are_over_and_not_a_day_longer(
    app: Flask, database: Database, config: Config, clock: Any, months: int
) -> None:
    """AUTH-5, B049: the page, its calendar, the data, and what is sent."""
    made, client = Keys(database, config), app.test_client()
    plan = tree_of(RegistrationPlan(state=RegistrationState.HERE, keep_months=months))
    database.write(lambda connection: connection.execute(update(Forum).values(registration=plan)))
    with database.reading() as connection:
        last = months_after(connection.execute(select(Forum.last_day)).scalar_one(), months)
    attendee = made.attendee(1)
    mine, theirs = made.given(registration=attendee), made.given(person=MODERATOR)
    asked = [f"/r/{mine}", f"/r/{mine}/agenda.ics", f"/r/{mine}/data.json", f"/r/{mine}/cancel"]
    asked += [
        f"/s/{theirs}",
        f"/s/{theirs}/agenda.ics",
        f"/s/{theirs}/data.json",
        f"/s/{theirs}/sessions/{SESSION}/run",
    ]
    with app.test_request_context():
        sent = [(f"/r/{mine}/cancel", form_token(mine)), (f"/s/{theirs}/new-link", form_token(theirs))]
    clock(last + timedelta(days=1))
    assert [client.get(address).status_code for address in asked] == [410] * len(asked)
    assert [client.post(address, data={"_csrf": token}).status_code for address, token in sent] == [410, 410]
    with database.reading() as connection:
        assert connection.execute(select(Registration.status)).scalars().all() == [RegistrationStatus.CONFIRMED]
        assert connection.execute(select(Message.id)).all() == []
    for day in (last - timedelta(days=1), last):
        clock(day)
        assert [client.get(address).status_code for address in asked] == [200] * len(asked)
    assert client.post(sent[0][0], data={"_csrf": sent[0][1]}).status_code == 303
    with database.reading() as connection:
        assert connection.execute(select(Registration.status)).scalars().all() == [RegistrationStatus.CANCELLED]
