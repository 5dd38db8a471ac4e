"""Pictures and what is none, made here: every kind that people upload, and every kind that somebody may try."""

import io
import struct
import zipfile
import zlib
from typing import Any

import pikepdf
from PIL import Image, ImageCms, ImageDraw

RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 160, 60), (30, 60, 200), (255, 255, 255)


def scene(wide: int = 640, high: int = 480, mode: str = "RGB") -> Image.Image:
    """Four quarters in four colours, so that a turn or a mirror shows: red, green above blue, white."""
    image = Image.new("RGB", (wide, high), WHITE)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, wide // 2 - 1, high // 2 - 1), fill=RED)
    draw.rectangle((wide // 2, 0, wide, high // 2 - 1), fill=GREEN)
    draw.rectangle((0, high // 2, wide // 2 - 1, high), fill=BLUE)
    return image.convert(mode)


def corners(image: Image.Image) -> list[str]:
    """The colours of the four quarters by name, row by row."""
    names = {"red": RED, "green": GREEN, "blue": BLUE, "white": WHITE}
    wide, high = image.size
    found = []
    for place in ((1, 1), (3, 1), (1, 3), (3, 3)):
        pixel = image.convert("RGB").getpixel((wide * place[0] // 4, high * place[1] // 4))
        found.append(min(names, key=lambda name: sum(abs(a - b) for a, b in zip(names[name], pixel, strict=True))))
    return found


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def heic(image: Image.Image, **options: Any) -> bytes:
    import pillow_heif

    pillow_heif.register_heif_opener()
    return saved(image, "HEIF", **options)


def with_exif(orientation: int = 1, text: str = "Secret camera") -> bytes:
    """The block of EXIF data of a picture that lies so, with a camera's name and where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = text
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (13.0, 45.0, 0.0), "E", (100.0, 30.0, 0.0)
    return exif.tobytes()


def turned(orientation: int) -> bytes:
    """A JPEG that lies as ``orientation`` says and shows the scene when it is put upright."""
    back = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    image = scene() if back is None else scene().transpose(back)
    return saved(image, "JPEG", quality=95, exif=with_exif(orientation))


def wide_gamut() -> bytes:
    """A profile other than sRGB's: red and green are swapped, so that whoever leaves it out shows wrong colours."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    tags = {}
    for index in range(struct.unpack(">I", profile[128:132])[0]):
        at = 132 + 12 * index
        tags[bytes(profile[at : at + 4])] = at
    red, green = (bytes(profile[tags[name] + 4 : tags[name] + 12]) for name in (b"rXYZ", b"gXYZ"))
    profile[tags[b"rXYZ"] + 4 : tags[b"rXYZ"] + 12] = green
    profile[tags[b"gXYZ"] + 4 : tags[b"gXYZ"] + 12] = red
    return bytes(profile)


def profile_of_4_mb() -> bytes:
    """A profile that works and is padded to 4 MB."""
    profile = bytearray(wide_gamut()) + b"\0" * 4_000_000
    profile[0:4] = struct.pack(">I", len(profile))
    return bytes(profile)


def animated(kind: str) -> bytes:
    frames = [scene().transpose(Image.Transpose.ROTATE_180) for _ in range(2)]
    return saved(scene(), kind, save_all=True, append_images=frames, duration=100)


def mpo() -> bytes:
    """Two pictures in one file, as telephones write them."""
    return saved(scene(), "MPO", save_all=True, append_images=[scene(64, 48)])


def png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def bomb(side: int = 20_000) -> bytes:
    """A PNG of a few kilobytes that says it has 400 million pixels, and has them."""
    line = b"\0" * (1 + side // 8)
    body = zlib.compress(line * side, 9)
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", body) + png_chunk(b"IEND", b"")


def with_text(script: str = "<script>alert(1)</script>") -> bytes:
    """A PNG with texts in it."""
    data = saved(scene(), "PNG")
    return data[:33] + png_chunk(b"tEXt", b"Comment\0" + script.encode()) + data[33:]


def deep(mode: str) -> bytes:
    """A PNG of sixteen bits a channel: the left half is a middle grey, the right half nearly white."""
    wide, high, channels = 300, 200, {"grey": 1, "rgb": 3}[mode]
    half = wide // 2 * channels
    line = b"\0" + struct.pack(">H", 0x8000) * half + struct.pack(">H", 0xF000) * half
    head = struct.pack(">IIBBBBB", wide, high, 16, 0 if channels == 1 else 2, 0, 0, 0)
    body = png_chunk(b"IDAT", zlib.compress(line * high))
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + body + png_chunk(b"IEND", b"")


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("evil.html", "<script>alert(1)</script>")
    return out.getvalue()


def pdf(pages: int = 1, **options: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as paper:
        for _ in range(pages):
            paper.add_blank_page()
        paper.save(out, **options)
    return out.getvalue()
