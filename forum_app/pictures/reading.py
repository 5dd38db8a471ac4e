"""A picture read from its file: the right way up, in sRGB, eight bits a channel, no larger than it is kept.

What is large is made smaller before its colours are converted: JPEG while it is decoded, others by whole steps.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image, ImageCms, ImageFile, PngImagePlugin, UnidentifiedImageError

from forum_app.domain.sentences import Said, said
from forum_app.pictures.jobs import LIMITS, MOST_PIXELS, Limits, Use
from forum_app.pictures.sorting import format_of, refuse

# What the EXIF tag “Orientation” asks for, so that the picture stands upright.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION = 0x0112
_SPACES = {"RGB": ("RGB ",), "L": ("GRAY",), "CMYK": ("CMYK",)}


@dataclass
class Picture:
    """``image`` is RGB or RGBA. ``lossless``: its file kept every pixel, so sharp edges are likely."""

    image: Image.Image
    lossless: bool
    told: list[Said] = field(default_factory=list)


def prepare() -> None:
    """Sets Pillow up in this process: HEIF, what is enough and no more, nothing half."""
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = None  # asked by read() itself, before anything is decoded
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    PngImagePlugin.MAX_TEXT_CHUNK = 8 * 1024 * 1024  # profiles of 4 MB exist
    PngImagePlugin.MAX_TEXT_MEMORY = 32 * 1024 * 1024


def read(data: bytes, use: Use) -> Picture:
    """The picture in these bytes. Raises PictureRefused with a sentence that says what to do."""
    name = format_of(data)
    with _broken_refused(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on metadata that nobody will read
        with Image.open(BytesIO(data), formats=("JPEG", "MPO") if name == "JPEG" else (name,)) as image:
            _fits(image, LIMITS[use])
            lossless = name in ("PNG", "GIF") or (name == "WEBP" and b"VP8L" in data[:64])
            told = [_first_frame()] if name != "JPEG" and getattr(image, "is_animated", False) else []
            return Picture(_upright(image, LIMITS[use].side), lossless, told)


def _first_frame() -> Said:
    return said("The picture moves; its first frame was kept.")


@contextmanager
def _broken_refused() -> Iterator[None]:
    """Turns what Pillow says of broken files into a sentence."""
    try:
        yield
    except UnidentifiedImageError:
        raise refuse(_damaged()) from None
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, RuntimeError) as error:
        cut = "truncated" in str(error).lower() or isinstance(error, EOFError)
        raise refuse(_cut_off() if cut else _damaged()) from error


def _damaged() -> Said:
    return said(
        "The file is damaged: the picture in it can't be read. Open it in a picture program and save it anew as JPEG or PNG."
    )


def _cut_off() -> Said:
    return said("The file was cut off: the end of the picture is missing. Copy it anew from where it comes from.")


def _fits(image: Image.Image, limits: Limits) -> None:
    """Refuses what has too many or too few pixels, or the form of a thread, before it is decoded."""
    wide, high = image.size
    if wide * high > MOST_PIXELS:
        raise refuse(
            said(
                "The picture has %(wide)s × %(high)s pixels, more than %(most)s million. Save it smaller.",
                wide=wide,
                high=high,
                most=MOST_PIXELS // 1_000_000,
            )
        )
    if min(wide, high) < limits.least:
        raise refuse(
            said(
                "The picture has %(wide)s × %(high)s pixels: too few to be seen well. At least %(least)s on each side are needed.",
                wide=wide,
                high=high,
                least=limits.least,
            )
        )
    if max(wide, high) > limits.stretch * min(wide, high):
        raise refuse(
            said(
                "The picture has %(wide)s × %(high)s pixels: it is too narrow to be shown. Cut out the part that matters.",
                wide=wide,
                high=high,
            )
        )


def _upright(image: Image.Image, side: int) -> Image.Image:
    turn = _turn_of(image)
    profile = image.info.get("icc_profile")
    image.draft(None, (2 * side, 2 * side))  # JPEG alone can: it is decoded smaller
    image.load()
    small = _eight_bits(image)
    steps = max(small.size) // (2 * side)
    if steps > 1 and small.mode not in ("P", "1"):
        small = small.reduce(steps)
    small = _srgb(small, profile)
    if turn is not None:
        small = small.transpose(turn)
    return _within(small, side)


def _turn_of(image: Image.Image) -> Image.Transpose | None:
    try:
        return _TURNS.get(int(image.getexif().get(_ORIENTATION, 1)))
    except Exception:  # broken metadata turns nothing
        return None


def _eight_bits(image: Image.Image) -> Image.Image:
    """The picture as L, RGB, RGBA, CMYK; palettes resolved, sixteen bits scaled to eight, and not cut off."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 257 + 0.5).convert("L")
    if "transparency" in image.info or image.mode in ("PA", "LA", "La", "RGBa"):
        return image.convert("RGBA")
    if image.mode in ("L", "RGB", "RGBA", "CMYK"):
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB or RGBA in sRGB. A profile that is broken or of another kind of colour says nothing."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    colours = image.convert("RGB") if alpha is not None else image
    if profile:
        colours = _converted(colours, profile)
    colours = colours.convert("RGB")
    if alpha is not None:
        colours.putalpha(alpha)
    return colours


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        space = source.profile.xcolor_space
        if image.mode == "L" and space == "RGB ":
            image = image.convert("RGB")
        if space not in _SPACES.get(image.mode, ()):
            return image
        intent = ImageCms.Intent.PERCEPTUAL if image.mode == "CMYK" else ImageCms.Intent.RELATIVE_COLORIMETRIC
        made = ImageCms.profileToProfile(
            image, source, ImageCms.createProfile("sRGB"), renderingIntent=intent, outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return made if made is not None else image


def _within(image: Image.Image, side: int) -> Image.Image:
    """No larger than ``side``; never enlarged."""
    factor = side / max(image.size)
    if factor >= 1:
        return image
    size = tuple(max(1, round(length * factor)) for length in image.size)
    return image.resize((size[0], size[1]), Image.Resampling.LANCZOS, reducing_gap=3.0)
