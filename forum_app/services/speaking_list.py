"""Who takes part, for the desk: what each was asked, what they answered, what is still missing of them; in few queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from forum_app.domain.checker.reading import says_nothing
from forum_app.domain.preparing import Task
from forum_app.domain.registration_rules import is_address
from forum_app.domain.texts import Text, folded, pick
from forum_app.domain.vocabularies import MaterialKind, ProposalState, RoleKind, RoleState, SessionStatus
from forum_app.models.people import Person, PersonPrivate, Role
from forum_app.models.personal import PersonalKey
from forum_app.models.programme import KeyQuestion, KeyQuestionPerson, Material, Session, Talk
from forum_app.models.speaking import Invitation, PreparedAnswer, Proposal, SpeakerReminder
from forum_app.services.erased_people import erased_in
from forum_app.services.speaking import SPEAKING, MyPart

# By how much it asks of the organiser: who is to be invited first, who came last.
ORDER = (RoleState.TO_INVITE, RoleState.INVITED, RoleState.DECLINED, RoleState.CONFIRMED)
ASKED = (RoleState.TO_INVITE, RoleState.INVITED)  # those who are invited, or reminded, when they are asked


@dataclass(frozen=True)
class AskedPart:
    """One role of somebody: of what, and what came of it. ``colleague`` is whom they propose."""

    role: str
    kind: RoleKind
    state: RoleState
    session: str
    talk: str | None
    title: Text
    start: datetime | None
    invited_at: datetime | None
    reminded_at: datetime | None
    answer_by: date | None
    answered_at: datetime | None
    reminders: int
    reason: str
    colleague: dict[str, str] | None

    @property
    def asked_at(self) -> datetime | None:
        """When they were asked last."""
        return self.reminded_at or self.invited_at


@dataclass
class Taker:
    """Somebody who takes part, or may: with all their parts. ``missing`` is what those who accepted haven't sent yet;
    ``reminded_at``: when they were last reminded of that; ``linked``: a link opens the page of theirs; ``recorded``: whether
    they agree to be, None where they haven't said."""

    id: str
    name: str
    has_address: bool
    parts: list[AskedPart] = field(default_factory=list)
    missing: list[Task] = field(default_factory=list)
    reminded_at: datetime | None = None
    linked: bool = False
    recorded: bool | None = None

    @property
    def state(self) -> RoleState:
        """The state that asks for most."""
        states = {part.state for part in self.parts}
        return next(state for state in ORDER if state in states)

    @property
    def to_ask(self) -> bool:
        """Whether they can be invited or reminded."""
        return any(self.sends)

    @property
    def sends(self) -> tuple[int, int]:
        """How many invitations and how many reminders go to them when they are asked."""
        if not self.has_address:
            return 0, 0
        parts = [part for part in self.parts if part.state in ASKED]
        again = asked_again(parts)
        return len({part.session for part in parts} - again), len(again) if parts else int(bool(self.missing))


def asked_again(parts: Iterable[AskedPart | MyPart]) -> set[str]:
    """The sessions of these parts, which somebody is to answer, of which they were asked before: a mail about one reminds
    them, and any other invites them."""
    new = {part.session for part in parts if part.state == RoleState.TO_INVITE}
    return {part.session for part in parts} - new


def takers_of(connection: Connection, forum_id: str, language: str, order: Sequence[str]) -> list[Taker]:
    """Everybody with a part in a session that takes place, those to be invited first, then by name: a few queries,
    however many they are."""
    columns = (Role.id, Role.person, Role.role, Role.state, Role.talk_id, Talk.title.label("talk_title"))
    asked = (Invitation.invited_at, Invitation.reminded_at, Invitation.answer_by, Invitation.answered_at, Invitation.reminders, Invitation.reason, Invitation.colleague)  # fmt: skip
    query = (
        select(*columns, Session.id.label("session"), Session.title, Session.start, *asked)
        .outerjoin(Talk, Talk.id == Role.talk_id)
        .join(Session, Session.id == func.coalesce(Role.session_id, Talk.parent))
        .outerjoin(Invitation, Invitation.role == Role.id)
        .where(Role.forum_id == forum_id, Session.status != SessionStatus.CANCELLED)
        .order_by(Session.start.is_(None), Session.start, Session.position, Role.position)
    )
    parts: dict[str, list[AskedPart]] = defaultdict(list)
    for row in connection.execute(query):
        parts[row.person].append(_part(row))
    people = select(
        Person.id, Person.name, Person.photo, Person.biography, PersonPrivate.email, PersonPrivate.recording
    )
    people = people.outerjoin(PersonPrivate, PersonPrivate.parent == Person.id).where(Person.forum_id == forum_id)
    told = select(SpeakerReminder.person, func.max(SpeakerReminder.sent_at)).where(SpeakerReminder.forum_id == forum_id)
    reminded = {row[0]: row[1] for row in connection.execute(told.group_by(SpeakerReminder.person))}
    erased, sent, found = erased_in(connection, forum_id), _sent(connection, forum_id), []
    linked = set(connection.execute(select(PersonalKey.person).where(PersonalKey.forum_id == forum_id)).scalars())
    for row in connection.execute(people):
        if row.id not in parts or row.id in erased:
            continue
        taker = Taker(row.id, pick(row.name, language, order), is_address(row.email or ""), parts[row.id])
        taker.missing, taker.reminded_at = _missing(row, taker.parts, sent), reminded.get(row.id)
        taker.linked, taker.recorded = row.id in linked, row.recording["agrees"] if row.recording else None
        found.append(taker)
    return sorted(found, key=lambda taker: (ORDER.index(taker.state), folded(taker.name)))


