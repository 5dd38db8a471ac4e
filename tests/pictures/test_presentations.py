"""Slides as they come: presentations are kept byte for byte; programs, archives and bombs are refused with a reason."""

import io
import zipfile

import pikepdf
import pytest

from forum_app.domain.errors import PictureRefused
from forum_app.pictures.jobs import MOST_SLIDES, Use
from forum_app.pictures.making import PictureMaker
from forum_app.pictures.presentations import checked_slides

MAIN = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
MACRO = "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"


def packed(members: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in members.items():
            target.writestr(name, data)
    return out.getvalue()


def a_pptx(kind: str = MAIN, **more: str | bytes) -> bytes:
    types = f'<Types><Override PartName="/ppt/presentation.xml" ContentType="{kind}"/></Types>'
    return packed({"[Content_Types].xml": types, "ppt/presentation.xml": "<p/>", **more})


def an_odp(**more: str) -> bytes:
    kind = "application/vnd.oasis.opendocument.presentation"
    return packed({"mimetype": kind, "content.xml": "<c/>", **more})


def a_pdf(**more: object) -> bytes:
    paper, out = pikepdf.new(), io.BytesIO()
    paper.add_blank_page()
    paper.save(out, **more)  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize(("data", "kind"), [(a_pptx(), "pptx"), (an_odp(), "odp"), (a_pdf(), "pdf")])
def test_a_presentation_is_kept_byte_for_byte(data: bytes, kind: str) -> None:
    made = PictureMaker().make(data, Use.SLIDES)
    assert (made.data, made.extension) == (data, kind)


REFUSED = {
    "nothing": (b"", "empty"),
    "a program": (b"MZ" + b"\0" * 500, "something else"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "something else"),
    "a program before an archive": (b"MZ" + a_pptx(), "something else"),
    "too large": (b"%PDF-" + b"\0" * MOST_SLIDES, "at most 40 MB"),
    "macros by type": (a_pptx(MACRO), "macros"),
    "macros inside": (a_pptx(**{"ppt/vbaProject.bin": b"x"}), "macros"),
    "macros of an ODP": (an_odp(**{"Basic/Standard/Module1.xml": "x"}), "macros"),
    "another document": (packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "x"}), "no presentation"),
    "an archive": (packed({"a.txt": "x"}), "no presentation"),
    "half of one": (a_pptx()[:-30], "damaged"),
    "only a head": (b"PK\x03\x04" + b"\0" * 100, "damaged"),
    "a bomb among its members": (a_pptx(**{"[Content_Types].xml": b"\0" * 3_000_000}), "damaged"),
    "half a PDF": (a_pdf()[:-60], "damaged"),
    "a PDF with a password": (a_pdf(encryption=pikepdf.Encryption(owner="o", user="u")), "password"),
}


@pytest.mark.parametrize(("data", "why"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_presentation_is_refused_with_a_reason(data: bytes, why: str) -> None:
    with pytest.raises(PictureRefused) as refusal:
        PictureMaker().make(data, Use.SLIDES)
    assert why in str(refusal.value)


def test_what_would_be_too_large_unpacked_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forum_app.pictures.presentations.MOST_UNPACKED", 1000)
    with pytest.raises(PictureRefused, match="larger than any presentation"):
        checked_slides(a_pptx(**{"ppt/media/image1.png": b"\0" * 2000}))
