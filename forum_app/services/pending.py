"""What publishing would do now: the draft as it would be frozen, kept in memory by its version, and what differs.

Reading, freezing and checking 2,000 sessions takes seconds; a page of the desk asks for a few counts. So each process keeps
one frozen draft of a few forums until the draft or the current release is another, and of its things and texts what was
worked out of them: after an edit only what was edited is made anew. Forums don't wait for each other.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, select

from forum_app.database import Database
from forum_app.domain.checker import Finding, check
from forum_app.domain.checker.memory import Memory
from forum_app.domain.compare import Change
from forum_app.domain.draft import Draft
from forum_app.domain.errors import ForumError
from forum_app.domain.freezing import freeze
from forum_app.domain.release import Content, Release
from forum_app.domain.remembering import Remembered
from forum_app.domain.translations import Count, counts
from forum_app.domain.vocabularies import Severity, Visibility
from forum_app.models.forum import Forum
from forum_app.services.collecting import collector_at_rest
from forum_app.services.edited_sessions import sessions_edited
from forum_app.services.erased_people import erased_in
from forum_app.services.forum_ids import forum_id_of
from forum_app.services.kept_draft import KeptDraft
from forum_app.services.merged_people import changes_since
from forum_app.services.registration_rows import sign_ups_of
from forum_app.services.release_store import last_written, read_release
from forum_app.services.releases import ReleaseLine, line_of
from forum_app.services.telling import HOLD, Telling, mails_by_state, mails_waiting, whom
from forum_app.services.telling_choosers import choices_state

MOST_KEPT = 8


@dataclass(frozen=True)
class Frozen:
    """A draft as it would be published. ``content`` is None where it can't be, for the ``refusal``; ``changed``: it is
    another than the last release's, be it in what nobody is told of."""

    version: int
    draft: Draft
    content: Content | None
    last: Release | None
    changes: tuple[Change, ...] = ()
    changed: bool = True
    refusal: ForumError | None = None


@dataclass(frozen=True)
class Pending:
    """What a publication would make public and whom it would tell. ``number`` is that of the release to come."""

    forum_id: str
    version: int
    number: int
    visibility: Visibility
    frozen: Frozen
    last: ReleaseLine | None
    telling: Telling = field(default_factory=Telling)
    waiting: int = 0  # mails about the last release that have not gone yet

    @property
    def changes(self) -> tuple[Change, ...]:
        return self.frozen.changes

    @property
    def first(self) -> bool:
        return self.last is None

    @property
    def hidden(self) -> bool:
        """Nobody sees the forum, though it was published."""
        return self.last is not None and self.visibility == Visibility.DRAFT

    @property
    def nothing(self) -> bool:
        """Publishing would make no release."""
        return self.frozen.content is not None and not self.first and not self.frozen.changed

    @property
    def take_back_until(self) -> datetime | None:
        """Until when the last release can be taken back; None where it can't."""
        line = self.last
        if line is None or line.taken_back_at is not None or line.takes_back:
            return None
        until = line.made_at + HOLD
        return until if datetime.now(UTC) < until else None


class _Kept:
    """What is kept of one forum: its last frozen draft, what is found in it, and what both were made of.

    ``things`` and what follows are asked by one thread at a time, which holds the ``lock``.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.things = KeptDraft()
        self.entries, self.counted, self.checked = Remembered(), Remembered(), Memory()
        self.last: tuple[bytes, Release] | None = None
        self.born: datetime | None = None  # when the forum was made: one imported again in its place is another
        self.draft: tuple[int, Draft] | None = None
        self.entry = 0  # the newest of the log when the draft was read
        self.frozen: tuple[tuple[int, int | None], Frozen] | None = None
        self.telling: tuple[object, Telling] | None = None
        self.findings: tuple[object, list[Finding]] | None = None
        self.counts: tuple[Draft, dict[str, Count]] | None = None


class _Memory:
    """What is kept of the forums that were asked for last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._forums: OrderedDict[str, _Kept] = OrderedDict()

    def of(self, forum_id: str) -> _Kept:
        with self._lock:
            kept = self._forums.setdefault(forum_id, _Kept())
            self._forums.move_to_end(forum_id)
            while len(self._forums) > MOST_KEPT:
                self._forums.popitem(last=False)
        return kept


_MEMORIES: WeakKeyDictionary[Database, _Memory] = WeakKeyDictionary()
_GUARD = threading.Lock()


def _kept(database: Database, forum_id: str) -> _Kept:
    with _GUARD:
        memory = _MEMORIES.setdefault(database, _Memory())
    return memory.of(forum_id)


def _kept_of(database: Database, forum_id: str, born: datetime) -> _Kept:
    """What is kept of this forum, and not of one that was deleted and had its id."""
    kept = _kept(database, forum_id)
    with kept.lock:
        if kept.born != born:
            fresh = _Kept()
            fresh.lock, fresh.born = kept.lock, born
            kept.__dict__.update(fresh.__dict__)
    return kept


def draft_now(database: Database, connection: Connection, forum_id: str) -> tuple[int, Draft]:
    """The draft of a forum with its version, from memory where nothing changed since. Nobody may change it."""
    query = select(Forum.version, Forum.created_at).where(Forum.id == forum_id)
    version, born = connection.execute(query).one()
    kept = _kept_of(database, forum_id, born)
    with kept.lock:
        if kept.draft is not None and kept.draft[0] == version:
            return kept.draft
        with collector_at_rest():
            return version, _draft(kept, connection, forum_id, version)


