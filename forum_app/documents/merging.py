"""Puts tagged PDFs of our own together into one that is tagged throughout (ISO 32000-1, 14.7; ISO 14289-1).

Libraries copy the pages and lose their tags, so the trees of tags and of their parents are joined here.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from pikepdf import Dictionary, Object, ObjectStreamMode, OutlineItem, Page, Pdf


class Part(NamedTuple):
    """A file made by the renderer; ``inside``: its headings stand under the last h1 of the parts before it."""

    path: Path
    inside: bool


def merged(parts: Sequence[Part], numbers: Callable[[int], list[bytes]] | None) -> bytes:
    """One file of all parts; ``numbers(count)`` gives PDFs of as many pages together, drawn over them as artefacts,
    unless it is None."""
    with ExitStack() as opened:
        whole = opened.enter_context(Pdf.open(parts[0].path))
        entries = [(_headings(whole), False)]
        for part in parts[1:]:
            other = opened.enter_context(Pdf.open(part.path))
            whole.add_pages_from(other)
            _join_structure(whole, other)
            entries.append((_headings(other), part.inside))
        _nest(whole, entries)
        drawn = [opened.enter_context(Pdf.open(BytesIO(pdf))) for pdf in (numbers(len(whole.pages)) if numbers else ())]
        over = chain.from_iterable(pdf.pages for pdf in drawn)
        for at, (page, number) in enumerate(zip(whole.pages if numbers else (), over, strict=True)):
            _draw_over(page, whole.copy_foreign(number.as_form_xobject()), f"/PageNumber{at}")
        out = BytesIO()
        whole.save(out, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
        return out.getvalue()


def _headings(pdf: Pdf) -> int:
    with pdf.open_outline() as outline:
        return len(outline.root)


def _join_structure(whole: Pdf, other: Pdf) -> None:
    """Hangs the other's structure under this one's document; its numbers in the parent tree follow on."""
    tree, added = whole.Root.StructTreeRoot, whole.copy_foreign(other.Root.StructTreeRoot)
    numbers = tree.ParentTree.Nums
    first = int(numbers[-2]) + 1 if len(numbers) else 0
    for at, entry in enumerate(added.ParentTree.Nums):
        numbers.append(entry if at % 2 else int(entry) + first)
    for page in list(whole.pages)[-len(other.pages) :]:
        page.obj.StructParents = int(page.obj.StructParents) + first
        for annotation in page.obj.get("/Annots", []):
            annotation.StructParent = int(annotation.StructParent) + first
    document = tree.K[0]
    for kid in added.K[0].K:
        kid.P = document
        document.K.append(kid)


def _nest(whole: Pdf, parts: Sequence[tuple[int, bool]]) -> None:
    """Puts the outlines of parts that lie inside under the heading before them: (how many entries, inside)."""
    with whole.open_outline() as outline:
        entries = iter(list(outline.root))
        kept: list[OutlineItem] = []
        for count, inside in parts:
            (kept[-1].children if inside and kept else kept).extend(islice(entries, count))
        outline.root[:] = kept


def _draw_over(page: Page, form: Object, name: str) -> None:
    """Draws a form over a page, outside the structure: nobody hears page numbers in the middle of a sentence."""
    resources = page.obj.Resources
    if "/XObject" not in resources:
        resources.XObject = Dictionary()
    resources.XObject[name] = form
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(f"Q\n/Artifact <</Type /Pagination>> BDC\nq {name} Do Q\nEMC\n".encode())
