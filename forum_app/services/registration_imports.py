"""Lists of people taken in: added to a forum's registrations, or in place of what is here of the same people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from forum_app.database import Database
from forum_app.domain.draft import Draft
from forum_app.domain.draft_parts import Origin
from forum_app.domain.errors import ForumError, ImportRefused
from forum_app.domain.identity import new_id
from forum_app.domain.registration_rules import kept_address_of
from forum_app.domain.registrations import CheckIn, Delegation, Question, Registration, StatusChange
from forum_app.domain.texts import folded, languages_of
from forum_app.domain.times import conference_day, first_existing, in_zone
from forum_app.domain.vocabularies import Constituency, Gender, Mode, RegistrationSource, RegistrationStatus
from forum_app.lists.comers import Comer, Unfit, understood
from forum_app.lists.meanings import FIELDS, LEFT_OUT, QUESTION, meanings_of, plain
from forum_app.lists.reading import Listed, read_list
from forum_app.services.audit import record
from forum_app.services.draft_rows import draft_of, row_of, table
from forum_app.services.forum_files import LARGEST
from forum_app.services.forum_ids import forum_id_of
from forum_app.services.imported_places import offered_until, oversold
from forum_app.services.registration_known import Known, badge, refuse_doubles
from forum_app.services.registration_plan import plan_of
from forum_app.services.registration_rows import keep_registrations, with_registrations
from forum_app.services.waiting_list import in_both_turns

SOURCE = "list"
_MEMBERS = {"constituency": Constituency, "gender": Gender, "mode": Mode, "status": RegistrationStatus}


class UnknownMeaning(ForumError):
    """A map of columns names a heading or a field that is not there."""


@dataclass
class ListImported:
    """What an import of a list did: how each column was read, and whom it added, changed or found here already."""

    meanings: dict[str, str]
    told: list[str]
    added: int = 0
    changed: int = 0
    same: int = 0
    left: int = 0  # here, and not in the file
    questions: list[str] = field(default_factory=list)
    delegations: list[str] = field(default_factory=list)


def import_list(
    database: Database,
    slug: str,
    data: bytes,
    *,
    columns: Mapping[str, str] | None = None,
    replace: bool = False,
    only_look: bool = False,
    now: datetime,
    actor: str,
) -> ListImported:
    """Takes a CSV or XLSX list into the forum's registrations, whole or not at all.

    ``columns`` says of headings what they mean; it is kept for the forum's next file. Somebody who is here already (by
    our id, the address, or the row's own id with the same name) stays as they are, and with ``replace`` takes what the
    file says; nobody is deleted. ``only_look`` changes nothing and says what would be done. Raises ImportRefused,
    NotFound, UnknownMeaning.
    """
    if len(data) > LARGEST:
        raise ImportRefused([("", "The file is larger than 32 MiB.")])
    listed = read_list(data)
    with database.reading() as connection:
        forum_id = forum_id_of(connection, slug)

    def job(connection: Connection) -> ListImported:
        taking = _Taking(connection, slug, now, actor)
        done = taking.take(listed, columns or {}, replace)
        if not only_look:
            taking.keep(done)
        return done

    try:
        return in_both_turns(database, forum_id, job)
    except IntegrityError:
        raise ImportRefused([("", "Somebody registered while the file was read: import it again.")]) from None


class _Taking:
    """One list on its way into one forum."""

    def __init__(self, connection: Connection, slug: str, now: datetime, actor: str) -> None:
        self.connection = connection
        self.now, self.actor = now, actor
        self.forum_id = forum_id_of(connection, slug)
        self.draft: Draft = with_registrations(connection, draft_of(connection, self.forum_id))
        self.language = self.draft.forum.languages[0]
        self.plan = plan_of(connection, self.forum_id).plan
        self.known = Known(self.draft.registrations)
        self.kept: dict[str, Registration] = {}
        self.places: dict[str, str] = {}
        self.questions = {folded(text): item.id for item in self.draft.questions for text in _texts(item.text)}
        self.delegations = {folded(text): item.id for item in self.draft.delegations for text in _texts(item.name)}
        self.sessions = {folded(text): item.id for item in self.draft.sessions for text in _texts(item.title)}
        self.sessions |= {item.id: item.id for item in self.draft.sessions}
        self.new_questions: list[Question] = []
        self.new_delegations: list[Delegation] = []
        self.given: dict[str, str] = {}

    def take(self, listed: Listed, columns: Mapping[str, str], replace: bool) -> ListImported:
        _check(columns, listed.headings)
        self.given = {**self._kept_columns(), **columns}
        meanings = meanings_of(listed.headings, self.given)
        try:
            found = understood(listed, meanings, lambda wall: first_existing(wall, self.draft.forum.zone))
        except Unfit as error:
            raise ImportRefused(error.problems) from None
        done = ListImported(meanings, found.told)
        refuse_doubles(found.comers)
        for comer in found.comers:
            self._one(comer, replace, done)
        self._refuse_taken_addresses()
        before, after = list(self.known.by_id.values()), list({**self.known.by_id, **self.kept}.values())
        done.told += oversold(self.plan, self.draft, before, after)
        done.left = len(self.known.by_id.keys() - self.kept.keys())
        done.questions = [item.text[self.language] for item in self.new_questions]
        done.delegations = [item.name[self.language] for item in self.new_delegations]
        return done

    def keep(self, done: ListImported) -> None:
        here = table("question")
        for position, question in enumerate(self.new_questions, len(self.draft.questions)):
            self.connection.execute(
                insert(here).values(row_of("question", question, forum_id=self.forum_id, position=position))
            )
        if self.new_questions:  # they are part of the draft: whoever read it before has to read it again
            forum = table("forum")
            self.connection.execute(
                update(forum).where(forum.c.id == self.forum_id).values(version=forum.c.version + 1)
            )
        changed = [item for key, item in self.kept.items() if self.known.by_id.get(key) != item]
        people = table("registration")
        for item in changed:  # two people may change addresses with each other
            if item.id in self.known.by_id and self.known.by_id[item.id].email != item.email:
                self.connection.execute(update(people).where(people.c.id == item.id).values(address=None))
        keep_registrations(self.connection, self.forum_id, self.new_delegations, changed)
        columns = table("list_columns")
        if self.given:
            self.connection.execute(delete(columns).where(columns.c.forum_id == self.forum_id))
            self.connection.execute(insert(columns).values(forum_id=self.forum_id, meanings=self.given))
        told = {"added": done.added, "changed": done.changed, "same": done.same}
        record(self.connection, self.actor, "list.imported", self.forum_id, self.draft.forum.slug, after=told)

    def _kept_columns(self) -> dict[str, str]:
        columns = table("list_columns")
        query = select(columns.c.meanings).where(columns.c.forum_id == self.forum_id)
        return dict(self.connection.execute(query).scalar() or {})

    def _refuse_taken_addresses(self) -> None:
        """An address that the file gives to somebody must not be that of somebody else when all is done."""
        owners: dict[str, Registration] = {}
        problems = []
        for item in {**self.known.by_id, **self.kept}.values():
            address = kept_address_of(item.email)
            other = owners.setdefault(address, item) if address else item
            if other is not item:
                place = self.places.get(item.id) or self.places[other.id]
                problems.append(
                    (place, f"The address {item.email} is that of {other.name} already, who is another person.")
                )
        if problems:
            raise ImportRefused(problems)

    def _one(self, comer: Comer, replace: bool, done: ListImported) -> None:
        here = self.known.who(comer)
        if here is None:
            new = self._new(comer, done)
            self.kept[new.id] = new
            self.places[new.id] = comer.place
            if not new.email and not comer.key:
                self.known.by_badge[badge(comer.values)] = new
            done.added += 1
            return
        self._tell_of_namesake(here, comer, done)
        if here.id in self.kept:
            raise ImportRefused([(comer.place, f"The row is the same person as an earlier one ({here.name}).")])
        self.kept[here.id] = self._changed(here, comer, done) if replace else here
        self.places[here.id] = comer.place
        if self.kept[here.id] == here:
            done.same += 1
        else:
            done.changed += 1

    def _tell_of_namesake(self, here: Registration, comer: Comer, done: ListImported) -> None:
        if not here.email and not comer.key and "email" not in comer.values and here.id in self.known.by_id:
            done.told.append(
                f"{comer.place}: taken for {here.name}, who is here from the same institution and country; "
                "if it is somebody else, give either of them an address."
            )

    def _new(self, comer: Comer, done: ListImported) -> Registration:
        status = comer.values.get("status", RegistrationStatus.CONFIRMED)
        at = comer.values.get("registered_at", self.now)
        values: dict[str, Any] = {"registered_at": at, **comer.values, "status": status}
        registration = Registration(
            id=new_id(),
            source=RegistrationSource.FILE,
            changes=[StatusChange(status=RegistrationStatus(status), at=self.now, by=self.actor)],
            origin=Origin(source=SOURCE, foreign_id=comer.key) if comer.key else None,
            **_typed(values),
        )
        return self._with_rest(registration, comer, done)

    def _changed(self, here: Registration, comer: Comer, done: ListImported) -> Registration:
        values = {name: value for name, value in comer.values.items() if name != "code"}  # it is on a badge
        if "registered_at" in values and abs(values["registered_at"] - here.registered_at) < timedelta(minutes=1):
            del values["registered_at"]  # lists say it to the minute
        new = msgspec.structs.replace(here, **_typed(values))
        if new.status != here.status:
            new.changes = [*here.changes, StatusChange(status=new.status, at=self.now, by=self.actor)]
        return self._with_rest(new, comer, done)

    def _with_rest(self, item: Registration, comer: Comer, done: ListImported) -> Registration:
        """With what the row says of things that the forum knows by name."""
        answers = {self._question(heading): answer for heading, answer in comer.answers.items()}
        check_ins = list(item.check_ins)
        known = {(one.day, one.session) for one in check_ins}
        for at in comer.check_ins:
            day = conference_day(in_zone(at, self.draft.forum.zone), self.draft.forum.day_starts_at)
            if (day, None) not in known:
                check_ins.append(CheckIn(at=at, day=day))
                known.add((day, None))
        sessions = [self._session(name, comer, done) for name in comer.sessions]
        return self._sound(
            comer.place,
            item,
            answers={**item.answers, **answers},
            check_ins=check_ins,
            sessions=list(dict.fromkeys(filter(None, sessions))) if comer.sessions else item.sessions,
            delegation=self._delegation(comer.delegation) if comer.delegation else item.delegation,
            offer_until=offered_until(self.plan, comer.place, item),
            queue=item.queue if item.status == RegistrationStatus.WAITING else None,
        )

    def _sound(self, place: str, item: Registration, **changes: Any) -> Registration:
        """The registration with these changes, held to all that one has to be: nothing is kept that can't be read."""
        whole = msgspec.structs.replace(item, **changes)
        try:
            return msgspec.convert(msgspec.to_builtins(whole), Registration)
        except msgspec.ValidationError as error:
            raise ImportRefused([(place, f"The row can't be kept: {error}.")]) from None

    def _question(self, heading: str) -> str:
        key = folded(heading)
        if key not in self.questions:
            question = Question(id=new_id(), text={self.language: heading})
            self.new_questions.append(question)
            self.questions[key] = question.id
        return self.questions[key]

    def _delegation(self, name: str) -> str:
        key = folded(name)
        if key not in self.delegations:
            delegation = Delegation(id=new_id(), name={self.language: name})
            self.new_delegations.append(delegation)
            self.delegations[key] = delegation.id
        return self.delegations[key]

    def _session(self, name: str, comer: Comer, done: ListImported) -> str:
        found = self.sessions.get(name) or self.sessions.get(folded(name), "")
        if not found:
            done.told.append(f"{comer.place}: no session is called “{name[:60]}”; that choice was left out.")
        return found


def _texts(text: Mapping[str, str]) -> list[str]:
    return [text[language] for language in languages_of(text)]


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with words of the closed vocabularies as members of them."""
    return {name: _MEMBERS[name](value) if name in _MEMBERS else value for name, value in values.items()}


def _check(columns: Mapping[str, str], headings: list[str]) -> None:
    known = {plain(heading) for heading in headings}
    for heading, meaning in columns.items():
        if plain(heading) not in known:
            raise UnknownMeaning(f"The file has no column “{heading}”. It has: {', '.join(headings)}.")
        if meaning not in (*FIELDS, QUESTION, LEFT_OUT):
            raise UnknownMeaning(
                f"“{meaning}” is nothing that a column can mean: {', '.join((*FIELDS, QUESTION, LEFT_OUT))}."
            )
