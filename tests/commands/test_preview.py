"""A preview is a folder that holds everything its pages lead to."""

import json
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html as lxml_html

from forum_app.paths import SAMPLES
from tests.commands.conftest import Forum

LINKING = ("href", "src", "action", "data-fonts")


def with_a_session_note() -> bytes:
    data = json.loads((SAMPLES / "gssd2022.json").read_bytes())
    note = {"sections": [{"heading": {"en": "Background"}, "body": {"en": "<p>Why we meet.</p>"}}]}
    data["sessions"][0]["note"] = note
    data["sessions"][0]["materials"] = [{"title": {"en": "Slides"}, "file": data["files"][0]["name"]}]
    return json.dumps(data).encode()


def leads_nowhere(folder: Path) -> list[str]:
    """Every link of every page that names a file which isn't in the folder."""
    found = []
    for page in sorted(folder.rglob("*.html")):
        for element in lxml_html.parse(str(page)).iter():
            for name in LINKING:
                link = element.get(name) if isinstance(element.tag, str) else None
                parts = urlsplit(link or "")
                if not link or parts.scheme or parts.netloc or not parts.path:
                    continue
                if not (page.parent / unquote(parts.path)).is_file():
                    found.append(f"{page.relative_to(folder)}: {link}")
    return found


def test_every_link_of_every_page_leads_to_a_file_of_the_folder(sample_forum: Forum, tmp_path: Path) -> None:
    changed = tmp_path / "forum.json"
    changed.write_bytes(with_a_session_note())
    assert sample_forum("import", changed, "--replace").status == 0
    folder = tmp_path / "preview"
    assert sample_forum("preview", "gssd2022", folder).status == 0
    assert leads_nowhere(folder) == []
    made = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    session = json.loads((SAMPLES / "gssd2022.json").read_bytes())["sessions"][0]["id"]
    for language in ("en", "fr"):
        assert {
            f"{language}/index.html",
            f"{language}/privacy.html",
            f"{language}/accessibility.html",
            f"{language}/changes.html",
            f"{language}/changes.atom",
            f"{language}/agenda.ics",
            f"{language}/agenda.pdf",
            f"{language}/concept-note.pdf",
            f"{language}/sessions/{session}.html",
            f"{language}/sessions/{session}.ics",
            f"{language}/sessions/{session}/concept-note.html",
        } <= made
    assert (folder / f"en/sessions/{session}/concept-note.pdf").read_bytes().startswith(b"%PDF-")


def test_a_folder_that_holds_something_is_left_alone(sample_forum: Forum, tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("mine")
    done = sample_forum("preview", "gssd2022", tmp_path)
    assert (done.status, done.out) == (1, "")
    assert "is not empty: name a new folder" in done.err
