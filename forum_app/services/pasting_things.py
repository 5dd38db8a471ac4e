"""A pasted list of organisations or of sessions: what becomes of each line, then all of it taken in in one turn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, func, insert, select

from forum_app.database import Database
from forum_app.domain.draft import Organisation, Room, Session
from forum_app.domain.draft_parts import Part
from forum_app.domain.draft_rules import problems_of_thing, time_problem
from forum_app.domain.errors import EditRefused
from forum_app.domain.identity import new_id
from forum_app.domain.sentences import said
from forum_app.domain.texts import folded, languages_of
from forum_app.domain.vocabularies import Constituency, SessionKind
from forum_app.lists.pasted import Row, Table
from forum_app.lists.pasted_things import rows_of_organisations, rows_of_sessions
from forum_app.models.publishing import AuditEntry
from forum_app.services.audit import record
from forum_app.services.desk import DeskForum
from forum_app.services.draft_rows import row_of, table
from forum_app.services.pasting_plan import LEAVE, NEW, What
from forum_app.services.patches import AT_ONCE, patch_of, rows_held
from forum_app.services.refusals import unfit_words
from forum_app.services.things import touch
from forum_app.services.tidying import tidied

PASTED = ("organisation.pasted", "session.pasted")


@dataclass(frozen=True)
class Chosen:
    """What somebody chose on the page: ``answers`` by line (new, leave), the language of the list, the constituency of
    organisations and the length of sessions that say none."""

    answers: Mapping[int, str] = field(default_factory=dict)
    language: str = ""
    constituency: Constituency = Constituency.GOVERNMENT
    minutes: int = 60


@dataclass(frozen=True)
class Line:
    """One line: what becomes of it, and the ``thing`` where it is new. ``twice`` is the number of the line before;
    ``room`` the name of a room that is new; ``unfit`` why its time can't be kept."""

    row: Row
    what: What
    thing: Part | None = None
    twice: int = 0
    room: str = ""
    unfit: str = ""


@dataclass(frozen=True)
class Things:
    """A whole list. ``rooms`` are new ones, by their folded name."""

    kind: str
    table: Table
    lines: Sequence[Line]
    rooms: Mapping[str, Room]

    def count(self, *what: What) -> int:
        return sum(line.what in what for line in self.lines)


@dataclass(frozen=True)
class Taken:
    """What a list did: how many things and rooms are new. ``entry`` is the log's, by which all of it can be undone."""

    added: int = 0
    rooms: int = 0
    entry: int = 0


def things_for(database: Database, forum: DeskForum, kind: str, pasted: Table, chosen: Chosen) -> Things:
    """What a list of organisations or sessions would do now; nothing is changed. Two queries, however long it is."""
    with database.reading() as connection:
        return _Reading(connection, forum, kind, pasted, chosen).things()


def paste_things(
    database: Database, forum: DeskForum, kind: str, pasted: Table, chosen: Chosen, *, key: str, actor: str
) -> Taken:
    """Takes a list in. ``key`` is an id chosen by the page, so that the same list sent twice is taken in once.

    Raises EditRefused with the line; then nothing was kept.
    """

    def job(connection: Connection) -> Taken:
        if done := _done_before(connection, forum.id, kind, key):
            return done
        things = _Reading(connection, forum, kind, pasted, chosen).things()
        fresh = [line for line in things.lines if line.thing is not None]
        if not fresh:
            return Taken()
        used = {line.room for line in fresh if line.room}
        rooms = [room for mark, room in things.rooms.items() if mark in used]
        for line in fresh:
            _sound(line.thing, line.row.place, {room.id for room in rooms})
        made: dict[str, list[Any]] = {"room": rooms, kind: [line.thing for line in fresh if line.thing]}
        for name, some in made.items():
            _insert(connection, forum.id, name, some)
        wanted = [
            (name, table(name).c.id.in_([thing.id for thing in some[start : start + AT_ONCE]]))
            for name, some in made.items()
            for start in range(0, len(some), AT_ONCE)
        ]
        patch = patch_of({}, rows_held(connection, wanted))
        touch(connection, forum.id)
        told = {"added": len(fresh), **({"rooms": len(rooms)} if rooms else {})}
        record(connection, actor, f"{kind}.pasted", forum.id, "", patch, told, thing=key)
        return _done_before(connection, forum.id, kind, key) or Taken()

    return database.in_turn(forum.id, job)


def _done_before(connection: Connection, forum_id: str, kind: str, key: str) -> Taken | None:
    query = select(AuditEntry.id, AuditEntry.after).where(
        AuditEntry.forum_id == forum_id, AuditEntry.thing == key, AuditEntry.action == f"{kind}.pasted"
    )
    found = connection.execute(query).first()
    told = (found.after or {}) if found else {}
    return Taken(told.get("added", 0), told.get("rooms", 0), found.id) if found else None


def _insert(connection: Connection, forum_id: str, name: str, things: Sequence[Part]) -> None:
    here = table(name)
    last = connection.execute(select(func.max(here.c.position)).where(here.c.forum_id == forum_id)).scalar()
    first = 0 if last is None else last + 1
    rows = [row_of(name, thing, forum_id=forum_id, position=at) for at, thing in enumerate(things, first)]
    if rows:
        connection.execute(insert(here), rows)


