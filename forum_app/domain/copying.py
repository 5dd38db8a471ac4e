"""A new forum as a copy of an earlier one: what was chosen of it, moved to the new days, with ids of its own."""

from dataclasses import dataclass, field, fields
from datetime import date

import msgspec
from msgspec.structs import replace

from forum_app.domain.copied_texts import conditions_kept, only_listed
from forum_app.domain.draft import Draft, Forum, Person, Session, Talk
from forum_app.domain.draft_parts import (
    ConceptNote,
    KeyQuestion,
    Material,
    Online,
    PartOf,
    Private,
    RegistrationPlan,
    Role,
    StoredFile,
    TalkSpeaker,
    Venue,
)
from forum_app.domain.identity import new_id
from forum_app.domain.moving import moved_hours
from forum_app.domain.renaming import with_ids
from forum_app.domain.sentences import Said, said
from forum_app.domain.times import comes_twice, conference_day, first_existing
from forum_app.domain.vocabularies import NoteState, RegistrationState, RoleState, SessionStatus

Problem = tuple[str, Said]


@dataclass(frozen=True)
class Choice:
    """What a copy takes. ``private`` is for those alone who may see it in the earlier forum."""

    texts: bool = True
    place: bool = True
    note: bool = True
    themes: bool = True
    rooms: bool = True
    organisations: bool = True
    people: bool = False
    biographies: bool = True
    private: bool = False
    sessions: bool = False
    talks: bool = True
    key_questions: bool = True
    materials: bool = False
    references: bool = True
    questions: bool = True
    branding: bool = True
    checker: bool = True


CHOICES = tuple(item.name for item in fields(Choice))


@dataclass(frozen=True)
class Basics:
    """What a forum is made with. ``languages`` in order: the first is what its texts are written in at first."""

    title: str
    slug: str
    first_day: date
    last_day: date
    zone: str
    languages: tuple[str, ...]
    city: str = ""
    country: str = ""


@dataclass(frozen=True)
class Copied:
    """``told``: what was moved or left out, with places in the copy; counts are of things taken."""

    draft: Draft
    told: tuple[Problem, ...]
    counts: dict[str, int] = field(default_factory=dict)


def blank(basics: Basics) -> Draft:
    """A forum with nothing in it but what it was made with."""
    first = basics.languages[0]
    city = {first: basics.city} if basics.city else {}
    venue = Venue(name=city, city=city, country=basics.country) if city else None
    forum = Forum(
        id=new_id(),
        slug=basics.slug,
        title={first: basics.title},
        first_day=basics.first_day,
        last_day=basics.last_day,
        zone=basics.zone,
        languages=list(basics.languages),
        working_languages=list(basics.languages[:1]),
        venue=venue,
    )
    return Draft(version=1, forum=forum)


def copied(source: Draft, basics: Basics, choice: Choice) -> Copied:
    """The draft of a new forum that takes what was chosen of ``source``; nothing in ``source`` is changed.

    Wall times, those when people are not available too, are kept and moved by whole days to the new first day; one that
    the new zone's clocks skip becomes the next that exists. Registrations, releases and the log stay behind, and so do
    links of online places, where imported things came from, cancelled sessions and what rapporteurs wrote. Every id is
    new; roles are to invite again and notes drafts. Raises UnknownZone.
    """
    taken = _Copy(source, basics, choice)
    fresh: dict[str, str] = {}
    renamed = with_ids(taken.draft(), lambda key: fresh.setdefault(key, new_id()))
    conditions_from = source.questions if choice.questions else []
    only_listed(renamed, basics.languages)
    conditions_kept(renamed.questions, conditions_from, source.forum.languages, basics.languages)
    counts = {name: len(getattr(renamed, name)) for name in ("themes", "rooms", "organisations", "people", "sessions")}
    return Copied(_with_files(renamed, source.files), tuple(taken.told), counts)


