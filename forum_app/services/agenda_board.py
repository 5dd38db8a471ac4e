"""The agenda as the builder reads it: the draft, what clashes in it, and what others did to it meanwhile."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, func, select

from forum_app.database import Database
from forum_app.domain.agenda.conflicts import Conflict, conflicts
from forum_app.domain.agenda.conflicts_again import conflicts_again
from forum_app.domain.agenda.slots import Slot
from forum_app.domain.agenda.ways_out import ways_out
from forum_app.domain.checker import RULES
from forum_app.domain.draft import Draft, Session
from forum_app.domain.errors import NotFound
from forum_app.models.publishing import AuditEntry
from forum_app.services.collecting import collector_at_rest
from forum_app.services.pending import draft_now
from forum_app.services.registration_rows import sign_ups_of

MOST_KEPT = 8


@dataclass(frozen=True)
class Board:
    """A forum's agenda at one moment; ``entry`` is the newest of its log. Nobody may change the ``draft``."""

    version: int
    entry: int
    draft: Draft
    conflicts: tuple[Conflict, ...]
    sign_ups: Mapping[str, int]

    def session(self, key: str) -> Session:
        """Raises NotFound."""
        found = next((session for session in self.draft.sessions if session.id == key), None)
        if found is None:
            raise NotFound("There is no such session in this forum: it was deleted, or belongs to another.")
        return found

    def seen(self, private: bool) -> list[Conflict]:
        """What clashes, for those who may see what is ``private`` or may not."""
        return [found for found in self.conflicts if private or not RULES[found.rule].private]

    def of(self, key: str) -> list[Conflict]:
        """What clashes with a session."""
        return [found for found in self.conflicts if key in found.sessions]

    def ways_out(self, key: str) -> list[Slot]:
        """Where a session would clash with nothing."""
        return ways_out(self.draft, self.session(key), self.sign_ups)


class _Kept:
    """What was found last in one forum's agenda, and what it was found with; asked by one thread at a time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.found: tuple[Mapping[str, int], Draft, tuple[Conflict, ...]] | None = None


_KEPT: WeakKeyDictionary[Database, dict[str, _Kept]] = WeakKeyDictionary()
_GUARD = threading.Lock()


def _kept(database: Database, forum_id: str) -> _Kept:
    with _GUARD:
        forums = _KEPT.setdefault(database, {})
        kept = forums.pop(forum_id, None) or _Kept()
        forums[forum_id] = kept  # the one asked for last stays longest
        while len(forums) > MOST_KEPT:
            forums.pop(next(iter(forums)))
        return kept


def board_now(database: Database, forum_id: str) -> Board:
    """The agenda of a forum as it is now; what was worked out for the last one is worked out again only where it changed."""
    with database.reading() as connection:
        return board_of(database, connection, forum_id)


def board_of(database: Database, connection: Connection, forum_id: str) -> Board:
    """The same within the caller's transaction."""
    version, draft = draft_now(database, connection, forum_id)
    sign_ups = sign_ups_of(connection, forum_id)
    newest = select(func.max(AuditEntry.id)).where(AuditEntry.forum_id == forum_id)
    entry = connection.execute(newest).scalar() or 0
    kept = _kept(database, forum_id)
    with kept.lock:
        if kept.found is None or kept.found[1] is not draft or kept.found[0] != sign_ups:
            with collector_at_rest():
                kept.found = (sign_ups, draft, tuple(_conflicts(kept, draft, sign_ups)))
        return Board(version, entry, draft, kept.found[2], sign_ups)


def _conflicts(kept: _Kept, draft: Draft, sign_ups: Mapping[str, int]) -> list[Conflict]:
    if kept.found is None or kept.found[0] != sign_ups:
        return conflicts(draft, sign_ups)
    return conflicts_again(kept.found[2], kept.found[1], draft, sign_ups)
