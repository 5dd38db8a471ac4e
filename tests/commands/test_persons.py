"""One person's data from the command line: handed out whole and nobody else's, said before it is erased, erased."""

import json
import os
from pathlib import Path

from tests.commands.conftest import Forum

WHO = "anir.chowdhury@example.org"


def test_what_is_kept_of_somebody_is_handed_out_and_logged(sample_forum: Forum, tmp_path: Path) -> None:
    out = tmp_path / "anir.json"
    assert sample_forum("person", "export", "gssd2022", WHO, "-o", out, "--why", "asked by mail").status == 0
    assert out.stat().st_mode & 0o777 == 0o600
    text = out.read_text("utf-8")
    data = json.loads(text)
    (person,) = data["person"]
    assert (person["name"]["en"], person["private"]["email"]) == ("Anir Chowdhury", WHO)
    assert [part["role"] for part in data["parts"]] == ["speaker"]
    assert [entry["release"] for entry in data["published"]] == [1]
    assert "Vejs-Kjeldgaard" not in text
    again = json.loads(sample_forum("person", "export", "gssd2022", person["id"], "--why", "again").out)
    (entry,) = again["log"]
    assert (entry["action"], entry["after"]) == ("person.exported", {"why": "asked by mail"})


def test_an_erasure_is_said_before_it_is_done(sample_forum: Forum) -> None:
    before = sample_forum("export", "gssd2022", "forum.json", "--draft").out
    done = sample_forum("person", "erase", "gssd2022", WHO)
    assert (done.status, done.out.splitlines()[0]) == (
        0,
        "Anir Chowdhury would be erased, for good: say --yes to do it.",
    )
    assert sample_forum("export", "gssd2022", "forum.json", "--draft").out == before
    done = sample_forum("person", "erase", "gssd2022", WHO, "--yes")
    assert done.status == 0 and done.out.startswith("Erased: 2 releases rewritten, 0 registrations made anonymous")
    assert "Anir" not in sample_forum("export", "gssd2022", "forum.json", "--release", "1").out
    assert (Path(os.environ["FORUM_INSTANCE"]) / "erasures.jsonl").exists()
    done = sample_forum("person", "erase", "gssd2022", WHO, "--yes")
    assert (done.status, done.out) == (1, "") and "is nobody in this forum" in done.err
