"""What a session's moderators have before them: its programme as the draft has it, questions, answers, notes, slides."""

from collections.abc import Mapping
from datetime import UTC, datetime
from weakref import WeakKeyDictionary

from msgspec.structs import replace
from sqlalchemy import Connection, delete, insert, select

from forum_app.database import Database
from forum_app.domain.draft import Draft, Talk
from forum_app.domain.draft_parts import Material
from forum_app.domain.errors import EditRefused, NotFound
from forum_app.domain.messages import printable
from forum_app.domain.release import Content, PersonEntry, SessionEntry
from forum_app.domain.run_plan import RunMaterial, plan_of, session_alone
from forum_app.domain.running import Plan
from forum_app.domain.vocabularies import MaterialKind, RoleKind, RoleState
from forum_app.models.people import Role
from forum_app.models.programme import Session
from forum_app.models.speaking import PreparedAnswer, SpeakerNote
from forum_app.services.pending import draft_now
from forum_app.services.proposing import proposed_minutes
from forum_app.services.speaking_answers import changes_to_write

LONGEST_NOTE = 2_000
MOST_PLANS = 200
_PLANS: WeakKeyDictionary[Database, dict[str, tuple[object, Plan]]] = WeakKeyDictionary()


def moderates(connection: Connection, forum_id: str, session: str, person: str) -> bool:
    """Whether somebody is a confirmed moderator of this session of this forum."""
    query = select(Role.id).where(
        Role.session_id == session,
        Role.person == person,
        Role.forum_id == forum_id,
        Role.role == RoleKind.MODERATOR,
        Role.state == RoleState.CONFIRMED,
    )
    return connection.execute(query).first() is not None


def is_session(connection: Connection, forum_id: str, key: str) -> bool:
    """Whether a session is one of this forum's."""
    return (
        connection.execute(select(Session.id).where(Session.id == key, Session.forum_id == forum_id)).first()
        is not None
    )


def run_material(
    database: Database, connection: Connection, forum_id: str, key: str, published: SessionEntry | None
) -> RunMaterial:
    """What the draft has of a session, at the times of the release where it is ``published``. Raises NotFound."""
    _version, draft = draft_now(database, connection, forum_id)
    content = _programme(draft, key, proposed_minutes(connection, _talks(draft, key)), published)
    [session] = content.sessions
    kept = next(each for each in draft.sessions if each.id == key)
    slides: dict[str, list[Material]] = {}
    for material in kept.materials:
        if material.kind == MaterialKind.PRESENTATION and (material.file or material.url):
            slides.setdefault(material.talk or "", []).append(material)
    questions = [*kept.key_questions, *draft.forum.key_questions]
    return RunMaterial(
        content=content,
        session=session,
        plan=plan_of(session),
        questions=questions,
        answers=_answers(connection, [question.id for question in questions]),
        notes=_notes(connection, key),
        slides=slides,
        kept={talk.id: talk.minutes for talk in kept.talks},
    )


def plan_now(
    database: Database, connection: Connection, forum_id: str, key: str, published: SessionEntry | None
) -> Plan:
    """The plan alone that a run would begin with, kept while nothing that it is made of changes: screens that wait ask for
    it every second. Raises NotFound."""
    version, draft = draft_now(database, connection, forum_id)
    wanted = proposed_minutes(connection, _talks(draft, key))
    times = (published.starts_at, published.ends_at) if published is not None else None
    made_of = (version, tuple(sorted(wanted.items())), times)
    kept = _PLANS.setdefault(database, {})
    known = kept.get(key)
    if known is None or known[0] != made_of:
        if len(kept) > MOST_PLANS:
            kept.clear()
        [session] = _programme(draft, key, wanted, published).sessions
        known = kept[key] = (made_of, plan_of(session))
    return known[1]


def _talks(draft: Draft, key: str) -> list[str]:
    return [talk.id for each in draft.sessions if each.id == key for talk in each.talks]


def _programme(draft: Draft, key: str, wanted: dict[str, int | None], published: SessionEntry | None) -> Content:
    """One session of a draft, with the minutes that are ``wanted`` of its talks and the times that everybody was told."""
    content = session_alone(_with_minutes(draft, key, wanted) if wanted else draft, key)
    session = content.session[key]
    if published is not None and published.starts_at is not None:
        session = replace(session, starts_at=published.starts_at, ends_at=published.ends_at)
    return replace(content, sessions=[session])


def _with_minutes(draft: Draft, session: str, wanted: dict[str, int | None]) -> Draft:
    """The draft with other lengths of one session's talks."""

    def fresh(talk: Talk) -> Talk:
        return replace(talk, minutes=wanted[talk.id]) if talk.id in wanted else talk

    sessions = [
        replace(each, talks=[fresh(talk) for talk in each.talks]) if each.id == session else each
        for each in draft.sessions
    ]
    return replace(draft, sessions=sessions)


def _answers(connection: Connection, questions: list[str]) -> dict[tuple[str, str], str]:
    columns = (PreparedAnswer.question, PreparedAnswer.person, PreparedAnswer.text)
    rows = connection.execute(select(*columns).where(PreparedAnswer.question.in_(questions))).all()
    return {(row.question, row.person): row.text for row in rows if row.text.strip()}


def _notes(connection: Connection, session: str) -> dict[str, str]:
    rows = connection.execute(select(SpeakerNote.person, SpeakerNote.text).where(SpeakerNote.session == session)).all()
    return {row.person: row.text for row in rows}


def note_as_kept(text: str) -> str:
    """A note as it is kept of what was typed: its lines, and nothing around them."""
    return printable(text).strip()


def write_notes(
    database: Database,
    forum_id: str,
    material: RunMaterial,
    notes: Mapping[str, str],
    seen: Mapping[str, str],
    *,
    by: str,
) -> None:
    """Tells speakers of the session something, all of them or none; an empty text takes back what was told.

    ``notes`` are texts and ``seen`` the digests of what the page showed, by speaker: what is as it was there changes
    nothing. Raises NotFound for somebody who doesn't speak in it, EditRefused with each text that is too long, and
    WrittenMeanwhile where somebody else wrote others in the meantime."""
    session = material.session.id
    if not set(notes) <= set(material.speakers):
        raise NotFound("Nobody of this name speaks in this session.")
    texts = {to: note_as_kept(text) for to, text in notes.items()}
    if long := [to for to, text in texts.items() if len(text) > LONGEST_NOTE]:
        raise EditRefused([(to, f"At most {LONGEST_NOTE} characters are kept: shorten it.") for to in long])
    values = {"forum_id": forum_id, "by": by[:10], "updated_at": datetime.now(UTC)}

    def job(connection: Connection) -> None:
        kept = dict.fromkeys(texts, "") | _notes(connection, session)
        for to, text in changes_to_write(kept, texts, seen).items():
            connection.execute(delete(SpeakerNote).where(SpeakerNote.session == session, SpeakerNote.person == to))
            if text:
                connection.execute(insert(SpeakerNote).values(session=session, person=to, text=text, **values))

    database.in_turn(f"run:{session}", job)


def with_photos(material: RunMaterial, files: frozenset[str]) -> list[PersonEntry]:
    """The people without pictures that the site doesn't serve to everybody."""
    return [
        person if person.photo is None or person.photo.file in files else replace(person, photo=None)
        for person in material.content.people
    ]
