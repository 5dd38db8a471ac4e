"""Inviting those who speak, what they answer, and what their calendars are told: by mail, as an independent reader sees it."""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
import vobject
from bs4 import BeautifulSoup
from sqlalchemy import Connection, delete, insert, select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.errors import NotFound
from forum_app.domain.messages import MessageKind
from forum_app.domain.vocabularies import MessageState, RoleState, SessionStatus
from forum_app.mails.mime import Envelope, email_of
from forum_app.models.forum import Forum
from forum_app.models.messages import Message
from forum_app.models.people import PersonPrivate, Role
from forum_app.models.programme import Session, Talk
from forum_app.models.speaking import Invitation
from forum_app.services.inviting import invite
from forum_app.services.personal_keys import holder_of
from forum_app.services.publishing import publish_release
from forum_app.services.speaking import speaker_of
from forum_app.services.speaking_answers import Answer, answer_invitation, keep_answers, replace_link
from tests.houses import BASE_URL, NOW, Start

SLUG = "gssd2022"
TOLD = "1"  # the SEQUENCE that the sample's second release told everybody


@pytest.fixture
def start() -> Start:
    return Start(published=(SLUG,))


@pytest.fixture
def speaker(database: Database) -> str:
    """Somebody with a talk, who is to be invited, and has an address."""

    def job(connection: Connection) -> str:
        talk = select(Role.person).join(Talk, Talk.id == Role.talk_id).order_by(Talk.position)
        person = str(connection.execute(talk).scalars().first())
        connection.execute(update(Role).where(Role.person == person).values(state=RoleState.TO_INVITE))
        blank = dict.fromkeys(("phone", "zone", "access_needs", "dietary_needs", "notes"), "")
        known = {"forum_id": connection.execute(select(Forum.id)).scalar_one(), "position": 0, "unavailable": []}
        connection.execute(delete(PersonPrivate).where(PersonPrivate.parent == person))
        mine = {"parent": person, "email": "zoe@example.org", "language": "en"}
        connection.execute(insert(PersonPrivate).values(**mine, **known, **blank))
        connection.execute(update(Forum).values(version=Forum.version + 1))
        return person

    return database.write(job)


def forum_of(database: Database) -> str:
    with database.reading() as connection:
        return str(connection.execute(select(Forum.id)).scalar_one())


def ask(database: Database, config: Config, person: str, **more: Any) -> Any:
    given = {"answer_by": None, "note": "", "actor": "test", **more}
    return invite(database, config, forum_of(database), [person], **given)


def answered(database: Database, config: Config, person: str, *, yes: bool, **more: Any) -> int:
    forum_id = forum_of(database)
    with database.reading() as connection:
        roles = [part.role for part in speaker_of(connection, forum_id, person).parts]
    return answer_invitation(database, config, forum_id, person, Answer(roles, yes, **more))


def mails(database: Database, to: str = "zoe@example.org") -> list[Any]:
    with database.reading() as connection:
        return list(
            connection.execute(select(Message).where(Message.to == to).order_by(Message.created_at, Message.id))
        )


def entry(mail: Any) -> tuple[str, Any]:
    """The method of a mail's calendar and its one event, read by somebody else's parser."""
    calendar = vobject.readOne(mail.calendar.decode())
    assert calendar.method.value == mail.method
    [event] = calendar.vevent_list
    return mail.method, event


def sent(database: Database) -> None:
    """All that waits has gone."""
    gone = update(Message).where(Message.state == MessageState.WAITING).values(state=MessageState.SENT)
    database.write(lambda connection: connection.execute(gone))


def held(database: Database, to: str = "zoe@example.org") -> dict[str, Any]:
    """By UID, what the calendar behind an address holds once all that waits has come, in the order in which it comes:
    what is older than what it knows is left aside (RFC 5546, 2.1.5)."""
    came = [
        mail
        for mail in mails(database, to)
        if mail.calendar and mail.state in (MessageState.WAITING, MessageState.SENT)
    ]
    known: dict[str, tuple[str, Any]] = {}
    for mail in sorted(came, key=lambda mail: (mail.state == MessageState.WAITING, mail.not_before)):
        method, event = entry(mail)
        before = known.get(event.uid.value)
        assert before is None or int(event.sequence.value) >= int(before[1].sequence.value), "SEQUENCE fell"
        known[event.uid.value] = (method, event)
    return {uid: event for uid, (method, event) in known.items() if method == "REQUEST"}