def _part(row: Any) -> AskedPart:
    return AskedPart(
        row.id, row.role, row.state, row.session, row.talk_id, row.talk_title or row.title, row.start, row.invited_at,
        row.reminded_at, row.answer_by, row.answered_at, row.reminders or 0, row.reason or "", row.colleague,
    )  # fmt: skip


@dataclass(frozen=True)
class _Sent:
    """What is there of a forum's speakers beside their entries: talks with an abstract, talks with slides, what waits as a
    proposal (person and place, or talk and place), questions by session (None: of the whole forum) with those whom they
    are put to (nobody: to all), and what was answered (question and person)."""

    abstracts: set[str]
    slides: set[str | None]
    proposed: set[tuple[str, str]]
    questions: dict[str | None, dict[str, set[str]]]
    answers: set[tuple[str, str]]


def _sent(connection: Connection, forum_id: str) -> _Sent:
    here = (Material.forum_id == forum_id, Material.kind == MaterialKind.PRESENTATION, Material.talk.is_not(None))
    slides = set(connection.execute(select(Material.talk).where(*here)).scalars())
    talks = connection.execute(select(Talk.id, Talk.abstract).where(Talk.forum_id == forum_id))
    waiting = select(Proposal.thing, Proposal.place)
    waiting = waiting.where(Proposal.forum_id == forum_id, Proposal.state == ProposalState.OPEN)
    put = select(KeyQuestion.id, KeyQuestion.session_id, KeyQuestionPerson.member)
    put = put.outerjoin(KeyQuestionPerson, KeyQuestionPerson.parent == KeyQuestion.id)
    questions: dict[str | None, dict[str, set[str]]] = defaultdict(dict)
    for row in connection.execute(put.where(KeyQuestion.forum_id == forum_id)):
        to = questions[row.session_id].setdefault(row.id, set())
        if row.member:
            to.add(row.member)
    written = select(PreparedAnswer.question, PreparedAnswer.person).where(PreparedAnswer.forum_id == forum_id)
    return _Sent(
        abstracts={row.id for row in talks if not says_nothing(row.abstract)},
        slides=slides,
        proposed={(row.thing, row.place.partition(".")[0]) for row in connection.execute(waiting)},
        questions=questions,
        answers={(row.question, row.person) for row in connection.execute(written)},
    )


def _missing(row: Any, parts: list[AskedPart], sent: _Sent) -> list[Task]:
    """What somebody who accepted hasn't sent; what waits as a proposal is there."""
    coming = [part for part in parts if part.state == RoleState.CONFIRMED]
    speaks = [part for part in coming if part.kind in SPEAKING]
    talks = {part.talk for part in speaks if part.talk}
    sessions: set[str | None] = {part.session for part in speaks}
    asked = [
        (key, to) for session in (*sessions, None) if sessions for key, to in sent.questions.get(session, {}).items()
    ]
    missing = {
        Task.PHOTO: bool(coming) and not row.photo and (row.id, "photo") not in sent.proposed,
        Task.BIOGRAPHY: bool(coming) and says_nothing(row.biography) and (row.id, "biography") not in sent.proposed,
        Task.ABSTRACT: any(key not in sent.abstracts and (key, "abstract") not in sent.proposed for key in talks),
        Task.SLIDES: bool(talks - sent.slides),
        Task.ANSWERS: any((not to or row.id in to) and (key, row.id) not in sent.answers for key, to in asked),
    }
    return [task for task in Task if missing[task]]
