"""A programme of another system as a draft of ours: new things with new ids, each with where it comes from."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial

from forum_app.domain.draft import FORMAT_VERSION, Draft, Forum, Person, Room, Session, Theme
from forum_app.domain.draft_parts import Link, Material, Origin, Role, Venue
from forum_app.domain.errors import ImportRefused, SkippedHour, UnknownZone
from forum_app.domain.identity import new_id
from forum_app.domain.sentences import Said, said
from forum_app.domain.texts import folded, one_line
from forum_app.domain.times import comes_twice, instant, zone_named
from forum_app.domain.vocabularies import MaterialKind, RoleKind, SessionStatus
from forum_app.exchange.guesses import kind_of, nearest_colour
from forum_app.exchange.markup import stored
from forum_app.exchange.programme import (
    LONGEST_KEY,
    LONGEST_NAME,
    LONGEST_TEXT,
    LONGEST_TITLE,
    Event,
    Guest,
    Programme,
    WebLink,
)
from forum_app.exchange.values import read_language

DEFAULT_LANGUAGE = "en"
MOST_LANGUAGES = 10


def drafted(programme: Programme, *, slug: str = "", zone: str = "", languages: Iterable[str] = ()) -> Draft:
    """The draft of a whole file; ``slug`` and ``zone`` (IANA) win over what the file says.

    Texts without a language of their own are in the first of ``languages``, else in the one that most events are in.

    Raises ImportRefused with every problem and its place in the file.
    """
    problems = list(programme.problems)
    zone_name = zone or programme.zone
    if not zone_name:
        problems.append(("", said("The file names no time zone: say which, such as Europe/Brussels.")))
    else:
        try:
            zone_named(zone_name)
        except UnknownZone as error:
            problems.append(("", Said(error.message, error.values)))
    _check_texts(programme, problems)
    if problems:
        raise ImportRefused(problems)
    return _Drafting(programme, slug or slug_of(programme), zone_name, languages).draft()


def slug_of(programme: Programme) -> str:
    """A short name from the acronym, else from the title: small letters, digits and single hyphens."""
    words = re.findall("[a-z0-9]+", folded(programme.acronym or programme.title))
    return ("-".join(words)[:60].strip("-") or "programme") if len("".join(words)) > 1 else "programme"


def _check_texts(programme: Programme, problems: list[tuple[str, str]]) -> None:
    """Texts that have no room here are refused with their place, never cut."""
    if not programme.title.strip():
        problems.append(("", said("The conference has no title.")))
    limits = [("", said("title of the conference"), programme.title, LONGEST_TITLE)]
    limits += [("", said("name of a room"), room.name, LONGEST_NAME) for room in programme.rooms]
    limits += [("", said("name of a track"), track.name, LONGEST_NAME) for track in programme.tracks]
    for event in programme.events:
        limits.append((event.place, said("title"), event.title, LONGEST_TITLE))
        limits += [
            (event.place, word, value, LONGEST_KEY)
            for word, value in ((said("slug"), event.slug), (said("id"), event.foreign_id))
        ]
        limits += [
            (event.place, said("track"), event.track, LONGEST_NAME),
            (event.place, said("type"), event.type, LONGEST_NAME),
        ]
        limits.append((event.place, said("text"), "".join(event.texts), LONGEST_TEXT))
        for guest in event.guests:
            limits.append((event.place, said("name of a person"), guest.name, LONGEST_NAME))
            limits.append((event.place, said("biography"), guest.biography, LONGEST_TEXT))
        limits += [
            (event.place, said("name of a link"), link.label, LONGEST_NAME)
            for link in [*event.links, *event.attachments]
        ]
        if not event.title.strip():
            problems.append((event.place, said("The event has no title.")))
    for place, word, value, most in limits:
        if len(value) > most:
            sentence = said("The %(what)s has %(length)s characters; %(most)s are the most. It begins “%(start)s”.")
            found = {"what": word, "length": len(value), "most": most, "start": value[:40]}
            problems.append((place, sentence.of(found)))


class _Drafting:
    """Makes the things of one draft, each once."""

    def __init__(self, programme: Programme, slug: str, zone: str, languages: Iterable[str]) -> None:
        self.programme = programme
        self.slug = slug
        self.zone = zone
        self.tell = programme.told.note
        self.source = f"{programme.format}/{slug_of(programme)}"
        self.codes = {event.language: read_language(event.language) for event in programme.events}
        counted = Counter(code for event in programme.events if (code := self.codes[event.language]))
        met = [code for code, _number in counted.most_common(MOST_LANGUAGES)]
        self.languages = list(dict.fromkeys([*languages, *met])) or [DEFAULT_LANGUAGE]
        self.main = self.languages[0]
        self.themes: dict[str, Theme] = {}
        self.rooms: dict[str, Room] = {}
        self.people: dict[str, Person] = {}

    def draft(self) -> Draft:
        programme = self.programme
        for track in programme.tracks:
            self.theme(track.name).colour = nearest_colour(track.colour)
        for room in programme.rooms:
            self.rooms.setdefault(room.name, self._room(room.name, room.guid, room.capacity, room.description))
        sessions = [self.session(event) for event in programme.events]
        first, last = self._days(sessions)
        forum = Forum(
            id=new_id(),
            slug=self.slug,
            title={self.main: programme.title},
            theme={self.main: programme.subtitle} if programme.subtitle else {},
            first_day=first,
            last_day=last,
            zone=self.zone,
            venue=Venue(name={self.main: programme.venue}, city={self.main: programme.city} if programme.city else {})
            if programme.venue
            else None,
            languages=self.languages,
            working_languages=self.languages,
        )
        if programme.day_starts_at is not None:
            forum.day_starts_at = programme.day_starts_at
        if programme.colour:
            forum.accent = programme.colour
        return Draft(
            version=FORMAT_VERSION,
            forum=forum,
            themes=list(self.themes.values()),
            rooms=list(self.rooms.values()),
            people=list(self.people.values()),
            sessions=sessions,
        )

    def _days(self, sessions: list[Session]) -> tuple[date, date]:
        found = [session.start.date() for session in sessions if session.start]
        for day in (self.programme.first_day, self.programme.last_day):
            found += [day] if day else []
        if not found:
            raise ImportRefused([("", said("The file names no day at all."))])
        return min(found), max(found)

    def theme(self, name: str) -> Theme:
        if name not in self.themes:
            origin = Origin(source=self.source, foreign_id=name[:LONGEST_KEY])
            self.themes[name] = Theme(id=new_id(), title={self.main: one_line(name)}, origin=origin)
        return self.themes[name]

    def _room(self, name: str, guid: str, capacity: int | None, description: str) -> Room:
        origin = Origin(source=self.source, foreign_id=name[:LONGEST_KEY], guid=guid[:LONGEST_KEY])
        where = {self.main: one_line(description)[:LONGEST_NAME]} if description.strip() else {}
        return Room(id=new_id(), name={self.main: one_line(name)}, capacity=capacity, where=where, origin=origin)

    def session(self, event: Event) -> Session:
        language = self.codes[event.language]
        if event.language and language not in self.languages:
            sentence = said("“%(code)s” is no language that is known; the text counts as %(main)s.")
            self.tell(sentence.of({"code": event.language[:20], "main": self.main}), event.place)
        tongue = language if language in self.languages else self.main
        tell = partial(self._tell_at, event.place)
        summary = self._summary(event, tell)
        status = SessionStatus.CANCELLED if event.cancelled else SessionStatus.CONFIRMED
        return Session(
            id=new_id(),
            title={tongue: one_line(event.title)},
            kind=kind_of(event.type),
            label={self.main: one_line(event.type)} if event.type.strip() else {},
            status=SessionStatus.TENTATIVE if event.tentative and not event.cancelled else status,
            summary={tongue: summary} if summary else {},
            themes=[self.theme(event.track).id] if event.track.strip() else [],
            room=self.rooms[event.room].id if event.room in self.rooms else None,
            start=event.start,
            fold=self._fold(event),
            minutes=self._minutes(event),
            languages=[language] if language else [],
            roles=self._roles(event, tongue, tell),
            links=[self._link(link) for link in event.links],
            materials=self._materials(event, tongue),
            origin=Origin(
                source=self.source,
                foreign_id=event.foreign_id,
                guid=event.guid[:LONGEST_KEY],
                code=event.code[:LONGEST_KEY],
                slug=event.slug,
                url=event.url,
            ),
        )

    def _tell_at(self, place: str, text: Said) -> None:
        self.tell(text, place)

    def _summary(self, event: Event, tell: Callable[[Said], None]) -> str:
        """Subtitle, abstract and description one after the other; one that says the same as another stands once."""
        subtitle, *texts = [*event.texts, ""]
        parts = [stored(text, tell) for text in dict.fromkeys(text.strip() for text in texts)]
        if subtitle.strip():
            parts.insert(0, stored(f"**{one_line(subtitle)}**", tell))
        return "".join(part for part in parts if part)

    def _fold(self, event: Event) -> int:
        """Which of two, for an hour that comes twice: the one that has the offset said in the file, else the first."""
        if event.start is None:
            return 0
        if event.offset is None:
            if comes_twice(event.start, self.zone):
                self.tell(said("An hour comes twice that night; the first one is taken."), event.place)
            return 0
        if not comes_twice(event.start, self.zone):
            self._compare_offset(event)
            return 0
        return int(instant(event.start, self.zone, 0).utcoffset() != event.offset)

    def _compare_offset(self, event: Event) -> None:
        try:
            here = instant(event.start, self.zone).utcoffset() if event.start else None
        except SkippedHour:  # refused with the whole draft, in its own words
            return
        if here != event.offset:
            sentence = said("The file says another offset than %(zone)s has; its clock times are kept.", zone=self.zone)
            self.tell(sentence, event.place)

    def _minutes(self, event: Event) -> int | None:
        if event.minutes and event.minutes > timedelta(days=7).total_seconds() // 60:
            raise ImportRefused([(event.place, said("The event lasts more than seven days."))])
        return event.minutes

    def _link(self, link: WebLink) -> Link:
        return Link(url=link.url, label={self.main: one_line(link.label)} if link.label.strip() else {})

    def _materials(self, event: Event, tongue: str) -> list[Material]:
        kinds = [(MaterialKind.PRESENTATION, item) for item in event.attachments]
        kinds += [(MaterialKind.RECORDING, item) for item in event.recordings]
        return [
            Material(
                id=new_id(), title={tongue: one_line(item.label) or item.url[:LONGEST_NAME]}, kind=kind, url=item.url
            )
            for kind, item in kinds
        ]

    def _roles(self, event: Event, tongue: str, tell: Callable[[Said], None]) -> list[Role]:
        ids = dict.fromkeys(self.person(guest, tongue, tell) for guest in event.guests)
        return [Role(id=new_id(), person=key, role=RoleKind.SPEAKER) for key in ids]

    def person(self, guest: Guest, tongue: str, tell: Callable[[Said], None]) -> str:
        """The id of a person: known again by the file's id, never by the name alone."""
        key = guest.key or f"\0{len(self.people)}"
        if not guest.key:
            tell(said("A person has no id: each of these is somebody of their own."))
        found = self.people.get(key)
        if found is None:
            biography = stored(guest.biography, tell)
            origin = Origin(
                source=self.source,
                foreign_id=guest.foreign_id[:LONGEST_KEY],
                guid=guest.guid[:LONGEST_KEY],
                code=guest.code[:LONGEST_KEY],
            )
            found = self.people[key] = Person(
                id=new_id(),
                name={self.main: one_line(guest.name)},
                biography={tongue: biography} if biography else {},
                origin=origin,
            )
        elif found.name[self.main] != one_line(guest.name):
            tell(said("One person's id stands with two names; the first is taken."))
        return found.id
