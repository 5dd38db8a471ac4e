"""A picture as it is kept: JPEG for photographs, PNG where edges are sharp or something is transparent. No metadata."""

from io import BytesIO

from PIL import Image

from forum_app.pictures.jobs import LARGEST_CROP, Box, Job, Made, Use
from forum_app.pictures.reading import Picture, read

# By eye: at 82 a face on a phone's screen twice as dense shows no blocks; plans keep thin lines and small letters.
_QUALITY = {Use.PHOTO: 82, Use.LOGO: 90, Use.PLAN: 88, Use.TEXT: 84, Use.MATERIAL: 88}
_SHARP_MAY_COST = 1.5  # times as many bytes as a JPEG
_LARGEST_CLEAR = 2 * 1024 * 1024  # a transparent picture larger than this is put on white


def made_of(job: Job) -> Made:
    """What is kept of an uploaded picture. Raises PictureRefused."""
    picture = read(job.data, job.use)
    if job.crop is not None:
        picture.image = _cut(picture.image, job.crop)
    data, extension = _written(picture, job.use)
    wide, high = picture.image.size
    return Made(data, extension, wide, high, [(text.message, text.values) for text in picture.told])


def _cut(image: Image.Image, box: Box) -> Image.Image:
    left, top, side = pixels_of(box, image.size)
    square = image.crop((left, top, left + side, top + side))
    if side > LARGEST_CROP:
        square = square.resize((LARGEST_CROP, LARGEST_CROP), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return square


def pixels_of(box: Box, size: tuple[int, int]) -> tuple[int, int, int]:
    """Left, top and side of a square in whole pixels, inside the picture."""
    wide, high = size
    side = max(1, min(round(box.size * min(wide, high)), wide, high))
    return min(max(round(box.x * wide), 0), wide - side), min(max(round(box.y * high), 0), high - side), side


def _written(picture: Picture, use: Use) -> tuple[bytes, str]:
    image = picture.image
    clear = image.mode == "RGBA" and image.getchannel("A").getextrema()[0] != 255
    if use == Use.PHOTO:
        return _jpeg(_on_white(image), use), "jpg"
    if not clear:
        image = image.convert("RGB")
    if use == Use.LOGO:
        return _png(image), "png"
    if clear:
        drawn = _png(image)
        return (drawn, "png") if len(drawn) <= _LARGEST_CLEAR else (_jpeg(_on_white(image), use), "jpg")
    photographed = _jpeg(image, use)
    if picture.lossless:
        drawn = _png(image)
        if len(drawn) <= _SHARP_MAY_COST * len(photographed):
            return drawn, "png"
    return photographed, "jpg"


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image.convert("RGB")
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _bare(image: Image.Image) -> Image.Image:
    """The pixels alone: Pillow would write what it remembers of the file."""
    image = image.copy()
    image.info.clear()
    return image


def _jpeg(image: Image.Image, use: Use) -> bytes:
    out = BytesIO()
    sampling = 2 if use in (Use.PHOTO, Use.TEXT) else 0
    _bare(image).save(
        out, "JPEG", quality=_QUALITY[use], optimize=True, progressive=True, subsampling=sampling, exif=b""
    )
    return out.getvalue()


def _png(image: Image.Image) -> bytes:
    out = BytesIO()
    _bare(image).save(out, "PNG", optimize=True)
    return out.getvalue()
