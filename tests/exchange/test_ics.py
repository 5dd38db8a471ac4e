"""Calendars taken in as programmes: our own feed comes back, others are read leniently, hostile ones refused fast."""

import pytest

from forum_app.calendars.public import agenda_ics
from forum_app.domain.errors import ImportRefused
from forum_app.domain.vocabularies import SessionStatus
from forum_app.exchange.drafting import drafted
from forum_app.exchange.ics import read_ics
from forum_app.services.forum_files import sound
from tests.factories import ADDRESSES, a_draft, a_plain_session, a_release, a_session


def calendar(*lines: str, head: str = "X-WR-TIMEZONE:Europe/Paris") -> bytes:
    event = ["BEGIN:VEVENT", "UID:1@example.org", "DTSTAMP:20270101T000000Z", *lines, "END:VEVENT"] if lines else []
    whole = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:x",
        "NAME:Made up",
        *([head] if head else []),
        *event,
        "END:VCALENDAR",
    ]
    return "\r\n".join([*whole, ""]).encode()


WHEN = ("DTSTART:20270326T090000Z", "DTEND:20270326T103000Z")


def test_our_own_feed_comes_back_with_its_times_places_and_titles() -> None:
    release = a_release(a_draft(a_session(), a_plain_session(status=SessionStatus.CANCELLED)))
    draft = sound(drafted(read_ics(agenda_ics(release, "en", ADDRESSES), "Asia/Bangkok")))
    rooms = {room.id: room.name["en"] for room in draft.rooms}
    assert [
        (one.title["en"], str(one.start), one.minutes, rooms[one.room or ""], one.status.value)
        for one in draft.sessions
    ] == [
        ("Water for all", "2030-05-14 10:00:00", 90, "Great Hall, River House, Bangkok", "confirmed"),
        ("Seed swap", "2030-05-14 14:00:00", 60, "River House, Bangkok", "cancelled"),
    ]
    assert draft.sessions[0].origin is not None and draft.sessions[0].origin.guid.endswith("@forum.example")


@pytest.mark.parametrize(
    ("lines", "start", "minutes", "told"),
    [
        (WHEN, "2027-03-26 10:00:00", 90, ""),
        (("DTSTART:20270329T090000Z", "DURATION:PT45M"), "2027-03-29 11:00:00", 45, ""),
        (("DTSTART;VALUE=DATE:20270326", "DTEND;VALUE=DATE:20270328"), "2027-03-26 00:00:00", 2880, "takes whole days"),
        (("DTSTART:20270326T090000Z",), "2027-03-26 10:00:00", 60, "has no length"),
        (("DTSTART:20270326T090000", "DTEND:20270326T100000"), "2027-03-26 09:00:00", 60, "names no zone"),
        ((*WHEN, "RRULE:FREQ=SECONDLY"), "2027-03-26 10:00:00", 90, "is repeated"),
    ],
)
def test_a_time_is_read_in_the_calendars_zone_and_what_deviates_is_told(
    lines: tuple[str, ...], start: str, minutes: int, told: str
) -> None:
    programme = read_ics(calendar("SUMMARY:Talk", *lines))
    (session,) = sound(drafted(programme)).sessions
    assert (str(session.start), session.minutes) == (start, minutes)
    assert any(told in line for line in programme.told.sentences()) or not told


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "it has no BEGIN:VCALENDAR"),
        (b"BEGIN:VCALENDAR\r\n" * 10_000, "nested more than"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 30_000 + b"END:VCALENDAR\r\n", "more than 20000 parts"),
        (calendar("SUMMARY:x", *WHEN, head=""), "names no time zone"),
        (calendar("SUMMARY:x"), "no readable DTSTART"),
        (calendar(), "holds no event"),
        (calendar("SUMMARY:" + "x" * 100_000, *WHEN), "300 are the most"),
        (calendar("SUMMARY:" + "x" * 1_000_000, *WHEN), "A line of the calendar has 1000008 characters"),
        (calendar("SUMMARY:x", "DTSTART:20270326T090000Z", "DURATION:P30D"), "more than seven days"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_is_no_programme_is_refused_in_words(data: bytes, sentence: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        sound(drafted(read_ics(data)))
    assert any(sentence in text for _place, text in refused.value.problems), refused.value.problems
