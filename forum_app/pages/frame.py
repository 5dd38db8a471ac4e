"""What stands around every page: its head, header and footer."""

from dataclasses import dataclass, field

from markupsafe import Markup

from forum_app.branding import style_name
from forum_app.domain.filters import on_one_page
from forum_app.domain.my_agenda import can_be_starred
from forum_app.domain.vocabularies import RegistrationState, Visibility
from forum_app.pages.links import with_query
from forum_app.pages.view import NOTHING, View


@dataclass(frozen=True)
class Item:
    """A link of a menu; ``here`` marks the page shown."""

    label: str | Markup
    address: str
    here: bool = False
    language: str = ""


@dataclass(frozen=True)
class Register:
    """The button that registers, and when registering ends; ``away``: it leads to another site."""

    address: str
    label: Markup
    until: str = ""
    away: bool = False


@dataclass(frozen=True)
class Mine:
    """Where what is starred on a device is shown; ``asks``: of a programme too long for one page, those are asked for."""

    address: str
    asks: bool


@dataclass(frozen=True)
class Frame:
    """Everything ``base.html`` asks for."""

    title: str
    site_title: str
    description: str = ""
    canonical: str = ""
    picture: str = ""
    alternates: list[Item] = field(default_factory=list)
    feeds: list[Item] = field(default_factory=list)
    style: str = ""
    structured: Markup = NOTHING
    home: str = ""
    brand: Markup = NOTHING
    brand_over: Markup = NOTHING
    logo: str = ""
    nav: list[Item] = field(default_factory=list)
    languages: list[Item] = field(default_factory=list)
    register: Register | None = None
    mine: Mine | None = None
    footer: list[Item] = field(default_factory=list)
    footer_note: str = ""
    indexed: bool = True
    archived: bool = False


def frame(
    view: View, path: str, title: str, *, section: str = "", description: str = "", structured: Markup = NOTHING
) -> Frame:
    """The frame of a forum's page at ``path``; ``section`` names the entry of the menu that it belongs to."""
    words, forum, links = view.words, view.forum, view.links
    short = view.plain(view.short_title)
    return Frame(
        title=title if title == short else f"{title} – {short}",
        site_title=short,
        description=description or view.opening(forum.summary) or view.plain(forum.theme) or view.plain(forum.title),
        canonical=links.canonical(path, view.language),
        picture="" if view.reader.preview else links.whole(links.file(view.at.card())),
        alternates=_alternates(view, path),
        feeds=_feeds(view),
        style=view.at.style(style_name(view.content)),
        structured=structured,
        home=links.page(view.at.forum()),
        brand=view.text(view.short_title),
        brand_over=view.text(forum.part_of.name) if forum.part_of else Markup(""),
        logo=view.at.media(forum.logo) if forum.logo else "",
        nav=_nav(view, section),
        languages=_languages(view, path),
        register=register(view),
        mine=_mine(view),
        footer=_footer(view),
        footer_note=words.gettext("All times are in %(zone)s unless it says otherwise.", zone=view.zone_words()),
        indexed=not view.reader.preview and view.reader.visibility != Visibility.UNLISTED,
        archived=view.reader.visibility == Visibility.ARCHIVED,
    )


def register(view: View) -> Register | None:
    """Where people register, here or at another address; nowhere once the forum is archived."""
    plan = view.forum.registration
    away = plan.state == RegistrationState.ELSEWHERE and bool(plan.url)
    here = plan.state == RegistrationState.HERE and not view.reader.preview
    if view.reader.visibility == Visibility.ARCHIVED or not (away or here):
        return None
    label = view.text(plan.label) if plan.label else Markup(view.words.gettext("Register"))  # noqa: S704 - our catalogue
    until = view.moment(plan.closes_at) if plan.closes_at else ""
    return Register(plan.url if away else view.links.page(view.at.register()), label, until, away)


def _mine(view: View) -> Mine | None:
    """Nowhere in a preview, and before there is something to choose."""
    sessions = view.content.sessions
    if view.reader.preview or not any(can_be_starred(session) for session in sessions):
        return None
    return Mine(view.links.page(view.at.agenda() + "#mine"), not on_one_page(view.content, sessions))


def has_note(view: View) -> bool:
    return bool(view.forum.note and view.forum.note.sections)


def _nav(view: View, section: str) -> list[Item]:
    words, at = view.words, view.at
    entries = [("forum", words.gettext("About"), at.forum()), ("agenda", words.gettext("Programme"), at.agenda())]
    if view.parts:
        entries.append(("speakers", words.gettext("Speakers"), at.speakers()))
    if view.plain(view.forum.practical):
        entries.append(("practical", words.gettext("Practical information"), at.forum() + "#practical"))
    if has_note(view):
        entries.append(("concept-note", words.gettext("Concept note"), at.concept_note()))
    return [Item(label, view.links.page(path), name == section) for name, label, path in entries]


def _languages(view: View, path: str) -> list[Item]:
    if len(view.forum.languages) < 2:
        return []
    return [
        Item(view.words.own_name(code), view.links.page(path, language=code), code == view.language, code)
        for code in view.forum.languages
    ]


def _alternates(view: View, path: str) -> list[Item]:
    if len(view.forum.languages) < 2:
        return []
    found = [Item("", view.links.canonical(path, code), language=code) for code in view.forum.languages]
    return [*found, Item("", view.links.canonical(path), language="x-default")]


def _feeds(view: View) -> list[Item]:
    words = view.words
    return [
        Item(words.gettext("Changes"), view.links.file(view.at.changes(".atom")), language="application/atom+xml"),
        Item(words.gettext("Programme"), view.links.file(view.at.agenda(".ics")), language="text/calendar"),
    ]


def _footer(view: View) -> list[Item]:
    words, at, links = view.words, view.at, view.links
    language = {"lang": view.words.interface}
    return [
        Item(words.gettext("Changes"), links.page(at.changes())),
        Item(words.gettext("Printed programme (PDF)"), links.file(at.agenda(".pdf"))),
        Item(words.gettext("Subscribe to calendar"), links.webcal(links.file(at.agenda(".ics")))),
        Item(words.gettext("Accessibility"), with_query(at.page("accessibility"), language)),
        Item(words.gettext("Privacy"), with_query(at.page("privacy"), language)),
        *([] if view.reader.preview else [Item(words.gettext("Sign in"), at.page("sign-in"))]),
    ]
