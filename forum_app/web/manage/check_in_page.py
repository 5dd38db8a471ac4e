"""What the check-in page shows: the door and its counts, the list, and what became of the last press in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from forum_app import labels
from forum_app.domain.check_ins import days_between
from forum_app.domain.permissions import Place, may_change_registrations
from forum_app.domain.seats import Seats
from forum_app.domain.texts import opening, pick
from forum_app.domain.times import in_zone
from forum_app.domain.vocabularies import MemberRole, RegistrationStatus
from forum_app.i18n import Words
from forum_app.services.accounts import members_of
from forum_app.services.check_in_lists import Comer, Counts, Door, Shown, Slot, list_at
from forum_app.services.check_ins import NOT_SIGNED_UP, ONLINE, Outcome, Result, registered
from forum_app.services.desk import DeskForum
from forum_app.web.access import guest
from forum_app.web.installed import installed

MOST_HELPERS = 3
TONES = {
    Result.IN: "ok",
    Result.ALREADY: "warn",
    Result.ASKED: "warn",
    Result.UNDONE: "plain",
    Result.NOT_HERE: "plain",
    Result.FOUND: "plain",
    Result.NOBODY: "bad",
    Result.SEVERAL: "plain",
    Result.OF_ANOTHER: "bad",
}
SIGNS = {"ok": "circle-check", "warn": "triangle-alert", "bad": "circle-alert", "plain": "info"}


@dataclass(frozen=True)
class Line:
    """One of the list. ``time``: when they came; ``state``: a word where they aren't simply expected here; ``waits``: they
    have no place, so that a press asks first."""

    id: str
    name: str
    initials: str
    under: str
    role: str
    state: str
    time: str
    waits: bool


@dataclass(frozen=True)
class Told:
    """The last press or scan. ``said`` and ``more`` are what became of it; ``agree``: concerns that a second press lets in
    with, ``""`` where there is nothing to let in, ``None`` where whoever looks may not; ``helpers`` who may."""

    result: str
    tone: str
    sign: str
    said: str
    id: str = ""
    name: str = ""
    under: str = ""
    speaks: str = ""
    more: Sequence[str] = ()
    may_press: bool = False
    agree: str = ""
    may_undo: bool = False
    helpers: str = ""


def may_let_in(forum: DeskForum) -> bool:
    """Whether whoever looks may let in people who aren't confirmed."""
    return may_change_registrations(guest().actor, Place(forum.id))


def told(forum: DeskForum, words: Words, door: Door, outcome: Outcome, text: str = "") -> Told:
    """An outcome in words; ``text`` is what was scanned or typed."""
    tone, _ = TONES[outcome.result], words.gettext
    if not outcome.registration:
        nobody = (
            _("Nobody here has this code, name or address: %(text)s", text=text[:60]) if text else _("Nobody is found.")
        )
        said = {
            Result.SEVERAL: _("Several people are found. Choose one of the list, or write more of the name."),
            Result.OF_ANOTHER: _("This code is not of this forum."),
        }.get(outcome.result, nobody)
        return Told(outcome.result, tone, SIGNS[tone], said)
    row = registered(installed().database, forum.id, outcome.registration)
    concerns = [_concern(words, each) for each in outcome.concerns]
    states = set(RegistrationStatus) & set(outcome.concerns)
    may = not states or may_let_in(forum)
    tone = "warn" if concerns else tone
    waits = outcome.result in (Result.ASKED, Result.FOUND) and outcome.at is None
    return Told(
        result=outcome.result,
        tone=tone,
        sign=SIGNS[tone],
        said=concerns[0] if concerns else _became(words, outcome, _time(words, forum, outcome.at), row),
        id=row.id,
        name=row.name,
        under=words.listed((row.institution, words.country_name(row.country) if row.country else "")),
        speaks=opening(words.language_name(row.language)) if row.language else "",
        more=concerns[1:],
        may_press=waits and may,
        agree=",".join(outcome.concerns),
        may_undo=outcome.at is not None,
        helpers=_helpers(forum, words) if waits and not may else "",
    )


def room_said(words: Words, forum: DeskForum, seats: Seats) -> str:
    """What there is to know of the places before somebody is let in who isn't registered; who may, where it isn't whoever
    looks."""
    _ = words.gettext
    if seats.limit is None:
        return ""
    taken = _("%(taken)s of %(limit)s places in person are taken.", taken=seats.taken, limit=seats.limit)
    waiting = words.ngettext("%(num)d person waits for one.", "%(num)d people wait for one.", seats.waiting) if seats.waiting else ""  # fmt: skip
    who = ""
    if not seats.is_free and not may_let_in(forum):
        who = _("Only an organiser can let in anybody else. Send them to %(names)s.", names=_helpers(forum, words))
    return " ".join(part for part in (taken, waiting, who) if part)


