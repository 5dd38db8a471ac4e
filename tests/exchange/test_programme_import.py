"""Programme files through the import that users have: kept whole or not at all, taken in again without losing anybody."""

import msgspec
import pytest

from forum_app.database import Database
from forum_app.domain.draft import Draft
from forum_app.domain.draft_parts import KeyQuestion, Role
from forum_app.domain.errors import ImportRefused, SlugTaken
from forum_app.domain.identity import new_id
from forum_app.domain.vocabularies import RoleKind
from forum_app.services.forum_files import draft_named, import_forum, version_named
from forum_app.services.media import Media
from forum_app.services.programme_files import ProgrammeImported, format_of, import_programme
from tests.exchange.files import event_xml, facts_of, schedule

ACTOR = "test"
FIRST = [event_xml(number) for number in range(6)]


def taken_in(database: Database, media: Media, *events: str, replace: bool = False) -> ProgrammeImported:
    return import_programme(database, media, schedule(*events), replace=replace, actor=ACTOR)


def here(database: Database, media: Media) -> Draft:
    return draft_named(database, media, "made2027")


def test_a_programme_becomes_a_forum_whose_draft_is_the_file(database: Database, media: Media) -> None:
    done = taken_in(database, media, *FIRST)
    assert (done.kept.slug, done.sessions, done.people, done.merged) == ("made2027", 6, 7, None)
    assert len(facts_of(here(database, media))) == 6
    with pytest.raises(SlugTaken):
        taken_in(database, media, *FIRST)


def test_a_second_import_moves_what_moved_and_keeps_the_rest(database: Database, media: Media) -> None:
    taken_in(database, media, *FIRST)
    draft = here(database, media)
    enriched = draft.sessions[0]
    moderator = draft.people[5]
    enriched.roles.append(Role(id=new_id(), person=moderator.id, role=RoleKind.MODERATOR))
    enriched.key_questions.append(KeyQuestion(id=new_id(), text={"en": "Who decides?"}))
    enriched.title["fr"] = "Titre zéro"
    enriched.capacity = 40
    import_forum(database, media, msgspec.json.encode(draft), replace=True, actor=ACTOR)
    before = {session.origin.foreign_id: session for session in here(database, media).sessions if session.origin}

    moved = event_xml(0, start="18:30", room="Room 9", title="A new title")
    done = taken_in(database, media, moved, *FIRST[1:5], event_xml(40), replace=True)
    after = {session.origin.foreign_id: session for session in here(database, media).sessions if session.origin}

    assert done.counts["sessions"] == (5, 1, 1)
    assert {key: after[key].id for key in "12345"} == {key: before[key].id for key in "12345"}
    assert set(after) == {"1", "2", "3", "4", "5", "41"}
    session = after["1"]
    assert str(session.start) == "2027-03-26 18:30:00"
    assert session.title == {"en": "A new title", "fr": "Titre zéro"}
    assert (session.capacity, session.key_questions[0].text) == (40, {"en": "Who decides?"})
    assert [role.person for role in session.roles if role.role == RoleKind.MODERATOR] == [moderator.id]
    assert moderator.id in {person.id for person in here(database, media).people}
    assert [after[key] for key in "2345"] == [before[key] for key in "2345"]


def test_one_submission_held_twice_is_known_by_its_room(database: Database, media: Media) -> None:
    twice = [event_xml(0, room="Room A"), event_xml(0, room="Room B", start="15:00")]
    taken_in(database, media, *twice)
    rooms = {room.id: room.name["en"] for room in here(database, media).rooms}
    before = {rooms[session.room or ""]: session.id for session in here(database, media).sessions}
    taken_in(database, media, *reversed(twice), replace=True)
    assert {rooms[session.room or ""]: session.id for session in here(database, media).sessions} == before


def test_a_refused_file_changes_nothing(database: Database, media: Media) -> None:
    taken_in(database, media, *FIRST)
    before = (here(database, media), version_named(database, "made2027"))
    with pytest.raises(ImportRefused) as refused:
        taken_in(database, media, *FIRST, event_xml(50, date="2027-03-28T02:30:00+01:00", start="02:30"), replace=True)
    assert [place for place, _text in refused.value.problems] == ["line 1, event 51: start"]
    assert (here(database, media), version_named(database, "made2027")) == before


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (schedule(event_xml(0)), "frab XML"),
        (b"\xef\xbb\xbf <schedule/>", "frab XML"),
        (b'{"schedule": {}}', "frab JSON"),
        (b'{"generator": {"name": "forum"}, "schedule": {}}', "frab JSON"),
        (b"BEGIN:VCALENDAR\r\n", "iCalendar"),
        (b'{"version": 1, "forum": {}}', ""),
        (b"name;mail", ""),
        (b"", ""),
    ],
)
def test_a_format_is_known_by_its_bytes(data: bytes, found: str) -> None:
    assert format_of(data) == found
