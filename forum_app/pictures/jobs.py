"""What the maker of pictures and its child process say to each other, and what each kind of picture is held to."""

from enum import StrEnum
from typing import Any

import msgspec


class Use(StrEnum):
    """What a file is uploaded for."""

    PHOTO = "photo"  # of a person
    LOGO = "logo"
    PLAN = "plan"  # of the floors of a venue
    TEXT = "text"  # within a text
    MATERIAL = "material"  # a PDF as it is, or a picture
    SLIDES = "slides"  # a presentation as it is


class Limits(msgspec.Struct, frozen=True):
    """``side`` is the longest that a kept picture has, ``least`` the shortest that one may come with, both in pixels;
    ``stretch`` is how many times longer than wide it may be."""

    side: int
    least: int
    stretch: int


LIMITS = {
    Use.PHOTO: Limits(1600, 120, 4),
    Use.LOGO: Limits(1200, 24, 20),
    Use.PLAN: Limits(3200, 200, 10),
    Use.TEXT: Limits(2000, 16, 20),
    Use.MATERIAL: Limits(3200, 16, 20),
    Use.SLIDES: Limits(0, 0, 0),  # no picture
}
MOST_BYTES = 20 * 1024 * 1024
MOST_SLIDES = 40 * 1024 * 1024
MOST_PIXELS = 120_000_000
LARGEST_CROP = 960


class Box(msgspec.Struct, frozen=True):
    """A square of a picture: its left and top edge in parts of the width and height, its side in parts of the
    shorter side."""

    x: float
    y: float
    size: float


class Job(msgspec.Struct, frozen=True):
    """Bytes to be made into a picture that is kept; with a ``crop``, the square cut out of them."""

    data: bytes
    use: Use
    crop: Box | None = None


class Made(msgspec.Struct, frozen=True):
    """What is kept: ``extension`` is jpg, png or pdf; ``told`` are sentences on what was changed that one may miss."""

    data: bytes
    extension: str
    width: int = 0
    height: int = 0
    told: list[tuple[str, dict[str, Any]]] = []


class Answer(msgspec.Struct, frozen=True):
    """What was made, or the sentence why not, with its values; ``fault`` is for the log."""

    made: Made | None = None
    refused: str = ""
    values: dict[str, Any] = {}
    fault: str = ""
