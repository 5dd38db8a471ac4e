"""The settings of a forum saved, with what they mean for the rest of it; a forum deleted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from forum_app.database import Database
from forum_app.domain.errors import EditRefused, NotAllowed
from forum_app.domain.moving import outside, same_instant, skipped, written_in
from forum_app.domain.sentences import said
from forum_app.models.forum import Forum
from forum_app.models.forum import StoredFile as StoredFileRow
from forum_app.models.people import PersonPrivate
from forum_app.models.programme import Session
from forum_app.models.publishing import Release
from forum_app.services.audit import record
from forum_app.services.draft_rows import draft_of
from forum_app.services.media import Media
from forum_app.services.things import Edit, Saved, change_thing


@dataclass(frozen=True)
class Settled:
    """``outside``: titles of sessions that lie outside the days now; ``moved``: how many sessions got other wall times."""

    saved: Saved
    outside: tuple[str, ...]
    moved: int


@dataclass(frozen=True)
class Asked:
    """What has to be answered before settings are kept: ``scheduled`` sessions where the zone is another one, and how many
    texts each language that is taken out has."""

    scheduled: int
    languages: tuple[tuple[str, int], ...]


def asked_of(database: Database, forum_id: str, values: dict[str, Any]) -> Asked:
    """What the new values of a forum would mean for the rest of it."""
    with database.reading() as connection:
        draft = draft_of(connection, forum_id)
    scheduled = sum(session.start is not None for session in draft.sessions)
    moves = values.get("zone", draft.forum.zone) != draft.forum.zone
    kept = values.get("languages", draft.forum.languages)
    gone = [code for code in draft.forum.languages if code not in kept]
    counted = [(code, written_in(draft, code)) for code in gone]
    return Asked(scheduled if moves else 0, tuple((code, count) for code, count in counted if count))


def save_settings(database: Database, forum_id: str, edit: Edit, *, instants: bool, actor: str) -> Settled:
    """Saves a forum's own fields. In another zone wall times are kept, or with ``instants`` what they were in the old one.

    Raises EditRefused (also where the new clocks skip a session's time) or EditClash; then nothing is kept.
    """

    def job(connection: Connection) -> Settled:
        before = draft_of(connection, forum_id)
        saved = change_thing(connection, forum_id, "forum", forum_id, edit, actor)
        after = connection.execute(select(Forum.zone).where(Forum.id == forum_id)).scalar_one()
        moved = 0
        if after != before.forum.zone:
            if instants:
                moved = _keep_instants(connection, forum_id, before.forum.zone, after)
            elif problems := list(skipped(before, after)):
                raise EditRefused([("zone", sentence) for sentence in problems])
            how = {"zone": after, "kept": "instants" if instants else "wall times", "sessions": moved}
            record(connection, actor, "forum.moved", forum_id, after, {"zone": before.forum.zone}, how)
        return Settled(saved, tuple(outside(draft_of(connection, forum_id))), moved)

    return database.in_turn(forum_id, job)


def _keep_instants(connection: Connection, forum_id: str, old: str, new: str) -> int:
    query = select(Session.id, Session.start, Session.fold).where(
        Session.forum_id == forum_id, Session.start.is_not(None)
    )
    rows = connection.execute(query).all()
    for key, start, fold in rows:
        assert start is not None
        wall, again = same_instant(start, fold, old, new)
        connection.execute(update(Session).where(Session.id == key).values(start=wall, fold=again))
    plan = connection.execute(select(Forum.registration).where(Forum.id == forum_id)).scalar()
    plan = plan or {}
    moments = {name: _moved(plan[name], old, new) for name in ("opens_at", "closes_at") if plan.get(name)}
    if moments:
        connection.execute(update(Forum).where(Forum.id == forum_id).values(registration={**plan, **moments}))
    people = select(PersonPrivate.parent, PersonPrivate.unavailable).where(PersonPrivate.forum_id == forum_id)
    for person, hours in connection.execute(people).all():
        if hours:
            there = [{name: _moved(at, old, new) for name, at in item.items()} for item in hours]
            connection.execute(update(PersonPrivate).where(PersonPrivate.parent == person).values(unavailable=there))
    return len(rows)


def _moved(wall: str, old: str, new: str) -> str:
    return same_instant(datetime.fromisoformat(wall), 0, old, new)[0].isoformat()


def delete_forum(database: Database, media: Media, forum_id: str, typed: str, *, actor: str) -> None:
    """Deletes a forum whole: draft, releases, registrations, messages, memberships, files that nobody else uses.

    The log stays. Raises EditRefused where ``typed`` isn't its short name, NotAllowed where it is gone already.
    """

    def job(connection: Connection) -> list[str]:
        slug = connection.execute(select(Forum.slug).where(Forum.id == forum_id)).scalar()
        if slug is None:
            raise NotAllowed("This forum was deleted already.")
        if typed.strip() != slug:
            raise EditRefused([("typed", said("This is not the short name of the forum: type “%(slug)s”.", slug=slug))])
        names = connection.execute(select(StoredFileRow.name).where(StoredFileRow.forum_id == forum_id)).scalars().all()
        releases = select(Release.content).where(Release.forum_id == forum_id)
        said_in = [bytes(content) for content in connection.execute(releases).scalars()]
        connection.execute(delete(Forum).where(Forum.id == forum_id))
        record(connection, actor, "forum.deleted", forum_id, slug, {"releases": len(said_in), "files": len(names)})
        return _unused(connection, list(names))

    for name in database.in_turn(forum_id, job):
        media.path(name).unlink(missing_ok=True)


def _unused(connection: Connection, names: list[str]) -> list[str]:
    """Those of the files that no other forum has, in its draft or in a release."""
    used = set(connection.execute(select(StoredFileRow.name).where(StoredFileRow.name.in_(names))).scalars())
    left = [name for name in names if name not in used]
    if left:
        for content in connection.execute(select(Release.content)).scalars():
            left = [name for name in left if name.encode() not in bytes(content)]
    return left
