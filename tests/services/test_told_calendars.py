"""What the calendars of those who speak hold in the end, whatever was told, taken back and told again on the way."""

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, delete, func, insert, select, update

from forum_app.config import Config, MailServer
from forum_app.database import Database
from forum_app.domain.messages import MessageKind
from forum_app.domain.trees import tree_of
from forum_app.domain.vocabularies import MessageState, RoleKind, RoleState, SessionStatus
from forum_app.mails.mime import Envelope, email_of
from forum_app.models.forum import Forum
from forum_app.models.messages import Message
from forum_app.models.people import Person, PersonPrivate, Role
from forum_app.models.programme import Session, Talk
from forum_app.models.publishing import Release
from forum_app.models.speaking import Invitation, SpeakerEvent
from forum_app.services.calendars_left import end_left
from forum_app.services.forum_files import draft_named, import_forum
from forum_app.services.inviting import invite
from forum_app.services.media import Media
from forum_app.services.outbox import cancel
from forum_app.services.outbox_turns import turn
from forum_app.services.pending import pending
from forum_app.services.publishing import bring_back, publish_release
from forum_app.services.removing import bring_back_thing, remove_thing
from forum_app.services.speaking import speaker_of
from forum_app.services.speaking_answers import Answer, answer_invitation, replace_link
from forum_app.services.taking_back import take_back
from tests.houses import BASE_URL, NOW, Start
from tests.services.test_inviting import (
    SLUG,
    answered,
    ask,
    entry,
    forum_of,
    held,
    mails,
    move,
    publish,
    sent,
    speaker,
)

__all__ = ["speaker"]
OTHER, OTHER_ROLE = "zzzzzzzzz3", "zzzzzzzzz2"
RIGHT = "right@example.org"
KNOWN: dict[str, Any] = {"now": NOW, "host": "localhost", "actor": "test", "base_url": BASE_URL}


@pytest.fixture
def start() -> Start:
    return Start(published=(SLUG,))


def edit(database: Database, *statements: Any) -> None:
    def job(connection: Connection) -> None:
        for statement in statements:
            connection.execute(statement)
        connection.execute(update(Forum).values(version=Forum.version + 1))

    database.write(job)


def session_of(database: Database, person: str) -> Any:
    """The first session that somebody has a part in."""
    with database.reading() as connection:
        key = speaker_of(connection, forum_of(database), person).parts[0].session
        return connection.execute(select(Session).where(Session.id == key)).one()


def public(database: Database, media: Any) -> None:
    """The draft as it is now is public, and every mail about it has gone."""
    publish(database, media)
    sent(database)


def another_session(database: Database, person: str) -> None:
    """A second session, three hours after theirs, in which they are to sit on the panel."""
    first = session_of(database, person)
    with database.reading() as connection:
        role = connection.execute(select(Role).where(Role.person == person)).first()
    assert role is not None
    changes = {"id": OTHER, "start": first.start + timedelta(hours=3), "position": 99, "title": {"en": "Seed swap"}}
    part = {"id": OTHER_ROLE, "session_id": OTHER, "talk_id": None, "role": RoleKind.PANELLIST, "position": 50}
    part["state"] = RoleState.TO_INVITE
    edit(
        database,
        insert(Session).values({**first._mapping, **changes}),
        insert(Role).values({**role._mapping, **part}),
    )


def shift(session: Any, minutes: int) -> Any:
    """Moves one session."""
    moved = session.start + timedelta(minutes=minutes)
    return update(Session).where(Session.id == session.id).values(start=moved)


def called_off(*sessions: str) -> Any:
    return update(Session).where(Session.id.in_(sessions)).values(status=SessionStatus.CANCELLED)


def taken_part(database: Database, config: Config, media: Any, person: str) -> None:
    """They accepted, it is published, and every mail about it has gone."""
    ask(database, config, person)
    answered(database, config, person, yes=True)
    public(database, media)


def never_published(database: Database) -> None:
    edit(database, delete(Release), update(Forum).values(current_release=None))


