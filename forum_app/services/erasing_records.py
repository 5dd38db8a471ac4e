"""Registrations, mails and the log made to say nothing of somebody any more, while counts and history stay."""

import json
import re
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select, update

from forum_app.domain.erasing import needles_of, pattern_of, scrubbed, without_parts
from forum_app.domain.registration_rules import kept_address_of
from forum_app.domain.registrations import GONE
from forum_app.domain.registrations import StatusChange as Change
from forum_app.domain.texts import folded
from forum_app.domain.vocabularies import MessageState, RegistrationStatus
from forum_app.models.messages import Message
from forum_app.models.people import Role
from forum_app.models.personal import PersonalKey
from forum_app.models.publishing import AuditEntry
from forum_app.models.registrations import (
    Delegation,
    Registration,
    RegistrationSession,
    RegistrationStar,
    SentForm,
    StatusChange,
)
from forum_app.services.draft_rows import row_of
from forum_app.services.erasure_traces import Subject, removed_attendee
from forum_app.services.registration_rows import new_code
from forum_app.services.removing import BESIDE

_OWN_TEXT = re.compile(r"speakers\[\d+\]\.(abstract|contact)|private\b|posts\b")


def registrations_anonymised(connection: Connection, subject: Subject, *, given_up_by: str | None) -> int:
    """Empties registrations of all but what is counted. ``given_up_by``: whoever gives up what they hold of a forum that
    is still to come, seats and places on the waiting list; None for a forum that is over."""
    shown = removed_attendee(connection, subject.forum_id)
    blank = ("honorific", "given_name", "family_name", "post", "institution", "email", "phone", "language")
    values: dict[str, Any] = dict.fromkeys((*blank, "access_needs", "dietary_needs", "notes"), "")
    values |= {"name": shown, "sorted_by": folded(shown), "searched": folded(shown), "answers": {}, "consents": []}
    values |= {"person": None, "letter": None, "origin": None, "address": None, "queue": None, "offer_until": None}
    for row in connection.execute(select(Registration).where(Registration.id.in_(subject.registrations))).all():
        status = row.status
        if given_up_by is not None and row.status not in GONE:
            status = RegistrationStatus.CANCELLED
            connection.execute(delete(RegistrationSession).where(RegistrationSession.parent == row.id))
            _gives_up(connection, row, given_up_by)
        this = update(Registration).where(Registration.id == row.id)
        connection.execute(this.values(code=new_code(), status=status, **values))
        connection.execute(update(Delegation).where(Delegation.head == row.id).values(head=None))
        own = {row.email, row.name, row.address} - {"", None}
        connection.execute(
            update(StatusChange).where(StatusChange.parent == row.id, StatusChange.by.in_(own)).values(by="registrant")
        )
    connection.execute(delete(RegistrationStar).where(RegistrationStar.registration.in_(subject.registrations)))
    connection.execute(delete(PersonalKey).where(PersonalKey.registration.in_(subject.registrations)))
    addresses = [address for email in subject.addresses if (address := kept_address_of(email))]
    by_address = func.lower(SentForm.email).in_(addresses)
    sent = or_(SentForm.registration.in_(subject.registrations), by_address)
    connection.execute(delete(SentForm).where(SentForm.forum_id == subject.forum_id, sent))
    return len(subject.registrations)


def _gives_up(connection: Connection, row: Any, by: str) -> None:
    """One more change of state, so that a page which knew of fewer decides nothing on it."""
    last = connection.execute(select(func.max(StatusChange.position)).where(StatusChange.parent == row.id)).scalar()
    change = Change(status=RegistrationStatus.CANCELLED, at=datetime.now(UTC), by=by)
    known = {"forum_id": row.forum_id, "parent": row.id, "position": 0 if last is None else last + 1}
    connection.execute(insert(StatusChange).values(row_of("status_change", change, **known)))


def theirs(subject: Subject) -> ColumnElement[bool]:
    """Which mails are to somebody: by who they are, else by an address of theirs."""
    addresses = [address for email in subject.addresses if (address := kept_address_of(email))]
    by_address = and_(Message.address.in_(addresses), Message.address != "", Message.person.is_(None))
    return or_(Message.person.in_(subject.ids), by_address)


