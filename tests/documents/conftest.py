"""One warm renderer for all tests of documents, the portraits they show, and other people's readers of PDF."""

import io
import subprocess
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import page
import pikepdf
import pypdf
import pytest

from forum_app.documents.kinds import render
from forum_app.documents.rendering import Renderer
from forum_app.domain.release import Release
from tests.documents import forums


@pytest.fixture(scope="session")
def renderer() -> Iterator[Renderer]:
    with Renderer() as renderer:
        renderer.start()
        yield renderer


@pytest.fixture(scope="session")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return forums.photos_in(tmp_path_factory.mktemp("media"))


class Tag(NamedTuple):
    kind: str
    alt: str
    scope: str


class Paper:
    """A PDF as readers of other people see it."""

    def __init__(self, pdf: bytes) -> None:
        self.bytes = pdf
        self.reader = pypdf.PdfReader(io.BytesIO(pdf))

    @cached_property
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

    @cached_property
    def tags(self) -> list[Tag]:
        """All structure elements, in reading order."""
        with pikepdf.open(io.BytesIO(self.bytes)) as pdf:
            return [
                Tag(str(item.S)[1:], str(item.get("/Alt", "")), str(_attribute(item, "/Scope"))[1:])
                for item in _walk(pdf.Root.StructTreeRoot.K)
            ]

    @property
    def outline(self) -> list[str]:
        return [str(title) for title in _titles(self.reader.outline)]

    @property
    def addresses(self) -> set[str]:
        """All link targets."""
        notes = [note.get_object() for one in self.reader.pages for note in one.get("/Annots", [])]
        return {str(note["/A"]["/URI"]) for note in notes if "/A" in note}


def _attribute(item: pikepdf.Dictionary, name: str) -> object:
    found = item.get("/A")
    return found.get(name, "") if isinstance(found, pikepdf.Dictionary) else ""


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
