"""What concerns one person of the programme: their parts, what is asked of them, what they wrote; for their own page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, func, or_, select

from forum_app.domain.draft import Person
from forum_app.domain.draft_parts import KeyQuestion, SpeakingPlan
from forum_app.domain.errors import NotFound
from forum_app.domain.texts import Text
from forum_app.domain.vocabularies import MaterialKind, ProposalState, RoleKind, RoleState, SessionStatus
from forum_app.models.forum import Forum
from forum_app.models.people import Role
from forum_app.models.programme import KeyQuestion as Question
from forum_app.models.programme import KeyQuestionPerson, Material, Session, Talk
from forum_app.models.speaking import Invitation, PreparedAnswer, Proposal, SpeakerNote
from forum_app.services.draft_rows import fitting
from forum_app.services.things import read_thing

# Roles whose holders speak, and are asked; moderators ask, rapporteurs write down, interpreters interpret.
SPEAKING = (RoleKind.SPEAKER, RoleKind.PANELLIST)
THERE = (RoleState.INVITED, RoleState.CONFIRMED)


@dataclass(frozen=True)
class MyPart:
    """One role of somebody in a session or a talk, with what was asked and answered. ``title`` is the talk's, else the
    session's; ``gone``: the session is cancelled."""

    role: str
    kind: RoleKind
    state: RoleState
    session: str
    talk: str | None
    title: Text
    gone: bool
    answer_by: date | None
    answered_at: datetime | None
    reason: str
    colleague: Mapping[str, str]  # name and email of whom they propose instead


@dataclass(frozen=True)
class MyQuestion:
    """A key question that is put to them, with what they prepared; ``session`` is empty for one of the whole forum."""

    question: KeyQuestion
    session: str
    answer: str
    updated_at: datetime | None


@dataclass(frozen=True)
class MyMaterial:
    """Slides or another file of one of their talks or sessions."""

    id: str
    session: str
    talk: str | None
    title: Text
    kind: MaterialKind
    file: str | None
    url: str


@dataclass(frozen=True)
class Speaker:
    """Somebody of the programme as their own page shows them; private fields included, for they are theirs."""

    forum_id: str
    slug: str
    zone: str
    languages: tuple[str, ...]
    person: Person
    plan: SpeakingPlan
    parts: tuple[MyPart, ...]
    questions: tuple[MyQuestion, ...]
    notes: Mapping[str, str]
    materials: tuple[MyMaterial, ...]
    proposals: Mapping[tuple[str, str], Any]  # open ones: value by thing and place

    @property
    def language(self) -> str:
        """The language to write to them in."""
        own = self.person.private.language if self.person.private else ""
        return own or self.languages[0]

    @property
    def email(self) -> str:
        return self.person.private.email if self.person.private else ""

    @property
    def open_parts(self) -> tuple[MyPart, ...]:
        """What they haven't answered yet."""
        return tuple(part for part in self.parts if part.state == RoleState.INVITED and not part.gone)

    @property
    def live_parts(self) -> tuple[MyPart, ...]:
        """What they take part in, or may."""
        return tuple(part for part in self.parts if part.state in THERE and not part.gone)


def speaker_of(connection: Connection, forum_id: str, person: str) -> Speaker:
    """Everything of one person in a dozen queries; raises NotFound."""
    forum = connection.execute(
        select(Forum.slug, Forum.zone, Forum.languages, Forum.speaking).where(Forum.id == forum_id)
    ).first()
    if forum is None:
        raise NotFound("There is no such forum.")
    found = read_thing(connection, forum_id, "person", person).thing
    assert isinstance(found, Person)
    parts = parts_of(connection, forum_id, person)
    sessions = {part.session for part in parts if part.state in THERE}
    asked = {part.session for part in parts if part.state in THERE and part.kind in SPEAKING}
    notes = select(SpeakerNote.session, SpeakerNote.text).where(SpeakerNote.person == person, SpeakerNote.text != "")
    return Speaker(
        forum_id,
        forum.slug,
        forum.zone,
        tuple(forum.languages),
        found,
        plan_of_speaking(forum.speaking),
        tuple(parts),
        tuple(questions_for(connection, forum_id, person, asked)),
        {row.session: row.text for row in connection.execute(notes)},
        tuple(_materials(connection, sessions, {part.talk for part in parts if part.talk})),
        _proposals(connection, person),
    )