def mails_emptied(connection: Connection, subject: Subject, shown: str) -> tuple[int, int]:
    """Erases mails to somebody, and their name in mails to others; how many to them, and how many are leaving just now.

    The rows stay, so that counts do; what waited is taken back.
    """
    here = (Message.forum_id == subject.forum_id, theirs(subject))
    under_way = len(connection.execute(select(Message.id).where(*here, Message.state == MessageState.SENDING)).all())
    still = (*here, Message.state != MessageState.SENDING)
    waiting = Message.state.in_((MessageState.WAITING, MessageState.HELD, MessageState.FAILED))
    connection.execute(update(Message).where(*still, waiting).values(state=MessageState.CANCELLED))
    nothing = dict.fromkeys(("to", "address", "subject", "text", "html", "error", "reply_to"), "")
    empty = {"person": None, "account": None, "calendar": None, "once": None}
    done = connection.execute(update(Message).where(*still).values(**nothing, **empty)).rowcount
    _named_to_others(connection, subject, shown)
    return int(done), under_way


def _named_to_others(connection: Connection, subject: Subject, shown: str) -> None:
    pattern = pattern_of(needles_of((*subject.names, *subject.addresses)))
    query = select(Message).where(Message.forum_id == subject.forum_id, Message.state != MessageState.SENDING)
    for row in connection.execute(query).all() if pattern else ():
        texts = {name: getattr(row, name) for name in ("subject", "text", "html", "error")}
        fresh = scrubbed(texts, pattern, shown)
        calendar = (row.calendar or b"").replace(b"\r\n ", b"").decode("utf-8", "replace")
        if pattern is not None and pattern.search(calendar):
            fresh["calendar"] = pattern.sub(shown, calendar).encode()
        if fresh != texts:
            connection.execute(update(Message).where(Message.id == row.id).values(fresh))


def log_scrubbed(connection: Connection, subject: Subject, shown: str) -> None:
    """Leaves in the log who did what and when, without what it says of somebody or what they wrote."""
    pattern = pattern_of(needles_of((*subject.names, *subject.addresses, *subject.phones)))
    talks = set(
        connection.execute(
            select(Role.talk_id).where(Role.person.in_(subject.people), Role.talk_id.is_not(None))
        ).scalars()
    )
    query = select(AuditEntry).where(AuditEntry.forum_id == subject.forum_id).order_by(AuditEntry.id)
    for row in connection.execute(query).all():
        before = {"subject": row.subject, "before": row.before, "after": row.after}
        if row.thing in subject.ids:
            fresh = {"subject": "", "before": _unsaid(row.before), "after": _unsaid(row.after)}
        else:
            fresh = scrubbed(before, pattern, shown)
            for name in ("before", "after"):
                fresh[name] = _without_own_texts(fresh[name], subject, of_talk=row.thing in talks)
        fresh["subject"] = fresh["subject"][:300]
        if json.dumps(fresh) != json.dumps(before):
            connection.execute(update(AuditEntry).where(AuditEntry.id == row.id).values(fresh))


def _unsaid(value: Any) -> Any:
    """Which places were changed, without from what and to what; rows that could be put back go whole."""
    return None if not isinstance(value, dict) or "rows" in value else dict.fromkeys(value)


def _without_own_texts(value: Any, subject: Subject, *, of_talk: bool) -> Any:
    if not isinstance(value, dict):
        return value
    if of_talk:
        value = {place: None if _OWN_TEXT.match(place) else said for place, said in value.items()}
    for key in subject.people:
        value = without_parts(value, key)
    return (
        {**value, "rows": _rows_without(value["rows"], subject.people)}
        if isinstance(value.get("rows"), dict)
        else value
    )


def _rows_without(rows: dict[str, Any], people: Collection[str]) -> dict[str, Any]:
    """Rows that could be put back, without what these people were told and wrote beside the programme."""
    roles = {row.get("id") for row in rows.get("role", ()) if row.get("person") in people}
    kept = {
        name: [row for row in some if row.get("person") not in people] if name in BESIDE else some
        for name, some in rows.items()
    }
    if "invitation" in kept:
        kept["invitation"] = [
            {**row, "reason": "", "colleague": None} if row.get("role") in roles else row for row in kept["invitation"]
        ]
    return kept
