"""The sample forum and the note with errors: whole, sound, and exactly what the export would write."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from forum_app.domain.draft import Draft
from forum_app.domain.texts import is_out_of_date, languages_of
from forum_app.domain.walking import parts
from forum_app.paths import SAMPLES
from forum_app.services.forum_files import parse_forum_json

DATA = Path(__file__).parent.parent / "data"
SAMPLE = SAMPLES / "gssd2022.json"
WITH_ERRORS = DATA / "seed_with_errors.json"
FIRST = json.loads((SAMPLES / "gssd2022_first.json").read_text("utf-8"))


def _at(data: Any, steps: list[str]) -> Any:
    for step in steps:
        data = data[int(step)] if isinstance(data, list) else data[step]
    return data


def _first() -> Draft:
    """The sample as it was first announced."""
    data = json.loads(SAMPLE.read_bytes())
    for change in FIRST:
        *path, last = change["at"].strip("/").split("/")
        _at(data, path)[int(last) if last.isdigit() else last] = change["value"]
    return parse_forum_json(json.dumps(data).encode())


def _texts(draft: Draft) -> Iterator[tuple[str, dict[str, str]]]:
    for place, part in parts(draft):
        for name in part.__struct_fields__:
            value = getattr(part, name)
            found = value if isinstance(value, list) else [value]
            for text in found:
                if isinstance(text, dict) and text and name not in ("states", "severities"):
                    yield f"{place}.{name}", text


@pytest.mark.parametrize("file", [SAMPLE, WITH_ERRORS], ids=lambda file: file.stem)
def test_reading_a_file_and_writing_it_again_changes_no_byte(file):
    draft = parse_forum_json(file.read_bytes())

    assert msgspec.json.format(msgspec.json.encode(draft), indent=1) + b"\n" == file.read_bytes()


@pytest.mark.parametrize("state", ["first", "final"])
def test_the_talks_fill_the_panel_to_the_minute(state):
    draft = _first() if state == "first" else parse_forum_json(SAMPLE.read_bytes())
    panel = draft.sessions[0]

    assert sum(talk.minutes or 0 for talk in panel.talks) == panel.minutes


@pytest.mark.parametrize("state", ["first", "final"])
def test_every_text_is_in_english_and_french_and_in_step(state):
    draft = _first() if state == "first" else parse_forum_json(SAMPLE.read_bytes())
    texts = list(_texts(draft))

    assert len(texts) > 150
    assert [place for place, text in texts if set(languages_of(text)) != {"en", "fr"}] == []
    assert [place for place, text in texts if "fr@en" not in text or is_out_of_date(text, "fr", "en")] == []


def test_the_first_announcement_differs_in_every_place_it_names():
    final = json.loads(SAMPLE.read_bytes())

    assert [change["at"] for change in FIRST if _at(final, change["at"].strip("/").split("/")) == change["value"]] == []


def test_every_person_of_the_sample_has_a_small_portrait_of_their_own():
    draft = parse_forum_json(SAMPLE.read_bytes())

    assert len({person.photo.file for person in draft.people if person.photo}) == len(draft.people) == 9
    assert {file.name for file in draft.files} == {person.photo.file for person in draft.people}
    assert max(len(file.data) for file in draft.files) <= 6 * 1024


def test_every_place_of_an_error_is_a_place_of_the_note():
    data = json.loads(WITH_ERRORS.read_bytes())
    table = (DATA / "seed_with_errors.md").read_text("utf-8").split("\n\n")[2]
    places = re.findall(r"`([^`]+)`", table)

    assert len(places) > 40
    for place in places:
        assert _at(data, re.findall(r"[\w@]+", place)) is not None, place


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_acronym_of_the_list_stands_in_the_texts_of_its_language_and_beside_its_name_only_once(language):
    draft = parse_forum_json(SAMPLE.read_bytes())
    texts = " ".join(
        text[language] for place, text in _texts(draft) if not place.endswith((".acronym", ".expansion", ".name"))
    )
    pairs = [(term.acronym[language], term.expansion[language]) for term in draft.forum.terms]
    pairs += [(item.acronym[language], item.name[language]) for item in draft.organisations if item.acronym]

    assert [acronym for acronym, _name in pairs if not re.search(rf"(?<!\w){re.escape(acronym)}", texts)] == []
    assert [name for acronym, name in pairs if f"({acronym})" in name] == []


def test_the_target_an_alliance_is_named_after_is_a_goal_of_the_sample():
    draft = parse_forum_json(SAMPLE.read_bytes())
    named = {match for item in draft.organisations for match in re.findall(r"\b\d+\.\w\b", item.name["en"])}

    assert named == {"8.7"}
    assert named <= set(draft.forum.goals)
