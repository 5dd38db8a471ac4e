"""Lists of who comes: chosen columns, filters, groups and order, as one query that is read row by row.

One reading sees one state of the database, however long it takes. Nothing is sorted or filtered outside the query, so
a list of any length needs the same memory.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from sqlalchemy import ColumnElement, Connection, DateTime, Label, Row, Select, String, case, func, select, type_coerce

from forum_app.domain.times import zone_named
from forum_app.lists.columns import DEFAULT, Cell, Column, Table, UnknownColumn, headings, kind_of, named
from forum_app.models.base import Instant
from forum_app.services.draft_rows import table
from forum_app.services.registration_facts import Facts
from forum_app.services.registration_filters import conditions
from forum_app.services.registration_roles import role_held

AT_ONCE = 500
GROUPS = ("country", "delegation", "constituency", "role", "mode", "status", "language", "institution")
SORTS = (*GROUPS, "name", "post", "gender", "registered_at", "email", "code", "source", "queue")
LAST = 2_147_483_647  # in the order of the waiting list, whoever isn't on it
ANSWER = "answer:"
# What each column that is more than one column of the table is made of.
_MADE_OF = {
    "role": ("person", "constituency"),
    "sessions": (),
    "checked_in": (),
    "consents": ("consents",),
    "number": (),
}
Late = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Asked:
    """What a list is asked for, as typed: ``columns`` and ``sort`` between commas, each filter ``field=value``; of
    badges also on which ``paper``, and how many ``blanks`` there are to write on."""

    columns: str = ""
    where: tuple[str, ...] = ()
    group: str = ""
    sort: str = ""
    paper: str = ""
    blanks: str = ""
    default: Sequence[str] = DEFAULT


class RegistrationList:
    """One list as it was asked for. Raises UnknownColumn where lists don't have what is asked for.

    With ``heading_groups`` groups stand over their rows: they are no column, and the order of the columns stays.
    """

    def __init__(self, connection: Connection, facts: Facts, asked: Asked, *, heading_groups: bool = False) -> None:
        self.connection = connection
        self.facts = facts
        self.here = table("registration")
        self.names = facts.names
        self.where = asked.where
        self.group = _one(asked.group.strip(), GROUPS)
        self.columns = self._columns(asked, heading_groups)
        self.conditions = [self.here.c.forum_id == facts.forum_id, *conditions(facts, asked.where)]
        self.order = self._order(asked.sort)

    def count(self) -> int:
        """How many rows the list has."""
        query = select(func.count()).select_from(self.here).where(*self.conditions)
        return int(self.connection.execute(query).scalar_one())

    @property
    def query(self) -> Select[Any]:
        """What is asked of the database; values are bound, never part of its text."""
        return self._query(self._fields())

    def table(self, title: str) -> Table:
        return Table(title, self.columns, (columns for _groups, columns in self.read()))

    def grouped(self) -> Iterator[tuple[str, Sequence[Cell]]]:
        """Every row with the words of its group, ``""`` where the list has none."""
        for groups, columns in self.read():
            yield from zip(groups, zip(*columns, strict=True), strict=True)

    def read(self) -> Iterator[tuple[list[str], list[Sequence[Cell]]]]:
        """Some hundred rows at a time, each column as one sequence, with the words of each row's group before."""
        fields = self._fields()
        group = self.words_of_group()
        place = fields.index(self.group or "id")
        options = self.connection.execution_options(stream_results=True, yield_per=AT_ONCE)
        total = 0
        for rows in options.execute(self._query(fields)).partitions(AT_ONCE):
            values: dict[str, Sequence[Any]] = dict(zip(fields, zip(*rows, strict=True), strict=True))
            late = self._late(values["id"])
            columns = [self._cells(column, rows, values, late, total) for column in self.columns]
            total += len(rows)
            yield [str(group(row[place])) for row in rows], columns

    def _cells(
        self, column: Column, rows: Sequence[Row[Any]], values: dict[str, Sequence[Any]], late: Late, before: int
    ) -> Sequence[Cell]:
        """One column of some rows; ``before`` rows of the list came before them."""
        name = column.name
        if name == "number":
            return range(before + 1, before + len(rows) + 1)
        if name == "role" and self.group != "role":
            roles, kinds = self.facts.roles, self.names["constituency"]
            return [roles.get(row.person, "") or kinds.get(row.constituency, "") for row in rows]
        if name in late:
            return [late[name].get(key, "") for key in values["id"]]
        if name in self.names:
            words = self.names[name]
            return [words.get(key, key) if key else "" for key in values[name]]
        if name == "registered_at":
            zone = zone_named(self.facts.zone)
            return [(at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(zone) for at in values[name]]
        if name == "consents":
            return [
                "; ".join(f"{item['purpose']} ({item['given_at'][:10]})" for item in given) for given in values[name]
            ]
        if name.startswith(ANSWER):
            key = name.removeprefix(ANSWER)
            return [given.get(key, "") for given in values["answers"]]
        return values[name]

    def _columns(self, asked: Asked, heading_groups: bool) -> list[Column]:
        said = self.facts.words
        heads = headings(said, said.city(self.facts.zone))
        questions = {f"{ANSWER}{key}": text for key, text in self.facts.questions.items()}
        names = named(asked.columns, asked.default, [*heads, *questions, "answers"])
        if self.group and not heading_groups:
            names = [self.group, *(name for name in names if name != self.group)]
        names = [each for name in names for each in (questions if name == "answers" else (name,))]
        return _distinct(
            [Column(name, heads.get(name) or questions[name], kind_of(name)) for name in dict.fromkeys(names)]
        )

    def _fields(self) -> list[str]:
        """The columns of the table that the list is made of, each once."""
        names = ["id", *([self.group] if self.group else [])]
        for column in self.columns:
            needed = ("answers",) if column.name.startswith(ANSWER) else _MADE_OF.get(column.name, (column.name,))
            names += needed
        return list(dict.fromkeys(names))

    def _query(self, fields: list[str]) -> Select[Any]:
        return select(*(_plain(self._field(name)) for name in fields)).where(*self.conditions).order_by(*self.order)

    def words_of_group(self) -> Callable[[str | None], str]:
        """The words of a group by what ``group_column`` gives; ``""`` where the list has no groups."""
        if not self.group:
            return lambda key: ""
        nobody, words = self.facts.words.gettext("Not stated"), self.names.get(self.group, {})
        return lambda key: words.get(key, key) if key else nobody

    def group_column(self) -> ColumnElement[Any]:
        """What a query on registrations has to ask for so that their groups are known."""
        return _plain(self._field(self.group or "id")).label("of_group")

    def _field(self, name: str) -> ColumnElement[Any]:
        """A column of the table, or what somebody is at the forum, which lies in another."""
        return role_held() if name == "role" else self.here.c[name]

    def _late(self, ids: Sequence[str]) -> Late:
        """What lies in other tables, for some rows, by registration."""
        names = {column.name for column in self.columns}
        late: Late = {}
        if "sessions" in names:
            late["sessions"] = self._joined("registration_session", "member", ids, self.facts.sessions)
        if "checked_in" in names:
            late["checked_in"] = self._joined("check_in", "day", ids, {})
        return late

    def _joined(self, name: str, column: str, ids: Sequence[str], words: dict[str, str]) -> dict[str, str]:
        here = table(name)
        query = (
            select(here.c.parent, here.c[column]).where(here.c.parent.in_(ids)).order_by(here.c.parent, here.c.position)
        )
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for parent, value in self.connection.execute(query):
            found[parent][words.get(str(value), str(value))] = None
        return {parent: "; ".join(values) for parent, values in found.items()}

    def _order(self, typed: str) -> list[ColumnElement[Any]]:
        order = [self._rank(self.group)] if self.group else []
        for asked in (part.strip() for part in typed.split(",")):
            if asked:
                rank = self._rank(_one(asked.removeprefix("-"), SORTS))
                order.append(rank.desc() if asked.startswith("-") else rank)
        return [*order, self._binary(self.here.c.sorted_by), self.here.c.id]

    def _rank(self, name: str) -> ColumnElement[Any]:
        """What a column is sorted by: the place of its word where it holds keys, else its text."""
        if name == "name":
            return self._binary(self.here.c.sorted_by)
        if name == "queue":
            return func.coalesce(self.here.c.queue, LAST)
        column = self._field(name)
        words = self.names.get(name)
        if words is not None:
            places = {key: place for place, key in enumerate(words)}
            plain = func.coalesce(_plain(column), "")
            return case(places, value=plain, else_=len(places)) if places else self._binary(plain)
        return column if name == "registered_at" else self._binary(func.lower(column))

    def _binary(self, text: ColumnElement[Any]) -> ColumnElement[Any]:
        """Sorted by code point on every database."""
        return text.collate("C") if self.connection.dialect.name == "postgresql" else text


def _plain(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The column without turning its words into members of a vocabulary, which a list would only turn back, and its
    instants into aware ones, which it does itself."""
    kind = String if isinstance(column.type, String) else DateTime if isinstance(column.type, Instant) else None
    return type_coerce(column, kind).label(column.name) if kind and not isinstance(column, Label) else column


def _one(name: str, known: Sequence[str]) -> str:
    if name and name not in known:
        there = ", ".join(known)
        raise UnknownColumn("Lists have no order or groups by “%(name)s”. There are: %(known)s.", name=name, known=there)  # fmt: skip
    return name


def _distinct(columns: list[Column]) -> list[Column]:
    """The same columns with every heading once: the second “Diet” is “Diet (2)”."""
    seen: set[str] = set()
    different = []
    for column in columns:
        heading, number = column.heading, 1
        while heading in seen:
            number += 1
            heading = f"{column.heading} ({number})"
        seen.add(heading)
        different.append(Column(column.name, heading, column.kind))
    return different
