"""Lists of registrations from the command line: in from other systems, out as CSV, XLSX and paper; each export logged."""

import json
import os
import re
from pathlib import Path

from openpyxl import load_workbook
from sqlalchemy import select

from forum_app.commands.context import house
from forum_app.models.publishing import AuditEntry
from tests.commands.conftest import Forum
from tests.documents.conftest import Paper
from tests.lists.cut import heard, scanned

LIST = "Name;Pays;Courriel;Taille\nAna Lee;Sénégal;ana@example.org;M\nBo Li;Atlantis;bo@example.org;\n"


def written(folder: Path, text: str = LIST, name: str = "people.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def log(action: str) -> list[AuditEntry]:
    with house.any_database.reading() as connection:
        return list(connection.execute(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)))


def test_a_list_comes_in_with_its_columns_shown(sample_forum: Forum, tmp_path: Path) -> None:
    done = sample_forum("import", written(tmp_path), "--slug", "gssd2022")
    assert (done.status, done.out.splitlines()) == (
        0,
        [
            "gssd2022: 2 people: 2 new",
            "Columns:",
            "  “Name” → name",
            "  “Pays” → country",
            "  “Courriel” → email",
            "  “Taille” → a question of the forum's own",
            "New question: Taille",
            "Read otherwise than written:",
            "  line 3, “Pays”: “Atlantis” is not known here; it stands in the notes.",
        ],
    )
    assert sample_forum("import", tmp_path / "people.csv", "--slug", "gssd2022").out.startswith(
        "gssd2022: 2 people: 2 here already\n"
    )
    assert [entry.after for entry in log("list.imported")] == [
        {"added": 2, "changed": 0, "same": 0},
        {"added": 0, "changed": 0, "same": 2},
    ]


def test_a_map_says_what_columns_mean_and_a_dry_run_changes_nothing(sample_forum: Forum, tmp_path: Path) -> None:
    meanings = written(tmp_path, json.dumps({"Taille": "notes"}), "map.json")
    words = ("import", written(tmp_path), "--slug", "gssd2022", "--map", meanings)
    assert sample_forum(*words, "--dry-run").out.startswith(
        "gssd2022: 2 people: 2 new (nothing was changed: --dry-run)\n"
    )
    assert "  “Taille” → notes\n" in sample_forum(*words).out
    listed = sample_forum("export", "gssd2022", "registrations.csv", "--columns", "name,notes").out
    assert listed == "\ufeffName,Notes\r\nAna Lee,M\r\nBo Li,Pays: Atlantis\r\n"


def test_what_is_refused_is_said_with_file_and_line(sample_forum: Forum, tmp_path: Path) -> None:
    done = sample_forum("import", written(tmp_path, "Name,E-mail\nAna,a@b\n,c@example.org\n"), "--slug", "gssd2022")
    assert (done.status, done.err) == (
        1,
        "forum: nothing was imported.\n"
        "people.csv: line 2, “E-mail”: “a@b” is no e-mail address: write one such as name@example.org.\n"
        "people.csv: line 3: The row names nobody: it needs a name, or a given and a family name.\n",
    )
    for words, sentence in (
        (("import", written(tmp_path)), "forum: Say which forum the list belongs to: --slug SLUG.\n"),
        (("import", written(tmp_path), "--slug", "nowhere"), "forum: No forum here has the short name “nowhere”.\n"),
        (("import", written(tmp_path), "--slug", "gssd2022", "--publish"), "--zone and --publish are for programmes"),
        (("export", "gssd2022", "registrations.csv", "--draft"), "Lists hold who is registered now"),
        (("export", "gssd2022", "agenda.ics", "--where", "country=BD"), "--where, --group and --sort are for lists."),
        (("export", "gssd2022", "registrations.csv", "--columns", "shoe"), "There is no column “shoe”."),
        (("export", "gssd2022", "agenda.ics", "--blanks", "3"), "--paper and --blanks are for badges.pdf only."),
        (("export", "gssd2022", "registrations.csv", "--paper", "a6"), "--paper and --blanks are for badges.pdf only."),
        (("export", "gssd2022", "badges.pdf", "--paper", "a5"), "Badges are not printed on “a5”."),
        (("export", "gssd2022", "badges.pdf", "--columns", "name"), "leave --columns out"),
    ):
        done = sample_forum(*words)
        assert (done.status, sentence in done.err) == (1, True), done.err


def test_lists_go_into_files_that_only_their_owner_reads(sample_forum: Forum, tmp_path: Path) -> None:
    sample_forum("import", written(tmp_path), "--slug", "gssd2022")
    made = {
        kind: tmp_path / kind
        for kind in (
            "registrations.csv",
            "registrations.xlsx",
            "registrations.pdf",
            "attendance.pdf",
            "badges.pdf",
            "name-plates.pdf",
        )
    }
    for kind, path in made.items():
        done = sample_forum("export", "gssd2022", kind, "-o", path)
        assert (done.status, done.out) == (0, ""), done.err
        assert oct(os.stat(path).st_mode)[-3:] == "600"
    assert [cell.value for cell in load_workbook(made["registrations.xlsx"]).active["A"]] == [
        "Name",
        "Ana Lee",
        "Bo Li",
    ]
    assert "Ana Lee" in Paper(made["registrations.pdf"].read_bytes()).text
    assert "Sign once, beside your name. 2 people in person." in Paper(made["attendance.pdf"].read_bytes()).text
    assert "Ana Lee Senegal Participant" in heard(Paper(made["badges.pdf"].read_bytes()))
    assert Paper(made["name-plates.pdf"].read_bytes()).text.count("Ana Lee") == 2
    assert [entry.subject for entry in log("list.exported")] == list(made)
    assert not list(tmp_path.glob(".*"))


def test_badges_open_pages_of_this_installation(sample_forum: Forum, tmp_path: Path) -> None:
    sample_forum("import", written(tmp_path), "--slug", "gssd2022")
    path = tmp_path / "badges.pdf"
    words = ("--where", "text=ana", "--paper", "a6", "--blanks", "1", "--lang", "fr")
    assert sample_forum("export", "gssd2022", "badges.pdf", "-o", path, *words).status == 0
    ((address,), nothing) = scanned(Paper(path.read_bytes()))
    assert re.fullmatch(re.escape(house.config.base_url) + r"/manage/gssd2022/check-in\?code=\w{6}", address)
    assert (nothing, log("list.exported")[-1].after["paper"]) == ([], "a6")


def test_a_list_that_cannot_be_asked_for_leaves_no_file_and_the_old_one_as_it_was(
    sample_forum: Forum, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    path.write_text("old")
    assert sample_forum("export", "gssd2022", "registrations.csv", "--where", "shoe=9", "-o", path).status == 1
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith((".", "people"))] == ["people.csv"]
