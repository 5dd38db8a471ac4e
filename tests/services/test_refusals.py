"""What is wrong in a forum.json is said in words a writer understands, with its place, all of it at once."""

import json
from typing import Any

import pytest

from forum_app.domain.errors import ImportRefused
from forum_app.paths import SAMPLES
from forum_app.services.forum_files import parse_forum_json

SAMPLE = (SAMPLES / "gssd2022.json").read_bytes()
HASH = "0" * 64 + ".png"


def changed(*changes: tuple[list[Any], Any]) -> bytes:
    data = json.loads(SAMPLE)
    for place, value in changes:
        here = data
        for step in place[:-1]:
            here = here[step]
        here[place[-1]] = value
    return json.dumps(data).encode()


def problems(data: bytes) -> list[tuple[str, str]]:
    with pytest.raises(ImportRefused) as refused:
        parse_forum_json(data)
    return refused.value.problems


CASES = [
    (["forum", "first_day"], "2026-02-29", "forum.first_day", "This is no date: write one such as 2026-09-13."),
    (["forum", "first_day"], 5, "forum.first_day", "This should be a date in quotation marks, such as 2026-09-13; it is a whole number."),
    (["sessions", 0, "minutes"], 0, "sessions[0].minutes", "The number must be at least 1."),
    (["sessions", 0, "minutes"], "x", "sessions[0].minutes", "This should be a whole number; it is a text in quotation marks."),
    (["sessions"], {}, "sessions", "This should be a list […]; it is an object {…}."),
    (["forum"], [], "forum", "This should be an object {…}; it is a list […]."),
    (["forum", "title"], "Opening", "forum.title", 'A text is written by language here, such as {"en": "Opening"}.'),
    (["forum", "title", "en"], 5, "forum.title.en", "This should be a text in quotation marks; it is a whole number."),
    (["forum", "title", "fr"], "x" * 301, "forum.title.fr", "The text is longer than 300 characters."),
    (["forum", "title", "English"], "x", "forum.title.English", "This is no code of a language: write one such as en, fr or pt-BR."),
    (["forum", "slug"], "GSSD 2022", "forum.slug", "This is no short name: it needs 2 to 60 small letters, digits and single hyphens between them."),
    (["forum", "accent"], "red", "forum.accent", "This is no colour: write # and six small hexadecimal digits, such as #2440b0."),
    (["forum", "languages"], ["english"], "forum.languages[0]", "This is no code of a language: write one such as en, fr or pt-BR."),
    (["forum", "languages"], [], "forum.languages", "The list needs at least 1."),
    (["forum", "goals"], ["18"], "forum.goals[0]", "This is no goal: write its number from 1 to 17, or a target such as 8.5 or 13.b."),
    (["people", 0, "country"], "Thailand", "people[0].country", "This is no code of a country: write two capital letters, such as TH."),
    (["people", 0, "id"], "person-1", "people[0].id", "This is no id: an id is ten small letters and digits, without 0, 1, i, l and o. Leave it out for something new."),
    (["sessions", 0, "room"], "R1", "sessions[0].room", "This is no id: an id is ten small letters and digits, without 0, 1, i, l and o."),
    (["people", 0, "photo"], {"file": "me.jpg"}, "people[0].photo.file", "This is no name of a file: it is the SHA-256 of the content, 64 small hexadecimal digits, and .png, .webp, .jpg or .pdf."),
    (["people", 0, "photo"], {"file": HASH}, "people[0].photo.file", f"The file {HASH} is missing: it is not in the list “files”."),
    (["sessions", 0, "mode"], "party", "sessions[0].mode", "'party' is not one of the words allowed here: in-person, online, hybrid."),
    (["forum", "titel"], {}, "forum", "The field “titel” is not known here: is “title” meant?"),
    (["forum", "zzz"], {}, "forum", "The field “zzz” is not known here: is it misspelt?"),
    (["version"], 2, "version", "The file has version 2 of the format; this software reads version 1."),
    (["sessions", 0, "start"], "2022-09-13T10:00:00Z", "sessions[0].start", "Write the time as the clocks there show it, without a zone or offset."),
    (["files", 0, "data"], "é", "files[0].data", "The content is no base64."),
]  # fmt: skip


@pytest.mark.parametrize(("where", "value", "place", "said"), CASES)
def test_a_problem_is_said_in_words_with_its_place(where: list[Any], value: Any, place: str, said: str) -> None:
    assert (place, said) in problems(changed((where, value)))


def test_a_field_that_is_missing_is_named() -> None:
    data = json.loads(SAMPLE)
    del data["forum"]["first_day"], data["sessions"][1 % len(data["sessions"])]["title"]
    index = 1 % len(data["sessions"])
    assert problems(json.dumps(data).encode()) == [
        ("forum", "The field “first_day” is missing."),
        (f"sessions[{index}]", "The field “title” is missing."),
    ]


def test_everything_that_is_wrong_is_listed_at_once() -> None:
    found = problems(
        changed(
            (["forum", "first_day"], "soon"),
            (["forum", "accent"], "red"),
            (["sessions", 0, "minutes"], 0),
            (["sessions", 0, "kind"], "party"),
            (["people", 0, "country"], "Thailand"),
            (["people", 1, "titles"], []),
        )
    )
    places = ["forum.first_day", "forum.accent", "people[0].country", "people[1]", "sessions[0].kind", "sessions[0].minutes"]  # fmt: skip
    assert sorted(place for place, _text in found) == sorted(places)


@pytest.mark.parametrize(
    ("data", "place", "said"),
    [
        (b"", "", "The file is empty."),
        (b" \n", "", "The file is empty."),
        (b'{"version": 1,', "", "The file is no valid JSON: it ends too early, as if it was cut off."),
        (b'{"version": 1,\n "forum": {,}}', "", "The file is no valid JSON: object keys must be strings, line 2, column 12."),
        (b'{"version":1,"forum":{"title":{"en":"\\ud800"}}}', "forum.title.en", "The file is no valid JSON: this text holds half of a character (a lone surrogate)."),
        (b"[]", "", "This should be an object {…}; it is a list […]."),
        (b"\xff", "", "The file is no valid JSON: invalid character, line 1, column 1."),
    ],
)  # fmt: skip
def test_what_is_no_json_is_said_with_its_line(data: bytes, place: str, said: str) -> None:
    assert problems(data) == [(place, said)]
