"""The files themselves: what they hold, what they never hold, a choice, one session, none and a thousand."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from forum_app.addresses import Addresses
from forum_app.calendars.public import agenda_ics, blocks_of, event_blocks, session_ics
from forum_app.calendars.structure import faults
from forum_app.domain.draft import Room, Theme
from forum_app.domain.draft_parts import Contact, Interval, Online, Private, Role, TalkSpeaker
from forum_app.domain.errors import NotFound
from forum_app.domain.release import Release
from forum_app.domain.vocabularies import Mode, RoleKind, RoleState, SessionKind, SessionStatus, ThemeColour
from tests.calendars.readers import READERS, read_by_all
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
    a_venue,
    an_id,
    wall,
)

PLENARY_EVENT = """\
BEGIN:VEVENT
UID:s222222223@forum.example
DTSTAMP:20300401T090000Z
LAST-MODIFIED:20300401T090000Z
SEQUENCE:0
DTSTART:20300514T030000Z
DTEND:20300514T043000Z
SUMMARY:Water for all
STATUS:CONFIRMED
LOCATION:Great Hall\\, River House\\, Bangkok
GEO:13.756300;100.501800
DESCRIPTION:Who gets water\\, and when.\\n\\nProgramme\\, Bangkok time (UTC+7)
 \\n10:00 Wells that last (Boris Petrov)\\n10:20 Rain\\, kept (Dr Carla Núñe
 z and Dinh\\, PhD)\\n\\nModerator: Ms Amina Diallo\\nAttendance: In person\\nLa
 nguages: English\\, French\\n\\nhttps://forum.example/forums/harvest/sessions
 /s222222223
URL:https://forum.example/forums/harvest/sessions/s222222223
CATEGORIES:Water,Plenary
COLOR:green
END:VEVENT
"""
FRAME = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Forum//Public agenda//EN
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
"""
NAMED = "NAME:Harvest Forum\nX-WR-CALNAME:Harvest Forum\n"
END = "END:VCALENDAR\n"
NO_EVENT = """\
BEGIN:VTIMEZONE
TZID:UTC
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0000
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""


def in_lines(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def value(data: bytes, name: str) -> str | None:
    """The value of a property that occurs once, None where it doesn't."""
    lines = data.replace(b"\r\n ", b"").split(b"\r\n")
    found = [line for line in lines if re.match(name.encode() + b"[:;]", line)]
    assert len(found) <= 1
    return found[0].decode() if found else None


def a_lone_event(**changes: Any) -> bytes:
    return event_blocks(a_release(a_draft(a_session(**changes))), "en", ADDRESSES)[PLENARY]


def test_a_feed_is_these_bytes() -> None:
    data = agenda_ics(a_release(a_draft(a_session())), "en", ADDRESSES)

    assert data == in_lines(FRAME + NAMED + PLENARY_EVENT + END)


def test_a_file_of_one_session_has_no_name_of_its_own() -> None:
    data = session_ics(a_release(), PLENARY, "en", ADDRESSES)

    assert data == in_lines(FRAME + PLENARY_EVENT + END)


def test_a_french_feed_speaks_french() -> None:
    data = session_ics(a_release(a_draft(a_session())), PLENARY, "fr", ADDRESSES)

    assert value(data, "DESCRIPTION") == (
        "DESCRIPTION:Who gets water\\, and when.\\n\\nProgramme\\, heure de Bangkok (UTC+7)\\n"
        "10:00 Wells that last (Boris Petrov)\\n10:20 Rain\\, kept (Dr Carla Núñez et Dinh\\, PhD)\\n\\n"
        "Modération\u00a0: Mme Amina Diallo\\nParticipation\u00a0: En présentiel\\n"
        "Langues\u00a0: anglais\\, français\\n\\n"
        "https://forum.example/forums/harvest/sessions/s222222223"
    )
    assert value(data, "LOCATION") == "LOCATION:Grande salle\\, Maison du fleuve\\, Bangkok"
    assert value(data, "CATEGORIES") == "CATEGORIES:Eau,Plénière"


def test_a_choice_holds_what_was_chosen_and_may_have_a_name() -> None:
    release = a_release()
    data = agenda_ics(release, "en", ADDRESSES, [PLENARY, "unknown"], name="My; agenda\r\nX:y")

    name = "NAME:My\\; agenda X:y\nX-WR-CALNAME:My\\; agenda X:y\n"
    assert data == in_lines(FRAME + name + PLENARY_EVENT + END)


def test_a_choice_goes_on_showing_a_session_that_was_deleted() -> None:
    release = a_release(a_draft(a_session()), after=a_release())

    assert [agenda_ics(release, "en", ADDRESSES, [key]).count(b"STATUS:CANCELLED") for key in (WORKSHOP, PLENARY)] == [
        1,
        0,
    ]


