"""What somebody of the programme writes of themselves and their talks: proposed to the organisers, or kept at once.

There is at most one open proposal of a person for each field of a thing; another change of the field takes its place. A
value may hold parts that name an organisation which is only to be made: they carry its name beside its id.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from forum_app.database import Database
from forum_app.domain.errors import NotFound
from forum_app.domain.identity import new_id
from forum_app.domain.trees import Tree, same, value_at
from forum_app.domain.vocabularies import ProposalState, RoleState
from forum_app.models.forum import Forum
from forum_app.models.people import Role
from forum_app.models.speaking import Proposal
from forum_app.services.audit import record
from forum_app.services.speaking import plan_of_speaking
from forum_app.services.speaking_answers import SPEAKER
from forum_app.services.things import Edit, change_thing, read_thing

NEW = "new_organisation"  # in a part: the name of the organisation that its key is to become
Made = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Wish:
    """What somebody wants of a thing of theirs (themselves, or a talk): values by place, the digests of what their form
    was filled from, and what is to be made first, as in ``things.Edit``."""

    kind: str
    thing: str
    values: Mapping[str, Any]
    seen: Mapping[str, str] = field(default_factory=dict)
    made: Made = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """How many fields were proposed or taken back from what was proposed, and how many are kept already."""

    proposed: int
    kept: int


def write_mine(database: Database, forum_id: str, person: str, wish: Wish) -> Written:
    """Proposes what somebody wrote, or keeps it where the forum asks for no proposals.

    Raises NotFound for what is not theirs, EditRefused, and EditClash where others changed the same fields meanwhile.
    """

    def job(connection: Connection) -> Written:
        must_be_theirs(connection, person, wish.kind, wish.thing)
        return _write(connection, forum_id, person, wish)

    return database.in_turn(forum_id, job)


def write_minutes(
    database: Database, forum_id: str, person: str, minutes: Mapping[str, int | None], seen: Mapping[str, str]
) -> Written:
    """Proposes how long talks of a session last, as its moderator wants it, or keeps it where the forum asks for no
    proposals: all of them or none. ``minutes`` by the id of the talk, ``seen`` the digests of what the draft had when the
    form was made.

    The caller has seen that they moderate it. Raises EditRefused, and EditClash where others changed one meanwhile."""

    def job(connection: Connection) -> Written:
        done = {
            key: _write(connection, forum_id, person, Wish("talk", key, {"minutes": value}, {"minutes": seen[key]}))
            for key, value in minutes.items()
        }
        if kept := [key for key, one in done.items() if not one.proposed]:
            # What was proposed before the forum asked for no proposals any more is not what is wanted now.
            here = (Proposal.thing.in_(kept), Proposal.place == "minutes", Proposal.state == ProposalState.OPEN)
            connection.execute(delete(Proposal).where(*here))
        return Written(sum(one.proposed for one in done.values()), sum(one.kept for one in done.values()))

    return database.in_turn(forum_id, job)


def proposed_minutes(connection: Connection, talks: Collection[str]) -> dict[str, int | None]:
    """How long talks are to last by what moderators proposed and nobody decided yet: the latest of each."""
    here = (Proposal.thing.in_(talks), Proposal.place == "minutes", Proposal.state == ProposalState.OPEN)
    rows = connection.execute(
        select(Proposal.thing, Proposal.value).where(*here).order_by(Proposal.made_at, Proposal.id)
    )
    return {row.thing: row.value for row in rows}


def _write(connection: Connection, forum_id: str, person: str, wish: Wish) -> Written:
    if not _proposes(connection, forum_id):
        edit = Edit(wish.values, wish.seen, wish.made)
        saved = change_thing(connection, forum_id, wish.kind, wish.thing, edit, SPEAKER)
        return Written(0, len(saved.changed))
    tree = _as_it_would_be(connection, forum_id, wish)
    values = {}
    for place, wanted in wish.values.items():
        tidied = value_at(tree, place)  # a text that was emptied is there no more
        values[place] = with_names(wanted if tidied is None else tidied, wish.made)
    return propose(connection, forum_id, person, wish.kind, wish.thing, values)


def propose(
    connection: Connection, forum_id: str, person: str, kind: str, thing: str, values: Mapping[str, Any]
) -> Written:
    """Makes proposals of values that were checked, within a turn of the forum; what stands there already is none, and
    takes an older one back."""
    tree, count = read_thing(connection, forum_id, kind, thing).tree, 0
    for place, value in values.items():
        here = (Proposal.person == person, Proposal.thing == thing, Proposal.place == place)
        was_open = connection.execute(select(Proposal.id).where(*here, Proposal.state == ProposalState.OPEN)).first()
        connection.execute(delete(Proposal).where(*here))
        before = value_at(tree, place)
        if same(before, value):
            count += was_open is not None
            continue
        row: dict[str, Any] = {"forum_id": forum_id, "person": person, "kind": kind, "thing": thing, "place": place}
        row |= {"before": before, "value": value, "state": ProposalState.OPEN, "made_at": datetime.now(UTC)}
        connection.execute(insert(Proposal).values(id=new_id(), decided_at=None, decided_by="", **row))
        count += 1
    if count:
        record(connection, SPEAKER, "proposal.made", forum_id, after=dict.fromkeys(values), thing=person)
    return Written(count, 0)


def must_be_theirs(connection: Connection, person: str, kind: str, thing: str) -> None:
    """Raises NotFound where a thing is neither the person nor a talk that they give and haven't declined."""
    if kind == "person" and thing == person:
        return
    role = select(Role.id).where(Role.person == person, Role.talk_id == thing, Role.state != RoleState.DECLINED)
    if kind != "talk" or connection.execute(role).first() is None:
        raise NotFound("There is nothing at this address.")


def _proposes(connection: Connection, forum_id: str) -> bool:
    return plan_of_speaking(connection.execute(select(Forum.speaking).where(Forum.id == forum_id)).scalar()).propose


def _as_it_would_be(connection: Connection, forum_id: str, wish: Wish) -> Tree:
    """The thing with what is wished for, tidied and checked as when it is kept; nothing is."""
    with connection.begin_nested() as trial:
        change_thing(connection, forum_id, wish.kind, wish.thing, Edit(wish.values, {}, wish.made), SPEAKER)
        tree = read_thing(connection, forum_id, wish.kind, wish.thing).tree
        trial.rollback()
    return tree


def with_names(value: Any, made: Made) -> Any:
    """A value whose parts carry the names of the organisations that are only to be made."""
    if not isinstance(value, list):
        return value
    return [
        {**item, NEW: made[item["organisation"]][1]}
        if isinstance(item, dict) and item.get("organisation") in made
        else item
        for item in value
    ]


def without_names(value: Any) -> tuple[Any, dict[str, tuple[str, str]]]:
    """A proposed value as a draft holds it, and what has to be made first."""
    if not isinstance(value, list):
        return value, {}
    made = {
        item["organisation"]: ("organisation", item[NEW]) for item in value if isinstance(item, dict) and NEW in item
    }
    return [{k: v for k, v in item.items() if k != NEW} if isinstance(item, dict) else item for item in value], made


def proposals_of(connection: Connection, person: str, thing: str, state: ProposalState) -> dict[str, Any]:
    """What somebody proposed of a thing, by place, as it is in this state."""
    query = select(Proposal.place, Proposal.value).where(
        Proposal.person == person, Proposal.thing == thing, Proposal.state == state
    )
    return {row.place: row.value for row in connection.execute(query.order_by(Proposal.made_at, Proposal.id))}
