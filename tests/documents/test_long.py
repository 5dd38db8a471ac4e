"""Documents made in parts: one tagged file, numbered right through, gone on with where it was cut off."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest

from forum_app.documents.fonts import stylesheet
from forum_app.documents.long import page_numbers, render_long
from forum_app.documents.rendering import Renderer
from forum_app.i18n import words
from tests.documents import forums
from tests.documents.conftest import Paper

ROWS = 40


def part(number: int, language: str = "en") -> str:
    """A table of two pages; in the first part the title, in all a link and a place of the same name."""
    rows = "".join(
        f'<tr><th scope="row">Row {number}.{at}</th><td><a href="https://example.org/{at}">Seat {at}</a></td></tr>'
        for at in range(ROWS)
    )
    picture = f'<p><img src="media:{forums.photo(number)[0]}" alt="Portrait of {number}"></p>'
    return f"""<!doctype html><html lang="{language}"><head><title>Who comes</title><meta name="author" content="House">
<style>{stylesheet()} @page {{ size: A4; margin: 15mm 18mm 16mm }} img {{ width: 20mm }}</style></head><body>
{"<h1>Who comes</h1>" if number == 0 else ""}<h2 id="top">Day {number}</h2><p><a href="#end">To the end</a></p>{picture}
<table><thead><tr><th scope="col">Name</th><th scope="col">Seat</th></tr></thead><tbody>{rows}</tbody></table>
<p id="end">The end of {number}</p></body></html>"""


PARTS = [part(number) for number in range(4)]


@pytest.fixture(scope="module")
def made(renderer: Renderer, photos: Path) -> Paper:
    return Paper(render_long(PARTS, renderer, numbers=page_numbers(words("en")), media=lambda name: photos / name))


def walked(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for kid in element.K:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            yield kid
            yield from walked(kid)


def test_the_whole_is_tagged_titled_and_numbered_right_through(made: Paper) -> None:
    assert made.faults == set()
    assert len(made.pages) == 8
    for number, text in enumerate(made.pages, 1):
        assert text.endswith(f"{number} of 8")
    assert made.reader.metadata["/Title"] == "Who comes"
    assert made.outline == ["Who comes", "Day 0", "Day 1", "Day 2", "Day 3"]
    assert [tag.kind for tag in made.tags if tag.kind.startswith("H")] == ["H1", "H2", "H2", "H2", "H2"]
    assert sum(tag.kind == "Figure" and tag.alt.startswith("Portrait of") for tag in made.tags) == 4
    assert sum(tag.kind == "TH" and tag.scope == "Row" for tag in made.tags) == 4 * ROWS
    assert [text.count("Row") for text in made.pages] and sum(text.count("Row") for text in made.pages) == 4 * ROWS


def test_every_link_and_every_marked_text_finds_its_tag_and_no_id_comes_twice(made: Paper) -> None:
    with pikepdf.open(io.BytesIO(made.bytes)) as pdf:
        tree = pdf.Root.StructTreeRoot
        numbers = list(tree.ParentTree.Nums)
        parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        assert list(parents) == list(range(len(parents)))
        links = 0
        for page in pdf.pages:
            assert all(item.Pg.objgen == page.obj.objgen for item in parents[int(page.obj.StructParents)])
            for annotation in page.obj.get("/Annots", []):
                owner = parents[int(annotation.StructParent)]
                assert owner.S == "/Link"
                assert annotation.objgen in [kid.Obj.objgen for kid in owner.K if isinstance(kid, pikepdf.Dictionary)]
                links += 1
        assert links == 4 * (ROWS + 1)
        ids = [bytes(item.ID) for item in walked(tree.K[0]) if "/ID" in item]
        assert len(ids) == len(set(ids)) > 4 * ROWS
        assert pdf.check_pdf_syntax() == []


def test_a_link_inside_a_part_leads_to_the_place_in_that_part(made: Paper) -> None:
    places = {name: made.reader.get_destination_page_number(to) for name, to in made.reader.named_destinations.items()}
    inner = [
        str(item.get_object()["/Dest"])
        for page in made.reader.pages
        for item in page.get("/Annots", [])
        if "/Dest" in item.get_object()
    ]
    assert [places[name] for name in inner] == [1, 3, 5, 7]


def test_what_was_made_before_a_crash_is_not_made_again_and_the_bytes_are_the_same(
    renderer: Renderer, photos: Path, tmp_path: Path, made: Paper
) -> None:
    class Cut(Exception):
        pass

    def long(progress: Callable[[int, int], None]) -> bytes:
        return render_long(
            PARTS,
            renderer,
            numbers=page_numbers(words("en")),
            media=lambda name: photos / name,
            folder=tmp_path,
            progress=progress,
        )

    def cut(done: int, in_all: int) -> None:
        assert in_all == 4
        if done == 2:
            raise Cut

    with pytest.raises(Cut):
        long(cut)
    kept = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert len(kept) == 2
    told: list[tuple[int, int]] = []
    assert long(lambda done, in_all: told.append((done, in_all))) == made.bytes
    assert told == [(2, 4), (3, 4), (4, 4)]
    assert {path: path.stat().st_mtime_ns for path in kept} == kept


def test_many_pages_are_numbered_in_turns(renderer: Renderer, monkeypatch: pytest.MonkeyPatch, made: Paper) -> None:
    monkeypatch.setattr("forum_app.documents.long.MOST_NUMBERED", 3)
    again = Paper(render_long(PARTS, renderer, numbers=page_numbers(words("en"))))
    assert [text.split()[-3:] for text in again.pages] == [[str(number), "of", "8"] for number in range(1, 9)]
    assert again.faults == set()


def test_numbers_stand_where_lines_end_in_the_documents_language(renderer: Renderer) -> None:
    made = Paper(render_long([part(0, "fr"), part(1, "fr")], renderer, numbers=page_numbers(words("fr"))))
    assert [text.split()[-3:] for text in made.pages] == [[str(number), "sur", "4"] for number in range(1, 5)]
