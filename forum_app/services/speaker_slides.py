"""Slides that somebody puts in for a talk or session of theirs: one presentation each, for the staff until it is opened.

What is put in for a whole session bears an id made of the session and the person, so that each has their own there.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from forum_app.domain.errors import NotFound
from forum_app.domain.identity import ALPHABET, LENGTH
from forum_app.domain.texts import Text, pick
from forum_app.domain.vocabularies import Audience, MaterialKind
from forum_app.pictures.jobs import Use
from forum_app.services.removing import drop_thing
from forum_app.services.speaking import MyMaterial, Speaker
from forum_app.services.speaking_answers import SPEAKER
from forum_app.services.things import Edit, change_thing, make_thing
from forum_app.services.uploads import Desk, name_file, on_disk


@dataclass(frozen=True)
class Place:
    """Where slides belong: a talk of theirs, or a session in which they have none. ``slides`` are what is there."""

    key: str  # of the talk, else of the session
    session: str
    talk: str | None
    title: Text
    slides: MyMaterial | None


def places_of_slides(speaker: Speaker) -> list[Place]:
    """Every talk and session that they may put slides in for, in the order of the programme."""
    found: dict[str, Place] = {}
    live = speaker.live_parts
    with_talks = {part.session for part in live if part.talk}
    for part in live:
        if not part.talk and part.session in with_talks:
            continue
        key = part.talk or part.session
        found.setdefault(
            key, Place(key, part.session, part.talk, part.title, _slides(speaker, part.session, part.talk))
        )
    return list(found.values())


def _slides(speaker: Speaker, session: str, talk: str | None) -> MyMaterial | None:
    own = _own_id(speaker, talk or session)
    files = [each for each in speaker.materials if each.session == session and each.file]
    if talk:
        return next((each for each in files if each.talk == talk), None)
    return next((each for each in files if each.id == own), None)


def place_named(speaker: Speaker, key: str) -> Place:
    """Raises NotFound for what is not theirs."""
    found = next((place for place in places_of_slides(speaker) if place.key == key), None)
    if found is None:
        raise NotFound("There is nothing at this address.")
    return found


def put_slides(desk: Desk, speaker: Speaker, place: Place, data: bytes) -> None:
    """Keeps a presentation in place of the one that was there. Raises PictureRefused, PicturesBusy or NoSpace."""
    kept = on_disk(desk, desk.maker.make(data, Use.SLIDES))
    values: dict[str, Any] = {"file": kept.name}
    if place.slides is None:
        values |= {f"title.{code}": text for code, text in _title(speaker, place).items()}
        values |= {"kind": MaterialKind.PRESENTATION.value, "audience": Audience.STAFF.value, "talk": place.talk}

    def job(connection: Connection) -> None:
        name_file(connection, desk.forum_id, kept.name)
        if place.slides is not None:
            change_thing(connection, desk.forum_id, "material", place.slides.id, Edit(values), SPEAKER)
            return
        key, edit = _own_id(speaker, place.key), Edit(values)
        if not make_thing(connection, desk.forum_id, "material", edit, SPEAKER, place.session, key).changed:
            change_thing(connection, desk.forum_id, "material", key, Edit({"file": kept.name}), SPEAKER)

    desk.database.in_turn(desk.forum_id, job)


def take_slides_away(desk: Desk, place: Place) -> None:
    """Takes a presentation out; an organiser can bring it back."""
    if (slides := place.slides) is not None:
        desk.database.in_turn(
            desk.forum_id, lambda connection: drop_thing(connection, desk.forum_id, "material", slides.id, SPEAKER)
        )


def _title(speaker: Speaker, place: Place) -> dict[str, str]:
    """The talk's title; for a whole session with the name of who shows it."""
    found = {code: place.title.get(code, "") for code in speaker.languages if place.title.get(code)}
    if place.talk is None:
        name = speaker.person.name
        found = {code: f"{text} – {pick(name, code, speaker.languages)}"[:300] for code, text in found.items()}
    return found


def _own_id(speaker: Speaker, key: str) -> str:
    """The id that slides of this person for a talk or session get."""
    number = int.from_bytes(hashlib.sha256(f"slides:{speaker.person.id}:{key}".encode()).digest()[:12])
    return "".join(ALPHABET[number // len(ALPHABET) ** place % len(ALPHABET)] for place in range(LENGTH))
