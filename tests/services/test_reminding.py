"""Reminders that go by themselves: whom they reach, on which day, once, and what they say."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.messages import MessageKind
from forum_app.domain.vocabularies import MaterialKind, ProposalState, RoleState
from forum_app.models.forum import Forum
from forum_app.models.messages import Message
from forum_app.models.people import Person, PersonPrivate, Role
from forum_app.models.programme import Material, Talk
from forum_app.models.publishing import AuditEntry
from forum_app.models.speaking import Invitation, Proposal, SpeakerReminder
from forum_app.services.inviting import invite
from forum_app.services.outbox import cancel
from forum_app.services.reminding import remind_all
from forum_app.services.speaking_list import takers_of
from tests.houses import Start
from tests.services.speakers import asks, forum_id

SLUG = "gssd2022"
DAY = date(2022, 9, 5)  # a day that something is asked for by; the forum begins on the 12th
ADDRESS = "zoe@example.org"


@pytest.fixture
def start() -> Start:
    return Start(published=(SLUG,))


@pytest.fixture
def speaker(database: Database) -> str:
    """The only one who has an address: with one talk, confirmed, without photo, biography or slides."""

    def job(connection: Any) -> str:
        talk = select(Role.person).join(Talk, Talk.id == Role.talk_id).order_by(Talk.position)
        person = str(connection.execute(talk).scalars().first())
        blank = dict.fromkeys(("phone", "zone", "access_needs", "dietary_needs", "notes"), "")
        known = {"forum_id": connection.execute(select(Forum.id)).scalar_one(), "position": 0, "unavailable": []}
        connection.execute(delete(PersonPrivate))
        connection.execute(delete(Material).where(Material.kind == MaterialKind.PRESENTATION))
        mine = {"parent": person, "email": ADDRESS, "language": "en"}
        connection.execute(insert(PersonPrivate).values(**mine, **known, **blank))
        connection.execute(update(Person).where(Person.id == person).values(photo=None, biography={}))
        connection.execute(update(Role).where(Role.person == person).values(state=RoleState.CONFIRMED))
        connection.execute(update(Forum).values(version=Forum.version + 1))
        return person

    return database.write(job)


def at(config: Config, day: date, hour: int = 4) -> Config:
    """The site on another day; 4:00 UTC is 11:00 in Bangkok."""
    return replace(config, now_at=datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


def mails(database: Database) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(select(Message).order_by(Message.created_at, Message.id)))


def missing(database: Database, person: str) -> list[str]:
    with database.reading() as connection:
        takers = takers_of(connection, forum_id(database), "en", ("en",))
    return [task.value for taker in takers if taker.id == person for task in taker.missing]


def test_what_is_missing_is_named_before_its_day_once(database: Database, config: Config, speaker: str) -> None:
    asks(database, photo_by=str(DAY), texts_by=str(DAY), slides_by=str(DAY + timedelta(days=2)), remind_days=3)
    assert remind_all(database, at(config, DAY - timedelta(days=4))) == 0
    assert remind_all(database, at(config, DAY - timedelta(days=3))) == 1
    assert remind_all(database, at(config, DAY - timedelta(days=3))) == 0
    assert remind_all(database, at(config, DAY - timedelta(days=2))) == 0
    [mail] = mails(database)
    assert (mail.kind, mail.to, mail.person) == (MessageKind.SPEAKING, ADDRESS, speaker)
    assert mail.subject.startswith("A reminder: something of yours is still missing: ")
    assert "Photo" in mail.text and "Biography" in mail.text and "by Monday 5 September 2022" in mail.text
    assert "Slides" not in mail.text, "their day is later"
    assert "/s/" in mail.text
    # the slides' day comes near: all that is still missing, the photo too, whose day isn't over
    assert remind_all(database, at(config, DAY - timedelta(days=1))) == 1
    last = mails(database)[-1]
    assert "Slides" in last.text and "Photo" in last.text and "by Wednesday 7 September 2022" in last.text
    assert [remind_all(database, at(config, DAY + timedelta(days=day))) for day in range(5)] == [0] * 5
    with database.reading() as connection:
        entries = connection.execute(select(AuditEntry).where(AuditEntry.action == "person.reminded")).all()
    assert [(entry.actor, entry.thing) for entry in entries] == [("calendar", speaker)] * 2


def test_nobody_is_written_to_at_night_or_where_it_is_switched_off(
    database: Database, config: Config, speaker: str
) -> None:
    asks(database, photo_by=str(DAY), remind_days=3)
    assert remind_all(database, at(config, DAY, hour=0)) == 0, "7:00 in Bangkok"
    assert remind_all(database, at(config, DAY, hour=13)) == 0, "20:00 in Bangkok"
    asks(database, photo_by=str(DAY), remind_days=0)
    assert remind_all(database, at(config, DAY)) == 0
    asks(database, photo_by=str(DAY))
    assert remind_all(database, at(config, DAY)) == 1, "three days, where nobody says"


def test_who_sent_it_or_proposed_it_is_left_alone(database: Database, config: Config, speaker: str) -> None:
    asks(database, photo_by=str(DAY), texts_by=str(DAY), remind_days=3)
    assert {"photo", "biography", "slides"} <= set(missing(database, speaker))
    asked = {"kind": "person", "thing": speaker, "place": "biography.en", "before": None, "value": "<p>Wells.</p>"}
    how = {"state": ProposalState.OPEN, "made_at": datetime.now(UTC), "decided_at": None, "decided_by": ""}
    row = {"id": "zzzzzzzzz2", "forum_id": forum_id(database), "person": speaker}
    database.write(lambda connection: connection.execute(insert(Proposal).values(**row, **asked, **how)))
    photo = {"file": "0" * 64 + ".webp", "alt": {"en": "Portrait"}}
    database.write(lambda c: c.execute(update(Person).where(Person.id == speaker).values(photo=photo)))
    assert not {"photo", "biography"} & set(missing(database, speaker))
    assert remind_all(database, at(config, DAY)) == 0


def test_who_does_not_answer_is_reminded_before_the_day(database: Database, config: Config, speaker: str) -> None:
    """Asked long before: reminded once. Asked within those days: not at all."""
    database.write(lambda c: c.execute(update(Role).where(Role.person == speaker).values(state=RoleState.TO_INVITE)))
    asks(database, remind_days=3)
    told: dict[str, Any] = {"answer_by": DAY, "note": "", "actor": "test"}
    invite(database, config, forum_id(database), [speaker], **told)
    first = len(mails(database))
    long_ago = datetime(2022, 8, 1, tzinfo=UTC)
    assert remind_all(database, at(config, DAY)) == 0, "asked just now"
    database.write(lambda c: c.execute(update(Invitation).values(invited_at=long_ago)))
    assert remind_all(database, at(config, DAY - timedelta(days=4))) == 0
    assert remind_all(database, at(config, DAY - timedelta(days=1))) == first
    assert remind_all(database, at(config, DAY - timedelta(days=1))) == 0
    last = mails(database)[-1]
    assert last.subject.startswith("A reminder: you are invited") and last.method == "REQUEST"
    with database.reading() as connection:
        rows = connection.execute(select(Invitation.reminders, Invitation.answer_by)).all()
    assert {tuple(row) for row in rows} == {(1, DAY)}
    # whoever answered hears nothing more
    database.write(lambda c: c.execute(update(Invitation).values(reminded_at=None, invited_at=long_ago)))
    database.write(lambda c: c.execute(update(Role).where(Role.person == speaker).values(state=RoleState.DECLINED)))
    assert remind_all(database, at(config, DAY)) == 0


def test_a_reminder_that_an_organiser_takes_back_does_not_come_again(
    database: Database, config: Config, speaker: str
) -> None:
    asks(database, photo_by=str(DAY), remind_days=3)
    assert remind_all(database, at(config, DAY)) == 1
    [mail] = mails(database)
    assert database.write(lambda connection: cancel(connection, forum_id(database), mail.id))
    assert remind_all(database, at(config, DAY)) == 0


def test_by_hand_whoever_answered_is_reminded_of_what_is_missing(
    database: Database, config: Config, speaker: str
) -> None:
    asks(database, photo_by=str(DAY), remind_days=3)
    told: dict[str, Any] = {"answer_by": None, "note": "We print on Friday.", "actor": "test"}
    asked = invite(database, config, forum_id(database), [speaker], **told)
    assert (asked.mails, asked.reminders, asked.nothing) == (0, 1, ())
    [mail] = mails(database)
    assert "We print on Friday." in mail.text and "Slides" in mail.text and "as soon as you can" in mail.text
    assert remind_all(database, at(config, DAY)) == 0, "told of that day already"
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(SpeakerReminder)).scalar_one() == 1
