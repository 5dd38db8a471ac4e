"""The closed vocabularies in the words of a calendar's language."""

from forum_app.domain.vocabularies import Mode, RoleKind, SessionKind
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


def mode(words: Words, value: Mode) -> str:
    return {
        Mode.IN_PERSON: words.gettext("In person"),
        Mode.ONLINE: words.gettext("Online"),
        Mode.HYBRID: words.gettext("In person and online"),
    }[value]


def role(words: Words, value: RoleKind) -> str:
    return {
        RoleKind.MODERATOR: words.gettext("Moderator"),
        RoleKind.SPEAKER: words.gettext("Speaker"),
        RoleKind.PANELLIST: words.gettext("Panellist"),
        RoleKind.RAPPORTEUR: words.gettext("Rapporteur"),
        RoleKind.FOCAL_POINT: words.gettext("Focal point"),
        RoleKind.INTERPRETER: words.gettext("Interpreter"),
    }[value]
