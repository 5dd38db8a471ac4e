"""The agenda as JSON: what it holds, in what order, and nothing private."""

import json
from typing import Any

import pytest

from forum_app.domain.draft_parts import Online, Private, Role
from forum_app.domain.vocabularies import Mode, RoleKind, RoleState, SessionStatus
from forum_app.feeds.agenda_json import agenda_json
from tests.factories import (
    ADDRESSES,
    AMINA,
    BORIS,
    DINH,
    PLENARY,
    SEEDS,
    STUDIO,
    UNSCHEDULED,
    WATER,
    WORKSHOP,
    a_draft,
    a_person,
    a_plain_session,
    a_preview,
    a_release,
    a_session,
    a_talk,
    wall,
)

ROOT = "https://forum.example/forums/harvest"


def read(release: Any = None, language: str = "en", sessions: Any = None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(agenda_json(release or a_release(), language, sessions, ADDRESSES))
    return found


def test_the_forum_is_described() -> None:
    found = read()

    assert [found["version"], found["language"], found["release"], found["published_at"]] == [
        1,
        "en",
        1,
        "2030-04-01T16:00:00+07:00",
    ]
    assert found["forum"] == {
        "id": "f222222223",
        "title": "Harvest Forum",
        "theme": "",
        "first_day": "2030-05-14",
        "last_day": "2030-05-15",
        "zone": "Asia/Bangkok",
        "venue": {
            "name": "River House",
            "address": "",
            "city": "Bangkok",
            "country": "TH",
            "latitude": 13.7563,
            "longitude": 100.5018,
        },
        "languages": ["en", "fr"],
        "url": f"{ROOT}/",
        "agenda_url": f"{ROOT}/agenda",
        "calendar_url": f"{ROOT}/agenda.ics?lang=en",
    }
    assert found["days"] == [{"day": "2030-05-14", "sessions": [PLENARY, WORKSHOP]}]
    assert found["themes"] == [{"id": WATER, "title": "Water"}, {"id": SEEDS, "title": "Seeds"}]
    assert found["rooms"][1] == {"id": STUDIO, "name": "Studio", "building": ""}


def test_a_session_is_described_with_its_people_and_talks() -> None:
    plenary = read()["sessions"][0]
    amina = {
        "id": AMINA,
        "name": "Amina Diallo",
        "honorific": "Ms",
        "posts": [{"title": "Director", "organisation": "Farmers’ Union"}],
        "url": f"{ROOT}/speakers/{AMINA}",
    }
    boris = {"id": BORIS, "name": "Boris Petrov", "honorific": "", "posts": [], "url": f"{ROOT}/speakers/{BORIS}"}
    talks = plenary.pop("talks")

    assert plenary == {
        "id": PLENARY,
        "title": "Water for all",
        "kind": "plenary",
        "label": "",
        "status": "confirmed",
        "start": "2030-05-14T10:00:00+07:00",
        "end": "2030-05-14T11:30:00+07:00",
        "minutes": 90,
        "room": "r222222223",
        "place": "Great Hall, River House, Bangkok",
        "mode": "in-person",
        "online_url": "",
        "summary": "Who gets water, and when.",
        "languages": ["en", "fr"],
        "interpretation": [],
        "captions": [],
        "sign_languages": [],
        "themes": [WATER],
        "people": [{**amina, "role": "moderator", "to_be_confirmed": False}],
        "links": [],
        "url": f"{ROOT}/sessions/{PLENARY}",
        "calendar_url": f"{ROOT}/sessions/{PLENARY}.ics?lang=en",
    }
    assert talks[0] == {
        "id": "k222222223",
        "title": "Wells that last",
        "kind": "solution",
        "start": "2030-05-14T10:00:00+07:00",
        "minutes": 20,
        "abstract": "",
        "themes": [],
        "speakers": [{**boris, "to_be_confirmed": False}],
    }
    assert [talk["start"] for talk in talks] == ["2030-05-14T10:00:00+07:00", "2030-05-14T10:20:00+07:00"]


def test_a_translation_stands_where_there_is_one_and_the_first_language_elsewhere() -> None:
    found = read(language="fr")

    assert (found["forum"]["title"], [session["title"] for session in found["sessions"]]) == (
        "Forum des récoltes",
        ["L’eau pour tous", "Seed swap"],
    )
    assert found["sessions"][0]["place"] == "Grande salle, Maison du fleuve, Bangkok"


@pytest.mark.parametrize(
    ("sessions", "shown", "days"),
    [(None, [PLENARY, WORKSHOP], 1), ([WORKSHOP], [WORKSHOP], 1), (["unknown"], [], 0), ([], [], 0)],
)
def test_a_choice_holds_what_was_chosen(sessions: list[str] | None, shown: list[str], days: int) -> None:
    found = read(sessions=sessions)

    assert ([session["id"] for session in found["sessions"]], len(found["days"])) == (shown, days)


def test_a_session_without_a_time_is_listed_last_and_has_no_calendar() -> None:
    found = read(a_release(a_draft(a_plain_session(UNSCHEDULED, start=None, minutes=None), a_session())))
    last = found["sessions"][-1]

    assert [last[key] for key in ("id", "start", "end", "minutes", "calendar_url")] == [
        UNSCHEDULED,
        None,
        None,
        None,
        None,
    ]
    assert found["days"] == [{"day": "2030-05-14", "sessions": [PLENARY]}]


def test_cancelled_and_tentative_sessions_say_so_and_drafts_are_absent() -> None:
    statuses = [SessionStatus.CANCELLED, SessionStatus.TENTATIVE, SessionStatus.DRAFT]
    sessions = [
        a_plain_session(key, status=status)
        for key, status in zip([PLENARY, WORKSHOP, UNSCHEDULED], statuses, strict=True)
    ]

    assert [(each["id"], each["status"]) for each in read(a_release(a_draft(*sessions)))["sessions"]] == [
        (PLENARY, "cancelled"),
        (WORKSHOP, "tentative"),
    ]


def test_nothing_private_is_in_it_and_a_public_link_is() -> None:
    hidden = Online(platform="Zoom", url="https://zoom.example/j/secret")
    shown = Online(platform="Zoom", url="https://zoom.example/j/open", public=True)
    people = [a_person(private=Private(email="secret@mail.example", phone="555")), a_person(DINH, "Secret Dinh")]
    invited = Role(person=DINH, role=RoleKind.PANELLIST, state=RoleState.INVITED)
    draft = a_draft(
        a_session(mode=Mode.HYBRID, online=hidden, roles=[*a_session().roles, invited], talks=[]),
        a_plain_session(mode=Mode.ONLINE, online=shown),
        people=people,
    )
    data = agenda_json(a_release(draft), "en", None, ADDRESSES)

    assert [word for word in (b"secret", b"Secret", b"mail", b"555") if word in data] == []
    assert [session["online_url"] for session in json.loads(data)["sessions"]] == ["", shown.url]


def test_somebody_without_a_page_has_no_address() -> None:
    roles = [Role(person=AMINA, role=RoleKind.INTERPRETER)]

    assert [person["url"] for person in read(a_release(a_draft(a_session(roles=roles))))["sessions"][0]["people"]] == [
        None
    ]


def test_times_carry_the_offset_of_their_day() -> None:
    sessions = [
        a_plain_session(PLENARY, start=wall(10, day=wall(0).date().replace(month=3, day=30))),
        a_plain_session(WORKSHOP, start=wall(10, day=wall(0).date().replace(month=3, day=31)), talks=[a_talk()]),
    ]
    found = read(a_release(a_draft(*sessions, forum={"zone": "Europe/Paris"})))

    assert [session["start"] for session in found["sessions"]] == [
        "2030-03-30T10:00:00+01:00",
        "2030-03-31T10:00:00+02:00",
    ]


def test_a_preview_has_no_number() -> None:
    found = read(a_preview())

    assert (found["release"], found["published_at"]) == (None, None)


def test_the_same_release_gives_the_same_bytes_and_nasty_text_comes_back_whole() -> None:
    nasty = "R&D <x> \"y\" 'z' &amp; </script> a,b;c\\d"
    data = {agenda_json(a_release(a_draft(a_plain_session(title={"en": nasty}))), "en", None, ADDRESSES) for _ in "ab"}

    assert [json.loads(each)["sessions"][0]["title"] for each in data] == [nasty]
