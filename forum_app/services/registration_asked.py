"""What a forum asks of those who register, as its draft stands: for the desk, which needs no release."""

from contextlib import suppress
from datetime import date, timedelta

from msgspec.structs import replace
from sqlalchemy import Connection, select

from forum_app.domain.errors import SkippedHour
from forum_app.domain.times import instant
from forum_app.domain.vocabularies import Mode, SessionStatus
from forum_app.forms.registering import Asked, OfferedSession
from forum_app.i18n import Words
from forum_app.models.programme import Session
from forum_app.services.desk import DeskForum
from forum_app.services.listing_programme import when_of
from forum_app.services.registration_plan import delegations_of, plan_of, questions_of, seats_of, session_seats


def asked_at_desk(connection: Connection, forum: DeskForum, words: Words, *, but: str = "") -> Asked:
    """The forum's plan, seats, questions, delegations and sessions; ``but`` is a registration whose own seats are free
    for it. Whoever is in a delegation can be put into another, whether the form asks for it or not."""
    planned = plan_of(connection, forum.id)
    delegations = delegations_of(connection, forum.id)
    return Asked(
        plan=replace(planned.plan, asks_delegation=bool(delegations)),
        languages=planned.languages,
        seats=seats_of(connection, planned),
        questions=questions_of(connection, forum.id),
        delegations=delegations,
        sessions=_sessions(connection, forum, words, but),
    )


def _sessions(connection: Connection, forum: DeskForum, words: Words, but: str) -> list[OfferedSession]:
    left = session_seats(connection, forum.id, but=but)
    columns = (Session.id, Session.title, Session.start, Session.minutes, Session.fold, Session.status, Session.mode)
    query = select(*columns).where(Session.id.in_(list(left))).order_by(Session.start, Session.position)
    found: list[OfferedSession] = []
    days: dict[date, str] = {}
    for row in connection.execute(query) if left else ():
        if row.status == SessionStatus.CANCELLED:
            continue
        title = next((row.title[code] for code in (words.interface, *forum.languages) if row.title.get(code)), "")
        when = when_of(words, row.start, row.minutes, days)
        starts_at = ends_at = None
        if row.start is not None:
            with suppress(SkippedHour):
                starts_at = instant(row.start, forum.zone, row.fold)
                ends_at = starts_at + timedelta(minutes=row.minutes or 0)
        found.append(
            OfferedSession(row.id, title, "", when, left[row.id], starts_at, ends_at, row.mode == Mode.IN_PERSON)
        )
    return found
