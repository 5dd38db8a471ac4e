"""Scanners that open every link of a mail, three times, before somebody reads it."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.models.base import Base
from forum_app.models.programme import Session
from forum_app.models.speaking import Invitation
from forum_app.services.my_agenda import change_stars
from forum_app.services.registering import Sender, send_link
from forum_app.services.reminding import remind_all
from forum_app.services.waiting_list import sweep
from tests.houses import BASE_URL, Start
from tests.services.opened import OFFERED, WAITING, comes, open_registration, people
from tests.services.speakers import asks
from tests.services.test_inviting import ask, move, publish, speaker
from tests.services.test_reminding import at
from tests.web.test_registering import send

__all__ = ["speaker"]  # a fixture
LINK = re.compile(rf"{re.escape(BASE_URL)}(/[^\s<>\"\\]*)")


@pytest.fixture
def start() -> Start:
    return Start(published=("gssd2022",))


def everything(database: Database) -> dict[str, list[str]]:
    """Every row of every table."""
    with database.reading() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table)).all()))
            for table in Base.metadata.sorted_tables
        }


def links(row: Any) -> set[str]:
    """What a scanner finds in a mail: in its text, in its HTML, in its calendar."""
    found = set(LINK.findall(row.text))
    found |= set(
        LINK.findall(" ".join(link["href"] for link in BeautifulSoup(row.html, "html.parser").select("[href]")))
    )
    if row.calendar:
        unfolded = row.calendar.decode().replace("\r\n ", "")
        found |= set(LINK.findall(unfolded))
    return {link.rstrip(".,;)") for link in found}


def test_every_link_of_every_mail_opened_three_times_changes_nothing(
    app: Flask, database: Database, config: Config, media: Any, speaker: str
) -> None:
    """B050: an invitation, its reminder, a slot that moved; a seat, a waiting list's offer, a link, a chosen session that
    moved."""
    client = app.test_client()
    forum_id = open_registration(database, seats_in_person=1, offer_hours=48)
    asks(database, photo_by="2022-09-05", remind_days=3)
    ask(database, config, speaker, answer_by=date(2022, 9, 5), note="")
    long_ago = update(Invitation).values(invited_at=datetime(2022, 8, 1, tzinfo=UTC))
    database.write(lambda connection: connection.execute(long_ago))
    assert remind_all(database, at(config, date(2022, 9, 4))) == 1
    assert send(client).status_code == 303
    [mine] = people(database).values()
    with database.reading() as connection:
        session = str(connection.execute(select(Session.id).where(Session.start.is_not(None))).scalars().first())
    change_stars(database, forum_id, mine.id, add=[session])
    assert comes(database, config, forum_id, 1) == WAITING
    open_registration(database, seats_in_person=2, offer_hours=48)
    sweep(database, config)
    assert people(database)["person1@example.org"].status == OFFERED
    send_link(database, config, forum_id, "amina@example.org", Sender("", "203.0.113.7", 30))
    move(database, 30)
    publish(database, media)
    with database.reading() as connection:
        rows = list(connection.execute(select("*").select_from(Base.metadata.tables["message"])))
    opened = {(row.kind, re.sub(r"[0-9A-Za-z]{22,}", "KEY", link)) for row in rows for link in links(row)}
    programme = f"/forums/gssd2022/sessions/{session}"
    assert opened == {
        ("speaking", f"/s/KEY?part={session}&answer=yes"),
        ("speaking", f"/s/KEY?part={session}&answer=no"),
        ("speaking", programme),
        ("slot", programme),
        ("agenda", programme),
        ("receipt", "/r/KEY"),
        ("place", "/r/KEY"),
    }
    before = everything(database)
    scanner = app.test_client()
    for _ in range(3):
        for row in rows:
            for link in links(row):
                assert scanner.get(link).status_code in (200, 303), link
                assert scanner.head(link).status_code in (200, 303), link
    assert everything(database) == before