def test_kept_blocks_join_to_the_same_bytes() -> None:
    release = a_release(a_draft(a_session()), after=a_release())
    blocks = event_blocks(release, "fr", ADDRESSES)

    assert list(blocks) == [PLENARY, WORKSHOP]
    assert agenda_ics(release, "fr", ADDRESSES, blocks=blocks) == agenda_ics(release, "fr", ADDRESSES)


def test_a_whole_agenda_is_cut_into_its_events() -> None:
    title = {"en": "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:" + "x" * 90}
    release = a_release(a_draft(a_session(title=title)), after=a_release())
    agenda = agenda_ics(release, "en", ADDRESSES)

    assert blocks_of(agenda) == event_blocks(release, "en", ADDRESSES)
    assert agenda_ics(release, "en", ADDRESSES, [PLENARY], blocks=blocks_of(agenda)) == agenda_ics(
        release, "en", ADDRESSES, [PLENARY]
    )
    assert blocks_of(agenda_ics(release, "en", ADDRESSES, [])) == {}


@pytest.mark.parametrize("sessions", [None, [], ["unknown"]])
def test_a_calendar_without_events_holds_the_component_it_must_have(sessions: list[str] | None) -> None:
    release = a_release(a_draft(sessions=[])) if sessions is None else a_release()
    data = agenda_ics(release, "en", ADDRESSES, sessions)

    assert data == in_lines(FRAME + NAMED + NO_EVENT + END)


@pytest.mark.broad
def test_none_one_and_a_thousand_sessions_are_read_by_everybody(tmp_path: Path) -> None:
    sessions = [a_plain_session(an_id(number, "z"), title={"en": f"Session {number}"}) for number in range(1000)]
    files = {
        str(count): agenda_ics(a_release(a_draft(sessions=sessions[:count])), "en", ADDRESSES) for count in (0, 1, 1000)
    }
    read = read_by_all(files, tmp_path)

    assert [list(faults(data)) for data in files.values()] == [[], [], []]
    assert {
        name: {reader: [event.uid for event in events] for reader, events in found.items()}
        for name, found in read.items()
    } == {
        str(count): {reader: [f"{session.id}@forum.example" for session in sessions[:count]] for reader in READERS}
        for count in (0, 1, 1000)
    }


@pytest.mark.parametrize("key", ["unknown", "", "../x"])
def test_an_unknown_session_has_no_file(key: str) -> None:
    with pytest.raises(NotFound, match=r"^This session is not in the programme, or has no time yet\.$"):
        session_ics(a_release(), key, "en", ADDRESSES)


@pytest.mark.parametrize("status", [SessionStatus.DRAFT, SessionStatus.CONFIRMED])
def test_a_session_in_draft_or_without_a_time_has_no_file(status: SessionStatus) -> None:
    release = a_release(a_draft(a_plain_session(UNSCHEDULED, start=None, status=status), a_session()))

    with pytest.raises(NotFound):
        session_ics(release, UNSCHEDULED, "en", ADDRESSES)
    assert list(event_blocks(release, "en", ADDRESSES)) == [PLENARY]


def test_a_preview_shows_what_publishing_would_on_the_forums_first_day() -> None:
    data = agenda_ics(a_preview(a_draft(a_session())), "en", ADDRESSES)
    published = agenda_ics(a_release(a_draft(a_session())), "en", ADDRESSES)

    assert data == published.replace(b":20300401T090000Z", b":20300514T000000Z")


def test_nothing_private_is_in_a_calendar() -> None:
    hidden = Online(platform="Zoom", url="https://zoom.example/j/secret-room", public=False)
    private = Private(
        email="secret@mail.example",
        phone="+66 555",
        notes="secret note",
        unavailable=[Interval(start=wall(8), end=wall(9))],
    )
    invited = Role(person=DINH, role=RoleKind.PANELLIST, state=RoleState.INVITED)
    focal = Role(person=BORIS, role=RoleKind.FOCAL_POINT, contact=Contact(email="desk@forum.example"))
    draft = a_draft(
        a_session(online=hidden, mode=Mode.HYBRID, roles=[*a_session().roles, invited], talks=[]),
        forum={"roles": [focal], "online": hidden, "contact": Contact(email="hello@forum.example")},
        people=[a_person(private=private), a_person(BORIS, "Boris"), a_person(DINH, "Secret Dinh", private=private)],
    )
    data = agenda_ics(a_release(draft), "en", ADDRESSES)

    found = [word for word in (b"secret", b"Secret", b"@mail", b"desk@", b"hello@", b"555", b"zoom") if word in data]
    assert found == []
    assert [name for name in (b"ATTENDEE", b"ORGANIZER", b"VALARM", b"METHOD", b"CONFERENCE") if name in data] == []


