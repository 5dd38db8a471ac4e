"""A pasted list of people taken into a forum in one turn: new people and organisations, empty fields filled; and undone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from forum_app.database import Database
from forum_app.domain.draft import Organisation, Person
from forum_app.domain.draft_parts import Part, Post, Private, Role
from forum_app.domain.draft_rules import problems_of_thing
from forum_app.domain.errors import AlreadyBack, EditRefused
from forum_app.domain.identity import new_id
from forum_app.domain.texts import folded
from forum_app.domain.vocabularies import Constituency
from forum_app.lists.pasted import Table
from forum_app.models.publishing import AuditEntry
from forum_app.services.audit import record
from forum_app.services.desk import DeskForum
from forum_app.services.draft_rows import Row, row_of, table
from forum_app.services.filling import PRIVATE, WORDS, Filled
from forum_app.services.pasting_plan import Asked, Plan, Planned, What, plan_of
from forum_app.services.patches import AT_ONCE, Held, patch_of, rows_held, undo_patch
from forum_app.services.refusals import unfit_words
from forum_app.services.things import touch
from forum_app.services.tidying import tidied

PASTED = "list.pasted"
COUNTED = ("added", "completed", "organisations", "parts")


@dataclass(frozen=True)
class Pasted:
    """What a list did: how many people are new, were completed; how many organisations are new; how many got a part in
    a session. ``entry`` is the log's, by which all of it can be undone."""

    added: int = 0
    completed: int = 0
    organisations: int = 0
    parts: int = 0
    entry: int = 0


