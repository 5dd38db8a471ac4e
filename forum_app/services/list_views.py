"""Views of the list of registrations that a forum's organisers keep under a name: kept, renamed, deleted, each logged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from forum_app.database import Database
from forum_app.domain.draft_rules import line_problem, tidy_line
from forum_app.domain.errors import EditRefused, NotFound
from forum_app.domain.identity import new_id
from forum_app.domain.sentences import said
from forum_app.domain.texts import folded, is_blank
from forum_app.models.registrations import ListView
from forum_app.services.audit import record

MOST, LONGEST = 30, 100
Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class View:
    """``query`` is what stands in the address of the list: names with their values."""

    id: str
    name: str
    query: Query


def views_of(database: Database, forum_id: str) -> list[View]:
    """The forum's views by name."""
    query = select(ListView.id, ListView.name, ListView.query).where(ListView.forum_id == forum_id)
    with database.reading() as connection:
        return [View(row.id, row.name, row.query) for row in connection.execute(query.order_by(ListView.folded))]


def keep_view(database: Database, forum_id: str, typed: str, query: Query, *, actor: str) -> str:
    """Keeps a view under a name, once however often it is sent; its id. Raises EditRefused with a sentence."""
    plain = {name: list(values) for name, values in query.items()}

    def job(connection: Connection) -> str:
        name = _fit(typed)
        here = connection.execute(
            select(ListView.id, ListView.query).where(ListView.forum_id == forum_id, ListView.folded == folded(name))
        ).first()
        if here is not None and here.query == plain:
            return str(here.id)
        if here is not None:
            raise _refused(said("There is a view with this name already: choose another."))
        many = connection.execute(select(func.count()).where(ListView.forum_id == forum_id)).scalar_one()
        if many >= MOST:
            raise _refused(said("There are %(most)s views already: delete one first.", most=MOST))
        key = new_id()
        values = {"id": key, "forum_id": forum_id, "name": name, "folded": folded(name), "query": plain}
        connection.execute(insert(ListView).values(**values, made_by=actor))
        record(connection, actor, "list.view-added", forum_id, name)
        return key

    return database.in_turn(f"views:{forum_id}", job)


def rename_view(database: Database, forum_id: str, key: str, typed: str, *, actor: str) -> None:
    """Raises EditRefused with a sentence, or NotFound."""

    def job(connection: Connection) -> None:
        name, before = _fit(typed), _name(connection, forum_id, key)
        same = select(ListView.id).where(
            ListView.forum_id == forum_id, ListView.folded == folded(name), ListView.id != key
        )
        if connection.execute(same).first():
            raise _refused(said("There is a view with this name already: choose another."))
        if name == before:
            return
        connection.execute(update(ListView).where(ListView.id == key).values(name=name, folded=folded(name)))
        record(connection, actor, "list.view-renamed", forum_id, name, {"name": before}, {"name": name})

    database.in_turn(f"views:{forum_id}", job)


def delete_view(database: Database, forum_id: str, key: str, *, actor: str) -> str:
    """Its name; empty where it was gone already."""

    def job(connection: Connection) -> str:
        try:
            name = _name(connection, forum_id, key)
        except NotFound:
            return ""
        connection.execute(delete(ListView).where(ListView.id == key))
        record(connection, actor, "list.view-deleted", forum_id, name)
        return name

    return database.in_turn(f"views:{forum_id}", job)


def _name(connection: Connection, forum_id: str, key: str) -> str:
    query = select(ListView.name).where(ListView.id == key, ListView.forum_id == forum_id)
    found: str | None = connection.execute(query).scalar()
    if found is None:
        raise NotFound("There is no such view.")
    return found


def _fit(typed: str) -> str:
    name = tidy_line(typed)
    if is_blank(name):
        raise _refused(said("Write a name for the view."))
    if problem := line_problem(typed, LONGEST):
        raise _refused(problem)
    return name


def _refused(sentence: str) -> EditRefused:
    return EditRefused([("name", sentence)])
