"""A release as one reader sees it on paper: texts picked with their language marked, names, posts, times, places."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, timedelta
from functools import cached_property

from markupsafe import Markup, escape

from forum_app import labels
from forum_app.addresses import Addresses
from forum_app.documents.plain import short_address, tidy, web_address
from forum_app.documents.slots import Slots
from forum_app.domain.draft_parts import Contact, Link
from forum_app.domain.release import (
    Content,
    FocalPoint,
    OrganisationEntry,
    PersonEntry,
    Release,
    SessionEntry,
    SpeakerEntry,
    TalkEntry,
    Text,
)
from forum_app.domain.texts import direction, is_blank, language_for, readable
from forum_app.domain.times import in_zone
from forum_app.domain.vocabularies import RegistrationState
from forum_app.i18n import Words, words
from forum_app.richtext import for_print

_EMPTY_HEADING = re.compile(r"<(h[2-6])[^>]*>(?:\s|&nbsp;|&#160;|\xa0|<br/?>)*</\1>")
_MAIL = re.compile(r"[^\s@<>\"\\:/?]+@[^\s@<>\"\\:/?]+$")

LONG_BIOGRAPHY, LONG_ABSTRACT, WRAPPING = 800, 800, 420


@dataclass(frozen=True)
class Way:
    """A link with its words. ``url`` is absolute, and http(s) or mailto."""

    url: str
    label: Markup


class Reading(Slots):
    """A release in one language, for addresses under one public base URL."""

    def __init__(self, release: Release, language: str, base_url: str) -> None:
        self.release = release
        self.content: Content = release.content
        self.forum = release.content.forum
        self.language = language
        self.words: Words = words(language)
        self.direction = direction(language)
        self.addresses = Addresses(self.forum.slug, base_url)

    def text(self, text: Text) -> Markup:
        """A plain text, escaped, with ``lang`` and ``dir`` where it had to be taken from another language."""
        found = self._language(text)
        return self._marked(tidy(text.get(found, "")), found)

    def together(self, texts: list[Text], between: str) -> Markup:
        """Several plain texts as one; those that come from one other language in one passage, in its direction."""
        said = [(self._language(text), value) for text in texts if (value := self.plain(text)).strip()]
        if len({found for found, _value in said}) == 1:
            return self._marked(between.join(value for _found, value in said), said[0][0])
        return escape(between).join(self._marked(value, found) for found, value in said)

    def _language(self, text: Text) -> str:
        return language_for(text, self.language, self.forum.languages)

    def _marked(self, value: str, found: str) -> Markup:
        if not value or found == self.language:
            return escape(value)
        return Markup('<span lang="{}" dir="{}">{}</span>').format(found, direction(found), value)

    def plain(self, text: Text) -> str:
        """The same without markup, for titles of documents and alternative texts."""
        return tidy(text.get(self._language(text), ""))

    def lines(self, text: Text) -> Markup:
        """A plain text of several lines."""
        return Markup(self.text(text).replace("\n", Markup("<br>")))  # noqa: S704 - escaped above

    def rich(self, text: Text, heading: int) -> Markup:
        """A rich text with headings from ``heading`` down and its footnotes in place; ``""`` when it says nothing."""
        found = self._language(text)
        value = tidy(text.get(found, ""))
        if is_blank(readable(value)) and "<img" not in value:
            return Markup("")
        html = for_print(value, heading=heading, media=lambda name: f"media:{name}")
        html = Markup(_EMPTY_HEADING.sub("", html))  # noqa: S704 - sanitised by for_print
        if found == self.language:
            return Markup('<div class="rich">{}</div>').format(html)
        return Markup('<div class="rich" lang="{}" dir="{}">{}</div>').format(found, direction(found), html)

    def title(self, session: SessionEntry) -> Markup:
        return self.text(session.title) or escape(self.words.gettext("Untitled session"))

    def talk_title(self, talk: TalkEntry) -> Markup:
        return self.text(talk.title) or self.text(talk.flagship) or escape(self.words.gettext("Title to follow"))

    def forum_name(self) -> Markup:
        return self.text(self.forum.short_title) or self.text(self.forum.title)

    def name(self, person: PersonEntry) -> Markup:
        """Ms Rie Vejs-Kjeldgaard, PhD."""
        name = person.name if self.plain(person.name).strip() else {self.language: self.words.gettext("Name to follow")}
        shown = self.together([person.honorific, name], " ")
        return Markup("{}{}{}").format(shown, self.words.comma, person.letters) if person.letters.strip() else shown

    def plain_name(self, person: PersonEntry) -> str:
        return " ".join(part for part in (self.plain(person.honorific), self.plain(person.name)) if part)

    def portrait_words(self, person: PersonEntry) -> str:
        """The alternative text of a portrait: the organiser's own, else “Portrait of NAME”."""
        own = self.plain(person.photo.alt) if person.photo else ""
        return own or self.words.gettext("Portrait of %(name)s", name=self.plain_name(person))

    def initials(self, person: PersonEntry) -> str:
        """At most two letters; one for scripts whose letters join."""
        parts = [part for part in re.split(r"[\s‐-―-]+", self.plain(person.name)) if part[:1].isalpha()]
        letters = [part[0] for part in ([parts[0], parts[-1]] if len(parts) > 1 else parts)]
        return "".join(letters).upper() if all(ord(letter) < 0x0590 for letter in letters) else "".join(letters[:1])

    def posts(self, person: PersonEntry) -> Markup:
        """Each post on its line, with its organisation's name."""
        return Markup("<br>").join(self.post(person, number) for number in range(len(person.posts)))

    def post(self, person: PersonEntry, number: int) -> Markup:
        """One post: its title and its organisation's name, where the title does not say it."""
        post = person.posts[number]
        organisation = self.content.organisation.get(post.organisation or "")
        name = organisation.name if organisation else {}
        if self.plain(name) in self.plain(post.title):
            name = {}
        return self.together([post.title, name], self.words.comma)

    def people(self, ids: Iterable[str]) -> list[PersonEntry]:
        """Those of ``ids`` that are in the release, once each, in order."""
        return [self.content.person[key] for key in dict.fromkeys(ids) if key in self.content.person]

    def speakers(self, talk: TalkEntry) -> list[tuple[SpeakerEntry, PersonEntry]]:
        return [
            (speaker, self.content.person[speaker.person])
            for speaker in talk.speakers
            if speaker.person in self.content.person
        ]

    def kind(self, session: SessionEntry) -> Markup:
        """The session's own label, else the word for its kind."""
        return self.text(session.label) or escape(
            labels.session_kind(self.words, session.kind) or self.words.gettext("Session")
        )

    def contact(self, contact: Contact | None) -> Way | None:
        """The public contact of a role, where its address is one."""
        if contact is None:
            return None
        label = self.text(contact.label)
        if _MAIL.match(contact.email):
            return Way(f"mailto:{contact.email}", label or escape(contact.email))
        if web := web_address(contact.url):
            return Way(web, label or escape(short_address(web)))
        return None

    def link(self, link: Link) -> Way | None:
        web = web_address(link.url)
        return Way(web, self.text(link.label) or escape(short_address(web))) if web else None

    @cached_property
    def registration(self) -> Way | None:
        """Where to register, in words: the organiser's label, else the place; None when registration is closed."""
        plan = self.forum.registration
        if plan.state == RegistrationState.HERE:
            name = escape(self.words.gettext("Register here"))
            return Way(f"{self.addresses.root}/register", self.text(plan.label) or name)
        web = web_address(plan.url)
        if plan.state == RegistrationState.ELSEWHERE and web:
            host = self.words.gettext("Register at %(place)s", place=short_address(web, host_only=True))
            return Way(web, self.text(plan.label) or escape(host))
        return None

    def release_words(self) -> str:
        """Release 2, 9 September 2022; Draft where nothing is published."""
        if self.release.number is None:
            return self.words.gettext("Draft, not published")
        number = self.words.gettext("Release %(number)s", number=self.release.number)
        if self.release.published_at is None:
            return number
        at = in_zone(self.release.published_at, self.forum.zone)
        return f"{number}{self.words.comma}{self.words.day(at.date(), weekday=False)}"

    @cached_property
    def focal_points(self) -> list[tuple[FocalPoint, PersonEntry, Way | None]]:
        """Each focal point that is in the release, with the person and the public contact of the role."""
        known = self.content.person
        return [
            (point, known[point.person], self.contact(point.contact))
            for point in self.forum.focal_points
            if point.person in known
        ]

    @property
    def has_long_contact(self) -> bool:
        """Whether a contact is too long for three in a line."""
        return any(way is not None and len(way.label) > 25 for _point, _person, way in self.focal_points)

    def joined(self, people: list[PersonEntry]) -> str:
        """Names in one line: A, B and C."""
        return self.words.joined([self.plain_name(person) for person in people])

    def names(self, talk: TalkEntry) -> list[str]:
        return [self.plain_name(person) for _speaker, person in self.speakers(talk)]

    def talk_times(self, talk: TalkEntry) -> str:
        """10:38–10:48, or the start alone where nobody knows how long; ``""`` without a time."""
        if talk.starts_at is None:
            return ""
        if not talk.minutes:
            return self.words.time(talk.starts_at)
        end = in_zone(talk.starts_at + timedelta(minutes=talk.minutes), self.forum.zone)
        return self.words.times(talk.starts_at, end)

    def talk_tags(self, talk: TalkEntry) -> Markup:
        """The talk's themes, in words."""
        themes = [self.content.theme[key] for key in talk.themes if key in self.content.theme]
        return escape(self.words.comma).join(self.text(theme.title) for theme in themes)

    def is_long(self, person: PersonEntry, talk: TalkEntry | None, abstract: Text) -> bool:
        """Whether a row of the speakers' table is so tall that it may break over pages."""
        left = len(self.plain(person.biography))
        right = len(self.plain(abstract)) + (len(self.plain(talk.abstract)) if talk else 0)
        return left > LONG_BIOGRAPHY or right > LONG_ABSTRACT

    def wraps(self, person: PersonEntry) -> bool:
        """Whether a biography is long enough to run on under the portrait."""
        return len(self.plain(person.biography)) > WRAPPING

    def member_names(self, alliance: OrganisationEntry) -> str:
        """The organisations of an alliance in one line."""
        known = self.content.organisation
        return self.words.joined([self.plain(known[key].name) for key in alliance.members if key in known])

    def site(self, organisation: OrganisationEntry) -> str:
        return web_address(organisation.url)

    def web(self, url: str) -> str:
        return web_address(url)

    def short(self, url: str) -> str:
        return short_address(url)

    @property
    def stamp(self) -> str:
        """The release's time as W3C dates write it, in UTC; ``""`` for a draft."""
        at = self.release.published_at
        return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else ""