def plan_of_speaking(stored: Any) -> SpeakingPlan:
    """What a forum asks of its speakers, as its settings say."""
    return msgspec.convert(fitting(stored or {}, SpeakingPlan), SpeakingPlan)


def parts_of(connection: Connection, forum_id: str, person: str) -> list[MyPart]:
    """The parts of one person in sessions and talks, whatever their state, in the order of time."""
    columns = (Role.id, Role.role.label("kind"), Role.state, Role.talk_id, Talk.title.label("talk_title"))
    asked = (Invitation.answer_by, Invitation.answered_at, Invitation.reason, Invitation.colleague)
    query = (
        select(*columns, Session.id.label("session"), Session.title, Session.status, *asked)
        .outerjoin(Talk, Talk.id == Role.talk_id)
        .join(Session, Session.id == func.coalesce(Role.session_id, Talk.parent))
        .outerjoin(Invitation, Invitation.role == Role.id)
        .where(Role.forum_id == forum_id, Role.person == person)
        .order_by(Session.start.is_(None), Session.start, Session.position, Talk.position, Role.position)
    )
    return [
        MyPart(
            role=row.id,
            kind=row.kind,
            state=row.state,
            session=row.session,
            talk=row.talk_id,
            title=row.talk_title or row.title,
            gone=row.status == SessionStatus.CANCELLED,
            answer_by=row.answer_by,
            answered_at=row.answered_at,
            reason=row.reason or "",
            colleague=row.colleague or {},
        )
        for row in connection.execute(query)
    ]


def questions_for(connection: Connection, forum_id: str, person: str, sessions: set[str]) -> list[MyQuestion]:
    """The key questions that are put to somebody: to all of their sessions, to them by name, or to everybody who speaks
    in the forum; in the order of the programme."""
    if not sessions:
        return []
    named = select(KeyQuestionPerson.parent)
    to_me = Question.id.in_(named.where(KeyQuestionPerson.member == person))
    to_all = Question.id.not_in(named.where(KeyQuestionPerson.forum_id == forum_id))
    here = or_(Question.session_id.in_(sessions), Question.session_id.is_(None))
    query = (
        select(Question, PreparedAnswer.text.label("answer"), PreparedAnswer.updated_at, Session.start)
        .outerjoin(PreparedAnswer, (PreparedAnswer.question == Question.id) & (PreparedAnswer.person == person))
        .outerjoin(Session, Session.id == Question.session_id)
        .where(Question.forum_id == forum_id, here, or_(to_me, to_all))
        .order_by(Session.start.is_(None), Session.start, Question.position)
    )
    return [
        MyQuestion(
            KeyQuestion(id=row.id, text=row.text, sub_questions=row.sub_questions),
            row.session_id or "",
            row.answer or "",
            row.updated_at,
        )
        for row in connection.execute(query)
    ]


def _materials(connection: Connection, sessions: set[str], talks: set[str]) -> list[MyMaterial]:
    """Presentations of their talks, and of sessions that have no talk they belong to."""
    if not sessions:
        return []
    query = select(Material).where(
        Material.session_id.in_(sessions),
        or_(Material.talk.in_(talks), Material.talk.is_(None)),
        Material.kind == MaterialKind.PRESENTATION,
    )
    rows = connection.execute(query.order_by(Material.position))
    return [MyMaterial(row.id, row.session_id, row.talk, row.title, row.kind, row.file, row.url) for row in rows]


def _proposals(connection: Connection, person: str) -> dict[tuple[str, str], Any]:
    query = select(Proposal).where(Proposal.person == person, Proposal.state == ProposalState.OPEN)
    return {(row.thing, row.place): row.value for row in connection.execute(query.order_by(Proposal.made_at))}
