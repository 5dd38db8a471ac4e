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
