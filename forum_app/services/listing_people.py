"""The lists of people and organisations."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from forum_app import labels
from forum_app.domain.checker.reading import says_nothing
from forum_app.domain.texts import folded
from forum_app.domain.vocabularies import RoleState
from forum_app.models.people import Organisation, Person, Post, Role
from forum_app.services.listing import Reading, Row, Tag, counted, row_of_list


def people(here: Reading) -> list[Row]:
    words = here.words
    posts: dict[str, str] = {}
    query = select(Post.parent, Post.title, Organisation.name).outerjoin(
        Organisation, Organisation.id == Post.organisation
    )
    for row in here.connection.execute(query.where(Post.forum_id == here.forum.id).order_by(Post.position)):
        posts.setdefault(row.parent, words.listed((here.say(row.title), here.say(row.name))))
    states: dict[str, list[RoleState]] = defaultdict(list)
    for person, state in here.connection.execute(select(Role.person, Role.state).where(Role.forum_id == here.forum.id)):
        states[person].append(state)
    here.filters.update(
        photo=words.gettext("No photo"),
        biography=words.gettext("No biography"),
        unconfirmed=words.gettext("Not confirmed"),
        idle=words.gettext("Without a part"),
    )
    columns = (Person.name, Person.family_name, Person.country, Person.biography, Person.photo)
    return [_person(here, row, posts.get(row.id, ""), states[row.id]) for row in here.all(Person, *columns)]


def _person(here: Reading, row: Any, post: str, states: list[RoleState]) -> Row:
    written = not says_nothing(row.biography)
    open_ = any(state in (RoleState.TO_INVITE, RoleState.INVITED) for state in states)
    asked = {"photo": not row.photo, "biography": not written, "unconfirmed": open_, "idle": not states}
    marks = {name for name, is_so in asked.items() if is_so}
    tags = [Tag(here.filters[name], "warn") for name in ("photo", "biography", "unconfirmed") if name in marks]
    country = here.words.country_name(row.country) if row.country else ""
    name = here.say(row.name)
    cells = (country, str(len(states) or ""))
    found = row_of_list(
        row.id, name, cells, (folded(country), len(states)), under=post, tags=tuple(tags), marks=frozenset(marks)
    )
    by_family = folded(f"{row.family_name} {name}" if row.family_name else name)
    return replace(found, order=(by_family, *found.order[1:]))


def organisations(here: Reading) -> list[Row]:
    words = here.words
    number = counted(here, Post.organisation, Post)
    columns = (Organisation.name, Organisation.acronym, Organisation.kind, Organisation.country)
    found = []
    for row in here.all(Organisation, *columns):
        country = words.country_name(row.country) if row.country else ""
        cells = (here.say(row.acronym), labels.constituency(words, row.kind), country, str(number.get(row.id, "")))
        order = (*(folded(cell) for cell in cells[:3]), number.get(row.id, 0))
        found.append(row_of_list(row.id, here.say(row.name), cells, order))
    return found


def focal_points(here: Reading) -> list[Row]:
    """Parts in the whole forum: focal points and others."""
    query = (
        select(Role.id, Role.role, Role.state, Role.responsible_for, Person.name)
        .join(Person, Person.id == Role.person)
        .where(Role.forum_id == here.forum.id, Role.session_id.is_(None), Role.talk_id.is_(None))
        .order_by(Role.position)
    )
    return [
        row_of_list(row.id, here.say(row.name), (labels.role(here.words, row.role), here.say(row.responsible_for)))
        for row in here.connection.execute(query)
    ]
