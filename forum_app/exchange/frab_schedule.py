"""A release as frab sees it: what its XML and its JSON have in common.

A session is an event, its speakers (those of its talks included) are its persons, its first theme is its track. Integer
ids, guids and slugs are those that a session came with, else made of our own id, always the same. Sessions without a
time and cancelled ones are left out: the format has no word for either.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from forum_app.addresses import Addresses
from forum_app.domain.identity import ALPHABET
from forum_app.domain.release import PersonEntry, Release, SessionEntry
from forum_app.domain.texts import folded, pick
from forum_app.domain.times import first_existing
from forum_app.domain.vocabularies import MaterialKind, RoleKind
from forum_app.exchange.merging import guid_of
from forum_app.i18n import words
from forum_app.labels import session_kind

NO_ROOM = "–"
_SLUG = re.compile(r"[a-z0-9_]{4,}-[a-z0-9\-_]{3,}[a-z0-9]$")
_CODE = re.compile(r"[0-9A-Z]{6}$")
_LARGEST_ID = 2**31 - 1


class Schedule:
    """A release as frab sees it, in one language. ``addresses`` are absolute."""

    def __init__(self, release: Release, language: str, addresses: Addresses) -> None:
        self.release = release
        self.content = release.content
        self.forum = release.content.forum
        self.language = language
        self.addresses = addresses

    def text(self, text: dict[str, str]) -> str:
        return pick(text, self.language, self.forum.languages)

    @cached_property
    def acronym(self) -> str:
        """Letters and digits, at least four."""
        return re.sub("[^a-z0-9]", "", self.forum.slug).ljust(4, "0")

    @cached_property
    def version(self) -> str:
        return f"Release {self.release.number}" if self.release.number else "Draft"

    @cached_property
    def sessions(self) -> list[SessionEntry]:
        return [one for one in self.content.sessions if one.starts_at and one.ends_at and not one.is_cancelled]

    @cached_property
    def ids(self) -> dict[str, int]:
        """Positive integers by our ids, of sessions and of people: those they came with where no two are the same."""
        return {
            **_numbers([(one.id, one.origin.foreign_id if one.origin else "") for one in self.sessions]),
            **_numbers([(one.id, one.origin.foreign_id if one.origin else "") for one in self.content.people]),
        }

    @cached_property
    def guids(self) -> dict[str, str]:
        """UUIDs by our ids: those that things came with where no two are the same."""
        found: dict[str, str] = {}
        for group in (self.sessions, self.content.people, self.content.rooms):
            taken: set[str] = set()
            for one in group:
                came = one.origin.guid.lower() if one.origin and _is_uuid(one.origin.guid) else ""
                found[one.id] = came if came and came not in taken else guid_of(one.id)
                taken.add(found[one.id])
        return found

    @cached_property
    def slugs(self) -> dict[str, str]:
        taken: set[str] = set()
        found: dict[str, str] = {}
        for one in self.sessions:
            came = one.origin.slug.rstrip("-_") if one.origin else ""
            if not _SLUG.match(came) or came in taken:
                title = "-".join(re.findall("[a-z0-9]+", folded(self.text(one.title))))[:60].strip("-")
                came = f"{self.acronym}-{self.ids[one.id]}-{title or 'session'}"
            found[one.id] = came if came not in taken else f"{came}-{one.id}"
            taken.add(found[one.id])
        return found

    def days(self) -> Iterator[tuple[date, datetime, datetime, dict[str, list[SessionEntry]]]]:
        """Each day with its bounds and its sessions by room, rooms in their order."""
        order = {room.id: number for number, room in enumerate(self.content.rooms)}
        kept = {one.id for one in self.sessions}
        begins = self.forum.day_starts_at
        for entry in self.content.days:
            held = [self.content.session[key] for key in entry.sessions if key in kept]
            held.sort(key=lambda one: order.get(one.room or "", len(order)))
            rooms: dict[str, list[SessionEntry]] = {}
            for one in held:
                rooms.setdefault(self.room(one), []).append(one)
            first = first_existing(datetime.combine(entry.day, begins), self.forum.zone)
            last = first_existing(datetime.combine(entry.day + timedelta(days=1), begins), self.forum.zone)
            if rooms:
                yield entry.day, first, last - timedelta(minutes=1), rooms

    def room(self, session: SessionEntry) -> str:
        room = self.content.room.get(session.room or "")
        return (
            self.text(room.name) if room else self.text(self.forum.venue.name) if self.forum.venue else ""
        ) or NO_ROOM

    def people(self, session: SessionEntry) -> list[PersonEntry]:
        keys = session.people(RoleKind.SPEAKER, RoleKind.PANELLIST)
        keys += [who.person for talk in session.talks for who in talk.speakers]
        return [self.content.person[key] for key in dict.fromkeys(keys) if key in self.content.person]

    def kind(self, session: SessionEntry) -> str:
        return self.text(session.label) or session_kind(words(self.language), session.kind)

    def track(self, session: SessionEntry) -> str:
        keys = [*session.themes, *(key for talk in session.talks for key in talk.themes)]
        return next((self.text(self.content.theme[key].title) for key in keys if key in self.content.theme), "")

    def spoken(self, session: SessionEntry) -> str:
        return session.languages[0] if session.languages else ""

    def links(self, session: SessionEntry) -> list[tuple[str, str]]:
        return [(link.url, self.text(link.label)) for link in session.links]

    def attachments(self, session: SessionEntry) -> list[tuple[str, str]]:
        return [
            (item.url or self.addresses.media(item.file or ""), self.text(item.title))
            for item in session.materials
            if item.kind != MaterialKind.RECORDING
        ]

    def recording(self, session: SessionEntry) -> str:
        return next((item.url for item in session.materials if item.kind == MaterialKind.RECORDING and item.url), "")

    def code(self, session: SessionEntry) -> str:
        code = session.origin.code if session.origin else ""
        return code if _CODE.match(code) else ""


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def _numbers(pairs: list[tuple[str, str]]) -> dict[str, int]:
    """Numbers by key: the one that a thing came with where it is alone with it, else one made of its key."""
    came = Counter(text for _key, text in pairs if _is_number(text))
    taken = {int(text) for text, count in came.items() if count == 1}
    own: set[int] = set()
    found: dict[str, int] = {}
    for key, text in sorted(pairs):
        if _is_number(text) and int(text) in taken:
            found[key] = int(text)
            continue
        number = _own_number(key)
        while number in taken or number in own:
            number = number % _LARGEST_ID + 1
        own.add(number)
        found[key] = number
    return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0


def _own_number(key: str) -> int:
    """A positive integer made of an id of ours: the same at every export."""
    number = 0
    for letter in key:
        number = number * len(ALPHABET) + ALPHABET.index(letter)
    return number % _LARGEST_ID + 1
