"""Checking somebody in at the door, and taking it back: once a person and spot, however many desks try at once.

All of it runs in a turn of the forum's registrations: whoever changes a registration there writes its check-ins anew.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from forum_app.database import Database
from forum_app.domain.check_ins import Scanned, Spot, scanned
from forum_app.domain.errors import NotFound
from forum_app.domain.registration_rules import UnfitAddress, address_of
from forum_app.domain.vocabularies import Mode, RegistrationSource, RegistrationStatus
from forum_app.models.programme import Session
from forum_app.models.registrations import CheckIn, Registration, RegistrationSession
from forum_app.services.audit import record
from forum_app.services.check_in_lists import Shown, of_list
from forum_app.services.outbox import cancel_place
from forum_app.services.registration_rows import change_registration, registration_of
from forum_app.services.waiting_list import in_turn, moved

ONLINE, NOT_SIGNED_UP = "online", "not-signed-up"


class Result(StrEnum):
    """What became of one press or scan."""

    IN = "in"
    ALREADY = "already"
    ASKED = "asked"  # something speaks against it: a second press lets them in
    UNDONE = "undone"
    NOT_HERE = "not-here"  # there was nothing to undo
    FOUND = "found"  # nothing was tried
    NOBODY = "nobody"
    SEVERAL = "several"
    OF_ANOTHER = "of-another"  # a code of another forum


@dataclass(frozen=True)
class Outcome:
    """``concerns`` are what speaks against letting them in: a state, ONLINE, NOT_SIGNED_UP; ``at`` when they came."""

    result: Result
    registration: str = ""
    concerns: tuple[str, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True)
class Asked:
    """Who is to be checked in: by the id of the registration, else by what was scanned, or typed over a list (``shown``),
    of which the only one counts. ``agreed`` are the concerns that were shown before this press."""

    registration: str = ""
    text: str = ""
    shown: Shown | None = None
    agreed: Collection[str] = ()


def check_in(
    database: Database, forum_id: str, slug: str, spot: Spot, asked: Asked, *, trusted: bool, now: datetime, actor: str
) -> Outcome:
    """Checks one person in, once; an earlier check-in stays as it is.

    Who isn't confirmed needs somebody ``trusted`` who agreed to that. Raises NotFound for an id of nobody here.
    """

    def job(connection: Connection) -> Outcome:
        row = _who(connection, forum_id, slug, asked)
        if isinstance(row, Outcome):
            return row
        before = arrived_at(connection, row.id, spot)
        if before is not None:
            return Outcome(Result.ALREADY, row.id, at=before)
        against = concerns_of(connection, row, spot)
        if set(against) - set(asked.agreed) or (not trusted and row.status != RegistrationStatus.CONFIRMED):
            return Outcome(Result.ASKED, row.id, against)
        put_in(connection, forum_id, row.id, row.name, spot, now, actor)
        return Outcome(Result.IN, row.id, at=now)

    return in_turn(database, forum_id, job)


def put_in(connection: Connection, forum_id: str, key: str, name: str, spot: Spot, now: datetime, actor: str) -> None:
    """The row of a check-in and its entry in the log, within the caller's transaction, which must be a turn of the forum's registrations."""
    last = connection.execute(select(func.max(CheckIn.position)).where(CheckIn.parent == key)).scalar()
    connection.execute(
        insert(CheckIn).values(
            forum_id=forum_id,
            parent=key,
            position=0 if last is None else last + 1,
            at=now,
            day=spot.day,
            session=spot.session,
            spot=spot.key,
        )
    )
    record(connection, actor, "check_in.made", forum_id, name, after=_told(spot, now), thing=key)


def undo_check_in(database: Database, forum_id: str, spot: Spot, registration: str, *, actor: str) -> Outcome:
    """Takes a check-in back; nothing where there is none. Of a walk-in that was nowhere else since, the registration is
    cancelled as well. Raises NotFound for an id of nobody here."""

    def job(connection: Connection) -> Outcome:
        row = _registered(connection, forum_id, registration)
        at = arrived_at(connection, row.id, spot)
        if at is None:
            return Outcome(Result.NOT_HERE, row.id)
        connection.execute(delete(CheckIn).where(CheckIn.parent == row.id, CheckIn.spot == spot.key))
        record(connection, actor, "check_in.undone", forum_id, row.name, before=_told(spot, at), thing=row.id)
        if row.source == RegistrationSource.WALK_IN and row.registered_at == at:
            _come_undone(connection, forum_id, row.id, actor)
        return Outcome(Result.UNDONE, row.id)

    return in_turn(database, forum_id, job)


def _come_undone(connection: Connection, forum_id: str, key: str, actor: str) -> None:
    here = registration_of(connection, forum_id, key)
    if here is None or here.check_ins or here.status != RegistrationStatus.CONFIRMED:
        return
    moved(here, RegistrationStatus.CANCELLED, actor)
    cancel_place(connection, key)
    change_registration(connection, forum_id, here)
    record(connection, actor, "registration.cancelled", forum_id, here.name, thing=key)


def person_at(database: Database, forum_id: str, slug: str, spot: Spot, asked: Asked) -> Outcome:
    """Who is meant, whether they came, and what speaks against letting them in; changes nothing. Raises NotFound."""
    with database.reading() as connection:
        row = _who(connection, forum_id, slug, asked)
        if isinstance(row, Outcome):
            return row
        at = arrived_at(connection, row.id, spot)
        return Outcome(Result.FOUND, row.id, () if at else concerns_of(connection, row, spot), at)


def registered(database: Database, forum_id: str, key: str) -> Any:
    """The row of somebody who is registered in this forum. Raises NotFound."""
    with database.reading() as connection:
        return _registered(connection, forum_id, key)


def arrived_at(connection: Connection, registration: str, spot: Spot) -> datetime | None:
    """When somebody was checked in at a spot."""
    query = select(CheckIn.at).where(CheckIn.parent == registration, CheckIn.spot == spot.key)
    return connection.execute(query).scalar()


def concerns_of(connection: Connection, row: Any, spot: Spot) -> tuple[str, ...]:
    """What is to be known before somebody is let in: a state that isn't confirmed, that they join online, that they
    signed up for other sessions than this one, which needs it."""
    found = [row.status.value] if row.status != RegistrationStatus.CONFIRMED else []
    found += [ONLINE] if row.mode == Mode.ONLINE else []
    if spot.session and connection.execute(select(Session.sign_up).where(Session.id == spot.session)).scalar():
        signed = select(RegistrationSession.parent).where(
            RegistrationSession.parent == row.id, RegistrationSession.member == spot.session
        )
        found += [] if connection.execute(signed).first() else [NOT_SIGNED_UP]
    return tuple(found)


def _told(spot: Spot, at: datetime) -> dict[str, Any]:
    told = {"day": spot.day.isoformat(), "at": at.isoformat()}
    return {**told, "session": spot.session} if spot.session else told


def _registered(connection: Connection, forum_id: str, key: str) -> Any:
    query = select(Registration).where(Registration.id == key, Registration.forum_id == forum_id)
    row = connection.execute(query).first()
    if row is None:
        raise NotFound(
            "Nobody who is registered here has this number: the registration was deleted, or is another forum's."
        )
    return row


def _who(connection: Connection, forum_id: str, slug: str, asked: Asked) -> Any:
    """The registration that is meant, or the outcome that nobody or nobody alone is."""
    if asked.registration:
        return _registered(connection, forum_id, asked.registration)
    read = scanned(asked.text)
    if read.slug and read.slug != slug:
        return Outcome(Result.OF_ANOTHER)
    exact = _exactly(connection, forum_id, read, asked.text)
    if exact is not None:
        return exact
    alike: Sequence[Any] = ()
    if asked.shown is not None and not read.slug:
        alike = connection.execute(of_list(forum_id, asked.shown, Registration).limit(2)).all()
    if len(alike) == 1:
        return alike[0]
    elsewhere = (
        not alike
        and read.code
        and connection.execute(
            select(Registration.id).where(Registration.code == read.code, Registration.forum_id != forum_id).limit(1)
        ).first()
    )
    return Outcome(Result.SEVERAL if alike else Result.OF_ANOTHER if elsewhere else Result.NOBODY)


def _exactly(connection: Connection, forum_id: str, read: Scanned, text: str) -> Any:
    """Who has this code or this address."""
    here = select(Registration).where(Registration.forum_id == forum_id)
    if read.code:
        return connection.execute(here.where(Registration.code == read.code)).first()
    if "@" not in text:
        return None
    try:
        return connection.execute(here.where(Registration.address == address_of(text))).first()
    except UnfitAddress:
        return None
