"""A programme as other systems write it: what every format's reader makes, before it becomes a draft.

Times are wall times as the file says them; texts are as they stand in the file. What a file does otherwise than its
format says is told by ``Told``, gathered by what it is; what can't be understood is a problem, with its place.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from forum_app.domain.errors import ImportRefused
from forum_app.domain.sentences import Said, said

Problem = tuple[str, str]
LONGEST_TITLE, LONGEST_TEXT, LONGEST_NAME, LONGEST_KEY = 300, 60_000, 300, 500


def refused(place: str, sentence: Said) -> ImportRefused:
    """The refusal of a file that can't be read as what it should be."""
    return ImportRefused([(place, sentence)])


@dataclass
class Told:
    """Deviations, each said once with how often it was met and where first."""

    found: dict[Said, tuple[int, str]] = field(default_factory=dict)

    def note(self, text: Said, place: str = "") -> None:
        count, first = self.found.get(text, (0, place))
        self.found[text] = (count + 1, first)

    def sentences(self) -> list[Said]:
        return [_met(text, count, place) for text, (count, place) in self.found.items()]


def _met(sentence: Said, count: int, place: str) -> Said:
    if not place:
        return sentence
    if count < 2:
        return said("%(sentence)s (%(place)s)", sentence=sentence, place=place)
    return said("%(sentence)s (%(count)s times, first: %(place)s)", sentence=sentence, count=count, place=place)


@dataclass(frozen=True)
class Guest:
    """A person of an event. Without id, guid and code nobody can say whether two are one."""

    name: str
    foreign_id: str = ""
    guid: str = ""
    code: str = ""
    biography: str = ""

    @property
    def key(self) -> str:
        return self.foreign_id or self.guid or self.code


@dataclass(frozen=True)
class WebLink:
    url: str
    label: str


@dataclass
class Event:
    """One session. ``offset`` is what the file says beside the wall time, if it says it; ``place`` names it in the file."""

    place: str
    title: str
    start: datetime | None = None
    offset: timedelta | None = None
    minutes: int | None = None
    room: str = ""
    track: str = ""
    type: str = ""
    language: str = ""
    texts: list[str] = field(default_factory=list)
    guests: list[Guest] = field(default_factory=list)
    links: list[WebLink] = field(default_factory=list)
    attachments: list[WebLink] = field(default_factory=list)
    recordings: list[WebLink] = field(default_factory=list)
    foreign_id: str = ""
    guid: str = ""
    code: str = ""
    slug: str = ""
    url: str = ""
    cancelled: bool = False
    tentative: bool = False


@dataclass(frozen=True)
class RoomIn:
    name: str
    guid: str = ""
    capacity: int | None = None
    description: str = ""


@dataclass(frozen=True)
class TrackIn:
    name: str
    colour: str = ""


@dataclass
class Programme:
    """A whole file. ``zone`` is the IANA name that it gives, ``""`` where it gives none."""

    format: str
    title: str
    acronym: str = ""
    subtitle: str = ""
    venue: str = ""
    city: str = ""
    url: str = ""
    zone: str = ""
    colour: str = ""
    first_day: date | None = None
    last_day: date | None = None
    day_starts_at: time | None = None
    rooms: list[RoomIn] = field(default_factory=list)
    tracks: list[TrackIn] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    told: Told = field(default_factory=Told)
    problems: list[Problem] = field(default_factory=list)
