"""Programmes of other systems taken in: which format a file is, its draft, and a second import that keeps identities."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable
from dataclasses import dataclass, field

from forum_app.database import Database
from forum_app.domain.draft import Draft
from forum_app.domain.errors import ImportRefused
from forum_app.domain.sentences import Said, said
from forum_app.exchange.drafting import drafted, slug_of
from forum_app.exchange.frab_json import read_frab_json
from forum_app.exchange.frab_xml import read_frab_xml
from forum_app.exchange.ics import read_ics
from forum_app.exchange.merging import Merged, merged
from forum_app.exchange.programme import Programme
from forum_app.services.forum_files import LARGEST, Imported, draft_named, kept_draft, sound, version_named
from forum_app.services.media import Media

Progress = Callable[[int], None]
FORMATS = ("frab XML", "frab JSON", "iCalendar")
_FORUM = re.compile(rb'"forum"\s*:')


@dataclass(frozen=True)
class ProgrammeImported:
    """What was kept; ``told`` are the deviations of the file, in words; ``merged`` counts what a second import did."""

    kept: Imported
    sessions: int
    people: int
    told: list[Said]
    merged: Merged | None = None
    counts: dict[str, tuple[int, int, int]] = field(default_factory=dict)


def format_of(data: bytes) -> str:
    """One of FORMATS by the bytes themselves; ``""`` for anything else, such as a forum.json."""
    head = data[:8_000]
    if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        head = head.decode("utf-16", "ignore").encode()
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        return "frab XML"
    if start[:15].upper() == b"BEGIN:VCALENDAR":
        return "iCalendar"
    if start.startswith(b"{") and b'"schedule"' in start and not _FORUM.search(start):
        return "frab JSON"
    return ""


def events_in(data: bytes) -> int:
    """About how many events a file holds, for showing how far its reading is."""
    marks = {"frab XML": b"<event ", "frab JSON": b'"persons"', "iCalendar": b"BEGIN:VEVENT"}
    mark = marks.get(format_of(data))
    return data.count(mark) if mark else 0


@dataclass(frozen=True)
class ProgrammeRead:
    """A programme file as a sound draft. ``version`` is that of the forum whose place it takes, None for a new one."""

    draft: Draft
    version: int | None
    sessions: int
    people: int
    told: list[Said]
    merged: Merged | None

    def imported(self, kept: Imported) -> ProgrammeImported:
        counts = {} if self.merged is None else _counts(self.merged)
        return ProgrammeImported(kept, self.sessions, self.people, self.told, self.merged, counts)


def read_programme(
    database: Database,
    media: Media,
    data: bytes,
    *,
    slug: str = "",
    zone: str = "",
    replace: bool = False,
    progress: Progress = lambda done: None,
) -> ProgrammeRead:
    """Reads a programme file as a new forum, or with ``replace`` as what becomes of the one with the same slug.

    Raises ImportRefused with places in the file.
    """
    if len(data) > LARGEST:
        raise ImportRefused([("", said("The file is larger than 32 MiB."))])
    programme = _read(data, zone, progress)
    here = slug or slug_of(programme)
    version = version_named(database, here) if replace else None
    old = draft_named(database, media, here) if version is not None else None
    languages = old.forum.languages if old is not None else ()
    draft = _sound(drafted(programme, slug=slug, zone=zone, languages=languages), programme)
    joined = merged(old, draft) if old is not None else None
    if joined is not None:
        draft = sound(joined.draft)
    return ProgrammeRead(draft, version, len(draft.sessions), len(draft.people), programme.told.sentences(), joined)


def import_programme(
    database: Database,
    media: Media,
    data: bytes,
    *,
    slug: str = "",
    zone: str = "",
    replace: bool = False,
    actor: str,
    progress: Progress = lambda done: None,
) -> ProgrammeImported:
    """Takes a programme file in as a new forum, or into the one with the same slug where ``replace`` is said.

    Raises ImportRefused with places in the file (nothing is changed), or SlugTaken.
    """
    read = read_programme(database, media, data, slug=slug, zone=zone, replace=replace, progress=progress)
    return read.imported(kept_draft(database, read.draft, replace, actor, read.version))


def _read(data: bytes, zone: str, progress: Progress) -> Programme:
    found = format_of(data)
    if found == "frab XML":
        return read_frab_xml(data, progress)
    if found == "frab JSON":
        return read_frab_json(data, progress)
    if found == "iCalendar":
        return read_ics(data, zone, progress)
    raise ImportRefused(
        [("", said("This is none of the formats that are read: %(formats)s.", formats=", ".join(FORMATS)))]
    )


def _sound(draft: Draft, programme: Programme) -> Draft:
    """The draft tidied and checked; a problem of a session is told with its place in the file."""
    try:
        return sound(draft)
    except ImportRefused as error:
        raise ImportRefused([(_place(place, programme), text) for place, text in error.problems]) from None


def _place(place: str, programme: Programme) -> str:
    head, _, rest = place.partition("]")
    number = head.removeprefix("sessions[")
    if number.isdigit() and int(number) < len(programme.events):
        there = programme.events[int(number)].place
        return said("%(place)s: %(field)s", place=there, field=rest.lstrip(".")) if rest else there
    return place


def _counts(joined: Merged) -> dict[str, tuple[int, int, int]]:
    """Known again, new and gone, by the word for what it is."""
    return {
        name: (joined.known[name], joined.added[name], joined.gone[name])
        for name in ("sessions", "people", "rooms", "themes")
    }
