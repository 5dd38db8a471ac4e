"""The closed vocabularies in the reader's words, for pages, calendars and documents."""

from forum_app.domain.vocabularies import (
    Constituency,
    MaterialKind,
    Mode,
    Partnership,
    RoleKind,
    SessionKind,
    SessionStatus,
    TalkKind,
)
from forum_app.i18n import Words


def session_kind(words: Words, kind: SessionKind) -> str:
    """The name of a kind; ``""`` for "other", which says nothing."""
    return {
        SessionKind.OPENING: words.gettext("Opening"),
        SessionKind.PLENARY: words.gettext("Plenary"),
        SessionKind.PANEL: words.gettext("Panel"),
        SessionKind.WORKSHOP: words.gettext("Workshop"),
        SessionKind.PEER_LEARNING: words.gettext("Peer-learning exercise"),
        SessionKind.GROUP_DISCUSSION: words.gettext("Group discussion"),
        SessionKind.FIELD_VISIT: words.gettext("Field visit"),
        SessionKind.NETWORKING: words.gettext("Networking"),
        SessionKind.BREAK: words.gettext("Break"),
        SessionKind.CLOSING: words.gettext("Closing"),
        SessionKind.OTHER: "",
    }[kind]


def talk_kind(words: Words, kind: TalkKind) -> str:
    return {
        TalkKind.OPENING: words.gettext("Opening"),
        TalkKind.KEYNOTE: words.gettext("Keynote"),
        TalkKind.SOLUTION: words.gettext("Solution"),
        TalkKind.PRESENTATION: words.gettext("Presentation"),
        TalkKind.INTERVENTION: words.gettext("Intervention"),
        TalkKind.DISCUSSION: words.gettext("Discussion"),
        TalkKind.CLOSING: words.gettext("Closing"),
    }[kind]


def mode(words: Words, value: Mode) -> str:
    return {
        Mode.IN_PERSON: words.gettext("In person"),
        Mode.ONLINE: words.gettext("Online"),
        Mode.HYBRID: words.gettext("In person and online"),
    }[value]


def status(words: Words, value: SessionStatus) -> str:
    """A word where the status differs from what a reader expects."""
    return {
        SessionStatus.CANCELLED: words.gettext("Cancelled"),
        SessionStatus.TENTATIVE: words.gettext("To be confirmed"),
    }.get(value, "")


def role(words: Words, value: RoleKind) -> str:
    return {
        RoleKind.MODERATOR: words.gettext("Moderator"),
        RoleKind.SPEAKER: words.gettext("Speaker"),
        RoleKind.PANELLIST: words.gettext("Panellist"),
        RoleKind.RAPPORTEUR: words.gettext("Rapporteur"),
        RoleKind.FOCAL_POINT: words.gettext("Focal point"),
        RoleKind.INTERPRETER: words.gettext("Interpreter"),
    }[value]


def partnership(words: Words, value: Partnership) -> str:
    return {
        Partnership.ORGANISER: words.gettext("Organisers"),
        Partnership.CO_ORGANISER: words.gettext("Co-organisers"),
        Partnership.HOST: words.gettext("Hosts"),
        Partnership.PARTNER: words.gettext("Partners"),
        Partnership.DONOR: words.gettext("Donors"),
    }[value]


def constituency(words: Words, value: Constituency) -> str:
    return {
        Constituency.GOVERNMENT: words.gettext("Government"),
        Constituency.EMPLOYERS: words.gettext("Employers' organisation"),
        Constituency.WORKERS: words.gettext("Workers' organisation"),
        Constituency.INTERGOVERNMENTAL: words.gettext("United Nations or intergovernmental organisation"),
        Constituency.REGIONAL: words.gettext("Regional body"),
        Constituency.CIVIL_SOCIETY: words.gettext("Civil society"),
        Constituency.ACADEMIA: words.gettext("Academia"),
        Constituency.PRIVATE: words.gettext("Private sector"),
        Constituency.MEDIA: words.gettext("Media"),
        Constituency.ALLIANCE: words.gettext("Alliance"),
    }[value]


def material_kind(words: Words, value: MaterialKind) -> str:
    return {
        MaterialKind.INPUT_PAPER: words.gettext("Input paper"),
        MaterialKind.BRIEF: words.gettext("Brief"),
        MaterialKind.GUIDE: words.gettext("Guide"),
        MaterialKind.PRESENTATION: words.gettext("Slides"),
        MaterialKind.PROCEEDINGS: words.gettext("Proceedings"),
        MaterialKind.PHOTO: words.gettext("Photo"),
        MaterialKind.RECORDING: words.gettext("Recording"),
    }[value]
