"""Somebody who comes to the door unregistered: registered and checked in at once, whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select

from forum_app.database import Database
from forum_app.domain.check_ins import Spot
from forum_app.domain.errors import ForumError
from forum_app.domain.identity import looks_like_id, new_id
from forum_app.domain.registration_rules import UnfitAddress, email_of
from forum_app.domain.registrations import Consent, StatusChange
from forum_app.domain.registrations import Registration as Coming
from forum_app.domain.seats import Seats, limit_of
from forum_app.domain.sentences import said
from forum_app.domain.vocabularies import Constituency, Mode, RegistrationSource, RegistrationStatus
from forum_app.models.registrations import Registration
from forum_app.services.audit import record
from forum_app.services.check_ins import Outcome, Result, arrived_at, put_in
from forum_app.services.outbox import next_turn
from forum_app.services.registering import begin_anew
from forum_app.services.registration_mail import News, registration_mails
from forum_app.services.registration_plan import plan_of, seats_of
from forum_app.services.registration_rows import (
    add_registration,
    change_registration,
    registered_with,
    registration_of,
)
from forum_app.services.waiting_list import in_turn

FIELDS = ("given_name", "family_name", "email", "institution", "country", "constituency")
REGISTERED = "registration"  # what is agreed to
LONGEST = 200
SOON = timedelta(minutes=3)
LONGEST_NAME = 99  # of each of the two that are shown as one


class UnfitWalkIn(ForumError):
    """Some of what was written can't be kept. ``problems`` are pairs of field and sentence."""

    def __init__(self, problems: list[tuple[str, object]]) -> None:
        self.problems = problems
        super().__init__("The walk-in was not registered.")


class NoRoom(ForumError):
    """No place is free for somebody who comes unregistered: all are taken, or others wait for them."""

    def __init__(self, seats: Seats) -> None:
        self.seats = seats
        super().__init__("No place is free.")


class RegisteredAlready(ForumError):
    """The address is that of somebody who is registered."""

    def __init__(self, registration: str) -> None:
        self.registration = registration
        super().__init__("Somebody with this address is registered already.")


@dataclass(frozen=True)
class WalkIn:
    """What was written of somebody, by FIELDS, one line each; ``key`` was made with the form: a second press of it is
    known by it. ``agreed`` is the text that they agreed to, ``all_the_same`` that no place need be free."""

    key: str
    written: Mapping[str, str]
    agreed: str = ""
    all_the_same: bool = False


def seats_at_the_door(connection: Connection, forum_id: str) -> Seats:
    """The seats of those who come in person."""
    planned = plan_of(connection, forum_id)
    nobody = Seats(limit_of(planned.plan, Mode.IN_PERSON), 0, 0)
    return seats_of(connection, planned).get(Mode.IN_PERSON, nobody)


def walk_in(
    database: Database,
    forum_id: str,
    spot: Spot,
    new: WalkIn,
    *,
    trusted: bool,
    now: datetime,
    actor: str,
    base_url: str,
) -> Outcome:
    """Registers somebody as confirmed and checks them in; where no place is free, for somebody ``trusted`` alone, who was
    told so. Whoever cancelled before is the same one anew. Whose address is known gets the link to their own page.
    Raises UnfitWalkIn, RegisteredAlready, NoRoom."""
    coming = _coming(new, now, actor)

    def job(connection: Connection) -> Outcome:
        same = connection.execute(select(Registration.forum_id).where(Registration.id == coming.id)).scalar()
        if same == forum_id:
            return Outcome(Result.ALREADY, coming.id, at=arrived_at(connection, coming.id, spot))
        if same is not None:
            coming.id = new_id()
        key = registered_with(connection, forum_id, coming.email)
        known = registration_of(connection, forum_id, key) if key else None
        if known is not None and known.status != RegistrationStatus.CANCELLED:
            raise RegisteredAlready(known.id)
        seats = seats_at_the_door(connection, forum_id)
        if not seats.is_free and not (trusted and new.all_the_same):
            raise NoRoom(seats)
        if known is not None:
            begin_anew(coming, known)
            change_registration(connection, forum_id, coming)
        else:
            add_registration(connection, forum_id, coming)
        record(connection, actor, "check_in.walk-in", forum_id, coming.name, thing=coming.id)
        put_in(connection, forum_id, coming.id, coming.name, spot, now, actor)
        _tell(connection, forum_id, coming, base_url)
        return Outcome(Result.IN, coming.id, at=now)

    return in_turn(database, forum_id, job)


def _tell(connection: Connection, forum_id: str, coming: Coming, base_url: str) -> None:
    """Mails them the link to their own page, a little later: a press at the door is soon taken back."""
    if coming.email:
        later = next_turn(connection, coming.email, datetime.now(UTC) + SOON)
        registration_mails(connection, forum_id, base_url).tell(connection, coming, News.CONFIRMED, not_before=later)


def _coming(new: WalkIn, now: datetime, actor: str) -> Coming:
    """The registration that is to be kept. Raises UnfitWalkIn."""
    given = {name: new.written.get(name, "") for name in FIELDS}
    problems: list[tuple[str, object]] = []
    for name in FIELDS:
        longest = LONGEST_NAME if name.endswith("_name") else LONGEST
        if len(given[name]) > longest:
            problems.append((name, said("Write at most %(most)d characters here.", most=longest)))
    if not given["given_name"] and not given["family_name"]:
        problems.append(("given_name", said("Write a name, as it is to stand on the badge.")))
    try:
        given["email"] = email_of(given["email"]) if given["email"] else ""
    except UnfitAddress:
        problems.append(("email", said("This is no e-mail address: write one such as name@example.org, or none.")))
    if given["constituency"] and given["constituency"] not in set(Constituency):
        problems.append(("constituency", said("Choose one of the list.")))
    if len(given["country"]) not in (0, 2) or (given["country"] and not _is_code(given["country"])):
        problems.append(("country", said("Choose one of the list.")))
    if problems:
        raise UnfitWalkIn(problems)
    return Coming(
        id=new.key if looks_like_id(new.key) else new_id(),
        given_name=given["given_name"],
        family_name=given["family_name"],
        name=f"{given['given_name']} {given['family_name']}".strip(),
        email=given["email"],
        institution=given["institution"],
        country=given["country"],
        constituency=Constituency(given["constituency"]) if given["constituency"] else None,
        mode=Mode.IN_PERSON,
        status=RegistrationStatus.CONFIRMED,
        source=RegistrationSource.WALK_IN,
        registered_at=now,
        consents=[Consent(purpose=REGISTERED, given_at=now, text=new.agreed)] if new.agreed else [],
        changes=[StatusChange(status=RegistrationStatus.CONFIRMED, at=now, by=actor)],
    )


def _is_code(country: str) -> bool:
    return country.isascii() and country.isalpha() and country.isupper()
