"""Texts that people type come back from other people's calendar readers exactly as they were typed."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_app.calendars.public import agenda_ics
from forum_app.calendars.structure import faults
from forum_app.domain.release import Release
from tests.calendars.readers import READERS, Reading, Seen, read_by_all
from tests.factories import ADDRESSES, a_draft, a_plain_session, a_release, a_venue, an_id

# What is typed, and how it reads as one line where that differs.
TYPED = {
    "markup and entities": "R&D <x> \"y\" 'z' &amp; &lt; a,b;c\\d",
    "what iCalendar escapes": 'a\\,b;c:"e"',
    "a backslash at the end": "a\\",
    "an end of a component": "END:VEVENT",
    "a beginning of another": "BEGIN:VALARM",
    "a look-alike of a folded line": "- x:y;z=1",
    "the name None": "None",
    "the surname Null": "Null",
    "a formula": "=1+1",
    "templates": "50% %s %(x)s {0} {{7*7}} ${7*7} <%= 1 %>",
    "carets": "^n ^^ ^'",
    "two-byte letters": "é" * 90,
    "three-byte letters": "ท" * 90,
    "four-byte pictures": "🌾" * 60,
    "a family of joined pictures": "👩\u200d👩\u200d👧\u200d👦 and 🇹🇭",
    "Arabic with Latin and digits": "مرحبا Bangkok 2030",
    "a word of 300 letters": "w" * 300,
}
ONE_LINE = {
    "an injected property": ("Title\r\nATTENDEE:mailto:x", "Title ATTENDEE:mailto:x"),
    "a lone carriage return": ("a\rb", "a b"),
    "line and paragraph separators": ("a\u2028b\u2029c\u0085d", "a b c d"),
    "blanks around and doubled": ("  a \t b  ", "a b"),
    "control characters": ("a\x00b\x07c\x1b[31md\x7f", "abc[31md"),
}
# A backslash before an n: node-ical and ics take it for a line break though it is escaped (RFC 5545, 3.3.11).
BACKSLASH_N = 'C:\\New \\n and a\\nd:"e"'
BACKSLASH_N_MISREAD = 'C:\\\new \\\n and a\\\nd:"e"'
LONG = "A sentence, with a comma; a semicolon\\backslash and ‘quotes’. " * 500


def published(title: str, summary: str = "") -> Release:
    """One session whose title, label, place and summary are all the same text."""
    session = a_plain_session(
        title={"en": title}, label={"en": title}, summary={"en": summary or f"<p>{html.escape(title)}</p>"}
    )
    return a_release(a_draft(session, forum={"venue": a_venue(name={"en": title}, city={})}))


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    texts = {
        **TYPED,
        **{name: typed for name, (typed, _shown) in ONE_LINE.items()},
        "a backslash before n": BACKSLASH_N,
    }
    releases = {name: published(typed) for name, typed in texts.items()}
    releases["30,000 characters"] = published("Long", f"<p>{html.escape(LONG)}</p>")
    releases["rich text"] = published("Rich", RICH)
    files = {name: agenda_ics(release, "en", ADDRESSES) for name, release in releases.items()}
    return read_by_all(files, tmp_path_factory.mktemp("texts"))


def the_event(reading: Reading, name: str, reader: str) -> Seen:
    (event,) = reading[name][reader]
    return event


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", TYPED)
def test_a_text_reads_back_as_it_was_typed(reading: Reading, name: str, reader: str) -> None:
    event = the_event(reading, name, reader)
    typed = TYPED[name]

    assert (event.summary, event.location, event.categories) == (typed, typed, (typed,))
    assert event.description.split("\n")[0] == typed


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", ONE_LINE)
def test_a_title_stays_one_line_and_no_property_of_its_own(reading: Reading, name: str, reader: str) -> None:
    event = the_event(reading, name, reader)
    shown = ONE_LINE[name][1]

    assert (event.summary, event.location, event.categories) == (shown, shown, (shown,))


@pytest.mark.parametrize(
    ("reader", "shown"),
    [
        ("ical.js", BACKSLASH_N),
        ("vobject", BACKSLASH_N),
        pytest.param("node-ical", BACKSLASH_N_MISREAD, id="node-ical is wrong"),
        pytest.param("ics", BACKSLASH_N_MISREAD, id="ics is wrong"),
    ],
)
def test_a_backslash_before_n_is_no_line_break_except_to_readers_that_are_wrong(
    reading: Reading, reader: str, shown: str
) -> None:
    event = the_event(reading, "a backslash before n", reader)

    assert (event.summary, event.location, event.categories) == (shown, shown, (shown,))


@pytest.mark.parametrize("reader", READERS)
def test_a_long_description_is_whole(reading: Reading, reader: str) -> None:
    event = the_event(reading, "30,000 characters", reader)

    assert event.description == (
        f"{LONG.strip()}\n\nAttendance: In person\n\nhttps://forum.example/forums/harvest/sessions/s222222224"
    )


RICH = (
    "<h2>What &amp; why</h2><p>One <strong>bold</strong> <a href='https://x.example'>word</a><sup class='fn' "
    "data-id='a1'>1</sup></p><ul><li>first</li><li>second</li></ul><table><tr><td>a</td></tr></table>"
)


@pytest.mark.parametrize("reader", READERS)
def test_rich_text_is_plain_in_a_calendar(reading: Reading, reader: str) -> None:
    event = the_event(reading, "rich text", reader)

    assert event.description.split("\n\n")[0] == "What & why\nOne bold word\n- first\n- second\na"


def test_no_line_is_longer_than_75_octets_and_no_character_is_cut(tmp_path_factory: pytest.TempPathFactory) -> None:
    titles = ["a" * length + char * 30 for char in "éท🌾" for length in range(80)]
    sessions = [a_plain_session(an_id(number, "z"), title={"en": title}) for number, title in enumerate(titles)]
    data = agenda_ics(a_release(a_draft(*sessions)), "en", ADDRESSES)

    assert list(faults(data)) == []
    assert max(len(line) for line in data.split(b"\r\n")) == 75
    read = read_by_all({"folded": data}, tmp_path_factory.mktemp("folded"))["folded"]
    assert {reader: sorted(event.summary for event in events) for reader, events in read.items()} == dict.fromkeys(
        READERS, sorted(titles)
    )


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200))
def test_whatever_is_typed_the_file_is_sound(text: str) -> None:
    data = agenda_ics(published(text), "en", ADDRESSES)

    assert list(faults(data)) == []
    assert data.count(b"BEGIN:VEVENT") == data.count(b"\r\nBEGIN:VEVENT\r\n") == data.count(b"\r\nEND:VEVENT\r\n") == 1
