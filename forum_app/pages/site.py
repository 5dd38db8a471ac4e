"""Pages of the installation: the published forums, privacy, accessibility."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from forum_app.addresses import Addresses
from forum_app.domain.release import Release, Text
from forum_app.domain.texts import direction, language_for, pick
from forum_app.i18n import interface_languages, words
from forum_app.pages.errors import render_error
from forum_app.pages.frame import Frame, Item
from forum_app.pages.links import Links, with_query
from forum_app.pages.reader import Reader
from forum_app.templating import environment

__all__ = [
    "ForumCard",
    "contact_address",
    "forum_card",
    "render_accessibility",
    "render_error",
    "render_home",
    "render_privacy",
]


@dataclass(frozen=True)
class ForumCard:
    """A forum as the list of forums needs it. ``languages`` is its order of fallback."""

    slug: str
    title: Text
    short_title: Text
    part_of: Text
    first_day: date
    last_day: date
    venue: Text
    city: Text
    accent: str
    languages: tuple[str, ...]
    archived: bool = False
    has_contact: bool = False


@dataclass(frozen=True)
class CardView:
    """A card in the reader's words; ``tongue`` is the title's `` lang`` where it is in another language."""

    title: str
    tongue: Markup
    address: str
    over: str
    dates: str
    place: str
    accent: str
    archived: bool


def forum_card(release: Release, *, archived: bool = False) -> ForumCard:
    forum = release.content.forum
    return ForumCard(
        slug=forum.slug,
        title=forum.title,
        short_title=forum.short_title,
        part_of=forum.part_of.name if forum.part_of else {},
        first_day=forum.first_day,
        last_day=forum.last_day,
        venue=forum.venue.name if forum.venue else {},
        city=forum.venue.city if forum.venue else {},
        accent=forum.accent,
        languages=tuple(forum.languages),
        archived=archived,
        has_contact=bool(forum.focal_points or forum.contact),
    )


def render_home(cards: Iterable[ForumCard], reader: Reader) -> str:
    """The list of published forums, the latest first."""
    latest = sorted(cards, key=lambda card: (card.first_day, card.slug), reverse=True)
    title = words(reader.language).gettext("Forums")
    return _rendered("public/home.html", reader, "/", title, cards=[_view(card, reader) for card in latest])


def render_privacy(reader: Reader, cards: Iterable[ForumCard] = ()) -> str:
    """What is kept of readers. ``cards`` are the forums whose contacts are named where the site has none."""
    title = words(reader.language).gettext("Privacy")
    return _rendered("public/privacy.html", reader, "/privacy", title, contacts=_contacts(cards, reader))


def render_accessibility(reader: Reader, cards: Iterable[ForumCard] = ()) -> str:
    """What is held and what falls short; ``cards`` as for ``render_privacy``."""
    title = words(reader.language).gettext("Accessibility")
    return _rendered("public/accessibility.html", reader, "/accessibility", title, contacts=_contacts(cards, reader))


def _contacts(cards: Iterable[ForumCard], reader: Reader) -> list[CardView]:
    """The forums that say whom to write to; none where the site has a contact of its own."""
    return [] if reader.contact else [_view(card, reader) for card in cards if card.has_contact]


def contact_address(contact: str) -> str:
    """A site's contact as a link: a page, or ``mailto:``."""
    return contact if not contact or contact.startswith("https://") else f"mailto:{contact}"


def _view(card: ForumCard, reader: Reader) -> CardView:
    def said(text: Text) -> str:
        return pick(text, reader.language, card.languages)

    shown = language_for(card.title, reader.language, card.languages)
    other = shown and shown != reader.language
    offered = {"lang": reader.language} if len(card.languages) > 1 and reader.language in card.languages else {}
    return CardView(
        title=said(card.title),
        tongue=Markup(' lang="{}" dir="{}"').format(shown, direction(shown)) if other else Markup(""),
        address=with_query(Addresses(card.slug, reader.addresses.base).forum(), offered),
        over=" · ".join(part for part in (said(card.short_title), said(card.part_of)) if part),
        dates=words(reader.language).days(card.first_day, card.last_day),
        place=words(reader.language).listed((said(card.venue), said(card.city))),
        accent=card.accent,
        archived=card.archived,
    )


def _rendered(template: str, reader: Reader, path: str, title: str, **context: Any) -> str:
    word = words(reader.language)
    return (
        environment()
        .get_template(template)
        .render(
            words=word,
            ui=Markup(""),
            frame=_frame(reader, path, title),
            static=reader.addresses.static,
            page_language=word.interface,
            page_direction=word.interface_direction,
            preview=False,
            contact=reader.contact,
            contact_address=contact_address(reader.contact),
            home=reader.addresses.home(),
            **context,
        )
    )


def _frame(reader: Reader, path: str, title: str) -> Frame:
    word = words(reader.language)
    at, links = reader.addresses, Links(reader)
    name = word.gettext("Forums")
    language = {"lang": word.interface}
    return Frame(
        title=title if title == name else f"{title} – {name}",
        site_title=name,
        description=word.gettext("Programmes, speakers and concept notes of the forums published here."),
        canonical=with_query(links.canonical(path), language),
        alternates=[
            Item("", with_query(links.canonical(path), {"lang": code}), language=code) for code in interface_languages()
        ],
        home=with_query(at.home(), language),
        languages=[
            Item(word.own_name(code), with_query(path, {"lang": code}), code == word.interface, code)
            for code in interface_languages()
        ],
        indexed=not reader.preview,
        footer=[
            Item(word.gettext("Accessibility"), with_query(at.page("accessibility"), language)),
            Item(word.gettext("Privacy"), with_query(at.page("privacy"), language)),
            *([] if reader.preview else [Item(word.gettext("Sign in"), at.page("sign-in"))]),
        ],
    )
