"""What the public sees now: the current release of each visible forum, read at most once a second in each process."""

import re
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

import msgspec
from sqlalchemy import select

from forum_app.database import Database
from forum_app.domain.compare import Change
from forum_app.domain.identity import FILE, LENGTH
from forum_app.domain.news import ReleaseNews
from forum_app.domain.release import Release
from forum_app.domain.vocabularies import Visibility
from forum_app.models.forum import Forum
from forum_app.models.publishing import Release as ReleaseRow
from forum_app.services.live_merged import merged_into

FRESH_SECONDS = 1.0
MOST_RELEASES = 16
# Ids of things, days of the programme, languages of sessions: what a reader could once choose.
_CHOICE = re.compile(rb'"(?:id|day)":"([0-9a-z-]{10})"')
_LANGUAGES = re.compile(rb'"(?:languages|working_languages|interpretation)":\[([^\]]*)\]')
_FILE = re.compile(FILE.encode())


@dataclass(frozen=True)
class LiveForum:
    """Which release of a forum is current; ``epoch`` tells one state of the public forum from another."""

    id: str
    slug: str
    visibility: Visibility
    number: int
    epoch: int


class LiveReleases:
    """The public's view of all forums, shared by the threads of one process."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.lock = threading.Lock()
        self.read_at = -FRESH_SECONDS
        self.forums: dict[str, LiveForum] = {}
        self.referred: dict[tuple[str, int], frozenset[str]] = {}
        self.past: dict[str, tuple[int, frozenset[str]]] = {}
        self.releases: OrderedDict[tuple[str, int, int], Release] = OrderedDict()

    def all(self) -> dict[str, LiveForum]:
        """Every forum that anybody may see, by slug."""
        if time.monotonic() - self.read_at < FRESH_SECONDS:
            return self.forums
        with self.lock:
            if time.monotonic() - self.read_at < FRESH_SECONDS:
                return self.forums
            columns = (Forum.id, Forum.slug, Forum.visibility, Forum.current_release, Forum.epoch)
            query = select(*columns).where(Forum.visibility != Visibility.DRAFT, Forum.current_release.is_not(None))
            with self.database.reading() as connection:
                rows = connection.execute(query).all()
            found = [LiveForum(row.id, row.slug, row.visibility, row.current_release, row.epoch) for row in rows]
            self.forums = {forum.slug: forum for forum in found}
            self.read_at = time.monotonic()
        return self.forums

    def release(self, forum: LiveForum) -> Release:
        """The current release of a forum, from memory where it is there."""
        key = (forum.id, forum.number, forum.epoch)
        with self.lock:
            if key in self.releases:
                self.releases.move_to_end(key)
                return self.releases[key]
        where = (ReleaseRow.forum_id == forum.id, ReleaseRow.number == forum.number)
        with self.database.reading() as connection:
            content = connection.execute(select(ReleaseRow.content).where(*where)).scalar_one()
        release = msgspec.json.decode(content, type=Release)
        with self.lock:
            self.releases[key] = release
            while len(self.releases) > MOST_RELEASES:
                self.releases.popitem(last=False)
        return release

    def files(self, *, listed: bool = False) -> frozenset[str]:
        """Names of the stored files that any current release refers to, or any of a forum that is listed."""
        names: set[str] = set()
        for forum in self.all().values():
            if listed and forum.visibility == Visibility.UNLISTED:
                continue
            key = (forum.id, forum.epoch)
            if key not in self.referred:
                content = msgspec.json.encode(self.release(forum).content)
                self.referred[key] = frozenset(name.decode() for name in _FILE.findall(content))
            names |= self.referred[key]
        return frozenset(names)

    def ever(self, forum: LiveForum) -> frozenset[str]:
        """Ids, days and languages that any release of a forum had: who chose one of them is told what came of it."""
        epoch, found = self.past.get(forum.id, (-1, frozenset()))
        if epoch == forum.epoch:
            return found
        query = select(ReleaseRow.content).where(ReleaseRow.forum_id == forum.id, ReleaseRow.number <= forum.number)
        names: set[bytes] = set()
        with self.database.reading() as connection:
            for content in connection.execute(query.execution_options(yield_per=1)).scalars():
                names.update(_CHOICE.findall(content))
                names.update(code.strip(b' "') for codes in _LANGUAGES.findall(content) for code in codes.split(b","))
        found = frozenset(name.decode() for name in names)
        self.past[forum.id] = (forum.epoch, found)
        return found

    def kept_person(self, forum: LiveForum, key: str) -> str:
        """Who in the current release somebody is who was merged into another; empty where there is nobody."""
        with self.database.reading() as connection:
            kept = merged_into(connection, forum.id).get(key, "") if len(key) == LENGTH else ""
        return kept if kept in self.release(forum).content.person else ""

    def history(self, forum: LiveForum) -> list[ReleaseNews]:
        """What each release changed, newest first."""
        return release_history(self.database, forum.id, upto=forum.number)


def release_history(database: Database, forum_id: str, upto: int | None = None) -> list[ReleaseNews]:
    """Number, time, note and changes of each release of a forum, newest first."""
    row = ReleaseRow
    columns = (row.number, row.published_at, row.note, row.brought_back, row.changes)
    query = select(*columns).where(row.forum_id == forum_id).order_by(row.number.desc())
    if upto is not None:
        query = query.where(row.number <= upto)
    with database.reading() as connection:
        found = connection.execute(query).all()
    return [
        ReleaseNews(
            number=each.number,
            published_at=each.published_at,
            note=each.note,
            brought_back=each.brought_back,
            changes=msgspec.json.decode(each.changes, type=list[Change]),
        )
        for each in found
    ]
