"""Two people of a forum who are one, merged by hand: one entry is kept, with what was chosen of both; all that hung on
the other moves to it. One entry of the log holds what is needed to part them again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from forum_app.database import Database
from forum_app.domain.errors import AlreadyBack, CantBringBack, EditRefused, NotFound
from forum_app.domain.identity import looks_like_id
from forum_app.domain.one_person import Choice, Compared, Way, compared, united
from forum_app.domain.sentences import said
from forum_app.domain.trees import Tree, digests, put_at, same, value_at
from forum_app.models.erasures import Erasure
from forum_app.models.forum import Forum
from forum_app.models.messages import Message
from forum_app.models.people import MergedPerson, Person, Role
from forum_app.models.personal import PersonalKey
from forum_app.models.publishing import AuditEntry
from forum_app.models.registrations import Registration
from forum_app.services.audit import last_change, record
from forum_app.services.draft_rows import table
from forum_app.services.merged_people import kept_person
from forum_app.services.moving_parts import parts_moved
from forum_app.services.patches import CHANGED, Held, patch_of, rows_held, undo_patch
from forum_app.services.things import Stored, keep_thing, name_of, read_thing, touch
from forum_app.services.waiting_list import in_both_turns

# Where people are named outside the draft: by foreign key, or by id alone.
OUTSIDE = ((Registration.id, "registration"), (Message.id, "message"), (PersonalKey.key, "personal_key"))


@dataclass(frozen=True)
class Wanted:
    """What somebody decided on the page of two people: which is kept (``one`` or ``two`` of the pair), a choice by place,
    the digests of both as they were shown, by place."""

    kept: str
    gone: str
    choices: Mapping[str, Choice]
    seen: tuple[Mapping[str, str], Mapping[str, str]]


class MergedAlready(Exception):
    """One of the two was merged before: ``kept`` is who is left."""

    def __init__(self, kept: str) -> None:
        self.kept = kept
        super().__init__(kept)


class MergeClash(Exception):
    """One of the two was changed meanwhile: nothing was done. ``changed`` are the places, ``who`` and ``at`` the last
    change, by the account ``by``."""

    def __init__(self, changed: frozenset[str], who: str, at: datetime | None, by: str) -> None:
        self.changed, self.who, self.at, self.by = changed, who, at, by
        super().__init__(", ".join(sorted(changed)))


def read_two(connection: Connection, forum_id: str, one: str, two: str) -> tuple[Stored, Stored]:
    """Both, in this order. Raises NotFound, EditRefused for one with themselves or whose data was erased, and
    MergedAlready where either is part of somebody else by now."""
    if one == two:
        raise EditRefused([("", said("Nobody can be merged with themselves: choose somebody else."))])
    for key in (one, two):
        if not looks_like_id(key):
            raise NotFound("There is no such person in this forum.")
        if (kept := kept_person(connection, forum_id, key)) is not None:
            raise MergedAlready(kept)
    found = read_thing(connection, forum_id, "person", one), read_thing(connection, forum_id, "person", two)
    query = select(Erasure.thing).where(Erasure.forum_id == forum_id, Erasure.thing.in_((one, two)))
    if connection.execute(query).first() is not None:
        raise EditRefused([("", said("The data of one of them was erased: there is nothing to merge."))])
    return found


def two_people(database: Database, forum_id: str, one: str, two: str) -> tuple[Stored, Stored]:
    """``read_two`` in a transaction of its own."""
    with database.reading() as connection:
        return read_two(connection, forum_id, one, two)


def fields_of(one: Stored, two: Stored, languages: Sequence[str], *, first: Choice, private: bool) -> list[Compared]:
    """The fields of two people as they are compared, without the private ones for those who may not see them."""
    fields = compared(one.tree, two.tree, languages, first=first)
    return [field for field in fields if private or not field.place.startswith("private.")]


def unseen_clash(one: Stored, two: Stored) -> bool:
    """Whether private fields of the two differ so that somebody has to choose who may see them."""
    fields = compared(one.tree, two.tree, ())
    asked = [field for field in fields if field.place.startswith("private.") and field.way == Way.CHOSEN]
    return any(_says(field.one) and _says(field.two) for field in asked)


def _says(value: Any) -> bool:
    return not same(value, None)


def merge_people(database: Database, forum_id: str, wanted: Wanted, *, actor: str, private: bool) -> int:
    """Merges ``gone`` into ``kept``; the number of the log's entry, by which they can be parted again.

    ``private``: whoever asks may see private fields. Raises NotFound, EditRefused, MergedAlready, MergeClash; then
    nothing was changed.
    """
    return in_both_turns(database, forum_id, lambda connection: _merge(connection, forum_id, wanted, actor, private))


def _merge(connection: Connection, forum_id: str, wanted: Wanted, actor: str, private: bool) -> int:
    kept, gone = read_two(connection, forum_id, wanted.kept, wanted.gone)
    _must_be_as_seen(connection, (kept, gone), wanted)
    if not private and unseen_clash(kept, gone):
        sentence = said("Private details of the two differ, such as addresses: an owner or an organiser merges them.")
        raise EditRefused([("", sentence)])
    languages = connection.execute(select(Forum.languages).where(Forum.id == forum_id)).scalar_one()
    fields = compared(kept.tree, gone.tree, languages)
    choices = {place: each for place, each in wanted.choices.items() if private or not place.startswith("private.")}
    values = united(kept.tree, gone.tree, fields, choices, languages[0])
    before = _all_rows(connection, (kept.id, gone.id))
    parts_moved(connection, forum_id, kept.id, gone.id)
    moved = _moved_outside(connection, kept.id, gone.id)
    connection.execute(delete(Person).where(Person.id == gone.id))
    tree, told = kept.tree, _changed(kept.tree, values)
    for place, value in values.items():
        put_at(tree, place, value)
        if value is None and "@" in place:  # a translation that nobody knows the original of
            tree[place.partition(".")[0]].pop(place.partition(".")[2])
    name = name_of(keep_thing(connection, forum_id, kept, tree))
    patch = {**patch_of(before, _all_rows(connection, (kept.id, gone.id))), "moved": moved}
    connection.execute(delete(MergedPerson).where(MergedPerson.id == gone.id))  # a file brought them back since
    connection.execute(insert(MergedPerson).values(id=gone.id, forum_id=forum_id, kept=kept.id))
    after = {"merged": {"id": gone.id, "name": name_of(gone.thing)}, **told[1]}
    record(connection, actor, "person.merged", forum_id, name, {**patch, **told[0]}, after, thing=kept.id)
    newest = select(AuditEntry.id).where(AuditEntry.thing == kept.id).order_by(AuditEntry.id.desc()).limit(1)
    return int(connection.execute(newest).scalar_one())


def _must_be_as_seen(connection: Connection, two: tuple[Stored, Stored], wanted: Wanted) -> None:
    changed: set[str] = set()
    latest: tuple[str, datetime | None, str] = ("", None, "")
    for stored, seen in zip(two, wanted.seen, strict=True):
        now = digests(stored.tree, seen)
        if differing := {place for place, mark in seen.items() if now[place] != mark}:
            changed |= differing
            latest = last_change(connection, AuditEntry.thing == stored.id)
    if changed:
        raise MergeClash(frozenset(changed), *latest)


def _changed(tree: Tree, values: Tree) -> tuple[Tree, Tree]:
    """What the kept entry had and what it gets, where that differs; marks of translations are nobody's news."""
    places = [place for place, value in values.items() if "@" not in place and not same(value, value_at(tree, place))]
    return {place: value_at(tree, place) for place in places}, {place: values[place] for place in places}


