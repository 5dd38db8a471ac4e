"""People of a forum who may be one: by their names in every language and, for who may see it, by their address."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from forum_app.database import Database
from forum_app.domain.alike import Called, Likeness, alike_pairs, alike_to
from forum_app.domain.texts import folded, languages_of
from forum_app.models.people import Person, PersonPrivate
from forum_app.services.desk import DeskForum


@dataclass(frozen=True)
class Alike:
    """Two ids and why they may be one."""

    one: str
    two: str
    why: Likeness


def alike_people(database: Database, forum: DeskForum, key: str, *, private: bool) -> Sequence[Alike]:
    """Who of the forum may be the same human being as one of it, the surest first."""
    with database.reading() as connection:
        everybody = _everybody(connection, forum.id, private=private)
    one = next((person for person in everybody if person.key == key), None)
    return [Alike(key, other.key, why) for other, why in alike_to(one, everybody)] if one else []


def pairs_of_people(database: Database, forum: DeskForum, *, private: bool) -> Sequence[Alike]:
    """Everybody in a forum who may stand there twice, the surest first; two queries."""
    with database.reading() as connection:
        everybody = _everybody(connection, forum.id, private=private)
    return [Alike(one.key, two.key, why) for one, two, why in alike_pairs(everybody)]


def _everybody(connection: Connection, forum_id: str, *, private: bool) -> list[Called]:
    addresses: dict[str, str] = {}
    if private:
        found = select(PersonPrivate.parent, PersonPrivate.email).where(PersonPrivate.forum_id == forum_id)
        addresses = {row.parent: folded(row.email) for row in connection.execute(found)}
    query = (
        select(Person.id, Person.name, Person.given_name, Person.family_name)
        .where(Person.forum_id == forum_id)
        .order_by(Person.position)
    )
    return [
        Called(row.id, _names(row.name, f"{row.given_name} {row.family_name}"), addresses.get(row.id, ""))
        for row in connection.execute(query)
    ]


def _names(name: dict[str, str], whole: str) -> tuple[str, ...]:
    shown = [name[code] for code in languages_of(name)]
    return tuple(dict.fromkeys([*shown, *([whole] if " " in whole.strip() else [])]))
