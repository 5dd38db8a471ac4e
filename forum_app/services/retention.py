"""What a forum keeps of people no longer than it told them: once its months are over, whoever registered is made anonymous,
and of whoever takes part in the programme what was private goes. What was published stays, and so do all counts.

Done again it finds nothing. It is done in small steps, each whole, so that it can be ended anywhere and begun again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, or_, select, update

from forum_app.config import Config
from forum_app.database import Database
from forum_app.domain.times import months_after
from forum_app.domain.vocabularies import MessageState
from forum_app.models.forum import Forum
from forum_app.models.messages import Message
from forum_app.models.people import PersonPrivate
from forum_app.models.personal import PersonalKey
from forum_app.models.publishing import AuditEntry
from forum_app.models.registrations import ListView, Registration, SentForm
from forum_app.models.speaking import Invitation, PreparedAnswer, Proposal, SpeakerEvent, SpeakerNote, SpeakerReminder
from forum_app.services.audit import record
from forum_app.services.erasing import wiped
from forum_app.services.erasing_records import registrations_anonymised
from forum_app.services.erasure_traces import Subject, removed_names
from forum_app.services.file_clearing import forget_files
from forum_app.services.media import Media
from forum_app.services.naming_texts import files_of_subject
from forum_app.services.parts_of_upload import UploadParts
from forum_app.services.removing import BESIDE as BESIDE_THE_DRAFT
from forum_app.services.things import touch
from forum_app.services.waiting_list import in_turn

AT_ONCE = 200
PRIVATE = ("email", "phone", "language", "zone", "access_needs", "dietary_needs", "notes")
# What hangs on people of the programme and isn't published.
BESIDE = (Proposal, PreparedAnswer, SpeakerNote, SpeakerReminder, SpeakerEvent)
PRIVATE_ROWS = ("person_private", "registration", *BESIDE_THE_DRAFT)
# Entries of the log that tell of people who registered or were written to: that it was done stays, and by whom.
TELLING = ("registration.", "check_in.", "letter.", "message.", "role.answered", "list.imported", "list.pasted")


@dataclass(frozen=True)
class Kept:
    """What a forum still keeps of people though its months are over: registrations that say whose they are, people of
    the programme with something private, mails with words, personal links, entries of the log."""

    forum_id: str
    slug: str
    until: date
    registrations: int
    people: int
    mails: int
    links: int
    entries: int

    @property
    def nothing(self) -> bool:
        return not (self.registrations or self.people or self.mails or self.links or self.entries)


def kept_too_long(database: Database, now: date) -> list[Kept]:
    """Every forum whose months are over and that still keeps something, by its short name."""
    with database.reading() as connection:
        query = select(Forum.id, Forum.slug, Forum.last_day, Forum.registration).order_by(Forum.slug)
        forums = [(row, kept_until(row.last_day, row.registration)) for row in connection.execute(query)]
        found = [_kept(connection, row.id, row.slug, until) for row, until in forums if now > until]
    return [each for each in found if not each.nothing]


def kept_until(last_day: date, plan: Any) -> date:
    """The last day on which what people wrote is kept; ``plan`` as it is stored."""
    return months_after(last_day, int((plan or {}).get("keep_months", 12)))


def forget(database: Database, config: Config, kept: Kept, *, actor: str) -> Kept:
    """Takes away what a forum keeps too long; what that was. The log gets the numbers alone."""
    files = set[str]()
    while in_turn(database, kept.forum_id, lambda connection: _some_registrations(connection, kept.forum_id, files)):
        pass

    def rest(connection: Connection) -> None:
        _programme(connection, kept.forum_id, config.instance)
        _mails(connection, kept.forum_id)
        for table in (PersonalKey, SentForm, ListView):
            connection.execute(delete(table).where(table.forum_id == kept.forum_id))
        for key, values in _entries(connection, kept.forum_id):
            connection.execute(update(AuditEntry).where(AuditEntry.id == key).values(values))
        touch(connection, kept.forum_id)
        told = {"registrations": kept.registrations, "people": kept.people, "mails": kept.mails, "links": kept.links}
        record(connection, actor, "forum.data-forgotten", kept.forum_id, after=told)

    database.in_turn(kept.forum_id, rest)
    if files:
        forget_files(database, Media(config.instance), files)
    wiped(database)
    return kept


def _kept(connection: Connection, forum_id: str, slug: str, until: date) -> Kept:
    def count(table: Any, *where: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(table).where(table.forum_id == forum_id, *where)
        return int(connection.execute(query).scalar_one())

    return Kept(
        forum_id,
        slug,
        until,
        count(Registration, _says_whose()),
        len(_people(connection, forum_id)),
        count(Message, *_with_words()),
        count(PersonalKey),
        sum(1 for _entry in _entries(connection, forum_id)),
    )


def _says_whose() -> ColumnElement[bool]:
    """Whether a registration was not made anonymous yet."""
    filled = (getattr(Registration, name) != "" for name in ("email", "given_name", "family_name", "institution"))
    return or_(*filled, Registration.name.not_in(removed_names()))


def _with_words() -> tuple[ColumnElement[bool], ...]:
    filled = (getattr(Message, name) != "" for name in ("to", "subject", "text", "html"))
    return (Message.state != MessageState.SENDING, or_(*filled))


def _people(connection: Connection, forum_id: str) -> set[str]:
    """People of the programme of whom something is kept that isn't published. That somebody agreed to be recorded is kept
    as long as the recording may be."""
    filled = or_(*(getattr(PersonPrivate, name) != "" for name in PRIVATE))
    query = select(PersonPrivate.parent).where(PersonPrivate.forum_id == forum_id, filled)
    found = set(connection.execute(query).scalars())
    for table in BESIDE:
        found |= set(connection.execute(select(table.person).where(table.forum_id == forum_id)).scalars())
    return found


def _some_registrations(connection: Connection, forum_id: str, files: set[str]) -> int:
    """Makes some registrations anonymous; how many. ``files`` gets the letters that are theirs."""
    query = select(Registration.id, Registration.email).where(Registration.forum_id == forum_id, _says_whose())
    rows = connection.execute(query.order_by(Registration.id).limit(AT_ONCE)).all()
    if rows:
        addresses = tuple(row.email for row in rows if row.email)
        subject = Subject(forum_id, (), tuple(row.id for row in rows), (), (), addresses, ())
        files |= files_of_subject(connection, subject)
        registrations_anonymised(connection, subject, given_up_by=None)
    return len(rows)


def _programme(connection: Connection, forum_id: str, instance: Path) -> None:
    for person in _people(connection, forum_id):
        UploadParts(instance).forget_all(person)
    blank: dict[str, Any] = {**dict.fromkeys(PRIVATE, ""), "unavailable": []}
    connection.execute(update(PersonPrivate).where(PersonPrivate.forum_id == forum_id).values(blank))
    for table in BESIDE:
        connection.execute(delete(table).where(table.forum_id == forum_id))
    connection.execute(update(Invitation).where(Invitation.forum_id == forum_id).values(reason="", colleague=None))


def _mails(connection: Connection, forum_id: str) -> None:
    """Empties mails; what waited is not sent any more."""
    here = (Message.forum_id == forum_id, Message.state != MessageState.SENDING)
    waiting = Message.state.in_((MessageState.WAITING, MessageState.HELD, MessageState.FAILED))
    connection.execute(update(Message).where(*here, waiting).values(state=MessageState.CANCELLED))
    nothing = dict.fromkeys(("to", "address", "subject", "text", "html", "error", "reply_to"), "")
    empty = {"person": None, "account": None, "calendar": None, "once": None}
    connection.execute(update(Message).where(*here).values(**nothing, **empty))


def _entries(connection: Connection, forum_id: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Entries of the log that say something of people which isn't published, as they are to be."""
    query = select(AuditEntry).where(AuditEntry.forum_id == forum_id).order_by(AuditEntry.id)
    for row in connection.execute(query).all():
        telling = row.action.startswith(TELLING)
        fresh = {
            "subject": "" if telling and not row.action.startswith("list.") else row.subject,
            "before": _unsaid(row.before, telling),
            "after": _unsaid(row.after, telling),
        }
        if fresh != {name: getattr(row, name) for name in fresh}:
            yield row.id, fresh


def _unsaid(value: Any, telling: bool) -> Any:
    """What an entry says, without what is private; of whoever registered, which fields alone."""
    if not isinstance(value, dict):
        return None if telling else value
    if telling:
        return None if "rows" in value or not value else dict.fromkeys(value)
    kept = {place: None if place.startswith("private") else said for place, said in value.items()}
    if isinstance(rows := kept.get("rows"), dict):
        kept["rows"] = {name: said for name, said in rows.items() if name not in PRIVATE_ROWS}
    return kept
