"""One warm renderer for all tests of documents, the portraits they show, and other people's readers of PDF."""

import io
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import page
import pikepdf
import pypdf
import pytest
from tests.documents import forums

from forum_app.documents.kinds import render
from forum_app.documents.rendering import Renderer
from forum_app.domain.release import Release


@pytest.fixture(scope="session")
def renderer() -> Iterator[Renderer]:
    with Renderer() as renderer:
        renderer.start()
        yield renderer


@pytest.fixture(scope="session")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return forums.photos_in(tmp_path_factory.mktemp("media"))


class Paper:
    """A PDF as readers of other people see it."""

    def __init__(self, pdf: bytes) -> None:
        self.bytes = pdf
        self.reader = pypdf.PdfReader(io.BytesIO(pdf))

    @property
    def pages(self) -> list[str]:
        """The text of each page by poppler, blanks made one."""
        done = subprocess.run(["pdftotext", "-", "-"], input=self.bytes, capture_output=True, check=True, timeout=60)
        return [" ".join(text.split()) for text in done.stdout.decode().split("\f")[:-1]]

    @property
    def text(self) -> str:
        return " ".join(self.pages)

    @property
    def faults(self) -> set[str]:
        """What PDF/UA-1 asks for and the file lacks."""
        report = page.validate_pdf_bytes(self.bytes, profile="ua1")
        return {f"{failure.rule_id}: {failure.message}" for failure in report.failures}

    @property
    def tags(self) -> list[pikepdf.Dictionary]:
        """All structure elements, in reading order."""
        self._pdf = pikepdf.open(io.BytesIO(self.bytes))
        return list(_walk(self._pdf.Root.StructTreeRoot.K))

    @property
    def outline(self) -> list[str]:
        return [str(title) for title in _titles(self.reader.outline)]

    @property
    def addresses(self) -> set[str]:
        """All link targets."""
        notes = [note.get_object() for one in self.reader.pages for note in one.get("/Annots", [])]
        return {str(note["/A"]["/URI"]) for note in notes if "/A" in note}


def _walk(kids: object) -> Iterator[pikepdf.Dictionary]:
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            yield kid
            yield from _walk(kid.get("/K", pikepdf.Array()))


def _titles(items: list) -> Iterator[str]:
    for item in items:
        if isinstance(item, list):
            yield from _titles(item)
        else:
            yield item.title


@pytest.fixture(scope="session")
def paper(renderer: Renderer, photos: Path) -> Callable[..., Paper]:
    def make(release: Release, kind: str = "concept-note.pdf", language: str = "en", **params: object) -> Paper:
        return Paper(render(kind, release, language, forums.BASE, lambda name: photos / name, renderer, **params))

    return make