def _draft(kept: _Kept, connection: Connection, forum_id: str, version: int) -> Draft:
    if kept.draft is not None and kept.draft[0] == version:
        return kept.draft[1]
    edits = version - kept.draft[0] if kept.draft is not None else 0
    sessions, entry = sessions_edited(connection, forum_id, kept.entry, edits)
    if sessions is None:
        draft = kept.things.read(connection, forum_id)
    else:
        draft = kept.things.read_again(connection, forum_id, sessions)
    kept.draft, kept.entry = (version, draft), entry
    return draft


def frozen_draft(database: Database, connection: Connection, forum_id: str) -> Frozen:
    """The draft of a forum as it would be published now, from memory where nothing changed since."""
    query = select(Forum.version, Forum.current_release, Forum.created_at).where(Forum.id == forum_id)
    key = connection.execute(query).one()
    wanted, kept = (key.version, key.current_release), _kept_of(database, forum_id, key.created_at)
    with kept.lock:
        if kept.frozen is None or kept.frozen[0] != wanted:
            with collector_at_rest():
                kept.frozen = (wanted, _frozen(kept, connection, forum_id, key.version))
        return kept.frozen[1]


def _frozen(kept: _Kept, connection: Connection, forum_id: str, version: int) -> Frozen:
    draft, last = _draft(kept, connection, forum_id, version), _last(kept, connection, forum_id)
    try:
        content = freeze(draft, remembered=kept.entries)
    except ForumError as error:
        return Frozen(version, draft, None, last, refusal=error)
    changes = tuple(changes_since(connection, last.content, content)) if last is not None else ()
    return Frozen(version, draft, content, last, changes, last is None or last.content != content)


def _last(kept: _Kept, connection: Connection, forum_id: str) -> Release | None:
    """The newest release, read again where it is another one or was rewritten."""
    written = last_written(connection, forum_id)
    if written is None:
        return None
    if kept.last is None or kept.last[0] != written:
        kept.last = (written, read_release(written))
    return kept.last[1]


def frozen_now(database: Database, slug: str) -> Frozen:
    """The draft of a forum as it would be published now."""
    with database.reading() as connection:
        return frozen_draft(database, connection, forum_id_of(connection, slug))


def pending(database: Database, slug: str) -> Pending:
    """What publishing a forum's draft would do now; a handful of queries where its frozen draft is in memory."""
    with database.reading() as connection:
        forum_id = forum_id_of(connection, slug)
        return pending_of(database, connection, forum_id)


def pending_of(database: Database, connection: Connection, forum_id: str) -> Pending:
    """The same within the caller's transaction."""
    frozen = frozen_draft(database, connection, forum_id)
    visibility = connection.execute(select(Forum.visibility).where(Forum.id == forum_id)).scalar_one()
    number = frozen.last.number if frozen.last and frozen.last.number else 0
    told = _telling(database, connection, forum_id, frozen) if frozen.content is not None else Telling()
    line = line_of(connection, forum_id, number) if number else None
    waiting = mails_waiting(connection, forum_id, number) if number else 0
    return Pending(forum_id, frozen.version, number + 1, visibility, frozen, line, told, waiting)


def _telling(database: Database, connection: Connection, forum_id: str, frozen: Frozen) -> Telling:
    """Whom it would tell, from memory where neither the draft nor how far the mails are changed since."""
    assert frozen.content is not None
    if not frozen.changed:
        return Telling()  # nothing is published: who is being told already is told
    number = frozen.last.number if frozen.last else None
    wanted, kept = (frozen.version, number, *_told_of(connection, forum_id)), _kept(database, forum_id)
    with kept.lock:
        if kept.telling is None or kept.telling[0] != wanted:
            kept.telling = (wanted, whom(connection, frozen.content, frozen.last))
        return kept.telling[1]


def _told_of(connection: Connection, forum_id: str) -> tuple[object, ...]:
    """How far the mails are, and who chose sessions: another answer where whom it would tell may have changed."""
    return mails_by_state(connection, forum_id), choices_state(connection, forum_id)


def publication_review(database: Database, slug: str) -> tuple[Pending, Draft, list[Finding]]:
    """All that somebody reads before they publish: what it does, the draft, and what the checker finds in it."""
    with database.reading() as connection:
        forum_id = forum_id_of(connection, slug)
        return pending_of(database, connection, forum_id), *findings_now(database, connection, forum_id)


def checked_now(database: Database, slug: str) -> tuple[Draft, list[Finding]]:
    """The draft and what the checker finds in it."""
    with database.reading() as connection:
        return findings_now(database, connection, forum_id_of(connection, slug))


def findings_now(database: Database, connection: Connection, forum_id: str) -> tuple[Draft, list[Finding]]:
    """The draft and what the checker finds in it, with the organiser's severities; from memory where nothing changed."""
    frozen, kept = frozen_draft(database, connection, forum_id), _kept(database, forum_id)
    sign_ups = sign_ups_of(connection, forum_id)
    wanted = (frozen.version, tuple(sorted(sign_ups.items())))
    with kept.lock:
        if kept.findings is None or kept.findings[0] != wanted:
            with collector_at_rest():
                erased = erased_in(connection, forum_id)
                found = check(frozen.draft, sign_ups=sign_ups, memory=kept.checked, erased=erased)
                kept.findings = (wanted, found)
        return frozen.draft, kept.findings[1]


def translated_now(database: Database, draft: Draft) -> dict[str, Count]:
    """How far each language of a draft is; from memory where it is the draft that was asked about last."""
    kept = _kept(database, draft.forum.id)
    with kept.lock:
        if kept.counts is None or kept.counts[0] is not draft:
            with collector_at_rest():
                kept.counts = (draft, counts(draft, kept.counted))
        return kept.counts[1]


def count_findings(findings: list[Finding]) -> dict[Severity, int]:
    """How many findings there are of each severity, what stops first."""
    return {
        severity: sum(1 + len(finding.also) for finding in findings if finding.severity == severity)
        for severity in (Severity.STOP, Severity.WARN)
    }
