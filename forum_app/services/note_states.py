"""How far a concept note is in each language, and who said so when. A note's key is the forum's or the session's id."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from forum_app.database import Database
from forum_app.domain.errors import NotFound
from forum_app.domain.vocabularies import NoteState
from forum_app.models.accounts import Account
from forum_app.models.forum import Forum
from forum_app.models.programme import ConceptNote
from forum_app.models.publishing import AuditEntry
from forum_app.services.audit import record

ACTION = "note.state"


@dataclass(frozen=True)
class StateSet:
    """The state of a note in one language; ``by`` is empty and ``at`` None where nobody ever set it here."""

    language: str
    state: NoteState
    by: str = ""
    at: datetime | None = None


def note_states(connection: Connection, forum_id: str, note: str) -> list[StateSet]:
    """The state in each language of the forum, in its order; raises NotFound where there is no such note."""
    states, languages = _states(connection, forum_id, note)
    query = (
        select(AuditEntry.actor, AuditEntry.at, AuditEntry.after, Account.name, Account.email)
        .outerjoin(Account, Account.id == AuditEntry.actor)
        .where(AuditEntry.forum_id == forum_id, AuditEntry.thing == note, AuditEntry.action == ACTION)
        .order_by(AuditEntry.id)
    )
    last = {language: row for row in connection.execute(query) for language in (row.after or {})}
    found = []
    for language in languages:
        state, row = NoteState(states.get(language, NoteState.DRAFT)), last.get(language)
        if row is None or row.after.get(language) != state:  # an import put another one there
            found.append(StateSet(language, state))
        else:
            found.append(StateSet(language, state, row.name or row.email or row.actor, row.at))
    return found


def set_note_state(
    database: Database, forum_id: str, note: str, language: str, state: NoteState, *, actor: str
) -> bool:
    """Says how far a note is in a language; whether that is new. Raises NotFound for no note or no such language."""

    def job(connection: Connection) -> bool:
        states, languages = _states(connection, forum_id, note)
        if language not in languages:
            raise NotFound("The forum has no such language.")
        before = NoteState(states.get(language, NoteState.DRAFT))
        if before == state:
            return False
        after = {**states, language: state.value}
        connection.execute(update(ConceptNote).where(ConceptNote.id == note).values(states=after))
        connection.execute(update(Forum).where(Forum.id == forum_id).values(version=Forum.version + 1))
        told = ({language: before.value}, {language: state.value})
        record(connection, actor, ACTION, forum_id, language, *told, thing=note)
        return True

    return database.in_turn(forum_id, job)


def _states(connection: Connection, forum_id: str, note: str) -> tuple[Mapping[str, str], list[str]]:
    query = select(ConceptNote.states, Forum.languages).join(Forum, Forum.id == ConceptNote.forum_id)
    row = connection.execute(query.where(ConceptNote.id == note, ConceptNote.forum_id == forum_id)).first()
    if row is None:
        raise NotFound("There is no such concept note.")
    return row.states or {}, row.languages