def last_number(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.execute(select(func.max(Release.number))).scalar_one())


def out_of_it(database: Database, person: str) -> None:
    """The organisers take somebody out of the programme."""
    edit(database, delete(Invitation), delete(Role).where(Role.person == person))


def starts(database: Database, to: str = "zoe@example.org") -> list[datetime]:
    """When what a calendar holds begins, in the programme's order."""
    return sorted(event.dtstart.value for event in held(database, to).values())


def at(session: Any, minutes: int = 0) -> datetime:
    """A session's start, moved by minutes, in Bangkok's time."""
    moved: datetime = session.start + timedelta(minutes=minutes)
    return (moved - timedelta(hours=7)).replace(tzinfo=UTC)


def waiting(database: Database, to: str = "zoe@example.org") -> list[Any]:
    return [mail for mail in mails(database, to) if mail.state == MessageState.WAITING]


def methods(found: Collection[Any]) -> list[str]:
    return sorted(mail.method for mail in found)


def test_a_cancellation_outlives_the_mail_that_was_to_bring_it(
    database: Database, config: Config, media: Any, speaker: str
) -> None:
    """Of two sessions one is cancelled, and the other moves before that mail has gone."""
    another_session(database, speaker)
    taken_part(database, config, media, speaker)
    mine = session_of(database, speaker)
    assert starts(database) == [at(mine), at(mine, 180)]
    edit(database, called_off(mine.id))
    publish(database, media)
    edit(database, update(Session).where(Session.id == OTHER).values(start=mine.start + timedelta(minutes=200)))
    publish(database, media)
    assert starts(database) == [at(mine, 200)]
    assert methods(waiting(database)) == ["CANCEL", "REQUEST"]
    assert [mail.kind for mail in waiting(database)].count(MessageKind.SLOT) == 1


def test_a_session_cancelled_taken_back_and_cancelled_again_leaves_the_calendar(
    database: Database, config: Config, media: Any, speaker: str
) -> None:
    taken_part(database, config, media, speaker)
    mine = session_of(database, speaker)
    edit(database, called_off(mine.id))
    publish(database, media)
    assert starts(database) == []
    take_back(database, SLUG, last_number(database), **KNOWN)
    assert waiting(database) == [], "nobody heard of it"
    assert starts(database) == [at(mine)]
    publish(database, media)
    assert starts(database) == []
    [mail] = waiting(database)
    assert (mail.kind, mail.method) == (MessageKind.SLOT, "CANCEL")


def test_a_cancellation_that_the_desk_holds_back_is_told_by_the_next_publication(
    database: Database, config: Config, media: Any, speaker: str
) -> None:
    taken_part(database, config, media, speaker)
    answered(database, config, speaker, yes=False)
    [mail] = waiting(database)
    database.write(lambda connection: cancel(connection, forum_of(database), mail.id))
    assert len(starts(database)) == 1
    publish(database, media)
    assert starts(database) == []


@pytest.mark.parametrize("answers", [(), (True,)])
def test_who_was_told_from_the_draft_hears_of_a_move_at_the_first_publication(
    database: Database, config: Config, media: Any, speaker: str, answers: tuple[bool, ...]
) -> None:
    never_published(database)
    mine = session_of(database, speaker)
    ask(database, config, speaker)
    for yes in answers:
        answered(database, config, speaker, yes=yes)
    sent(database)
    move(database, 45)
    publish(database, media)
    assert starts(database) == [at(mine, 45)]
    [mail] = waiting(database)
    assert mail.not_before > datetime.now(UTC) + timedelta(minutes=9), (
        "taken back within ten minutes nobody hears of it"
    )
    assert mail.subject.startswith("Brought up to date in your calendar: ")
    take_back(database, SLUG, 1, **KNOWN)
    assert waiting(database) == []
    assert starts(database) == [at(mine)]
    publish(database, media)
    assert starts(database) == [at(mine, 45)]


