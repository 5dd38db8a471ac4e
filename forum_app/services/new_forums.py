"""New forums: from nothing, as a copy of an earlier one, from a file. Whoever makes one becomes its owner."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from forum_app.database import Database
from forum_app.domain.copying import Basics, Choice, blank, copied
from forum_app.domain.draft import Draft
from forum_app.domain.draft_parts import StoredFile
from forum_app.domain.draft_rules import Problem, problems_of, tidy
from forum_app.domain.errors import EditRefused, NotFound, SlugTaken
from forum_app.domain.permissions import Actor, Place, may_see_desk, may_see_private
from forum_app.domain.sentences import said
from forum_app.domain.slugs import suggested
from forum_app.domain.vocabularies import MemberRole
from forum_app.models.forum import Forum
from forum_app.models.forum import StoredFile as StoredFileRow
from forum_app.services.accounts import give_role
from forum_app.services.audit import record
from forum_app.services.draft_rows import draft_of
from forum_app.services.forum_files import Imported, kept_draft


@dataclass(frozen=True)
class Made:
    """A new forum. ``told``: what was moved or left out of a copy, with places; ``counts``: what it holds now."""

    forum_id: str
    slug: str
    told: tuple[Problem, ...] = ()
    counts: dict[str, int] | None = None


@dataclass(frozen=True)
class Source:
    """A forum that can be copied."""

    id: str
    slug: str
    title: dict[str, str]
    first_day: date
    last_day: date
    languages: tuple[str, ...]
    zone: str


def slugs_taken(database: Database) -> set[str]:
    """Every short name in use."""
    with database.reading() as connection:
        return set(connection.execute(select(Forum.slug)).scalars())


def suggested_slug(database: Database, title: str, year: int) -> str:
    """A short name for a title that no forum here has."""
    return suggested(title, year, slugs_taken(database))


def sources_for(database: Database, actor: Actor) -> list[Source]:
    """The forums whose content somebody may see, the latest first."""
    ids = [forum_id for forum_id in actor.roles if may_see_desk(actor, Place(forum_id))]
    columns = (Forum.id, Forum.slug, Forum.title, Forum.first_day, Forum.last_day, Forum.languages, Forum.zone)
    query = select(*columns).where(Forum.id.in_(ids)).order_by(Forum.first_day.desc(), Forum.slug)
    with database.reading() as connection:
        rows = connection.execute(query).all()
    return [Source(**{**row._mapping, "languages": tuple(row.languages)}) for row in rows]


def make_forum(database: Database, basics: Basics, actor: Actor) -> Made:
    """A forum with nothing in it yet. Raises EditRefused with problems by field (``slug``, ``last_day``)."""
    draft = blank(basics)
    _must_be_sound(draft)
    kept = _kept(database, draft, actor, "forum.made")
    return Made(kept.forum_id, kept.slug)


def copy_forum(database: Database, source_id: str, basics: Basics, choice: Choice, actor: Actor) -> Made:
    """A forum that takes what was chosen of another. Private fields of people only for those who may see them there.

    Raises NotFound where the other isn't here or isn't theirs to see, EditRefused with problems by field.
    """
    if not may_see_desk(actor, Place(source_id)):
        raise NotFound("There is no such forum to copy.")
    choice = _allowed(choice, actor, source_id)
    with database.reading() as connection:
        slug = connection.execute(select(Forum.slug).where(Forum.id == source_id)).scalar()
        if slug is None:
            raise NotFound("There is no such forum to copy.")
        names = select(StoredFileRow.name).where(StoredFileRow.forum_id == source_id).order_by(StoredFileRow.position)
        # Only names: the bytes are kept already, under their hash.
        files = [StoredFile(name=name, data=b"") for name in connection.execute(names).scalars()]
        source = draft_of(connection, source_id, files)
    _must_be_sound(blank(basics))
    made = copied(source, basics, choice)
    _must_be_sound(made.draft)
    taken = {"from": slug, "private": choice.private, **made.counts}
    kept = _kept(database, made.draft, actor, "forum.copied", taken)
    return Made(kept.forum_id, kept.slug, made.told, made.counts)


def _allowed(choice: Choice, actor: Actor, source_id: str) -> Choice:
    private = choice.private and choice.people and may_see_private(actor, Place(source_id))
    values: dict[str, Any] = {name: getattr(choice, name) for name in Choice.__dataclass_fields__}
    return Choice(**{**values, "private": private})


def _must_be_sound(draft: Draft) -> None:
    """Refuses a draft that can't be kept; places of the forum's own fields are those of the form."""
    if problems := [*tidy(draft), *problems_of(draft)]:
        raise EditRefused([(_field(place), sentence) for place, sentence in problems])


def _field(place: str) -> str:
    name = place.removeprefix("forum.")
    return {"venue.name": "city", "venue.city": "city"}.get(name.rpartition(".")[0], name.partition(".")[0])


def _kept(database: Database, draft: Draft, actor: Actor, action: str, after: Any = None) -> Imported:
    try:
        then = owned_by(actor, action, after)
        return kept_draft(database, draft, False, actor.account, then=then, from_file=False)
    except SlugTaken:
        raise EditRefused([("slug", said("Another forum has this short name: choose another."))]) from None


def owned_by(actor: Actor, action: str, after: Any = None) -> Any:
    """What is done beside keeping a new forum: its maker owns it, and the log says how it was made."""

    def job(connection: Connection, imported: Imported) -> None:
        record(connection, actor.account, action, imported.forum_id, imported.slug, after=after)
        give_role(connection, imported.forum_id, actor.account, MemberRole.OWNER, actor.account)

    return job
