"""The closed vocabularies: every word a field may hold, once."""

from enum import StrEnum


class Visibility(StrEnum):
    """Who finds a forum. It is live: it belongs to the forum, never to a release."""

    DRAFT = "draft"
    UNLISTED = "unlisted"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Mode(StrEnum):
    """How a session is attended."""

    IN_PERSON = "in-person"
    ONLINE = "online"
    HYBRID = "hybrid"


class SessionKind(StrEnum):
    OPENING = "opening"
    PLENARY = "plenary"
    PANEL = "panel"
    WORKSHOP = "workshop"
    PEER_LEARNING = "peer-learning"
    GROUP_DISCUSSION = "group-discussion"
    FIELD_VISIT = "field-visit"
    NETWORKING = "networking"
    BREAK = "break"
    CLOSING = "closing"
    OTHER = "other"


class SessionStatus(StrEnum):
    DRAFT = "draft"
    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class TalkKind(StrEnum):
    OPENING = "opening"
    KEYNOTE = "keynote"
    SOLUTION = "solution"
    PRESENTATION = "presentation"
    INTERVENTION = "intervention"
    DISCUSSION = "discussion"
    CLOSING = "closing"


class RoleKind(StrEnum):
    MODERATOR = "moderator"
    SPEAKER = "speaker"
    PANELLIST = "panellist"
    RAPPORTEUR = "rapporteur"
    FOCAL_POINT = "focal-point"
    INTERPRETER = "interpreter"


class RoleState(StrEnum):
    TO_INVITE = "to-invite"
    INVITED = "invited"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class Constituency(StrEnum):
    """The kind of an organisation."""

    GOVERNMENT = "government"
    EMPLOYERS = "employers"
    WORKERS = "workers"
    INTERGOVERNMENTAL = "intergovernmental"
    REGIONAL = "regional"
    CIVIL_SOCIETY = "civil-society"
    ACADEMIA = "academia"
    PRIVATE = "private"
    MEDIA = "media"
    ALLIANCE = "alliance"


class Partnership(StrEnum):
    """How an organisation stands behind a forum."""

    ORGANISER = "organiser"
    CO_ORGANISER = "co-organiser"
    HOST = "host"
    PARTNER = "partner"
    DONOR = "donor"


class RegistrationState(StrEnum):
    """Where people register for a forum."""

    CLOSED = "closed"
    HERE = "here"
    ELSEWHERE = "elsewhere"


class RegistrationStatus(StrEnum):
    """How far one registration is."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class RegistrationSource(StrEnum):
    """How a registration came in."""

    FORM = "form"
    ORGANISER = "organiser"
    DELEGATION = "delegation"
    FILE = "file"
    WALK_IN = "walk-in"


class Gender(StrEnum):
    """Asked only where a forum asks, and never needed."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class ProposalState(StrEnum):
    """How far a change that a speaker proposes is."""

    OPEN = "open"
    TAKEN = "taken"
    REFUSED = "refused"


class SectionKind(StrEnum):
    """A section of a concept note: written text, or generated from the programme."""

    TEXT = "text"
    OBJECTIVES = "objectives"
    THEMES = "themes"
    MODERATOR = "moderator"
    KEY_QUESTIONS = "key-questions"
    SPEAKERS = "speakers"
    PROGRAMME = "programme"
    FOCAL_POINTS = "focal-points"
    PARTNERS = "partners"
    TERMS = "terms"
    REFERENCES = "references"


class NoteState(StrEnum):
    """How far a concept note is, in one language."""

    DRAFT = "draft"
    IN_REVIEW = "in-review"
    CLEARED = "cleared"
    FINAL = "final"


class MaterialKind(StrEnum):
    INPUT_PAPER = "input-paper"
    BRIEF = "brief"
    GUIDE = "guide"
    PRESENTATION = "presentation"
    PROCEEDINGS = "proceedings"
    PHOTO = "photo"
    RECORDING = "recording"


class Audience(StrEnum):
    """Who may see a material."""

    EVERYONE = "everyone"
    REGISTERED = "registered"
    STAFF = "staff"


class Severity(StrEnum):
    """What a finding of the checker does to publishing; the organiser chooses."""

    STOP = "stop"
    WARN = "warn"
    IGNORE = "ignore"


class ThemeColour(StrEnum):
    """One hue each; text, tint and bar are derived in the style sheet."""

    GREEN = "green"
    ORANGE = "orange"
    BLUE = "blue"
    AMBER = "amber"
    ROSE = "rose"
    TEAL = "teal"
    VIOLET = "violet"
    RED = "red"


class MemberRole(StrEnum):
    """What somebody may do at one forum's desk."""

    OWNER = "owner"
    ORGANISER = "organiser"
    EDITOR = "editor"
    RECEPTION = "reception"
    VIEWER = "viewer"


class KeyPurpose(StrEnum):
    """What a one-time key or code is good for."""

    SIGN_IN = "sign-in"
    CODE = "code"
    RESET = "reset"
    INVITATION = "invitation"


class MessageState(StrEnum):
    """How far a mail is."""

    WAITING = "waiting"
    HELD = "held"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"