def test_who_was_told_from_the_draft_and_taken_out_hears_of_it_at_the_first_publication(
    database: Database, config: Config, media: Any, speaker: str
) -> None:
    never_published(database)
    ask(database, config, speaker)
    sent(database)
    out_of_it(database, speaker)
    publish(database, media)
    assert starts(database) == []
    [mail] = waiting(database)
    _method, event = entry(mail)
    assert (event.status.value, hasattr(event, "valarm")) == ("CANCELLED", False)
    assert event.attendee.params == {"CN": event.attendee.params["CN"], "ROLE": ["REQ-PARTICIPANT"]}
    assert event.summary.value in mail.text


def test_a_session_that_was_never_public_and_is_deleted_leaves_the_calendar(
    database: Database, config: Config, media: Any, speaker: str
) -> None:
    mine = session_of(database, speaker)
    public(database, media)
    another_session(database, speaker)
    ask(database, config, speaker)
    sent(database)
    edit(database, delete(Invitation).where(Invitation.role == OTHER_ROLE), delete(Role).where(Role.id == OTHER_ROLE))
    edit(database, delete(Session).where(Session.id == OTHER))
    publish(database, media)
    assert starts(database) == [at(mine)]
    [mail] = waiting(database)
    assert "Seed swap" in mail.subject and entry(mail)[1].dtstart.value == at(mine, 180)


def test_who_was_asked_and_is_taken_out_again_has_the_entry_taken_out_though_nothing_public_changes(
    database: Database, config: Config, media: Any, speaker: str
) -> None:
    public(database, media)
    ask(database, config, speaker)
    sent(database)
    mine = session_of(database, speaker)
    assert starts(database) == [at(mine)]
    assert pending(database, SLUG).nothing
    assert end_left(database, NOW) == 0
    out_of_it(database, speaker)
    assert end_left(database, NOW) == 1
    assert starts(database) == []
    [mail] = waiting(database)
    assert entry(mail)[0] == "CANCEL"
    assert end_left(database, NOW) == 0  # once


def test_in_a_forum_that_was_never_published_it_is_taken_out_as_well(
    database: Database, config: Config, speaker: str
) -> None:
    never_published(database)
    ask(database, config, speaker)
    sent(database)
    assert starts(database) == [at(session_of(database, speaker))]
    out_of_it(database, speaker)
    assert (end_left(database, NOW), end_left(database, NOW)) == (1, 0)
    assert starts(database) == []


@pytest.mark.parametrize("published", [True, False])
def test_who_is_deleted_has_their_entries_taken_out_unless_they_are_brought_back_before(
    database: Database, config: Config, media: Any, speaker: str, published: bool
) -> None:
    if published:
        taken_part(database, config, media, speaker)
    else:
        never_published(database)
        ask(database, config, speaker)
        sent(database)
    before, forum_id = starts(database), forum_of(database)
    assert before
    over = datetime(2022, 9, 14, 12, tzinfo=UTC)
    entry_of = remove_thing(database, forum_id, "person", speaker, actor="test", now=over)
    assert (waiting(database), starts(database)) == ([], before), "what lies behind stays"
    bring_back_thing(database, forum_id, entry_of, actor="test")
    entry_of = remove_thing(database, forum_id, "person", speaker, actor="test", now=NOW)
    assert {entry(mail)[0] for mail in waiting(database)} == {"CANCEL"} and starts(database) == []
    bring_back_thing(database, forum_id, entry_of, actor="test")
    edit(database, update(Message).where(Message.state == MessageState.WAITING).values(not_before=NOW))
    assert turn(database, "worker", None) is None
    assert starts(database) == before
    remove_thing(database, forum_id, "person", speaker, actor="test", now=NOW)
    edit(database, update(Message).where(Message.state == MessageState.WAITING).values(not_before=NOW))
    row = turn(database, "worker", None)
    assert row is not None and row.method == "CANCEL"
    sent(database)


