"""What was deleted and brought back: all that hung on it is here again, those who come with what they signed up for."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import delete, insert, select

from forum_app.calendars.invitations import Invite, invitation_ics
from forum_app.database import Database
from forum_app.domain.registrations import CheckIn, Delegation, Registration
from forum_app.domain.vocabularies import ProposalState, RoleKind, RoleState
from forum_app.models.people import Role
from forum_app.models.personal import PersonalKey
from forum_app.models.programme import KeyQuestion, Session
from forum_app.models.publishing import AuditEntry
from forum_app.models.registrations import Registration as RegistrationRow
from forum_app.models.registrations import RegistrationSession
from forum_app.models.running import RunOfShow, RunStep
from forum_app.models.speaking import (
    Invitation,
    PreparedAnswer,
    Proposal,
    SpeakerEvent,
    SpeakerNote,
    SpeakerReminder,
)
from forum_app.services.erasing import erase_person
from forum_app.services.forum_files import draft_named, import_forum
from forum_app.services.media import Media
from forum_app.services.removing import bring_back_thing, remove_thing
from forum_app.services.several import remove_several
from tests.factories import (
    AMINA,
    BORIS,
    CARLA,
    HALL,
    NOW,
    PLENARY,
    SEEDS,
    UNION,
    WATER,
    WORKSHOP,
    a_draft,
    a_plain_session,
    a_session,
    an_id,
)

FORUM = an_id(1, "f")
FIRST, SECOND, TEAM = an_id(1, "j"), an_id(2, "j"), an_id(1, "d")


@pytest.fixture
def before(database: Database, media: Media) -> bytes:
    """A forum to which two come, one of them a speaker and head of a delegation; both were in the plenary."""
    come = [
        Registration(
            id=key,
            person=person,
            name=name,
            email=f"{key}@forum.example",
            delegation=TEAM,
            registered_at=NOW,
            sessions=[PLENARY, WORKSHOP],
            check_ins=[
                CheckIn(at=NOW, day=date(2030, 5, 14)),
                CheckIn(at=NOW, day=date(2030, 5, 14), session=PLENARY),
            ],
        )
        for key, person, name in ((FIRST, AMINA, "Amina Diallo"), (SECOND, None, "Someone Else"))
    ]
    team = Delegation(id=TEAM, name={"en": "The team"}, organisation=UNION, head=FIRST)
    draft = a_draft(a_session(), a_plain_session(), registrations=come, delegations=[team])
    import_forum(database, media, msgspec.json.encode(draft), actor="test")
    return drafted(database, media)


def drafted(database: Database, media: Media) -> bytes:
    return msgspec.json.encode(draft_named(database, media, "harvest", everybody=True))


THINGS = [
    ("session", PLENARY),
    ("session", WORKSHOP),
    ("person", AMINA),
    ("person", BORIS),
    ("person", CARLA),
    ("organisation", UNION),
    ("theme", WATER),
    ("theme", SEEDS),
    ("room", HALL),
]


@pytest.mark.parametrize(("kind", "key"), THINGS)
def test_who_comes_is_as_before_when_it_is_brought_back(
    database: Database, media: Media, before: bytes, kind: str, key: str
) -> None:
    entry = remove_thing(database, FORUM, kind, key, actor="test")
    assert drafted(database, media) != before
    bring_back_thing(database, FORUM, entry, actor="test")
    assert drafted(database, media) == before


def sign_ups(database: Database) -> set[tuple[str, str]]:
    with database.reading() as connection:
        query = select(RegistrationSession.parent, RegistrationSession.member)
        return {(row.parent, row.member) for row in connection.execute(query)}


def test_several_come_back_with_those_who_signed_up(database: Database, media: Media, before: bytes) -> None:
    done = remove_several(database, FORUM, "session", [PLENARY, WORKSHOP], actor="test")
    assert sign_ups(database) == set()
    for entry in range(done.last, done.first - 1, -1):
        bring_back_thing(database, FORUM, entry, actor="test")
    assert drafted(database, media) == before


def test_who_is_gone_or_was_erased_meanwhile_does_not_come_back(
    database: Database, media: Media, before: bytes
) -> None:
    session = remove_thing(database, FORUM, "session", PLENARY, actor="test")
    person = remove_thing(database, FORUM, "person", AMINA, actor="test")
    erase_person(database, media.folder.parent, FORUM, FIRST, actor="test", base_url="", now=NOW)
    with database.writing() as connection:
        connection.execute(delete(RegistrationRow).where(RegistrationRow.id == SECOND))
    bring_back_thing(database, FORUM, person, actor="test")
    bring_back_thing(database, FORUM, session, actor="test")
    assert sign_ups(database) == set()
    with database.reading() as connection:
        assert connection.execute(select(RegistrationRow.person)).scalars().all() == [None]


BESIDE = (
    Invitation,
    PreparedAnswer,
    SpeakerNote,
    SpeakerReminder,
    SpeakerEvent,
    Proposal,
    PersonalKey,
    RunOfShow,
    RunStep,
)
QUESTION, MODERATES = an_id(9, "q"), an_id(9, "r")
TOLD = invitation_ics(  # of an event that is over: nobody is told that it ends
    Invite(
        uid="x@forum.example",
        sequence=2,
        changed_at=NOW,
        starts_at=datetime(2020, 5, 1, 9, tzinfo=UTC),
        ends_at=datetime(2020, 5, 1, 10, tzinfo=UTC),
        summary="L’été",
        description="",
        location="",
        address="",
        organiser=("Harvest", "forum@forum.example"),
        attendee=("Boris", "boris@forum.example"),
    )
)


@pytest.fixture
def prepared(database: Database, before: bytes) -> None:
    """Boris is to moderate the plenary: asked, with an answer, a note, a reminder, a key; and the plenary has run."""
    rows: list[tuple[Any, dict[str, Any]]] = [
        (Role, {"id": MODERATES, "person": BORIS, "role": RoleKind.MODERATOR, "state": RoleState.INVITED, "position": 9,
                "session_id": PLENARY, "responsible_for": {}, "contact": None, "abstract": {}}),
        (Invitation, {"role": MODERATES, "invited_at": NOW, "answer_by": date(2030, 4, 2), "answered_at": None,
                      "reason": "Not yet", "colleague": {"name": "Zweitvogel", "email": ""}, "reminded_at": NOW, "reminders": 1}),
        (KeyQuestion, {"id": QUESTION, "session_id": PLENARY, "position": 0, "text": {"en": "Why?"}, "sub_questions": []}),
        (PreparedAnswer, {"question": QUESTION, "person": BORIS, "text": "Zweitvogel", "updated_at": NOW}),
        (SpeakerNote, {"session": PLENARY, "person": BORIS, "text": "Zweitvogel", "by": AMINA, "updated_at": NOW}),
        (SpeakerReminder, {"person": BORIS, "due": date(2030, 4, 3), "sent_at": NOW}),
        (SpeakerEvent, {"message": an_id(9, "m"), "person": BORIS, "session": PLENARY, "address": "boris@forum.example",
                        "sequence": 2, "cancelled": False, "face": "f", "organiser": "", "calendar": TOLD, "sent_at": NOW}),
        (Proposal, {"id": an_id(9, "p"), "person": BORIS, "kind": "person", "thing": BORIS, "place": "letters", "before": "",
                    "value": "Zweitvogel", "state": ProposalState.OPEN, "made_at": NOW, "decided_at": None, "decided_by": ""}),
        (PersonalKey, {"key": "0" * 64, "registration": None, "person": BORIS, "made_at": NOW}),
        (RunOfShow, {"session": PLENARY, "version": 3, "state": {"round": 0}, "updated_at": NOW}),
        (RunStep, {"session": PLENARY, "id": an_id(9, "s"), "at": NOW, "what": {"do": "start"}, "by": BORIS}),
    ]  # fmt: skip
    with database.writing() as connection:
        for model, values in rows:
            connection.execute(insert(model).values(forum_id=FORUM, **values))


def beside(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    with database.reading() as connection:
        return {model.__tablename__: [tuple(row) for row in connection.execute(select(model))] for model in BESIDE}


@pytest.mark.parametrize(
    ("kind", "key", "goes"),
    [
        ("session", PLENARY, {"invitation", "prepared_answer", "speaker_note", "run_of_show", "run_step"}),
        ("key_question", QUESTION, {"prepared_answer"}),
        ("role", MODERATES, {"invitation"}),
        ("person", BORIS, {table.__tablename__ for table in BESIDE} - {"run_of_show", "run_step"}),
    ],
)
def test_what_was_asked_written_and_run_comes_back(
    database: Database, prepared: None, kind: str, key: str, goes: set[str]
) -> None:
    was = beside(database)
    assert all(was.values())
    entry = remove_thing(database, FORUM, kind, key, actor="test")
    assert {name for name, rows in beside(database).items() if not rows} == goes
    bring_back_thing(database, FORUM, entry, actor="test")
    assert beside(database) == was


def test_what_hung_on_somebody_who_is_gone_stays_away(database: Database, prepared: None, tmp_path: Path) -> None:
    with database.writing() as connection:  # a part beside the session, so that an entry without a name stays
        part = {"role": RoleKind.FOCAL_POINT, "state": RoleState.CONFIRMED, "position": 8, "session_id": None}
        empty: dict[str, Any] = {"responsible_for": {}, "contact": None, "abstract": {}}
        connection.execute(insert(Role).values(id=an_id(8, "r"), forum_id=FORUM, person=BORIS, **part, **empty))
    entry = remove_thing(database, FORUM, "session", PLENARY, actor="test")
    erase_person(database, tmp_path, FORUM, BORIS, actor="test", base_url="", now=NOW)
    bring_back_thing(database, FORUM, entry, actor="test")
    with database.reading() as connection:
        assert connection.execute(select(Session.id).where(Session.id == PLENARY)).first() is not None
        said = [tuple(row) for row in connection.execute(select(AuditEntry.before, AuditEntry.after))]
        [asked] = connection.execute(select(Invitation)).all()
    assert "Zweitvogel" not in str((beside(database), said))
    assert (asked.reason, asked.colleague, asked.reminders) == ("", None, 1)
    now = beside(database)
    assert (len(now["run_of_show"]), now["prepared_answer"], now["personal_key"]) == (1, [], [])
