"""What becomes of each line of a pasted list: somebody new, somebody who is here, a question, or nothing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from forum_app.database import Database
from forum_app.domain.texts import folded, languages_of, pick
from forum_app.domain.vocabularies import RoleKind, RoleState
from forum_app.lists.pasted import Row, Table, rows_in, words_of
from forum_app.models.people import Organisation, Person, PersonPrivate, Role
from forum_app.models.programme import Session
from forum_app.services.desk import DeskForum
from forum_app.services.filling import Filled, Here, fills_of, here_of

NEW, LEAVE, SAME = "new", "leave", "same"


class What(StrEnum):
    """NEW and KNOWN are kept, ASKED wants an answer, LEFT was left out by hand, TWICE stands in the list before, NOBODY
    has no name that can be kept."""

    NEW = "new"
    KNOWN = "known"
    ASKED = "asked"
    LEFT = "left"
    TWICE = "twice"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Asked:
    """What somebody chose on the page: meanings by column are in the table already. ``answers`` are by line: new, leave
    or an id; ``alike`` answers for all names that are here already (same, new, or nothing)."""

    answers: Mapping[int, str] = field(default_factory=dict)
    alike: str = ""
    language: str = ""
    post: str = ""
    private: bool = False
    session: str = ""
    role: RoleKind = RoleKind.SPEAKER
    state: RoleState = RoleState.CONFIRMED


@dataclass(frozen=True)
class Planned:
    """One line. ``person`` is who it is, ``candidates`` ids of who it may be, ``fills`` what it adds to somebody here,
    ``organisation`` an id or, where it is new, its name; ``twice`` the number of the line before. ``has_part``: gets the
    role in the session that was chosen."""

    row: Row
    what: What
    person: str = ""
    candidates: tuple[str, ...] = ()
    organisation: str = ""
    is_new_organisation: bool = False
    fills: Filled = field(default_factory=Filled)
    twice: int = 0
    answer: str = ""
    has_part: bool = False

    @property
    def changes(self) -> bool:
        """Whether it does something to somebody who is here."""
        return self.what == What.KNOWN and (self.fills.any or self.has_part)


@dataclass(frozen=True)
class Plan:
    """A whole list. ``names`` are of people who are here, ``organisations`` the names of new ones by their folded form,
    ``session`` the id of the one in which all of them get a part, where one of this forum was chosen."""

    table: Table
    rows: Sequence[Planned]
    names: Mapping[str, str]
    organisations: Mapping[str, str]
    session: str = ""

    def count(self, *what: What) -> int:
        return sum(row.what in what for row in self.rows)


def plan_for(database: Database, forum: DeskForum, table: Table, asked: Asked) -> Plan:
    """What a list would do now; nothing is changed. Eight queries, however long it is."""
    with database.reading() as connection:
        return plan_of(connection, forum, table, asked)


def plan_of(connection: Connection, forum: DeskForum, table: Table, asked: Asked) -> Plan:
    """``plan_for`` within the caller's transaction."""
    return _Planning(connection, forum, table, asked).plan()