@pytest.mark.parametrize("both", [True, False])
def test_an_address_that_another_of_the_same_session_has_as_well_keeps_the_entry(
    database: Database, config: Config, speaker: str, both: bool
) -> None:
    """A delegation's secretariat: the event is one for both, and goes when both are out."""
    never_published(database)
    session = session_of(database, speaker)
    with database.reading() as connection:
        mine = connection.execute(select(PersonPrivate).where(PersonPrivate.parent == speaker)).one()._mapping
        role = connection.execute(select(Role).where(Role.person == speaker)).first()
        query = select(Person.id).where(Person.id != speaker, Person.forum_id == mine["forum_id"])
        other = str(connection.execute(query).scalars().first())
    assert role is not None
    part = {"id": OTHER_ROLE, "session_id": session.id, "talk_id": None, "role": RoleKind.PANELLIST, "position": 50}
    edit(
        database,
        delete(PersonPrivate).where(PersonPrivate.parent == other),
        insert(PersonPrivate).values({**mine, "parent": other}),
        insert(Role).values({**role._mapping, **part, "person": other, "state": RoleState.TO_INVITE}),
    )
    invite(database, config, forum_of(database), [speaker, other], answer_by=None, note="", actor="test")
    sent(database)
    assert starts(database) == [at(session)]
    if both:
        edit(database, delete(Invitation), delete(Role).where(Role.person.in_([speaker, other])))
    else:
        remove_thing(database, forum_of(database), "person", other, actor="test", now=NOW)
        out_of_it(database, speaker)
    assert starts(database) == [at(session)]
    assert end_left(database, NOW) == 1 + both, "nobody else has it any more"
    assert starts(database) == []


def test_a_file_that_takes_the_forums_place_without_somebody_ends_their_entries(
    database: Database, config: Config, media: Media, speaker: str
) -> None:
    never_published(database)
    move(database, 60 * 24 * 3650)
    ask(database, config, speaker)
    sent(database)
    assert starts(database) == [at(session_of(database, speaker))]
    data = json.loads(msgspec.json.encode(tree_of(draft_named(database, media, SLUG))))
    data["people"] = [person for person in data["people"] if person["id"] != speaker]
    for session in data["sessions"]:
        places = [session, *session.get("talks", []), *session.get("key_questions", [])]
        for place in places:
            for name in ("roles", "speakers"):
                if name in place:
                    place[name] = [part for part in place[name] if part["person"] != speaker]
            if "to" in place:
                place["to"] = [person for person in place["to"] if person != speaker]
    import_forum(database, media, json.dumps(data).encode(), replace=True, actor="test")
    assert starts(database) == []
    [mail] = waiting(database)
    assert entry(mail)[0] == "CANCEL"


def removed(database: Database, person: str) -> list[Any]:
    """Takes somebody out of the programme; the statements that put them back."""
    with database.reading() as connection:
        roles = [row._mapping for row in connection.execute(select(Role).where(Role.person == person))]
        asked = [row._mapping for row in connection.execute(select(Invitation))]
    out_of_it(database, person)
    return [*(insert(Role).values(row) for row in roles), *(insert(Invitation).values(row) for row in asked)]


def test_who_is_put_back_before_the_end_leaves_keeps_their_entry(
    database: Database, config: Config, media: Any, speaker: str
) -> None:
    public(database, media)
    ask(database, config, speaker)
    sent(database)
    back = removed(database, speaker)
    assert end_left(database, NOW) == 1
    edit(database, *back)
    assert end_left(database, NOW) == 0
    [mail] = waiting(database)
    edit(database, update(Message).where(Message.id == mail.id).values(not_before=NOW))  # its ten minutes are over
    assert turn(database, "worker", None) is None
    assert waiting(database) == []
    assert starts(database) == [at(session_of(database, speaker))]
    removed(database, speaker)
    assert end_left(database, NOW) == 1  # again: the first end never came
    assert starts(database) == []


