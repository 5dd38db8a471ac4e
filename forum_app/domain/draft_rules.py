"""What a draft must hold to be kept at all: references that lead somewhere, times that exist, texts that are texts.

Everything here is refused with the place and one sentence. What is merely doubtful is the checker's business.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from msgspec import structs

from forum_app.domain.draft import SLUG, Draft, Forum
from forum_app.domain.draft_parts import Material, Part
from forum_app.domain.errors import SkippedHour, UnknownZone
from forum_app.domain.question_rules import questions_problems
from forum_app.domain.registration_rules import EMAIL, registration_problems
from forum_app.domain.sentences import Said, said
from forum_app.domain.slugs import LONGEST, RESERVED
from forum_app.domain.texts import is_blank, one_line
from forum_app.domain.times import FIRST_YEAR, LAST_YEAR, instant, zone_named
from forum_app.domain.vocabularies import Mode
from forum_app.domain.walking import parts, visit
from forum_app.domain.web_addresses import hides_its_host, is_web_address

Problem = tuple[str, str]
LONGEST_FORUM = timedelta(days=366)
_REQUIRED = ("title", "name", "text", "label", "expansion", "acronym", "value")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_OVERRIDES = re.compile("[\u202a-\u202e]")  # isolates end with their paragraph and are of use in longer texts
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_SLUG = re.compile(SLUG)
_MOST_MARKS = 8


def tidy(thing: Part) -> list[Problem]:
    """Mends what has one right form (blanks, line ends, NFC, directional overrides in lines); lists unfit texts."""
    problems: list[Problem] = []

    def on_text(form: str, value: str, place: str) -> str:
        reason = unfit(value)
        if reason:
            problems.append((place, reason))
            return value
        tidied = tidy_line(value) if form in ("line", "word") else several_lines(value)
        return "" if is_blank(tidied) else tidied

    visit(thing, on_text)
    return problems


def tidy_line(value: str) -> str:
    """A text of one line as it is kept."""
    return one_line(_BIDI.sub("", value))


def several_lines(value: str) -> str:
    """NFC, with one kind of line end, without outer blanks and without marks that turn the direction around."""
    return _OVERRIDES.sub("", unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", value))).strip()


def unfit(value: str) -> str | None:
    """What no text may hold, in a sentence: control characters, a heap of marks on one letter. None when it is fit."""
    if match := _CONTROL.search(value):
        return said("The text holds a control character (%(code)s): take it out.", code=f"U+{ord(match[0]):04X}")
    run = 0
    for char in value if not value.isascii() else "":
        run = run + 1 if unicodedata.combining(char) else 0
        if run > _MOST_MARKS:
            return said("More than %(most)s marks stand on one letter: take them out.", most=_MOST_MARKS)
    return None


def line_problem(value: str, most: int) -> str | None:
    """Why ``tidy_line`` of what was typed can't be kept, in a sentence. None when it can."""
    kept = tidy_line(value)
    if len(kept) > most:
        return said("This has %(length)s characters; at most %(most)s are kept. Shorten it.", length=len(kept), most=most)  # fmt: skip
    return unfit(kept)


def problems_of(draft: Draft) -> list[Problem]:
    """Everything that makes a tidied draft unfit to be kept, each with its place."""
    return [
        *forum_problems(draft.forum),
        *_identity_problems(draft),
        *_reference_problems(draft),
        *_time_problems(draft),
        *_field_problems(draft),
        *registration_problems(draft),
        *questions_problems(draft),
    ]


