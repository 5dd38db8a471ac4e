"""Files that are not taken, each with a sentence that says what to do; nothing of ours ends over them."""

import threading

import pikepdf
import pytest
from PIL import Image

from forum_app.domain.errors import PictureRefused, PicturesBusy
from forum_app.pictures.jobs import Use
from forum_app.pictures.making import PictureMaker
from tests.pictures import files

JPEG = files.saved(files.scene(), "JPEG")
PNG = files.saved(files.scene(), "PNG")
GIF = files.saved(files.scene().quantize(16), "GIF")
WEBP = files.saved(files.scene(), "WEBP")
HEIC = files.heic(files.scene())

CUT = "The file was cut off"
DAMAGED = "The file is damaged"
BOTH = "a picture and also something else"
REFUSED = {
    "nothing": (b"", "The file is empty"),
    "an SVG": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "Export the drawing as PNG"),
    "an SVG after a comment": (b"<!-- " + b"x" * 5000 + b" --><svg></svg>", "Export the drawing as PNG"),
    "a page": (b"<!doctype html><script>alert(1)</script>", "a web page or a program"),
    "a page after blanks": (b"\xef\xbb\xbf\n  <HTML>", "a web page or a program"),
    "PHP": (b"<?php system($_GET[0]);", "a web page or a program"),
    "a text": (b"Dear all, please find attached", "no picture that can be read"),
    "a PDF named .jpg": (files.pdf(), "This is a PDF, whatever its name says"),
    "an archive": (files.archive(), "This is a file of the kind ZIP"),
    "a TIFF": (files.saved(files.scene(), "TIFF"), "This is a file of the kind TIFF"),
    "a BMP": (files.saved(files.scene(), "BMP"), "This is a file of the kind BMP"),
    "an AVIF": (files.saved(files.scene(), "AVIF"), "This is a file of the kind AVIF"),
    "a film": (b"\0\0\0\x20ftypisom" + b"\0" * 100, "This is a film"),
    "a JPEG with an archive": (JPEG + files.archive(), BOTH),
    "a PNG with an archive": (PNG + files.archive(), BOTH),
    "a GIF with an archive": (GIF + files.archive(), BOTH),
    "a HEIC with an archive": (HEIC + files.archive(), BOTH),
    "a JPEG with a PDF": (JPEG[:20] + b"%PDF-1.4" + JPEG[20:], BOTH),
    "a GIF with a page": (GIF + b"<script>alert(1)</script>", BOTH),
    "a PNG with PHP": (PNG + b"<?php system($_GET[0]);", BOTH),
    "a GIF that is a script": (b"GIF89a/*" + GIF[8:] + b"*/=1;alert(1)", BOTH),
    "a JPEG that is a script": (JPEG[:4] + b"/*" + JPEG[6:], BOTH),
    "half a JPEG": (JPEG[: len(JPEG) // 2], CUT),
    "half a PNG": (PNG[: len(PNG) // 2], CUT),
    "half a GIF": (GIF[: len(GIF) // 2], (CUT, DAMAGED)),
    "half a WebP": (WEBP[: len(WEBP) // 2], (CUT, DAMAGED)),
    "half a HEIC": (HEIC[: len(HEIC) // 2], (CUT, DAMAGED)),
    "the head of a JPEG": (JPEG[:10], (CUT, DAMAGED)),
    "the head of a PNG": (PNG[:8], (CUT, DAMAGED)),
    "the head of a WebP": (WEBP[:12], (CUT, DAMAGED)),
    "the head of a HEIC": (HEIC[:40], (CUT, DAMAGED)),
    "a wrong checksum": (PNG[:29] + b"0000" + PNG[33:], DAMAGED),
    "rubbish behind a head": (b"\xff\xd8\xff\xe0" + b"\x12\x34\x56" * 500, (CUT, DAMAGED)),
    "a bomb": (files.bomb(), "The picture has 20000 × 20000 pixels, more than 120 million"),
    "a pixel": (files.saved(Image.new("RGB", (1, 1)), "PNG"), "The picture has 1 × 1 pixels: too few"),
    "a thread": (files.saved(Image.new("RGB", (20_000, 1)), "PNG"), "The picture has 20000 × 1 pixels: too few"),
    "a ribbon": (files.saved(Image.new("RGB", (12_000, 130)), "JPEG"), "too narrow to be shown"),
    "21 MB": (JPEG + b"\0" * 21 * 1024 * 1024, "The file has 22 MB; at most 20 MB are taken"),
    "50 MB": (JPEG + b"\0" * 50 * 1024 * 1024, "The file has 51 MB; at most 20 MB are taken"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_it_is_refused_with_what_to_do(maker: PictureMaker, kind: str) -> None:
    data, sentence = REFUSED[kind]
    with pytest.raises(PictureRefused) as caught:
        maker.make(data, Use.PHOTO)
    assert any(part in str(caught.value) for part in ([sentence] if isinstance(sentence, str) else sentence))
    assert caught.value.message % caught.value.values == str(caught.value) or not caught.value.values


@pytest.mark.parametrize("use", [Use.LOGO, Use.PLAN, Use.TEXT])
@pytest.mark.parametrize("kind", ["an SVG", "half a PNG", "a bomb", "a pixel", "a thread", "a JPEG with an archive"])
def test_whatever_it_is_for(maker: PictureMaker, kind: str, use: Use) -> None:
    with pytest.raises(PictureRefused):
        maker.make(REFUSED[kind][0], use)


@pytest.mark.parametrize("start", range(0, len(HEIC), max(1, len(HEIC) // 40)))
def test_a_heic_with_wrong_bytes_ends_in_a_sentence_or_a_picture(maker: PictureMaker, start: int) -> None:
    data = HEIC[:start] + bytes(byte ^ 0x5A for byte in HEIC[start : start + 7]) + HEIC[start + 7 :]
    try:
        ending = maker.make(data, Use.PHOTO).data[-2:]
    except PictureRefused as error:
        ending = str(error)[-1:].encode()
    assert ending in (b"\xff\xd9", b".")


MATERIALS = {
    "nothing": (b"", "The file is empty"),
    "a presentation": (files.archive(), "Save a text or a presentation as PDF"),
    "a page": (b"<html>", "Save a text or a presentation as PDF"),
    "half a PDF": (files.pdf(3)[:300], "The PDF is damaged or was cut off"),
    "a PDF in name": (b"%PDF-1.7\n" + b"x" * 500, "The PDF is damaged or was cut off"),
    "a locked PDF": (
        files.pdf(encryption=pikepdf.Encryption(owner="a", user="b")),
        "The PDF asks for a password",
    ),
    "21 MB": (b"%PDF-" + b"\0" * 21 * 1024 * 1024, "The file has 22 MB; at most 20 MB are taken"),
    "half a JPEG": (JPEG[: len(JPEG) // 2], CUT),
}


@pytest.mark.parametrize("kind", MATERIALS)
def test_materials_are_pdfs_and_pictures(maker: PictureMaker, kind: str) -> None:
    data, sentence = MATERIALS[kind]
    with pytest.raises(PictureRefused, match=sentence):
        maker.make(data, Use.MATERIAL)


def test_what_needs_too_much_memory_is_refused_and_the_next_one_is_made(maker: PictureMaker) -> None:
    small = PictureMaker(memory_mb=160)
    with pytest.raises(PictureRefused, match="more memory or time"):
        small.make(files.saved(Image.new("RGB", (9000, 8000)), "PNG"), Use.PHOTO)
    assert maker.make(JPEG, Use.PHOTO).width == 640


def test_what_takes_too_long_is_given_up() -> None:
    with pytest.raises(PictureRefused, match="more memory or time"):
        PictureMaker(seconds=0.01).make(JPEG, Use.PHOTO)


def test_of_many_at_once_each_is_made_or_told_to_wait() -> None:
    large = files.saved(files.scene(6000, 4000), "PNG")
    maker, patient = PictureMaker(patience=0.05), PictureMaker(patience=60)
    said: list[str] = []

    def upload(one: PictureMaker) -> None:
        try:
            said.append(str(one.make(large, Use.PHOTO).width))
        except PicturesBusy as error:
            said.append(str(error))

    for one, wanted in (
        (maker, {"1600", "Other pictures are being worked on. Try again in a moment."}),
        (patient, {"1600"}),
    ):
        said.clear()
        threads = [threading.Thread(target=upload, args=(one,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert (set(said), len(said)) == (wanted, 4)
