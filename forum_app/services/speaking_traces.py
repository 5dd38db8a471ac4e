"""What is kept of somebody because they speak: handed out to them, and erased with them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, select, update

from forum_app.domain.registration_rules import kept_address_of
from forum_app.models.people import Role
from forum_app.models.personal import PersonalKey
from forum_app.models.programme import KeyQuestion, Session
from forum_app.models.speaking import (
    Invitation,
    PreparedAnswer,
    Proposal,
    SpeakerEvent,
    SpeakerNote,
    SpeakerReminder,
)
from forum_app.services.erasure_traces import Subject
from forum_app.services.parts_of_upload import UploadParts


def spoken_of(connection: Connection, people: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Invitations with what they answered, prepared answers, proposals, what moderators told them, of which days they
    were reminded, and what their calendars were told."""
    asked = ("invited_at", "answer_by", "answered_at", "reason", "colleague", "reminded_at")
    proposed = ("kind", "place", "before", "value", "state", "made_at", "decided_at")
    answers = select(KeyQuestion.text.label("question"), PreparedAnswer.text.label("answer"), PreparedAnswer.updated_at)
    notes = select(Session.title.label("session"), SpeakerNote.text, SpeakerNote.updated_at)
    queries = {
        "invitations": select(*(getattr(Invitation, name) for name in asked))
        .join(Role, Role.id == Invitation.role)
        .where(Role.person.in_(people))
        .order_by(Invitation.role),
        "answers": answers.join(KeyQuestion, KeyQuestion.id == PreparedAnswer.question)
        .where(PreparedAnswer.person.in_(people))
        .order_by(PreparedAnswer.question),
        "proposals": select(*(getattr(Proposal, name) for name in proposed))
        .where(Proposal.person.in_(people))
        .order_by(Proposal.made_at, Proposal.id),
        "notes": notes.join(Session, Session.id == SpeakerNote.session)
        .where(SpeakerNote.person.in_(people))
        .order_by(SpeakerNote.session),
        "reminders": select(SpeakerReminder.due, SpeakerReminder.sent_at)
        .where(SpeakerReminder.person.in_(people))
        .order_by(SpeakerReminder.due),
        "calendar": select(SpeakerEvent.session, SpeakerEvent.sent_at, SpeakerEvent.cancelled)
        .where(SpeakerEvent.person.in_(people))
        .order_by(SpeakerEvent.session),
    }
    return {name: [dict(row._mapping) for row in connection.execute(query)] for name, query in queries.items()}


def speaking_forgotten(connection: Connection, instance: Path, subject: Subject) -> None:
    """Takes away what somebody proposed, prepared and was told, their keys, and what they were sending; leaves when they
    were invited and answered. Where others named them as a colleague who could come, nobody is named."""
    for table in (Proposal, PreparedAnswer, SpeakerNote, SpeakerReminder, SpeakerEvent, PersonalKey):
        connection.execute(delete(table).where(table.person.in_(subject.people)))
    roles = select(Role.id).where(Role.person.in_(subject.people))
    connection.execute(update(Invitation).where(Invitation.role.in_(roles)).values(reason="", colleague=None))
    addresses = {kept_address_of(email) for email in subject.addresses}
    here = select(Invitation.role, Invitation.colleague).where(
        Invitation.forum_id == subject.forum_id, Invitation.colleague.is_not(None)
    )
    for row in connection.execute(here).all():
        email = (row.colleague or {}).get("email")
        if (row.colleague or {}).get("name") in subject.names or (email and kept_address_of(email) in addresses):
            connection.execute(update(Invitation).where(Invitation.role == row.role).values(colleague=None))
    for person in subject.people:
        UploadParts(instance).forget_all(person)