def test_the_end_of_one_entry_touches_no_mail_of_others(
    database: Database, config: Config, media: Any, speaker: str
) -> None:
    public(database, media)
    ask(database, config, speaker)
    sent(database)
    another_session(database, speaker)
    ask(database, config, speaker)  # to the second session, by a mail that could not be sent
    edit(database, update(Message).where(Message.state == MessageState.WAITING).values(state=MessageState.FAILED))
    first = session_of(database, speaker)
    edit(
        database,
        delete(Invitation).where(Invitation.role != OTHER_ROLE),
        delete(Role).where(Role.session_id == first.id, Role.person == speaker),
    )
    edit(database, delete(Role).where(Role.person == speaker, Role.id != OTHER_ROLE))
    for _sweep in range(2):
        end_left(database, NOW)
    states = [mail.state for mail in mails(database, "zoe@example.org")]
    assert states.count(MessageState.FAILED) == 1 and states.count(MessageState.WAITING) == 1


def test_what_lies_behind_whoever_is_taken_out_stays_in_their_calendar(
    database: Database, config: Config, media: Any, speaker: str
) -> None:
    public(database, media)
    ask(database, config, speaker)
    sent(database)
    out_of_it(database, speaker)
    day = datetime(2022, 9, 14, 12, tzinfo=UTC)
    assert end_left(database, day) == 0


def test_who_is_public_stays_in_their_calendar_until_the_programme_without_them_is_published(
    database: Database, config: Config, media: Any, speaker: str
) -> None:
    taken_part(database, config, media, speaker)
    before = starts(database)
    out_of_it(database, speaker)
    assert end_left(database, NOW) == 0
    assert (starts(database), waiting(database)) == (before, [])
    publish(database, media)
    assert starts(database) == []


def test_a_draft_that_an_older_release_is_brought_back_over_keeps_its_invitations(
    database: Database, config: Config, media: Any, speaker: str
) -> None:
    taken_part(database, config, media, speaker)
    another_session(database, speaker)
    ask(database, config, speaker)
    sent(database)
    before = starts(database)
    assert len(before) == 2
    bring_back(database, SLUG, last_number(database), **KNOWN)
    assert (starts(database), waiting(database)) == (before, [])


@pytest.mark.parametrize("published", [True, False])
@pytest.mark.parametrize("answers", [(), (True,)])
def test_who_was_asked_before_there_was_a_time_gets_the_entry_once_there_is(
    database: Database, config: Config, media: Any, speaker: str, published: bool, answers: tuple[bool, ...]
) -> None:
    mine = session_of(database, speaker)
    edit(database, update(Session).where(Session.id == mine.id).values(start=None))
    if published:
        publish(database, media)
    else:
        never_published(database)
    ask(database, config, speaker)
    for yes in answers:
        answered(database, config, speaker, yes=yes)
    sent(database)
    assert starts(database) == []
    for minutes in (0, 30):
        edit(database, shift(mine, minutes))
        publish(database, media)
        assert starts(database) == [at(mine, minutes)]
        [mail] = waiting(database)
    assert entry(mail)[1].organizer.value == "mailto:no-reply@localhost"
    sent(database)
    publish(database, media)
    assert waiting(database) == []


@pytest.mark.parametrize("answers", [(), (True,)])
@pytest.mark.parametrize("how", ["removed", "declined", "to be invited"])
def test_whose_part_the_organisers_end_has_the_entry_taken_out_once(
    database: Database, config: Config, media: Any, speaker: str, answers: tuple[bool, ...], how: str
) -> None:
    ask(database, config, speaker)
    for yes in answers:
        answered(database, config, speaker, yes=yes)
    public(database, media)
    assert len(starts(database)) == 1
    if how == "removed":
        out_of_it(database, speaker)
    else:
        state = RoleState.DECLINED if how == "declined" else RoleState.TO_INVITE
        edit(database, update(Role).where(Role.person == speaker).values(state=state))
    publish(database, media)
    assert starts(database) == []
    [mail] = waiting(database)
    assert mail.method == "CANCEL"
    sent(database)
    move(database, 30)
    publish(database, media)
    assert waiting(database) == [], "what is out of a calendar is taken out once"