def publish(database: Database, media: Any) -> None:
    publish_release(database, SLUG, now=NOW, host="localhost", actor="test", base_url=BASE_URL)


def states(database: Database, person: str) -> set[RoleState]:
    with database.reading() as connection:
        return set(connection.execute(select(Role.state).where(Role.person == person)).scalars())


def move(database: Database, minutes: int) -> None:
    def job(connection: Connection) -> None:
        for row in connection.execute(select(Session.id, Session.start)).all():
            moved = {"start": row.start + timedelta(minutes=minutes)}
            connection.execute(update(Session).where(Session.id == row.id).values(**moved))
        connection.execute(update(Forum).values(version=Forum.version + 1))

    database.write(job)


def test_an_invitation_asks_in_ones_language_with_a_key_and_an_entry_for_the_calendar(
    database: Database, config: Config, speaker: str
) -> None:
    """ITIP-1, ITIP-2, ITIP-4."""
    asked = ask(database, config, speaker, answer_by=date(2022, 9, 5))
    assert (asked.mails, asked.without_address, asked.nothing) == (1, (), ())
    assert states(database, speaker) == {RoleState.INVITED}
    [mail] = mails(database)
    assert (mail.kind, mail.method) == (MessageKind.SPEAKING, "REQUEST")
    assert mail.subject.startswith("You are invited to speak: ")
    assert "Please answer by Monday 5 September 2022." in mail.text
    yes, no = (line for line in mail.text.splitlines() if "/s/" in line)
    assert yes.endswith("&answer=yes") and no.endswith("&answer=no")
    with database.reading() as connection:
        holder = holder_of(connection, yes.partition("/s/")[2].partition("?")[0], NOW)
    assert holder is not None and holder.person == speaker
    method, event = entry(mail)
    assert (method, event.status.value, event.sequence.value) == ("REQUEST", "CONFIRMED", TOLD)
    assert event.organizer.value == "mailto:no-reply@localhost"
    assert event.attendee.value == "mailto:zoe@example.org"
    assert {name: event.attendee.params[name] for name in ("PARTSTAT", "RSVP", "ROLE")} == {
        "PARTSTAT": ["NEEDS-ACTION"],
        "RSVP": ["TRUE"],
        "ROLE": ["REQ-PARTICIPANT"],
    }
    assert not hasattr(event, "valarm") and len(event.contents["attendee"]) == 1


