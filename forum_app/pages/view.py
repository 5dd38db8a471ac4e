"""What every page of a forum is written with: its texts in the reader's language, names, times and links."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from markupsafe import Markup, escape

from forum_app.domain.keeping import kept
from forum_app.domain.release import Content, PersonEntry, Release, SessionEntry, TalkEntry
from forum_app.domain.texts import Text, direction, language_for, pick, readable
from forum_app.domain.times import in_zone
from forum_app.domain.vocabularies import RoleKind
from forum_app.i18n import Words, words
from forum_app.pages.links import Links
from forum_app.pages.reader import Reader
from forum_app.richtext import Footnotes, for_page

NOTHING = Markup()
SPEAKING = (RoleKind.MODERATOR, RoleKind.SPEAKER, RoleKind.PANELLIST, RoleKind.RAPPORTEUR)


@dataclass(frozen=True)
class Part:
    """What somebody does in one session: a role in it, or a talk."""

    session: SessionEntry
    role: RoleKind
    talk: TalkEntry | None = None
    to_be_confirmed: bool = False


class View:
    """One release as one reader sees it. Templates know it as ``v``."""

    def __init__(self, release: Release, reader: Reader) -> None:
        self.release = release
        self.content: Content = release.content
        self.forum = release.content.forum
        self.reader = reader
        self.language = reader.language
        self.words: Words = words(reader.language)
        self.links = Links(reader, release.content)
        self.at = reader.addresses
        self.footnotes = Footnotes()

    # Texts

    def plain(self, text: Text) -> str:
        """The text alone, for titles, attributes and data."""
        return pick(text, self.language, self.forum.languages)

    def tongue(self, text: Text) -> Markup:
        """`` lang`` and `` dir`` for the element that holds a text, where it is not in the page's language."""
        shown = language_for(text, self.language, self.forum.languages)
        if not shown or shown == self.language:
            return Markup("")
        return Markup(' lang="{}" dir="{}"').format(shown, direction(shown))

    def text(self, text: Text) -> Markup:
        """The text within a line, marked with its language where that is not the page's."""
        tongue = self.tongue(text)
        return Markup("<bdi{}>{}</bdi>").format(tongue, self.plain(text)) if tongue else escape(self.plain(text))

    def isolated(self, text: Text) -> Markup:
        """The text among words of others: it can't turn their direction."""
        return Markup("<bdi{}>{}</bdi>").format(self.tongue(text), self.plain(text))

    def rich(self, text: Text, heading: int) -> Markup:
        """A rich text as a block, headings from ``heading`` down; nothing when it is empty.

        Its footnotes are numbered on from those of the page before it; they stand in ``footnotes``.
        """
        stored = self.plain(text)
        if not stored:
            return Markup("")
        shown = for_page(stored, heading=heading, media=self.at.media, footnotes=self.footnotes)
        return Markup('<div class="rich"{}>{}</div>').format(self.tongue(text), shown)

    def summary(self, text: Text, most: int = 200) -> str:
        """The beginning of a rich text without its markup, cut between words."""
        return _beginning(readable(self.plain(text)), most)

    def opening(self, text: Text, most: int = 200) -> str:
        """The beginning of a plain text, in which a ``<b>`` is what it looks like, cut between words."""
        return _beginning(self.plain(text), most)

    @cached_property
    def ui(self) -> Markup:
        """The language of the interface, for elements that hold its words, where it does not speak the page's."""
        if self.words.interface == self.language.split("-")[0]:
            return Markup("")
        return Markup(' lang="{}" dir="{}"').format(self.words.interface, direction(self.words.interface))

    # Names

    @cached_property
    def short_title(self) -> Text:
        return self.forum.short_title or self.forum.title

    def full_name(self, person: PersonEntry) -> str:
        """Ms Amina Diallo, PhD."""
        parts = [self.plain(person.honorific), self.plain(person.name)]
        named = " ".join(part for part in parts if part)
        return f"{named}{self.words.comma}{person.letters}" if person.letters else named

    def name(self, person: PersonEntry) -> Markup:
        """The same among words of others. A name in another language than its honorific is marked by itself."""
        named = [text for text in (person.honorific, person.name) if self.plain(text)]
        if len({language_for(text, self.language, self.forum.languages) for text in named}) < 2:
            return Markup("<bdi{}>{}</bdi>").format(self.tongue(person.name), self.full_name(person))
        letters = f"{self.words.comma}{person.letters}" if person.letters else ""
        return Markup("<bdi>{}{}</bdi>").format(Markup(" ").join(self.text(text) for text in named), letters)

    def organisation_name(self, key: str | None) -> str:
        organisation = self.content.organisation.get(key or "")
        return self.plain(organisation.name) if organisation else ""

    @property
    def parts(self) -> dict[str, list[Part]]:
        """Everybody's parts in the programme, in order of appearance, a session's moderators before its speakers."""
        return kept(self.content, "parts", _parts)

    # Times

    def reader_time(self, start: datetime, end: datetime) -> str:
        """The reader's own time where a zone was chosen and its clocks differ then; ``""`` otherwise."""
        zone = self.reader.zone
        if not zone:
            return ""
        here, until = in_zone(start, zone), in_zone(end, zone)
        if here.utcoffset() == start.utcoffset():
            return ""
        text = f"{self.words.times(here, until)}{self.words.comma}{self.words.zone(zone, start)}"
        if here.date() == start.date():
            return text
        return f"{self.words.day(here.date(), year=False)}{self.words.comma}{text}"

    def zone_words(self, moment: datetime | None = None) -> str:
        """Bangkok time (UTC+7), at the given instant or for the whole forum, a change of the clocks included."""
        return self.words.zone(self.forum.zone, moment) if moment else self._zone_of_all

    @cached_property
    def _zone_of_all(self) -> str:
        starts = [session.starts_at for session in self.content.sessions if session.starts_at]
        return self.words.zone_over(self.forum.zone, starts or [self.first_moment])

    @cached_property
    def first_moment(self) -> datetime:
        """An instant of the forum: its first session's start, else noon of its first day."""
        first = next((session.starts_at for session in self.content.sessions if session.starts_at), None)
        noon = datetime.fromisoformat(f"{self.forum.first_day}T12:00:00+00:00")
        return first or in_zone(noon, self.forum.zone)

    def moment(self, instant: datetime) -> str:
        """9 September 2022, 16:40, on the forum's clocks."""
        local = in_zone(instant, self.forum.zone)
        return f"{self.words.day(local.date(), weekday=False)}{self.words.comma}{self.words.time(local)}"


def _parts(content: Content) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for session in content.sessions:
        for member in session.cast:
            if member.role in SPEAKING:
                part = Part(session, member.role, to_be_confirmed=member.to_be_confirmed)
                found.setdefault(member.person, []).append(part)
        for talk in session.talks:
            for speaker in talk.speakers:
                part = Part(session, RoleKind.SPEAKER, talk, speaker.to_be_confirmed)
                found.setdefault(speaker.person, []).append(part)
    return {key: parts for key, parts in found.items() if key in content.person}


def _beginning(text: str, most: int) -> str:
    whole = " ".join(text.split())
    if len(whole) <= most:
        return whole
    return whole[:most].rsplit(" ", 1)[0].rstrip(",;:.– ") + "…"
