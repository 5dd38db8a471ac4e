"""The closed vocabularies in the reader's words, for pages, calendars and documents."""

from forum_app.domain.draft_parts import PartOf
from forum_app.domain.preparing import Task
from forum_app.domain.vocabularies import (
    Constituency,
    Gender,
    MaterialKind,
    Mode,
    Partnership,
    RegistrationSource,
    RegistrationStatus,
    RoleKind,
    SectionKind,
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


def roles(words: Words, value: RoleKind, number: int) -> str:
    """The word over those who have a role: for one, or for several."""
    if number == 1 or value not in (RoleKind.MODERATOR, RoleKind.SPEAKER, RoleKind.PANELLIST, RoleKind.RAPPORTEUR):
        return role(words, value)
    return {
        RoleKind.MODERATOR: words.gettext("Moderators"),
        RoleKind.SPEAKER: words.gettext("Speakers"),
        RoleKind.PANELLIST: words.gettext("Panellists"),
        RoleKind.RAPPORTEUR: words.gettext("Rapporteurs"),
    }[value]


def partnership(words: Words, value: Partnership | None) -> str:
    """The words over a group of organisations; None: the alliances that the programme names."""
    if value is None:
        return words.gettext("Alliances")
    return {
        Partnership.ORGANISER: words.gettext("Organised by"),
        Partnership.CO_ORGANISER: words.gettext("Co-organised by"),
        Partnership.HOST: words.gettext("Hosted by"),
        Partnership.PARTNER: words.gettext("In partnership with"),
        Partnership.DONOR: words.gettext("Funded by"),
    }[value]


def section(words: Words, kind: SectionKind) -> str:
    """The heading of a section of a concept note that the organiser gave none; ``""`` for a written one."""
    return {
        SectionKind.TEXT: "",
        SectionKind.OBJECTIVES: words.gettext("Objectives and expected outcomes"),
        SectionKind.THEMES: words.gettext("Themes"),
        SectionKind.MODERATOR: words.gettext("Moderator"),
        SectionKind.KEY_QUESTIONS: words.gettext("Key questions"),
        SectionKind.SPEAKERS: words.gettext("Speakers and solutions"),
        SectionKind.PROGRAMME: words.gettext("Programme"),
        SectionKind.FOCAL_POINTS: words.gettext("Focal points"),
        SectionKind.PARTNERS: words.gettext("Partners"),
        SectionKind.TERMS: words.gettext("Acronyms"),
        SectionKind.REFERENCES: words.gettext("References"),
    }[kind]


def host_days(words: Words, host: PartOf) -> str:
    """12–14 September 2022: the days of the event that a forum is part of; ``""`` where nobody says."""
    first, last = host.first_day or host.last_day, host.last_day or host.first_day
    return words.days(first, last) if first and last else ""


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


def task(words: Words, value: Task) -> str:
    """What somebody who speaks is to prepare."""
    return {
        Task.PHOTO: words.gettext("Photo"),
        Task.BIOGRAPHY: words.gettext("Biography"),
        Task.ABSTRACT: words.gettext("Title and abstract"),
        Task.SLIDES: words.gettext("Slides"),
        Task.ANSWERS: words.gettext("Answers for the moderator"),
    }[value]


def registration_status(words: Words, value: RegistrationStatus) -> str:
    return {
        RegistrationStatus.PENDING: words.gettext("Pending"),
        RegistrationStatus.CONFIRMED: words.gettext("Confirmed"),
        RegistrationStatus.WAITING: words.gettext("Waiting list"),
        RegistrationStatus.OFFERED: words.gettext("Place offered"),
        RegistrationStatus.DECLINED: words.gettext("Declined"),
        RegistrationStatus.CANCELLED: words.pgettext("registration", "Cancelled"),
    }[value]


def registration_source(words: Words, value: RegistrationSource) -> str:
    """How somebody came to be registered."""
    return {
        RegistrationSource.FORM: words.gettext("Form"),
        RegistrationSource.ORGANISER: words.gettext("Organiser"),
        RegistrationSource.DELEGATION: words.gettext("Head of delegation"),
        RegistrationSource.FILE: words.gettext("File"),
        RegistrationSource.WALK_IN: words.gettext("At the door"),
    }[value]


def gender(words: Words, value: Gender) -> str:
    return {
        Gender.FEMALE: words.gettext("Woman"),
        Gender.MALE: words.gettext("Man"),
        Gender.OTHER: words.gettext("Other"),
    }[value]
