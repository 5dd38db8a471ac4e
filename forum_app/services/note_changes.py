"""Who changed a note's text after somebody said how far it is: nothing goes out as cleared that nobody cleared unseen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from forum_app.domain.texts import Text
from forum_app.domain.vocabularies import NoteState
from forum_app.models.accounts import Account
from forum_app.models.programme import ConceptNote, Section, Session
from forum_app.models.publishing import AuditEntry

STATE_SET = "note.state"
_IMPORTED = ("forum.imported", "forum.replaced", "forum.made", "forum.copied")
_CHANGED = tuple(f"section.{what}" for what in ("changed", "added", "deleted", "moved", "brought-back"))
_TEXTS = ("heading.", "body.")
IMPORTED = "imported"  # as a state: it came from a file or another forum, with the text that it is said of
SAYING_DONE = (NoteState.CLEARED.value, NoteState.FINAL.value)


@dataclass(frozen=True)
class Event:
    """Something that was done to a note, from the log; ``language`` is empty where it touches every one, ``state`` where
    it changed the text. What was imported or copied touches every note."""

    note: str
    language: str
    state: str
    who: str
    at: datetime


@dataclass(frozen=True)
class Told:
    """What the log knows of a note in one language: who set its state, and who changed its text last since then."""

    state: str
    set_by: str = ""
    set_at: datetime | None = None
    changed_by: str = ""
    changed_at: datetime | None = None

    def is_of(self, state: str | None) -> bool:
        """Whether it tells how this state, which the note has, came about."""
        return self.state in (state, IMPORTED)


Known = Mapping[tuple[str, str], Told]


@dataclass(frozen=True)
class Unseen:
    """A note that says that it is cleared or final in a language, and was changed since; ``session`` is empty for the
    forum's own, else the id of the session with the ``title``."""

    session: str
    title: Text
    language: str
    state: str
    known: Told


def known_of_notes(connection: Connection, forum_id: str, languages: list[str]) -> Known:
    """What the log knows of a forum's notes, by the note's key and language. Three queries."""
    keys = connection.execute(select(ConceptNote.id).where(ConceptNote.forum_id == forum_id)).scalars().all()
    found: dict[tuple[str, str], Told] = {}
    for event in _events(connection, forum_id):
        if event.state == IMPORTED:
            found = {(note, language): Told(IMPORTED, event.who, event.at) for note in keys for language in languages}
        elif event.state:
            found[event.note, event.language] = Told(event.state, event.who, event.at)
        else:
            for language in [event.language] if event.language else languages:
                if known := found.get((event.note, language)):
                    found[event.note, language] = replace(known, changed_by=event.who, changed_at=event.at)
    return found


def unseen_changes(connection: Connection, forum_id: str, languages: list[str]) -> list[Unseen]:
    """Notes that say cleared or final in a language, and whose text was changed since; four queries."""
    known = known_of_notes(connection, forum_id, languages)
    query = select(ConceptNote.id, ConceptNote.states, ConceptNote.session_id, Session.title)
    query = query.outerjoin(Session, Session.id == ConceptNote.session_id).where(ConceptNote.forum_id == forum_id)
    found = []
    for note, states, session, title in connection.execute(query.order_by(ConceptNote.position, ConceptNote.id)):
        for language in languages:
            one, state = known.get((note, language)), states.get(language)
            if one and one.changed_at and one.is_of(state) and state in SAYING_DONE:
                found.append(Unseen(session or "", title or {}, language, state, one))
    return found


def _events(connection: Connection, forum_id: str) -> Iterator[Event]:
    """Every state that was set and every change of a section, in the log's order."""
    notes = {
        row.id: row.parent
        for row in connection.execute(select(Section.id, Section.parent).where(Section.forum_id == forum_id))
    }
    query = (
        select(AuditEntry, Account.name.label("name"), Account.email.label("email"))
        .outerjoin(Account, Account.id == AuditEntry.actor)
        .where(AuditEntry.forum_id == forum_id, AuditEntry.action.in_((STATE_SET, *_CHANGED, *_IMPORTED)))
        .order_by(AuditEntry.id)
    )
    for row in connection.execute(query):
        who = row.name or row.email or row.actor
        if row.action == STATE_SET:
            for language, state in (row.after or {}).items():
                yield Event(row.thing, language, state, who, row.at)
        elif row.action in _IMPORTED:
            yield Event("", "", IMPORTED, who, row.at)
        elif note := notes.get(row.thing) or _parent(row.before, row.thing):
            for language in _touched(row.action, row.after):
                yield Event(note, language, "", who, row.at)


def _touched(action: str, after: Any) -> list[str]:
    """The languages in which a section is another now; an empty one stands for all."""
    if action != "section.changed":
        return [""]
    places = [place for place in (after or {}) if "@" not in place]
    texts = {place.partition(".")[2] for place in places if place.startswith(_TEXTS)}
    return [""] if any(not place.startswith(_TEXTS) for place in places) else sorted(texts)


def _parent(before: Any, section: str) -> str:
    """The note that a deleted section stood in, from what is kept to bring it back."""
    rows = before.get("rows", {}) if isinstance(before, dict) else {}
    return next((str(row["parent"]) for row in rows.get("section", ()) if row.get("id") == section), "")
