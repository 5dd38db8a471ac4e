"""The parts that things of a draft are made of, with the limits of every field.

The same types read ``forum.json``, describe it as a JSON Schema and are what the draft's tables hold.
A trailing ``T`` in a comment marks a multilingual text (see ``domain.texts``).
"""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from forum_app.domain.identity import PATTERN
from forum_app.domain.vocabularies import (
    Audience,
    MaterialKind,
    Mode,
    NoteState,
    Partnership,
    RegistrationState,
    RoleKind,
    RoleState,
    SectionKind,
)

LANGUAGE = "[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"
# In Python $ also stands before a last line feed; keys of maps are not tidied, so they are held to the very end.
END = r"$(?!\n)"
Language = Annotated[str, Meta(pattern=f"^{LANGUAGE}{END}", max_length=35)]
TextKey = Annotated[str, Meta(pattern=f"^{LANGUAGE}(@{LANGUAGE})?{END}", max_length=71)]
Line = Annotated[dict[TextKey, Annotated[str, Meta(max_length=300)]], Meta(extra={"form": "line"})]
Plain = Annotated[dict[TextKey, Annotated[str, Meta(max_length=4_000)]], Meta(extra={"form": "plain"})]
Rich = Annotated[dict[TextKey, Annotated[str, Meta(max_length=60_000)]], Meta(extra={"form": "rich"})]

Id = Annotated[str, Meta(pattern=PATTERN)]
NewId = Annotated[str, Meta(pattern=f"^$|{PATTERN}", description="left out: a new id is given")]
Word = Annotated[str, Meta(max_length=200)]
Url = Annotated[str, Meta(max_length=2_000)]
Foreign = Annotated[str, Meta(max_length=500)]
Country = Annotated[str, Meta(pattern="^$|^[A-Z]{2}$", description="ISO 3166-1 alpha-2")]
Wall = Annotated[datetime, Meta(tz=False, description="wall time in the forum's zone")]
Colour = Annotated[str, Meta(pattern="^#[0-9a-f]{6}$")]
FileName = Annotated[
    str,
    Meta(
        pattern="^[0-9a-f]{64}\\.(png|webp|jpg|pdf|pptx|odp)$", description="SHA-256 of the content, and the extension"
    ),
]
Goal = Annotated[str, Meta(pattern="^(1[0-7]|[1-9])(\\.([0-9]{1,2}|[a-d]))?$", description="8, or target 8.5, or 13.b")]
Latitude = Annotated[float, Meta(ge=-90, le=90)]
Fraction = Annotated[float, Meta(ge=0, le=1)]
Longitude = Annotated[float, Meta(ge=-180, le=180)]


