"""What speakers proposed and nobody decided yet: read for the desk, taken over or left as it is."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, func, select, update

from forum_app.database import Database
from forum_app.domain.errors import EditRefused, NotFound
from forum_app.domain.trees import digest
from forum_app.domain.vocabularies import ProposalState
from forum_app.models.people import Organisation
from forum_app.models.speaking import Proposal
from forum_app.services.audit import record
from forum_app.services.proposing import without_names
from forum_app.services.things import Edit, EditClash, change_thing


@dataclass(frozen=True)
class Proposed:
    """One open proposal: of whom, for which field of which thing; what stood there when it was made, what is to stand
    there, and when it was made."""

    id: str
    person: str
    kind: str
    thing: str
    place: str
    before: Any
    value: Any
    made_at: datetime


@dataclass
class Decided:
    """How many were taken over and left; ids of those whose field was changed since they were looked at, and why others
    can't be kept, as sentences by id."""

    taken: int = 0
    left: int = 0
    changed: list[str] = field(default_factory=list)
    refused: dict[str, list[str]] = field(default_factory=dict)


def open_proposals(connection: Connection, forum_id: str) -> list[Proposed]:
    """All that nobody decided yet, the oldest first."""
    return [_proposed(row) for row in connection.execute(_open(forum_id))]


def count_open(connection: Connection, forum_id: str) -> tuple[int, int]:
    """How many proposals wait, and of how many people."""
    query = select(func.count(), func.count(Proposal.person.distinct()))
    row = connection.execute(query.where(Proposal.forum_id == forum_id, Proposal.state == ProposalState.OPEN)).one()
    return row[0], row[1]


def _open(forum_id: str) -> Any:
    here = (Proposal.forum_id == forum_id, Proposal.state == ProposalState.OPEN)
    return select(Proposal).where(*here).order_by(Proposal.made_at, Proposal.id)


def _proposed(row: Any) -> Proposed:
    return Proposed(row.id, row.person, row.kind, row.thing, row.place, row.before, row.value, row.made_at)


def take_over(database: Database, forum_id: str, seen: Mapping[str, str], *, actor: str) -> Decided:
    """Puts what was proposed into the draft, as an edit like any other. ``seen`` holds the digest of what stood in the
    field when the organiser looked, by the id of the proposal: a field that was changed since stays as it is."""
    with database.reading() as connection:
        chosen = [each for each in open_proposals(connection, forum_id) if each.id in seen]
    done = Decided()
    by_thing: dict[tuple[str, str], list[Proposed]] = defaultdict(list)
    for each in chosen:
        by_thing[each.kind, each.thing].append(each)
    for group in by_thing.values():
        # Two people may want another word at one place of a talk: one after the other, so that the second is asked.
        places = [each.place for each in group]
        first = [each for number, each in enumerate(group) if each.place not in places[:number]]
        _take_group(database, forum_id, first, seen, actor, done)
        done.changed += [each.id for each in group if each not in first]
    return done


def _take_group(
    database: Database, forum_id: str, group: list[Proposed], seen: Mapping[str, str], actor: str, done: Decided
) -> None:
    left = list(group)
    while left:
        try:
            database.in_turn(forum_id, partial(_taken, forum_id=forum_id, group=left, seen=seen, actor=actor))
        except EditClash as clash:
            places = {each.place for each in clash.clashes}
            done.changed += [each.id for each in left if each.place in places]
            left = [each for each in left if each.place not in places]
            continue
        except EditRefused as error:
            for each in left:
                done.refused[each.id] = [sentence for _place, sentence in error.problems]
            return
        except NotFound as error:
            for each in left:
                done.refused[each.id] = [error.message]
            return
        done.taken += len(left)
        return


def _taken(
    connection: Connection, forum_id: str, group: Iterable[Proposed], seen: Mapping[str, str], actor: str
) -> None:
    values, made, base = dict[str, Any](), dict[str, tuple[str, str]](), dict[str, str]()
    for each in group:
        value, fresh = without_names(each.value)
        values[each.place], base[each.place] = _with_known(connection, forum_id, value, fresh), seen[each.id]
        made |= fresh
        kind, thing = each.kind, each.thing
    change_thing(connection, forum_id, kind, thing, Edit(values, base, made), actor)
    _decided(connection, [each.id for each in group], ProposalState.TAKEN, actor)


def _with_known(connection: Connection, forum_id: str, value: Any, fresh: dict[str, tuple[str, str]]) -> Any:
    """A value that names organisations as they are here by now: one that was made since, by its name, isn't made again."""
    if not fresh:
        return value
    rows = connection.execute(select(Organisation.id, Organisation.name).where(Organisation.forum_id == forum_id)).all()
    known = {text.casefold(): row.id for row in rows for code, text in row.name.items() if "@" not in code}
    here = {key: known[name.casefold()] for key, (_kind, name) in fresh.items() if name.casefold() in known}
    for key in here:
        fresh.pop(key)
    return [{**item, "organisation": here.get(item.get("organisation"), item.get("organisation"))} for item in value]


def leave(database: Database, forum_id: str, ids: Collection[str], *, actor: str) -> Decided:
    """Leaves the draft as it is; who proposed it is told so on their page."""

    def job(connection: Connection) -> Decided:
        rows = connection.execute(_open(forum_id).where(Proposal.id.in_(ids))).all()
        _decided(connection, [row.id for row in rows], ProposalState.REFUSED, actor)
        for row in rows:
            record(connection, actor, "proposal.left", forum_id, after={row.place: None}, thing=row.person)
        return Decided(left=len(rows))

    return database.in_turn(forum_id, job)


def _decided(connection: Connection, ids: Collection[str], state: ProposalState, actor: str) -> None:
    values = {"state": state, "decided_at": datetime.now(UTC), "decided_by": actor[:20]}
    connection.execute(update(Proposal).where(Proposal.id.in_(ids)).values(values))


def seen_of(value: Any) -> str:
    """The digest of what stands in a field, for a form that decides on it."""
    return digest(value)
