"""What differs between two releases, as data that nothing readers see escapes."""

from typing import Any

import msgspec
import pytest

from forum_app.domain.compare import Change, ChangeKind, compare
from forum_app.domain.draft import Draft, Organisation, Room, Session, Talk, Theme
from forum_app.domain.draft_parts import ConceptNote, KeyQuestion, Material, Online, Photo, Role, Section, TalkSpeaker
from forum_app.domain.freezing import freeze
from forum_app.domain.vocabularies import Constituency, Mode, RoleKind, RoleState, SessionKind, SessionStatus, TalkKind
from tests.factories import (
    AMINA,
    BORIS,
    CARLA,
    DINH,
    HALL,
    PLENARY,
    STUDIO,
    UNION,
    WATER,
    WORKSHOP,
    a_draft,
    a_person,
    a_plain_session,
    a_session,
    a_talk,
    a_venue,
    an_id,
    people,
    wall,
)

Kinds = list[ChangeKind]


def changes(old: Draft, new: Draft) -> list[Change]:
    return compare(freeze(old), freeze(new))


def kinds(**session: Any) -> Kinds:
    """Kinds of change when the plenary becomes what is given."""
    return [change.kind for change in changes(a_draft(a_session()), a_draft(a_session(**session)))]


def kinds_around(**draft: Any) -> Kinds:
    """Kinds of change when what is around the plenary becomes what is given."""
    return [change.kind for change in changes(a_draft(a_session()), a_draft(a_session(), **draft))]


def talks(**second: Any) -> list[Talk]:
    """The plenary's talks, the second one changed."""
    first, other = a_session().talks
    return [first, msgspec.structs.replace(other, **second)]


@pytest.mark.parametrize(
    ("session", "found"),
    [
        ({}, []),
        ({"title": {"en": "Other"}}, [ChangeKind.SESSION_RENAMED]),
        ({"title": {"en": "Water for all"}}, [ChangeKind.SESSION_RENAMED]),
        ({"status": SessionStatus.CANCELLED}, [ChangeKind.SESSION_CANCELLED]),
        ({"status": SessionStatus.TENTATIVE}, [ChangeKind.SESSION_TENTATIVE]),
        ({"status": SessionStatus.DRAFT}, [ChangeKind.SESSION_REMOVED]),
        ({"start": wall(11)}, [ChangeKind.SESSION_MOVED]),
        ({"start": wall(11), "minutes": 30}, [ChangeKind.SESSION_MOVED]),
        ({"start": None}, [ChangeKind.SESSION_UNSCHEDULED]),
        ({"minutes": 80}, [ChangeKind.SESSION_LENGTH]),
        ({"room": STUDIO}, [ChangeKind.SESSION_PLACE]),
        ({"mode": Mode.HYBRID}, [ChangeKind.SESSION_TEXT]),
        ({"kind": SessionKind.PANEL}, [ChangeKind.SESSION_TEXT]),
        ({"label": {"en": "Dialogue"}}, [ChangeKind.SESSION_TEXT]),
        ({"summary": {"en": "<p>Other</p>"}}, [ChangeKind.SESSION_TEXT]),
        ({"objectives": {"en": "<p>Other</p>"}}, [ChangeKind.SESSION_TEXT]),
        ({"expected_outcomes": {"en": "<p>Other</p>"}}, [ChangeKind.SESSION_TEXT]),
        ({"outcome": {"en": "<p>Other</p>"}}, [ChangeKind.SESSION_TEXT]),
        ({"themes": []}, [ChangeKind.SESSION_TEXT]),
        ({"alliances": [UNION]}, [ChangeKind.SESSION_TEXT]),
        ({"languages": ["en"]}, [ChangeKind.SESSION_TEXT]),
        ({"interpretation": ["es"]}, [ChangeKind.SESSION_TEXT]),
        ({"captions": ["en"]}, [ChangeKind.SESSION_TEXT]),
        ({"sign_languages": ["Thai Sign Language"]}, [ChangeKind.SESSION_TEXT]),
        ({"capacity": 40}, [ChangeKind.SESSION_TEXT]),
        ({"key_questions": [KeyQuestion(text={"en": "Why?"})]}, [ChangeKind.SESSION_TEXT]),
        ({"materials": [Material(title={"en": "Guide"})]}, [ChangeKind.SESSION_TEXT]),
        ({"note": ConceptNote()}, [ChangeKind.SESSION_TEXT]),
        ({"online": Online(platform="Zoom")}, [ChangeKind.SESSION_TEXT]),
        ({"roles": []}, [ChangeKind.PERSON_LEFT]),
        ({"roles": [Role(person=BORIS, role=RoleKind.MODERATOR)]}, [ChangeKind.SESSION_TEXT, ChangeKind.PERSON_LEFT]),
        ({"roles": [Role(person=AMINA, role=RoleKind.RAPPORTEUR)]}, [ChangeKind.SESSION_TEXT]),
        (
            {"roles": [*a_session().roles, Role(person=AMINA, role=RoleKind.RAPPORTEUR)]},
            [ChangeKind.SESSION_TEXT],
        ),
        ({"talks": talks(title={"en": "Other"})}, [ChangeKind.TALK_RENAMED]),
        ({"talks": talks(minutes=30)}, [ChangeKind.TALK_RETIMED]),
        ({"talks": list(reversed(a_session().talks))}, [ChangeKind.TALK_RETIMED]),
        ({"talks": [*a_session().talks, a_talk(3)]}, [ChangeKind.TALK_ADDED]),
        ({"talks": [a_talk(3), *a_session().talks]}, [ChangeKind.TALK_ADDED, ChangeKind.TALK_RETIMED]),
        (
            {"talks": a_session().talks[:1]},
            [ChangeKind.TALK_REMOVED, ChangeKind.PERSON_LEFT, ChangeKind.PERSON_LEFT],
        ),
        ({"talks": talks(flagship={"en": "Rain Bank"})}, [ChangeKind.SESSION_TEXT]),
        ({"talks": talks(abstract={"en": "<p>Roofs</p>"})}, [ChangeKind.SESSION_TEXT]),
        ({"talks": talks(kind=TalkKind.KEYNOTE)}, [ChangeKind.SESSION_TEXT]),
        ({"talks": talks(themes=[WATER])}, [ChangeKind.SESSION_TEXT]),
        (
            {"talks": talks(speakers=[TalkSpeaker(person=DINH), TalkSpeaker(person=CARLA)])},
            [ChangeKind.SESSION_TEXT],
        ),
        ({"talks": talks(speakers=[TalkSpeaker(person=CARLA)])}, [ChangeKind.PERSON_LEFT]),
    ],
    ids=str,
)
def test_every_change_of_a_session_is_told_once(session: dict[str, Any], found: Kinds) -> None:
    assert kinds(**session) == found