def forum_problems(forum: Forum) -> Iterator[Problem]:
    """What the fields of a forum say of each other, and its short name; places begin with ``forum.``."""
    if not _SLUG.fullmatch(forum.slug):
        yield (
            "forum.slug",
            said("“%(slug)s” is no short name: it needs small letters, digits and single hyphens.", slug=forum.slug),
        )
    if len(forum.slug) > LONGEST:
        yield "forum.slug", said("The short name has more than %(most)s characters: shorten it.", most=LONGEST)
    if forum.slug in RESERVED:
        yield "forum.slug", said("“%(slug)s” is a reserved word: choose another short name.", slug=forum.slug)
    if forum.last_day < forum.first_day:
        yield "forum.last_day", said("The last day is before the first day.")
    if forum.last_day - forum.first_day > LONGEST_FORUM:
        yield "forum.last_day", said("A forum lasts at most 366 days: check the year.")
    if not FIRST_YEAR <= forum.first_day.year <= LAST_YEAR:
        yield "forum.first_day", _year()
    if len(set(forum.languages)) < len(forum.languages):
        yield "forum.languages", said("A language stands twice.")
    if plan := forum.registration:
        if plan.opens_at and plan.closes_at and plan.closes_at <= plan.opens_at:
            yield "forum.registration.closes_at", said("Registration closes before it opens.")
        if Mode.HYBRID in plan.modes or len(set(plan.modes)) < len(plan.modes):
            yield "forum.registration.modes", said("People come in person or join online: tick one or both.")


def _year() -> Said:
    return said("The year must be from %(first)s to %(last)s.", first=FIRST_YEAR, last=LAST_YEAR)


def _identity_problems(draft: Draft) -> Iterator[Problem]:
    counted = Counter(key for _place, part in parts(draft) if (key := getattr(part, "id", "")))
    seen: set[str] = set()
    for place, part in parts(draft):
        key = getattr(part, "id", "")
        if key and counted[key] > 1 and key in seen:
            yield f"{place}.id", said("The id %(key)s stands twice: every thing needs an id of its own.", key=key)
        seen.add(key)


# Fields that refer to other things, with what they refer to.
REFERENCES = {
    "person": "person",
    "to": "person",
    "organisation": "organisation",
    "members": "organisation",
    "alliances": "organisation",
    "themes": "theme",
    "room": "room",
    "file": "file",
    "original": "file",
    "logo": "file",
    "letter": "file",
    "sessions": "session",
    "session": "session",
    "delegation": "delegation",
    "head": "registration",
    "talk": "talk",
}


def _reference_problems(draft: Draft) -> Iterator[Problem]:
    known = {
        "person": {person.id for person in draft.people},
        "organisation": {item.id for item in draft.organisations},
        "theme": {theme.id for theme in draft.themes},
        "room": {room.id for room in draft.rooms},
        "file": {file.name for file in draft.files},
        "session": {session.id for session in draft.sessions},
        "delegation": {item.id for item in draft.delegations},
        "registration": {item.id for item in draft.registrations},
        "talk": {talk.id for session in draft.sessions for talk in session.talks},
    }
    for place, part in parts(draft):
        if part is not draft:
            yield from _references(place, part, known)
    yield from _of_other_talks("forum", draft.forum.materials, ())
    for index, session in enumerate(draft.sessions):
        yield from _of_other_talks(f"sessions[{index}]", session.materials, [talk.id for talk in session.talks])


def _of_other_talks(place: str, materials: Sequence[Material], talks: Sequence[str]) -> Iterator[Problem]:
    for index, material in enumerate(materials):
        if material.talk is not None and material.talk not in talks:
            yield f"{place}.materials[{index}].talk", said("A material belongs to a talk of its own session.")


def references_of(thing: Part) -> dict[str, set[str]]:
    """The keys that a thing and its parts refer to, by what they are of."""
    found: dict[str, set[str]] = {}
    for _place, part in parts(thing):
        for name, word in REFERENCES.items():
            value = getattr(part, name, None)
            keys = {key for key in (value if isinstance(value, list) else [value]) if isinstance(key, str) and key}
            found.setdefault(word, set()).update(keys)
    return {word: keys for word, keys in found.items() if keys}


