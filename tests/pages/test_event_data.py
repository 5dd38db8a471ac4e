"""What search engines read: JSON-LD that parses and says what the release says."""

import json
from datetime import date
from typing import Any

from forum_app.domain.draft_parts import Partner, PartOf, TalkSpeaker
from forum_app.domain.vocabularies import Mode, Partnership, RoleState, SessionKind, SessionStatus
from tests.factories import (
    BORIS,
    PLENARY,
    UNION,
    WORKSHOP,
    a_draft,
    a_plain_session,
    a_release,
    a_session,
    a_talk,
    an_id,
)
from tests.pages.reading import elements, pages_of


def event_of(html: str) -> dict[str, Any]:
    blocks = elements(html, ".//script[@type='application/ld+json']")
    assert len(blocks) == 1
    data: dict[str, Any] = json.loads(blocks[0].text or "")
    return data


def test_a_session_is_an_event_with_its_instants_place_people_and_forum() -> None:
    release = a_release()
    session = release.content.session[PLENARY]
    event = event_of(pages_of(release)[("session", PLENARY)])
    assert event["@type"] == "Event"
    assert event["name"] == "Water for all"
    assert (event["startDate"], event["endDate"]) == ("2030-05-14T10:00:00+07:00", "2030-05-14T11:30:00+07:00")
    assert session.starts_at is not None and session.starts_at.isoformat() == event["startDate"]
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert event["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert event["location"][0]["name"] == "Great Hall, River House"
    assert event["location"][0]["address"]["addressCountry"] == "TH"
    assert [one["name"] for one in event["performer"]] == ["Amina Diallo", "Boris Petrov", "Carla Núñez", "Dinh"]
    assert event["superEvent"]["name"] == "Harvest Forum"
    assert event["url"] == f"https://forum.example/forums/harvest/sessions/{PLENARY}?lang=en"


def test_the_forum_holds_its_sessions_and_names_its_organisers() -> None:
    release = a_release(a_draft(forum={"partners": []}))
    event = event_of(pages_of(release)[("forum", "")])
    assert [one["name"] for one in event["subEvent"]] == ["Water for all", "Seed swap"]
    assert (event["startDate"], event["endDate"]) == ("2030-05-14T10:00:00+07:00", "2030-05-14T15:00:00+07:00")
    assert "organizer" not in event
    with_partner = a_release(a_draft(forum={"partners": [Partner(organisation=UNION, kind=Partnership.ORGANISER)]}))
    assert event_of(pages_of(with_partner)[("forum", "")])["organizer"] == [
        {"@type": "Organization", "name": "Farmers’ Union"}
    ]


def test_a_cancelled_online_session_says_both() -> None:
    release = a_release(a_draft(a_session(status=SessionStatus.CANCELLED, mode=Mode.ONLINE)))
    event = event_of(pages_of(release)[("session", PLENARY)])
    assert event["eventStatus"] == "https://schema.org/EventCancelled"
    assert event["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert [place["@type"] for place in event["location"]] == ["VirtualLocation"]


def test_a_session_without_a_time_is_no_event_yet() -> None:
    release = a_release(a_draft(a_session(start=None)))
    assert elements(pages_of(release)[("session", PLENARY)], ".//script[@type='application/ld+json']") == []


def test_a_shared_link_shows_the_forums_picture_in_the_readers_language() -> None:
    html = pages_of(a_release())[("session", PLENARY)]
    shown = {one.get("property"): one.get("content") for one in elements(html, ".//meta[@property]")}
    assert shown["og:image"] == "https://forum.example/forums/harvest/card.png?lang=en"
    assert shown["og:title"] == "Water for all – Harvest Forum"
    assert event_of(pages_of(a_release())[("forum", "")])["image"] == shown["og:image"]


def test_the_event_that_the_forum_is_part_of_is_its_super_event() -> None:
    host = PartOf(
        name={"en": "Fair 2030"}, first_day=date(2030, 5, 13), last_day=date(2030, 5, 16), url="https://f.example/"
    )
    event = event_of(pages_of(a_release(a_draft(forum={"part_of": host})))[("forum", "")])
    assert event["superEvent"] == {
        "@type": "Event",
        "name": "Fair 2030",
        "url": "https://f.example/",
        "startDate": "2030-05-13",
        "endDate": "2030-05-16",
    }
    assert "superEvent" not in event_of(pages_of(a_release())[("forum", "")])


def test_a_break_is_no_event() -> None:
    pages = pages_of(a_release(a_draft(a_session(), a_plain_session(kind=SessionKind.BREAK))))
    assert [one["name"] for one in event_of(pages[("forum", "")])["subEvent"]] == ["Water for all"]
    assert elements(pages[("session", WORKSHOP)], ".//script[@type='application/ld+json']") == []


def test_invited_people_are_no_performers_yet() -> None:
    invited = a_talk(speakers=[TalkSpeaker(id=an_id(1, "w"), person=BORIS, state=RoleState.INVITED)])
    release = a_release(a_draft(a_session(talks=[invited]), forum={"show_invited": True}))
    for page in (("session", PLENARY), ("forum", "")):
        assert [one["name"] for one in event_of(pages_of(release)[page])["performer"]] == ["Amina Diallo"]