def _sound(thing: Part | None, place: str, rooms: set[str]) -> None:
    """By the rules of forms: raises EditRefused with the line. Rooms that are here were looked up a moment ago."""
    if thing is None:
        return
    given = msgspec.to_builtins(thing)
    try:
        msgspec.convert(given, type(thing))
    except msgspec.ValidationError:
        raise EditRefused([(place, unfit_words(given, type(thing))[1])]) from None
    room = getattr(thing, "room", None)
    if problems := tidied(thing) or problems_of_thing(thing, {"room": {*rooms, *([room] if room else [])}}):
        raise EditRefused([(place, sentence) for _place, sentence in problems])


class _Reading:
    """What a forum has, by all that it is known by; then line after line."""

    def __init__(self, connection: Connection, forum: DeskForum, kind: str, pasted: Table, chosen: Chosen) -> None:
        self.connection, self.forum, self.kind, self.table, self.chosen = connection, forum, kind, pasted, chosen
        self.language = chosen.language if chosen.language in forum.languages else forum.languages[0]
        self.seen: dict[Any, int] = {}
        self.new_rooms: dict[str, Room] = {}
        self.rooms: dict[str, str] = {}

    def things(self) -> Things:
        read: Callable[[Row], Line]
        if self.kind == "organisation":
            rows, read = rows_of_organisations(self.table), self._organisation
            self.here = {(name,) for name in self._names("organisation", "name", "acronym")}
        else:
            rows, read = rows_of_sessions(self.table, self.forum.first_day, self.forum.last_day), self._session
            self.rooms = self._names("room", "name")
            self.here = self._sessions()
        return Things(self.kind, self.table, [read(row) for row in rows], self.new_rooms)

    def _names(self, name: str, *columns: str) -> dict[str, str]:
        """The id of each thing by its names."""
        here = table(name)
        found: dict[str, str] = {}
        query = select(here.c.id, *(here.c[column] for column in columns)).where(here.c.forum_id == self.forum.id)
        for key, *texts in self.connection.execute(query.order_by(here.c.position)):
            for text in texts:
                for code in languages_of(text):
                    found.setdefault(folded(text[code]), key)
        return found

    def _sessions(self) -> set[tuple[Any, ...]]:
        here = table("session")
        query = select(here.c.title, here.c.start).where(here.c.forum_id == self.forum.id)
        rows = self.connection.execute(query)
        return {(folded(title[code]), start) for title, start in rows for code in languages_of(title)}

    def _what(self, row: Row, name: str, mark: tuple[Any, ...]) -> tuple[What, int]:
        """What becomes of a line by its name and by what it is known by, and the line before that says the same."""
        answer = self.chosen.answers.get(row.number, "")
        if not name:
            return What.NOBODY, 0
        if answer == LEAVE:
            return What.LEFT, 0
        if answer != NEW and mark in self.seen:
            return What.TWICE, self.seen[mark]
        self.seen.setdefault(mark, row.number)
        return (What.KNOWN if answer != NEW and mark in self.here else What.NEW), 0

    def _organisation(self, row: Row) -> Line:
        values, name = row.values, row.values.get("name", "")
        what, twice = self._what(row, name, (folded(name),))
        if what != What.NEW:
            return Line(row, what, twice=twice)
        acronym = values.get("acronym", "")
        thing = Organisation(
            id=new_id(),
            name={self.language: name},
            acronym={self.language: acronym} if acronym else {},
            kind=Constituency(values.get("constituency") or self.chosen.constituency),
            country=values.get("country", ""),
            url=values.get("url", ""),
        )
        return Line(row, what, thing)

    def _session(self, row: Row) -> Line:
        values, title = row.values, row.values.get("title", "")
        start, unfit = self._start(values)
        what, twice = self._what(row, title, (folded(title), start))
        if what != What.NEW:
            return Line(row, what, twice=twice, unfit=unfit)
        minutes = _length(values) or (self.chosen.minutes if start else None)
        room, is_new = self._room(values.get("room", ""))
        thing = Session(
            id=new_id(),
            title={self.language: title},
            kind=SessionKind(values.get("kind") or SessionKind.OTHER),
            start=start,
            minutes=minutes,
            room=room,
        )
        return Line(row, what, thing, room=folded(values["room"]) if is_new else "", unfit=unfit)

    def _start(self, values: Mapping[str, str]) -> tuple[datetime | None, str]:
        """When a session begins on the forum's clocks; on the only day where the list names none."""
        if "time" not in values:
            return None, ""
        one_day = self.forum.first_day == self.forum.last_day
        day = date.fromisoformat(values["day"]) if "day" in values else self.forum.first_day if one_day else None
        if day is None:
            return None, said("No day is said: it comes into the draft without a time.")
        start = datetime.combine(day, time.fromisoformat(values["time"]))
        problem = time_problem(start, self.forum.zone)
        return (None, problem[1]) if problem else (start, "")

    def _room(self, name: str) -> tuple[str | None, bool]:
        if not name:
            return None, False
        if key := self.rooms.get(folded(name)):
            return key, False
        room = self.new_rooms.setdefault(folded(name), Room(id=new_id(), name={self.language: name}))
        return room.id, True


def _length(values: Mapping[str, str]) -> int | None:
    """The length that a line says, or what lies between its two times."""
    if "minutes" in values:
        return int(values["minutes"])
    if "time" not in values or "end" not in values:
        return None
    begins, ends = (datetime.combine(date.min, time.fromisoformat(values[name])) for name in ("time", "end"))
    return int((ends - begins) % timedelta(days=1) / timedelta(minutes=1)) or None
