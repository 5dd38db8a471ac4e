"""A draft as the rules read it: every text with its place, its language and the thing it belongs to, split once.

A session that is a draft is not read, for no release holds it; neither are registrations.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, cached_property, partial
from html import unescape
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from msgspec import Meta

from forum_app.domain.checker.agenda import Agenda
from forum_app.domain.checker.language.placeholders import is_placeholder
from forum_app.domain.checker.memory import Memory, Written
from forum_app.domain.checker.names import SECTION_KINDS, THE_FORUM, THING
from forum_app.domain.checker.own_names import OwnNames
from forum_app.domain.checker.paragraphs import Paragraph
from forum_app.domain.checker.wording import SOMEBODY, Name
from forum_app.domain.draft import Draft, Forum, Organisation, Person, Room, Section, Session, Talk, Theme
from forum_app.domain.draft_parts import Part
from forum_app.domain.registrations import Registration
from forum_app.domain.sentences import Said, said
from forum_app.domain.texts import Text, folded, is_blank, pick
from forum_app.domain.vocabularies import SessionStatus

ENGLISH_FRENCH = ("en", "fr")
_NAMES = {
    Forum: THE_FORUM,
    Theme: said("Theme"),
    Room: said("Room"),
    Organisation: said("Organisation"),
    Person: said("Person"),
    Session: said("Session"),
    Talk: said("Talk"),
    Section: said("Section"),
}
_LONGEST_NAME = 80
_WORD = re.compile(r"[\w’'-]+")
_TAG = re.compile(r"<[^<>]*>")
_LONGEST_PLACEHOLDER, _LONG = 80, 500


class Owner:
    """A thing of the draft that texts belong to, and where it is.

    ``session`` and ``talk`` are the ones it is in (or is); ``person`` the person it is.
    """

    def __init__(
        self, part: Part, place: str, languages: tuple[str, ...], memory: Memory, within: "Owner | None" = None
    ) -> None:
        self.part, self.place, self._languages, self._memory = part, place, languages, memory
        self.session: Session | None = within.session if within else None
        self.talk: Talk | None = within.talk if within else None
        self.person: Person | None = None
        if isinstance(part, Session):
            self.session = part
        if isinstance(part, Talk):
            self.talk = part
        if isinstance(part, Person):
            self.person = part

    @property
    def words(self) -> Said:
        """The thing in words: Talk “Jobs for peace”."""
        in_words = partial(_in_words, self.part, self._languages)
        return self._memory.of_thing(self.part, self._languages, "words", in_words)


def _in_words(part: Part, languages: tuple[str, ...]) -> Said:
    kind = _NAMES[type(part)]
    if isinstance(part, Forum):
        return kind
    title = part.heading if isinstance(part, Section) else getattr(part, "title", None) or getattr(part, "name", {})
    name = Name(title, languages, _LONGEST_NAME)
    if str(name):
        return THING.of({"kind": kind, "name": name})
    return THING.of({"kind": kind, "name": SECTION_KINDS[part.kind]}) if isinstance(part, Section) else kind


class Passage:
    """One text in one language. ``form`` is line, plain or rich, ``field`` the name of its field."""

    __slots__ = ("base", "field", "form", "language", "owner", "place", "text", "value")

    def __init__(self, owner: Owner, place: str, language: str, field: str, text: Written) -> None:
        self.owner, self.place, self.language, self.field, self.text = owner, place, language, field, text
        self.form, self.base, self.value = text.form, text.base, text.value

    @property
    def paragraphs(self) -> list[Paragraph]:
        return self.text.paragraphs

    @property
    def vocabulary(self) -> frozenset[str]:
        return self.text.vocabulary

    @property
    def numbers(self) -> frozenset[str]:
        return self.text.numbers


class Reading:
    """A draft, read. ``today`` is the day the check is made, where a rule asks for it.

    ``sign_ups``: by the id of a session, how many people are signed up for it. ``memory``: what was read before.
    """

    def __init__(
        self,
        draft: Draft,
        today: date | None = None,
        sign_ups: Mapping[str, int] | None = None,
        memory: Memory | None = None,
    ) -> None:
        self.draft, self.today, self.sign_ups = draft, today, sign_ups or {}
        self.memory = memory or Memory()
        self.agenda = Agenda(draft)
        self.languages = list(dict.fromkeys(draft.forum.languages))
        self._order = tuple(self.languages)
        self.kept: dict[str, Any] = {}  # what several rules read
        self.people = {person.id: index for index, person in enumerate(draft.people)}

    @cached_property
    def _texts(self) -> "_Texts":
        """Read when a rule first asks for texts: the rules on the agenda don't."""
        return _Texts(self.draft, self.languages, self.memory)

    @property
    def owners(self) -> list[Owner]:
        return self._texts.owners

    @property
    def passages(self) -> list[Passage]:
        return self._texts.passages

    @property
    def parts(self) -> list[tuple[Owner, str, Part]]:
        return self._texts.parts

    @cached_property
    def owner_of(self) -> dict[int, Owner]:
        """The things of the draft by the ``id()`` of what they are made of."""
        return {id(owner.part): owner for owner in self.owners}

    def of_session(self, session: Session) -> Owner:
        """A session as the owner of what is found in it; reads no texts."""
        return Owner(session, f"sessions[{self._numbers[id(session)]}]", self._order, self.memory)

    @cached_property
    def _numbers(self) -> dict[int, int]:
        return {id(session): number for number, session in enumerate(self.draft.sessions)}

    def in_languages(self, bases: tuple[str, ...] = ENGLISH_FRENCH) -> Iterator[Passage]:
        """The texts that a rule for these languages reads."""
        return (passage for passage in self.passages if passage.base in bases)

    def say(self, text: Text) -> str:
        """A text in the forum's first language that it has."""
        return pick(text, "", self.languages)

    def named(self, text: Text) -> Name:
        """A text of the draft to be told in a sentence."""
        return Name(text, self.languages)

    def person_named(self, person: str) -> Name | Said:
        """Somebody by their name; who is not in the draft is somebody."""
        number = self.people.get(person)
        return self.named(self.draft.people[number].name) if number is not None else SOMEBODY

    @cached_property
    def own_names(self) -> OwnNames:
        return OwnNames(self.draft.forum)

    @cached_property
    def place_names(self) -> list[str]:
        """The names of the venue and its city in lower case."""
        venue = self.draft.forum.venue
        texts = [venue.name, venue.city] if venue else []
        return [value.lower() for text in texts for key, value in text.items() if value and "@" not in key]

    @cached_property
    def own_words(self) -> set[str]:
        """The words, in lower case, that the forum's, its host event's, its sessions' and organisations' names are made of."""
        forum = self.draft.forum
        texts: list[Text] = [
            forum.title,
            forum.short_title,
            forum.theme,
            *([forum.part_of.name] if forum.part_of else []),
        ]
        texts += [session.title for session in self.draft.sessions]
        texts += [text for item in self.draft.organisations for text in (item.name, item.acronym)]
        return {word.lower() for text in texts for value in text.values() for word in _WORD.findall(value)}

    @cached_property
    def own_words_folded(self) -> frozenset[str]:
        return frozenset(part for word in self.own_words for part in re.findall(r"[\w-]+", folded(word)))


