"""What can't be written is refused with status 1 and one plain line, whatever was asked for."""

import json
import os
import sqlite3
from pathlib import Path

import pytest

from forum_app.paths import SAMPLES
from tests.commands.conftest import Forum

SAMPLE = json.loads((SAMPLES / "gssd2022.json").read_bytes())
SESSION = SAMPLE["sessions"][0]["id"]
REFUSED = {
    "an unknown forum": (["nowhere", "agenda.ics"], "No forum here has the short name “nowhere”."),
    "another language": (
        ["gssd2022", "agenda.ics", "--lang", "de"],
        "“gssd2022” has no “de”: its languages are en, fr.",
    ),
    "an unknown release": (["gssd2022", "agenda.ics", "--release", "9"], "There is no release 9."),
    "a draft and a release": (
        ["gssd2022", "agenda.ics", "--draft", "--release", "1"],
        "Choose --draft or --release, not both.",
    ),
    "a session of the calendar": (
        ["gssd2022", "agenda.ics", "--session", SESSION],
        "--session is for concept-note.pdf only.",
    ),
    "a session of the file": (
        ["gssd2022", "forum.json", "--session", SESSION],
        "--session is for concept-note.pdf only.",
    ),
    "a language of the file": (
        ["gssd2022", "forum.json", "--lang", "fr"],
        "forum.json holds every language: leave --lang out.",
    ),
    "an unknown session": (
        ["gssd2022", "concept-note.pdf", "--session", "zzzzzzzzzz"],
        "No session of “gssd2022” has the id “zzzzzzzzzz”.",
    ),
    "a session without a note": (
        ["gssd2022", "concept-note.pdf", "--session", SESSION],
        f"The session {SESSION} has no concept note of its own.",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_can_not_be_exported_is_said_in_one_line(case: str, sample_forum: Forum) -> None:
    words, said = REFUSED[case]
    done = sample_forum("export", *words)
    assert (done.status, done.out, done.err) == (1, "", f"forum: {said}\n")


def test_a_forum_without_a_note_has_no_note_to_export(sample_forum: Forum, tmp_path: Path) -> None:
    data = json.loads(json.dumps(SAMPLE))
    del data["forum"]["note"]
    changed = tmp_path / "forum.json"
    changed.write_text(json.dumps(data))
    sample_forum("import", changed, "--replace")
    done = sample_forum("export", "gssd2022", "concept-note.pdf", "--draft")
    assert (done.status, done.err) == (1, "forum: “gssd2022” has no concept note.\n")


def test_where_nothing_can_be_written_the_folder_is_named(sample_forum: Forum, tmp_path: Path) -> None:
    done = sample_forum("export", "gssd2022", "agenda.ics", "-o", tmp_path / "none" / "a.ics")
    assert (done.status, done.err) == (
        1,
        f"forum: {tmp_path}/none/a.ics can't be written: No such file or directory.\n",
    )
    done = sample_forum("export", "gssd2022", "agenda.ics", "-o", "/proc/forum.ics")
    assert (done.status, done.err.count("\n")) == (1, 1)
    done = sample_forum("preview", "gssd2022", "/proc/forum")
    assert (done.status, done.err.count("\n")) == (1, 1)


def test_a_file_goes_where_it_is_asked_for(sample_forum: Forum, tmp_path: Path) -> None:
    target = tmp_path / "a.ics"
    done = sample_forum("export", "gssd2022", "agenda.ics", "--lang", "fr", "-o", target)
    assert (done.status, done.out, done.err) == (0, "", "")
    assert target.read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert sample_forum("export", "gssd2022", "agenda.json").out.startswith("{")


NEEDING = [
    ["demo"],
    ["releases", "x"],
    ["publish", "x"],
    ["export", "x", "agenda.ics"],
    ["check", "x"],
    ["import", str(SAMPLES / "gssd2022.json")],
]


@pytest.mark.parametrize("words", NEEDING)
def test_a_database_that_was_never_upgraded_is_said_with_what_helps(
    words: list[str], forum: Forum, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "empty.db"
    monkeypatch.setenv("FORUM_DATABASE_URL", f"sqlite:///{path}")
    for _ in range(2):
        done = forum(*words)
        said = "forum: The database is not at this version of the software: run `forum db upgrade`.\n"
        assert (done.status, done.out, done.err) == (1, "", said)
    assert forum("db", "upgrade").status == 0
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'older'")
    connection.close()
    assert "forum db upgrade" in forum(*words).err


@pytest.mark.parametrize("address", ["rubbish", "postgresql://h:port/x", "mysql://u:secret@h/x"])
def test_an_address_of_no_database_is_said_in_one_line(
    address: str, forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORUM_DATABASE_URL", address)
    done = forum("releases", "x")
    assert (done.status, done.err.count("\n"), "FORUM_DATABASE_URL" in done.err) == (1, 1, True)
    assert "secret" not in done.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_of_somebody_else_is_named(sample_forum: Forum, tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o500)
    done = sample_forum("export", "gssd2022", "agenda.ics", "-o", shut / "a.ics")
    assert (done.status, done.err) == (1, f"forum: {shut}/a.ics can't be written: Permission denied.\n")
