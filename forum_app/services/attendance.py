"""Attendance sheets: a list to sign for each day or session, of those who are expected there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from forum_app import labels
from forum_app.domain.texts import opening, pick
from forum_app.domain.times import conference_day, first_existing
from forum_app.domain.vocabularies import Mode, SessionStatus
from forum_app.lists.columns import Cell, Column, UnknownColumn
from forum_app.lists.printed import SIGNATURE, TIME_IN, Sheet
from forum_app.services.draft_rows import table
from forum_app.services.registration_facts import Facts
from forum_app.services.registration_filters import sessions_named
from forum_app.services.registration_lists import GROUPS, Asked, RegistrationList

COLUMNS = ("number", "name", "institution", "role")
BY_SESSION = "session"


@dataclass(frozen=True)
class _Slot:
    """A session that has a time: its wall times, and what is said of it."""

    key: str
    day: date
    start: datetime
    end: datetime
    title: str
    room: str


class Attendance:
    """The sheets that are asked for: by day, with ``group`` "session" by session; ``day=`` and ``session=`` choose.

    Who is expected are the confirmed unless a filter says otherwise. Raises UnknownColumn.
    """

    def __init__(self, connection: Connection, facts: Facts, asked: Asked) -> None:
        self.connection, self.facts, self.words = connection, facts, facts.words
        self.by_session = asked.group.strip() == BY_SESSION
        self.slots = self._slots()
        self.days = _days(asked.where, self._forum_days())
        self.are_days_chosen = any(item.startswith("day=") for item in asked.where)
        where = tuple(item for item in asked.where if not item.startswith("day="))
        self.chosen: set[str] = set()
        if self.by_session:  # there a session chooses a sheet, not who is on it
            self.chosen = sessions_named(facts, [item for item in where if item.startswith("session=")])
            where = tuple(item for item in where if not item.startswith("session="))
        if not any(item.startswith(("status=", "status!=")) for item in where):
            where = (*where, "status=confirmed")
        group = "" if self.by_session else asked.group.strip() or "country"
        if group and group not in GROUPS:
            known = ", ".join((BY_SESSION, *GROUPS))
            raise UnknownColumn("Sheets have no groups by “%(group)s”. There are: %(known)s.", group=group, known=known)
        self.asked = Asked(",".join((*COLUMNS, "mode")), where, "", asked.sort)
        self.group = group
        self._list()  # what is asked for wrongly is said before anything is made

    @property
    def columns(self) -> list[Column]:
        columns = [column for column in self._list().columns if column.name != "mode"]
        _ = self.words.gettext
        return [*columns, Column(TIME_IN, _("Time in")), Column(SIGNATURE, _("Signature"))]

    def count(self) -> int:
        """How many people are on the sheets, each once; on sheets of sessions those who signed up for one of them."""
        if not self.by_session:
            return self._list().count()
        return self._list(f"session={','.join(sorted(self.chosen))}" if self.chosen else "session!=").count()

    def sheets(self) -> Iterator[Sheet]:
        heading = self.words.gettext("Attendance list")
        if self.by_session:
            sheets = [self._session_sheet(heading, slot, listed) for slot, listed in self._by_session()]
            yield from sheets or [Sheet(heading, [self.facts.title], [])]
            return
        for day in self.days:
            slots = [slot for slot in self.slots if slot.day == day]
            yield Sheet(heading, [self.facts.title, self._when(day, slots), self._people()], self._rows(self._list()))

    def _by_session(self) -> Iterator[tuple[_Slot, RegistrationList]]:
        """Those chosen, else every session that somebody signed up for."""
        for slot in self.slots:
            listed = self._list(f"session={slot.key}")
            is_its_day = not self.are_days_chosen or slot.day in self.days
            if is_its_day and (slot.key in self.chosen if self.chosen else listed.count()):
                yield slot, listed

    def _session_sheet(self, heading: str, slot: _Slot, listed: RegistrationList) -> Sheet:
        said = self.words.comma.join(part for part in (slot.title, slot.room) if part)
        lines = [said, self._when(slot.day, [slot]), self._people(f"session={slot.key}")]
        return Sheet(heading, lines, self._rows(listed))

    def _list(self, *where: str) -> RegistrationList:
        asked = Asked(self.asked.columns, (*self.asked.where, *where), self.group, self.asked.sort)
        return RegistrationList(self.connection, self.facts, asked, heading_groups=True)

    def _rows(self, listed: RegistrationList) -> Iterator[tuple[str, list[Cell]]]:
        """A row's cells with the two to write into; who joins online signs nothing."""
        online = labels.mode(self.words, Mode.ONLINE)
        nothing = self.words.gettext("joins online, no signature")
        for group, cells in listed.grouped():
            yield group, [*cells[:-1], "", nothing if cells[-1] == online else ""]

    def _people(self, *where: str) -> str:
        """Sign once, beside your name. 75 people in person, 5 online."""
        here, away = (self._list(*where, f"mode={mode}").count() for mode in (Mode.IN_PERSON, Mode.ONLINE))
        said = [self.words.ngettext("%(num)d person in person", "%(num)d people in person", here)]
        if away:
            said.append(self.words.gettext("%(number)d online", number=away))
        return self.words.gettext("Sign once, beside your name. %(people)s.", people=self.words.comma.join(said))

    def _when(self, day: date, slots: list[_Slot]) -> str:
        """Day 1, Tuesday 18 February 2025, 09:00–17:30, Dhaka time (UTC+6)"""
        number = self._forum_days().index(day) + 1 if day in self._forum_days() else 0
        said = [self.words.gettext("day %(number)d", number=number)] if number else []
        said.append(self.words.day(day))
        if slots:
            first, last = min(slot.start for slot in slots), max(slot.end for slot in slots)
            zone = self.words.zone(self.facts.zone, first_existing(first, self.facts.zone))
            said += [self.words.times(first, last), zone]
        return opening(self.words.comma.join(said))

    def _forum_days(self) -> list[date]:
        days = (self.facts.last_day - self.facts.first_day).days + 1
        return [self.facts.first_day + timedelta(days=number) for number in range(days)]

    def _slots(self) -> list[_Slot]:
        """Everything in the programme that has a time and takes place, in the order of time."""
        session, room = table("session"), table("room")
        query = (
            select(session.c.id, session.c.title, session.c.start, session.c.minutes, room.c.name)
            .join(room, room.c.id == session.c.room, isouter=True)
            .where(session.c.forum_id == self.facts.forum_id, session.c.start.is_not(None))
            .where(session.c.status.in_((SessionStatus.CONFIRMED, SessionStatus.TENTATIVE)))
            .order_by(session.c.start, session.c.position)
        )
        return [self._slot(row) for row in self.connection.execute(query)]

    def _slot(self, row: Row[*tuple[Any, ...]]) -> _Slot:
        end = row.start + timedelta(minutes=row.minutes)
        day = conference_day(row.start, self.facts.day_starts_at)
        said = {
            text: pick(getattr(row, text) or {}, self.words.language, self.facts.languages)
            for text in ("title", "name")
        }
        return _Slot(row.id, day, row.start, end, said["title"], said["name"])


def _days(where: Iterable[str], known: list[date]) -> list[date]:
    """The days chosen by ``day=2025-02-18,2025-02-19``, else all."""
    chosen = [
        part.strip() for item in where if item.startswith("day=") for part in item.removeprefix("day=").split(",")
    ]
    by_name = {day.isoformat(): day for day in known}
    for name in chosen:
        if name not in by_name:
            days = ", ".join(by_name)
            raise UnknownColumn("The forum has no day “%(name)s”. Its days are: %(days)s.", name=name, days=days)
    return [by_name[name] for name in dict.fromkeys(chosen)] or known