@pytest.mark.parametrize(
    ("draft", "found"),
    [
        ({}, []),
        ({"forum": {"title": {"en": "Other"}}}, [ChangeKind.FORUM_RENAMED]),
        ({"forum": {"venue": a_venue(city={"en": "Bangkok", "fr": "Bangkok-ville"})}}, [ChangeKind.PLACES_TRANSLATED]),
        (
            {"forum": {"venue": a_venue(name={"en": "River House", "fr": "Pavillon"}, address={"en": "1 Quay"})}},
            [ChangeKind.FORUM_TEXT, ChangeKind.PLACES_TRANSLATED],
        ),
        ({"forum": {"venue": a_venue(name={"en": "River House"})}}, [ChangeKind.FORUM_TEXT]),
        ({"forum": {"zone": "Asia/Jakarta"}}, [ChangeKind.FORUM_TEXT]),
        ({"forum": {"practical": {"en": "<p>Bring a hat</p>"}}}, [ChangeKind.FORUM_TEXT]),
        ({"forum": {"working_languages": ["en"]}}, [ChangeKind.FORUM_TEXT]),
        ({"forum": {"venue": a_venue(address={"en": "1 Quay"})}}, [ChangeKind.FORUM_TEXT]),
        (
            {"forum": {"venue": a_venue(name={"en": "Hill House"})}},
            [ChangeKind.FORUM_TEXT, ChangeKind.SESSION_PLACE],
        ),
        ({"forum": {"accent": "#008000"}}, []),
        ({"forum": {"slug": "sowing"}}, []),
        ({"forum": {"floor_plan": Photo(file="0" * 64 + ".png")}}, []),
        ({"forum": {"goals": ["8"]}}, [ChangeKind.NOTE_TEXT]),
        (
            {"forum": {"note": ConceptNote(sections=[Section(id=an_id(1, "n"), body={"en": "x"})])}},
            [ChangeKind.NOTE_TEXT],
        ),
        ({"forum": {"key_questions": [KeyQuestion(text={"en": "Why?"})]}}, [ChangeKind.NOTE_TEXT]),
        ({"themes": [Theme(id=WATER, title={"en": "Rivers"})]}, [ChangeKind.NOTE_TEXT]),
        (
            {
                "rooms": [
                    Room(id=HALL, name={"en": "Great Hall", "fr": "Grande salle"}, capacity=9),
                    Room(id=STUDIO, name={"en": "Studio"}),
                ]
            },
            [ChangeKind.FORUM_TEXT],
        ),
        (
            {"organisations": [Organisation(id=UNION, name={"en": "Union"}, kind=Constituency.WORKERS)]},
            [ChangeKind.FORUM_TEXT],
        ),
        ({"people": [a_person(biography={"en": "<p>x</p>"}), *people()[1:]]}, [ChangeKind.PERSON_TEXT]),
    ],
    ids=str,
)
def test_every_change_around_the_sessions_is_told_once(draft: dict[str, Any], found: Kinds) -> None:
    assert kinds_around(**draft) == found


