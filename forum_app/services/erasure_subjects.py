"""Who somebody is in a forum: the person in its programme, their registrations, and what they are called."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select

from forum_app.domain.errors import NotFound
from forum_app.domain.registration_rules import kept_address_of
from forum_app.domain.texts import folded
from forum_app.models.people import Person, PersonPrivate
from forum_app.models.publishing import AuditEntry, Release
from forum_app.models.registrations import Registration
from forum_app.services.erasure_traces import Subject, known_as
from forum_app.services.merged_people import all_of, kept_person, merged_people
from forum_app.services.release_store import read_release


def subject_of(connection: Connection, forum_id: str, who: str) -> Subject:
    """Who an id (of a person or a registration) or an e-mail address is, with everybody who was merged into them. Two
    people who share an address stay two.

    Raises NotFound, also where an address is several people's.
    """
    people = _ids(connection, select(Person.id).where(Person.forum_id == forum_id, Person.id == who))
    if not people and (kept := kept_person(connection, forum_id, who)):
        people = {kept}
    if not people:
        registrations = _registrations(connection, forum_id, Registration.id == who)
        people = {row.person for row in registrations if row.person}
        if not registrations and (address := _as_address(who)):
            people, registrations = _at_address(connection, forum_id, who, address)
        if not people and registrations:
            return known_as(connection, forum_id, set(), {row.id for row in registrations})
    if not people and _was_here(connection, forum_id, who):
        people = {who}
    if not people:
        raise NotFound(
            "“%(who)s” is nobody in this forum: give an address, or the id of a person or a registration.", who=who
        )
    people = all_of(connection, forum_id, people)
    return known_as(connection, forum_id, people, _registered(connection, forum_id, people))


def _ids(connection: Connection, query: Any) -> set[str]:
    return set(connection.execute(query).scalars())


def _as_address(who: str) -> str | None:
    return kept_address_of(who) if "@" in who else None


def _registrations(connection: Connection, forum_id: str, which: ColumnElement[bool]) -> list[Any]:
    columns = (Registration.id, Registration.person, Registration.address, Registration.name)
    return list(connection.execute(select(*columns).where(Registration.forum_id == forum_id, which)))


def _at_address(connection: Connection, forum_id: str, who: str, address: str) -> tuple[set[str], list[Any]]:
    """Whose an address is: one person, or one registration of somebody who is not in the programme."""
    private = select(PersonPrivate.parent, PersonPrivate.email).where(
        PersonPrivate.forum_id == forum_id, PersonPrivate.email != ""
    )
    people = {row.parent for row in connection.execute(private) if kept_address_of(row.email) == address}
    registrations = _registrations(connection, forum_id, Registration.address == address)
    people |= {row.person for row in registrations if row.person}
    people = people or _formerly_at(connection, forum_id, address)
    strangers = {row.id for row in registrations if not row.person}
    known = {key for person in people for key in _registered(connection, forum_id, {person})}
    if len(people) + len(strangers - known) > 1:
        keys = ", ".join(sorted(people | (strangers - known)))
        raise NotFound("“%(who)s” is the address of several people: give the id of one (%(ids)s).", who=who, ids=keys)
    return people, registrations


def _formerly_at(connection: Connection, forum_id: str, address: str) -> set[str]:
    """Whose an address was that nobody in the draft has: people who are not in the draft any more, as the log tells.
    Whoever is in it may have had the address by mistake, and doesn't count."""
    here = _ids(connection, select(Person.id).where(Person.forum_id == forum_id))
    query = select(AuditEntry.thing, AuditEntry.before, AuditEntry.after).where(
        AuditEntry.forum_id == forum_id,
        or_(AuditEntry.action.startswith("person."), AuditEntry.action.startswith("list.")),
    )
    found = {
        key
        for row in connection.execute(query.execution_options(yield_per=100))
        for said in (row.before, row.after)
        for key, email in _told_addresses(row.thing, said)
        if key not in here and _as_address(email) == address
    }
    merged = merged_people(connection, forum_id)
    return {merged.get(key, key) for key in found}


def _told_addresses(thing: str | None, said: Any) -> Iterator[tuple[str, str]]:
    """Ids of people with an address that an entry of the log tells of them: rows that went, or a field that changed."""
    if not isinstance(said, dict):
        return
    for row in (said.get("rows") or {}).get("person_private", ()):
        yield row["parent"], row.get("email") or ""
    private = said.get("private")
    field = private.get("email") if isinstance(private, dict) else said.get("private.email")
    if thing and isinstance(field, str):
        yield thing, field


def _registered(connection: Connection, forum_id: str, people: set[str]) -> set[str]:
    """Registrations that say whose they are, and those with the address and the name of a person."""
    known = known_as(connection, forum_id, people, set())
    addresses = {kept_address_of(email) for email in known.addresses}
    names = {folded(name) for name in known.names}
    found = _registrations(
        connection, forum_id, or_(Registration.person.in_(people), Registration.address.in_(addresses))
    )
    return {row.id for row in found if row.person in people or (row.person is None and folded(row.name) in names)}


def _was_here(connection: Connection, forum_id: str, key: str) -> bool:
    """Whether somebody who is not in the draft any more is in a release, or was deleted."""
    deleted = select(AuditEntry.id).where(
        AuditEntry.forum_id == forum_id, AuditEntry.thing == key, AuditEntry.action == "person.deleted"
    )
    if connection.execute(deleted.limit(1)).first() is not None:
        return True
    mark = f'"id":"{key}"'.encode()
    query = select(Release.content).where(Release.forum_id == forum_id).execution_options(yield_per=1)
    return any(
        mark in content and key in read_release(content).content.person
        for content in connection.execute(query).scalars()
    )