class _Planning:
    """Who and what a forum has, by all that they are known by; then line after line."""

    def __init__(self, connection: Connection, forum: DeskForum, table: Table, asked: Asked) -> None:
        self.connection, self.forum, self.table, self.asked = connection, forum, table, asked
        self.names: dict[str, str] = {}
        self.by_name: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self.words: dict[str, set[str]] = defaultdict(set)
        self.by_address: dict[str, str] = {}
        self.by_organisation: dict[str, str] = {}
        self.fresh: dict[str, str] = {}
        self.seen: dict[Any, int] = {}
        self._read()

    def _read(self) -> None:
        people = select(Person.id, Person.name).where(Person.forum_id == self.forum.id).order_by(Person.position)
        for key, name in self.connection.execute(people):
            self.names[key] = pick(name, "", self.forum.languages)
            for words in {words_of(name[code]) for code in languages_of(name)}:
                self.by_name[words].append(key)
                self.words[key] |= set(words)
        if self.asked.private:
            private = select(PersonPrivate.parent, PersonPrivate.email).where(PersonPrivate.forum_id == self.forum.id)
            self.by_address = {email.casefold(): key for key, email in self.connection.execute(private) if email}
        known = select(Organisation.id, Organisation.name, Organisation.acronym).where(
            Organisation.forum_id == self.forum.id
        )
        for key, name, acronym in self.connection.execute(known):
            for text in (name, acronym):
                for code in languages_of(text):
                    self.by_organisation.setdefault(folded(text[code]), key)

    def plan(self) -> Plan:
        rows = [self._one(row) for row in rows_in(self.table, private=self.asked.private)]
        here = here_of(self.connection, [row.person for row in rows if row.what == What.KNOWN])
        there = self._there()
        done = [self._filled(row, here) for row in rows]
        if there is not None:
            takes = (What.NEW, What.KNOWN)
            done = [replace(row, has_part=row.what in takes and row.person not in there) for row in done]
        return Plan(self.table, done, self.names, self.fresh, self.asked.session if there is not None else "")

    def _there(self) -> set[str] | None:
        """Who has the role in the session that was chosen; None where none of this forum was."""
        here = (Session.id == self.asked.session, Session.forum_id == self.forum.id)
        if not self.asked.session or not self.connection.execute(select(Session.id).where(*here)).first():
            return None
        same = (Role.session_id == self.asked.session, Role.role == self.asked.role, Role.talk_id.is_(None))
        return set(self.connection.execute(select(Role.person).where(*same)).scalars())

    def _one(self, row: Row) -> Planned:
        values, answer = row.values, self.asked.answers.get(row.number, "")
        if not values.get("name"):
            return Planned(row, What.NOBODY)
        if answer == LEAVE:
            return Planned(row, What.LEFT, answer=answer)
        address = values.get("email", "").casefold()
        words = words_of(values["name"])
        mark = address or (words, folded(values.get("institution", "")))
        if answer != NEW and mark in self.seen:
            return Planned(row, What.TWICE, twice=self.seen[mark])
        self.seen.setdefault(mark, row.number)
        organisation, is_new = self._organisation(values.get("institution", ""))
        person, candidates = self._who(address, words, answer)
        what = What.KNOWN if person else What.ASKED if candidates else What.NEW
        if person and (person, "") in self.seen:
            return Planned(row, What.TWICE, twice=self.seen[person, ""])
        if person:
            self.seen[person, ""] = row.number
        return Planned(row, what, person, candidates, organisation, is_new, answer=answer)

    def _who(self, address: str, words: tuple[str, ...], answer: str) -> tuple[str, tuple[str, ...]]:
        """Who a line is, or who it may be; both empty for somebody new."""
        by_address, by_name = self.by_address.get(address, ""), self.by_name.get(words, [])
        candidates = tuple(dict.fromkeys([*([by_address] if by_address else []), *by_name]))
        if answer in candidates:
            return answer, candidates
        if answer == NEW or not candidates:
            return "", ()
        if by_address and self.words[by_address] & set(words):
            return by_address, ()
        if self.asked.alike == NEW:
            return "", ()
        if self.asked.alike == SAME and len(candidates) == 1:
            return candidates[0], candidates
        return "", candidates

    def _organisation(self, name: str) -> tuple[str, bool]:
        if not name:
            return "", False
        if known := self.by_organisation.get(folded(name)):
            return known, False
        self.fresh.setdefault(folded(name), name)
        return self.fresh[folded(name)], True

    def _filled(self, row: Planned, here: Mapping[str, Here]) -> Planned:
        if row.what != What.KNOWN:
            return row
        fills = fills_of(here[row.person], row.row.values, self._language, row.organisation or None, self.asked.post)
        return replace(row, fills=fills)

    @property
    def _language(self) -> str:
        return self.asked.language if self.asked.language in self.forum.languages else self.forum.languages[0]
