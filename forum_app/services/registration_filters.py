"""What lists of registrations can be filtered by, as conditions of a query. Nothing typed becomes part of its text."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import ColumnElement, String, and_, func, or_, select, type_coerce

from forum_app.domain.texts import folded
from forum_app.lists.columns import UnknownColumn
from forum_app.services.draft_rows import table
from forum_app.services.registration_facts import Facts

FILTERS = (
    "country", "delegation", "constituency", "mode", "status", "gender", "source", "language", "institution",
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
            raise UnknownColumn(f"“{typed}” is no filter. They are written field=value: {', '.join(FILTERS)}.")
        condition = _condition(facts, name, [part.strip() for part in value.split(",")])
        yield ~condition if negated else condition


def _condition(facts: Facts, name: str, values: list[str]) -> Condition:
    here = table("registration")
    if name == "text":
        words = folded(" ".join(values)).split()[:MOST_WORDS]
        return and_(*(here.c.searched.contains(word, autoescape=True) for word in words))
    if name == "session":
        return _has("registration_session", "member", _keys(facts.sessions, name, values))
    if name == "checked_in":
        return _has("check_in", "day", [_day(value) for value in values if value])
    if name == "institution":
        return func.lower(here.c.institution).in_([value.lower() for value in values])
    column = type_coerce(here.c[name], String)
    if name == "language":
        return column.in_(values)
    keys = _keys(facts.names[name], name, [value for value in values if value])
    chosen = column.in_(keys)
    return or_(chosen, column.is_(None), column == "") if "" in values else and_(chosen, column.is_not(None))


def _has(name: str, column: str, values: list[str] | list[date]) -> Condition:
    """Whether a registration has a row in a table of what belongs to it, with one of these values if there are any."""
    belonging = table(name)
    query = select(belonging.c.parent)
    if values:
        query = query.where(belonging.c[column].in_(values))
    return table("registration").c.id.in_(query)


def _keys(names: dict[str, str], name: str, values: list[str]) -> list[str]:
    """The keys of what is meant by key or by name."""
    by_name = {folded(word): key for key, word in names.items()}
    keys = []
    for value in values:
        if not value:
            continue
        key = value if value in names else by_name.get(folded(value))
        if key is None:
            some = ", ".join(f"{key} ({word})" for key, word in list(names.items())[:12]) or "none"
            raise UnknownColumn(f"Nobody has the {name} “{value}”. There are: {some}.")
        keys.append(key)
    return keys


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UnknownColumn(f"“{value}” is no day: write one such as 2025-02-18.") from None
