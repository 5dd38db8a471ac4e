"""The filters of the programme as chips: what can be chosen, what is, and the way to take it back."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from forum_app import labels
from forum_app.domain import filters as choosing
from forum_app.domain.filters import Filters
from forum_app.domain.release import ThemeEntry
from forum_app.domain.texts import opening
from forum_app.pages.people import who
from forum_app.pages.view import View

A_HANDFUL = 6  # sessions that need no filters
OFFERED = ("theme", "room", "kind", "mode", "language")


@dataclass(frozen=True)
class Option:
    value: str
    label: Markup
    chosen: bool


@dataclass(frozen=True)
class Chip:
    """One filter. ``said`` are the chosen values in words; ``without`` is the address that takes them back."""

    name: str
    label: str
    options: list[Option]
    said: list[Markup]
    without: str


def chips(view: View, filters: Filters) -> list[Chip]:
    """The filters that can narrow this programme and those that do; none for a handful of sessions."""
    if len(view.content.sessions) <= A_HANDFUL and not filters.without("day", "q").any:
        return []
    found = [_chip(view, filters, name, choices_of(view, name, filters.values(name))) for name in OFFERED]
    for name in ("speaker", "session"):  # chosen by links: a list of hundreds of people is no choice, the search is
        if filters.values(name):
            found.append(_chip(view, filters, name, []))
    return [chip for chip in found if len(chip.options) > 1 or chip.said]


def said_of(view: View, filters: Filters) -> Markup:
    """Theme: Water, Skills · Room: Hall: what is asked for, in words, the day and the search included."""
    word = view.words
    parts = [(chip.label, Markup.escape(word.comma).join(chip.said)) for chip in chips(view, filters) if chip.said]
    if filters.q:
        parts.append((word.gettext("Search"), Markup("<bdi>{}</bdi>").format(filters.q)))
    pattern = Markup(word.gettext("%(label)s: %(value)s"))  # noqa: S704 - our catalogue
    said = [pattern % {"label": label, "value": value} for label, value in parts]
    if filters.day:
        said.insert(0, escape(opening(word.day(date.fromisoformat(filters.day), year=False))))
    return Markup(" · ").join(said)


def themes_held(view: View, chosen: tuple[str, ...] = ()) -> list[ThemeEntry]:
    """The themes that any session or talk has, and those chosen."""
    held = set(chosen).union(*map(choosing.themes_of, view.content.sessions))
    return [theme for theme in view.content.themes if theme.id in held]


def choices_of(view: View, name: str, chosen: tuple[str, ...]) -> list[tuple[str, Markup]]:
    """The values of a filter that sessions have, and those chosen though none has them, with their words."""
    content, word = view.content, view.words
    match name:
        case "theme":
            return [(one.id, view.text(one.title)) for one in themes_held(view, chosen)]
        case "room":
            taken = {*chosen, *(session.room for session in content.sessions)}
            return [(one.id, view.text(one.name)) for one in content.rooms if one.id in taken]
        case "kind":
            kinds = [(str(kind.value), labels.session_kind(word, kind)) for kind in choosing.kinds_of(content)]
            return [(value, escape(label)) for value, label in kinds if label]
        case "mode":
            return [(str(mode.value), escape(labels.mode(word, mode))) for mode in choosing.modes_of(content)]
        case _:
            return [(code, escape(word.language_name(code))) for code in choosing.languages_of(content)]


def _chip(view: View, filters: Filters, name: str, choices: list[tuple[str, Markup]]) -> Chip:
    chosen = filters.values(name)
    options = [Option(value, label, value in chosen) for value, label in choices]
    said = [option.label for option in options if option.chosen]
    if name == "speaker":
        said = [person.name for key in chosen if (person := who(view, key))]
    elif name == "session":
        said = [escape(view.words.ngettext("%(num)d session", "%(num)d sessions", len(chosen)))]
    if chosen and not said:  # of an earlier release: its subscribers still follow it
        said = [escape(view.words.gettext("no longer in the programme"))]
    without = view.links.page(view.at.agenda(), filters.without(name).asked)
    return Chip(name, _label(view, name), options, said, without)


def _label(view: View, name: str) -> str:
    word = view.words
    return {
        "theme": word.gettext("Theme"),
        "room": word.gettext("Room"),
        "kind": word.gettext("Kind"),
        "mode": word.gettext("Attendance"),
        "language": word.gettext("Language"),
        "speaker": word.gettext("Speaker"),
        "session": word.gettext("Choice"),
    }[name]
