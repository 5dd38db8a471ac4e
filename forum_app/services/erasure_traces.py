"""All that somebody is and was called in a forum: in its tables, in releases, and in the log of what was changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from forum_app.i18n import interface_languages, words
from forum_app.models.forum import Forum
from forum_app.models.people import Person, PersonPrivate
from forum_app.models.publishing import AuditEntry, Release
from forum_app.models.registrations import Registration
from forum_app.services.release_store import read_release


@dataclass(frozen=True)
class Subject:
    """One human being in one forum, by the ids of what is kept of them; ``names`` as they are shown and as they are
    written out, now and formerly."""

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
        """What to call them, or who they are where nothing is known any more."""
        return next(iter((*self.names, *self.addresses, *self.ids)))


@dataclass
class _Known:
    """What is collected, in the order in which it is found."""

    names: dict[str, None] = field(default_factory=dict)
    families: dict[str, None] = field(default_factory=dict)
    emails: dict[str, None] = field(default_factory=dict)
    phones: dict[str, None] = field(default_factory=dict)

    def add(self, row: Mapping[str, Any]) -> None:
        """What a row or an entry calls somebody, by the names of its fields."""
        name = row.get("name")
        shown = [text for key, text in name.items() if "@" not in key] if isinstance(name, dict) else [name]
        whole = f"{row.get('given_name') or ''} {row.get('family_name') or ''}"
        self.names |= dict.fromkeys(_texts([*shown, whole]))
        self.families |= dict.fromkeys(_texts([row.get("family_name")]))
        self.emails |= dict.fromkeys(_texts([row.get("email")]))
        self.phones |= dict.fromkeys(_texts([row.get("phone")]))


def _texts(values: Iterable[Any]) -> list[str]:
    return [value.strip() for value in values if isinstance(value, str) and value.strip()]


def removed_attendee(connection: Connection, forum_id: str) -> str:
    """What stands where the name of somebody stood who registered, in the forum's first language."""
    languages = connection.execute(select(Forum.languages).where(Forum.id == forum_id)).scalar_one() or ["en"]
    return words(languages[0]).gettext("Name removed")


def removed_names() -> set[str]:
    """All that ever stood where somebody's name was taken away, in every language."""
    spoken = [words(language) for language in interface_languages()]
    return {said for word in spoken for said in (word.gettext("Speaker removed"), word.gettext("Name removed"))}


def known_as(connection: Connection, forum_id: str, people: set[str], registrations: set[str]) -> Subject:
    """Everything that these are known by. What an erasure left in place of a name is no name."""
    known = _Known()
    for table, column, keys in (
        (Person, Person.id, people),
        (PersonPrivate, PersonPrivate.parent, people),
        (Registration, Registration.id, registrations),
    ):
        for row in connection.execute(select(table).where(column.in_(keys))):
            known.add(dict(row._mapping))
    _from_log(connection, forum_id, people | registrations, known)
    _from_releases(connection, forum_id, people, known)
    removed = removed_names()
    return Subject(
        forum_id,
        tuple(sorted(people)),
        tuple(sorted(registrations)),
        tuple(name for name in known.names if name not in removed and "@" not in name),
        tuple(known.families),
        tuple(known.emails),
        tuple(known.phones),
    )


def _from_log(connection: Connection, forum_id: str, keys: set[str], known: _Known) -> None:
    query = select(AuditEntry.before, AuditEntry.after).where(
        AuditEntry.forum_id == forum_id, AuditEntry.thing.in_(keys)
    )
    for row in connection.execute(query):
        for said in (row.before, row.after):
            if not isinstance(said, dict):
                continue
            for rows in (said.get("rows") or {}).values():
                for item in rows:
                    if (item.get("id") or item.get("parent")) in keys:
                        known.add(item)
            for place, value in said.items():
                if "@" in place:  # the fingerprint of what a translation was made from
                    continue
                if place == "name" or place.startswith("name."):
                    known.add({"name": value})
                else:
                    known.add({place.rpartition(".")[2]: value})


def _from_releases(connection: Connection, forum_id: str, people: set[str], known: _Known) -> None:
    query = select(Release.content).where(Release.forum_id == forum_id).execution_options(yield_per=1)
    marks = [f'"id":"{key}"'.encode() for key in people]
    for content in connection.execute(query).scalars() if people else ():
        if not any(mark in content for mark in marks):
            continue
        found = read_release(content).content.person
        for entry in (found[key] for key in people if key in found):
            known.add({"name": entry.name, "given_name": entry.given_name, "family_name": entry.family_name})
