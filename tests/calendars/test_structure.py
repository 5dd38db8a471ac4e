"""The check on the way out finds what must never leave."""

import pytest

from forum_app.calendars.public import agenda_ics
from forum_app.calendars.structure import UnfitCalendarError, checked, faults
from tests.factories import ADDRESSES, a_draft, a_release, a_session

SOUND = agenda_ics(a_release(a_draft(a_session())), "en", ADDRESSES)


def test_a_sound_calendar_passes_unchanged() -> None:
    assert checked(SOUND) == SOUND


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"\r\nEND:VCALENDAR\r\n", b"\r\nEND:VCALENDAR", "the last line does not end"),
        (b"BEGIN:VCALENDAR", b"\xef\xbb\xbfBEGIN:VCALENDAR", "a byte order mark"),
        (b"SUMMARY:Water for all", b"SUMMARY:" + b"x" * 80, "a line of 88 octets"),
        (b"STATUS:", b"\r\nSTATUS:", "an empty line"),
        (b"SUMMARY:Water", b"SUMMARY:\x07Water", "a control character"),
        (b"SUMMARY:Water", b"SUMMARY:\nWater", "a control character"),
        ("Núñe".encode(), "Núñe".encode()[:-2], "a character cut in two"),
        (b"SUMMARY:Water", b"Water", "no content line"),
        (b"END:VEVENT\r\n", b"", "END without BEGIN"),
        (b"END:VEVENT\r\nEND:VCALENDAR\r\n", b"", "BEGIN without END"),
        (b"BEGIN:VCALENDAR\r\n", b"", "outside of a component"),
        (b"UID:s222222223@forum.example\r\n", b"", "0 × UID in VEVENT"),
        (b"STATUS:CONFIRMED\r\n", b"STATUS:CONFIRMED\r\nSTATUS:CONFIRMED\r\n", "2 × STATUS in VEVENT"),
        (b"PRODID", b"X-PRODID", "0 × PRODID in VCALENDAR"),
        (b"VERSION:2.0\r\n", b"VERSION:2.0\r\nMETHOD:REQUEST\r\n", "METHOD in VCALENDAR"),
        (b"STATUS:", b"ATTENDEE:mailto:x@y.example\r\nSTATUS:", "ATTENDEE in VEVENT"),
        (b"END:VEVENT", b"BEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT", "an alarm"),
        (b"DTSTART:20300514T030000Z", b"DTSTART:20300514T030000", "DTSTART is not in UTC"),
        (b"DTEND:20300514T043000Z", b"DTEND:20300514T030000Z", "the end is not after the start"),
        (b"SEQUENCE:0", b"SEQUENCE:-1", "SEQUENCE out of range"),
        (b"SEQUENCE:0", b"SEQUENCE:2147483648", "SEQUENCE out of range"),
        (b"STATUS:CONFIRMED", b"STATUS:DRAFT", "an unknown STATUS"),
        (b"UID:s222222223@forum.example", b"UID:", "UID out of range"),
        (b"COLOR:green\r\n", b"COLOR:green\r\nCOLOR:red\r\n", "more than one COLOR"),
    ],
)
def test_a_calendar_with_a_fault_does_not_leave(old: bytes, new: bytes, fault: str) -> None:
    broken = SOUND.replace(old, new)

    assert broken != SOUND
    assert next(faults(broken)).startswith(fault)
    with pytest.raises(UnfitCalendarError):
        checked(broken)