def _all_rows(connection: Connection, keys: tuple[str, str]) -> Held:
    """Every row of the draft that belongs to one of the two or names them."""
    names = (("person", "id"), ("person_private", "parent"), ("post", "parent"), ("role", "person"), ("key_question_person", "member"),
             ("speaker_event", "person"), ("prepared_answer", "person"), ("speaker_note", "person"), ("speaker_reminder", "person"), ("proposal", "person"))  # fmt: skip
    roles = select(Role.id).where(Role.person.in_(keys))
    asked = ("invitation", table("invitation").c.role.in_(roles))
    return rows_held(connection, [asked, *((name, table(name).c[column].in_(keys)) for name, column in names)])


def _moved_outside(connection: Connection, kept: str, gone: str) -> dict[str, list[str]]:
    """Gives the registrations and mails of one to the other; ids by table."""
    moved: dict[str, list[str]] = {}
    for key, name in OUTSIDE:
        theirs = key.class_.person == gone
        found = list(connection.execute(select(key).where(theirs)).scalars())
        connection.execute(update(key.class_).where(theirs).values(person=kept))
        moved[name] = found
    return moved


def part_people(connection: Connection, forum_id: str, entry: Any, actor: str) -> str:
    """Undoes a merge from the log's entry, within a turn of the forum and its registrations; the id of who was kept.

    Raises AlreadyBack where it was undone or its data erased, CantBringBack where something was changed since.
    """
    patch, told = entry.before or {}, entry.after or {}
    if "rows" not in patch:
        raise AlreadyBack("There is nothing to undo here: it was undone before, or the data was erased.")
    gone = str(told["merged"]["id"])
    here = set(connection.execute(select(Person.id).where(Person.id.in_((gone, entry.thing)))).scalars())
    into = connection.execute(select(MergedPerson.kept).where(MergedPerson.id == gone)).scalar()
    if here != {entry.thing} or into != entry.thing:
        raise CantBringBack(CHANGED)
    undo_patch(connection, patch)
    for key, name in OUTSIDE:
        mine = (key.in_(patch["moved"].get(name, [])), key.class_.person == entry.thing)
        connection.execute(update(key.class_).where(*mine).values(person=gone))
    connection.execute(delete(MergedPerson).where(MergedPerson.id == gone))
    # What it said of the other one is theirs again: it doesn't stay in this one's log.
    quiet = {"before": None, "after": {"merged": gone}}
    connection.execute(update(AuditEntry).where(AuditEntry.id == entry.id).values(quiet))
    touch(connection, forum_id)
    record(connection, actor, "person.parted", forum_id, entry.subject, after={"parted": gone}, thing=entry.thing)
    return str(entry.thing)