def test_what_lies_behind_somebody_is_left_in_their_calendar(
    database: Database, config: Config, media: Any, speaker: str
) -> None:
    taken_part(database, config, media, speaker)
    edit(database, update(Role).where(Role.person == speaker).values(state=RoleState.DECLINED))
    publish_release(database, SLUG, **{**KNOWN, "now": datetime(2022, 12, 1, tzinfo=UTC)})
    assert waiting(database) == []


def test_an_invitation_that_is_true_no_more_is_not_sent(
    database: Database, config: Config, media: Any, speaker: str
) -> None:
    """B147."""
    public(database, media)
    ask(database, config, speaker)
    out_of_it(database, speaker)
    assert turn(database, "worker", None) is None
    assert mails(database)[-1].state == MessageState.CANCELLED
    publish(database, media)
    assert waiting(database) == [], "it was never told: there is nothing to take out"


def test_an_invitation_to_what_is_cancelled_meanwhile_is_not_sent(
    database: Database, config: Config, speaker: str
) -> None:
    ask(database, config, speaker)
    edit(database, called_off(session_of(database, speaker).id))
    assert turn(database, "worker", None) is None


def test_an_invitation_that_is_true_still_is_sent(database: Database, config: Config, speaker: str) -> None:
    ask(database, config, speaker)
    answered(database, config, speaker, yes=True)
    taken = turn(database, "worker", None)
    assert taken is not None and taken.method == "REQUEST"


def test_whoever_declines_before_they_hear_of_a_move_hears_of_it_no_more(
    database: Database, config: Config, media: Any, speaker: str
) -> None:
    """ITIP-5, B147."""
    taken_part(database, config, media, speaker)
    move(database, 30)
    publish(database, media)
    answered(database, config, speaker, yes=False)
    [mail] = waiting(database)
    assert (mail.kind, mail.method) == (MessageKind.SPEAKING, "CANCEL")
    assert starts(database) == []
    publish(database, media)
    assert methods(waiting(database)) == ["CANCEL"]


def test_whoever_declines_one_of_two_that_moved_hears_of_the_other(
    database: Database, config: Config, media: Any, speaker: str
) -> None:
    another_session(database, speaker)
    taken_part(database, config, media, speaker)
    mine = session_of(database, speaker)
    move(database, 30)
    publish(database, media)
    [news] = [mail for mail in waiting(database) if mail.kind == MessageKind.SLOT]
    with database.reading() as connection:
        parts = speaker_of(connection, forum_of(database), speaker).parts
    roles = [part.role for part in parts if part.session == mine.id]
    answer_invitation(database, config, forum_of(database), speaker, Answer(roles, False))
    assert starts(database) == [at(mine, 210)]
    [again] = [mail for mail in waiting(database) if mail.kind == MessageKind.SLOT]
    assert again.not_before == news.not_before
    assert "Seed swap" in again.text and str(mine.title["en"]) not in again.text
    assert str(mine.title["en"]) in news.text


def test_whoever_cannot_decide_is_sent_the_last_answer_alone(
    database: Database, config: Config, media: Any, speaker: str
) -> None:
    """ITIP-5: five answers within a minute are no five mails."""
    mine = session_of(database, speaker)
    ask(database, config, speaker)
    sent(database)
    for yes, left in ((True, []), (False, ["CANCEL"]), (True, []), (False, ["CANCEL"]), (True, [])):
        answered(database, config, speaker, yes=yes)
        assert methods(waiting(database)) == left
        assert starts(database) == ([at(mine)] if yes else [])


def test_whoever_declines_an_invitation_that_waits_is_not_sent_it(
    database: Database, config: Config, speaker: str
) -> None:
    ask(database, config, speaker)
    answered(database, config, speaker, yes=False)
    assert waiting(database) == []
    answered(database, config, speaker, yes=True)
    assert methods(waiting(database)) == ["REQUEST"]