class _Texts:
    """Every text of a draft, every thing that texts belong to, every part."""

    def __init__(self, draft: Draft, languages: list[str], memory: Memory) -> None:
        self.owners: list[Owner] = []
        self.passages: list[Passage] = []
        self.parts: list[tuple[Owner, str, Part]] = []
        self._memory, self._order = memory, tuple(languages)
        self._bases = [(language, language.split("-")[0]) for language in languages]
        self._read(draft, "", Owner(draft.forum, "forum", self._order, memory))

    def _read(self, part: Part, place: str, owner: Owner) -> None:
        if type(part) in _NAMES:
            owner = Owner(part, place, self._order, self._memory, owner)
            self.owners.append(owner)
        self.parts.append((owner, place, part))
        for name, form in fields_of(type(part)).items():
            value = getattr(part, name)
            if not value:
                continue
            here = f"{place}.{name}" if place else name
            if form:
                for index, text in enumerate(value) if isinstance(value, list) else [(None, value)]:
                    self._read_text(text, here if index is None else f"{here}[{index}]", form, name, owner)
            elif isinstance(value, list):
                for index, item in enumerate(value):
                    if isinstance(item, Part) and not is_unread(item):
                        self._read(item, f"{here}[{index}]", owner)
            elif isinstance(value, Part):
                self._read(value, here, owner)

    def _read_text(self, text: Text, place: str, form: str, name: str, owner: Owner) -> None:
        for language, base in self._bases:
            value = text.get(language, "")
            if value and (value[0].isalnum() or not is_blank(value[:_LONG]) or not is_blank(value)):
                written = self._memory.written(form, base, value)
                self.passages.append(Passage(owner, f"{place}.{language}", language, name, written))


def is_thing(part: Part) -> bool:
    """Whether texts belong to it, and not to the thing that it is in."""
    return type(part) in _NAMES


def is_unread(part: Part) -> bool:
    """Whether a part of a draft is none of what its readers will see."""
    return isinstance(part, Registration) or (isinstance(part, Session) and part.status == SessionStatus.DRAFT)


@cache
def fields_of(kind: type[Part]) -> dict[str, str]:
    """The fields of a part that hold texts or parts, with the form of the texts, ``""`` for parts."""
    found: dict[str, str] = {}
    for name, hint in get_type_hints(kind, include_extras=True).items():
        form = _form(hint)
        if form or _holds_parts(hint):
            found[name] = form
    return found


def _form(hint: Any) -> str:
    if get_origin(hint) is Annotated:
        for extra in hint.__metadata__:
            if isinstance(extra, Meta) and extra.extra and "form" in extra.extra:
                return str(extra.extra["form"])
        return _form(hint.__origin__)
    return next((form for argument in get_args(hint) if (form := _form(argument))), "")


def _holds_parts(hint: Any) -> bool:
    if isinstance(hint, type) and issubclass(hint, Part):
        return True
    return any(_holds_parts(argument) for argument in get_args(hint))


def says_nothing(text: Text) -> bool:
    """Whether a text, rich ones included, shows a reader nothing, or a placeholder only, in any language."""
    return all(_is_empty(value) for key, value in text.items() if "@" not in key and value)


def shows_nothing(value: str) -> bool:
    """Whether a text, rich ones included, is blank for a reader."""
    if len(value) > _LONG and not is_blank(_TAG.sub(" ", value[:_LONG])):
        return False
    return is_blank(_shown(value))


def _shown(value: str) -> str:
    return unescape(_TAG.sub(" ", value)) if "<" in value or "&" in value else value


def _is_empty(value: str) -> bool:
    if shows_nothing(value):
        return True
    shown = _shown(value) if len(value) < _LONG else value
    return len(shown) < _LONGEST_PLACEHOLDER and is_placeholder(shown.strip())