def _references(place: str, part: Part, known: Mapping[str, Container[str]]) -> Iterator[Problem]:
    for name, word in REFERENCES.items():
        value = getattr(part, name, None)
        for key in value if isinstance(value, list) else [value]:
            if isinstance(key, str) and key and key not in known.get(word, ()):
                yield f"{place}.{name}", _absent(word, key)
        if isinstance(value, list) and len(set(map(str, value))) < len(value):
            yield f"{place}.{name}", said("The same id stands twice in this list.")


def problems_of_thing(thing: Part, known: Mapping[str, Container[str]]) -> list[Problem]:
    """What makes one tidied thing unfit to be kept, places from the thing on; ``known`` holds the keys of others that
    it may refer to, by what they are of. Times and what a forum's own fields say of each other are asked elsewhere."""
    found = [problem for place, part in parts(thing) for problem in _references(place, part, known)]
    return [(place.removeprefix("."), sentence) for place, sentence in [*found, *_field_problems(thing)]]


def time_problem(wall: datetime, zone: str, fold: int = 0) -> Problem | None:
    """Why a wall time can't be kept, its place empty."""
    return next(_wall_problems("", wall, zone, fold), None)


_WORDS = {
    "person": said("person"),
    "organisation": said("organisation"),
    "theme": said("theme"),
    "room": said("room"),
    "session": said("session"),
    "delegation": said("delegation"),
    "registration": said("registration"),
    "talk": said("talk"),
}


def _absent(word: str, key: str) -> str:
    if word == "file":
        return said("The file %(key)s is missing: it is not in the list “files”.", key=key)
    return said("No %(what)s in this file has the id %(key)s.", what=_WORDS[word], key=key)


def _time_problems(draft: Draft) -> Iterator[Problem]:
    zone = draft.forum.zone
    try:
        zone_named(zone)
    except UnknownZone as error:
        yield "forum.zone", Said(error.message, error.values)
        return
    for index, session in enumerate(draft.sessions):
        if session.start is not None and session.minutes is None:
            yield f"sessions[{index}].minutes", said("A session with a start needs its length in minutes.")
        if session.start is not None:
            yield from _wall_problems(f"sessions[{index}].start", session.start, zone, session.fold)
    for name in ("opens_at", "closes_at"):
        wall = getattr(draft.forum.registration, name, None)
        if wall is not None:
            yield from _wall_problems(f"forum.registration.{name}", wall, zone, 0)


def _wall_problems(place: str, wall: datetime, zone: str, fold: int) -> Iterator[Problem]:
    if not FIRST_YEAR <= wall.year <= LAST_YEAR:
        yield place, _year()
        return
    if wall.microsecond:
        yield place, said("The time holds a fraction of a second: leave it out.")
    try:
        instant(wall, zone, fold)
    except SkippedHour as error:
        yield place, Said(error.message, error.values)


def _field_problems(thing: Part) -> Iterator[Problem]:
    for place, part in parts(thing):
        here = f"{place}." if place else ""
        for name in part.__struct_fields__:
            value: Any = getattr(part, name)
            if name in _REQUIRED and name in _required_fields(type(part)) and _says_nothing(value):
                yield f"{here}{name}", said("This is needed: it says nothing.")
            if name in ("url", "map_url") and value and not is_web_address(value):
                yield f"{here}{name}", _no_address(value)
            if name == "email" and value and (not value.isascii() or not EMAIL.fullmatch(value)):
                yield f"{here}{name}", said("This is no e-mail address: write one such as name@example.org.")


def _no_address(value: str) -> Said:
    if hides_its_host(value):
        return said("A name and an @ stand before the site of this link, which hide where it leads: take them out.")
    return said("This is no web address: it begins with https:// or http:// and holds no blanks.")


@cache
def _required_fields(kind: type[Part]) -> set[str]:
    return {field.name for field in structs.fields(kind) if field.required}


def _says_nothing(value: object) -> bool:
    if isinstance(value, dict):
        return all(is_blank(text) for key, text in value.items() if "@" not in key)
    return isinstance(value, str) and is_blank(value)
