"""What lists of registrations can be filtered by, as conditions of a query. Nothing typed becomes part of its text."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import ColumnElement, String, and_, func, or_, select, type_coerce

from forum_app.domain.texts import folded
from forum_app.lists.columns import UnknownColumn
from forum_app.lists.values import country_of
from forum_app.services.draft_rows import table
from forum_app.services.registration_facts import Facts
from forum_app.services.registration_roles import role_held

FILTERS = (
    "country", "delegation", "constituency", "role", "mode", "status", "gender", "source", "language", "institution",
    "session", "checked_in", "text",
)  # fmt: skip
MOST_WORDS = 20
Condition = ColumnElement[bool]


def conditions(facts: Facts, where: Iterable[str]) -> Iterator[Condition]:
    """Conditions from filters as typed: ``country=BD,IN``, ``status!=cancelled``, ``delegation=`` for none, and
    ``text=`` for words that all have to be in the name, institution, post, address or code. Raises UnknownColumn."""
    for typed in where:
        name, found, value = typed.partition("=")
        negated = name.endswith("!")
        name = name.removesuffix("!").strip()
        if not found or name not in FILTERS:
            known = ", ".join(FILTERS)
            raise UnknownColumn("“%(typed)s” is no filter. They are written field=value: %(known)s.", typed=typed, known=known)  # fmt: skip
        # Words are searched for as they stand: in them a quotation mark has no meaning.
        values = [value.replace(",", " ")] if name == "text" else _values(facts, name, value.strip())
        condition = _condition(facts, name, values)
        yield ~condition if negated else condition


def _values(facts: Facts, name: str, value: str) -> list[str]:
    """What stands between commas; a name that holds some is one value, and so is what stands in quotes."""
    names = facts.sessions if name == "session" else facts.names.get(name, {})
    if folded(value) in {folded(word) for word in names.values()}:
        return [value]
    return [part.strip() for part in next(csv.reader([value], skipinitialspace=True))] or [""]


def sessions_named(facts: Facts, where: Iterable[str]) -> set[str]:
    """Ids of the sessions that ``session=`` filters name, by id or title."""
    values = [_values(facts, "session", item.partition("=")[2].strip()) for item in where]
    return {key for some in values for key in _keys(facts.sessions, "session", some)}


def _condition(facts: Facts, name: str, values: list[str]) -> Condition:
    here = table("registration")
    if name == "text":
        words = folded(" ".join(values)).split()[:MOST_WORDS]
        return and_(*(here.c.searched.contains(word, autoescape=True) for word in words))
    if name == "session":
        return _has("registration_session", "member", _keys(facts.sessions, name, values), "" in values)
    if name == "checked_in":
        return _has("check_in", "day", [_day(value) for value in values if value], "" in values)
    if name == "institution":
        alike = func.lower(here.c.institution).in_([value.lower() for value in values])
        return or_(alike, here.c.institution.in_(values))
    column = role_held() if name == "role" else type_coerce(here.c[name], String)
    if name == "language":
        return column.in_(values)
    keys = _keys(facts.names[name], name, [value for value in values if value])
    chosen = column.in_(keys)
    return or_(chosen, column.is_(None), column == "") if "" in values else and_(chosen, column.is_not(None))


def _has(name: str, column: str, values: list[str] | list[date], none: bool) -> Condition:
    """Whether a registration has a row with one of the values in a table of what belongs to it, or ``none`` at all."""
    belonging, own = table(name), table("registration").c.id
    chosen = own.in_(select(belonging.c.parent).where(belonging.c[column].in_(values)))
    return or_(chosen, own.not_in(select(belonging.c.parent))) if none else chosen


def _keys(names: dict[str, str], name: str, values: list[str]) -> list[str]:
    """The keys of what is meant by key or by name."""
    keys: list[str] = []
    for value in values:
        if not value:
            continue
        found = [value] if value in names else [key for key, word in names.items() if folded(word) == folded(value)]
        if name == "country" and not found:
            found = [code for code in (country_of(value),) if code]  # nobody comes from there, as it is
        if not found:
            some = ", ".join(f"{key} ({word})" for key, word in list(names.items())[:12]) or "none"
            raise UnknownColumn(
                "Nobody has the %(name)s “%(value)s”. There are: %(some)s.", name=name, value=value, some=some
            )
        keys += found
    return keys


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UnknownColumn("“%(value)s” is no day: write one such as 2025-02-18.", value=value) from None
