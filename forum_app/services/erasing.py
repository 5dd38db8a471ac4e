"""Erasing one person's data in a forum: out of the draft, all releases, registrations, mails, the log, files and caches.

What stays: sessions with their identity and sequence, "Speaker removed" where somebody stood, and a registration's
counts (state, country, constituency, gender, how they came) under "Name removed". Texts in which others named them are listed, not changed.
Done twice it is as done once, so it is done again when an older backup is restored.
"""

import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from forum_app.database import Database
from forum_app.domain.errors import NotFound
from forum_app.domain.texts import fingerprint
from forum_app.i18n import words
from forum_app.models.erasures import Erasure
from forum_app.models.forum import Forum
from forum_app.models.messages import Message
from forum_app.models.people import Person, PersonPrivate, Post, Role
from forum_app.models.programme import KeyQuestionPerson
from forum_app.models.publishing import Artefact
from forum_app.services.audit import record
from forum_app.services.document_jobs import ask_for_release
from forum_app.services.erasing_records import (
    log_scrubbed,
    mails_emptied,
    registrations_anonymised,
    theirs,
)
from forum_app.services.erasing_releases import releases_rewritten, releases_showing
from forum_app.services.erasure_list import keep_list
from forum_app.services.erasure_subjects import subject_of
from forum_app.services.erasure_traces import Subject, removed_attendee
from forum_app.services.file_clearing import forget_files
from forum_app.services.media import Media
from forum_app.services.naming_texts import Named, files_of_subject, texts_naming
from forum_app.services.release_store import kept_release
from forum_app.services.speaking_traces import speaking_forgotten
from forum_app.services.waiting_list import in_both_turns, is_over


@dataclass(frozen=True)
class Erased:
    """What was taken away. ``named``: texts that name them still, for the organiser to mend; ``under_way``: mails that
    were leaving just then, and keep their words until this is asked again."""

    releases: int
    registrations: int
    mails: int
    under_way: int
    files: int
    named: tuple[Named, ...]


def removed_name(connection: Connection, forum_id: str) -> dict[str, str]:
    """What stands where a person stood, in the forum's languages."""
    languages = connection.execute(select(Forum.languages).where(Forum.id == forum_id)).scalar_one() or ["en"]
    name = {language: words(language).gettext("Speaker removed") for language in languages}
    original = fingerprint(name[languages[0]])
    return name | {f"{language}@{languages[0]}": original for language in languages[1:]}


def erase_person(
    database: Database, instance: Path, forum_id: str, who: str, *, actor: str, base_url: str, now: datetime
) -> Erased:
    """Erases whoever an id or an address is; what they hold of a forum that isn't over by the programme's clock (``now``,
    aware) is given up. Raises NotFound."""
    files = set[str]()

    def job(connection: Connection) -> Erased:
        subject = subject_of(connection, forum_id, who)
        files.update(files_of_subject(connection, subject))
        done = erase_subject(connection, instance, subject, actor=actor, base_url=base_url, now=now)
        record(connection, actor, "person.erased", forum_id, "", thing=subject.ids[0])
        return done

    done = in_both_turns(database, forum_id, job)
    gone = finish_erasing(database, instance, files)
    return Erased(done.releases, done.registrations, done.mails, done.under_way, gone, done.named)


@dataclass(frozen=True)
class Ahead:
    """What an erasure would take: who, their entries and registrations, releases that show them, mails to them, stored
    files of theirs, and texts by others that name them, which it would leave."""

    name: str
    is_known: bool
    in_programme: bool
    registrations: int
    releases: int
    mails: int
    files: int
    named: tuple[Named, ...]


def erasure_ahead(database: Database, forum_id: str, who: str) -> Ahead:
    """What erasing whoever an id or an address is would take. Raises NotFound."""
    with database.reading() as connection:
        subject = subject_of(connection, forum_id, who)
        mails = select(func.count()).select_from(Message).where(Message.forum_id == forum_id, theirs(subject))
        return Ahead(
            subject.name,
            bool(subject.names or subject.addresses),
            bool(subject.people),
            len(subject.registrations),
            releases_showing(connection, subject),
            connection.execute(mails).scalar_one(),
            len(files_of_subject(connection, subject)),
            tuple(texts_naming(connection, subject)),
        )


def finish_erasing(database: Database, instance: Path, files: set[str]) -> int:
    """What follows once it is kept that somebody was erased: their stored files, the list, what lies about; how many
    files are gone."""
    gone = forget_files(database, Media(instance), files) if files else 0
    keep_list(database, instance)
    wiped(database)
    return gone


def erased_again(
    connection: Connection, instance: Path, entries: Iterable[tuple[str, str]], files: set[str], now: datetime
) -> int:
    """Erases once more what a list says was erased, in data of a backup that is older; how many of them. ``files`` gets
    the stored files that are theirs. Who is not in the backup, or was erased in it already, is passed over."""
    count = 0
    for forum_id, key in entries:
        if is_erased(connection, forum_id, key):
            continue
        try:
            subject = subject_of(connection, forum_id, key)
        except NotFound:
            continue
        files.update(files_of_subject(connection, subject))
        erase_subject(connection, instance, subject, actor="restore", base_url="", now=now)
        count += len(subject.ids)
    return count


