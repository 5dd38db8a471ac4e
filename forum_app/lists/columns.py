"""The columns that a list of registrations can have: what each is called, how it is headed, what it holds."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from forum_app import labels
from forum_app.domain.errors import ForumError
from forum_app.domain.vocabularies import Constituency, Gender, Mode, RegistrationSource, RegistrationStatus
from forum_app.i18n import Words

Cell = str | int | datetime | None
TEXT, WORD, NUMBER, INSTANT = "text", "word", "number", "instant"


class UnknownColumn(ForumError):
    """A list was asked for by a column, a filter or an order that lists of registrations don't have."""


@dataclass(frozen=True)
class Column:
    """``name`` is what the command line calls it; ``kind`` one of TEXT (as somebody typed it), WORD (of ours), NUMBER,
    INSTANT (wall time in the forum's zone)."""

    name: str
    heading: str
    kind: str = TEXT


@dataclass(frozen=True)
class Table:
    """A list ready to be written. ``chunks`` are read once: each is some rows, as one sequence for each column."""

    title: str
    columns: list[Column]
    chunks: Iterable[list[Sequence[Cell]]]


# What is printed where nobody chooses. Special data (access, diet, gender, notes) only leaves when it is asked for.
DEFAULT = (
    "name", "given_name", "family_name", "honorific", "post", "institution", "constituency", "country", "delegation",
    "mode", "status", "email", "phone", "language", "sessions", "registered_at", "answers",
)  # fmt: skip
PRINTED = ("number", "name", "institution", "role", "country", "mode", "status")


def headings(words: Words, city: str) -> dict[str, str]:
    """The heading of every column but those of the forum's own questions; ``city`` is the zone's, in words."""
    _ = words.gettext
    return {
        "number": _("No."),
        "name": _("Name"),
        "given_name": _("Given name"),
        "family_name": _("Family name"),
        "honorific": _("Title"),
        "post": _("Post"),
        "institution": _("Institution"),
        "role": _("Role"),
        "constituency": _("Constituency"),
        "country": _("Country or territory"),
        "gender": _("Gender"),
        "delegation": _("Delegation"),
        "mode": _("Attends"),
        "status": _("Status"),
        "email": _("E-mail"),
        "phone": _("Phone"),
        "language": _("Language"),
        "sessions": _("Sessions"),
        "registered_at": _("Registered (time in %(city)s)", city=city),
        "checked_in": _("Checked in"),
        "code": _("Badge code"),
        "source": _("Came in by"),
        "access_needs": _("Access needs"),
        "dietary_needs": _("Dietary needs"),
        "consents": _("Consents"),
        "notes": words.pgettext("list", "Notes"),
        "id": _("ID"),
    }


def kind_of(name: str) -> str:
    words = ("constituency", "gender", "mode", "status", "source", "country", "id", "checked_in")
    return {"number": NUMBER, "registered_at": INSTANT, **dict.fromkeys(words, WORD)}.get(name, TEXT)


def closed_words(words: Words) -> dict[str, dict[str, str]]:
    """For each column of a closed vocabulary, the words of its values in their own order."""
    kinds: dict[str, tuple[type, Callable[..., str]]] = {
        "constituency": (Constituency, labels.constituency),
        "gender": (Gender, labels.gender),
        "mode": (Mode, labels.mode),
        "status": (RegistrationStatus, labels.registration_status),
        "source": (RegistrationSource, labels.registration_source),
    }
    return {
        name: {member.value: label(words, member) for member in members}  # type: ignore[attr-defined]
        for name, (members, label) in kinds.items()
    }


def named(asked: str, default: Iterable[str], known: Iterable[str]) -> list[str]:
    """Names of columns as typed, between commas; the default where nothing is. Raises UnknownColumn."""
    names = [name.strip() for name in asked.split(",") if name.strip()] or list(default)
    known = list(known)
    for name in names:
        if name not in known:
            raise UnknownColumn(
                "There is no column “%(name)s”. The columns are: %(known)s.", name=name, known=", ".join(known)
            )
    return list(dict.fromkeys(names))
