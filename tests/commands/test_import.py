"""Importing from the command line: what it came to, and everything that is wrong, in words."""

import json
from pathlib import Path
from typing import Any

from forum_app.paths import SAMPLES
from tests.commands.conftest import Forum

SAMPLE = SAMPLES / "gssd2022.json"


def written(folder: Path, *changes: tuple[list[Any], Any]) -> Path:
    """The sample with changes, as a file."""
    data = json.loads(SAMPLE.read_bytes())
    for place, value in changes:
        here = data
        for step in place[:-1]:
            here = here[step]
        here[place[-1]] = value
    path = folder / "changed.json"
    path.write_text(json.dumps(data))
    return path


def test_an_import_says_what_it_came_to(forum: Forum, tmp_path: Path) -> None:
    assert forum("import", SAMPLE).out == "gssd2022: imported\n"
    assert forum("import", SAMPLE, "--replace").out == "gssd2022: replaced: nothing changed\n"
    one = written(tmp_path, (["sessions", 0, "title", "en"], "Another title"))
    assert forum("import", one, "--replace").out == "gssd2022: replaced: 1 thing changed\n"
    two = written(tmp_path, (["forum", "title", "en"], "Another title"), (["people", 0, "name", "en"], "Another"))
    assert forum("import", two, "--replace").out == "gssd2022: replaced: 3 things changed\n"
    done = forum("import", SAMPLE)
    assert (done.status, done.err.count("\n")) == (1, 1)
    assert "choose another --slug, or --replace it" in done.err


def test_a_refusal_lists_every_problem_with_the_file_and_place(forum: Forum, tmp_path: Path) -> None:
    wrong = written(tmp_path, (["forum", "accent"], "red"), (["sessions", 0, "minutes"], 0))
    done = forum("import", wrong)
    assert (done.status, done.out) == (1, "")
    assert done.err.splitlines() == [
        "forum: nothing was imported.",
        "changed.json: forum.accent: This is no colour: write # and six small hexadecimal digits, such as #2440b0.",
        "changed.json: sessions[0].minutes: The number must be at least 1.",
    ]


def test_what_is_taken_out_of_a_text_is_told_with_its_place(forum: Forum, tmp_path: Path) -> None:
    hostile = (
        '<div><p class="x" onclick="x()">A <b>bold</b> <i>word</i></p><!-- mine --><script>alert("<p>")</script>'
        '<img src="https://evil.test/x.png" alt="x"><a href="javascript:x" target="_blank">l</a>'
        '<a href="https://kept.example/">k</a></div>'
    )
    file = written(tmp_path, (["people", 0, "biography"], {"en": hostile, "de": "<h1>Leben</h1>"}))
    done = forum("import", file)
    place = "changed.json: people[0].biography.en: "
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        "gssd2022: imported",
        f"{place}<div> was taken out; its words stay.",
        f"{place}<script> was taken out, with what is in it.",
        f"{place}“class” was taken off <p>.",
        f"{place}“onclick” was taken off <p>.",
        f"{place}“target” was taken off <a>.",
        f"{place}The image “https://evil.test/x.png” was taken out: images are media:NAME, with the file in “files”.",
        f"{place}The link to “javascript:x” was taken out; its words stay.",
        f"{place}A comment was taken out.",
        "changed.json: people[0].biography.de: The forum doesn't list “de” among its languages (en, fr): "
        "this is shown only where none of them has a text.",
    ]


def test_of_a_file_that_was_exported_nothing_is_told(sample_forum: Forum, tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    sample_forum("export", "gssd2022", "forum.json", "-o", file)
    assert sample_forum("import", file, "--replace").out == "gssd2022: replaced: nothing changed\n"


def test_a_long_list_is_cut_with_how_many_there_are_more(forum: Forum, tmp_path: Path) -> None:
    file = written(tmp_path, (["forum", "references"], [{"title": {"de": f"Bericht {n}"}} for n in range(60)]))
    assert forum("import", file).out.splitlines()[-1] == "… and 10 more"
