"""Who comes, as rows and back: delegations and registrations with what belongs to each."""

import secrets
from collections import defaultdict
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, delete, func, insert, select, update

from forum_app.domain.check_ins import first_of_each_spot, spot_of
from forum_app.domain.draft import Draft
from forum_app.domain.draft_parts import StoredFile
from forum_app.domain.identity import ALPHABET
from forum_app.domain.registration_rules import address_of, kept_address_of, searched, sorted_by
from forum_app.domain.registrations import CODE_LENGTH, COMING, Delegation, Question, Registration
from forum_app.services.draft_rows import Row, fitting, row_of, table
from forum_app.services.my_agenda import seats_become_stars

# What belongs to one registration: the field, and the table of its rows.
BELONGING = {"sessions": "registration_session", "changes": "status_change", "check_ins": "check_in"}
AT_ONCE = 500


def new_code() -> str:
    """The short code of a badge, for the reception only: six characters without look-alikes, random."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def keep_registrations(
    connection: Connection, forum_id: str, delegations: list[Delegation], registrations: list[Registration]
) -> int:
    """Adds these, or puts them in place of those with the same id; others stay. Returns how many rows differ now."""
    owners = _owners(connection, forum_id)
    for registration in registrations:
        while not registration.code or owners.get(registration.code, registration.id) != registration.id:
            registration.code = new_code()
        owners[registration.code] = registration.id
    changed = _put(connection, forum_id, "delegation", [_delegation_row(item, forum_id) for item in delegations])
    changed += _put(connection, forum_id, "registration", [_registration_row(item, forum_id) for item in registrations])
    for name, rows in _belonging_rows(registrations, forum_id).items():
        here = table(name)
        for start in range(0, len(registrations), AT_ONCE):
            ids = [item.id for item in registrations[start : start + AT_ONCE]]
            connection.execute(delete(here).where(here.c.parent.in_(ids)))
        if rows:
            connection.execute(insert(here), rows)
    return changed


def add_registration(connection: Connection, forum_id: str, registration: Registration) -> None:
    """Adds one, at the end of the list, with a code of its own where it has none; in a turn of the forum's
    registrations, which few queries keep short."""
    here = table("registration")
    while not registration.code or _is_taken(connection, forum_id, registration.code):
        registration.code = new_code()
    last = connection.execute(select(func.max(here.c.position)).where(here.c.forum_id == forum_id)).scalar()
    row = _registration_row(registration, forum_id)
    connection.execute(insert(here).values({**row, "position": 0 if last is None else last + 1}))
    keep_belonging(connection, forum_id, registration)


def keep_belonging(connection: Connection, forum_id: str, registration: Registration) -> None:
    """Makes the tables of what belongs to one registration hold what is in it now."""
    for name, rows in _belonging_rows([registration], forum_id).items():
        here = table(name)
        connection.execute(delete(here).where(here.c.parent == registration.id))
        if rows:
            connection.execute(insert(here), rows)


def change_registration(connection: Connection, forum_id: str, registration: Registration) -> None:
    """Keeps one that is here as it is now."""
    here = table("registration")
    row = _registration_row(registration, forum_id)
    del row["position"]
    connection.execute(update(here).where(here.c.id == registration.id, here.c.forum_id == forum_id).values(row))
    keep_belonging(connection, forum_id, registration)


def registered_with(connection: Connection, forum_id: str, email: str) -> str | None:
    """The id of the registration with this address, however it is written; None for none. Raises UnfitAddress."""
    here, address = table("registration"), address_of(email)
    if address is None:
        return None
    query = select(here.c.id).where(here.c.forum_id == forum_id, here.c.address == address)
    found: str | None = connection.execute(query).scalar()
    return found


def registration_of(connection: Connection, forum_id: str, key: str) -> Registration | None:
    """One registration with all that belongs to it; None where there is none."""
    here = table("registration")
    row = connection.execute(select(here).where(here.c.id == key, here.c.forum_id == forum_id)).first()
    if row is None:
        return None
    data: dict[str, Any] = dict(row._mapping)
    for field, name in BELONGING.items():
        own = table(name)
        rows = connection.execute(select(own).where(own.c.parent == key).order_by(own.c.position))
        data[field] = [each.member if field == "sessions" else dict(each._mapping) for each in rows]
    return msgspec.convert(fitting(data, Registration), Registration)


def _is_taken(connection: Connection, forum_id: str, code: str) -> bool:
    here = table("registration")
    query = select(here.c.id).where(here.c.forum_id == forum_id, here.c.code == code)
    return connection.execute(query).first() is not None


def _owners(connection: Connection, forum_id: str) -> dict[str, str]:
    """Whose each code of the forum is."""
    here = table("registration")
    return {
        row.code: row.id
        for row in connection.execute(select(here.c.code, here.c.id).where(here.c.forum_id == forum_id))
    }


def _put(connection: Connection, forum_id: str, name: str, rows: list[Row]) -> int:
    """Inserts the rows whose id is not in the table, updates those that differ; positions follow those that are here."""
    here = table(name)
    old = {row.id: dict(row._mapping) for row in connection.execute(select(here).where(here.c.forum_id == forum_id))}
    last = max((row["position"] for row in old.values()), default=-1)
    fresh = []
    altered = 0
    for row in rows:
        before = old.get(row["id"])
        if before is None:
            last += 1
            fresh.append({**row, "position": last})
        elif before != (new := {**row, "position": before["position"]}):
            connection.execute(update(here).where(here.c.id == row["id"]).values(new))
            altered += 1
    if fresh:
        connection.execute(insert(here), fresh)
    return len(fresh) + altered


def _delegation_row(item: Delegation, forum_id: str) -> Row:
    return row_of("delegation", item, forum_id=forum_id, position=0)


def _registration_row(item: Registration, forum_id: str) -> Row:
    compared = {"address": kept_address_of(item.email), "sorted_by": sorted_by(item), "searched": searched(item)}
    return row_of("registration", item, forum_id=forum_id, position=0, **compared)


def _belonging_rows(registrations: list[Registration], forum_id: str) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {name: [] for name in BELONGING.values()}
    for item in registrations:
        known = {"forum_id": forum_id, "parent": item.id}
        rows["registration_session"] += [
            {**known, "member": key, "position": position} for position, key in enumerate(item.sessions)
        ]
        rows["status_change"] += [
            row_of("status_change", thing, position=position, **known) for position, thing in enumerate(item.changes)
        ]
        rows["check_in"] += [
            row_of("check_in", thing, position=position, spot=spot_of(thing), **known)
            for position, thing in enumerate(first_of_each_spot(item.check_ins))
        ]
    return rows


def with_registrations(connection: Connection, draft: Draft) -> Draft:
    """The draft with everybody who comes."""
    forum_id = draft.forum.id
    rows = {name: _ordered(connection, table(name), forum_id) for name in ("delegation", "registration")}
    belonging: dict[str, dict[str, list[Any]]] = {}
    for field, name in BELONGING.items():
        grouped: dict[str, list[Any]] = defaultdict(list)
        for row in _ordered(connection, table(name), forum_id):
            grouped[row["parent"]].append(row["member"] if field == "sessions" else row)
        belonging[field] = grouped
    asked = {question.id for question in draft.questions}  # an answer to one that was deleted is nothing without it
    people = [
        {
            **row,
            "answers": {key: answer for key, answer in row["answers"].items() if key in asked},
            **{field: belonging[field].get(row["id"], []) for field in BELONGING},
        }
        for row in rows["registration"]
    ]
    return msgspec.structs.replace(
        draft,
        delegations=[msgspec.convert(fitting(row, Delegation), Delegation) for row in rows["delegation"]],
        registrations=[msgspec.convert(fitting(row, Registration), Registration) for row in people],
    )


def _ordered(connection: Connection, here: Table, forum_id: str) -> list[Row]:
    query = select(here).where(here.c.forum_id == forum_id).order_by(here.c.position)
    return [dict(row._mapping) for row in connection.execute(query)]


def spare(connection: Connection, draft: Draft) -> list[str]:
    """Makes a draft that takes the place of a forum spare who is registered here: an older file undoes no cancellation
    and no check-in, and takes away no question that somebody answered.

    Takes people and delegations that are here out of the draft, adds answered questions; returns what is to be told.
    """
    forum_id = draft.forum.id
    people, delegations, questions = table("registration"), table("delegation"), table("question")
    rows = connection.execute(
        select(people.c.id, people.c.address, people.c.answers).where(people.c.forum_id == forum_id)
    ).all()
    ids, addresses = {row.id for row in rows}, {row.address for row in rows if row.address}
    known = {item.id for item in draft.registrations if item.id in ids or kept_address_of(item.email) in addresses}
    told = []
    if known:
        told.append(f"People of the file who are registered here and stay as they are here: {len(known)}.")
    draft.registrations = [item for item in draft.registrations if item.id not in known]
    here = connection.execute(select(delegations.c.id).where(delegations.c.forum_id == forum_id)).scalars()
    kept = set(here)
    draft.delegations = [item for item in draft.delegations if item.id not in kept]
    for delegation in draft.delegations:
        if delegation.head in known - ids:  # who is here under another id
            delegation.head = None
    letters = letters_of(connection, forum_id) - {file.name for file in draft.files}
    draft.files += [StoredFile(name=name, data=b"") for name in sorted(letters)]  # their bytes are kept already
    answered = {key for row in rows for key in row.answers} - {item.id for item in draft.questions}
    missing = _ordered(connection, questions, forum_id)
    draft.questions += [msgspec.convert(fitting(row, Question), Question) for row in missing if row["id"] in answered]
    return told + _lost_with_sessions(connection, draft)


def letters_of(connection: Connection, forum_id: str) -> set[str]:
    """Names of the files that are letters of nomination."""
    found: set[str] = set()
    for here in (table("registration"), table("delegation")):
        query = select(here.c.letter).where(here.c.forum_id == forum_id, here.c.letter.is_not(None))
        found.update(connection.execute(query).scalars())
    return found


def _lost_with_sessions(connection: Connection, draft: Draft) -> list[str]:
    """What is said where sessions go that people signed up for."""
    signed = table("registration_session")
    query = select(signed.c.member, func.count()).where(signed.c.forum_id == draft.forum.id).group_by(signed.c.member)
    staying = {session.id for session in draft.sessions}
    going = {row[0]: row[1] for row in connection.execute(query) if row[0] not in staying}
    seats_become_stars(connection, draft.forum.id, going)
    lost = sum(going.values())
    return [f"Sign-ups for sessions that are gone: {lost}."] if lost else []


def sign_ups_of(connection: Connection, forum_id: str) -> dict[str, int]:
    """How many people who may still come are signed up for each session that anybody is signed up for."""
    signed, people = table("registration_session"), table("registration")
    query = (
        select(signed.c.member, func.count())
        .join(people, people.c.id == signed.c.parent)
        .where(signed.c.forum_id == forum_id, people.c.status.in_(COMING))
        .group_by(signed.c.member)
    )
    return {row[0]: row[1] for row in connection.execute(query)}