def erase_subject(
    connection: Connection, instance: Path, subject: Subject, *, actor: str, base_url: str, now: datetime
) -> Erased:
    """All of it but the stored files, in the caller's transaction, which must be a turn of the forum and of its
    registrations: whoever changes a registration writes all of it as they read it."""
    forum_id = subject.forum_id
    # First, so that whoever publishes meanwhile waits, and begins anew with what is left.
    changed = {"version": Forum.version + 1, "epoch": Forum.epoch + 1}
    connection.execute(update(Forum).where(Forum.id == forum_id).values(changed))
    speaking_forgotten(connection, instance, subject)
    name = removed_name(connection, forum_id)
    shown = next(iter(name.values())) if subject.people else removed_attendee(connection, forum_id)
    named = tuple(texts_naming(connection, subject))
    for key in subject.people:
        _out_of_draft(connection, key, name)
    registrations = registrations_anonymised(
        connection, subject, given_up_by=None if is_over(connection, forum_id, now) else actor[:200]
    )
    public = {language: text for language, text in name.items() if "@" not in language}
    releases = releases_rewritten(connection, subject, public)
    mails, under_way = mails_emptied(connection, subject, shown)
    log_scrubbed(connection, subject, shown)
    _documents_forgotten(connection, instance, forum_id, base_url)
    _noted(connection, subject.forum_id, subject.ids, actor)
    return Erased(releases, registrations, mails, under_way, 0, named)


def _out_of_draft(connection: Connection, key: str, name: dict[str, str]) -> None:
    """Leaves a name that says nothing where a role or a question needs somebody; else the person goes whole."""
    connection.execute(delete(PersonPrivate).where(PersonPrivate.parent == key))
    connection.execute(delete(Post).where(Post.parent == key))
    placed = select(Role.id).where(Role.person == key)
    asked = select(KeyQuestionPerson.parent).where(KeyQuestionPerson.member == key)
    if connection.execute(placed.limit(1)).first() is None and connection.execute(asked.limit(1)).first() is None:
        connection.execute(delete(Person).where(Person.id == key))
        return
    empty: dict[str, Any] = {
        "honorific": {},
        "biography": {},
        "pronunciation": {},
        "photo": None,
        "links": [],
        "languages": [],
    }
    blank = dict.fromkeys(("given_name", "family_name", "letters", "country", "pronouns"), "")
    connection.execute(update(Person).where(Person.id == key).values(name=name, origin=None, **empty, **blank))
    connection.execute(update(Role).where(Role.person == key).values(abstract={}, contact=None))


def _documents_forgotten(connection: Connection, instance: Path, forum_id: str, base_url: str) -> None:
    """Made documents name people: they go, and those of the current release are asked for anew. A worker that is at one
    of them finds its lease gone and keeps nothing."""
    keys = connection.execute(select(Artefact.key).where(Artefact.forum_id == forum_id)).scalars().all()
    connection.execute(delete(Artefact).where(Artefact.forum_id == forum_id))
    for key in keys:
        (instance / "artefacts" / f"{key}.pdf").unlink(missing_ok=True)
        shutil.rmtree(instance / "artefacts" / f"{key}.parts", ignore_errors=True)
    for path in (instance / "drafts").glob("*.pdf"):
        path.unlink(missing_ok=True)
    current = connection.execute(select(Forum.current_release).where(Forum.id == forum_id)).scalar()
    if current is not None and base_url:
        ask_for_release(connection, kept_release(connection, forum_id, current), base_url)


def _noted(connection: Connection, forum_id: str, things: Sequence[str], actor: str) -> None:
    known = select(Erasure.thing).where(Erasure.forum_id == forum_id, Erasure.thing.in_(things))
    here = set(connection.execute(known).scalars())
    now = datetime.now(UTC)
    rows = [{"forum_id": forum_id, "thing": key, "erased_at": now, "actor": actor[:20]} for key in things]
    if fresh := [row for row in rows if row["thing"] not in here]:
        connection.execute(insert(Erasure), fresh)


def is_erased(connection: Connection, forum_id: str, key: str) -> bool:
    """Whether this person or registration was erased here."""
    query = select(func.count()).select_from(Erasure).where(Erasure.forum_id == forum_id, Erasure.thing == key)
    return bool(connection.execute(query).scalar_one())


def wiped(database: Database) -> None:
    """Lets nothing of what was deleted lie about: SQLite overwrites deleted rows, and its log is emptied here; on
    PostgreSQL dead rows are given up to be overwritten."""
    with database.engine.connect() as connection, suppress(Exception):
        raw = connection.connection.dbapi_connection
        if raw is None:
            return
        if database.is_sqlite:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        raw.autocommit = True
        try:
            raw.cursor().execute("VACUUM")
        finally:
            raw.autocommit = False