class AnswersMissing(Exception):
    """Nothing was saved: lines whose names are here already want an answer. ``plan`` is the list as it is now."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        super().__init__(f"{plan.count(What.ASKED)} lines")


def paste_people(
    database: Database, forum: DeskForum, pasted: Table, asked: Asked, kind: Constituency, *, key: str, actor: str
) -> Pasted:
    """Takes a list in. ``key`` is an id chosen by the page, so that the same list sent twice is taken in once: the second
    answers as the first. ``kind`` is that of new organisations which say none.

    Raises AnswersMissing, EditRefused; then nothing was kept.
    """

    def job(connection: Connection) -> Pasted:
        if done := _done_before(connection, forum.id, key):
            return done
        plan = plan_of(connection, forum, pasted, asked)
        if plan.count(What.ASKED):
            raise AnswersMissing(plan)
        return _Taking(connection, forum, plan, asked, kind).keep(key, actor)

    return database.in_turn(forum.id, job)


def _done_before(connection: Connection, forum_id: str, key: str) -> Pasted | None:
    query = select(AuditEntry.id, AuditEntry.after).where(
        AuditEntry.forum_id == forum_id, AuditEntry.thing == key, AuditEntry.action == PASTED
    )
    found = connection.execute(query).first()
    if found is None:
        return None
    told = found.after or {}
    return Pasted(**{name: int(told.get(name, 0)) for name in COUNTED}, entry=found.id)


class _Taking:
    """One list on its way into a forum: rows by table, written at the end, some hundreds at once."""

    def __init__(self, connection: Connection, forum: DeskForum, plan: Plan, asked: Asked, kind: Constituency) -> None:
        self.connection, self.forum, self.plan, self.asked, self.kind = connection, forum, plan, asked, kind
        fits = asked.language in forum.languages
        self.language = asked.language if fits else forum.languages[0]
        self.rows: dict[str, list[Row]] = {
            "organisation": [],
            "person": [],
            "person_private": [],
            "post": [],
            "role": [],
        }
        self.organisations: dict[str, str] = {}
        self.known = {row.organisation for row in plan.rows}

    def keep(self, key: str, actor: str) -> Pasted:
        self._new_organisations()
        new = [row for row in self.plan.rows if row.what == What.NEW]
        last = self._last("person")
        for position, planned in enumerate(new, last):
            self._new_person(planned, position)
        completed = [row for row in self.plan.rows if row.what == What.KNOWN and row.fills.any]
        self._new_parts(new)
        if not new and not completed and not self.rows["role"]:
            return Pasted()
        touched = [row.person for row in completed]
        before = self._held(touched)
        for name, rows in self.rows.items():
            if rows:
                self.connection.execute(insert(table(name)), rows)
        for planned in completed:
            self._complete(planned)
        after = self._held([*touched, *(row["id"] for row in self.rows["person"])])
        patch = patch_of(before, after)
        touch(self.connection, self.forum.id)
        self._log(completed, actor)
        counts = (len(new), len(completed), len(self.organisations), len(self.rows["role"]))
        told = {name: count for name, count in zip(COUNTED, counts, strict=True) if count or name != "parts"}
        people = [row["id"] for row in self.rows["person"]]
        record(self.connection, actor, "list.pasted", self.forum.id, "", patch, {**told, "people": people}, thing=key)
        done = _done_before(self.connection, self.forum.id, key)
        assert done is not None
        return done

    def _last(self, name: str) -> int:
        here = table(name)
        last = self.connection.execute(
            select(func.max(here.c.position)).where(here.c.forum_id == self.forum.id)
        ).scalar()
        return 0 if last is None else last + 1

    def _new_organisations(self) -> None:
        kinds = {
            folded(row.row.values["institution"]): row.row.values["constituency"]
            for row in self.plan.rows
            if row.is_new_organisation and row.row.values.get("constituency")
        }
        used = {folded(row.organisation) for row in self.plan.rows if row.is_new_organisation and self._used(row)}
        for position, (mark, name) in enumerate(
            [item for item in self.plan.organisations.items() if item[0] in used], self._last("organisation")
        ):
            kind = Constituency(kinds.get(mark, self.kind))
            thing = Organisation(id=new_id(), name={self.language: name}, kind=kind)
            self._sound(thing, "")
            self.organisations[mark] = thing.id
            self.known.add(thing.id)
            self.rows["organisation"].append(row_of("organisation", thing, forum_id=self.forum.id, position=position))

    def _used(self, row: Planned) -> bool:
        """Whether a line says that somebody has a post in its organisation, and that is kept."""
        if row.what == What.NEW:
            return bool(row.row.values.get("post") or self.asked.post)
        return row.what == What.KNOWN and row.fills.post is not None and row.fills.post[1] is not None

    def _organisation(self, said: str | None) -> str | None:
        return self.organisations.get(folded(said), said) if said else None

    def _new_person(self, planned: Planned, position: int) -> None:
        values, key = planned.row.values, new_id()
        title = values.get("post") or (self.asked.post if planned.organisation else "")
        post = (
            Post(title={self.language: title}, organisation=self._organisation(planned.organisation)) if title else None
        )
        private: dict[str, Any] = {name: values[name] for name in PRIVATE if values.get(name)}
        plain: dict[str, Any] = {name: values.get(name, "") for name in WORDS}
        person = Person(
            id=key,
            name={self.language: values["name"]},
            honorific={self.language: values["honorific"]} if values.get("honorific") else {},
            posts=[post] if post else [],
            private=Private(**private) if private else None,
            **plain,
        )
        self._sound(person, planned.row.place)
        mine: dict[str, Any] = {"forum_id": self.forum.id, "position": 0, "parent": key}
        self.rows["person"].append(row_of("person", person, forum_id=self.forum.id, position=position))
        self.rows["post"] += [row_of("post", each, **mine) for each in person.posts]
        if person.private is not None:
            self.rows["person_private"].append(row_of("person_private", person.private, **mine))

    def _new_parts(self, new: list[Planned]) -> None:
        """A role in the session that was chosen, for each who hasn't it yet, in the order of the list."""
        keys = dict(zip((row.row.number for row in new), (row["id"] for row in self.rows["person"]), strict=True))
        here = table("role").c
        same = (here.session_id == self.plan.session, here.talk_id.is_(None))
        last = (
            self.connection.execute(select(func.max(here.position)).where(*same)).scalar() if self.plan.session else 0
        )
        for position, planned in enumerate((row for row in self.plan.rows if row.has_part), (last or 0) + 1):
            person = planned.person or keys[planned.row.number]
            role = Role(id=new_id(), person=person, role=self.asked.role, state=self.asked.state)
            mine: dict[str, Any] = {"forum_id": self.forum.id, "position": position, "abstract": {}}
            self.rows["role"].append(row_of("role", role, session_id=self.plan.session, talk_id=None, **mine))

    def _sound(self, thing: Part, place: str) -> None:
        """By the rules of forms: raises EditRefused with the line."""
        given = msgspec.to_builtins(thing)
        try:
            msgspec.convert(given, type(thing))
        except msgspec.ValidationError:
            raise EditRefused([(place, unfit_words(given, type(thing))[1])]) from None
        if problems := tidied(thing) or problems_of_thing(thing, {"organisation": self.known}):
            raise EditRefused([(place, sentence) for _place, sentence in problems])

    def _complete(self, planned: Planned) -> None:
        fills, key = planned.fills, planned.person
        here, hidden = table("person"), table("person_private")
        if fills.person:
            self.connection.execute(update(here).where(here.c.id == key).values(fills.person))
        mine: dict[str, Any] = {"forum_id": self.forum.id, "position": 0, "parent": key}
        if fills.private:
            done = self.connection.execute(update(hidden).where(hidden.c.parent == key).values(fills.private))
            if not done.rowcount:
                given: dict[str, Any] = dict(fills.private)
                row = row_of("person_private", Private(**given), **mine)
                self.connection.execute(insert(hidden).values(row))
        if fills.post:
            title, organisation = fills.post
            post = Post(title={self.language: title}, organisation=self._organisation(organisation))
            self.connection.execute(insert(table("post")).values(row_of("post", post, **mine)))

    def _held(self, people: list[str]) -> Held:
        """The rows of these people, and the organisations and roles that are new."""
        organisations, roles = ([row["id"] for row in self.rows[name]] for name in ("organisation", "role"))
        wanted: list[tuple[str, Any]] = []
        for name, column, keys in (
            ("organisation", "id", organisations), ("person", "id", people), ("person_private", "parent", people), ("post", "parent", people), ("role", "id", roles)
        ):  # fmt: skip
            here = table(name).c[column]
            wanted += [(name, here.in_(keys[start : start + AT_ONCE])) for start in range(0, len(keys), AT_ONCE)]
        return rows_held(self.connection, wanted)

    def _log(self, completed: Iterable[Planned], actor: str) -> None:
        """One entry for each who was completed, as if it was typed in their form."""
        now, entries = datetime.now(UTC), []
        for planned in completed:
            places = self._places(planned.fills)
            entries.append(
                {
                    "at": now, "actor": actor, "action": "person.changed", "forum_id": self.forum.id, "thing": planned.person,
                    "subject": self.plan.names[planned.person][:300], "before": dict.fromkeys(places), "after": places,
                }
            )  # fmt: skip
        if entries:
            self.connection.execute(insert(AuditEntry), entries)

    def _places(self, fills: Filled) -> dict[str, Any]:
        places = fills.places(self.language)
        for post in places.get("posts", []):
            post["organisation"] = self._organisation(post["organisation"])
        return places


def unpaste(connection: Connection, forum_id: str, entry: Any, actor: str) -> None:
    """Undoes a whole paste from the log's entry, within the forum's turn.

    Raises AlreadyBack where it was undone, CantBringBack where something of it was changed or used since.
    """
    patch: Mapping[str, Any] = entry.before or {}
    if "seen" not in patch:
        raise AlreadyBack("There is nothing to undo here: it was undone before, or the data was erased.")
    undo_patch(connection, dict(patch))
    connection.execute(update(AuditEntry).where(AuditEntry.id == entry.id).values(before=None))
    touch(connection, forum_id)
    told = {name: count for name, count in (entry.after or {}).items() if isinstance(count, int)}
    kind = entry.action.partition(".")[0]
    record(connection, actor, f"{kind}.unpasted", forum_id, "", told, None, thing=entry.thing)
