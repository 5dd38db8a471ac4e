"""Everything that is kept of one person, for that person: as JSON that a program and its reader understand.

Other people's data is not in it: of sessions and mails only what concerns them, of the log only what was done to them.
"""

from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from forum_app.database import Database
from forum_app.models.forum import Forum
from forum_app.models.messages import Message
from forum_app.models.people import Role
from forum_app.models.programme import KeyQuestion, KeyQuestionPerson, Session, Talk
from forum_app.models.publishing import AuditEntry
from forum_app.models.registrations import Registration
from forum_app.services.audit import record
from forum_app.services.draft_rows import fitting, table
from forum_app.services.erasing_records import theirs
from forum_app.services.erasing_releases import published_as
from forum_app.services.erasure_subjects import subject_of
from forum_app.services.erasure_traces import Subject
from forum_app.services.naming_texts import files_of_subject
from forum_app.services.speaking_answers import SPEAKER
from forum_app.services.speaking_traces import spoken_of
from forum_app.services.thing_kinds import KINDS, read_parts

_OURS = ("forum_id", "position", "parent", "sorted_by", "searched", "address", "spot")
ABOUT = (
    "Everything that this installation keeps of you in this forum. Times are in UTC unless they say otherwise. "
    "“person” is your entry in the programme with what only organisers see; “published” is how each release shows you; "
    "“log” is what was done to your data, without who did it."
)


def export_person(database: Database, forum_id: str, who: str, *, actor: str, why: str) -> bytes:
    """What is kept of whoever an id or an address is, as JSON in UTF-8; that it was taken, and why, is logged.

    Raises NotFound.
    """

    def job(connection: Connection) -> bytes:
        subject = subject_of(connection, forum_id, who)
        data = data_of(connection, subject)
        record(connection, actor, "person.exported", forum_id, "", after={"why": why}, thing=subject.ids[0])
        return data

    return database.write(job)


def own_data(database: Database, forum_id: str, person: str) -> bytes:
    """What is kept of somebody of the programme, handed out to themselves; that it was taken is logged."""

    def job(connection: Connection) -> bytes:
        data = data_of(connection, subject_of(connection, forum_id, person))
        record(connection, SPEAKER, "person.exported", forum_id, "", thing=person)
        return data

    return database.write(job)


def data_of(connection: Connection, subject: Subject) -> bytes:
    """Everything that is kept of somebody, as JSON in UTF-8, indented for whoever reads it."""
    forum = connection.execute(select(Forum.slug, Forum.title).where(Forum.id == subject.forum_id)).one()
    data = {
        "about": ABOUT,
        "made_at": datetime.now(UTC).replace(microsecond=0),
        "forum": {"slug": forum.slug, "title": forum.title},
        "person": [found for key in subject.people if (found := _person(connection, key))],
        "parts": _parts(connection, subject),
        "questions": _questions(connection, subject),
        "speaking": spoken_of(connection, subject.people),
        "published": [
            {"release": number, "published_at": at, "person": shown}
            for number, at, shown in published_as(connection, subject)
        ],
        "registrations": [_registration(connection, key) for key in subject.registrations],
        "mails": _mails(connection, subject),
        "log": _log(connection, subject),
        "files": sorted(files_of_subject(connection, subject)),
    }
    return msgspec.json.format(msgspec.json.encode(data, enc_hook=str), indent=2) + b"\n"


def _person(connection: Connection, key: str) -> Any:
    shape = KINDS["person"]
    here = table(shape.table)
    row = connection.execute(select(here).where(here.c.id == key)).first()
    if row is None:
        return None
    data = {**row._mapping, **read_parts(connection, shape, key)}
    return msgspec.convert(fitting(data, shape.struct), shape.struct)


def _parts(connection: Connection, subject: Subject) -> list[dict[str, Any]]:
    """Their part in the forum, its sessions and talks, with what they wrote for it."""
    query = (
        select(Role, Session.title.label("session"), Talk.title.label("talk"))
        .outerjoin(Talk, Talk.id == Role.talk_id)
        .outerjoin(Session, Session.id == func.coalesce(Role.session_id, Talk.parent))
        .where(Role.person.in_(subject.people))
        .order_by(Role.id)
    )
    names = ("role", "state", "session", "talk", "abstract", "responsible_for", "contact")
    return [{name: getattr(row, name) for name in names} for row in connection.execute(query)]


def _questions(connection: Connection, subject: Subject) -> list[Any]:
    """Key questions that are put to them by name."""
    query = (
        select(KeyQuestion.text)
        .join(KeyQuestionPerson, KeyQuestionPerson.parent == KeyQuestion.id)
        .where(KeyQuestionPerson.member.in_(subject.people))
    )
    return list(connection.execute(query.order_by(KeyQuestion.id)).scalars())


def _registration(connection: Connection, key: str) -> dict[str, Any]:
    """One registration with its answers by the question's words, and how it came to its state."""
    row = connection.execute(select(Registration).where(Registration.id == key)).one()
    found = {name: value for name, value in row._mapping.items() if name not in _OURS}
    questions = table("question")
    asked = connection.execute(select(questions.c.id, questions.c.text).where(questions.c.id.in_(row.answers))).all()
    found["answers"] = [{"question": each.text, "answer": row.answers[each.id]} for each in asked]
    for name in ("status_change", "check_in"):
        here = table(name)
        rows = connection.execute(select(here).where(here.c.parent == key).order_by(here.c.position))
        found[f"{name}s"] = [{k: v for k, v in each._mapping.items() if k not in (*_OURS, "by")} for each in rows]
    signed = table("registration_session")
    titles = select(Session.title).join(signed, signed.c.member == Session.id).where(signed.c.parent == key)
    found["sessions"] = list(connection.execute(titles.order_by(signed.c.position)).scalars())
    star = table("registration_star")
    starred = select(star.c.session, Session.title, star.c.starred_at).outerjoin(Session, Session.id == star.c.session)
    rows = connection.execute(starred.where(star.c.registration == key).order_by(star.c.starred_at, star.c.session))
    found["agenda"] = [dict(row._mapping) for row in rows]
    return found


def _mails(connection: Connection, subject: Subject) -> list[dict[str, Any]]:
    names = ("kind", "to", "language", "subject", "text", "state", "created_at", "sent_at")
    query = select(*(getattr(Message, name) for name in names)).where(
        Message.forum_id == subject.forum_id, theirs(subject)
    )
    return [dict(row._mapping) for row in connection.execute(query.order_by(Message.created_at))]


def _log(connection: Connection, subject: Subject) -> list[dict[str, Any]]:
    names = ("at", "action", "before", "after")
    query = select(*(getattr(AuditEntry, name) for name in names)).where(
        AuditEntry.forum_id == subject.forum_id, AuditEntry.thing.in_(subject.ids)
    )
    return [dict(row._mapping) for row in connection.execute(query.order_by(AuditEntry.id))]
