"""One odd thing in every text that a forum has at once: exact at every door, or refused at every place."""

import pytest

from tests.quality.full import LINES, PLACES, WORDS, said, saying
from tests.quality.house import House, a_file, put

# Each is shown as it was typed: escaped once, whole, nothing of it run.
EXACT = {
    "signs of markup": "R&D <x> \"y\" 'z' &amp; &lt; a,b;c\\d",
    "what programs call nothing": "None null undefined NaN true Null",
    "names and emoji": "O'Brien D'Angelo-Ñandú 👩🏽‍🌾 🇫🇷 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🫨",
    "scripts of the world": "منتدى Forum 2030 (القسم 3) פורום א׳ วิศวกร វិស្វករ 来自北京 क्षेत्रीय የውሃ ﬁn ＡＢＣ İı ẞß",
    "a word without end": "W" * 180,
    "templates of five kinds": "{{7*7}} {% raw %} ${7*7} <%= 7*7 %> {0.__class__} %(x)s %n #{7*7}",
    "calendar lines": "END:VEVENT ATTENDEE:mailto:x a\\\\,b;c:\"d\" =?utf-8?Q?x?=",
    "script that would run": "</script><script>alert(49)</script><img src=x onerror=alert(49)><!--<svg/onload=alert(49)>]]>&#x3c;",
    "an attribute broken out of": "\" autofocus onfocus=alert(49) x=' `y` =1+1 '; DROP TABLE forum; --",
}  # fmt: skip


@pytest.mark.parametrize("name", EXACT)
def test_every_text_reads_back_as_typed_at_every_door(house: House, name: str) -> None:
    value = EXACT[name]
    found = said(house.open(saying(f"exact{list(EXACT).index(name)}", value)))
    assert [place for place in PLACES if place not in found] == []
    assert {place: text for place, texts in found.items() for text in texts if not _begins(text, value)} == {}


# What texts of one line become: one line, without outer, doubled or direction-turning characters.
TIDIED = {
    "line breaks of every kind": ("a\rb\nc\r\nd\u2028e\u2029f\u0085g", "a b c d e f g"),
    "blanks outside and doubled": ("\t  a \u00a0 b\u3000\t c  ", "a b c"),
    "marks of direction": ("inv\u202egnp.exe\u202c \u2066b\u2069", "invgnp.exe b"),
    "a decomposed letter": ("Nu\u0301n\u0303ez", "Núñez"),
}


@pytest.mark.parametrize("name", TIDIED)
def test_every_text_of_one_line_is_made_one_line(house: House, name: str) -> None:
    typed, shown = TIDIED[name]
    found = said(house.open(saying(f"tidy{list(TIDIED).index(name)}", typed)))
    one_line = {place for place in (*LINES, *WORDS) if "question" not in place}  # questions may have several
    assert one_line - set(found) == set()
    assert {place: text for place in one_line for text in found.get(place, ()) if not _begins(text, shown)} == {}


UNFIT = {"\x00": "U+0000", "\x1b[31m": "U+001B", "\x7f": "U+007F", "\ufffe": "U+FFFE", "e" + "\u0301" * 12: "marks"}


@pytest.mark.parametrize("value", UNFIT, ids=lambda value: ascii(value)[:12])
def test_what_no_text_may_hold_is_refused_at_every_place_it_stands(house: House, value: str) -> None:
    refused = house.refusal(saying("unfit", f"a{value}b"))
    assert {place.removesuffix(".en") for place in refused} == {_pathed(place) for place in PLACES}
    assert all(UNFIT[value] in words for words in refused.values())


def test_every_text_may_be_a_single_letter_and_as_long_as_its_limit(house: House) -> None:
    for length in (1, 190):
        assert house.refusal(saying(f"length{length}", "x" * length)) == {}


NAMES = ["X", "Q.", "李", "Null", "O’Brien-D'Angelo", "J" * 120, "🌾", "—", "=1+1"]


@pytest.mark.parametrize("name", NAMES)
def test_a_persons_name_may_be_anything_that_says_something(house: House, name: str) -> None:
    doors = house.open(put(a_file(f"name{NAMES.index(name)}"), "people.0.name.en", name))
    key = doors.release.content.people[0].id
    heading = doors.trees[f"speakers/{key}"].find(".//h1")
    assert heading is not None and "".join(heading.itertext()).strip() == name


def _begins(text: str, value: str) -> bool:
    """Whether what a door shows is the value, or where a description is cut short, its beginning."""
    shown = text.split(": ", 1)[1].rstrip()
    return shown.startswith(value) or (shown.endswith("…") and value.startswith(shown[:-1]))


def _pathed(place: str) -> str:
    """sessions.0.title as refusals say it: sessions[0].title."""
    steps = place.split(".")
    return steps[0] + "".join(f"[{step}]" if step.isdigit() else f".{step}" for step in steps[1:])
