"""What the renderer and its child process say to each other."""

from typing import Literal

import msgspec


class Job(msgspec.Struct, frozen=True):
    """HTML to render: one or several densities of a document, of which the first to fit ``pages`` is kept.

    When none fits, the last is. ``media`` maps the name after ``media:`` to the path of a file; ``identifier`` is the
    PDF's own (16 bytes). A ``part`` is put together with others: its ids are made unlike theirs. ``numbers`` are drawn
    over other pages, and are not tagged.
    """

    pages_of: list[str]
    media: dict[str, str]
    identifier: bytes
    pages: int = 0
    role: Literal["whole", "part", "numbers"] = "whole"


class Answer(msgspec.Struct, frozen=True):
    """A PDF, or the error's name and words; ``warnings`` are the renderer's, for the log."""

    pdf: bytes = b""
    error: str = ""
    warnings: list[str] = []
    seconds: float = 0.0
    pages: int = 0
