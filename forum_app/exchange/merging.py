"""A second import of a programme: what is known again keeps its identity and all that the file can't carry.

A thing is known by our own id (a guid of our making), else by its source with foreign id, guid and room. What the file
lacks is taken out of the draft, except people who have another part in it than the one the file gives them.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID, uuid5

from msgspec import structs

from forum_app.domain.draft import Draft, Person, Room, Session, Theme
from forum_app.domain.draft_parts import Material, Role
from forum_app.domain.vocabularies import MaterialKind, RoleKind

OURS = UUID("5d3f6c8e-0f0b-5a58-9a1d-6f2f5b1c7a10")
CARRIED_ROLES = (RoleKind.SPEAKER,)
CARRIED_MATERIALS = (MaterialKind.PRESENTATION, MaterialKind.RECORDING)
Anything = Theme | Room | Person | Session
Thing = TypeVar("Thing", Theme, Room, Person, Session)


def guid_of(key: str) -> str:
    """The guid under which a thing of ours with this id leaves."""
    return str(uuid5(OURS, key))


@dataclass
class Merged:
    """The draft, and how many things of each kind were known again, are new and are gone."""

    draft: Draft
    known: dict[str, int] = field(default_factory=dict)
    added: dict[str, int] = field(default_factory=dict)
    gone: dict[str, int] = field(default_factory=dict)


def merged(old: Draft, new: Draft) -> Merged:
    """``new`` (just made from a file) in place of ``old``, with the identities and the rest of ``old``."""
    result = Merged(old)
    ids: dict[str, str] = {}
    pairs = _Pairs(result, ids)
    themes = _in_order(old.themes, pairs.of("themes", old.themes, new.themes, lambda one: one.id, _theme))
    rooms = _in_order(old.rooms, pairs.of("rooms", old.rooms, new.rooms, lambda one: one.id, _room))
    people = _in_order(old.people, pairs.of("people", old.people, new.people, lambda one: one.id, _person))
    rooms_of_old = {room.id: _room_name(room) for room in old.rooms}
    rooms_of_new = {room.id: _room_name(room) for room in new.rooms}
    names = {**rooms_of_new, **rooms_of_old}
    coming = [_mapped(session, ids) for session in new.sessions]
    sessions = pairs.of("sessions", old.sessions, coming, lambda one: names.get(one.room or "", ""), _session)
    needed = _still_needed(old, sessions)
    here = {person.id for person in people}
    kept = [person for person in old.people if person.id in needed and person.id not in here]
    result.gone["people"] -= len(kept)
    forum = structs.replace(
        old.forum,
        title={**old.forum.title, **new.forum.title},
        first_day=new.forum.first_day,
        last_day=new.forum.last_day,
        zone=new.forum.zone,
        languages=list(dict.fromkeys([*old.forum.languages, *new.forum.languages])),
    )
    result.draft = structs.replace(
        old, forum=forum, themes=themes, rooms=rooms, people=[*people, *kept], sessions=sessions
    )
    return result


def _in_order(was: list[Thing], now: list[Thing]) -> list[Thing]:
    """What was known in the order it had, new things after it: a file names these as its events happen to come, and a
    theme without a colour of its own has that of its place."""
    order = {thing.id: number for number, thing in enumerate(was)}
    return sorted(now, key=lambda thing: order.get(thing.id, len(order)))


def _room_name(room: Room) -> str:
    return next(iter(room.name.values()), "")


def _still_needed(old: Draft, sessions: list[Session]) -> set[str]:
    """People whom something that stays refers to."""
    roles = [*old.forum.roles, *(role for session in sessions for role in session.roles)]
    needed = {role.person for role in roles}
    needed |= {who.person for session in sessions for talk in session.talks for who in talk.speakers}
    questions = [*old.forum.key_questions, *(item for session in sessions for item in session.key_questions)]
    return needed | {key for question in questions for key in question.to}


@dataclass
class _Pairs:
    """Finds the old thing for each new one; ``ids`` maps new ids to the ones kept."""

    result: Merged
    ids: dict[str, str]

    def of(
        self,
        name: str,
        old: list[Thing],
        new: list[Thing],
        place: Callable[[Thing], str],
        joined: Callable[[Thing, Thing], Thing],
    ) -> list[Thing]:
        """The new things in their order, each joined with the old one that it is known by. The surest keys are tried
        for all of them first, so that a session that moved never takes the place of one that stayed."""
        left = {thing.id: thing for thing in old}
        partner: dict[str, Thing] = {}
        for keys in (_own_key, _key_there, _key_elsewhere):
            waiting: dict[Hashable, list[Thing]] = {}
            for thing in left.values():
                if key := keys(thing, place(thing), was=True):
                    waiting.setdefault(key, []).append(thing)
            for thing in new:
                found = waiting.get(keys(thing, place(thing), was=False)) if thing.id not in partner else None
                if found:
                    partner[thing.id] = found.pop(0)
                    del left[partner[thing.id].id]
        self.ids.update({key: thing.id for key, thing in partner.items()})
        self.result.known[name] = len(partner)
        self.result.added[name] = len(new) - len(partner)
        self.result.gone[name] = len(left)
        return [joined(partner[thing.id], thing) if thing.id in partner else thing for thing in new]


def _own_key(thing: Anything, _place: str, *, was: bool) -> Hashable:
    """Our own id, as the guid that it left under."""
    return guid_of(thing.id) if was else thing.origin and thing.origin.guid


def _key_there(thing: Anything, place: str, *, was: bool) -> Hashable:
    """Where it comes from, in the same room: one submission may be held twice."""
    key = _key_elsewhere(thing, place, was=was)
    return (key, place) if key else None


def _key_elsewhere(thing: Anything, _place: str, *, was: bool) -> Hashable:
    origin = thing.origin
    if origin is None or not (origin.foreign_id or origin.guid):
        return None
    return origin.source, origin.foreign_id, origin.guid


def _theme(was: Theme, now: Theme) -> Theme:
    return structs.replace(was, title={**was.title, **now.title}, colour=was.colour or now.colour, origin=now.origin)


def _room(was: Room, now: Room) -> Room:
    return structs.replace(
        was,
        name={**was.name, **now.name},
        capacity=now.capacity if now.capacity is not None else was.capacity,
        where={**was.where, **now.where},
        origin=now.origin,
    )


def _person(was: Person, now: Person) -> Person:
    return structs.replace(
        was, name={**was.name, **now.name}, biography={**was.biography, **now.biography}, origin=now.origin
    )


def _mapped(session: Session, ids: dict[str, str]) -> Session:
    """The session with its references led to the things that are kept."""
    return structs.replace(
        session,
        themes=[ids.get(key, key) for key in session.themes],
        room=ids.get(session.room, session.room) if session.room else None,
        roles=[structs.replace(role, person=ids.get(role.person, role.person)) for role in session.roles],
    )


def _session(was: Session, now: Session) -> Session:
    """Times, room, theme, speakers, links and texts as the file says; everything else stays."""
    known = {role.person: role for role in was.roles if role.role in CARRIED_ROLES}
    roles = [known.get(role.person, role) for role in now.roles]
    spoken_for = {who.person for talk in was.talks for who in talk.speakers}
    return structs.replace(
        was,
        title={**was.title, **now.title},
        kind=now.kind if now.label != was.label else was.kind,
        label={**was.label, **now.label},
        status=now.status,
        summary={**was.summary, **now.summary},
        themes=now.themes,
        room=now.room,
        start=now.start,
        fold=now.fold,
        minutes=now.minutes,
        languages=now.languages or was.languages,
        roles=[*(role for role in was.roles if role.role not in CARRIED_ROLES), *_without(roles, spoken_for)],
        links=now.links,
        materials=_materials(was.materials, now.materials),
        origin=now.origin,
    )


def _without(roles: list[Role], spoken_for: set[str]) -> list[Role]:
    """Speakers of the session whom none of its talks names already."""
    return [role for role in roles if role.person not in spoken_for]


def _materials(was: list[Material], now: list[Material]) -> list[Material]:
    known = {item.url: item for item in was if item.url}
    stay = [item for item in was if item.file or item.kind not in CARRIED_MATERIALS]
    fresh = [known.get(item.url, item) for item in now]
    return [*stay, *(item for item in fresh if all(item.id != other.id for other in stay))]