@pytest.mark.parametrize("shown", [True, False])
def test_people_to_be_confirmed_are_named_only_where_the_forum_says_so(shown: bool) -> None:
    roles = [Role(person=AMINA, role=RoleKind.MODERATOR, state=RoleState.INVITED)]
    talk = a_talk(1, speakers=[TalkSpeaker(person=BORIS, state=RoleState.INVITED)])
    draft = a_draft(a_session(roles=roles, talks=[talk], summary={}), forum={"show_invited": shown})
    said = value(event_blocks(a_release(draft), "en", ADDRESSES)[PLENARY], "DESCRIPTION")

    programme = "DESCRIPTION:Programme\\, Bangkok time (UTC+7)\\n10:00 Talk 1"
    facts = (
        "Attendance: In person\\nLanguages: English\\, French\\n\\n"
        "https://forum.example/forums/harvest/sessions/s222222223"
    )
    confirmed = f"{programme}\\n\\n{facts}"
    expected = (
        f"{programme} (Boris Petrov (to be confirmed))\\n\\nModerator: Ms Amina Diallo (to be confirmed)\\n{facts}"
    )
    assert said == (expected if shown else confirmed)


PUBLIC = Online(platform="Zoom", url="https://zoom.example/j/1;2,3", public=True)
PRIVATE = Online(platform="Webex", url="https://webex.example/secret")


@pytest.mark.parametrize(
    ("session", "forum_online", "room_online", "link", "place"),
    [
        ({"mode": Mode.HYBRID, "online": PUBLIC}, None, None, PUBLIC.url, "Studio, River House, Bangkok"),
        ({"mode": Mode.ONLINE, "online": PUBLIC, "room": None}, None, None, PUBLIC.url, "Zoom"),
        ({"mode": Mode.ONLINE, "room": None}, PUBLIC, None, PUBLIC.url, "Zoom"),
        ({"mode": Mode.ONLINE}, None, PUBLIC, PUBLIC.url, "Studio"),
        ({"mode": Mode.ONLINE, "online": PRIVATE, "room": None}, PUBLIC, None, None, "Webex"),
        ({"mode": Mode.ONLINE, "online": Online(), "room": None}, PUBLIC, None, PUBLIC.url, "Zoom"),
        ({"mode": Mode.HYBRID, "online": PRIVATE}, PUBLIC, PUBLIC, None, "Studio, River House, Bangkok"),
        ({"mode": Mode.IN_PERSON, "online": PUBLIC}, PUBLIC, None, None, "Studio, River House, Bangkok"),
        ({"mode": Mode.ONLINE, "room": None}, None, None, None, None),
    ],
)
def test_an_online_link_is_given_where_it_is_public_and_the_platform_where_nothing_else_is_the_place(
    session: dict[str, Any],
    forum_online: Online | None,
    room_online: Online | None,
    link: str | None,
    place: str | None,
) -> None:
    draft = a_draft(
        a_session(**{"room": STUDIO, **session}),
        forum={"online": forum_online},
        rooms=[Room(id=STUDIO, name={"en": "Studio"}, online=room_online)],
    )
    data = event_blocks(a_release(draft), "en", ADDRESSES)[PLENARY]

    assert value(data, "CONFERENCE") == (link and f"CONFERENCE;VALUE=URI;FEATURE=VIDEO:{link}")
    assert value(data, "LOCATION") == (place and f"LOCATION:{place}".replace(", ", "\\, "))
    assert (value(data, "GEO") is None) is (session["mode"] == Mode.ONLINE)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("https://x.example/a\r\nATTENDEE:mailto:y", "https://x.example/a%0D%0AATTENDEE:mailto:y"),
        ("https://x.example/a b\tc", "https://x.example/a%20b%09c"),
        ("https://x.example/ü?q=é#ñ", "https://x.example/%C3%BC?q=%C3%A9#%C3%B1"),
        ("https://bücher.example:8443/x", "https://xn--bcher-kva.example:8443/x"),
        ("https://x.example/100%;a,b", "https://x.example/100%25;a,b"),
        ("https://x.example/%C3%BC", "https://x.example/%C3%BC"),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]/x"),
    ],
)
def test_an_address_holds_nothing_but_what_an_address_may_hold(typed: str, written: str) -> None:
    data = a_lone_event(mode=Mode.HYBRID, online=Online(url=typed, public=True))

    assert value(data, "CONFERENCE") == f"CONFERENCE;VALUE=URI;FEATURE=VIDEO:{written}"


