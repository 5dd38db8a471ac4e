"""Letters to many: who belongs to the chosen groups, in which language each reads, one mail a person, once."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from forum_app.domain.messages import MessageKind, filled
from forum_app.domain.registration_rules import UnfitAddress, address_of
from forum_app.domain.texts import folded, pick
from forum_app.domain.vocabularies import RegistrationStatus, RoleKind, RoleState
from forum_app.i18n import words
from forum_app.mails.letter import Letter
from forum_app.models.erasures import Erasure
from forum_app.models.messages import Message
from forum_app.models.people import Person, PersonPrivate, Role
from forum_app.models.registrations import Registration
from forum_app.services.audit import record
from forum_app.services.letters import LetterHead, dressed, letter_head, mail_of
from forum_app.services.message_doings import LETTERS
from forum_app.services.outbox import queue

GRACE = timedelta(minutes=5)
MOST_LETTER = 10_000
# Groups by role; the registered are ``registered-`` and their status, chosen people are by their ids.
BY_ROLE = {
    "speakers": (RoleKind.SPEAKER, RoleKind.PANELLIST),
    "moderators": (RoleKind.MODERATOR,),
    "rapporteurs": (RoleKind.RAPPORTEUR,),
    "focal-points": (RoleKind.FOCAL_POINT,),
    "interpreters": (RoleKind.INTERPRETER,),
}
REGISTERED = "registered-"
_TAKING_PART = (RoleState.INVITED, RoleState.CONFIRMED)


@dataclass(frozen=True)
class Reader:
    """Somebody to write to; ``email`` is empty where none is known, ``language`` where nobody said one."""

    name: str
    email: str
    language: str
    person: str | None


@dataclass(frozen=True)
class Writing:
    """What an organiser wrote: subject and text by language, groups, ids of people."""

    subjects: Mapping[str, str]
    texts: Mapping[str, str]
    groups: tuple[str, ...]
    people: tuple[str, ...]

    def languages(self, order: Iterable[str]) -> list[str]:
        """The languages that it is written in, in the forum's order."""
        return [each for each in order if self.subjects.get(each) and self.texts.get(each)]


@dataclass(frozen=True)
class Readers:
    """Whom a writing reaches, each address once, and who has none."""

    reached: tuple[Reader, ...]
    without: tuple[Reader, ...]

    def seal(self, writing: Writing) -> str:
        """A mark of what is written to whom: it differs when either does."""
        who = sorted(address_of(each.email) or "" for each in self.reached)
        whole = repr((sorted(writing.subjects.items()), sorted(writing.texts.items()), who))
        return hashlib.blake2s(whole.encode(), digest_size=12).hexdigest()


def group_counts(connection: Connection, forum_id: str) -> dict[str, int]:
    """How many people are in each group that can be written to."""
    query = select(Role.role, Role.person).where(Role.forum_id == forum_id, Role.state.in_(_TAKING_PART)).distinct()
    roles = connection.execute(query).all()
    found = {name: len({row.person for row in roles if row.role in kinds}) for name, kinds in BY_ROLE.items()}
    statuses = select(Registration.status, func.count()).where(Registration.forum_id == forum_id)
    counted = {row[0]: row[1] for row in connection.execute(statuses.group_by(Registration.status))}
    return {**found, **{f"{REGISTERED}{status}": counted.get(status, 0) for status in RegistrationStatus}}


def people_to_choose(connection: Connection, forum_id: str, language: str, order: Iterable[str]) -> list[Reader]:
    """Everybody of a forum by name, for choosing."""
    query = _people().where(Person.forum_id == forum_id)
    found = [_reader(row, language, order) for row in connection.execute(query)]
    return sorted(found, key=lambda each: folded(each.name))