def _became(words: Words, outcome: Outcome, at: str, row: Any) -> str:
    _ = words.gettext
    if outcome.result == Result.IN:
        return _("Checked in %(time)s", time=at)
    if outcome.result == Result.ALREADY:
        return _("Checked in already, at %(time)s", time=at)
    if outcome.result == Result.UNDONE and row.status == RegistrationStatus.CANCELLED:
        return _("The walk-in is taken back: check-in and registration.")
    if outcome.result == Result.UNDONE:
        return _("The check-in is taken back.")
    if outcome.result == Result.NOT_HERE:
        return _("There was no check-in here to take back.")
    return _("Here since %(time)s", time=at) if at else _("Not here yet")


def _concern(words: Words, concern: str) -> str:
    _ = words.gettext
    return {
        RegistrationStatus.PENDING: _("Not confirmed yet"),
        RegistrationStatus.WAITING: _("On the waiting list"),
        RegistrationStatus.OFFERED: _("A place is offered, and not taken yet"),
        RegistrationStatus.DECLINED: _("The registration was declined"),
        RegistrationStatus.CANCELLED: _("The registration is cancelled"),
        ONLINE: _("Registered to join online"),
        NOT_SIGNED_UP: _("Not signed up for this session"),
    }[concern]


def _helpers(forum: DeskForum, words: Words) -> str:
    """Names of some who may let in people who aren't confirmed."""
    roles = (MemberRole.ORGANISER, MemberRole.OWNER)
    members = [each for each in members_of(installed().database, forum.id) if each.role in roles]
    members.sort(key=lambda each: roles.index(each.role))
    return words.joined([each.person.called for each in members[:MOST_HELPERS]])


def _time(words: Words, forum: DeskForum, at: datetime | None) -> str:
    return words.time(in_zone(at, forum.zone)) if at else ""


@dataclass(frozen=True)
class Listed:
    """The list of a door with its counts; ``total`` is how many the list has, of which ``lines`` are the first."""

    counts: Counts
    lines: Sequence[Line]
    total: int
    chips: Sequence[tuple[str, str, int]]


def listed(forum: DeskForum, words: Words, shown: Shown) -> Listed:
    """The part of a door's list that is asked for; a few queries, whatever its size."""
    found = list_at(installed().database, forum.id, shown)
    counts = found.counts
    chips = [
        ("all", words.gettext("All"), counts.expected),
        ("missing", words.gettext("Not here yet"), counts.expected - counts.here),
        ("speakers", words.gettext("Speakers"), counts.speakers),
    ]
    return Listed(counts, [_line(forum, words, each) for each in found.people], found.total, chips)


def _line(forum: DeskForum, words: Words, comer: Comer) -> Line:
    row = comer.row
    confirmed = row.status == RegistrationStatus.CONFIRMED
    online = labels.mode(words, row.mode) if row.mode.value == ONLINE else ""
    return Line(
        id=row.id,
        name=row.name,
        initials=_initials(row),
        under=words.listed((row.institution, words.country_name(row.country) if row.country else "")),
        role=labels.role(words, comer.role) if comer.role else "",
        state=online if confirmed else labels.registration_status(words, row.status),
        time=_time(words, forum, comer.at),
        waits=not confirmed,
    )


def _initials(row: Any) -> str:
    parts = [row.given_name, row.family_name] if row.family_name else row.name.split()[:2]
    return "".join(part[:1] for part in parts if part).upper()


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    here: bool


def day_choices(forum: DeskForum, words: Words, door: Door) -> list[Choice]:
    """The forum's days, by their number and date."""
    days = days_between(forum.first_day, forum.last_day)
    return [
        Choice(day.isoformat(), _day(words, number, day), day == door.spot.day) for number, day in enumerate(days, 1)
    ]


def _day(words: Words, number: int, day: date) -> str:
    return words.gettext("Day %(number)s, %(day)s", number=number, day=words.short_day(day))


def slot_choices(forum: DeskForum, words: Words, door: Door) -> list[Choice]:
    """The door of the whole day, and the sessions of it."""
    found = [Choice("", words.gettext("The whole day"), door.slot is None)]
    return found + [
        Choice(each.id, f"{each.start:%H:%M} {_title(forum, words, each)}", each is door.slot) for each in door.slots
    ]


def _title(forum: DeskForum, words: Words, slot: Slot) -> str:
    return pick(slot.title, words.interface, forum.languages)


def door_words(forum: DeskForum, words: Words, door: Door) -> str:
    """Where people are checked in, in a line: the day, or the session with its times."""
    number = (door.spot.day - forum.first_day).days + 1
    day = words.gettext("Day %(number)s, %(day)s", number=number, day=words.day(door.spot.day))
    if door.slot is None:
        return day
    times = words.span(f"{door.slot.start:%H:%M}", f"{door.slot.end:%H:%M}")
    return words.listed((_title(forum, words, door.slot), times, day))