def test_a_zone_that_keeps_the_instants_moves_no_session_and_one_that_keeps_wall_times_moves_all() -> None:
    before = a_draft()
    same_instants = a_draft(a_session(start=wall(12)), a_plain_session(start=wall(16)), forum={"zone": "Asia/Tokyo"})

    assert [change.kind for change in changes(before, same_instants)] == [ChangeKind.FORUM_TEXT]
    assert [change.kind for change in changes(before, a_draft(forum={"zone": "Asia/Tokyo"}))] == [
        ChangeKind.FORUM_TEXT,
        ChangeKind.SESSION_MOVED,
        ChangeKind.SESSION_MOVED,
    ]


def test_a_move_holds_both_times_and_a_new_place_both_places() -> None:
    moved, placed = changes(a_draft(a_session()), a_draft(a_session(start=wall(10, 30), minutes=80, room=STUDIO)))

    assert moved.was_at is not None
    assert moved.is_at is not None
    assert [moment.isoformat() for moment in (*moved.was_at, *moved.is_at)] == [
        "2030-05-14T10:00:00+07:00",
        "2030-05-14T11:30:00+07:00",
        "2030-05-14T10:30:00+07:00",
        "2030-05-14T11:50:00+07:00",
    ]
    assert (placed.before, placed.after) == (
        {"en": "Great Hall, River House, Bangkok", "fr": "Grande salle, Maison du fleuve, Bangkok"},
        {"en": "Studio, River House, Bangkok", "fr": "Studio, Maison du fleuve, Bangkok"},
    )
    assert (moved.session, moved.subject) == (PLENARY, {"en": "Water for all", "fr": "L’eau pour tous"})


def test_a_session_that_comes_as_cancelled_is_said_to_be() -> None:
    cancelled = a_plain_session(status=SessionStatus.CANCELLED)

    assert [
        (change.kind, change.session) for change in changes(a_draft(a_session()), a_draft(a_session(), cancelled))
    ] == [
        (ChangeKind.SESSION_ADDED, WORKSHOP),
        (ChangeKind.SESSION_CANCELLED, WORKSHOP),
    ]


@pytest.mark.parametrize("status", [SessionStatus.CONFIRMED, SessionStatus.TENTATIVE])
def test_a_cancelled_session_that_takes_place_after_all_is_restored(status: SessionStatus) -> None:
    old = a_draft(a_plain_session(status=SessionStatus.CANCELLED))

    assert [change.kind for change in changes(old, a_draft(a_plain_session(status=status)))] == [
        ChangeKind.SESSION_RESTORED
    ]


def test_removed_sessions_come_last() -> None:
    found = changes(a_draft(), a_draft(a_session(an_id(9, "s"), talks=[])))

    assert [(change.kind, change.session) for change in found] == [
        (ChangeKind.SESSION_ADDED, an_id(9, "s")),
        (ChangeKind.SESSION_REMOVED, PLENARY),
        (ChangeKind.SESSION_REMOVED, WORKSHOP),
    ]


def test_an_invited_person_who_is_not_shown_changes_nothing() -> None:
    def draft(session: Session) -> Draft:
        return a_draft(session)

    invited = Role(person=DINH, role=RoleKind.PANELLIST, state=RoleState.INVITED)

    assert changes(draft(a_plain_session()), draft(a_plain_session(roles=[invited]))) == []


def test_changes_survive_being_stored() -> None:
    found = changes(a_draft(), a_draft(a_session(start=wall(8), room=STUDIO)))

    assert msgspec.json.decode(msgspec.json.encode(found), type=list[Change]) == found