@pytest.mark.parametrize("typed", ["https://[x", "https:///path", "javascript:alert(1)", "x.example", "https://"])
def test_what_is_no_address_of_the_web_is_left_out(typed: str) -> None:
    data = a_lone_event(mode=Mode.HYBRID, online=Online(url=typed, public=True))

    assert value(data, "CONFERENCE") is None


def test_a_session_with_nothing_but_a_title_and_a_time_is_an_event() -> None:
    session = a_plain_session(kind=SessionKind.BREAK, title={"en": "Coffee"})
    data = event_blocks(a_release(a_draft(session, forum={"venue": None})), "en", ADDRESSES)[WORKSHOP]

    assert data == in_lines(
        "BEGIN:VEVENT\nUID:s222222224@forum.example\nDTSTAMP:20300401T090000Z\nLAST-MODIFIED:20300401T090000Z\n"
        "SEQUENCE:0\nDTSTART:20300514T070000Z\nDTEND:20300514T080000Z\nSUMMARY:Coffee\nSTATUS:CONFIRMED\n"
        "DESCRIPTION:https://forum.example/forums/harvest/sessions/s222222224\n"
        "URL:https://forum.example/forums/harvest/sessions/s222222224\nCATEGORIES:Break\nEND:VEVENT\n"
    )


def test_talks_without_a_known_time_are_listed_without_one() -> None:
    talks = [a_talk(1, minutes=None), a_talk(2)]

    assert value(a_lone_event(talks=talks, summary={}, roles=[], languages=[]), "DESCRIPTION") == (
        "DESCRIPTION:Programme\\, Bangkok time (UTC+7)\\n10:00 Talk 1\\n– Talk 2\\n\\nAttendance: In person\\n\\n"
        "https://forum.example/forums/harvest/sessions/s222222223"
    )


def test_languages_captions_and_signs_are_said() -> None:
    data = a_lone_event(
        talks=[],
        summary={},
        roles=[],
        mode=Mode.HYBRID,
        languages=["en"],
        interpretation=["fr", "th"],
        captions=["en"],
        sign_languages=["Thai Sign Language"],
    )

    assert value(data, "DESCRIPTION") == (
        "DESCRIPTION:Attendance: In person and online\\nLanguages: English\\nInterpretation: French\\, Thai\\n"
        "Captions: English\\nSign language: Thai Sign Language\\n\\n"
        "https://forum.example/forums/harvest/sessions/s222222223"
    )


CSS3 = {"green", "orange", "blue", "goldenrod", "deeppink", "teal", "violet", "red"}


def test_colours_are_names_of_css3() -> None:
    found = set()
    for colour in ThemeColour:
        draft = a_draft(a_session(), themes=[Theme(id=WATER, title={"en": "Water"}, colour=colour)])
        found.add(value(event_blocks(a_release(draft), "en", ADDRESSES)[PLENARY], "COLOR"))

    assert found == {f"COLOR:{name}" for name in CSS3}


def test_several_themes_are_several_categories() -> None:
    assert value(a_lone_event(themes=[SEEDS, WATER], label={"en": "Talk, show"}), "CATEGORIES") == (
        "CATEGORIES:Seeds,Water,Talk\\, show"
    )


@pytest.mark.parametrize(("latitude", "written"), [(0.00001, "0.000010"), (-90.0, "-90.000000"), (0.0, "0.000000")])
def test_coordinates_are_written_in_full(latitude: float, written: str) -> None:
    draft = a_draft(a_session(), forum={"venue": a_venue(latitude=latitude, longitude=0.1234567)})

    assert value(event_blocks(a_release(draft), "en", ADDRESSES)[PLENARY], "GEO") == f"GEO:{written};0.123457"


def test_a_renamed_forum_keeps_its_uids_and_a_copy_has_its_own() -> None:
    first = a_release(a_draft(a_session()))
    renamed = a_release(a_draft(a_session(), forum={"title": {"en": "New"}, "slug": "sowing"}), after=first)
    copied = a_release(a_draft(a_session(an_id(77, "c")), forum={"id": an_id(7, "f")}))

    def uids(release: Release) -> list[str | None]:
        return [
            value(block, "UID") for block in event_blocks(release, "en", Addresses("x", "https://x.example")).values()
        ]

    assert [uids(first), uids(renamed), uids(copied)] == [
        ["UID:s222222223@forum.example"],
        ["UID:s222222223@forum.example"],
        [f"UID:{an_id(77, 'c')}@forum.example"],
    ]


def test_the_forums_days_have_no_part_in_its_calendar() -> None:
    one = a_release(a_draft(a_session()))
    other = a_release(a_draft(a_session(), forum={"last_day": date(2030, 6, 1)}))

    assert agenda_ics(one, "en", ADDRESSES) == agenda_ics(other, "en", ADDRESSES)
