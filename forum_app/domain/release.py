"""A release: one immutable, numbered, complete snapshot of a forum's public content.

Every page, document, calendar and export is a function of a release and nothing else. Texts are plain maps
language → text; instants are aware, with the offset of the forum's zone, so that they are wall times too.
Nothing private has a field here: freezing copies only what these types name.
"""

from datetime import date, datetime, time
from functools import cached_property

from msgspec import Struct

from forum_app.domain.draft_parts import (
    ConceptNote,
    Contact,
    Figure,
    KeyQuestion,
    Link,
    Material,
    Online,
    Origin,
    Partner,
    PartOf,
    Photo,
    Post,
    Reference,
    Term,
    Venue,
)
from forum_app.domain.vocabularies import (
    Constituency,
    Mode,
    RegistrationState,
    RoleKind,
    SessionKind,
    SessionStatus,
    TalkKind,
    ThemeColour,
)

Text = dict[str, str]


class Entry(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Base of everything in a release."""


class RegistrationEntry(Entry, frozen=True, kw_only=True):
    state: RegistrationState = RegistrationState.CLOSED
    url: str = ""
    label: Text = {}
    policy: Text = {}
    opens_at: datetime | None = None
    closes_at: datetime | None = None


class FocalPoint(Entry, frozen=True, kw_only=True):
    """A named contact: who, for what, and the public contact of the role."""

    person: str
    responsible_for: Text = {}
    contact: Contact | None = None


class CastEntry(Entry, frozen=True, kw_only=True):
    """A person's part in a session beside its talks: moderator, panellist, rapporteur, interpreter."""

    person: str
    role: RoleKind
    to_be_confirmed: bool = False


class SpeakerEntry(Entry, frozen=True, kw_only=True):
    person: str
    abstract: Text = {}
    to_be_confirmed: bool = False


class ForumEntry(Entry, frozen=True, kw_only=True):
    id: str
    slug: str
    title: Text
    short_title: Text = {}
    theme: Text = {}
    summary: Text = {}
    figures: list[Figure] = []
    part_of: PartOf | None = None
    partners: list[Partner] = []
    first_day: date
    last_day: date
    zone: str
    day_starts_at: time
    venue: Venue | None = None
    online: Online | None = None
    languages: list[str]
    working_languages: list[str] = []
    interpretation: list[str] = []
    goals: list[str] = []
    funding: list[str] = []
    accent: str
    logo: str | None = None
    contact: Contact | None = None
    recording: Text = {}
    practical: Text = {}
    floor_plan: Photo | None = None
    registration: RegistrationEntry = RegistrationEntry()
    focal_points: list[FocalPoint] = []
    key_questions: list[KeyQuestion] = []
    note: ConceptNote | None = None
    materials: list[Material] = []
    references: list[Reference] = []
    terms: list[Term] = []


class ThemeEntry(Entry, frozen=True, kw_only=True):
    id: str
    title: Text
    text: Text = {}
    colour: ThemeColour


class RoomEntry(Entry, frozen=True, kw_only=True):
    id: str
    name: Text
    capacity: int | None = None
    building: str = ""
    where: Text = {}
    equipment: str = ""
    online: Online | None = None
    origin: Origin | None = None


class OrganisationEntry(Entry, frozen=True, kw_only=True):
    id: str
    name: Text
    acronym: Text = {}
    kind: Constituency
    country: str = ""
    url: str = ""
    logo: str | None = None
    members: list[str] = []
    description: Text = {}


class PersonEntry(Entry, frozen=True, kw_only=True):
    id: str
    name: Text
    honorific: Text = {}
    given_name: str = ""
    family_name: str = ""
    letters: str = ""
    posts: list[Post] = []
    country: str = ""
    biography: Text = {}
    pronunciation: Text = {}
    photo: Photo | None = None
    links: list[Link] = []
    languages: list[str] = []
    pronouns: str = ""
    origin: Origin | None = None


class TalkEntry(Entry, frozen=True, kw_only=True):
    """``starts_at`` is known until the first talk without minutes."""

    id: str
    title: Text
    flagship: Text = {}
    abstract: Text = {}
    minutes: int | None = None
    starts_at: datetime | None = None
    kind: TalkKind
    speakers: list[SpeakerEntry] = []
    alliances: list[str] = []
    themes: list[str] = []
    links: list[Link] = []


class SessionEntry(Entry, frozen=True, kw_only=True):
    """Unscheduled where it has no ``starts_at``: then it is in no calendar."""

    id: str
    title: Text
    kind: SessionKind
    label: Text = {}
    status: SessionStatus
    summary: Text = {}
    objectives: Text = {}
    expected_outcomes: Text = {}
    outcome: Text = {}
    themes: list[str] = []
    alliances: list[str] = []
    room: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    minutes: int | None = None
    mode: Mode
    online: Online | None = None
    languages: list[str] = []
    interpretation: list[str] = []
    captions: list[str] = []
    sign_languages: list[str] = []
    capacity: int | None = None
    cast: list[CastEntry] = []
    key_questions: list[KeyQuestion] = []
    talks: list[TalkEntry] = []
    links: list[Link] = []
    materials: list[Material] = []
    note: ConceptNote | None = None
    origin: Origin | None = None

    @property
    def is_cancelled(self) -> bool:
        return self.status == SessionStatus.CANCELLED

    def people(self, *roles: RoleKind) -> list[str]:
        """Ids of those with one of these roles in the session, in order."""
        return [part.person for part in self.cast if part.role in roles]


class Day(Entry, frozen=True, kw_only=True):
    """A conference day with the ids of its sessions in time order."""

    day: date
    sessions: list[str]


class Content(Struct, frozen=True, omit_defaults=True, kw_only=True, dict=True):
    """What a forum says of itself. Sessions are in time order (unscheduled ones last), people by family name."""

    forum: ForumEntry
    days: list[Day] = []
    themes: list[ThemeEntry] = []
    rooms: list[RoomEntry] = []
    organisations: list[OrganisationEntry] = []
    people: list[PersonEntry] = []
    people_by_language: dict[str, list[str]] = {}
    sessions: list[SessionEntry] = []

    @cached_property
    def person(self) -> dict[str, PersonEntry]:
        return {entry.id: entry for entry in self.people}

    @cached_property
    def session(self) -> dict[str, SessionEntry]:
        return {entry.id: entry for entry in self.sessions}

    @cached_property
    def room(self) -> dict[str, RoomEntry]:
        return {entry.id: entry for entry in self.rooms}

    @cached_property
    def theme(self) -> dict[str, ThemeEntry]:
        return {entry.id: entry for entry in self.themes}

    @cached_property
    def organisation(self) -> dict[str, OrganisationEntry]:
        return {entry.id: entry for entry in self.organisations}


class LedgerEntry(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What calendars were told of one session: identity, SEQUENCE, and its last times, titles and places.

    ``face`` is a fingerprint of all a calendar shows; kind, mode, room, themes, people and languages are what feeds
    choose by, the talks' included. ``gone`` marks a tombstone: in the feed as cancelled
    until ``ends_at``, in the feeds of no release published after it.
    """

    uid: str
    sequence: int = 0
    changed_at: datetime
    face: str
    starts_at: datetime
    ends_at: datetime
    title: Text
    place: Text
    status: SessionStatus
    gone: bool = False
    kind: SessionKind = SessionKind.OTHER
    mode: Mode = Mode.IN_PERSON
    room: str | None = None
    themes: list[str] = []
    people: list[str] = []
    languages: list[str] = []


class Release(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """``number`` and ``published_at`` are None in a preview of the draft, which has no ledger."""

    content: Content
    number: int | None = None
    published_at: datetime | None = None
    note: str = ""
    brought_back: int | None = None
    ledger: dict[str, LedgerEntry] = {}
