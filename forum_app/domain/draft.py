"""A whole draft as plain data: what ``forum.json`` holds, what the checker reads, what publishing freezes.

Wall times are in the forum's zone. Order in a list is the order shown. Things refer to each other by id.
"""

from datetime import date, time
from typing import Annotated

from msgspec import Meta

from forum_app.domain.draft_parts import (
    END,
    Colour,
    ConceptNote,
    Contact,
    Country,
    Figure,
    FileName,
    Goal,
    Id,
    KeyQuestion,
    Language,
    Line,
    Link,
    Material,
    NewId,
    Online,
    Origin,
    Part,
    Partner,
    PartOf,
    Photo,
    Plain,
    Post,
    Private,
    Reference,
    RegistrationPlan,
    Rich,
    Role,
    Section,
    SpeakingPlan,
    StoredFile,
    TalkSpeaker,
    Term,
    Venue,
    Wall,
    Word,
)
from forum_app.domain.registrations import Delegation, Question, Registration
from forum_app.domain.vocabularies import (
    Constituency,
    Mode,
    SessionKind,
    SessionStatus,
    Severity,
    TalkKind,
    ThemeColour,
)

__all__ = ["Draft", "Forum", "Organisation", "Person", "Room", "Section", "Session", "Talk", "Theme"]

FORMAT_VERSION = 1
Minutes = Annotated[int, Meta(ge=1, le=7 * 24 * 60)]
SLUG = "^[a-z0-9](-?[a-z0-9]){1,59}$"
Slug = Annotated[str, Meta(pattern=SLUG)]
RuleName = Annotated[str, Meta(pattern=f"^[a-z][a-z0-9-]{{0,59}}{END}", description="a rule of the checker")]


class Forum(Part, kw_only=True):
    id: NewId = ""
    slug: Slug
    title: Line  # T
    short_title: Line = {}  # T  the name in the header, "ILO Solution Forum"
    theme: Line = {}  # T  the line under the title
    summary: Plain = {}  # T
    figures: list[Figure] = []
    part_of: PartOf | None = None
    partners: list[Partner] = []
    first_day: date
    last_day: date
    zone: Annotated[str, Meta(max_length=64, description="IANA name")]
    day_starts_at: Annotated[time, Meta(tz=False)] = time(4, 0)
    venue: Venue | None = None
    online: Online | None = None
    languages: Annotated[list[Language], Meta(min_length=1, max_length=30)]
    working_languages: list[Language] = []
    interpretation: list[Language] = []
    goals: list[Goal] = []
    funding: list[Word] = []
    accent: Colour = "#2440b0"
    logo: FileName | None = None
    contact: Contact | None = None
    minutes_between_rooms: Annotated[int, Meta(ge=0, le=240)] = 0
    minutes_between_buildings: Annotated[int, Meta(ge=0, le=240)] = 0
    severities: dict[RuleName, Severity] = {}
    recording: Plain = {}  # T  recording and streaming
    practical: Rich = {}  # T
    floor_plan: Photo | None = None
    registration: RegistrationPlan | None = None  # None: closed
    show_invited: bool = False
    speaking: SpeakingPlan | None = None  # None: as SpeakingPlan has it
    roles: list[Role] = []  # focal points and others of the whole forum
    key_questions: list[KeyQuestion] = []
    note: ConceptNote | None = None
    materials: list[Material] = []
    references: list[Reference] = []
    terms: list[Term] = []


class Theme(Part, kw_only=True):
    id: NewId = ""
    title: Line  # T
    text: Rich = {}  # T  the background section of the concept note
    colour: ThemeColour | None = None
    origin: Origin | None = None


class Room(Part, kw_only=True):
    id: NewId = ""
    name: Line  # T
    capacity: Annotated[int, Meta(ge=0, le=1_000_000)] | None = None
    building: Word = ""
    where: Line = {}  # T
    equipment: Word = ""
    online: Online | None = None
    origin: Origin | None = None


class Organisation(Part, kw_only=True):
    id: NewId = ""
    name: Line  # T
    acronym: Line = {}  # T
    kind: Constituency
    country: Country = ""
    url: Annotated[str, Meta(max_length=2_000)] = ""
    logo: FileName | None = None
    members: list[Id] = []  # of an alliance: organisations
    description: Plain = {}  # T


class Person(Part, kw_only=True):
    """Somebody of this forum; ``private`` never leaves the draft."""

    id: NewId = ""
    name: Line  # T  as it is to be shown, without honorific
    honorific: Line = {}  # T
    given_name: Word = ""
    family_name: Word = ""
    letters: Word = ""  # after the name
    posts: list[Post] = []
    country: Country = ""
    biography: Rich = {}  # T
    pronunciation: Line = {}  # T  how to say the name
    photo: Photo | None = None
    links: list[Link] = []
    languages: list[Language] = []
    pronouns: Word = ""
    origin: Origin | None = None
    private: Private | None = None


class Talk(Part, kw_only=True):
    """A solution shown or a speech within a session."""

    id: NewId = ""
    title: Line  # T
    flagship: Line = {}  # T
    abstract: Rich = {}  # T
    minutes: Minutes | None = None
    kind: TalkKind = TalkKind.PRESENTATION
    speakers: list[TalkSpeaker] = []
    alliances: list[Id] = []
    themes: list[Id] = []
    links: list[Link] = []


class Session(Part, kw_only=True):
    id: NewId = ""
    title: Line  # T
    kind: SessionKind = SessionKind.OTHER
    label: Line = {}  # T  a label of its own beside the kind
    status: SessionStatus = SessionStatus.CONFIRMED
    summary: Rich = {}  # T
    objectives: Rich = {}  # T
    expected_outcomes: Rich = {}  # T
    outcome: Rich = {}  # T  the rapporteur's text, after the event
    themes: list[Id] = []
    alliances: list[Id] = []
    room: Id | None = None
    start: Wall | None = None
    fold: Annotated[int, Meta(ge=0, le=1)] = 0  # which of two, for an hour that comes twice
    minutes: Minutes | None = None
    mode: Mode = Mode.IN_PERSON
    online: Online | None = None
    languages: list[Language] = []
    interpretation: list[Language] = []
    captions: list[Language] = []
    sign_languages: list[Word] = []
    capacity: Annotated[int, Meta(ge=0, le=1_000_000)] | None = None
    sign_up: bool = False
    roles: list[Role] = []
    key_questions: list[KeyQuestion] = []
    talks: list[Talk] = []
    links: list[Link] = []
    materials: list[Material] = []
    note: ConceptNote | None = None
    origin: Origin | None = None


class Draft(Part, kw_only=True):
    """One forum, complete: the content of ``forum.json``. Who comes is read only where somebody asks for it."""

    version: Annotated[int, Meta(ge=1, le=FORMAT_VERSION)]
    forum: Forum
    themes: list[Theme] = []
    rooms: list[Room] = []
    organisations: list[Organisation] = []
    people: list[Person] = []
    sessions: list[Session] = []
    questions: list[Question] = []  # put to those who register
    delegations: list[Delegation] = []
    registrations: list[Registration] = []
    files: list[StoredFile] = []
