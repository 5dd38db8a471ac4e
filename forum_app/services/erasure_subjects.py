"""Who somebody is in a forum: the person in its programme, their registrations, and what they are called."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, or_, select

from forum_app.domain.errors import NotFound
from forum_app.domain.registration_rules import UnfitAddress, address_of
from forum_app.domain.texts import folded
from forum_app.models.people import Person, PersonPrivate
from forum_app.models.publishing import Release
from forum_app.models.registrations import Registration


@dataclass(frozen=True)
class Subject:
    """One human being in one forum, by the ids of what is kept of them; ``names`` as they are shown and as they are
    written out."""

    forum_id: str
    people: tuple[str, ...]
    registrations: tuple[str, ...]
    names: tuple[str, ...]
    family_names: tuple[str, ...]
    addresses: tuple[str, ...]
    phones: tuple[str, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return self.people + self.registrations

    @property
    def name(self) -> str:
        return self.names[0] if self.names else (self.addresses[0] if self.addresses else self.ids[0])


def subject_of(connection: Connection, forum_id: str, who: str) -> Subject:
    """Who an id (of a person or a registration) or an e-mail address is. Two people who share an address stay two.

    Raises NotFound, also where an address is several people's.
    """
    people = _ids(connection, select(Person.id).where(Person.forum_id == forum_id, Person.id == who))
    if not people:
        registrations = _registrations(connection, forum_id, Registration.id == who)
        people = {row.person for row in registrations if row.person}
        if not registrations and (address := _as_address(who)):
            people, registrations = _at_address(connection, forum_id, who, address)
        if not people and registrations:
            return _told(connection, forum_id, set(), {row.id for row in registrations})
    if not people and _in_a_release(connection, forum_id, who):
        return _told(connection, forum_id, {who}, set())
    if not people:
        raise NotFound(
            "“%(who)s” is nobody in this forum: give an address, or the id of a person or a registration.", who=who
        )
    return _told(connection, forum_id, people, _registered(connection, forum_id, people))


def _ids(connection: Connection, query: Select[tuple[str]]) -> set[str]:
    return set(connection.execute(query).scalars())


def _as_address(who: str) -> str | None:
    try:
        return address_of(who) if "@" in who else None
    except UnfitAddress:
        return None


def _registrations(connection: Connection, forum_id: str, which: ColumnElement[bool]) -> list[Any]:
    columns = (Registration.id, Registration.person, Registration.address, Registration.name)
    return list(connection.execute(select(*columns).where(Registration.forum_id == forum_id, which)))


def _at_address(connection: Connection, forum_id: str, who: str, address: str) -> tuple[set[str], list[Any]]:
    """Whose an address is: one person, or one registration of somebody who is not in the programme."""
    private = select(PersonPrivate.parent, PersonPrivate.email).where(
        PersonPrivate.forum_id == forum_id, PersonPrivate.email != ""
    )
    people = {row.parent for row in connection.execute(private) if address_of(row.email) == address}
    registrations = _registrations(connection, forum_id, Registration.address == address)
    people |= {row.person for row in registrations if row.person}
    strangers = {row.id for row in registrations if not row.person}
    known = {key for person in people for key in _registered(connection, forum_id, {person})}
    if len(people) + len(strangers - known) > 1:
        keys = ", ".join(sorted(people | (strangers - known)))
        raise NotFound("“%(who)s” is the address of several people: give the id of one (%(ids)s).", who=who, ids=keys)
    return people, registrations


def _registered(connection: Connection, forum_id: str, people: set[str]) -> set[str]:
    """Registrations that say whose they are, and those with the address and the name of a person."""
    addresses = {address_of(email) for email in _emails(connection, people)}
    names = {folded(name) for name in _told(connection, forum_id, people, set()).names}
    found = _registrations(
        connection, forum_id, or_(Registration.person.in_(people), Registration.address.in_(addresses))
    )
    return {row.id for row in found if row.person in people or (row.person is None and folded(row.name) in names)}


def _emails(connection: Connection, people: set[str]) -> set[str]:
    query = select(PersonPrivate.email).where(PersonPrivate.parent.in_(people), PersonPrivate.email != "")
    return set(connection.execute(query).scalars())


def _in_a_release(connection: Connection, forum_id: str, key: str) -> bool:
    mark = f'"id":"{key}"'.encode()
    query = select(Release.content).where(Release.forum_id == forum_id).execution_options(yield_per=1)
    return key.isalnum() and any(mark in content for content in connection.execute(query).scalars())


def _told(connection: Connection, forum_id: str, people: set[str], registrations: set[str]) -> Subject:
    names: dict[str, None] = {}
    families: set[str] = set()
    emails: set[str] = set()
    phones: set[str] = set()
    for row in connection.execute(select(Person).where(Person.id.in_(people))):
        whole = f"{row.given_name} {row.family_name}".strip()
        names |= dict.fromkeys([text for key, text in row.name.items() if "@" not in key], None) | {whole: None}
        families.add(row.family_name)
    for row in connection.execute(select(PersonPrivate).where(PersonPrivate.parent.in_(people))):
        emails.add(row.email)
        phones.add(row.phone)
    for row in connection.execute(select(Registration).where(Registration.id.in_(registrations))):
        names |= {row.name: None, f"{row.given_name} {row.family_name}".strip(): None}
        families.add(row.family_name)
        emails.add(row.email)
        phones.add(row.phone)
    return Subject(
        forum_id,
        tuple(sorted(people)),
        tuple(sorted(registrations)),
        tuple(name for name in names if name),
        tuple(sorted(families - {""})),
        tuple(sorted(emails - {""})),
        tuple(sorted(phones - {""})),
    )