class Part(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Base of every part and thing: unknown fields are refused, defaults are left out."""


class Link(Part, kw_only=True):
    url: Url
    label: Line = {}  # T


class Origin(Part, kw_only=True):
    """Where an imported thing comes from, so that it is known again and leaves under the name it came with."""

    source: Word  # frab/fosdem-2024: the format, and the conference or calendar
    foreign_id: Foreign = ""
    guid: Foreign = ""
    code: Foreign = ""
    slug: Foreign = ""
    url: Url = ""


class PartOf(Part, kw_only=True):
    """The host event of a forum."""

    name: Line  # T
    first_day: date | None = None
    last_day: date | None = None
    url: Url = ""


class Partner(Part, kw_only=True):
    organisation: Id
    kind: Partnership = Partnership.PARTNER


class Venue(Part, kw_only=True):
    name: Line  # T
    address: Plain = {}  # T
    city: Line = {}  # T
    country: Country = ""
    map_url: Url = ""
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    accessibility: Plain = {}  # T


class Online(Part, kw_only=True):
    """An online place. Its link is private until registered, unless the organiser marked it public."""

    platform: Word = ""
    url: Url = ""
    public: bool = False


class Figure(Part, kw_only=True):
    """A number that the forum's page shows large."""

    value: Annotated[str, Meta(max_length=20)]
    label: Line  # T


class Contact(Part, kw_only=True):
    """A public contact of the forum or of a role; never a person's private address."""

    label: Line = {}  # T
    email: Annotated[str, Meta(max_length=254)] = ""
    url: Url = ""


Seats = Annotated[int, Meta(ge=0, le=1_000_000)]


class RegistrationPlan(Part, kw_only=True):
    """How people come to register. Seats are None where there is no limit. A seat that becomes free is offered to the
    next of the waiting list for ``offer_hours``; with none it is theirs at once. What somebody wrote is kept for
    ``keep_months`` after the last day."""

    state: RegistrationState = RegistrationState.CLOSED
    url: Url = ""
    label: Line = {}  # T
    policy: Plain = {}  # T
    opens_at: Wall | None = None
    closes_at: Wall | None = None
    modes: list[Mode] = []  # how one can come; none: in person
    seats_in_person: Seats | None = None
    seats_online: Seats | None = None
    approval: bool = False
    waiting_list: bool = True
    offer_hours: Annotated[int, Meta(ge=0, le=720)] = 0
    asks_gender: bool = False
    asks_delegation: bool = False
    asks_needs: bool = True
    consent: Plain = {}  # T
    keep_months: Annotated[int, Meta(ge=1, le=120)] = 12


class SpeakingPlan(Part, kw_only=True):
    """What is asked of those who speak, and by when. ``propose``: what they change of public texts is proposed to the
    organisers; else it is kept at once. ``recording`` is what they are asked to agree to, ours where it is empty. Who
    hasn't answered or sent what is asked for hears of it ``remind_days`` before its day; with none, nobody does."""

    propose: bool = True
    biography_words: Annotated[int, Meta(ge=10, le=2_000)] = 90
    answer_words: Annotated[int, Meta(ge=10, le=2_000)] = 120
    texts_by: date | None = None
    photo_by: date | None = None
    slides_by: date | None = None
    answers_by: date | None = None
    remind_days: Annotated[int, Meta(ge=0, le=60)] = 3
    practical: Plain = {}  # T  when to be there, microphones, the test of the line
    recording: Plain = {}  # T


class Crop(Part, kw_only=True):
    """A square of a picture: its left and top edge in parts of the width and height, its side in parts of the shorter
    side."""

    x: Fraction
    y: Fraction
    size: Annotated[float, Meta(gt=0, le=1)]


class Photo(Part, kw_only=True):
    """``file`` is what is shown. Where it was cut out of a larger picture, that one is ``original``, and ``crop`` is the
    place; both stay in the draft."""

    file: FileName
    alt: Line = {}  # T
    original: FileName | None = None
    crop: Crop | None = None


class Post(Part, kw_only=True):
    """What a person does and where: a title in an organisation of the forum."""

    title: Line  # T
    organisation: Id | None = None


class Interval(Part, kw_only=True):
    start: Wall
    end: Wall


class RecordingConsent(Part, kw_only=True):
    """Whether somebody agrees to be recorded, when they said so, and the text that they were shown."""

    agrees: bool
    given_at: Annotated[datetime, Meta(tz=True)]
    text: Annotated[str, Meta(max_length=4_000)]


class Private(Part, kw_only=True):
    """What only those see whose role needs it; never in a release."""

    email: Annotated[str, Meta(max_length=254)] = ""
    phone: Word = ""
    language: str = ""
    zone: str = ""
    unavailable: list[Interval] = []
    access_needs: Annotated[str, Meta(max_length=4_000)] = ""
    dietary_needs: Annotated[str, Meta(max_length=4_000)] = ""
    notes: Annotated[str, Meta(max_length=4_000)] = ""
    recording: RecordingConsent | None = None


class Role(Part, kw_only=True):
    """A person in a forum or session; for a focal point also what they answer for and a public contact."""

    id: NewId = ""
    person: Id
    role: RoleKind
    state: RoleState = RoleState.CONFIRMED
    responsible_for: Plain = {}  # T
    contact: Contact | None = None


class TalkSpeaker(Part, kw_only=True):
    """Somebody who gives a talk, with an abstract of their own where two share one."""

    id: NewId = ""
    person: Id
    state: RoleState = RoleState.CONFIRMED
    abstract: Rich = {}  # T


class KeyQuestion(Part, kw_only=True):
    id: NewId = ""
    text: Plain  # T
    sub_questions: list[Plain] = []  # T
    to: list[Id] = []  # people; empty: put to all


class Section(Part, kw_only=True):
    """A section of a note. ``body`` is read where the kind is text, and stands before what is generated elsewhere."""

    id: NewId = ""
    kind: SectionKind = SectionKind.TEXT
    heading: Line = {}  # T
    body: Rich = {}  # T


class ConceptNote(Part, kw_only=True):
    sections: list[Section] = []
    states: dict[Language, NoteState] = {}


class Material(Part, kw_only=True):
    """Of a forum or a session; ``talk`` is the talk of that session which it belongs to, None where to all of it."""

    id: NewId = ""
    talk: Id | None = None
    title: Line  # T
    kind: MaterialKind = MaterialKind.BRIEF
    language: str = ""
    url: Url = ""
    file: FileName | None = None
    audience: Audience = Audience.EVERYONE


class Reference(Part, kw_only=True):
    """An instrument, report or web page that the texts cite."""

    id: NewId = ""
    title: Line  # T
    year: Annotated[int, Meta(ge=1, le=9999)] | None = None
    number: Word = ""
    url: Url = ""


class Term(Part, kw_only=True):
    """An acronym with its expansion."""

    id: NewId = ""
    acronym: Line  # T  ILO, OIT
    expansion: Line  # T


class StoredFile(Part, kw_only=True):
    """An uploaded file by its content."""

    name: FileName
    data: bytes
