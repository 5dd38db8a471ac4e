"""Publishing chooses what is public, works out instants and puts in order."""

from typing import Any

import msgspec
import pytest

from forum_app.domain.draft import Room
from forum_app.domain.draft_parts import Link, Material, Online, Private, Role, TalkSpeaker, Venue
from forum_app.domain.freezing import freeze
from forum_app.domain.release import Content
from forum_app.domain.vocabularies import Audience, Mode, RoleKind, RoleState, SessionStatus
from tests.factories import (
    AMINA,
    BORIS,
    DINH,
    HALL,
    PLENARY,
    STUDIO,
    UNSCHEDULED,
    WORKSHOP,
    a_draft,
    a_person,
    a_plain_session,
    a_session,
    a_talk,
    an_id,
    people,
    wall,
)


def test_a_link_that_leads_nowhere_stops_no_release_and_is_left_out() -> None:
    links = [Link(url="", label={"en": "Register here"}), Link(url="https://x.example")]
    talk = a_talk(1, links=links)
    content = freeze(a_draft(a_session(talks=[talk]), people=[a_person(links=links), *people()[1:]]))

    assert [link.url for link in content.session[PLENARY].talks[0].links] == ["https://x.example"]
    assert [link.url for link in content.person[AMINA].links] == ["https://x.example"]


@pytest.mark.parametrize(
    ("online", "kept"),
    [
        (None, None),
        (Online(), None),
        (Online(public=True), None),
        (Online(platform="Zoom", url="https://zoom.example"), Online(platform="Zoom")),
        (Online(url="https://zoom.example"), Online()),
        (
            Online(platform="Zoom", url="https://zoom.example", public=True),
            Online(platform="Zoom", url="https://zoom.example", public=True),
        ),
    ],
)
def test_an_online_link_is_kept_only_where_it_is_public(online: Online | None, kept: Online | None) -> None:
    draft = a_draft(
        a_session(mode=Mode.HYBRID, online=online),
        forum={"online": online},
        rooms=[Room(id=HALL, name={"en": "Hall"}, online=online)],
    )
    content = freeze(draft)

    assert [content.forum.online, content.rooms[0].online, content.sessions[0].online] == [kept, kept, kept]


@pytest.mark.parametrize(("name", "city"), [("Brussels", {}), ("Palace", {"en": "Brussels"})])
def test_a_venue_that_is_called_by_its_city_says_it_once(name: str, city: dict[str, str]) -> None:
    venue = Venue(name={"en": name, "fr": "Bruxelles"}, city={"en": "Brussels"})
    content = freeze(a_draft(forum={"venue": venue}))
    assert content.forum.venue and content.forum.venue.city == city


def test_nothing_private_is_in_the_content() -> None:
    private = Private(email="secret@x.example", phone="secret", notes="secret", access_needs="secret")
    materials = [
        Material(title={"en": "secret"}, audience=Audience.STAFF),
        Material(title={"en": "secret"}, audience=Audience.REGISTERED),
        Material(title={"en": "Guide"}),
    ]
    role = Role(id=an_id(3, "m"), person=AMINA, role=RoleKind.MODERATOR)
    draft = a_draft(
        a_session(materials=materials, roles=[role], talks=[]),
        forum={"materials": materials},
        people=[a_person(private=private), a_person(DINH, "secret")],
    )
    content = freeze(draft)

    assert b"secret" not in msgspec.json.encode(content)
    assert [[each.title for each in thing.materials] for thing in (content.forum, content.sessions[0])] == [
        [{"en": "Guide"}],
        [{"en": "Guide"}],
    ]


@pytest.mark.parametrize("shown", [True, False])
def test_people_are_named_when_they_are_confirmed_or_invited_where_the_forum_says_so(shown: bool) -> None:
    roles = [
        Role(id=an_id(number, "m"), person=person, role=RoleKind.PANELLIST, state=state)
        for number, (person, state) in enumerate(
            [(AMINA, RoleState.CONFIRMED), (BORIS, RoleState.INVITED), (DINH, RoleState.DECLINED)]
        )
    ]
    speakers = [TalkSpeaker(person=role.person, state=role.state) for role in roles]
    session = a_session(roles=roles, talks=[a_talk(1, speakers=speakers)])
    content = freeze(a_draft(session, forum={"show_invited": shown}))
    entry = content.session[PLENARY]

    named = [(AMINA, False), (BORIS, True)] if shown else [(AMINA, False)]
    assert [(part.person, part.to_be_confirmed) for part in entry.cast] == named
    assert [(who.person, who.to_be_confirmed) for who in entry.talks[0].speakers] == named
    assert [person.id for person in content.people] == [person for person, _unconfirmed in named]


def test_sessions_are_in_time_order_without_drafts_and_those_without_a_time_last() -> None:
    late = a_plain_session(an_id(8, "s"), start=wall(23, 30))
    night = a_plain_session(an_id(9, "s"), start=wall(1, day=wall(0).date().replace(day=15)))
    draft = a_draft(
        a_plain_session(UNSCHEDULED, start=None),
        night,
        a_plain_session(an_id(7, "s"), status=SessionStatus.DRAFT),
        late,
        a_session(),
        a_plain_session(WORKSHOP, status=SessionStatus.CANCELLED),
    )
    content: Content = freeze(draft)

    assert [session.id for session in content.sessions] == [PLENARY, WORKSHOP, late.id, night.id, UNSCHEDULED]
    assert [(entry.day.day, entry.sessions) for entry in content.days] == [(14, [PLENARY, WORKSHOP, late.id, night.id])]


@pytest.mark.parametrize(
    ("minutes", "starts"),
    [
        ([20, 20, 20], ["10:00", "10:20", "10:40"]),
        ([20, None, 20], ["10:00", "10:20", None]),
        ([None, 20, 20], ["10:00", None, None]),
    ],
)
def test_talks_have_times_until_the_first_without_minutes(minutes: list[int | None], starts: list[str | None]) -> None:
    talks = [a_talk(number, minutes=length) for number, length in enumerate(minutes)]
    content = freeze(a_draft(a_session(talks=talks)))

    found = content.session[PLENARY].talks
    assert [talk.starts_at and f"{talk.starts_at:%H:%M}" for talk in found] == starts


def test_talks_of_a_session_without_a_time_have_none() -> None:
    content = freeze(a_draft(a_session(start=None)))

    assert [talk.starts_at for talk in content.sessions[0].talks] == [None, None]


def test_a_session_over_a_change_of_the_clocks_ends_with_the_offset_of_its_end() -> None:
    start = wall(1, 30, wall(0).date().replace(month=3, day=31))
    entry = freeze(a_draft(a_plain_session(start=start, room=STUDIO), forum={"zone": "Europe/Paris"})).sessions[0]

    assert [moment and moment.isoformat() for moment in (entry.starts_at, entry.ends_at)] == [
        "2030-03-31T01:30:00+01:00",
        "2030-03-31T03:30:00+02:00",
    ]


@pytest.mark.parametrize(
    "text", [{"en": "Water", "fr": "Eau", "fr@en": "12345678"}, {"en": "Water", "fr": "Eau", "es": ""}]
)
def test_texts_are_without_fingerprints_and_empty_translations(text: dict[str, Any]) -> None:
    content = freeze(a_draft(a_session(title=text, summary=text)))

    assert [content.sessions[0].title, content.sessions[0].summary] == [{"en": "Water", "fr": "Eau"}] * 2
