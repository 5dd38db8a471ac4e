"""Forums from files on the desk: as new ones, and in place of one that is here, after what would change was shown."""

import hashlib
import os
import re
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from forum_app.database import Database
from forum_app.domain.draft import Draft
from forum_app.domain.draft_rules import Problem
from forum_app.domain.errors import DraftMoved, NotFound, SlugTaken
from forum_app.domain.permissions import Actor
from forum_app.domain.replacing import Counted, forum_changes, replaced
from forum_app.services.draft_rows import draft_of
from forum_app.services.forum_files import Imported, keep_draft, kept_draft, parse_forum_json, sound, version_named
from forum_app.services.forum_ids import forum_id_of
from forum_app.services.media import Media
from forum_app.services.new_forums import Made, owned_by
from forum_app.services.programme_files import format_of, read_programme

HELD_SECONDS = 3_600
_KEY = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Read:
    """A file as a draft. ``told``: what deviates from its format or was taken out, with places; ``version`` of the forum
    whose place it takes."""

    draft: Draft
    told: tuple[Problem, ...]
    version: int | None
    format: str


@dataclass(frozen=True)
class Review:
    """What would become of a forum: things by kind, fields of the forum itself, what is told, the key of the held file,
    and the version of the draft that this is true of."""

    counts: list[Counted]
    fields: list[str]
    told: tuple[Problem, ...]
    key: str
    version: int
    format: str
    copied: bool


class _Trial(Exception):
    """Ends a trial: everything that it wrote is taken back."""

    def __init__(self, before: Draft, after: Draft, imported: Imported) -> None:
        self.before, self.after, self.imported = before, after, imported
        super().__init__()


def _read(database: Database, media: Media, data: bytes, slug: str, zone: str, replace: bool) -> Read:
    """Raises ImportRefused with places in the file."""
    kind = format_of(data)
    if kind:
        found = read_programme(database, media, data, slug=slug, zone=zone, replace=replace)
        return Read(found.draft, tuple(("", sentence) for sentence in found.told), found.version, kind)
    told: list[Problem] = []
    draft = parse_forum_json(data, told)
    if slug and draft.forum.slug != slug:
        draft.forum.slug = slug
        draft = sound(draft)
    version = version_named(database, slug) if replace else None
    return Read(draft, tuple(told), version, "forum.json")


def make_from_file(database: Database, media: Media, data: bytes, slug: str, zone: str, actor: Actor) -> Made:
    """A new forum from a file; nothing is kept where it is refused. Raises ImportRefused, SlugTaken."""
    read = _read(database, media, data, slug, zone, False)
    for file in read.draft.files:
        media.keep(file)
    try:
        then = owned_by(actor, "forum.uploaded", {"format": read.format})
        kept = kept_draft(database, read.draft, False, actor.account, then=then)
    except SlugTaken:
        raise SlugTaken("A forum “%(slug)s” is here already: write another short name.", slug=read.draft.forum.slug) from None  # fmt: skip
    return Made(kept.forum_id, kept.slug, (*read.told, *kept.told))


def review_of(database: Database, media: Media, data: bytes, slug: str, zone: str, actor: Actor) -> Review:
    """What a file would make of the forum with this slug: tried and taken back, the file held for an hour.

    Raises ImportRefused, NotFound.
    """
    read = _read(database, media, data, slug, zone, True)

    def job(connection: Connection) -> None:
        before = draft_of(connection, forum_id_of(connection, slug))
        kept = keep_draft(connection, read.draft, True, actor.account, read.version)
        raise _Trial(before, draft_of(connection, kept.forum_id), kept)

    try:
        database.write(job)
    except _Trial as trial:
        told = (*read.told, *trial.imported.told)
        key = _hold(media, data, actor)
        counts, fields = replaced(trial.before, trial.after), forum_changes(trial.before, trial.after)
        return Review(counts, fields, told, key, read.version or 0, read.format, trial.imported.copied)
    raise AssertionError("unreachable")


def review_again(database: Database, media: Media, key: str, slug: str, zone: str, actor: Actor) -> Review:
    """What the held file would make of the forum now. Raises NotFound where it is held no more, ImportRefused."""
    return review_of(database, media, _held(media, key, actor).read_bytes(), slug, zone, actor)


def replace_from(
    database: Database, media: Media, key: str, version: int, slug: str, zone: str, actor: Actor
) -> Imported:
    """Takes the held file in, in place of the forum. Raises NotFound where it is held no more, ImportRefused, and
    DraftMoved where the draft is another than the ``version`` that was reviewed."""
    path = _held(media, key, actor)
    read = _read(database, media, path.read_bytes(), slug, zone, True)
    if read.version != version:
        raise DraftMoved("Somebody changed the forum since: look again at what the file would change.")
    for file in read.draft.files:
        media.keep(file)
    kept = kept_draft(database, read.draft, True, actor.account, version)
    path.unlink(missing_ok=True)
    return kept


def _held(media: Media, key: str, actor: Actor) -> Path:
    path = _path(media, key, actor)
    if path is None or not path.exists():
        raise NotFound("The file is held no longer: choose it again.")
    return path


def _folder(media: Media) -> Path:
    return media.folder.parent / "incoming"


def _path(media: Media, key: str, actor: Actor) -> Path | None:
    return _folder(media) / f"{actor.account}-{key}" if _KEY.fullmatch(key) else None


def _hold(media: Media, data: bytes, actor: Actor) -> str:
    """Keeps a file until it is confirmed, for an hour; those of others that were never confirmed go."""
    folder = _folder(media)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in folder.iterdir():
        try:
            if time.time() - old.stat().st_mtime > HELD_SECONDS:
                old.unlink(missing_ok=True)
        except FileNotFoundError:
            continue  # somebody else swept it
    key = hashlib.sha256(data).hexdigest()
    target = folder / f"{actor.account}-{key}"
    partial = target.with_name(f"{target.name}.part")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    os.replace(partial, target)
    return key
