"""Pictures that are taken: the right way up, in the right colours, and nothing kept but the picture."""

import io

import pytest
from PIL import Image

from forum_app.pictures.jobs import Box, Made, Use
from forum_app.pictures.making import PictureMaker
from tests.pictures import files

UPRIGHT = ["red", "green", "blue", "white"]


def opened(made: Made) -> Image.Image:
    image = Image.open(io.BytesIO(made.data))
    image.load()
    assert image.size == (made.width, made.height)
    return image


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_photo_stands_upright(maker: PictureMaker, orientation: int) -> None:
    image = opened(maker.make(files.turned(orientation), Use.PHOTO))
    assert (image.size, files.corners(image)) == ((640, 480), UPRIGHT)
    assert image.getexif().get(0x0112) is None


KINDS = {
    "jpeg": files.saved(files.scene(), "JPEG"),
    "progressive": files.saved(files.scene(), "JPEG", progressive=True),
    "cmyk": files.saved(files.scene(mode="CMYK"), "JPEG"),
    "png": files.saved(files.scene(), "PNG"),
    "palette": files.saved(files.scene().quantize(16), "PNG"),
    "palette with a clear colour": files.saved(files.scene().quantize(16), "PNG", transparency=15),
    "alpha": files.saved(files.scene(mode="RGBA"), "PNG"),
    "webp": files.saved(files.scene(), "WEBP"),
    "webp without loss": files.saved(files.scene(), "WEBP", lossless=True),
    "gif": files.saved(files.scene().quantize(16), "GIF"),
    "heic": files.heic(files.scene()),
    "mpo": files.mpo(),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("use", [Use.PHOTO, Use.LOGO, Use.PLAN, Use.TEXT])
def test_every_format_shows_what_it_showed(maker: PictureMaker, kind: str, use: Use) -> None:
    made = maker.make(KINDS[kind], use)
    image = opened(made)
    assert (image.size, files.corners(image), made.told) == ((640, 480), UPRIGHT, [])
    assert made.extension in {Use.PHOTO: ["jpg"], Use.LOGO: ["png"]}.get(use, ["jpg", "png"])


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_what_moves_the_first_frame_is_kept_and_that_is_said(maker: PictureMaker, kind: str) -> None:
    made = maker.make(files.animated(kind), Use.PHOTO)
    assert files.corners(opened(made)) == UPRIGHT
    assert [text % values for text, values in made.told] == ["The picture moves; its first frame was kept."]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize("large", [False, True])
def test_colours_of_a_profile_become_those_of_srgb(maker: PictureMaker, kind: str, large: bool) -> None:
    """The profile swaps red and green."""
    profile = files.profile_of_4_mb() if large else files.wide_gamut()
    save = files.heic if kind == "HEIF" else lambda image, **options: files.saved(image, kind, **options)
    made = maker.make(save(files.scene(), icc_profile=profile), Use.PHOTO)
    assert files.corners(opened(made)) == ["green", "red", "blue", "white"]
    assert len(made.data) < 60_000 and "icc_profile" not in opened(made).info


@pytest.mark.parametrize("profile", [b"rubbish" * 50, b"\0" * 128, b"x"])
def test_a_broken_profile_says_nothing(maker: PictureMaker, profile: bytes) -> None:
    made = maker.make(files.saved(files.scene(), "JPEG", icc_profile=profile), Use.PHOTO)
    assert files.corners(opened(made)) == UPRIGHT


@pytest.mark.parametrize("mode", ["grey", "rgb"])
def test_sixteen_bits_become_eight_and_are_not_cut_off(maker: PictureMaker, mode: str) -> None:
    image = opened(maker.make(files.deep(mode), Use.PLAN)).convert("L")
    assert abs(image.getpixel((50, 50)) - 0x80) <= 2 and abs(image.getpixel((250, 50)) - 0xF0) <= 2


@pytest.mark.parametrize("use", [Use.PHOTO, Use.LOGO, Use.PLAN, Use.TEXT])
def test_nothing_is_kept_but_the_picture(maker: PictureMaker, use: Use) -> None:
    """Cameras, places, comments, scripts and what was put behind the end."""
    jpeg = files.saved(files.scene(), "JPEG", exif=files.with_exif(1), comment=b"Secret comment")
    heic = files.heic(files.scene(), exif=files.with_exif(1))
    for data in (jpeg + b"Secret tail", files.with_text("Secret <script>alert(1)</script>"), heic):
        made = maker.make(data, use)
        assert b"Secret" not in made.data and b"script" not in made.data
        image = opened(made)
        assert dict(image.getexif()) == {} and not set(image.info) - {
            "jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression",
        }  # fmt: skip
        assert b"Exif" not in made.data and b"tEXt" not in made.data and b"iCCP" not in made.data


@pytest.mark.broad
def test_large_pictures_are_made_smaller_and_small_ones_stay(maker: PictureMaker) -> None:
    sizes = {Use.PHOTO: 1600, Use.LOGO: 1200, Use.PLAN: 3200, Use.TEXT: 2000}
    for use, side in sizes.items():
        for kind in ("JPEG", "PNG"):
            large = maker.make(files.saved(files.scene(4800, 3600), kind), use)
            assert (large.width, large.height) == (side, side * 3 // 4)
            assert files.corners(opened(large)) == UPRIGHT
            small = maker.make(files.saved(files.scene(400, 300), kind), use)
            assert (small.width, small.height) == (400, 300)


def test_logos_keep_every_pixel_and_what_is_clear(maker: PictureMaker) -> None:
    logo = files.scene(300, 100, "RGBA")
    logo.paste((0, 0, 0, 0), (100, 20, 160, 80))
    logo.paste((10, 20, 30, 128), (200, 20, 260, 80))
    for data in (files.saved(logo, "PNG"), files.saved(logo, "WEBP", lossless=True, exact=True)):
        made = maker.make(data, Use.LOGO)
        assert made.extension == "png"
        assert opened(made).tobytes() == logo.tobytes()


def test_a_cut_out_portrait_stands_on_white(maker: PictureMaker) -> None:
    portrait = files.scene(300, 300, "RGBA")
    portrait.putalpha(Image.new("L", portrait.size, 0))
    image = opened(maker.make(files.saved(portrait, "PNG"), Use.PHOTO))
    assert image.getextrema() == ((255, 255),) * 3


def test_drawings_stay_sharp_and_photographs_small(maker: PictureMaker) -> None:
    assert maker.make(files.saved(files.scene(), "PNG"), Use.TEXT).extension == "png"
    noise = Image.merge("RGB", [Image.effect_noise((900, 600), 60) for _ in range(3)])
    assert maker.make(files.saved(noise, "PNG"), Use.TEXT).extension == "jpg"


@pytest.mark.parametrize(
    ("box", "colours"),
    [
        (Box(0, 0, 0.5), ["red"] * 4),
        (Box(0.625, 0.5, 0.5), ["white"] * 4),
        (Box(0.125, 0, 1), UPRIGHT),
        (Box(0.9, 0.9, 1), UPRIGHT),  # pushed back inside
    ],
)
def test_a_square_is_cut_where_it_was_asked(maker: PictureMaker, box: Box, colours: list[str]) -> None:
    image = opened(maker.make(KINDS["jpeg"], Use.PHOTO, box))
    assert image.size == (round(480 * box.size),) * 2
    if box.x != 0.9:
        assert files.corners(image) == colours


def test_a_large_square_is_made_smaller(maker: PictureMaker) -> None:
    made = maker.make(files.saved(files.scene(1600, 1600), "JPEG"), Use.PHOTO, Box(0, 0, 1))
    assert (made.width, made.height) == (960, 960)


def test_the_same_bytes_give_the_same_file(maker: PictureMaker) -> None:
    assert maker.make(KINDS["heic"], Use.PHOTO).data == maker.make(KINDS["heic"], Use.PHOTO).data


def test_a_pdf_is_kept_as_it_is_and_pictures_of_materials_are_made_anew(maker: PictureMaker) -> None:
    made = maker.make(files.pdf(3), Use.MATERIAL)
    assert (made.data, made.extension) == (files.pdf(3), "pdf") or made.data.startswith(b"%PDF-")
    picture = maker.make(files.turned(6), Use.MATERIAL)
    assert (picture.extension, files.corners(opened(picture))) == ("jpg", UPRIGHT)