def test_the_calendar_is_the_last_alternative_and_a_file_beside(
    database: Database, config: Config, speaker: str
) -> None:
    ask(database, config, speaker)
    [row] = mails(database)
    given = {name: getattr(row, name) for name in ("to", "language", "subject", "text", "html", "calendar", "method")}
    message = email_of(Envelope(key=row.id, made_at=row.created_at, **given), "Forum <forum@example.org>", "localhost")
    assert message.get_content_type() == "multipart/mixed"
    alternatives, file = message.iter_parts()
    kinds = [part.get_content_type() for part in alternatives.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    assert list(alternatives.iter_parts())[-1].get_param("method") == "REQUEST"
    assert file.get_filename() == "invite.ics"


def test_who_was_asked_already_is_reminded_and_keeps_one_entry(
    database: Database, config: Config, speaker: str
) -> None:
    ask(database, config, speaker)
    assert ask(database, config, speaker, note="We would be glad.").mails == 1
    first, second = mails(database)
    assert second.subject.startswith("A reminder: you are invited to speak")
    assert "We would be glad." in second.text
    assert entry(first)[1].uid.value == entry(second)[1].uid.value
    assert entry(second)[1].sequence.value == TOLD, "nothing that a calendar plans by has changed"
    with database.reading() as connection:
        assert connection.execute(select(Invitation.reminders)).scalar_one() == 1


def test_who_has_no_address_or_nothing_to_answer_is_told_apart(
    database: Database, config: Config, speaker: str
) -> None:
    database.write(lambda connection: connection.execute(update(PersonPrivate).values(email="")))
    asked = ask(database, config, speaker)
    assert asked.mails == 0 and len(asked.without_address) == 1
    assert states(database, speaker) == {RoleState.TO_INVITE}, "who can't be reached wasn't invited"
    answered(database, config, speaker, yes=True)
    database.write(lambda connection: connection.execute(update(Role).values(state=RoleState.CONFIRMED)))
    assert len(ask(database, config, speaker).without_address) == 1, "slides are missing, and can't be asked for"
    answered(database, config, speaker, yes=False)
    assert len(ask(database, config, speaker).nothing) == 1


def test_an_answer_is_kept_once_and_can_be_changed(database: Database, config: Config, speaker: str) -> None:
    ask(database, config, speaker)
    assert answered(database, config, speaker, yes=True) == 1
    assert answered(database, config, speaker, yes=True) == 0
    assert states(database, speaker) == {RoleState.CONFIRMED}
    assert len(mails(database)) == 1, "their calendar holds the session already"
    given = {"reason": "I am away.", "colleague": "Yan Li", "colleague_email": "yan@example.org"}
    assert answered(database, config, speaker, yes=False, **given) == 1
    with database.reading() as connection:
        row = connection.execute(select(Invitation)).one()
    assert (row.reason, row.colleague) == ("I am away.", {"name": "Yan Li", "email": "yan@example.org"})
    assert states(database, speaker) == {RoleState.DECLINED}


def test_who_declines_has_the_entry_taken_out_and_who_returns_has_it_again(
    database: Database, config: Config, speaker: str
) -> None:
    """ITIP-3, B084, B089: one UID, a SEQUENCE that only grows."""
    ask(database, config, speaker)
    for yes in (False, True, False):
        sent(database)
        answered(database, config, speaker, yes=yes)
    told = [entry(mail) for mail in mails(database)]
    assert [method for method, _event in told] == ["REQUEST", "CANCEL", "REQUEST", "CANCEL"]
    assert [event.sequence.value for _method, event in told] == [str(int(TOLD) + step) for step in range(4)]
    assert len({event.uid.value for _method, event in told}) == 1
    assert [event.status.value for _method, event in told] == ["CONFIRMED", "CANCELLED", "CONFIRMED", "CANCELLED"]
    assert not hasattr(told[1][1], "valarm")


def test_a_release_that_moves_the_slot_brings_the_entry_up_to_date_once(
    database: Database, config: Config, media: Any, speaker: str
) -> None:
    """ITIP-5: a batch of changes is one mail with the last state; none where nothing that is planned by changed."""
    ask(database, config, speaker)
    answered(database, config, speaker, yes=True)
    publish(database, media)
    before = len(mails(database))
    for minutes in (30, 15):
        move(database, minutes)
        publish(database, media)
    waiting = [mail for mail in mails(database)[before:] if mail.state == MessageState.WAITING]
    [mail] = waiting
    method, event = entry(mail)
    first = entry(mails(database)[0])[1]
    assert (mail.kind, method) == (MessageKind.SLOT, "REQUEST")
    assert event.uid.value == first.uid.value
    assert event.dtstart.value - first.dtstart.value == timedelta(minutes=45)
    assert int(event.sequence.value) > int(first.sequence.value)
    with database.reading() as connection:
        title = connection.execute(select(Session.title)).scalars().first()
    assert title


def test_a_session_that_is_cancelled_leaves_the_calendar(
    database: Database, config: Config, media: Any, speaker: str
) -> None:
    ask(database, config, speaker)
    answered(database, config, speaker, yes=True)
    publish(database, media)

    def job(connection: Connection) -> None:
        connection.execute(update(Session).values(status=SessionStatus.CANCELLED))
        connection.execute(update(Forum).values(version=Forum.version + 1))

    database.write(job)
    publish(database, media)
    method, event = entry(mails(database)[-1])
    assert (method, event.status.value) == ("CANCEL", "CANCELLED")
    assert held(database) == {}


def test_nobody_answers_for_others(database: Database, config: Config, speaker: str) -> None:
    ask(database, config, speaker)
    forum_id = forum_of(database)
    with database.reading() as connection:
        others = connection.execute(select(Role.id).where(Role.person != speaker)).scalars().all()
    for roles in ([], ["2222222222"], [others[0]]):
        with pytest.raises(NotFound):
            answer_invitation(database, config, forum_id, speaker, Answer(roles, True))


@pytest.mark.parametrize("name", ['Zoë, "Ñ"; x:y', "Zoe\r\nATTENDEE:mailto:x@y.z", "李"])
def test_names_break_nothing_in_a_calendar(database: Database, config: Config, speaker: str, name: str) -> None:
    """ITIP-6, B077, B088."""
    from forum_app.models.people import Person

    database.write(
        lambda connection: connection.execute(update(Person).where(Person.id == speaker).values(name={"en": name}))
    )
    ask(database, config, speaker)
    _method, event = entry(mails(database)[0])
    assert event.attendee.value == "mailto:zoe@example.org"
    assert len(event.contents["attendee"]) == 1


def test_answers_are_prepared_for_questions_that_are_put_to_one(
    database: Database, config: Config, speaker: str
) -> None:
    ask(database, config, speaker)
    forum_id = forum_of(database)
    with database.reading() as connection:
        questions = speaker_of(connection, forum_id, speaker).questions
    assert questions
    first = questions[0].question.id
    keep_answers(database, forum_id, speaker, {first: "Ours is …"})
    keep_answers(database, forum_id, speaker, {first: "Ours is this."})
    with database.reading() as connection:
        assert speaker_of(connection, forum_id, speaker).questions[0].answer == "Ours is this."
    with pytest.raises(NotFound):
        keep_answers(database, forum_id, speaker, {"2222222222": "x"})


def test_a_replaced_link_opens_nothing(database: Database, config: Config, speaker: str) -> None:
    ask(database, config, speaker)
    old = mails(database)[0].text.partition("/s/")[2].partition("?")[0]
    replace_link(database, config, forum_of(database), speaker)
    new = mails(database)[-1].text.partition("/s/")[2].split()[0]
    with database.reading() as connection:
        assert holder_of(connection, old, NOW) is None
        assert holder_of(connection, new, NOW) is not None


def test_a_mail_that_waits_while_the_link_is_replaced_leaves_with_a_good_one(
    database: Database, config: Config, speaker: str
) -> None:
    ask(database, config, speaker)
    [before] = mails(database)
    old = before.text.partition("/s/")[2].partition("?")[0]
    replace_link(database, config, forum_of(database), speaker)
    waits, _link = mails(database)
    assert waits.id == before.id and old not in waits.text + waits.html
    [new] = {*re.findall(r"/s/(\w{22})", waits.text + waits.html)}
    assert waits.text == before.text.replace(old, new) and waits.html == before.html.replace(old, new)
    with database.reading() as connection:
        found = holder_of(connection, new, NOW)
    assert found is not None and found.person == speaker


def test_what_is_logged_names_no_key(database: Database, config: Config, speaker: str) -> None:
    from forum_app.models.publishing import AuditEntry

    ask(database, config, speaker)
    key = mails(database)[0].text.partition("/s/")[2].partition("?")[0]
    with database.reading() as connection:
        entries = connection.execute(select(AuditEntry)).all()
    assert key not in json.dumps([[row.subject, row.before, row.after] for row in entries])


def test_who_is_asked_into_a_draft_reads_when_and_where_it_is_to_be_and_nothing_of_other_drafts(
    database: Database, config: Config, media: Any, speaker: str
) -> None:
    def job(connection: Connection) -> None:
        connection.execute(update(Session).values(status=SessionStatus.DRAFT))
        connection.execute(update(Forum).values(version=Forum.version + 1))

    database.write(job)
    publish(database, media)
    ask(database, config, speaker)
    with database.reading() as connection:
        mine = {part.session for part in speaker_of(connection, forum_of(database), speaker).parts}
        titles = {row.id: row.title["en"] for row in connection.execute(select(Session.id, Session.title))}
    mail = mails(database)[-1]
    for text in (mail.text, mail.html):
        assert "Tuesday 13 September 2022" in text and "Where" in text
        assert "The programme is not published yet: times may still change. You are told when they do." in text
        assert {key for key, title in titles.items() if title in text} <= mine
    assert mail.calendar is None, "what may still go is in nobody's calendar"


def test_what_is_published_is_not_said_to_be_unpublished(database: Database, config: Config, speaker: str) -> None:
    ask(database, config, speaker)
    [mail] = mails(database)
    assert "not published yet" not in mail.text and "Tuesday 13 September 2022" in mail.text
    assert mail.calendar is not None


@pytest.mark.parametrize("accepted", [False, True])
def test_an_organisers_own_opening_claims_no_language_and_runs_as_its_letters_do(
    database: Database, config: Config, speaker: str, accepted: bool
) -> None:
    if accepted:  # then what is still missing is what they are reminded of
        ask(database, config, speaker)
        answered(database, config, speaker, yes=True)
    ask(database, config, speaker, note="يسعدنا حضورك")
    page = BeautifulSoup(mails(database)[-1].html, "lxml")
    [said] = page.find_all(string="يسعدنا حضورك")
    around = said.find_parent("div")
    assert (page.html["lang"], around["lang"], around["dir"], said.parent["dir"]) == ("en", "", "auto", "auto")
