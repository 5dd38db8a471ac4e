"""What another system's word or colour means here."""

import re

from coloraide import Color

from forum_app.branding import HUES
from forum_app.domain.vocabularies import SessionKind, ThemeColour

_KINDS = (
    (SessionKind.OPENING, "opening ouverture"),
    (SessionKind.CLOSING, "closing clôture cloture"),
    (SessionKind.BREAK, "break lunch coffee pause déjeuner dinner"),
    (SessionKind.PLENARY, "plenary keynote keynotes plénière"),
    (SessionKind.PANEL, "panel roundtable"),
    (SessionKind.WORKSHOP, "workshop workshops atelier tutorial training"),
    (SessionKind.GROUP_DISCUSSION, "discussion bof clinic dialogue"),
    (SessionKind.NETWORKING, "networking social meetup reception party"),
    (SessionKind.FIELD_VISIT, "excursion visit tour"),
)


def kind_of(word: str) -> SessionKind:
    """The kind that a word of another system means, else "other"; the word itself becomes the session's label."""
    words = set(re.findall(r"\w+", word.lower()))
    return next((kind for kind, names in _KINDS if words & set(names.split())), SessionKind.OTHER)


def nearest_colour(colour: str) -> ThemeColour | None:
    """The hue of ours that is nearest to a colour (``#rrggbb``); None for greys and for what is no colour."""
    if not re.match(r"#[0-9a-fA-F]{6}$", colour):
        return None
    found = Color(colour).convert("oklch")
    if found["chroma"] < 0.03:
        return None
    return min(HUES, key=lambda name: min((d := abs(HUES[name] - found["hue"]) % 360), 360 - d))