def readers_of(connection: Connection, forum_id: str, writing: Writing, order: tuple[str, ...]) -> Readers:
    """Whom the groups and the chosen people are, each address once; a person's own record goes before a registration."""
    kinds = [kind for name in writing.groups for kind in BY_ROLE.get(name, ())]
    there = select(Role.person).where(Role.forum_id == forum_id, Role.role.in_(kinds), Role.state.in_(_TAKING_PART))
    query = _people().where(Person.forum_id == forum_id, Person.id.in_(writing.people) | Person.id.in_(there))
    found = [_reader(row, order[0], order) for row in connection.execute(query.order_by(Person.position))]
    statuses = [name.removeprefix(REGISTERED) for name in writing.groups if name.startswith(REGISTERED)]
    if known := [status for status in statuses if status in set(RegistrationStatus)]:
        come = select(Registration).where(Registration.forum_id == forum_id, Registration.status.in_(known))
        rows = connection.execute(come.order_by(Registration.sorted_by, Registration.id))
        found += [Reader(row.name, row.email, row.language, row.person) for row in rows]
    return _each_once(found)


def _people() -> Any:
    """Everybody but those whose data was erased: an entry without a name stays where they stood."""
    columns = (Person.id, Person.name, PersonPrivate.email, PersonPrivate.language)
    erased = select(Erasure.thing).where(Erasure.forum_id == Person.forum_id)
    people = select(*columns).outerjoin(PersonPrivate, PersonPrivate.parent == Person.id)
    return people.where(Person.id.not_in(erased))


def _reader(row: Any, language: str, order: Iterable[str]) -> Reader:
    chosen = row.language or language
    return Reader(pick(row.name, chosen, order), row.email or "", row.language or "", row.id)


def _each_once(found: Iterable[Reader]) -> Readers:
    reached: dict[str, Reader] = {}
    without: dict[str, Reader] = {}
    for each in found:
        try:
            address = address_of(each.email)
        except UnfitAddress:
            address = None
        if address:
            reached.setdefault(address, each)
        else:
            without.setdefault(each.person or each.name, each)
    return Readers(tuple(reached.values()), tuple(without.values()))


def letter_to(head: LetterHead, writing: Writing, to: Reader) -> Letter:
    """The letter as one reader gets it: in their language where it is written in it, else in the forum's first."""
    written = writing.languages(head.languages)
    language = to.language if to.language in written else written[0]
    word = words(language)
    values = head.values(word, to.name)
    letter = Letter(
        word.interface,
        subject=filled(writing.subjects[language], values),
        heading=filled(writing.subjects[language], values),
        over=head.name(language),
        opening=filled(writing.texts[language], values),
        opening_language=language,
        why=word.gettext(
            "You get this mail because you take part in %(forum)s or registered for it.", forum=head.name(language)
        ),
    )
    return dressed(head, {}, {}, MessageKind.LETTER, letter, "")


def queue_letters(
    connection: Connection, forum_id: str, writing: Writing, token: str, actor: str, *, now: datetime | None = None
) -> int:
    """Queues one mail for everybody reached, five minutes ahead so that all can be taken back; how many.

    The same ``token`` queues nothing a second time. The caller runs this in ``Database.in_turn`` of the forum.
    """
    begins = f"{LETTERS}{forum_id}:{token}:"
    head = letter_head(connection, forum_id)
    mine = (Message.forum_id == forum_id, Message.once.startswith(begins, autoescape=True))
    here = connection.execute(select(func.count()).select_from(Message).where(*mine)).scalar_one()
    if here:
        return int(here)
    at = (now or datetime.now(UTC)) + GRACE
    reached = readers_of(connection, forum_id, writing, head.languages).reached
    for to in reached:
        mark = hashlib.blake2s((address_of(to.email) or "").encode(), digest_size=10).hexdigest()
        letter = letter_to(head, writing, to)
        known = {"forum_id": forum_id, "person": to.person, "not_before": at, "once": f"{begins}{mark}"}
        queue(connection, mail_of(MessageKind.LETTER, to.email, letter, **known))
    told = {"groups": list(writing.groups), "people": list(writing.people), "messages": len(reached)}
    subject = next(iter(writing.subjects[each] for each in writing.languages(head.languages)), "")
    record(connection, actor, "letter.queued", forum_id, subject, after=told)
    return len(reached)
