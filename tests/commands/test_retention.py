"""``forum retention``: says what would go, does it when told to, and has nothing to do the second time."""

import os

import pytest

from tests.commands.conftest import Forum


def test_it_says_first_and_does_it_once(sample_forum: Forum, monkeypatch: pytest.MonkeyPatch) -> None:
    done = sample_forum("retention")
    assert (done.status, done.out) == (0, "Nothing is kept longer than people were told.\n")
    monkeypatch.setenv("FORUM_NOW", "2035-01-01T10:00:00+00:00")
    before = sample_forum("export", "gssd2022", "forum.json", "--draft").out
    done = sample_forum("retention")
    first, *_rest, last = done.out.splitlines()
    assert first.startswith("gssd2022, kept until 2032-09-13: 0 registrations, ")
    assert last == "Say --yes to take this away, for good."
    assert sample_forum("export", "gssd2022", "forum.json", "--draft").out == before
    assert "anir.chowdhury@example.org" in before
    done = sample_forum("retention", "gssd2022", "--yes")
    assert done.out.splitlines()[-1] == "Gone, for good."
    after = sample_forum("export", "gssd2022", "forum.json", "--draft").out
    assert "anir.chowdhury@example.org" not in after and "Anir Chowdhury" in after
    assert sample_forum("retention", "--yes").out == "Nothing is kept longer than people were told.\n"
    assert sample_forum("retention", "--yes", "--quiet").out == ""


def test_a_forum_that_is_not_here_is_said(sample_forum: Forum) -> None:
    done = sample_forum("retention", "nowhere", "--yes")
    assert done.status == 1 and "nowhere" in done.err
    assert os.environ["FORUM_INSTANCE"]
