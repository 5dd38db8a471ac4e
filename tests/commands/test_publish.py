"""Publishing from the command line: what it came to, in words."""

import json
from pathlib import Path

from forum_app.paths import SAMPLES
from tests.commands.conftest import Forum


def test_publishing_twice_makes_one_release_and_says_so(sample_forum: Forum) -> None:
    done = sample_forum("publish", "gssd2022")
    assert (done.status, done.out) == (0, "Nothing changed since release 2.\n")
    first = sample_forum("publish", "gssd2022", "--again", "1").out.splitlines()
    assert first[0] == "Release 3 is published."
    assert first[1].startswith("2 people will be told at ")
    assert [line.split("<")[1] for line in first[2:]] == [
        "anir.chowdhury@example.org>",
        "rie.vejs-kjeldgaard@example.org>",
    ]
    # Within ten minutes: they hear of neither.
    assert sample_forum("publish", "gssd2022").out == "Release 4 is published.\n"
    done = sample_forum("publish", "gssd2022")
    assert (done.status, done.out) == (0, "Nothing changed since release 4.\n")


def test_an_import_that_changes_nothing_publishes_nothing(sample_forum: Forum, tmp_path: Path) -> None:
    done = sample_forum("import", SAMPLES / "gssd2022.json", "--replace", "--publish")
    assert done.status == 0
    assert done.out.splitlines()[-1] == "Nothing changed since release 2."
    data = json.loads((SAMPLES / "gssd2022.json").read_bytes())
    data["sessions"][0]["title"]["en"] = "Another title"
    changed = tmp_path / "forum.json"
    changed.write_text(json.dumps(data))
    assert sample_forum("import", changed, "--replace", "--publish").out.splitlines()[-1] == "Release 3 is published."


def test_a_note_that_is_too_long_is_refused_in_one_line(sample_forum: Forum) -> None:
    for words in (["publish", "gssd2022"], ["publish", "gssd2022", "--again", "1"]):
        done = sample_forum(*words, "--note", "x" * 301)
        assert (done.status, done.out) == (1, "")
        assert done.err == "forum: The note of a release has 301 characters; at most 300 are shown.\n"


def test_a_release_is_taken_back_within_ten_minutes(sample_forum: Forum) -> None:
    assert sample_forum("publish", "gssd2022", "--take-back").err.startswith("forum: Ten minutes have passed")
    sample_forum("publish", "gssd2022", "--again", "1")
    done = sample_forum("publish", "gssd2022", "--take-back")
    assert done.out == "Release 3 is taken back: the public sees what release 2 held. Nobody is told.\n"
    assert sample_forum("publish", "gssd2022").out == "Nothing changed since release 4.\n"
