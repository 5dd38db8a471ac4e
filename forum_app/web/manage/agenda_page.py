"""The page of the agenda's builder: the days, the cards of one of them in rooms by time, what waits, one session."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from forum_app.domain.agenda.conflicts import Conflict
from forum_app.domain.agenda.layout import Cell, days_of, is_across, laid_out
from forum_app.domain.agenda.slots import day_of, slot_of
from forum_app.domain.checker.agenda import needed_in
from forum_app.domain.draft import Draft, Session
from forum_app.domain.texts import pick
from forum_app.domain.trees import digests, tree_of
from forum_app.domain.vocabularies import SessionKind, SessionStatus
from forum_app.i18n import Words
from forum_app.labels import session_kind
from forum_app.services.agenda_board import Board
from forum_app.web.manage.agenda_words import Told, on_card, room_name, told

# What a step of the builder may change without a form, and so must have seen.
PLACES = ("start", "fold", "minutes", "room")
_NAMED = 2
MOST_TOLD = 60


@dataclass(frozen=True)
class Card:
    """A session on the grid or in the tray. ``seen`` are the digests of where it is; ``cell`` is None in the tray."""

    key: str
    title: str
    language: str
    kind: str
    hours: str
    people: str
    theme: str
    start: str
    minutes: int | None
    room: str
    fold: int
    seen: str
    state: str
    pause: bool
    across: bool
    cell: Cell | None
    told: tuple[Told, ...]

    @property
    def classes(self) -> str:
        """Where it stands, as names of the grid's classes."""
        if self.cell is None:
            return ""
        return (
            f"r-{self.cell.row} h-{self.cell.rows} c-{self.cell.column} l-{self.cell.lane} n-{min(self.cell.lanes, 6)}"
        )

    @property
    def tone(self) -> str:
        return next((line.tone for line in self.told), "")


class Cards:
    """Makes cards of a board's sessions; what they share is worked out once."""

    def __init__(self, board: Board, words: Words, day: date | None = None, *, private: bool = False) -> None:
        self.board, self.words, self.draft = board, words, board.draft
        self._names = {one.id: pick(one.name, words.interface, self._order) for one in self.draft.people}
        self._told: dict[str, list[Told]] = defaultdict(list)
        self.problems = told(words, board.draft, _worth_telling(board, day, private))
        for line in self.problems:
            for key in line.sessions:
                self._told[key].append(line)

    @property
    def _order(self) -> list[str]:
        return self.draft.forum.languages

    def card(self, session: Session, cell: Cell | None = None) -> Card:
        words, slot = self.words, slot_of(session)
        title = pick(session.title, words.interface, self._order)
        language = next((code for code, text in session.title.items() if text == title), words.interface)
        return Card(
            session.id,
            title or words.gettext("Without a name"),
            language,
            pick(session.label, words.interface, self._order) or session_kind(words, session.kind),
            on_card(slot),
            self._people(session),
            session.themes[0] if session.themes else "",
            slot.start.isoformat() if slot.start else "",
            slot.minutes,
            slot.room or "",
            slot.fold,
            msgspec.json.encode(digests(tree_of(session), PLACES)).decode(),
            session.status.value if session.status != SessionStatus.CONFIRMED else "",
            session.kind == SessionKind.BREAK,
            is_across(session),
            cell,
            tuple(self._told[session.id]),
        )

    def _people(self, session: Session) -> str:
        """The first who lead or speak, and how many more."""
        keys = dict.fromkeys(person for person, _role in needed_in(session))
        names = [self._names[key] for key in keys if self._names.get(key)]
        more = len(names) - _NAMED
        return self.words.listed([*names[:_NAMED], *([f"+{more}"] if more > 0 else [])])


def _worth_telling(board: Board, day: date | None, private: bool) -> list[Conflict]:
    """All of it; where there is too much to read, what is on a day and in the tray, and the first of the rest."""
    every = board.seen(private)
    if len(every) <= MOST_TOLD:
        return every
    shown = {each.id for each in board.draft.sessions if day_of(each, board.draft) in (day, None)}
    here = [found for found in every if not shown.isdisjoint(found.sessions)]
    return list(dict.fromkeys([*here, *every[:MOST_TOLD]]))


def chosen_day(draft: Draft, asked: str, session: Session | None) -> date:
    """The day asked for, else the session's, else the first on which something is, else the first."""
    days = days_of(draft, (day_of(each, draft) for each in draft.sessions))
    try:
        wanted = date.fromisoformat(asked)
    except ValueError:
        wanted = None
    own = day_of(session, draft) if session else None
    taken = sorted(day for each in draft.sessions if (day := day_of(each, draft)))
    return next((day for day in (wanted, own, *taken[:1]) if day in days and day), days[0])


def days_shown(draft: Draft, words: Words, day: date) -> list[dict[str, Any]]:
    """The days to choose from, with how many sessions each has."""
    return [
        {"day": each, "label": words.short_day(each), "here": each == day, "count": count}
        for each, count in sessions_a_day(draft).items()
    ]


def sessions_a_day(draft: Draft) -> dict[date, int]:
    """The days of the builder, in time, and how many sessions each has."""
    counts = Counter(day_of(each, draft) for each in draft.sessions)
    return {day: counts[day] for day in days_of(draft, counts)}


def grid_of(board: Board, words: Words, day: date, *, private: bool) -> dict[str, Any]:
    """What the grid and the tray show of one day."""
    draft, cards = board.draft, Cards(board, words, day, private=private)
    layout = laid_out(draft, day)
    sessions = {session.id: session for session in draft.sessions}
    return {
        "day": day,
        "days": days_shown(draft, words, day),
        "layout": layout,
        "columns": [
            {"key": key or "", "name": room_name(words, draft, key), "seats": _seats(draft, key), "number": number}
            for number, key in enumerate(layout.rooms, 1)
        ],
        "starts": draft.forum.day_starts_at.hour * 60 + draft.forum.day_starts_at.minute,
        "cards": [cards.card(sessions[key], cell) for key, cell in sorted(layout.cells.items(), key=_in_time)],
        "tray": [cards.card(each) for each in draft.sessions if each.start is None],
        "problems": cards.problems,
        "problem_count": len(board.seen(private)),
        "problem_data": msgspec.to_builtins(cards.problems),
        "total": len(draft.sessions),
        "version": board.version,
        "entry": board.entry,
    }


def _in_time(placed: tuple[str, Cell]) -> tuple[int, int]:
    """The order in which a day is read, those of one time by their rooms."""
    return placed[1].row, placed[1].column


def _seats(draft: Draft, key: str | None) -> int | None:
    return next((room.capacity for room in draft.rooms if room.id == key), None)
