"""Plain words and addresses as paper carries them: tidied text, web addresses, the words for kinds of session."""

import re

from forum_app.domain.vocabularies import SessionKind
from forum_app.i18n import Words

_WEB = re.compile(r"https?://[^\s\\<>\"]+$", re.IGNORECASE)


def opening(value: str) -> str:
    """With its first letter large, as a line of its own begins."""
    return value[:1].upper() + value[1:]


def tidy(value: str) -> str:
    """Without control characters and direction overrides, which no printed text needs."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202d\u202e\ufffe\uffff\ud800-\udfff]", "", value)


def web_address(url: str) -> str:
    """An absolute http or https address, or ``""``."""
    url = tidy(url).strip()
    return url if _WEB.match(url) else ""


def short_address(url: str, *, host_only: bool = False) -> str:
    """An address as it is read: without scheme, ``www.`` and a last slash."""
    shown = re.sub(r"^https?://(www\.)?", "", url, flags=re.IGNORECASE)
    return shown.split("/")[0] if host_only else shown.rstrip("/")


def kind_word(kind: SessionKind, words: Words) -> str:
    """The word for a kind of session."""
    say = words.gettext
    return {
        SessionKind.OPENING: say("Opening"),
        SessionKind.PLENARY: say("Plenary"),
        SessionKind.PANEL: say("Panel"),
        SessionKind.WORKSHOP: say("Workshop"),
        SessionKind.PEER_LEARNING: say("Peer-learning exercise"),
        SessionKind.GROUP_DISCUSSION: say("Group discussion"),
        SessionKind.FIELD_VISIT: say("Field visit"),
        SessionKind.NETWORKING: say("Networking"),
        SessionKind.BREAK: say("Break"),
        SessionKind.CLOSING: say("Closing"),
        SessionKind.OTHER: say("Session"),
    }[kind]
