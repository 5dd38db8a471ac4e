"""Uploaded files: made fit by the maker of pictures, kept by their content, and put where a draft shows them.

The bytes are written first, then one transaction names them and changes the thing; what a failed one leaves on disk is
cleared away later (``file_clearing``).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, func, insert, select

from forum_app.database import Database
from forum_app.domain.draft_parts import StoredFile
from forum_app.domain.errors import PictureRefused
from forum_app.domain.trees import value_at
from forum_app.models.forum import StoredFile as StoredFileRow
from forum_app.pictures.jobs import Box, Made, Use
from forum_app.pictures.making import PictureMaker
from forum_app.services.audit import record
from forum_app.services.media import Media
from forum_app.services.registration_rows import letters_of
from forum_app.services.things import Edit, Saved, change_thing, thing_named


@dataclass(frozen=True)
class Slot:
    """Where a draft shows an uploaded file: in a thing of this kind, at this place. ``described`` slots hold a picture
    with its alternative text, the others the name of the file alone; ``cropped`` ones can show a square of it."""

    kind: str
    place: str
    use: Use
    described: bool = False
    cropped: bool = False

    @property
    def file(self) -> str:
        return f"{self.place}.file" if self.described else self.place


PHOTO = Slot("person", "photo", Use.PHOTO, described=True, cropped=True)
ORGANISATION_LOGO = Slot("organisation", "logo", Use.LOGO)
FORUM_LOGO = Slot("forum", "logo", Use.LOGO)
FLOOR_PLAN = Slot("forum", "floor_plan", Use.PLAN, described=True)
MATERIAL = Slot("material", "file", Use.MATERIAL)


@dataclass(frozen=True)
class Kept:
    """``told`` are messages, with their values, on what was changed of the picture that one may miss."""

    name: str
    width: int
    height: int
    told: tuple[tuple[str, dict[str, Any]], ...]


@dataclass(frozen=True)
class Desk:
    """What keeping a file needs: where, by whom, and whose draft."""

    database: Database
    media: Media
    maker: PictureMaker
    forum_id: str
    actor: str


def keep_picture(desk: Desk, data: bytes, use: Use) -> Kept:
    """Keeps a file of a forum that nothing refers to yet: a picture for a text that is being written.

    Raises PictureRefused, PicturesBusy or NoSpace.
    """
    kept = on_disk(desk, desk.maker.make(data, use))

    def job(connection: Connection) -> None:
        if name_file(connection, desk.forum_id, kept.name):
            record(connection, desk.actor, "file.added", desk.forum_id, kept.name)

    desk.database.in_turn(desk.forum_id, job)
    return kept


def put_picture(desk: Desk, slot: Slot, key: str, data: bytes, seen: Mapping[str, str]) -> tuple[Kept, Saved]:
    """Shows an uploaded file in a slot of a thing, in place of the one that was there. ``seen`` are digests of what the
    form was filled from. Raises NotFound, PictureRefused, PicturesBusy, NoSpace, or EditClash where somebody else put
    another file there meanwhile; then the old one stays."""
    thing_named(desk.database, desk.forum_id, slot.kind, key)  # nobody works on a picture of nobody
    kept = on_disk(desk, desk.maker.make(data, slot.use))
    values: dict[str, Any] = {slot.file: kept.name}
    if slot.cropped:
        values |= {f"{slot.place}.original": None, f"{slot.place}.crop": None}
    return kept, _saved(desk, slot, key, values, seen, (kept.name,))


def cut_picture(
    desk: Desk, slot: Slot, key: str, box: Box | None, values: Mapping[str, Any], seen: Mapping[str, str]
) -> Saved:
    """Shows a square of a slot's picture, or with None all of it again, and saves ``values`` (alternative texts) with it.

    Raises what ``put_picture`` does.
    """
    tree = thing_named(desk.database, desk.forum_id, slot.kind, key).tree
    shown, whole = value_at(tree, slot.file), value_at(tree, f"{slot.place}.original")
    if not shown:
        raise PictureRefused("There is no picture here to be cut: it was removed.")
    source = whole or shown
    edit: dict[str, Any] = dict(values)
    names: tuple[str, ...] = (source,)
    if box is None:
        edit |= {slot.file: source, f"{slot.place}.original": None, f"{slot.place}.crop": None}
    elif _box_of(value_at(tree, f"{slot.place}.crop")) != box:
        kept = on_disk(desk, desk.maker.make(bytes_of(desk.media, source), slot.use, box))
        crop = {"x": box.x, "y": box.y, "size": box.size}
        edit |= {slot.file: kept.name, f"{slot.place}.original": source, f"{slot.place}.crop": crop}
        names = (kept.name, source)
    return _saved(desk, slot, key, edit, seen, names)


def remove_picture(desk: Desk, slot: Slot, key: str, seen: Mapping[str, str]) -> Saved:
    """Takes the file out of a slot. Raises NotFound, or EditClash where somebody else put another there meanwhile."""
    return _saved(desk, slot, key, {slot.place: None}, seen, ())


def _saved(
    desk: Desk, slot: Slot, key: str, values: Mapping[str, Any], seen: Mapping[str, str], names: tuple[str, ...]
) -> Saved:
    def job(connection: Connection) -> Saved:
        for name in names:
            name_file(connection, desk.forum_id, name)
        return change_thing(connection, desk.forum_id, slot.kind, key, Edit(values, seen), desk.actor)

    return desk.database.in_turn(desk.forum_id, job)


def on_disk(desk: Desk, made: Made) -> Kept:
    """Writes what was made of an upload; nothing refers to it yet."""
    name = f"{hashlib.sha256(made.data).hexdigest()}.{made.extension}"
    desk.media.keep(StoredFile(name=name, data=made.data))
    return Kept(name, made.width, made.height, tuple((text, values) for text, values in made.told))


def name_file(connection: Connection, forum_id: str, name: str) -> bool:
    """Lists a file among those of a forum; whether it wasn't there yet."""
    here = (StoredFileRow.forum_id == forum_id, StoredFileRow.name == name)
    if connection.execute(select(StoredFileRow.name).where(*here)).first():
        return False
    last = connection.execute(select(func.max(StoredFileRow.position)).where(here[0])).scalar()
    position = 0 if last is None else last + 1
    connection.execute(insert(StoredFileRow).values(forum_id=forum_id, name=name, position=position))
    return True


def bytes_of(media: Media, name: str) -> bytes:
    """The bytes of a stored picture; raises PictureRefused where its file is missing."""
    try:
        return media.path(name).read_bytes()
    except FileNotFoundError:
        raise PictureRefused("The picture's file is missing on the server. Upload it anew.") from None


def _box_of(crop: Any) -> Box | None:
    return msgspec.convert(crop, Box) if crop else None


def file_of(database: Database, forum_id: str, name: str) -> bool | None:
    """Whether a file that a forum lists is a letter of nomination, which few may read; None where it lists none so."""
    with database.reading() as connection:
        here = (StoredFileRow.forum_id == forum_id, StoredFileRow.name == name)
        if not connection.execute(select(StoredFileRow.name).where(*here)).first():
            return None
        return name in letters_of(connection, forum_id)


def shape_of(media: Media, name: str) -> tuple[int, int]:
    """Width and height of a stored picture, from its head; (0, 0) where it is missing or none."""
    from PIL import Image

    try:
        with Image.open(media.path(name), formats=("JPEG", "PNG", "WEBP")) as image:
            return image.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return 0, 0
