"""Documents of odd forums, from the import to the paper: valid, whole, exact, and nothing in them that acts."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from forum_app.documents.kinds import render
from forum_app.documents.rendering import Renderer
from tests.documents import forums
from tests.documents.conftest import Paper
from tests.houses import migrated
from tests.quality.house import BASE_URL, House, a_file, opened, put
from tests.quality.test_markup import hostile
from tests.quality.test_text import EXPECTED, everything

ROOT = Path(__file__).resolve().parents[2]
# Shown as letters, or in other shapes than they are typed: that they are drawn is tried in tests/documents.
DRAWN = (
    "a family, a skin tone, a flag",
    "emoji of Unicode 17",
    "emoji only",
    "four-byte letters",
    "a ligature and full width",
)
# Extracted in the order of the page, which is not the order of the text.
TURNED = (
    "Arabic with Latin and digits",
    "Hebrew with Latin and digits",
    "Thai, Khmer, Lao, Burmese",
    "Devanagari conjuncts",
)


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with Renderer() as made:
        made.start()
        yield made


@pytest.fixture(scope="module")
def one_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """On SQLite alone: what a document holds is a function of the release."""
    folder = tmp_path_factory.mktemp("papers")
    migrated(f"sqlite:///{folder / 'forum.db'}")
    house = opened(f"sqlite:///{folder / 'forum.db'}", folder)
    yield house
    house.database.close()


def paper(house: House, renderer: Renderer, slug: str, kind: str) -> Paper:
    return Paper(render(kind, house.publish(slug), "en", BASE_URL, house.media.path, renderer))


def solid(text: str) -> str:
    """Without blanks and hyphens, which paper puts in and takes out at the ends of lines."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def test_every_text_is_exact_in_the_programme(one_house: House, renderer: Renderer) -> None:
    one_house.take(everything("papers"))
    made = paper(one_house, renderer, "papers", "agenda.pdf")
    told = solid(made.text)
    missing = [name for name, text in EXPECTED.items() if name not in (*DRAWN, *TURNED) and solid(text) not in told]
    assert missing == []
    for name in TURNED:
        letters = {letter for letter in EXPECTED[name] if letter.isalnum()}
        assert len(letters - set(made.text)) <= len(letters) // 4, name
    assert "\ufffd" not in made.text
    assert "&amp;amp;" not in made.text
    assert made.faults == set()


def acting(pdf: bytes) -> set[str]:
    """Names in a file that run, embed, send or open something by themselves."""
    found: set[str] = set()
    with pikepdf.open(io.BytesIO(pdf)) as opened_pdf:
        for item in opened_pdf.objects:
            if isinstance(item, pikepdf.Dictionary):
                found |= {str(key) for key in item} & {
                    "/JS",
                    "/OpenAction",
                    "/AA",
                    "/AcroForm",
                    "/EmbeddedFiles",
                    "/EF",
                    "/XFA",
                    "/RichMedia",
                }
                found |= {str(item.get("/S"))} & {
                    "/JavaScript",
                    "/Launch",
                    "/SubmitForm",
                    "/GoToR",
                    "/GoToE",
                    "/ImportData",
                    "/Rendition",
                }
                found |= {str(item.get("/Subtype"))} & {"/FileAttachment", "/Movie", "/Sound", "/Screen", "/Widget"}
    return found


def test_markup_in_every_disguise_is_text_or_gone_in_the_note(one_house: House, renderer: Renderer) -> None:
    data = hostile()
    data["forum"]["note"]["sections"] += [{"kind": "speakers"}, {"kind": "objectives"}]
    one_house.take(data)
    made = paper(one_house, renderer, "markup", "concept-note.pdf")
    assert made.faults == set()
    assert acting(made.bytes) == set()
    assert {address.split(":")[0] for address in made.addresses} <= {"http", "https", "mailto"}
    assert not [address for address in made.addresses if "evil.test" in address.split("?")[0].split("#")[0]]
    assert b"etc/passwd" not in made.bytes
    assert all(f"kept {number}" in made.text for number in range(20))
    assert all(made.pages)


def test_twenty_portraits_fit_into_six_megabytes_and_a_note_without_any_into_two(
    renderer: Renderer, tmp_path: Path
) -> None:
    photos = forums.photos_in(tmp_path, 20)
    data = forums.plan()
    data["people"] = [forums.person(number, f"Person Number{number}") for number in range(1, 21)]
    data["sessions"][0]["talks"] = [forums.talk(number, number) for number in range(1, 21)]
    made = Paper(
        render("concept-note.pdf", forums.release(data), "en", forums.BASE, lambda name: photos / name, renderer)
    )
    assert len([tag for tag in made.tags if tag.alt.startswith("Portrait of ")]) >= 20
    assert len(made.bytes) < 6 * 2**20
    assert acting(made.bytes) == set()


def without_fonts(command: list[str]) -> list[str]:
    """The command where no font of the system can be seen; empty where this system has no way to do that."""
    script = 'for place in /usr/share/fonts /usr/local/share/fonts; do [ ! -d $place ] || mount -t tmpfs none $place || exit 1; done; exec "$@"'
    unshare = shutil.which("unshare")
    for options in (["-m"], ["-rm"]):
        start = [str(unshare), *options, "sh", "-c", script, "sh"]
        if unshare and subprocess.run([*start, "true"], capture_output=True).returncode == 0:
            return [*start, *command]
    return []


@pytest.mark.soak
def test_without_the_systems_fonts_a_note_is_made_with_our_own(tmp_path: Path) -> None:
    data = put(
        a_file("bare"),
        "forum.note",
        {"sections": [{"heading": {"en": "Why"}, "body": {"en": "<p>Wells that last. น้ำ 水 👩🏽\u200d🌾</p>"}}]},
    )
    (tmp_path / "forum.json").write_text(json.dumps(data), "utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FORUM_")}
    environment = {**kept, "FORUM_INSTANCE": str(tmp_path / "instance"), "HOME": "/nowhere"}
    script = (
        "import sys; from forum_app.__main__ import main\n"
        "for words in (['db', 'upgrade'], ['import', 'forum.json', '--publish'], ['export', 'bare', 'concept-note.pdf', '-o', 'note.pdf']):\n"
        "    sys.argv = ['forum', *words]; main()\n"
    )
    command = without_fonts([sys.executable, "-c", script])
    if not command:
        pytest.skip("this system lets nobody hide its fonts from one command")
    done = subprocess.run(
        command, cwd=tmp_path, env={**environment, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    made = Paper((tmp_path / "note.pdf").read_bytes())
    assert "Wells that last." in made.text
    assert made.faults == set()
