"""The photo that somebody of the programme puts in of themselves: cut to a square, described, proposed or kept at once."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from forum_app.domain.errors import PictureRefused
from forum_app.domain.texts import pick
from forum_app.domain.trees import tree_of
from forum_app.domain.vocabularies import ProposalState
from forum_app.i18n import words
from forum_app.pictures.cropping import box_at
from forum_app.pictures.jobs import Box, Use
from forum_app.services.audit import record
from forum_app.services.proposing import proposals_of, propose
from forum_app.services.speaking import Speaker
from forum_app.services.speaking_answers import SPEAKER
from forum_app.services.things import Edit, change_thing
from forum_app.services.uploads import Desk, Kept, bytes_of, name_file, on_disk

PHOTO = "photo"
Photo = dict[str, Any]


def my_photo(connection: Connection, speaker: Speaker) -> tuple[Photo | None, bool]:
    """The photo as its owner's page shows it, None where there is none, and whether it waits for the organisers."""
    if speaker.plan.propose:
        waiting = proposals_of(connection, speaker.person.id, speaker.person.id, ProposalState.OPEN)
        if PHOTO in waiting:
            return waiting[PHOTO], True
    return (tree_of(speaker.person.photo) if speaker.person.photo else None), False


def put_my_photo(desk: Desk, speaker: Speaker, data: bytes, agreed: str) -> Kept:
    """Takes a new photo: whole, and the square in its middle that is shown until another is chosen. ``agreed`` is what
    its owner agreed to. Raises PictureRefused, PicturesBusy or NoSpace."""
    whole = on_disk(desk, desk.maker.make(data, Use.PHOTO))
    photo = _cut(desk, whole.name, box_at(1, 1, 100, (whole.width, whole.height)))
    _keep(desk, speaker, {**photo, "alt": proposed_alt(speaker)}, agreed)
    return whole


def cut_my_photo(desk: Desk, speaker: Speaker, shown: Photo, box: Box | None, alt: Mapping[str, str]) -> None:
    """Shows another square of the photo (with None all of it), and other words for those who don't see it. Raises what
    ``put_my_photo`` does."""
    source = shown.get("original") or shown["file"]
    if box is None:
        photo: Photo = {"file": source, "original": None, "crop": None}
    elif shown.get("crop") == {"x": box.x, "y": box.y, "size": box.size}:
        photo = {name: shown[name] for name in ("file", "original", "crop")}
    else:
        photo = _cut(desk, source, box)
    _keep(desk, speaker, {**photo, "alt": {code: text for code, text in alt.items() if text}})


def take_my_photo_away(desk: Desk, speaker: Speaker, *, waits: bool) -> None:
    """Takes back a photo that ``waits`` for the organisers, else asks that the one shown be taken away."""
    stored = tree_of(speaker.person.photo) if waits and speaker.person.photo else None
    _keep(desk, speaker, stored)


def proposed_alt(speaker: Speaker) -> dict[str, str]:
    """What a portrait is called to those who don't see it, in each of the forum's languages."""
    name = speaker.person.name
    return {
        code: words(code).gettext("Portrait of %(name)s", name=pick(name, code, speaker.languages))
        for code in speaker.languages
    }


def _cut(desk: Desk, source: str, box: Box) -> Photo:
    kept = on_disk(desk, desk.maker.make(bytes_of(desk.media, source), Use.PHOTO, box))
    return {"file": kept.name, "original": source, "crop": {"x": box.x, "y": box.y, "size": box.size}}


def _keep(desk: Desk, speaker: Speaker, photo: Photo | None, agreed: str = "") -> None:
    person = speaker.person.id

    def job(connection: Connection) -> None:
        for name in (photo["file"], photo["original"]) if photo else ():
            if name:
                name_file(connection, desk.forum_id, name)
        if agreed:
            record(connection, SPEAKER, "person.photo-agreed", desk.forum_id, after={"text": agreed}, thing=person)
        if speaker.plan.propose:
            propose(connection, desk.forum_id, person, "person", person, {PHOTO: photo})
        else:
            change_thing(connection, desk.forum_id, "person", person, Edit({PHOTO: photo}), SPEAKER)

    desk.database.in_turn(desk.forum_id, job)


def must_have_photo(photo: Photo | None) -> Photo:
    """Raises PictureRefused where there is nothing to be cut."""
    if photo is None:
        raise PictureRefused("There is no picture here to be cut: it was removed.")
    return photo
