"""``forum doctor`` as somebody asks it: a line a check, what is wrong named with what to do, status 1 where something is bad."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from tests.commands.conftest import Forum
from tests.houses import migrated

LINE = re.compile(r"(ok  |warn|bad )  [a-z ]+: \S.*")


def found(forum: Forum) -> dict[str, tuple[str, str]]:
    done = forum("doctor", "--json")
    checks = {check["name"]: (check["health"], check["words"]) for check in json.loads(done.out)}
    assert done.status == int(any(health == "bad" for health, _words in checks.values()))
    return checks


def test_a_line_a_check(sample_forum: Forum) -> None:
    done = sample_forum("doctor")
    assert done.status == 0, done.out
    assert all(LINE.fullmatch(line) for line in done.out.splitlines())
    assert len(done.out.splitlines()) > 15


@pytest.mark.broad
def test_what_is_well_is_said_to_be(sample_forum: Forum, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORUM_NOW")
    assert sample_forum("organiser", "ana@example.org").status == 0
    assert sample_forum("organiser", "ana@example.org", "--forum", "gssd2022", "--role", "owner").status == 0
    assert sample_forum("worker", "--once").status == 0
    instance = Path(os.environ["FORUM_INSTANCE"])
    assert sample_forum("backup", instance / "one.backup").status == 0
    checks = found(sample_forum)
    well = ("database", "schema", "writing", "journal", "integrity", "pdf", "files", "owners", "accounts", "backup")
    assert {name: checks[name][0] for name in (*well, "worker", "clock")} == dict.fromkeys(
        (*well, "worker", "clock"), "ok"
    )


def test_what_is_wrong_is_named(sample_forum: Forum, monkeypatch: pytest.MonkeyPatch) -> None:
    instance = Path(os.environ["FORUM_INSTANCE"])
    shutil.rmtree(instance / "uploads")
    (instance / "secret_key").chmod(0o644)
    monkeypatch.setenv("FORUM_ENV", "production")
    monkeypatch.delenv("FORUM_NOW")
    monkeypatch.setenv("FORUM_BASE_URL", "http://forum.example.org")
    monkeypatch.setenv("FORUM_SMTP_URL", "smtp+tls://localhost:9")
    monkeypatch.setenv("FORUM_MAIL_FROM", "forum@example.org")
    checks = found(sample_forum)
    assert {name for name, (health, _words) in checks.items() if health == "bad"} == {
        "secret key",
        "address",
        "mail server",
        "files",
    }
    assert "chmod 600" in checks["secret key"][1]
    assert "https" in checks["address"][1]
    assert "localhost:9" in checks["mail server"][1]
    assert checks["owners"] == ("warn", "nobody owns gssd2022: forum organiser")


def test_a_database_of_another_version_and_wrong_settings_are_said(
    forum: Forum, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FORUM_DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    checks = found(forum)
    assert checks["schema"] == ("bad", "not at this version of the software: run forum db upgrade")
    migrated(f"sqlite:///{tmp_path / 'new.db'}")
    assert found(forum)["schema"][0] == "ok"
    monkeypatch.setenv("FORUM_DATABASE_URL", "postgresql://user:hidden@127.0.0.1:1/forum")
    health, words = found(forum)["database"]
    assert health == "bad" and "hidden" not in words
    monkeypatch.setenv("FORUM_SECRET_KEY", "k" * 64)
    assert found(forum)["settings"][0] == "bad"
