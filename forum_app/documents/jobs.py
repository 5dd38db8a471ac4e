"""What the renderer and its child process say to each other."""

import struct
from typing import BinaryIO, Literal, TypeVar

import msgspec

LARGEST = 256 * 1024 * 1024
Message = TypeVar("Message", bound=msgspec.Struct)


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


def encode(message: msgspec.Struct) -> bytes:
    """The message with its length, four bytes big-endian, before it."""
    body = msgspec.msgpack.encode(message)
    return struct.pack(">I", len(body)) + body


def decode(body: bytes, kind: type[Message]) -> Message:
    return msgspec.msgpack.decode(body, type=kind)


def read_message(stream: BinaryIO) -> bytes | None:
    """The next message's body; None at the end of the stream or in the middle of a message."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    length = struct.unpack(">I", head)[0]
    if length > LARGEST:
        return None
    body = stream.read(length)
    return body if len(body) == length else None
