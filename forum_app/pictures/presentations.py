"""Presentations that are kept as they are: PDF, PowerPoint or OpenDocument, whole, and without programs in them.

A presentation of the last two kinds is a ZIP: only its list of contents and one small file are read, never what would grow.
"""

import zlib
from io import BytesIO
from math import ceil
from zipfile import BadZipFile, ZipFile

from forum_app.domain.errors import PictureRefused
from forum_app.domain.sentences import Said, said
from forum_app.pictures.jobs import MOST_SLIDES, Made
from forum_app.pictures.papers import opened_pdf
from forum_app.pictures.sorting import refuse

_MB = 1024 * 1024
MOST_MEMBERS, MOST_UNPACKED, MOST_READ = 20_000, 1024 * _MB, _MB
_TYPES, _MIMETYPE = "[Content_Types].xml", "mimetype"
_POWERPOINT = b"application/vnd.openxmlformats-officedocument.presentationml."
_OPEN = b"application/vnd.oasis.opendocument.presentation"
_PROGRAMS = ("vbaproject.bin", "vbadata.xml", "basic/", "scripts/", "activex/")


def slides_problem(data: bytes) -> Said | None:
    """Why these bytes are no presentation, by their size and beginning; None where they may be one."""
    if not data:
        return said("The file is empty: it has 0 bytes. Choose it again.")
    if len(data) > MOST_SLIDES:
        return said("The file has %(size)s MB; at most %(most)s MB are taken. Save it with smaller pictures, or as PDF.", size=ceil(len(data) / _MB), most=MOST_SLIDES // _MB)  # fmt: skip
    if not data.startswith((b"%PDF-", b"PK\x03\x04")):
        return said("Slides are taken as PDF, PowerPoint (.pptx) or OpenDocument (.odp). This file is something else, whatever its name says.")  # fmt: skip
    return None


def checked_slides(data: bytes) -> Made:
    """The same bytes, when they are a presentation without programs. Raises PictureRefused."""
    if problem := slides_problem(data):
        raise refuse(problem)
    if data.startswith(b"%PDF-"):
        opened_pdf(data)
        return Made(data, "pdf")
    try:
        with ZipFile(BytesIO(data)) as packed:
            return Made(data, _kind_of(packed))
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError, EOFError) as error:
        raise _damaged() from error


def _kind_of(packed: ZipFile) -> str:
    members = packed.infolist()
    names = [member.filename for member in members]
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise refuse(said("Unpacked, this file is larger than any presentation. Save it anew, or as PDF."))
    if any(mark in name.lower() for name in names for mark in _PROGRAMS):
        raise _with_programs()
    if _TYPES in names and any(name.startswith("ppt/") for name in names):
        types = _read(packed, _TYPES)
        if b"macroenabled" in types.lower():
            raise _with_programs()
        if _POWERPOINT in types and "ppt/presentation.xml" in names:
            return "pptx"
    if _MIMETYPE in names and _read(packed, _MIMETYPE).strip() == _OPEN and "content.xml" in names:
        return "odp"
    raise refuse(said("This is an archive, but no presentation: slides are taken as PDF, PowerPoint (.pptx) or OpenDocument (.odp)."))  # fmt: skip


def _read(packed: ZipFile, name: str) -> bytes:
    """A small member; one that grows beyond what any has is cut off, and so no presentation."""
    with packed.open(name) as member:
        found = member.read(MOST_READ + 1)
    if len(found) > MOST_READ:
        raise _damaged()
    return found


def _damaged() -> PictureRefused:
    return refuse(said("The presentation is damaged or was cut off. Open it, save it anew, and send it again."))


def _with_programs() -> PictureRefused:
    return refuse(said("This presentation holds programs (macros). Save it without them, as .pptx, or as PDF."))
