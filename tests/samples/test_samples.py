"""The sample forums and the note with errors: whole, sound, and exactly what the export would write."""

import json
import re
from pathlib import Path

import msgspec
import pytest

from forum_app.domain.texts import is_out_of_date, languages_of
from forum_app.paths import SAMPLES
from forum_app.services.forum_files import parse_forum_json
from tests.samples.reading import STATES, at, changes, sample, texts

DATA = Path(__file__).parent.parent / "data"
SAMPLES_OF = {"gssd2022": "fr", "eiip2025": "ar"}  # slug, and its second language
WITH_ERRORS = DATA / "seed_with_errors.json"


@pytest.mark.parametrize(
    "file", [*(SAMPLES / f"{slug}.json" for slug in SAMPLES_OF), WITH_ERRORS], ids=lambda file: file.stem
)
def test_reading_a_file_and_writing_it_again_changes_no_byte(file):
    draft = parse_forum_json(file.read_bytes())

    assert msgspec.json.format(msgspec.json.encode(draft), indent=1) + b"\n" == file.read_bytes()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("slug", SAMPLES_OF)
def test_talks_fill_their_session_to_the_minute(slug, state):
    held = [session for session in sample(slug, state).sessions if session.talks]

    assert held
    assert [item.title["en"] for item in held if sum(talk.minutes or 0 for talk in item.talks) != item.minutes] == []


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("slug", SAMPLES_OF)
def test_every_text_is_in_both_languages_and_in_step(slug, state):
    second = SAMPLES_OF[slug]
    found = list(texts(sample(slug, state)))

    assert len(found) > 150
    assert [place for place, text in found if set(languages_of(text)) != {"en", second}] == []
    assert [place for place, text in found if f"{second}@en" not in text or is_out_of_date(text, second, "en")] == []


@pytest.mark.parametrize("slug", SAMPLES_OF)
def test_the_first_announcement_differs_in_every_place_it_names(slug):
    final = json.loads((SAMPLES / f"{slug}.json").read_bytes())

    assert changes(slug)
    assert [change["at"] for change in changes(slug) if at(final, change["at"]) == change["value"]] == []


@pytest.mark.parametrize(("slug", "people"), [("gssd2022", 9), ("eiip2025", 35)])
def test_every_person_of_a_sample_has_a_small_portrait_of_their_own(slug, people):
    draft = sample(slug)

    assert len({person.photo.file for person in draft.people if person.photo}) == len(draft.people) == people
    assert {file.name for file in draft.files} == {person.photo.file for person in draft.people}
    assert max(len(file.data) for file in draft.files) <= 6 * 1024


def test_every_place_of_an_error_is_a_place_of_the_note():
    data = json.loads(WITH_ERRORS.read_bytes())
    table = (DATA / "seed_with_errors.md").read_text("utf-8").split("\n\n")[2]
    places = re.findall(r"`([^`]+)`", table)

    assert len(places) > 40
    for place in places:
        assert at(data, "/".join(re.findall(r"[\w@]+", place))) is not None, place


@pytest.mark.parametrize(("slug", "language"), [("gssd2022", "en"), ("gssd2022", "fr"), ("eiip2025", "en")])
def test_every_acronym_of_the_list_stands_in_the_texts_of_its_language_and_beside_its_name_only_once(slug, language):
    draft = sample(slug)
    written = " ".join(
        text[language] for place, text in texts(draft) if not place.endswith((".acronym", ".expansion", ".name"))
    )
    written = " ".join([written, *draft.forum.funding])
    pairs = [(term.acronym[language], term.expansion[language]) for term in draft.forum.terms]
    pairs += [(item.acronym[language], item.name[language]) for item in draft.organisations if item.acronym]

    assert [acronym for acronym, _name in pairs if not re.search(rf"(?<!\w){re.escape(acronym)}", written)] == []
    assert [name for acronym, name in pairs if f"({acronym})" in name] == []


def test_the_target_an_alliance_is_named_after_is_a_goal_of_the_sample():
    draft = sample("gssd2022")
    named = {match for item in draft.organisations for match in re.findall(r"\b\d+\.\w\b", item.name["en"])}

    assert named == {"8.7"}
    assert named <= set(draft.forum.goals)