def test_what_calendars_are_told_is_never_older_than_what_they_know(
    database: Database, config: Config, media: Any, speaker: str
) -> None:
    """REL-9: the clock was two days ahead when the invitation went, and was set right since."""
    ask(database, config, speaker)
    ahead = datetime.now(UTC) + timedelta(days=2)
    sent(database)
    database.write(lambda connection: connection.execute(update(SpeakerEvent).values(sent_at=ahead)))
    answered(database, config, speaker, yes=False)
    sent(database)
    answered(database, config, speaker, yes=True)
    for mail in mails(database)[1:]:
        _method, event = entry(mail)
        stamps = (event.dtstamp.value, event.last_modified.value)
        assert all(stamp >= ahead.replace(microsecond=0) for stamp in stamps)


def test_a_draft_that_cannot_be_published_stops_no_answer_and_no_link(
    database: Database, config: Config, speaker: str
) -> None:
    """Somewhere in it is an hour that Berlin's clocks skip; and then in the session itself."""
    never_published(database)
    another_session(database, speaker)
    ask(database, config, speaker)
    sent(database)
    skipped = {"start": datetime(2022, 3, 27, 2, 30)}
    edit(database, update(Forum).values(zone="Europe/Berlin"))
    edit(database, update(Session).where(Session.id == OTHER).values(**skipped))
    for yes in (False, True):
        assert answered(database, config, speaker, yes=yes) == 2
        sent(database)
    assert len(starts(database)) == 1
    replace_link(database, config, forum_of(database), speaker)
    assert "/s/" in mails(database)[-1].text


