"""Where a forum's texts name somebody, and which stored files are theirs: what an erasure leaves to the organiser."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, func, or_, select

from forum_app.domain.erasing import needles_of, pattern_of
from forum_app.domain.identity import FILE
from forum_app.domain.texts import in_short, one_line, pick, readable
from forum_app.domain.vocabularies import MaterialKind
from forum_app.models.forum import StoredFile
from forum_app.models.people import Person, Role
from forum_app.models.programme import Material, Talk
from forum_app.models.publishing import AuditEntry, Release
from forum_app.models.registrations import Registration
from forum_app.models.speaking import Proposal
from forum_app.services.draft_rows import DRAFT_TABLES, table
from forum_app.services.erasure_traces import Subject
from forum_app.services.release_store import read_release

_FILE = re.compile(FILE)
_THEIRS = ("person", "person_private", "post")
AROUND = 60


@dataclass(frozen=True)
class Named:
    """A text that names somebody. ``table`` and ``key`` say where in the draft, ``release`` in which release instead;
    ``what`` is the thing's name, ``words`` what stands around the name; none for ``slides`` of theirs, which nobody here
    can read."""

    table: str
    key: str
    what: str
    words: str
    release: int | None = None
    slides: bool = False


def texts_naming(connection: Connection, subject: Subject) -> Iterator[Named]:
    """Slides that they show, then texts by others in which somebody is named, whole or by the family name: in the draft,
    then in the releases."""
    slides = {named.key: named for named in _slides(connection, subject)}
    yield from slides.values()
    pattern = pattern_of(needles_of((*subject.names, *subject.family_names, *subject.addresses)))
    if pattern is None:
        return
    for name in ("forum", *DRAFT_TABLES):
        here = table(name)
        where = here.c.id == subject.forum_id if name == "forum" else here.c.forum_id == subject.forum_id
        for row in connection.execute(select(here).where(where)):
            values = dict(row._mapping)
            if _is_theirs(name, values, subject):
                continue
            key = str(values.get("id") or values.get("parent") or "")
            if name == "material" and key in slides:
                continue
            for text in _texts(values):
                if match := pattern.search(text):
                    yield Named(name, key, _called(values), _around(text, match))
                    break
    yield from _in_releases(connection, subject, pattern)


def _slides(connection: Connection, subject: Subject) -> Iterator[Named]:
    """Presentations of the talks that they give; of a session where it has none."""
    told = (Material.forum_id == subject.forum_id, Material.kind == MaterialKind.PRESENTATION)
    session = func.coalesce(Role.session_id, Talk.parent).label("session")
    role = select(Role.talk_id, session).outerjoin(Talk, Talk.id == Role.talk_id).where(Role.person.in_(subject.people))
    theirs = role.subquery()
    at_theirs = or_(
        Material.talk.in_(select(theirs.c.talk_id)),
        and_(Material.talk.is_(None), Material.session_id.in_(select(theirs.c.session))),
    )
    for row in connection.execute(select(Material).where(*told, at_theirs).order_by(Material.id)):
        yield Named("material", row.id, _called(dict(row._mapping)), "", slides=True)


def _is_theirs(name: str, values: dict[str, Any], subject: Subject) -> bool:
    """What goes with them anyway."""
    if name in _THEIRS:
        return (values.get("id") or values.get("parent")) in subject.people
    return name == "stored_file" or (name == "role" and values["person"] in subject.people)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield readable(value) if "<" in value else value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _called(values: dict[str, Any]) -> str:
    for name in ("title", "name", "heading", "acronym", "text"):
        if isinstance(values.get(name), dict) and (text := pick(values[name], "")):
            return in_short(text)
    return ""


def _around(text: str, match: re.Match[str]) -> str:
    start, end = max(0, match.start() - AROUND), match.end() + AROUND
    return one_line(("…" if start else "") + text[start:end] + ("…" if end < len(text) else ""))


def _in_releases(connection: Connection, subject: Subject, pattern: re.Pattern[str]) -> Iterator[Named]:
    query = select(Release.number, Release.note, Release.content).where(Release.forum_id == subject.forum_id)
    for row in connection.execute(query.order_by(Release.number).execution_options(yield_per=1)):
        if match := pattern.search(row.note):
            yield Named("release", "", "", _around(row.note, match), row.number)
        content = read_release(row.content).content
        for part in (content.forum, *content.themes, *content.organisations, *content.people, *content.sessions):
            plain = msgspec.to_builtins(part)
            if plain["id"] in subject.people:
                continue
            if "talks" in plain:
                _without_own(plain, subject)
            found = next((match for text in _texts(plain) if (match := pattern.search(text))), None)
            if found is not None:
                yield Named("release", plain["id"], _called(plain), _around(found.string, found), row.number)


def _without_own(session: dict[str, Any], subject: Subject) -> None:
    for talk in session["talks"]:
        for speaker in talk.get("speakers", []):
            if speaker["person"] in subject.people:
                speaker.pop("abstract", None)


def files_of_subject(connection: Connection, subject: Subject) -> set[str]:
    """Stored files that are or were somebody's: photos (cut and whole, those of releases and of the log), letters."""
    said: list[Any] = list(connection.execute(select(Person.photo).where(Person.id.in_(subject.people))).scalars())
    said += connection.execute(select(Registration.letter).where(Registration.id.in_(subject.registrations))).scalars()
    said += connection.execute(select(Proposal.value).where(Proposal.person.in_(subject.people))).scalars()
    entries = select(AuditEntry.before, AuditEntry.after).where(
        AuditEntry.forum_id == subject.forum_id, or_(AuditEntry.thing.in_(subject.ids))
    )
    for row in connection.execute(entries):
        said += [row.before, row.after]
    query = select(Release.content).where(Release.forum_id == subject.forum_id).execution_options(yield_per=1)
    for content in connection.execute(query).scalars():
        people = read_release(content).content.person
        said += [msgspec.to_builtins(people[key].photo) for key in subject.people if key in people]
    names = set(_FILE.findall(json.dumps(said)))
    listed = select(StoredFile.name).where(StoredFile.forum_id == subject.forum_id, StoredFile.name.in_(names))
    return names | set(connection.execute(listed).scalars())
