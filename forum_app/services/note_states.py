"""How far a concept note is in each language, who said so when, and who changed its text since.

A note's key is the forum's or the session's id.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from forum_app.database import Database
from forum_app.domain.errors import NotFound, SetMeanwhile
from forum_app.domain.vocabularies import NoteState
from forum_app.models.forum import Forum
from forum_app.models.programme import ConceptNote
from forum_app.services.audit import record
from forum_app.services.note_changes import SAYING_DONE, STATE_SET, known_of_notes


@dataclass(frozen=True)
class StateSet:
    """The state of a note in one language; ``by`` is empty and ``at`` None where nobody ever set it here.

    ``changed_by`` and ``changed_at``: who changed its text last since then, and when; empty and None where nobody did.
    """

    language: str
    state: NoteState
    by: str = ""
    at: datetime | None = None
    changed_by: str = ""
    changed_at: datetime | None = None

    @property
    def unseen(self) -> bool:
        """It says cleared or final of a text that was changed since."""
        return self.state in SAYING_DONE and self.changed_at is not None


def note_states(connection: Connection, forum_id: str, note: str) -> list[StateSet]:
    """The state in each language of the forum, in its order; raises NotFound where there is no such note."""
    states, languages = _states(connection, forum_id, note)
    known = known_of_notes(connection, forum_id, languages)
    found = []
    for language in languages:
        state, told = NoteState(states.get(language, NoteState.DRAFT)), known.get((note, language))
        if told is None or not told.is_of(state):
            found.append(StateSet(language, state))
            continue
        by = (told.set_by, told.set_at) if told.state == state else ("", None)  # in a file stands nobody's name
        found.append(StateSet(language, state, *by, told.changed_by, told.changed_at))
    return found


def set_note_state(
    database: Database, forum_id: str, note: str, language: str, state: NoteState, *, actor: str, was: str = ""
) -> bool:
    """Says how far a note is in a language; whether that is new: it is, too, where it says
    the same again of a text that was changed since, or that came from a file. ``was`` is the state that the page showed,
    where it matters.

    Raises NotFound for no note or no such language, SetMeanwhile where it is in another state by now.
    """

    def job(connection: Connection) -> bool:
        states, languages = _states(connection, forum_id, note)
        if language not in languages:
            raise NotFound("The forum has no such language.")
        before = NoteState(states.get(language, NoteState.DRAFT))
        if was and before not in (was, state):
            raise SetMeanwhile(before)
        if before == state:
            known = known_of_notes(connection, forum_id, languages).get((note, language))
            if known is not None and known.state == state and known.changed_at is None:
                return False
        after = {**states, language: state.value}
        connection.execute(update(ConceptNote).where(ConceptNote.id == note).values(states=after))
        connection.execute(update(Forum).where(Forum.id == forum_id).values(version=Forum.version + 1))
        told = ({language: before.value}, {language: state.value})
        record(connection, actor, STATE_SET, forum_id, language, *told, thing=note)
        return True

    return database.in_turn(forum_id, job)


def _states(connection: Connection, forum_id: str, note: str) -> tuple[Mapping[str, str], list[str]]:
    query = select(ConceptNote.states, Forum.languages).join(Forum, Forum.id == ConceptNote.forum_id)
    row = connection.execute(query.where(ConceptNote.id == note, ConceptNote.forum_id == forum_id)).first()
    if row is None:
        raise NotFound("There is no such concept note.")
    return row.states or {}, row.languages