def test_an_answer_reads_no_more_of_a_draft_than_it_needs(database: Database, config: Config, speaker: str) -> None:
    """However many sessions a draft has: what is read of one is read by its id."""
    from sqlalchemy import event

    never_published(database)
    ask(database, config, speaker)
    seen: list[str] = []

    def look(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(" ".join(statement.split()))

    event.listen(database.engine, "before_cursor_execute", look)
    answered(database, config, speaker, yes=False)
    event.remove(database.engine, "before_cursor_execute", look)
    whole = [text for text in seen if "FROM session WHERE session.forum_id" in text]
    assert seen and whole == []


def test_a_changed_address_has_what_it_was_told_taken_out(
    database: Database, config: Config, media: Any, speaker: str
) -> None:
    taken_part(database, config, media, speaker)
    mine = session_of(database, speaker)
    edit(database, update(PersonPrivate).where(PersonPrivate.parent == speaker).values(email=RIGHT))
    publish(database, media)
    ask(database, config, speaker)  # nothing to answer: what is missing is asked for
    move(database, 15)
    publish(database, media)
    assert (starts(database), starts(database, RIGHT)) == ([], [at(mine, 15)])
    numbers = [int(entry(mail)[1].sequence.value) for to in ("zoe@example.org", RIGHT) for mail in waiting(database, to) if mail.method]  # fmt: skip
    assert numbers == sorted(set(numbers)), "where both are one calendar, what comes last is that it is in it"
    [gone] = waiting(database)
    assert entry(gone)[1].attendee.value == "mailto:zoe@example.org"


@pytest.mark.parametrize("email", [RIGHT, ""])
def test_who_declines_with_another_address_has_the_entry_taken_out_where_it_is(
    database: Database, config: Config, speaker: str, email: str
) -> None:
    ask(database, config, speaker)
    sent(database)
    edit(database, update(PersonPrivate).where(PersonPrivate.parent == speaker).values(email=email))
    answered(database, config, speaker, yes=False)
    assert (starts(database), waiting(database, RIGHT)) == ([], [])


def test_who_is_invited_again_at_another_address_has_it_there_alone(
    database: Database, config: Config, speaker: str
) -> None:
    ask(database, config, speaker)
    sent(database)
    edit(database, update(PersonPrivate).where(PersonPrivate.parent == speaker).values(email=RIGHT))
    ask(database, config, speaker)
    assert (len(starts(database)), len(starts(database, RIGHT))) == (0, 1)


def envelope(mail: Any, sender: str) -> Any:
    """A mail as it goes over the wire."""
    given = {name: getattr(mail, name) for name in ("to", "language", "subject", "text", "html", "calendar", "method")}
    whole = Envelope(key=mail.id, made_at=mail.created_at, reply_to=mail.reply_to, **given)
    return email_of(whole, sender, "localhost")


def test_invitations_come_from_the_address_that_mails_come_from(
    database: Database, config: Config, media: Any, speaker: str
) -> None:
    """ITIP-4: whoever answers writes to the organisers."""
    server = MailServer("smtp", "localhost", 25, "", "", "Forums <forums@example.org>")
    sending = replace(config, mail_server=server)
    edit(database, update(Forum).values(contact={"email": "office@example.org"}))
    ask(database, sending, speaker)
    sent(database)
    move(database, 30)
    publish(database, media)
    told = mails(database)
    assert [mail.kind for mail in told] == [MessageKind.SPEAKING, MessageKind.SLOT]
    for mail in told:
        message = envelope(mail, server.sender)
        _method, event = entry(mail)
        assert event.organizer.value == f"mailto:{parseaddr(message['From'])[1]}" == "mailto:forums@example.org"
        assert message["Reply-To"] == "office@example.org"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ('"Zoë, Ñ"', '"”Zoë, Ñ”"'),
        ("Zoë; Ñ", '"Zoë; Ñ"'),
        ("Zoë: Ñ", '"Zoë: Ñ"'),
        ("Zoë, Ñ", '"Zoë, Ñ"'),
    ],
)
def test_a_name_is_quoted_where_it_has_to_be(
    database: Database, config: Config, speaker: str, name: str, written: str
) -> None:
    """ITIP-6, B088: in the bytes themselves, of what puts it into a calendar and of what takes it out."""
    edit(database, update(Person).where(Person.id == speaker).values(name={"en": name}))
    ask(database, config, speaker)
    sent(database)
    answered(database, config, speaker, yes=False)
    for mail in mails(database):
        lines = mail.calendar.decode().replace("\r\n ", "").split("\r\n")
        [attendee] = [line for line in lines if line.startswith("ATTENDEE")]
        assert f";CN={written};" in attendee or f";CN={written}:mailto:" in attendee
        assert attendee.endswith(":mailto:zoe@example.org")


def test_every_invitation_of_several_says_in_its_subject_to_what(
    database: Database, config: Config, speaker: str
) -> None:
    another_session(database, speaker)
    ask(database, config, speaker)
    with database.reading() as connection:
        talk = connection.execute(
            select(Talk.title).join(Role, Role.talk_id == Talk.id).where(Role.person == speaker)
        ).scalar_one()
    subjects = [mail.subject for mail in mails(database)]
    assert [subject.partition(": ")[0] for subject in subjects] == ["You are invited to speak"] * 2
    assert talk["en"][:60] in subjects[0] and "Seed swap" in subjects[1]


def test_an_invitation_to_a_talk_says_when_the_talk_is(database: Database, config: Config, speaker: str) -> None:
    """The second of a session that begins at 10:00, after one of 25 minutes."""
    mine = session_of(database, speaker)
    edit(database, update(Session).where(Session.id == mine.id).values(start=datetime(2022, 9, 13, 10, 0), minutes=90))
    with database.reading() as connection:
        of_session = select(Talk.id).where(Talk.parent == mine.id).order_by(Talk.position)
        talks = list(connection.execute(of_session).scalars())
    assert len(talks) > 1
    edit(
        database,
        update(Talk).where(Talk.id.in_(talks)).values(minutes=25),
        update(Role).where(Role.person == speaker).values(talk_id=talks[1]),
    )
    never_published(database)
    ask(database, config, speaker)
    [mail] = mails(database)
    assert "10:00–11:30" in mail.text and "10:25–10:50" in mail.text
