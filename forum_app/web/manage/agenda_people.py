"""The agenda by people: who is where when on a day, and when they are not available."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from forum_app.domain.agenda.slots import Slot, on_day, slot_of
from forum_app.domain.checker.agenda import needed_in
from forum_app.domain.draft import Draft, Person, Session
from forum_app.domain.texts import folded, pick
from forum_app.domain.vocabularies import SessionStatus
from forum_app.i18n import Words
from forum_app.labels import role
from forum_app.services.agenda_board import Board
from forum_app.web.manage.agenda_words import hours, room_name, tone_of


@dataclass(frozen=True)
class Part:
    """One session of somebody: ``tone`` is bad or warn where they clash in it."""

    key: str
    hours: str
    title: str
    room: str
    doing: str
    tone: str


@dataclass
class Row:
    """Somebody's day in time; ``away`` are the hours at which they are not available, for those who may see them."""

    key: str
    name: str
    parts: list[Part] = field(default_factory=list)
    away: list[str] = field(default_factory=list)
    tone: str = ""


def people_on(board: Board, words: Words, day: date, *, private: bool) -> list[Row]:
    """Everybody who is needed on a day, by name; with ``private`` also who is away on it."""
    draft = board.draft
    clashing = _clashing(board, private)
    parts: dict[str, list[Part]] = defaultdict(list)
    for session in on_day(draft, day):
        if session.status == SessionStatus.CANCELLED:
            continue
        for somebody, doing in _doing(words, session).items():
            tone = clashing.get((somebody, session.id), "")
            title = pick(session.title, words.interface, draft.forum.languages)
            where = room_name(words, draft, session.room)
            parts[somebody].append(Part(session.id, hours(words, slot_of(session)), title, where, doing, tone))
    found = []
    for person in draft.people:
        away = _away(words, draft, person, day) if private else []
        if person.id in parts or away:
            name = pick(person.name, words.interface, draft.forum.languages) or words.gettext("Without a name")
            tones = {part.tone for part in parts[person.id]}
            found.append(Row(person.id, name, parts[person.id], away, "bad" if "bad" in tones else ""))
    return sorted(found, key=lambda row: folded(row.name))


def _clashing(board: Board, private: bool) -> dict[tuple[str, str], str]:
    """How bad it is, by person and session."""
    found: dict[tuple[str, str], str] = {}
    for each in board.seen(private):
        for person in each.people:
            for session in each.sessions:
                if found.get((person, session)) != "bad":
                    found[person, session] = tone_of(each)
    return found


def _doing(words: Words, session: Session) -> dict[str, str]:
    """What each person does in a session: the first of their roles there."""
    found: dict[str, str] = {}
    for person, kind in needed_in(session):
        found.setdefault(person, role(words, kind))
    return found


def _away(words: Words, draft: Draft, person: Person, day: date) -> list[str]:
    """The hours of a conference day at which somebody is not available."""
    starts_at = draft.forum.day_starts_at
    first = datetime.combine(day, starts_at)
    last = first + timedelta(days=1)
    found = []
    for each in person.private.unavailable if person.private else []:
        start, end = max(each.start, first), min(each.end, last)
        if start < end:
            whole = (start, end) == (first, last)
            minutes = int((end - start).total_seconds() // 60)
            found.append(words.gettext("all day") if whole else hours(words, Slot(start, minutes, None)))
    return found
