"""What was deleted and brought back: all that hung on it is here again, those who come with what they signed up for."""

from datetime import date

import msgspec
import pytest
from sqlalchemy import delete, select

from forum_app.database import Database
from forum_app.domain.registrations import CheckIn, Delegation, Registration
from forum_app.models.registrations import Registration as RegistrationRow
from forum_app.models.registrations import RegistrationSession
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