class _Copy:
    """One copy being made: every thing is a new struct, references to what isn't taken are dropped."""

    def __init__(self, source: Draft, basics: Basics, choice: Choice) -> None:
        self.source, self.basics, self.choice = source, basics, choice
        self.shift = basics.first_day - source.forum.first_day
        self.told: list[Problem] = []

    def draft(self) -> Draft:
        source, choice = self.source, self.choice
        made = Draft(
            version=source.version,
            forum=self.forum(source.forum),
            themes=[replace(theme, origin=None) for theme in source.themes] if choice.themes else [],
            rooms=[
                replace(room, origin=None, online=self.online(room.online, "rooms", index))
                for index, room in enumerate(source.rooms)
            ]
            if choice.rooms
            else [],
            organisations=list(source.organisations) if choice.organisations else [],
            people=list(map(self.person, source.people)) if choice.people else [],
            questions=list(source.questions) if choice.questions else [],
        )
        if choice.sessions:
            made.sessions = self.sessions()
        return made

    def forum(self, old: Forum) -> Forum:
        new = blank(self.basics).forum
        first = self.basics.languages[0]
        if old.title.get(first) == self.basics.title:
            new.title = dict(old.title)
        choice = self.choice
        if choice.texts:
            for name in ("short_title", "theme", "summary", "figures", "goals", "funding", "contact", "recording",
                         "practical", "working_languages", "interpretation", "day_starts_at"):  # fmt: skip
                setattr(new, name, getattr(old, name))
            new.part_of = self.part_of(old.part_of)
            new.registration = _plan(old.registration)
        if choice.place:
            new.online = self.online(old.online, "forum", None)
            if old.venue is not None:
                new.venue, new.floor_plan = old.venue, old.floor_plan
                if self.basics.city and self.basics.city not in old.venue.city.values():
                    new.venue = replace(old.venue, city={first: self.basics.city}, country=self.basics.country)
                    self.told.append(
                        ("forum.venue", said("The venue is the earlier forum's, in another city: check it."))
                    )
        if choice.branding:
            new.accent, new.logo = old.accent, old.logo
        if choice.checker:
            new.severities, new.show_invited = old.severities, old.show_invited
            new.minutes_between_rooms = old.minutes_between_rooms
            new.minutes_between_buildings = old.minutes_between_buildings
        if choice.references:
            new.references, new.terms = old.references, old.terms
        if choice.organisations:
            new.partners = old.partners
        new.roles = self.roles(old.roles)
        new.key_questions = self.key_questions(old.key_questions)
        new.materials = old.materials if choice.materials else []
        new.note = self.note(old.note)
        return new

    def part_of(self, old: PartOf | None) -> PartOf | None:
        if old is None:
            return None
        first, last = (day + self.shift if day else None for day in (old.first_day, old.last_day))
        return replace(old, first_day=first, last_day=last)

    def online(self, old: Online | None, name: str, index: int | None) -> Online | None:
        """The platform without its link, which was for those who came then."""
        if old is None or not old.url:
            return old
        place = f"{name}.online" if index is None else f"{name}[{index}].online"
        self.told.append((place, said("The online link is the earlier forum's: it was left out.")))
        return replace(old, url="", public=False)

    def person(self, old: Person) -> Person:
        new = replace(old, origin=None, private=self.private(old.private) if self.choice.private else None)
        if not self.choice.organisations:
            new.posts = [replace(post, organisation=None) for post in old.posts]
        if not self.choice.biographies:
            new = replace(new, biography={}, photo=None)
        return new

    def private(self, old: Private | None) -> Private | None:
        return replace(old, unavailable=moved_hours(old.unavailable, self.shift, self.basics.zone)) if old else None

    def roles(self, old: list[Role]) -> list[Role]:
        return [replace(role, state=RoleState.TO_INVITE) for role in old] if self.choice.people else []

    def key_questions(self, old: list[KeyQuestion]) -> list[KeyQuestion]:
        if not self.choice.key_questions:
            return []
        return [replace(question, to=question.to if self.choice.people else []) for question in old]

    def note(self, old: ConceptNote | None) -> ConceptNote | None:
        if old is None or not self.choice.note:
            return None
        return replace(old, states=dict.fromkeys(self.basics.languages, NoteState.DRAFT))

    def sessions(self) -> list[Session]:
        found: list[Session] = []
        gone = 0
        for old in self.source.sessions:
            if old.status == SessionStatus.CANCELLED:
                gone += 1
                continue
            found.append(self.session(old, len(found)))
        if gone:
            self.told.append(("sessions", said("Cancelled sessions were left out: %(count)s.", count=gone)))
        return found

    def session(self, old: Session, index: int) -> Session:
        choice = self.choice
        new = replace(
            old,
            origin=None,
            outcome={},
            themes=old.themes if choice.themes else [],
            alliances=old.alliances if choice.organisations else [],
            room=old.room if choice.rooms else None,
            online=self.online(old.online, "sessions", index),
            roles=self.roles(old.roles),
            key_questions=self.key_questions(old.key_questions),
            talks=[self.talk(talk) for talk in old.talks] if choice.talks else [],
            materials=self.materials(old.materials) if choice.materials else [],
            note=self.note(old.note),
        )
        self.move(new, f"sessions[{index}].start")
        return new

    def materials(self, old: list[Material]) -> list[Material]:
        """Those of a talk are the whole session's where talks are left out."""
        return old if self.choice.talks else [replace(material, talk=None) for material in old]

    def talk(self, old: Talk) -> Talk:
        return replace(
            old,
            speakers=[self.speaker(speaker) for speaker in old.speakers] if self.choice.people else [],
            alliances=old.alliances if self.choice.organisations else [],
            themes=old.themes if self.choice.themes else [],
        )

    def speaker(self, old: TalkSpeaker) -> TalkSpeaker:
        return replace(old, state=RoleState.TO_INVITE)

    def move(self, session: Session, place: str) -> None:
        """The session's start on the new days."""
        if session.start is None:
            return
        wanted = session.start + self.shift
        session.start = first_existing(wanted, self.basics.zone).replace(tzinfo=None)
        session.fold = session.fold if comes_twice(session.start, self.basics.zone) else 0
        if session.start != wanted:
            at, now = f"{wanted:%Y-%m-%d %H:%M}", f"{session.start:%H:%M}"
            sentence = said("The clocks skip %(time)s in the new zone: the session starts at %(now)s instead.")
            self.told.append((place, sentence.of({"time": at, "now": now})))
        day = conference_day(session.start, self.source.forum.day_starts_at)
        if not self.basics.first_day <= day <= self.basics.last_day:
            self.told.append((place, said("The session lies outside the days of the new forum.")))


def _plan(old: RegistrationPlan | None) -> RegistrationPlan | None:
    """Registration as it was described, closed."""
    return replace(old, state=RegistrationState.CLOSED, url="", opens_at=None, closes_at=None) if old else None


def _with_files(draft: Draft, files: list[StoredFile]) -> Draft:
    """The draft with those of the files that it still refers to, in fields or in texts."""
    said_in = msgspec.json.encode(replace(draft, files=[]))
    return replace(draft, files=[file for file in files if file.name.encode() in said_in])
