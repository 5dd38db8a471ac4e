"""What uploaded bytes are, by their content alone: which pictures are read, and why others are refused."""

import math

from forum_app.domain.errors import PictureRefused
from forum_app.domain.sentences import Said, said
from forum_app.pictures.jobs import MOST_BYTES, Use

_MB = 1024 * 1024
# Formats by what they begin with, as Pillow names them.
_HEADS = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
)
_HEIF = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_OTHERS = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"II+\x00", "BigTIFF"),
    (b"BM", "BMP"),
    (b"8BPS", "Photoshop"),
    (b"%!PS", "PostScript"),
    (b"\x00\x00\x01\x00", "ICO"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
)
_MARKUP = (b"<!doctype", b"<html", b"<script", b"<head", b"<body", b"<?php", b"<svg", b"<iframe", b"<?xml")
_SCRIPT_SIZES = (b"/*", b"//", b"=1", b"='", b'="', b"=[")  # where a GIF has its width: it is a script as well


def refuse(sentence: Said) -> PictureRefused:
    """The error that says this."""
    return PictureRefused(sentence.message, **sentence.values)


def format_of(data: bytes) -> str:
    """JPEG, PNG, GIF, WEBP or HEIF. Raises PictureRefused, with what to do, for everything else."""
    if not data:
        raise refuse(said("The file is empty: it has 0 bytes. Choose the picture again."))
    if len(data) > MOST_BYTES:
        raise refuse(too_large(len(data)))
    found = next((name for head, name in _HEADS if data.startswith(head)), "")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        found = "WEBP"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF:
        found = "HEIF"
    if not found:
        raise refuse(_other(data))
    if _is_also_something_else(data, found):
        raise refuse(
            said(
                "This file is a picture and also something else: a program, a web page or an archive. Open it in a picture program and save it anew as JPEG or PNG."
            )
        )
    return found


def too_large(size: int) -> Said:
    """The sentence on a file that has more bytes than are taken."""
    return said(
        "The file has %(size)s MB; at most %(most)s MB are taken. Save the picture smaller, or with a stronger compression.",
        size=math.ceil(size / _MB),
        most=MOST_BYTES // _MB,
    )


def _other(data: bytes) -> Said:
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\x00").lower()
    kind = next((name for start, name in _OTHERS if data.startswith(start)), "")
    if b"<svg" in data[:65_536].lower() and head.startswith(b"<"):
        return said("SVG drawings can hold programs and are not taken. Export the drawing as PNG.")
    if kind == "PDF":
        return said("This is a PDF, whatever its name says. Export the picture in it as JPEG or PNG.")
    if kind:
        return said("This is a file of the kind %(kind)s. Save the picture as JPEG, PNG, WebP or HEIC.", kind=kind)
    if data[4:8] == b"ftyp" and data[8:12] in (b"avif", b"avis"):
        return said("This is a file of the kind %(kind)s. Save the picture as JPEG, PNG, WebP or HEIC.", kind="AVIF")
    if data[4:8] == b"ftyp":
        return said("This is a film. Choose a picture: JPEG, PNG, WebP or HEIC.")
    if any(mark in head for mark in _MARKUP):
        return said("This is a web page or a program, not a picture. Choose a JPEG, PNG, WebP or HEIC file.")
    return said("This is no picture that can be read here. Choose a JPEG, PNG, WebP or HEIC file.")


def _is_also_something_else(data: bytes, name: str) -> bool:
    """Whether another program would take the same bytes for an archive, a document, a page or a script."""
    if (name == "GIF" and data[6:8] in _SCRIPT_SIZES) or (name == "JPEG" and data[4:6] == b"/*"):
        return True
    if b"%PDF-" in data[:1024] or _ends_as_archive(data):
        return True
    ends = {"JPEG": b"\xff\xd9", "PNG": b"IEND\xaeB`\x82", "GIF": b"\x00;"}.get(name)
    rest = data[data.rfind(ends) + len(ends) :].lower() if ends and ends in data else b""
    return any(mark in rest for mark in _MARKUP)


def _ends_as_archive(data: bytes) -> bool:
    """Whether a ZIP's directory stands at the end (its comment may follow)."""
    tail = data[-65_557:]
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        return False
    return int.from_bytes(tail[at + 20 : at + 22], "little") <= len(tail) - at - 22 and b"PK\x01\x02" in data


def material_problem(data: bytes) -> Said | None:
    """Why these bytes are no PDF that is kept as it is; None where they may be one."""
    if not data:
        return said("The file is empty: it has 0 bytes. Choose it again.")
    if len(data) > MOST_BYTES:
        return said(
            "The file has %(size)s MB; at most %(most)s MB are taken. Save it smaller, or put it elsewhere and write its address.",
            size=math.ceil(len(data) / _MB),
            most=MOST_BYTES // _MB,
        )
    if not data.startswith(b"%PDF-"):
        return said(
            "Files of materials are PDFs, or pictures (JPEG, PNG, WebP, HEIC). Save a text or a presentation as PDF."
        )
    return None


def is_picture(data: bytes, use: Use) -> bool:
    """Whether bytes are to be read as a picture: everything is but slides, and what is meant to be a PDF."""
    return use != Use.SLIDES and (use != Use.MATERIAL or bool(_head_is_picture(data)))


def _head_is_picture(data: bytes) -> bool:
    heads = any(data.startswith(head) for head, _name in _HEADS)
    return heads or data[8:12] == b"WEBP" or (data[4:8] == b"ftyp" and data[8:12] in _HEIF)
